//! What a build takes over from the one before, and when it takes nothing.

use std::{collections::BTreeSet, fs};

use fastrand::Rng;
use motcua::pipeline::IngestOverrides;

use super::{
    CHANGED, DOSSIERS, assert_is_as_built_from_nothing, build, change_content, count_moved,
    draw_dossiers, ingest, said,
};
use crate::support::office::{Office, published_file};

/// An office with two exports, built one after the other.
fn with_two_exports() -> Office {
    let office = Office::new();
    let mut random = Rng::with_seed(7);
    let said = said(&mut random);
    for name in ["a.csv", "b.csv"] {
        let path = office.file(name, draw_dossiers(&mut random));
        assert!(ingest(&office, &[path], &said).is_built);
    }
    office
}

#[test]
fn a_new_export_is_staged_alone() {
    let office = with_two_exports();
    let path = office.file("c.csv", draw_dossiers(&mut Rng::with_seed(9)));
    let did = ingest(&office, &[path], &IngestOverrides::default());
    assert_eq!((did.exports, did.metrics.len()), (2, 5), "taken in, and staged");
    assert_is_as_built_from_nothing(&office, "a third export");
}

const PETITIONS: &str = "Mã PAKN,Cơ quan xử lý,Ngày tiếp nhận,Hạn xử lý,Ngày trả lời,Trạng thái
PA1,Xã An Sơn,02/05/2023,12/05/2023,06/05/2023,Đã trả lời
";

/// Dossiers that nobody told of before.
fn list_dossiers(count: usize) -> String {
    let row = |number| {
        format!(
            "MOI{number:05},Xã An Sơn,Khai sinh,Trực tiếp,Đã trả kết quả,09/01/2023,12/01/2023,11/01/2023,\n"
        )
    };
    format!("{DOSSIERS}\n{}", (0..count).map(row).collect::<String>())
}

#[test]
fn few_dossiers_are_put_in_the_place_of_what_they_were_and_of_many_all_are_written_anew() {
    let office = with_two_exports();
    assert!(count_moved(&office) > 0, "the second one came upon the first");
    assert_is_as_built_from_nothing(&office, "two exports");
    assert_eq!(count_moved(&office), 0, "from nothing all lie in their order");
    let take_in = |name: &str, text: String| {
        ingest(&office, &[office.file(name, text)], &IngestOverrides::default());
        count_moved(&office)
    };
    assert_eq!(take_in("ba.csv", list_dossiers(3)), 3, "three more");
    assert_eq!(take_in("phan-anh.csv", PETITIONS.to_owned()), 3, "petitions move no dossier");
    assert_eq!(take_in("nhieu.csv", list_dossiers(997)), 1_000, "as many as are few");
    assert_eq!(take_in("hai.csv", list_dossiers(2)), 0, "with two more they are too many");
    assert_is_as_built_from_nothing(&office, "many");
}

#[test]
fn a_dossier_that_most_rows_tell_of_is_not_put_in_by_itself() {
    let office = with_two_exports();
    let take_in = |name: &str, text: String| {
        ingest(&office, &[office.file(name, text)], &IngestOverrides::default());
        count_moved(&office)
    };
    let one = list_dossiers(1);
    let row = one.lines().last().expect("a row");
    let often = format!("{DOSSIERS}\n{}", format!("{row}\n").repeat(1_100));
    assert_eq!(take_in("nhieu-lan.csv", often), 0, "more rows than are few");
    assert_eq!(take_in("khac.csv", one.replace("MOI", "KHAC")), 1, "another one");
    assert_eq!(take_in("lan-nua.csv", one.replace("11/01", "12/01")), 0, "once more");
    assert_is_as_built_from_nothing(&office, "often");
}

#[test]
fn a_changed_metric_is_summed_alone() {
    let mut office = with_two_exports();
    change_content(&mut office, 1);
    let did = build(&office);
    assert_eq!((did.exports, did.metrics.as_slice()), (0, &["on_time_rate".to_owned()][..]));
    assert_is_as_built_from_nothing(&office, "a changed metric");
}

/// Parts of whole numbers would be rounded slice by slice: such a metric is summed of all.
#[test]
fn of_all_metrics_the_one_that_cannot_be_kept_up_is_summed_of_all() {
    let mut office = Office::new();
    let in_time = office.file("a.csv", list_dossiers(3).replace("MOI", "CU"));
    assert!(ingest(&office, &[in_time], &IngestOverrides::default()).is_built);
    let metric = office.catalog.metrics.iter_mut().find(|it| it.path == CHANGED).expect("there");
    metric.sql = metric.sql.replace("then 1 else 0 end", "then 1.0 else 0.0 end");
    let sql = office.catalog.content.file_text(CHANGED).expect("there");
    let sql = sql.replace("then 1 else 0 end", "then 1.0 else 0.0 end");
    office.catalog.content = office.catalog.content.with_file(CHANGED, sql.into_bytes());
    assert!(build(&office).is_built);
    // Three that end on one day: two of them too late.
    let late = list_dossiers(3).replace("11/01/2023", "20/01/2023");
    let path = office.file("c.csv", late.replacen("12/01/2023", "25/01/2023", 1));
    let did = ingest(&office, &[path], &IngestOverrides::default());
    assert_eq!((did.exports, did.metrics.len()), (2, 5), "taken in, and staged");
    assert_eq!(count_moved(&office), 3, "the others are kept up");
    assert_is_as_built_from_nothing(&office, "a third export");
}

#[test]
fn a_damaged_build_is_no_base() {
    let office = with_two_exports();
    let published = published_file(&office.data());
    let bytes = fs::read(&published).expect("published");
    fs::write(&published, &bytes[..bytes.len() / 2]).expect("written");
    let path = office.file("c.csv", draw_dossiers(&mut Rng::with_seed(9)));
    let did = ingest(&office, &[path], &IngestOverrides::default());
    assert_eq!(did.exports, 4, "taken in, and all three staged");
    assert_is_as_built_from_nothing(&office, "a damaged base");
}

#[test]
fn what_all_rows_hang_on_changes_all_of_them() {
    let mut office = with_two_exports();
    let model = "queries/models/11_finished_dossier.sql";
    let text = office
        .catalog
        .content
        .file_text(model)
        .expect("there")
        .replace("due_at", "due_at + interval 1 day");
    office.catalog.content = office.catalog.content.with_file(model, text.into_bytes());
    assert_eq!(build(&office).exports, 2);
    assert_is_as_built_from_nothing(&office, "another model");
}

/// What a check of single dossiers may read: what is said of each of them by its own rows, the exports these stand in, and what no export changes
/// without the check being asked of all.
const OF_SINGLE_DOSSIERS: [&str; 6] =
    ["calendar_day", "dossier", "dossier_again", "dossier_version", "parameter", "source"];

/// The relations of a query but for those it names itself.
fn relations_read(sql: &str) -> BTreeSet<String> {
    let code: Vec<_> = sql.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
    let code = code.join("\n").replace("distinct from", "distinct");
    let words = |pattern: &str| -> BTreeSet<String> {
        let pattern = regex::Regex::new(pattern).expect("a pattern");
        pattern.captures_iter(&code).map(|found| found[1].to_owned()).collect()
    };
    let own = words(r"(?:with|,)\s*(\w+) as \(");
    let read = words(r"\b(?:from|join)\s+(\w+)");
    read.difference(&own).cloned().collect()
}

/// A petition may be called as a dossier is: what is found of it is told from that by the export alone.
#[test]
fn a_check_of_single_dossiers_reads_of_others_only_what_it_names_the_export_of() {
    let catalog = Office::new().catalog;
    let apart: Vec<_> = catalog.checks.iter().filter(|it| it.apart_by.is_some()).collect();
    assert_eq!(apart.len(), 13);
    for check in apart {
        let mut read = relations_read(&check.sql);
        assert!(read.contains("dossier") || read.contains("dossier_version"), "{}", check.id);
        if check.by_source {
            read.remove("petition");
            read.remove("survey");
        }
        read.retain(|it| !OF_SINGLE_DOSSIERS.contains(&it.as_str()));
        assert!(read.is_empty(), "{} reads {read:?}", check.id);
    }
}

#[test]
fn relations_are_found_behind_every_from_and_join() {
    let sql = "with own as (select 1 from dossier), -- from a comment\nlater as (select 2 from own)\nselect 3 from later\n\
        left join source on true join petition on true where a is not distinct from b";
    let read = relations_read(sql);
    assert_eq!(read, ["dossier", "petition", "source"].map(String::from).into());
}

#[test]
fn petitions_alone_leave_all_that_is_made_of_dossiers() {
    let office = with_two_exports();
    assert_is_as_built_from_nothing(&office, "two exports");
    let path = office.file("phan-anh.csv", PETITIONS);
    let did = ingest(&office, &[path], &IngestOverrides::default());
    assert_eq!((did.exports, did.metrics.as_slice()), (2, &[][..]), "taken in, and staged");
    assert_is_as_built_from_nothing(&office, "petitions");
}
