//! A dossier that was erased stays erased, and every row of it is accounted for.

use std::fs;

use motcua::{
    domain::erasure::ErasureLedger,
    ingest::archive::Archive,
    pipeline::{ErasureOutcome, PipelineError, PipelineRun},
    state::StateDatabase,
};

use crate::{
    backup::vault::{Vault, at},
    support::office::{AGENCY, Office},
    warehouse::publishing::{HEADING, said},
};

fn erase(office: &Office, code: &str) -> Result<ErasureOutcome, PipelineError> {
    let data = office.data();
    let mut run =
        PipelineRun { catalog: &office.catalog, data: &data, now: at(8), progress: &mut |_| {} };
    run.erase_dossier(code, "theo đơn ngày 2/1/2024")
}

/// Three dossiers in the export of the 15th, one of them in that of the 5th too; one row of the erased one cannot be used.
fn vault() -> Vault {
    let vault = Vault::new();
    take_in(
        &vault,
        15,
        &[row("A1", "06283"), row("A2", "06283"), row("A3", "06283"), row("A1", "không rõ")],
    );
    vault
}

fn row(code: &str, agency: &str) -> String {
    format!("{code},{agency},finished,2023-12-01,2023-12-08,2023-12-05\n")
}

fn take_in(vault: &Vault, day: i8, rows: &[String]) {
    let text = format!("{HEADING}{}", rows.concat());
    let file = vault.office.file(&format!("{day}.csv"), text);
    let (_, build) = vault.office.ingest(&file, &said(day));
    assert!(build.is_some());
}

/// Dossiers counted, and read = kept, layout, rejected, erased of all exports.
fn counts(office: &Office) -> (Option<i64>, [u64; 5]) {
    let warehouse = office.warehouse();
    let totals = warehouse.provenance.sum_by_connector().expect("answered");
    let [total] = totals.as_slice() else { panic!("{totals:?}") };
    let rows = [
        total.rows_read,
        total.rows_kept,
        total.rows_layout,
        total.rows_rejected,
        total.rows_erased,
    ];
    let counted = office.value("update_count", "2023", AGENCY);
    (counted.map(|value| value.measure.numerator), rows)
}

#[test]
fn what_was_erased_before_national_codes_got_their_points_stays_erased() {
    let vault = Vault::new();
    take_in(&vault, 15, &[row("0002618H37-231205-0002", "06283"), row("A2", "06283")]);
    // One dossier more is in the export of the 5th.
    assert_eq!(counts(&vault.office), (Some(3), [3, 3, 0, 0, 0]));
    let mut ledger = ErasureLedger::default();
    ledger.add_code("0002618H37-231205-0002", "theo đơn", at(8), "muối");
    let data = vault.office.data();
    Archive::open_in(&data).and_then(|it| it.write_erasures(&ledger)).expect("written");
    let mut run = PipelineRun {
        catalog: &vault.office.catalog,
        data: &data,
        now: at(9),
        progress: &mut |_| {},
    };
    run.build().expect("built").expect("another one");
    assert_eq!(counts(&vault.office), (Some(2), [3, 2, 0, 0, 1]));
}

#[test]
fn its_rows_are_out_of_every_number_and_counted_as_erased() {
    let vault = vault();
    assert_eq!(counts(&vault.office), (Some(3), [5, 4, 0, 1, 0]));
    let Ok(ErasureOutcome::Erased { rows, .. }) = erase(&vault.office, " a1 ") else {
        panic!("A1 is there")
    };
    assert_eq!(rows, 3, "two that counted, in two exports, and one that was rejected");
    // The one that was rejected is erased too: the list of rejected rows told its code.
    assert_eq!(counts(&vault.office), (Some(2), [5, 2, 0, 0, 3]));
    let warehouse = vault.office.warehouse();
    assert_eq!(warehouse.provenance.list_rejected_rows(None).expect("answered"), []);
    assert!(warehouse.dossiers.read_history("A1").expect("answered").is_empty());
    assert_eq!(warehouse.dossiers.read_history("A2").expect("answered").len(), 1);
}

#[test]
fn neither_ledger_nor_log_tells_the_code_and_both_tell_why() {
    let vault = vault();
    erase(&vault.office, "A1").expect("erased");
    let path = vault.office.data().join("archive").join(Archive::ERASURES);
    let ledger = fs::read_to_string(path).expect("a ledger");
    assert!(!ledger.contains("A1") && ledger.contains("theo đơn ngày 2/1/2024"), "{ledger}");
    let state = StateDatabase::open(&vault.office.data()).expect("a state");
    let log = state.list_audit(Some("change"), None, 10).expect("read");
    assert!(log[0].detail.contains("theo đơn") && !log[0].detail.contains("A1"), "{log:?}");
}

#[test]
fn it_stays_erased_when_it_is_taken_in_again_and_when_everything_is_built_anew() {
    let vault = vault();
    erase(&vault.office, "A1").expect("erased");
    take_in(&vault, 20, &[row("A1", "06274")]);
    assert_eq!(counts(&vault.office), (Some(2), [6, 2, 0, 0, 4]));
    let data = vault.office.data();
    let mut run = PipelineRun {
        catalog: &vault.office.catalog,
        data: &data,
        now: at(9),
        progress: &mut |_| {},
    };
    run.build_anew().expect("built");
    assert_eq!(counts(&vault.office), (Some(2), [6, 2, 0, 0, 4]));
}

#[test]
fn a_backup_of_before_is_restored_with_it_erased() {
    let vault = vault();
    vault.back_up(7);
    erase(&vault.office, "A1").expect("erased");
    vault.back_up(9);
    let restored = vault.restore("khac", Some(at(8))).expect("restored");
    assert_eq!(restored.erased_since, 1, "the newer backup knows of it");
    let built = vault.build("khac");
    assert!(built.dossiers.read_history("A1").expect("answered").is_empty());
    assert_eq!(built.dossiers.read_history("A3").expect("answered").len(), 1);
}

#[test]
fn the_ledger_of_a_folder_that_is_given_up_is_kept_when_no_backup_knows_it() {
    let vault = vault();
    vault.back_up(7);
    erase(&vault.office, "A1").expect("erased");
    let ledger = vault.office.data().join("archive").join(Archive::ERASURES);
    let data = vault.restored_path("khac");
    let order = motcua::backup::RestoreOrder {
        folder: &vault.folder(),
        data: &data,
        by: None,
        erasures: Some(&ledger),
    };
    let restored = motcua::backup::restore_backup(&order).expect("restored");
    assert_eq!(restored.erased_since, 1);
    assert!(vault.build("khac").dossiers.read_history("A1").expect("answered").is_empty());
}

#[test]
fn a_ledger_that_is_not_as_it_was_written_stops_the_build() {
    let vault = vault();
    erase(&vault.office, "A1").expect("erased");
    let published = vault.office.warehouse().data_version.clone();
    let path = vault.office.data().join("archive").join(Archive::ERASURES);
    let text = fs::read_to_string(&path).expect("a ledger");
    fs::write(&path, text.replacen("\"digest\": \"", "\"digest\": \"0", 1)).expect("written");
    let data = vault.office.data();
    let mut run = PipelineRun {
        catalog: &vault.office.catalog,
        data: &data,
        now: at(9),
        progress: &mut |_| {},
    };
    let refused = run.build_anew().expect_err("what was erased must not come back").to_string();
    assert!(refused.contains(&path.display().to_string()), "{refused}");
    assert_eq!(vault.office.warehouse().data_version, published);
}

#[test]
fn a_code_that_no_row_has_is_not_written_down() {
    let vault = vault();
    for code in ["A9", "", "không phải mã"] {
        let outcome = erase(&vault.office, code).expect("tried");
        assert!(matches!(outcome, ErasureOutcome::Unknown), "{code}: {outcome:?}");
    }
    assert!(!vault.office.data().join("archive").join(Archive::ERASURES).exists());
}

#[test]
fn a_dossier_of_which_no_row_is_kept_is_erased_too() {
    let vault = vault();
    take_in(&vault, 18, &[row("B1", "không rõ"), row("B2", "06283")]);
    let before = counts(&vault.office);
    assert_eq!(before, (Some(4), [7, 5, 0, 2, 0]));
    let Ok(ErasureOutcome::Erased { rows, .. }) = erase(&vault.office, "B1") else {
        panic!("its row was rejected, and is there")
    };
    assert_eq!(rows, 1);
    assert_eq!(counts(&vault.office), (Some(4), [7, 5, 0, 1, 1]));
    let again = erase(&vault.office, "B1").expect("asked");
    assert!(matches!(again, ErasureOutcome::Known), "{again:?}");
}

#[test]
fn a_ledger_that_is_lost_stops_the_build() {
    let vault = vault();
    erase(&vault.office, "A1").expect("erased");
    let published = vault.office.warehouse().data_version.clone();
    let data = vault.office.data();
    let path = data.join("archive").join(Archive::ERASURES);
    fs::remove_file(&path).expect("removed");
    let build = || {
        let mut run = PipelineRun {
            catalog: &vault.office.catalog,
            data: &data,
            now: at(9),
            progress: &mut |_| {},
        };
        run.build_anew()
    };
    let refused = build().expect_err("what was erased must not come back").to_string();
    assert!(refused.contains("không còn, nên không tính số liệu"), "{refused}");
    assert_eq!(vault.office.warehouse().data_version, published);
    // Whoever knows that nothing has to stay erased says so.
    fs::remove_file(data.join(Archive::ERASURES_MARK)).expect("removed");
    build().expect("built");
    assert_eq!(counts(&vault.office).0, Some(3));
}

/// A ledger of before there were marks is marked by the next build.
#[test]
fn a_ledger_without_a_mark_gets_one() {
    let vault = vault();
    let mark = vault.office.data().join(Archive::ERASURES_MARK);
    assert!(!mark.exists(), "nothing was erased");
    erase(&vault.office, "A1").expect("erased");
    fs::remove_file(&mark).expect("it was marked");
    take_in(&vault, 20, &[row("A4", "06274")]);
    assert!(mark.exists());
}
