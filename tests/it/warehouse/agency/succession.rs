//! A commune made of others on 1 July 2025: their numbers before that day are its own, unless one of them was split.

use jiff::civil::{Date, date};
use motcua::{
    domain::basis::MetricBasis,
    domain::period::Period,
    pipeline::IngestOverrides,
    warehouse::query::{
        AgencyFilter, AgencyLevel, BreakdownDimension, MetricRequest, RowsAsked, Warehouse,
    },
};

use crate::{
    ingest::dirt::HEADING,
    support::{
        office::{Office, computed_values},
        visitor::{Visitor, all},
    },
};

/// Xã Văn Quan (06253) was made of thị trấn Văn Quan (06253), xã Hòa Bình (06274) and xã Tú Xuyên (06277), each whole.
const MADE: &str = "06253";

pub fn with_a_made_commune() -> Office {
    let office = Office::new();
    let row = |code: &str, agency: &str, day: &str| {
        format!("{code};{agency};02/{day} 08:00:00;06/{day};05/{day} 09:00:00;Đã xử lý xong\n")
    };
    let before = [
        row("A1", "06253", "05/2025"),
        row("A2", "06274", "05/2025"),
        row("A3", "06283", "05/2025"),
    ];
    let after = [row("B1", "06253", "08/2025")];
    for (day, rows) in [(date(2025, 6, 30), before.concat()), (date(2025, 8, 31), after.concat())] {
        let path = office.file(&format!("{day}.csv"), format!("{HEADING}{rows}"));
        let said = IngestOverrides { snapshot_on: Some(day), ..IngestOverrides::default() };
        office.ingest(&path, &said);
    }
    office
}

fn counted(warehouse: &Warehouse, agency: &str, periods: &[&str]) -> Vec<Option<i64>> {
    let periods: Vec<Period> = periods.iter().map(|text| text.parse().expect("a period")).collect();
    let metric = Office::new().catalog.find_metric("on_time_rate").expect("a metric").clone();
    let selection =
        MetricRequest { metric: &metric, period: periods[0], basis: MetricBasis::Computed };
    let series = warehouse.metrics.series(&selection, agency, &periods).expect("answered");
    series.into_iter().map(|(_, value)| value.and_then(|value| value.measure.denominator)).collect()
}

#[test]
fn what_went_into_a_commune_whole_is_its_own_before() {
    let warehouse = with_a_made_commune().warehouse();
    assert_eq!(counted(&warehouse, MADE, &["2025-05", "2025-08"]), [Some(2), Some(1)]);
}

#[test]
fn a_span_that_ends_before_shows_the_commune_of_that_time() {
    let warehouse = with_a_made_commune().warehouse();
    assert_eq!(counted(&warehouse, MADE, &["2025-04", "2025-05"]), [Some(0), Some(1)]);
}

#[test]
fn a_span_that_holds_the_day_has_one_answer_everywhere() {
    let office = with_a_made_commune();
    let warehouse = office.warehouse();
    let metric = office.catalog.find_metric("on_time_rate").expect("a metric");
    let year: Period = "2025".parse().expect("a period");
    // One of its own before, one after, one of Hòa Bình before; An Sơn went into another commune.
    assert_eq!(counted(&warehouse, MADE, &["2025"]), [Some(3)]);
    let all = AgencyFilter { level: Some(AgencyLevel::All), ..AgencyFilter::default() };
    let listed = computed_values(&warehouse, metric, year, &all);
    let of = |code: &str| {
        let found = listed.iter().find(|value| value.agency_code == code);
        found.and_then(|value| value.measure.denominator)
    };
    assert_eq!((of(MADE), of("06274")), (Some(3), None), "who is no more is not ranked");
    let asked = RowsAsked { agency: Some(MADE), at_most: 9, ..RowsAsked::new(metric, year) };
    assert_eq!(warehouse.dossiers.list(&asked).expect("answered").total, 3);
    let parts = warehouse
        .breakdowns
        .by_dimension(metric, year, Some(MADE), BreakdownDimension::Channel)
        .expect("answered");
    assert_eq!(parts.iter().filter_map(|part| part.measure.denominator).sum::<i64>(), 3);
}

#[test]
fn where_a_part_was_split_there_is_no_value_before_and_it_is_said() {
    let office = with_a_made_commune();
    let split = split_successor(&office.warehouse());
    assert_eq!(counted(&office.warehouse(), &split, &["2025-05", "2025-08"])[0], None);
    let lineage =
        office.warehouse().agencies.find_lineage(&split, date(2025, 12, 31)).expect("one");
    assert!(!lineage.split.is_empty());
}

#[test]
fn a_code_kept_by_one_of_those_a_commune_was_split_over_has_no_value_where_the_day_is_inside() {
    let kept = of_registry(|cells| cells[0] == cells[1] && cells[3] == "split");
    let office = Office::new();
    for (day, row) in [("2025-06-30", "05/2025"), ("2025-08-31", "08/2025")] {
        let row =
            format!("X{row};{kept};02/{row} 08:00:00;06/{row};05/{row} 09:00:00;Đã xử lý xong\n");
        let path = office.file(&format!("{day}.csv"), format!("{HEADING}{row}"));
        office.ingest(
            &path,
            &IngestOverrides { snapshot_on: day.parse().ok(), ..IngestOverrides::default() },
        );
    }
    let warehouse = office.warehouse();
    assert_eq!(counted(&warehouse, &kept, &["2025-08"]), [Some(1)]);
    assert_eq!(counted(&warehouse, &kept, &["2025"]), [Some(0)]);
    // Above it nothing is lost.
    let metric = office.catalog.find_metric("on_time_rate").expect("a metric");
    let period = "2025".parse().expect("a period");
    let total =
        warehouse.metrics.total(&MetricRequest { metric, period, basis: MetricBasis::Computed });
    assert_eq!(total.expect("answered").expect("a sum").denominator, Some(2));
}

/// A commune with a part that was split, whichever the registry names first.
fn split_successor(warehouse: &Warehouse) -> String {
    let code = of_registry(|cells| cells[3] == "split");
    assert!(warehouse.agencies.find_lineage(&code, date(2025, 12, 31)).is_some());
    code
}

/// The successor of the first line of the register that is so.
fn of_registry(is_asked: fn(&[&str]) -> bool) -> String {
    let file = std::fs::read_to_string("queries/reference/agency_succession/national.csv")
        .expect("the registry");
    let mut lines = file.lines().map(|line| line.split(',').collect::<Vec<_>>());
    lines.find(|cells| is_asked(cells)).expect("one")[1].to_owned()
}

#[tokio::test]
async fn the_page_says_what_a_commune_was_made_of() {
    let visitor = Visitor::of(with_a_made_commune());
    let page = visitor.page("/agencies/06253?period=2025").await;
    assert_eq!(
        all(&page, ".succession"),
        [
            "Từ 01/07/2025 gồm: Thị trấn Văn Quan, Xã Hòa Bình, Xã Tú Xuyên. Số liệu trước ngày đó là của các đơn vị này cộng lại."
        ]
    );
    let before = visitor.page("/agencies/06253?period=2025-05").await;
    assert!(all(&before, ".succession").is_empty());
}

/// An office of the province, handed exports of some days.
fn of_exports(exports: [(Date, &str); 2]) -> Office {
    let mut office = Office::new();
    office.own = Some("20");
    for (day, rows) in exports {
        let heading = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";
        let path = office.file(&format!("{day}.csv"), format!("{heading}{rows}"));
        let said = IngestOverrides {
            connector: Some("given".into()),
            snapshot_on: Some(day),
            ..IngestOverrides::default()
        };
        office.ingest_at(&path, &said, day.at(9, 0, 0, 0));
    }
    office
}

/// Numerator and denominator of an agency's rate in June; `None` where it ended nothing.
fn in_june(office: &Office, agency: &str) -> Option<(i64, Option<i64>)> {
    let value = office.value("on_time_rate", "2025-06", agency);
    let counts = value.map(|value| (value.measure.numerator, value.measure.denominator));
    counts.filter(|counts| counts.1 != Some(0))
}

/// An Sơn (06283) and another commune (06319) went into Yên Phúc (06298) on 01/07/2025. One export of June tells of T and U by both, the
/// rows either way round: as of any dossier, the row that says it is done counts.
#[test]
fn of_two_agencies_of_before_the_one_of_the_row_that_counts_has_the_dossier() {
    let office = of_exports([
        (
            date(2025, 6, 20),
            "T,06283,in_progress,2025-06-02,2025-06-10,\n\
             T,06319,finished,2025-06-02,2025-06-10,2025-06-05\n\
             U,06319,finished,2025-06-02,2025-06-10,2025-06-05\n\
             U,06283,in_progress,2025-06-02,2025-06-10,\n",
        ),
        (
            date(2025, 7, 20),
            "T,06298,finished,2025-06-02,2025-06-10,2025-06-05\n\
             U,06298,finished,2025-06-02,2025-06-10,2025-06-05\n",
        ),
    ]);
    assert_eq!(in_june(&office, "06319"), Some((2, Some(2))));
    assert_eq!(in_june(&office, "06283"), None);
}

/// A row of June gives T to An Sơn, the row that counts to Hòa Bình (06274), which did not go into Yên Phúc: An Sơn has it no more, so what
/// the export of July says holds.
#[test]
fn what_an_agency_of_before_had_handed_over_is_not_given_back_to_it() {
    let office = of_exports([
        (
            date(2025, 6, 20),
            "T,06283,in_progress,2025-06-02,2025-06-10,\n\
             T,06274,finished,2025-06-02,2025-06-10,2025-06-05\n",
        ),
        (date(2025, 7, 20), "T,06298,finished,2025-06-02,2025-06-10,2025-06-05\n"),
    ]);
    assert_eq!(in_june(&office, "06283"), None);
    assert_eq!(in_june(&office, "06298"), Some((1, Some(1))));
}
