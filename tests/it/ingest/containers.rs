//! One table in every container an office has it in: always the same rows.

use std::{fs, io::Write as _};

use flate2::{Compression, write::GzEncoder};
use motcua::pipeline::{IngestOutcome, IngestOverrides};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::{
    intake::{Intake, kept},
    office::Office,
};

const COLUMNS: &str = "dossier_code,procedure_name,solving_agency,channel,received_at,due_at,ended_at,status,fee_amount";
const ROWS: [&str; 4] = [
    "000.26.18.H37-2312-0001,\"Đăng ký khai sinh & nhận cha, mẹ\",06283,online,2023-12-04 08:15:00,2023-12-07 16:30:00,2023-12-07 09:00:00,finished,1250000.0000",
    "000.26.18.H37-2312-0002,Chứng thực bản sao; hợp đồng,06274,direct,2023-12-05 09:30:00,2023-12-08 17:00:00,,in_progress,184513.0000",
    "000.26.18.H37-2312-0003,Đăng ký kết hôn,06253,postal,2023-12-06 10:00:00,2023-12-11 17:00:00,2023-12-12 08:05:00,finished,0.0000",
    "000.26.18.H37-2312-0004,Cấp bản sao trích lục hộ tịch,06295,online,2023-12-07 14:00:00,2023-12-12 17:00:00,,supplement_requested,15000.0000",
];

const CONTAINERS: [&str; 11] = [
    "ho-so-2023-12-31-cp1258.csv",
    "ho-so-2023-12-31-tcvn3.csv",
    "ho-so-2023-12-31-nfd.csv",
    "ho-so-2023-12-31-unicode.txt",
    "ho-so-2023-12-31-dots.csv",
    "ho-so-2023-12-31-bom.csv",
    "ho-so-2023-12-31-cr.csv",
    "ho-so-2023-12-31-page.xls",
    "ho-so-2023-12-31-merged.xlsx",
    "ho-so-2023-12-31-merged.xls",
    "ho-so-2023-12-31-merged.ods",
];

#[test]
fn every_container_of_a_table_gives_the_same_rows() {
    let intakes = Intake::of(&CONTAINERS);
    assert_eq!(intakes.len(), CONTAINERS.len());
    for (intake, name) in intakes.iter().zip(CONTAINERS) {
        assert_eq!(intake.rejected(), [], "{name}");
        assert_eq!(intake.rows(COLUMNS), ROWS, "{name}");
        assert_eq!(intake.source.snapshot_on.to_string(), "2023-12-31", "{name}");
        let ignored = &intake.source.ignored_headings;
        let is_ignored = |own: &str| ignored.iter().any(|heading| heading.ends_with(own));
        assert!(is_ignored("Chủ hồ sơ") && is_ignored("Điện thoại"), "{name}: {ignored:?}");
    }
}

#[test]
fn a_zip_gives_every_export_in_it_and_no_other_file() {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let names =
        ["ho-so-2023-12-31-bom.csv", "ho-so-2023-12-31-merged.xlsx", "ho-so-2023-12-31-merged.xls"];
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    };
    for name in names {
        add(&format!("tháng 12/{name}"), &fs::read(kept(name)).expect("a file"));
    }
    add("__MACOSX/._ho-so.csv", b"\0\x05\x16\x07");
    let bytes = zip.finish().expect("finished").into_inner();
    let office = Office::new();
    let (taken, _) =
        office.ingest(&office.file("thang-12.zip", bytes), &IngestOverrides::default());
    let read: Vec<String> = (taken.into_iter())
        .map(|taken| match taken {
            Ok(IngestOutcome::New(source)) => {
                let rows = source.row_count + source.unread_rows().layout;
                format!("{} {rows}", source.file_name)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    // The workbooks have two sections, a total and three lines of signatures that are no data.
    assert_eq!(
        read,
        [format!("{} 4", names[0]), format!("{} 10", names[1]), format!("{} 10", names[2])]
    );
    let staged =
        office.warehouse().provenance.write_staged_csv("dossier_version", COLUMNS).expect("staged");
    let mut rows: Vec<&str> = staged.lines().skip(1).collect();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows, ROWS);
}

#[test]
fn a_gzipped_export_gives_the_rows_of_the_export() {
    let office = Office::new();
    let gzipped = |name: &&str| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&fs::read(kept(name)).expect("a file")).expect("written");
        office.file(&format!("{name}.gz"), gzip.finish().expect("finished"))
    };
    let paths: Vec<_> = CONTAINERS.iter().map(gzipped).collect();
    for intake in Intake::by(office, &paths, &IngestOverrides::default()) {
        assert_eq!(intake.rows(COLUMNS), ROWS, "{}", intake.source.file_name);
    }
}
