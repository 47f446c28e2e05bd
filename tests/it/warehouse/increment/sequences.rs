//! Random sequences of what happens to an office.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

use fastrand::Rng;
use jiff::{ToSpan, civil::date};
use motcua::{ingest::archive::Archive, warehouse::query::Warehouse};

use super::{
    BuildSteps, ELSEWHERE, add_system, assert_is_as_built_from_nothing, build, change_content,
    count_moved, draw_dossiers, ingest, said,
};
use crate::support::office::{Office, published_file};

/// Weeks of an office, each ending in a comparison; `SEQUENCES` asks for more.
const SEQUENCES: u64 = 8;
const STEPS: usize = 4;

fn draw_petitions(random: &mut Rng) -> String {
    let mut text =
        "Mã PAKN,Cơ quan xử lý,Ngày tiếp nhận,Hạn xử lý,Ngày trả lời,Trạng thái\n".to_owned();
    for _ in 0..random.usize(1..6) {
        let received = date(2023, 5, 2) + random.i64(0..100).days();
        let day = |days: i64| (received + days.days()).strftime("%d/%m/%Y").to_string();
        // One that is called as a dossier is, is none.
        let code = ["PA", "HS00"][usize::from(random.u8(0..3) == 0)];
        let number = random.u8(0..5);
        let (received, due, answered) = (day(0), day(random.i64(-1..10)), day(random.i64(-2..8)));
        writeln!(text, "{code}{number},Xã An Sơn,{received},{due},{answered},Đã trả lời")
            .expect("text");
    }
    text
}

/// Letters of apology for some of the dossiers, or for none that is there.
fn draw_letters(random: &mut Rng) -> String {
    let mut text = "STT,Mã hồ sơ,Ngày gửi văn bản xin lỗi\n".to_owned();
    for number in 1..random.usize(2..6) {
        let day = (date(2023, 3, 1) + random.i64(0..200).days()).strftime("%d/%m/%Y");
        writeln!(text, "{number},HS{:03},{day}", random.u8(0..11)).expect("text");
    }
    text
}

fn draw_procedures(random: &mut Rng) -> String {
    let level = ["Toàn trình", "Một phần"][random.usize(0..2)];
    let heading = "Mã TTHC,Tên TTHC,Lĩnh vực,Mức độ,Ngày quyết định công bố,Thời hạn giải quyết (ngày làm việc)";
    let (number, days) = (random.u8(1..5), random.u8(1..6));
    format!("{heading}\n1.00900{number},Khai sinh,Hộ tịch,{level},05/01/2023,{days}\n")
}

fn damage(path: &Path, random: &mut Rng) {
    let mut bytes = fs::read(path).expect("published");
    let at = random.usize(4096..bytes.len());
    bytes[at] ^= 0x55;
    if random.u8(0..3) == 0 {
        bytes.truncate(at);
    }
    fs::write(path, bytes).expect("written");
}

/// Does one thing of those that happen to an office; tells what, and what the build did.
fn take_step(office: &mut Office, step: usize, random: &mut Rng) -> (String, BuildSteps) {
    let archive = Archive::open_in(&office.data()).expect("an archive");
    let sources = archive.list_sources().expect("notes");
    if sources.is_empty() {
        // What an office begins with.
        let first =
            [("ho-so.csv", draw_dossiers(random)), ("thu-tuc.csv", draw_procedures(random))];
        let first = first.map(|(name, text)| office.file(name, text));
        return ("the first".into(), ingest(office, &first, &said(random)));
    }
    let drawn = random.u8(0..16);
    let (name, text) = match drawn {
        0..=5 => (format!("ho-so-{step}.csv"), draw_dossiers(random)),
        6 | 7 => (format!("phan-anh-{step}.csv"), draw_petitions(random)),
        13 | 14 => (format!("thu-xin-loi-{step}.csv"), draw_letters(random)),
        8 => (format!("thu-tuc-{step}.csv"), draw_procedures(random)),
        9 => {
            change_content(office, step);
            return ("another metric".into(), build(office));
        }
        10 if sources.len() > 1 => {
            let gone = &sources[random.usize(0..sources.len())];
            let parquet = archive.parquet_path(&gone.id);
            fs::remove_file(parquet.with_extension("json")).expect("removed");
            fs::remove_file(parquet).expect("removed");
            return ("an export taken away".into(), build(office));
        }
        11 => {
            damage(&published_file(&office.data()), random);
            (format!("ho-so-{step}.csv"), draw_dossiers(random))
        }
        12 => {
            // The one of before, of another day.
            let last = office.folder().join("last.csv");
            let again = if last.exists() { last } else { office.folder().join("ho-so.csv") };
            return ("another day".into(), ingest(office, &[again], &said(random)));
        }
        _ => {
            let both = [
                office.file(&format!("a-{step}.csv"), draw_dossiers(random)),
                office.file(&format!("b-{step}.csv"), draw_petitions(random)),
            ];
            return ("two at once".into(), ingest(office, &both, &said(random)));
        }
    };
    office.file("last.csv", &text);
    let path = office.file(&name, text);
    let mut said = said(random);
    if name.starts_with("ho-so") {
        let system = ["generic_csv", ELSEWHERE][usize::from(random.u8(0..3) == 0)];
        said.connector = Some(system.to_owned());
    }
    (name, ingest(office, &[path], &said))
}

/// The checks that found something in what is published.
fn checks_that_found(office: &Office) -> impl Iterator<Item = String> {
    let warehouse = Warehouse::open_published(&office.data()).expect("published");
    let found = warehouse.provenance.count_found(None).expect("counted");
    found.into_iter().filter(|(_, rows)| *rows > 0).map(|(id, _)| id)
}

#[test]
fn whatever_comes_the_build_is_the_one_from_nothing() {
    let sequences = env::var("SEQUENCES").ok().and_then(|it| it.parse().ok()).unwrap_or(SEQUENCES);
    let (mut incremental, mut built, mut kept_up) = (0, 0, 0);
    let mut found = BTreeSet::new();
    for seed in 0..sequences {
        let mut random = Rng::with_seed(seed);
        let mut office = Office::with_metrics(&[
            "overdue_open",
            "petition_on_time_rate",
            "update_gap",
            "average_processing_days",
            "apology_rate",
            "online_payment_766_b",
        ]);
        add_system(&mut office);
        let mut moved = 0;
        let mut told = format!("SEED {seed}");
        for step in 0..STEPS {
            let (what, did) = take_step(&mut office, step, &mut random);
            told = format!("{told}, {what}");
            let archive = Archive::open_in(&office.data()).expect("an archive");
            let exports = archive.list_sources().expect("notes").len();
            built += usize::from(did.is_built);
            // Each new one is read twice: taken in, and staged.
            incremental += usize::from(did.is_built && did.exports < exports + 1);
            let before = std::mem::replace(&mut moved, count_moved(&office));
            if moved > before {
                kept_up += 1;
                found.extend(checks_that_found(&office));
            }
        }
        assert_is_as_built_from_nothing(&office, &told);
    }
    assert!(incremental * 3 > built, "{incremental} of {built} began with the one before");
    assert!(kept_up * 4 > built, "{kept_up} of {built} went by the dossiers that changed alone");
    // Of a check that finds nothing the comparison says nothing.
    let catalog = Office::new().catalog;
    let apart = catalog.checks.iter().filter(|it| it.apart_by.is_some());
    let silent: Vec<_> = apart.map(|it| &it.id).filter(|id| !found.contains(*id)).collect();
    assert!(silent.is_empty(), "found nothing in any sequence: {silent:?}");
}
