//! Giải trình: the zip adds up to the numbers, names every part by its digest, and is the same however often it is made.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use jiff::civil::date;
use motcua::{
    catalog::settings::ProgramSettings,
    domain::hex::encode_hex,
    evidence::{EvidenceOrder, make_evidence},
};
use sha2::{Digest, Sha256};

use super::desk::{LockDesk, november};

/// What was opened before three exports came in is not of all of them.
#[test]
fn a_build_that_is_not_of_all_exports_is_not_explained() {
    let desk = LockDesk::new();
    let opened = desk.office.warehouse();
    desk.take_in_three_more();
    let order = EvidenceOrder {
        catalog: &desk.office.catalog,
        settings: &ProgramSettings::default(),
        data: &desk.office.data(),
        warehouse: &opened,
        period: november(),
        on: None,
    };
    let told = make_evidence(&order).expect_err("refused").to_string();
    assert!(told.contains("chưa gồm mọi tệp đã nạp"), "{told}");
}

fn made(desk: &LockDesk) -> Vec<u8> {
    let order = EvidenceOrder {
        catalog: &desk.office.catalog,
        settings: &ProgramSettings::default(),
        data: &desk.office.data(),
        warehouse: &desk.office.warehouse(),
        period: november(),
        on: Some(date(2023, 12, 4)),
    };
    make_evidence(&order).expect("made")
}

fn parts(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).expect("a zip");
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("read");
        let name = part.name().expect("a name").into_owned();
        parts.insert(name, bytes);
    }
    parts
}

/// The rows of a table as a spreadsheet reads it, the headings first.
fn table(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_dossiers_of_each_file_add_up_to_the_number_of_all() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    desk.take_in_three_more();
    let parts = parts(&made(&desk));
    let numbers = table(&parts["so-lieu.csv"]);
    let mut shares = 0;
    for metric in &desk.office.catalog.metrics {
        let of_all = numbers.iter().find(|row| row[0] == metric.id && row[5].is_empty());
        let Some(of_all) = of_all.filter(|row| !row[7].is_empty()) else { continue };
        let rows = table(&parts[&of_all[11]]);
        let sum = |column: usize| -> i64 {
            rows.iter().skip(1).map(|row| row[column].parse().unwrap_or(0)).sum()
        };
        assert_eq!(of_all[7], sum(9).to_string(), "numerator of {}", metric.id);
        if !of_all[8].is_empty() {
            shares += 1;
            assert_eq!(of_all[8], sum(10).to_string(), "denominator of {}", metric.id);
        }
    }
    assert!(shares > 1, "{numbers:?}");
    let of_all = numbers.iter().find(|row| row[0] == "on_time_rate" && row[5].is_empty());
    let of_all = of_all.expect("counted");
    assert_eq!(
        (of_all[7].as_str(), of_all[8].as_str(), of_all[9].as_str(), of_all[10].as_str()),
        ("12", "15", "80,00%", "83,33% (10 / 12)")
    );
    let rows = table(&parts["ho-so/on_time_rate.csv"]);
    let counted = rows.iter().find(|row| row[0] == "A8").expect("listed");
    assert_eq!(counted[11], "tính, không có trong tử số");
}

#[test]
fn every_part_is_named_by_its_digest_and_the_whole_is_made_alike() {
    let desk = LockDesk::with_papers();
    let locked = desk.lock(&["weekly"]).expect("locked");
    let zip = made(&desk);
    assert_eq!(zip, made(&desk), "no clock");
    let parts = parts(&zip);
    let sums = String::from_utf8(parts["SHA256SUMS"].clone()).expect("text");
    assert_eq!(sums.lines().count(), parts.len() - 1);
    for line in sums.lines() {
        let (digest, name) = line.split_once("  ").expect("two columns");
        let found = encode_hex(&Sha256::digest(&parts[name]));
        assert_eq!(digest, found, "{name}");
    }
    for name in [
        "giai-trinh.docx",
        "giai-trinh.pdf",
        "cach-tinh/on_time_rate.sql",
        "danh-muc/holiday/national.csv",
        "ban-khoa/lock.json",
        "ban-khoa/papers/weekly-2023-11.docx",
        "kiem-tra.csv",
        "dong-chua-dung.csv",
    ] {
        assert!(parts.contains_key(name), "{name}: {:?}", parts.keys());
    }
    let exports = table(&parts["tep-xuat.csv"]);
    assert_eq!(exports.len(), 2, "the headings and one export");
    assert_eq!(exports[1][1..3], ["1.csv".to_owned(), locked.note.sources[0].sha256.clone()]);
    assert_eq!(exports[1][6..], ["12", "12", "0", "0", "0"]);
}

/// 10 of 12 were reported, 12 of 15 are counted now: the changes of the metric are 2 and 3, over seven dossiers and B1, which moved.
#[test]
fn the_changes_since_the_lock_add_up_to_the_difference() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    assert!(!parts(&made(&desk)).contains_key("thay-doi.csv"), "nothing changed yet");
    desk.take_in_three_more();
    let rows = table(&parts(&made(&desk))["thay-doi.csv"]);
    let rows: Vec<_> = rows.iter().filter(|row| row[0] == "on_time_rate").collect();
    let sum = |column: usize| -> i64 {
        rows.iter().map(|row| row[column].parse::<i64>().expect("a count")).sum()
    };
    assert_eq!((rows.len(), sum(8), sum(9)), (8, 2, 3));
    let moved = rows.iter().find(|row| row[3] == "B1").expect("listed");
    assert_eq!(moved[2], "chuyển sang hoặc từ đơn vị khác");
}

/// Whoever reads the cover, in either format, is told; so is who sees the name of the zip (`web::invented`).
#[test]
fn the_cover_says_that_its_dossiers_are_invented() {
    for (desk, is_invented) in [(LockDesk::new(), false), (LockDesk::of_invented(), true)] {
        let found = parts(&made(&desk));
        let covers: Vec<&String> = found
            .keys()
            .filter(|name| std::path::Path::new(name).extension().is_some_and(|it| it == "docx"))
            .collect();
        let [cover] = covers[..] else { panic!("{:?}", found.keys()) };
        let text = parts(&found[cover]);
        let text = String::from_utf8_lossy(&text["word/document.xml"]).into_owned();
        let notice = "Dữ liệu dùng thử: hồ sơ là giả định";
        assert_eq!(text.contains(notice), is_invented, "{text}");
    }
}

/// 10 of 12 was reported, whatever three exports since made of it.
#[test]
fn the_dossiers_behind_what_was_reported_are_listed_for_a_spreadsheet() {
    let desk = LockDesk::new();
    desk.lock(&[]).expect("locked");
    desk.take_in_three_more();
    let parts = parts(&made(&desk));
    let rows = table(&parts["ho-so-da-bao-cao.csv"]);
    let of_metric: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == "on_time_rate").collect();
    let sum = |column: usize| -> i64 {
        of_metric.iter().map(|row| row[column].parse::<i64>().expect("a count")).sum()
    };
    assert_eq!((sum(4), sum(5), of_metric.len()), (10, 12, 12));
    let counted = of_metric.iter().find(|row| row[3] == "A9").expect("listed");
    assert_eq!(counted[6], "tính, không có trong tử số");
}
