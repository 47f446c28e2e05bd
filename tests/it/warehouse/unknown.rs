//! What nobody knows is not nought: before the first day of the data, after its last, and where nobody published anything.

use jiff::civil::{Date, DateTime, date};
use motcua::{
    domain::basis::MetricBasis,
    domain::{known::DataGap, measure::Measure, period::Period, reason::ReasonCode},
    pipeline::IngestOverrides,
    warehouse::query::MetricRequest,
};
use rstest::rstest;

use crate::support::office::{AGENCY, Office};

const FIRST: Date = date(2024, 1, 10);
const NOW: DateTime = date(2025, 3, 28).at(8, 0, 0, 0);
const LAST: Date = date(2024, 3, 15);

/// One ended on time in January, one open and overdue since 10 February, one ended on time in March; exported on 15 March.
fn office() -> Office {
    let office = Office::of_every_metric();
    let dossiers = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n\
        D1,06283,finished,10/01/2024,15/01/2024,12/01/2024\n\
        D2,06283,in_progress,05/02/2024,09/02/2024,\n\
        D3,06283,finished,01/03/2024,08/03/2024,04/03/2024\n";
    let path = office.file("dossiers.csv", dossiers);
    office.begin_with(&path, &said("given", Some(LAST)), NOW);
    office
}

fn said(connector: &str, on: Option<Date>) -> IngestOverrides {
    IngestOverrides {
        connector: Some(connector.into()),
        snapshot_on: on,
        ..IngestOverrides::default()
    }
}

fn take(office: &Office, name: &str, csv: &str, (connector, on): (&str, Option<Date>)) {
    let (taken, _) = office.ingest_at(&office.file(name, csv), &said(connector, on), NOW);
    for taken in taken {
        taken.expect("taken in");
    }
}

fn measure(office: &Office, metric: &str, period: &str) -> Measure {
    office.value(metric, period, AGENCY).expect("the commune is listed").measure
}

fn total(office: &Office, metric: &str, period: &str) -> Option<Measure> {
    let metric = office.catalog.find_metric(metric).expect("a metric");
    let period = period.parse().expect("a period");
    let asked = MetricRequest { metric, period, basis: MetricBasis::Computed };
    office.warehouse().metrics.total(&asked).expect("answered")
}

#[rstest]
#[case::a_flow("update_count")]
#[case::a_rate("on_time_rate")]
#[case::a_stock("overdue_open")]
#[case::an_open_stock("open")]
#[case::soon_due("due_soon")]
#[case::silent("silent_communes")]
fn a_period_after_the_last_export_or_before_the_first_day_has_no_value(#[case] metric: &str) {
    let office = office();
    for period in ["2024-04", "2024-W12", "2024-Q4", "2024-03-16..2024-03-20"] {
        let told = measure(&office, metric, period);
        assert_eq!(told, Measure::from_gap(DataGap::After(LAST)), "{metric} {period}");
        assert_eq!(
            (told.shown_counts(), told.reason()),
            ((None, None), Some(ReasonCode::AfterLastDay))
        );
    }
    for period in ["2023", "2024-W01", "2023-12"] {
        let told = measure(&office, metric, period);
        assert_eq!(told, Measure::from_gap(DataGap::Before(FIRST)), "{metric} {period}");
    }
}

#[test]
fn a_period_that_goes_on_is_told_as_it_stood_on_the_last_day() {
    let office = office();
    assert_eq!(measure(&office, "update_count", "2024"), Measure::new_count(3));
    assert_eq!(measure(&office, "overdue_open", "2024"), Measure::new_count(1));
    assert_eq!(measure(&office, "overdue_open", "2024-01"), Measure::new_count(0));
    let warehouse = office.warehouse();
    let known =
        warehouse.metrics.known_span(office.catalog.find_metric("overdue_open").expect("a metric"));
    let cut = |period: &str| known.last_known_day(period.parse().expect("a period"));
    assert_eq!((cut("2024"), cut("2024-03"), cut("2024-02")), (Some(LAST), Some(LAST), None));
}

#[test]
fn nothing_is_listed_and_no_part_told_of_a_period_nobody_knows() {
    let office = office();
    assert!(office.rows("overdue_open", "2024-04", AGENCY, false).is_empty());
    assert_eq!(office.rows("overdue_open", "2024-03", AGENCY, false).len(), 1);
    let warehouse = office.warehouse();
    let metric = office.catalog.find_metric("update_count").expect("a metric");
    let total = |period: &str, basis: MetricBasis| {
        let period: Period = period.parse().expect("a period");
        warehouse.metrics.total(&MetricRequest { metric, period, basis }).expect("answered")
    };
    assert_eq!(
        total("2024-04", MetricBasis::Computed),
        Some(Measure::from_gap(DataGap::After(LAST)))
    );
    assert_eq!(
        total("2024-02", MetricBasis::Published),
        Some(Measure::from_gap(DataGap::NotPublished))
    );
}

#[test]
fn a_metric_is_known_until_the_newest_export_of_what_it_stands_on() {
    let office = office();
    let petitions = "petition_code,agency_code,received_at,answered_at,petition_status\n\
        P1,06283,01/06/2024,03/06/2024,answered\n";
    take(&office, "petitions.csv", petitions, ("given_petition", Some(date(2024, 6, 30))));
    let petition = |period: &str| measure(&office, "petition_on_time_rate", period);
    assert_eq!(petition("2024-06"), Measure::new_rate(1, 1));
    assert_eq!(petition("2024-07"), Measure::from_gap(DataGap::After(date(2024, 6, 30))));
    assert_eq!(petition("2024-05"), Measure::from_gap(DataGap::Before(date(2024, 6, 1))));
    // The dossiers are no newer for that.
    assert_eq!(
        measure(&office, "update_count", "2024-06"),
        Measure::from_gap(DataGap::After(LAST))
    );
    // And of surveys there is nothing at all.
    let survey = office.catalog.find_metric("sipas_rate").expect("a metric");
    let period = "2024".parse().expect("a period");
    assert_eq!(
        office.warehouse().metrics.known_span(survey).find_gap(period),
        Some(DataGap::Never)
    );
}

#[test]
fn a_year_before_that_nobody_knows_is_no_nought_to_be_held_against() {
    let office = office();
    // The first day is 10 January 2024, so of nothing before 10 January 2025 is the year before known.
    let known = Some(Measure::from_gap(DataGap::Before(date(2025, 1, 10))));
    for period in ["2024", "2024-03"] {
        assert_eq!(total(&office, "update_gap", period), known, "{period}");
    }
    let later = "dossier_code,solving_agency,status,received_at\n\
        E1,06283,in_progress,08/01/2025\nE2,06283,in_progress,20/01/2025\nE3,06283,in_progress,21/01/2025\n";
    take(&office, "later.csv", later, ("given", Some(date(2025, 3, 15))));
    // D1 came on 10 January 2024; E1 came on a day whose year before nobody knows, and counts on neither side.
    assert_eq!(measure(&office, "update_gap", "2025-01"), Measure::new_rate(2, 1));
}

#[rstest]
#[case::digitised("digitised_input_rate", "digitised_input", "true")]
#[case::reused("data_reuse_rate", "reused_data", "true")]
#[case::supplements("supplement_rate", "supplement_count", "1")]
#[case::channel("online_rate", "channel", "online")]
fn what_no_system_ever_wrote_down_is_unknown_and_not_none(
    #[case] metric: &str,
    #[case] column: &str,
    #[case] value: &str,
) {
    let office = office();
    let never = Measure::from_gap(DataGap::Never);
    assert_eq!(total(&office, metric, "2024"), Some(never), "three dossiers, none says");
    let said = format!(
        "dossier_code,solving_agency,status,received_at,due_at,ended_at,{column}\n\
         D4,06283,finished,01/03/2024,08/03/2024,04/03/2024,{value}\n"
    );
    take(&office, "said.csv", &said, ("given", Some(LAST)));
    assert_eq!(total(&office, metric, "2024"), Some(Measure::new_rate(1, 1)));
}

#[rstest]
// Taken in on 28 March 2025.
#[case::all_of_it_is_years_old("04/03/2024", date(2024, 3, 4))]
#[case::a_fortnight_ago("14/03/2025", date(2025, 3, 28))]
#[case::the_day_before_that("13/03/2025", date(2025, 3, 13))]
fn an_export_that_does_not_say_its_day_is_known_until_what_happened_last_in_it(
    #[case] last: &str,
    #[case] until: Date,
) {
    let office = Office::new();
    let csv = format!(
        "dossier_code,solving_agency,status,received_at,due_at,ended_at\n\
         D1,06283,finished,01/03/2024,31/12/2025,{last}\n"
    );
    take(&office, "undated.csv", &csv, ("given", None));
    assert_eq!(office.warehouse().known_until, Some(until));
}
