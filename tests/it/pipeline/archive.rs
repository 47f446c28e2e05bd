//! What the archive holds is what was archived, or no number is made of it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::date;
use motcua::{
    ingest::{IngestError, archive::Archive},
    pipeline::{IngestOutcome, IngestOverrides, PipelineError, PipelineRun},
    warehouse::query::Warehouse,
};

use crate::support::office::{Office, published_file};

const HEADING: &str =
    "Mã hồ sơ,Đơn vị giải quyết,Thủ tục,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý";

/// Two exports of An Sơn: one dossier in time, one overdue.
fn two_exports(office: &Office) -> [PathBuf; 2] {
    let rows = [
        "A1,Xã An Sơn,Khai sinh,Đã trả kết quả,01/12/2023 08:00,05/12/2023 17:00,04/12/2023 09:00",
        "A2,Xã An Sơn,Khai sinh,Đã trả kết quả,01/12/2023 08:00,05/12/2023 17:00,06/12/2023 09:00",
    ];
    let mut names = ["thang-12-2023-12-30.csv", "thang-12-2023-12-31.csv"].iter();
    rows.map(|row| {
        let name = names.next().expect("as many names as rows");
        office.file(name, format!("{HEADING}\n{row}\n"))
    })
}

/// The office after the first export, and what it holds of it in its archive.
fn office_with_one() -> (Office, [PathBuf; 2], PathBuf) {
    let office = Office::new();
    let exports = two_exports(&office);
    take_in(&office, &exports[0]).expect("taken in and built");
    let archive = Archive::open_in(&office.data()).expect("an archive");
    let source = archive.list_sources().expect("notes").remove(0);
    let parquet = archive.parquet_path(&source.id);
    (office, exports, parquet)
}

fn take_in(office: &Office, export: &Path) -> Result<IngestOutcome, PipelineError> {
    let data = office.data();
    let now = date(2024, 1, 2).at(8, 0, 0, 0);
    let mut run = PipelineRun { catalog: &office.catalog, data: &data, now, progress: &mut |_| {} };
    let said = IngestOverrides { office: Some("184".into()), ..IngestOverrides::default() };
    let (mut taken, _) = run.ingest(&[export.to_owned()], &said)?;
    taken.remove(0).1
}

/// Numerator and denominator of dossiers in time.
fn on_time(office: &Office) -> (i64, Option<i64>) {
    let value = office.value("on_time_rate", "2023-12", "06283").expect("a value");
    (value.measure.numerator, value.measure.denominator)
}

/// Changes one bit in the middle of a file.
fn flip_bit(path: &Path) {
    let mut bytes = fs::read(path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("written");
}

#[rstest::rstest]
#[case::a_flipped_bit(flip_bit, "không còn như lúc nạp")]
#[case::a_file_that_is_gone(|path: &Path| fs::remove_file(path).expect("removed"), "không còn trong kho")]
fn a_damaged_archive_stops_the_build_and_leaves_what_is_published(
    #[case] damage: fn(&Path),
    #[case] problem: &str,
) {
    let (office, exports, parquet) = office_with_one();
    let published = office.warehouse().data_version.clone();
    damage(&parquet);
    let error = take_in(&office, &exports[1]).expect_err("nothing is built of a damaged file");
    let told = error.to_string();
    assert!(told.contains(problem) && told.contains("thang-12-2023-12-30.csv"), "{told}");
    assert!(told.contains(&parquet.display().to_string()), "{told}");
    assert_eq!(office.warehouse().data_version, published, "the old one stays");
    assert_eq!(on_time(&office), (1, Some(1)));
}

#[test]
fn the_same_export_replaces_its_damaged_file() {
    let (office, exports, parquet) = office_with_one();
    let sound = fs::read(&parquet).expect("a file");
    flip_bit(&parquet);
    take_in(&office, &exports[1]).expect_err("nothing is built of a damaged file");
    let restored = take_in(&office, &exports[0]).expect("taken in again, and built");
    let IngestOutcome::Restored(source) = &restored else { panic!("{restored:?}") };
    assert_eq!(source.number, 1, "it keeps its place among the others");
    assert_eq!(fs::read(&parquet).expect("a file"), sound);
    assert_eq!(on_time(&office), (1, Some(2)));
}

#[test]
fn a_note_that_is_not_as_it_was_written_stops_the_build() {
    let (office, exports, parquet) = office_with_one();
    let note = parquet.with_extension("json");
    let text = fs::read_to_string(&note).expect("a note");
    assert!(text.contains("\"snapshot_on\": \"2023-12-30\""), "{text}");
    // A note that can be read, and says another day.
    fs::write(&note, text.replace("2023-12-30\"", "2023-12-10\"")).expect("written");
    let error = take_in(&office, &exports[1]).expect_err("nothing is built by a changed note");
    assert!(matches!(&error, PipelineError::Ingest(IngestError::Archive { .. })), "{error:?}");
    assert!(error.to_string().contains(&note.display().to_string()), "{error}");
    assert_eq!(on_time(&office), (1, Some(1)));

    take_in(&office, &exports[0]).expect("the same export writes its note anew");
    assert_eq!(on_time(&office), (1, Some(2)));
}

#[test]
fn a_note_from_before_there_were_seals_is_read() {
    let (office, exports, parquet) = office_with_one();
    let note = parquet.with_extension("json");
    let text = fs::read_to_string(&note).expect("a note");
    let unsealed: Vec<&str> = text.lines().filter(|line| !line.contains("\"seal\"")).collect();
    assert_eq!(unsealed.len() + 1, text.lines().count());
    fs::write(&note, unsealed.join("\n")).expect("written");
    take_in(&office, &exports[1]).expect("taken in and built");
    assert_eq!(on_time(&office), (1, Some(2)));
}

#[test]
fn a_file_without_a_note_is_named() {
    let (office, _, parquet) = office_with_one();
    let orphan = parquet.with_file_name("0123456789abcdef.parquet");
    fs::copy(&parquet, &orphan).expect("copied");
    let contents =
        Archive::open_in(&office.data()).and_then(|it| it.list_contents()).expect("read");
    assert_eq!(contents.without_note, [orphan]);
    assert_eq!(contents.sources.len(), 1);
}

#[test]
fn a_damaged_warehouse_is_built_anew_though_nothing_else_changed() {
    let (office, ..) = office_with_one();
    let path = published_file(&office.data());
    let mut bytes = fs::read(&path).expect("a build");
    // The headers stay, every block behind them loses a bit.
    for at in (3 * 4096 + 1000..bytes.len()).step_by(4096) {
        bytes[at] ^= 1;
    }
    fs::write(&path, bytes).expect("written");
    let data = office.data();
    let now = date(2024, 1, 2).at(8, 0, 0, 0);
    let mut run = PipelineRun { catalog: &office.catalog, data: &data, now, progress: &mut |_| {} };
    assert!(run.build().expect("built").is_some(), "not as it was written");
    assert!(run.build().expect("looked through").is_none(), "nothing changed since");
    assert!(run.build_anew().expect("built").is_some(), "it was told to");
    assert_eq!(on_time(&office), (1, Some(1)));
}

#[rstest::rstest]
#[case::nothing(&[], "rỗng")]
#[case::cut(&[0, 0, 0, 0, 0, 0, 0, 0, b'D', b'U', b'C', b'K', 64, 0], "cắt ngang")]
#[case::of_another_program(b"PK\x03\x04 somebody's workbook", "không phải tệp số liệu")]
fn a_file_that_cannot_be_opened_says_what_it_is(#[case] bytes: &[u8], #[case] problem: &str) {
    let (office, ..) = office_with_one();
    fs::write(published_file(&office.data()), bytes).expect("written");
    let error = Warehouse::open_published(&office.data()).map(drop).expect_err("not a build");
    assert!(error.to_string().contains(problem), "{error}");
    office.run_again();
    assert_eq!(on_time(&office), (1, Some(1)));
}
