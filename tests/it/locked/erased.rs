//! A dossier that is erased is out of the locks too: the number stays as it was reported.

use std::fs;

use motcua::{domain::sight::DataScope, pipeline::ErasureOutcome};

use super::desk::{AN_SON, LockDesk, november, told};

/// Whether any file of the lock holds a text, packed or not.
fn holds_text(desk: &LockDesk, text: &str) -> bool {
    let asked = (desk.metric("on_time_rate"), november());
    let lock = desk.found();
    let in_papers = lock.note.papers.iter().any(|paper| {
        let bytes = lock.read_paper(paper).expect("whole");
        String::from_utf8_lossy(&bytes).contains(text)
    });
    let listed = lock.list_changed(&desk.office.warehouse(), asked, None, 100).expect("answered");
    in_papers || listed.iter().any(|one| one.subject_id == text)
}

#[test]
fn its_code_is_gone_and_the_number_stays_as_reported() {
    let desk = LockDesk::with_papers();
    desk.lock(&["weekly"]).expect("locked");
    let ErasureOutcome::Erased { .. } = desk.erase("A9") else { panic!("A9 is there") };
    let change = desk.change(&DataScope::All, None).expect("locked");
    let counts = |measure: Option<motcua::domain::measure::Measure>| {
        measure.map(|it| (it.numerator, it.denominator))
    };
    assert_eq!(counts(change.number.then), Some((10, Some(12))));
    assert_eq!(counts(change.number.now), Some((10, Some(11))));
    assert_eq!(told(&change), [("erased", 1, 0, -1)]);
    let own = desk.change(&DataScope::All, Some(AN_SON)).expect("locked");
    assert_eq!(told(&own), [("erased", 1, 0, -1)]);
    assert!(!holds_text(&desk, "A9"));
    let names: Vec<String> = fs::read_dir(&desk.found().folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.contains(&"subjects-1.parquet".to_owned()), "{names:?}");
    assert!(!names.contains(&"subjects.parquet".to_owned()), "{names:?}");
}

/// A9 is overdue, and the weekly report lists it; the page of numbers alone names nobody.
#[test]
fn a_paper_that_names_it_is_no_longer_kept_and_the_lock_says_which() {
    let desk = LockDesk::with_papers();
    desk.lock(&["weekly"]).expect("locked");
    let was_named = holds_text(&desk, "A9");
    desk.erase("A9");
    let note = desk.found().note;
    assert!(was_named, "else the test shows nothing");
    assert_eq!(note.papers, []);
    assert_eq!(note.erased_papers.len(), 4, "all formats tell the same");
    // Another one that no paper names leaves them as they were.
    let other = LockDesk::with_papers();
    other.lock(&["weekly"]).expect("locked");
    other.erase("A1");
    assert_eq!(other.found().note.papers.len(), 4);
}

/// Whoever dies after the ledger was written finds it done at the next build.
#[test]
fn what_was_erased_while_the_locks_were_elsewhere_goes_at_the_next_build() {
    let desk = LockDesk::new();
    let folder = desk.lock(&[]).expect("locked").folder;
    let aside = desk.office.folder().join("aside");
    fs::rename(&folder, &aside).expect("moved");
    desk.erase("A9");
    fs::rename(&aside, &folder).expect("moved back");
    assert_eq!(desk.found().note.erasures, 0);
    desk.office.run_again();
    assert_eq!(desk.found().note.erasures, 1);
    assert_eq!(
        desk.found().note.erased.len(),
        3,
        "on_time_rate, progress_766 and update_count counted it"
    );
}

/// What a damaged lock holds nobody can say: the dossier may stand in it for ever.
#[test]
fn beside_a_damaged_lock_nothing_is_erased_and_it_is_named() {
    let desk = LockDesk::new();
    let folder = desk.lock(&[]).expect("locked").folder;
    let file = folder.join("subjects.parquet");
    let whole = fs::read(&file).expect("read");
    fs::write(&file, &whole[1..]).expect("written");
    let told = desk.try_erase("A9").expect_err("refused").to_string();
    assert!(told.contains("subjects.parquet") && told.contains("2023-11"), "{told}");
    assert!(
        desk.office.warehouse().provenance.has_rows_of("A9").expect("answered"),
        "it is there as before"
    );
    fs::write(&file, &whole).expect("written");
    assert!(matches!(desk.erase("A9"), ErasureOutcome::Erased { .. }), "nothing was noted before");
}
