//! What a lock keeps, when a period can be locked, and what is said of one that is damaged.

use std::{collections::BTreeMap, fs, path::Path};

use jiff::civil::date;
use motcua::{
    backup::VerifyPart,
    pipeline::{LockRequest, PipelineError},
    state::StateDatabase,
};
use rstest::rstest;

use super::desk::{LockDesk, at, november, on_time};

/// Every file of a folder with its bytes.
fn all_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            let inner = all_files(&path).into_iter();
            files.extend(inner.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, fs::read(path).expect("read"));
        }
    }
    files
}

#[test]
fn a_locked_period_stays_byte_identical_after_three_more_exports() {
    let desk = LockDesk::with_papers();
    let locked = desk.lock(&["weekly"]).expect("locked");
    let before = all_files(&locked.folder);
    let names: Vec<&str> = before.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "lock.json",
            "numbers.csv",
            "papers/weekly-2023-11.docx",
            "papers/weekly-2023-11.html",
            "papers/weekly-2023-11.pdf",
            "papers/weekly-2023-11.xlsx",
            "subjects.parquet",
        ]
    );
    desk.take_in_three_more();
    assert_eq!(all_files(&locked.folder), before);
    let found = desk.found();
    assert_eq!(found, locked);
    for paper in found.papers_of("weekly") {
        let bytes = found.read_paper(paper).expect("whole");
        assert_eq!(Some(&bytes), before.get(&format!("papers/{}", paper.file_name)));
    }
}

#[test]
fn it_says_who_locked_what_over_which_exports() {
    let desk = LockDesk::new();
    let note = desk.lock(&[]).expect("locked").note;
    assert_eq!((note.locked_by.as_str(), note.locked_at), ("lan", at(3, 8)));
    assert_eq!((note.period.as_str(), note.note.as_str()), ("2023-11", "công văn 12/UBND-VP"));
    let [source] = note.sources.as_slice() else { panic!("{:?}", note.sources) };
    assert_eq!((source.file_name.as_str(), source.rows), ("1.csv", 12));
    assert_eq!(note.metrics.len(), desk.office.catalog.metrics.len());
    let log = StateDatabase::open(&desk.office.data()).expect("a state");
    let log = log.list_audit(Some("change"), None, 10).expect("read");
    assert_eq!(log[0].user.as_deref(), Some("lan"));
    assert!(log[0].detail.contains("2023-11") && log[0].detail.contains("12/UBND"), "{log:?}");
}

#[test]
fn a_period_is_locked_once_until_its_lock_is_taken_off_for_a_reason() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    let told = desk.lock(&[]).expect_err("it is locked").to_string();
    assert!(told.contains("lan khóa lúc 03/01/2024 08:00"), "{told}");
    desk.release(" ").expect_err("no reason");
    let released = desk.release("báo cáo lại").expect("taken off");
    assert_eq!(released.released.map(|it| it.reason), Some("báo cáo lại".to_owned()));
    assert_eq!(desk.folder().find_in_force(november()).expect("read"), None);
    let again = desk.lock(&[]).expect("locked again");
    assert_eq!(again.note.id, "2023-11_2");
    assert_eq!(desk.folder().list_locks().expect("listed").len(), 2, "nothing is deleted");
    let first = desk.folder().find_lock("2023-11").expect("read").expect("kept");
    assert!(!first.note.is_in_force() && first.numbers.has_any());
    assert_eq!(desk.folder().find_lock("2023-11_3").expect("read"), None);
}

/// It could not be erased from there.
#[test]
fn a_dossiers_code_stands_in_no_note_and_no_reason() {
    let desk = LockDesk::new();
    let request = LockRequest {
        period: november(),
        reports: &[],
        on: None,
        note: "chưa tính hồ sơ (a9), công văn 12/UBND-VP",
        takes_incomplete: false,
    };
    let told = desk.lock_as(&request, at(3, 8)).expect_err("refused").to_string();
    assert!(told.contains("mã hồ sơ A9"), "{told}");
    assert!(desk.folder().list_locks().expect("listed").is_empty());
    desk.lock(&[]).expect("locked");
    let told = desk.release("sửa hồ sơ B3.").expect_err("refused").to_string();
    assert!(told.contains("mã hồ sơ B3"), "{told}");
    let told = desk.erase_for("A9", "đơn về hồ sơ A9").expect_err("refused").to_string();
    assert!(told.contains("mã hồ sơ A9"), "{told}");
    desk.erase("A9");
    let told = desk.release("đã xóa A9").expect_err("erased, and still known").to_string();
    assert!(told.contains("mã hồ sơ A9"), "{told}");
    let told = desk.release("gọi 0912345678").expect_err("refused").to_string();
    assert!(told.contains("số điện thoại"), "{told}");
}

#[rstest]
#[case::not_over("2024-01", "mới xong")]
#[case::nothing_known("2024-W01..2024-W01", "")]
#[case::not_known_to_its_end("2023-12", "số liệu mới đến 05/12/2023")]
#[case::not_known_from_its_beginning(
    "2023-10-20..2023-11-30",
    "bắt đầu ngày 20/10/2023, mà số liệu chỉ có từ ngày 01/11/2023"
)]
#[case::known_at_neither_end("2023-Q4", "chỉ có từ ngày 01/11/2023 đến ngày 05/12/2023")]
#[case::before_anything("2021-05", "")]
fn a_period_that_cannot_be_reported_is_not_locked(#[case] period: &str, #[case] said: &str) {
    let Ok(period) = period.parse() else { return };
    let desk = LockDesk::new();
    let request = LockRequest { period, reports: &[], on: None, note: "", takes_incomplete: false };
    match desk.lock_as(&request, at(3, 8)) {
        Err(PipelineError::Lock(error)) => {
            assert!(error.to_string().contains(said), "{error}");
        }
        // Of before the first export nobody knows that there was nothing.
        Ok(locked) => assert!(said.is_empty() && locked.numbers.has_any(), "{:?}", locked.note),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_period_that_was_reported_incomplete_is_locked_as_such() {
    let desk = LockDesk::new();
    let period = "2023-12".parse().expect("a period");
    let request = LockRequest { period, reports: &[], on: None, note: "", takes_incomplete: true };
    let note = desk.lock_as(&request, at(3, 8)).expect("locked").note;
    assert!(note.is_incomplete && note.known_from.is_none());
    let period = "2023-10-20..2023-11-30".parse().expect("a period");
    let note = desk.lock_as(&LockRequest { period, ..request }, at(3, 8)).expect("locked").note;
    assert!(note.is_incomplete);
    assert_eq!(note.known_from, Some(date(2023, 11, 1)));
    assert!(!desk.lock(&[]).expect("locked").note.is_incomplete);
}

#[test]
fn a_note_with_a_phone_number_is_not_kept() {
    let desk = LockDesk::new();
    let request = LockRequest {
        period: november(),
        reports: &[],
        on: None,
        note: "gọi anh Ba 0912345678",
        takes_incomplete: false,
    };
    let told = desk.lock_as(&request, at(3, 8)).expect_err("refused").to_string();
    assert!(told.contains("số điện thoại") && !told.contains("0912345678"), "{told}");
    assert!(desk.folder().list_locks().expect("listed").is_empty());
}

#[rstest]
#[case("lock.json")]
#[case("numbers.csv")]
#[case("subjects.parquet")]
#[case("papers/weekly-2023-11.html")]
fn a_lock_of_which_a_byte_changed_is_named_and_never_shown(#[case] file: &str) {
    let desk = LockDesk::with_papers();
    let path = desk.lock(&["weekly"]).expect("locked").folder.join(file);
    let mut bytes = fs::read(&path).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).expect("written");
    let told = desk.folder().find_in_force(november()).expect_err("damaged").to_string();
    assert!(told.contains("2023-11") && told.contains(file), "{told}");
    let scratch = tempfile::tempdir().expect("a folder");
    let data = desk.office.data();
    let found = motcua::backup::verify_data(&desk.office.catalog, &data, scratch.path());
    let found = found.expect("looked");
    let locks = found.iter().find(|it| it.part == VerifyPart::Locks).expect("a part");
    assert_eq!((locks.looked_at, locks.problems.len()), (1, 1));
    assert!(locks.problems[0].contains(file), "{:?}", locks.problems);
}

#[test]
fn a_lock_is_backed_up_and_restored_byte_by_byte() {
    let vault = crate::backup::vault::Vault::new();
    let office = LockDesk { office: vault.office };
    let period = "2023-11".parse().expect("a period");
    office.take_in(15, &[on_time("A7", "06283")]);
    let request = LockRequest { period, reports: &[], on: None, note: "", takes_incomplete: false };
    let locked = office.lock_as(&request, at(3, 8)).expect("locked");
    let before = all_files(&locked.folder);
    let vault = crate::backup::vault::Vault { office: office.office, settings: vault.settings };
    vault.back_up(9);
    vault.restore("khac", None).expect("restored");
    let restored = vault.restored_path("khac").join("locks").join("2023-11");
    assert_eq!(all_files(&restored), before);
}
