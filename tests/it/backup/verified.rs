//! What `verify` says of a data folder.

use std::{fs, path::Path};

use motcua::{
    backup::{VerifyFinding, VerifyPart, compare_with_rebuild, verify_data},
    ingest::archive::Archive,
    web::write_link,
};

use crate::backup::vault::{Vault, flip_bit};
use crate::support::office::published_file;

fn verified(vault: &Vault) -> Vec<VerifyFinding> {
    let scratch = tempfile::tempdir().expect("a folder");
    verify_data(&vault.office.catalog, &vault.office.data(), scratch.path()).expect("read")
}

/// The parts something is wrong with.
fn wrong(vault: &Vault) -> Vec<VerifyPart> {
    let findings = verified(vault).into_iter();
    findings.filter(|it| !it.problems.is_empty()).map(|it| it.part).collect()
}

#[test]
fn a_sound_office_has_no_problem_in_any_part() {
    let vault = Vault::new();
    let findings = verified(&vault);
    assert_eq!(findings.len(), 6);
    assert_eq!(wrong(&vault), [], "{findings:?}");
    // What was described on a page belongs there.
    fs::create_dir_all(vault.office.data().join("content/connectors/so")).expect("made");
    // So does the link to the first page, which a service writes.
    write_link(&vault.office.data(), "http://127.0.0.1:8686/start?key=0123").expect("written");
    assert_eq!(wrong(&vault), []);
}

/// What is done to a file.
type Damage<'a> = Box<dyn Fn() + 'a>;

#[test]
fn what_is_damaged_is_told_of_its_part_alone() {
    let vault = Vault::new();
    let data = vault.office.data();
    let archive = Archive::open_in(&data).expect("an archive");
    let source = archive.list_sources().expect("notes").remove(0);
    let parquet = archive.parquet_path(&source.id);
    let note = archive.note_path(&source.id);
    let left = parquet.with_extension("parquet.new");
    let cases: [(VerifyPart, &Path, Damage); 4] = [
        (VerifyPart::Archive, &parquet, Box::new(|| flip_bit(&parquet))),
        (VerifyPart::Archive, &note, Box::new(|| flip_bit(&note))),
        (
            VerifyPart::Published,
            &published_file(&data),
            Box::new(|| {
                fs::write(published_file(&data), "không phải").expect("written");
            }),
        ),
        (VerifyPart::Leftovers, &left, Box::new(|| fs::write(&left, "nửa").expect("written"))),
    ];
    for (part, path, damage) in cases {
        let before = fs::read(path).ok();
        damage();
        assert_eq!(wrong(&vault), [part], "{}", path.display());
        match before {
            Some(before) => fs::write(path, before).expect("written"),
            None => fs::remove_file(path).expect("removed"),
        }
    }
    assert_eq!(wrong(&vault), []);
}

/// What a rebuild in a scratch folder says of what is published.
fn differing(vault: &Vault) -> (u64, Vec<String>) {
    let scratch = tempfile::tempdir().expect("a folder");
    let (data, published) = (vault.office.data(), vault.office.warehouse());
    let catalog = &vault.office.catalog;
    let compared = compare_with_rebuild(catalog, (&data, &published), scratch.path(), &mut |_| {});
    let compared = compared.expect("built");
    (compared.answers, compared.differing)
}

#[test]
#[expect(clippy::disallowed_types, reason = "somebody tampers with the file itself")]
fn an_answer_that_was_tampered_with_differs_from_a_rebuild() {
    let vault = Vault::new();
    let (answers, differing_before) = differing(&vault);
    assert_eq!(differing_before, [] as [String; 0]);
    // Every metric, every shape of period four times, both bases.
    assert!(answers > 5 * 20 * 2, "{answers}");
    let path = published_file(&vault.office.data());
    let connection = duckdb::Connection::open(&path).expect("opened");
    connection
        .execute_batch(
            "update metric_day set numerator = 0 where metric_id = 'on_time_rate'; checkpoint",
        )
        .expect("tampered");
    drop(connection);
    let (_, found) = differing(&vault);
    assert!(found.contains(&"on_time_rate 2023-12".to_owned()), "{found:?}");
    assert!(found.contains(&"bảng metric_day".to_owned()), "{found:?}");
    assert!(!found.iter().any(|it| it.starts_with("update_count")), "{found:?}");
}
