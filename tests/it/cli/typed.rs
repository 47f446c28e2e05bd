//! What somebody types, and what a command says of a period that is not known throughout.

use crate::support::desk::Desk;

/// A spreadsheet takes the nought before a code, and people type names.
#[test]
fn who_types_a_name_or_half_a_code_is_told_the_code() {
    let desk = Desk::after_demo();
    for typed in ["6283", "Xã An Sơn"] {
        let told = desk.run_words(&["show", "on_time_rate", "--period", "2023", "--agency", typed]);
        assert!(told.starts_with("exit 2"), "{told}");
        assert!(told.contains("`06283` (Xã An Sơn)"), "{told}");
    }
}

#[test]
fn a_mistyped_data_folder_is_named_and_not_made() {
    let desk = Desk::new();
    for command in [
        "user list",
        "build",
        "lock --period 2023-11",
        "unlock --period 2023-11 --reason sai",
        "backup ban-sao",
        "due-list",
    ] {
        let told = desk.run(&format!("{command} --data khong-co"));
        assert!(told.starts_with("exit 2") && told.contains("`khong-co`"), "{command}: {told}");
        assert!(!desk.path().join("khong-co").exists(), "{command} made it");
    }
}

#[test]
fn days_are_typed_as_offices_write_them() {
    let desk = Desk::after_demo();
    let due = |at: &str| desk.run_words(&["due-list", "--data", "motcua-data/xa-2026", "--at", at]);
    assert_eq!(due("18/11/2026"), due("2026-11-18"));
    let told = due("18/11/2026 16:00");
    assert!(told.starts_with("exit 0"), "{told}");
    assert_eq!(told, due("2026-11-18T16:00"));
    assert!(due("31/11/2026").contains("viết như 31/12/2023"));
}

/// Its cover says so; whoever runs the command is told, too.
#[test]
fn an_account_of_a_period_nobody_knows_says_so() {
    let desk = Desk::after_demo();
    let told = desk.run("evidence --period 2022 --out giai-trinh.zip");
    assert!(told.starts_with("exit 1") && told.contains("chưa có số liệu trước"), "{told}");
    let told = desk.run("evidence --period 2026-Q2 --out gt.zip --data motcua-data/xa-2026");
    assert!(told.starts_with("exit 1"), "{told}");
}

/// The commune's dossiers begin on 1/7/2026.
#[test]
fn a_number_of_a_period_that_began_before_is_told_with_a_word() {
    let desk = Desk::after_demo();
    let data = "--data motcua-data/xa-2026";
    let said = |command: &str| desk.run(&format!("{command} {data}"));
    let told = said("show on_time_rate --period 2026");
    assert!(told.contains("Năm 2026: số liệu từ ngày 01/07/2026"), "{told}");
    let told = said("compare on_time_rate --period 2026-08-01..2026-11-01");
    assert!(told.contains("Kỳ trước: ") && told.contains("(số liệu từ ngày 01/07/2026)"), "{told}");
    let told = said("lock --period bc:2026-Q3");
    assert!(told.starts_with("exit 2") && told.contains("chỉ có từ ngày 01/07/2026"), "{told}");
    assert!(said("lock --period bc:2026-Q3 --incomplete").starts_with("exit 0"));
    let told = said("locked");
    assert!(told.contains("lúc khóa, số liệu chỉ từ ngày 01/07/2026"), "{told}");
    assert!(said("unlock --period bc:2026-Q3 --reason sai").starts_with("exit 0"));
    let id = "bc-2026-Q3";
    let told = said("locked");
    assert!(told.contains(id), "{told}");
    let told = said(&format!("locked --lock {id} --out da-khoa"));
    assert!(told.starts_with("exit 0") && told.contains("da-khoa"), "{told}");
    // The district's begin with the first working day of 2023.
    let told = desk.run("show on_time_rate --period 2023");
    assert!(!told.contains("số liệu từ ngày"), "{told}");
}
