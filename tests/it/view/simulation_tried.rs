//! The simulation made in earlier periods, against what was published of them.

use jiff::civil::{Date, date};
use motcua::{
    domain::period::Period,
    pipeline::IngestOverrides,
    view::{ScoreRequest, simulation::ScoreSimulation},
};

use crate::support::office::{AGENCY, Office};

/// From August to November: An Sơn's total and its points for progress, Bình Phúc's and Văn Quan's totals.
const TABLES: &str = "\
Chỉ tiêu;Đơn vị;Kỳ;Tử số;Mẫu số;Điểm;Nguồn
total_766;06283;2023-08;;;58,00;dvcqg
progress_766;06283;2023-08;8;10;16,00;dvcqg
total_766;06298;2023-08;;;60,00;dvcqg
total_766;06253;2023-08;;;55,00;dvcqg
total_766;06283;2023-09;;;59,00;dvcqg
progress_766;06283;2023-09;9;10;18,00;dvcqg
total_766;06298;2023-09;;;60,00;dvcqg
total_766;06253;2023-09;;;55,00;dvcqg
total_766;06283;2023-10;;;61,00;dvcqg
progress_766;06283;2023-10;10;10;20,00;dvcqg
total_766;06298;2023-10;;;60,00;dvcqg
total_766;06253;2023-10;;;55,00;dvcqg
total_766;06283;2023-11;;;57,00;dvcqg
progress_766;06283;2023-11;6;10;12,00;dvcqg
total_766;06298;2023-11;;;60,00;dvcqg
total_766;06253;2023-11;;;58,00;dvcqg
";

/// On time: four of five in September, five of five in October, three of four in November (the fourth went overdue on the 21st), two of
/// two in December.
fn dossiers() -> String {
    let mut rows =
        vec!["solving_agency,dossier_code,received_at,due_at,ended_at,status\n".to_owned()];
    for (month, on_time) in [(9, 4), (10, 5), (11, 3), (12, 2)] {
        rows.extend((0..on_time).map(|number| {
            let days = [2, 14, 10].map(|day| format!("2023-{month:02}-{day:02}"));
            format!("{AGENCY},M{month}-{number},{},finished\n", days.join(","))
        }));
    }
    rows.push(format!("{AGENCY},L9,2023-09-01,2023-09-08,2023-09-11,finished\n"));
    rows.push(format!("{AGENCY},L11,2023-11-02,2023-11-20,2023-11-25,finished\n"));
    rows.concat()
}

fn office(until: Date) -> Office {
    office_with(until, "")
}

/// With dossiers of a test's own.
fn office_with(until: Date, more: &str) -> Office {
    let office = Office::new();
    let dossiers = dossiers() + more;
    for (name, connector, rows, on) in [
        ("so_lieu.csv", "figures_csv", TABLES, date(2023, 12, 5)),
        ("ho_so.csv", "given", &dossiers, until),
    ] {
        let said = IngestOverrides {
            connector: Some(connector.into()),
            snapshot_on: Some(on),
            ..IngestOverrides::default()
        };
        let (taken, build) = office.ingest(&office.file(name, rows), &said);
        assert!(taken.iter().all(Result::is_ok) && build.is_some(), "{taken:?}");
    }
    office
}

/// Simulates the card 766 of an agency in a period, in the table there is.
pub fn simulate_score(
    office: &Office,
    (agency, period): (&str, &str),
    check: impl FnOnce(&ScoreSimulation),
) {
    let period: Period = period.parse().expect("a period");
    let warehouse = office.warehouse();
    let asked = ScoreRequest {
        catalog: &office.catalog,
        warehouse: &warehouse,
        card: office.catalog.find_scorecard("766", period.end()).expect("a card"),
        period,
        agency,
    };
    let table = asked.find_table().expect("asked").expect("a table");
    check(&asked.simulate_score(table).expect("simulated"));
}

fn simulate(office: &Office, period: &str, check: impl FnOnce(&ScoreSimulation)) {
    simulate_score(office, (AGENCY, period), check);
}

type Tried = (String, String, String, String, Option<(usize, usize)>);

fn tried(found: &ScoreSimulation) -> Vec<Tried> {
    let each = found.back_test.tried.iter().map(|it| {
        let [period, error] = [it.period.to_string(), it.error().to_string()];
        (period, it.predicted.to_string(), it.published.to_string(), error, it.ranks)
    });
    each.collect()
}

fn row(period: &str, said: [&str; 3], ranks: (usize, usize)) -> Tried {
    let [predicted, published, error] = said.map(str::to_owned);
    (period.to_owned(), predicted, published, error, Some(ranks))
}

#[test]
fn earlier_periods_are_told_from_the_table_before_them_and_their_dossiers() {
    let office = office(date(2023, 12, 31));
    simulate(&office, "2023-12", |found| {
        assert_eq!(
            tried(found),
            [
                // 61 − 20 + 20 × 3 / 4; Văn Quan had 55 in the table before, and 58 in November.
                row("2023-11", ["56.00", "57.00", "-1.00"], (2, 3)),
                // 59 − 18 + 20 × 5 / 5
                row("2023-10", ["61.00", "61.00", "0.00"], (1, 1)),
                // 58 − 16 + 20 × 4 / 5; of August there is no table before.
                row("2023-09", ["58.00", "59.00", "-1.00"], (2, 2)),
            ]
        );
        let test = &found.back_test;
        // 0, 1 and 1 points; 0, 0 and 1 ranks: four in five of three are all of them.
        assert_eq!(test.mean_error().map(|it| it.to_string()).as_deref(), Some("0.67"));
        assert_eq!(test.usual_error().map(|it| it.to_string()).as_deref(), Some("1.00"));
        assert_eq!(test.usual_rank_error(), Some(1));
        // 57 − 12 + 20 × 2 / 2, give or take a point and a rank.
        assert_eq!(
            (found.counted.total.to_string().as_str(), found.counted.rank),
            ("65.00", Some(1))
        );
        let range = found.counted.range.expect("enough were tried");
        assert_eq!(
            (range.lowest.to_string(), range.highest.to_string()),
            ("64.00".into(), "66.00".into())
        );
        assert_eq!(range.ranks, Some((1, 2)));
    });
    // Two periods are too few.
    simulate(&office, "2023-11", |found| {
        assert_eq!(found.back_test.tried.len(), 2);
        assert_eq!(found.back_test.usual_error(), None);
        assert!(found.high.range.is_none() && found.low.range.is_none());
        // The table is of November itself: it is what was published, and nothing is at hand.
        assert_eq!((found.table.age, found.counted.total.to_string().as_str()), (0, "57.00"));
        assert_eq!((found.low, found.high), (found.counted, found.counted));
    });
}

#[test]
fn a_shorter_month_is_tried_on_its_first_day() {
    // 30 days are left of December, and November has no more: on its first day one is open, in time. So is one on 01/12.
    let more = format!(
        "{AGENCY},P11,2023-11-01,2023-11-10,2023-11-06,finished\n         {AGENCY},P12,2023-12-01,2023-12-20,,in_progress\n"
    );
    simulate(&office_with(date(2023, 12, 1), &more), "2023-12", |found| {
        // 61 − 20 + 20 × 1 / 1
        let november = row("2023-11", ["61.00", "57.00", "4.00"], (1, 3));
        // 58 − 16 + 20 × 1 / 1: on 01/09 too one is open. On 01/10 nothing is.
        let september = row("2023-09", ["62.00", "59.00", "3.00"], (1, 2));
        assert_eq!(tried(found), [november, september]);
    });
}

#[test]
fn each_step_of_rank_is_told_with_the_range_of_the_trial() {
    let more = format!("{AGENCY},K12,2023-12-02,2023-12-28,,in_progress\n");
    simulate(&office_with(date(2023, 12, 20), &more), "2023-12", |found| {
        // 57 − 12 + 20 × 2 / 3 of 60 and 58; the trial was off by 0, 0 and 2 ranks.
        let [step] = &found.down[..] else { panic!("{:?}", found.down) };
        assert_eq!((step.total.to_string().as_str(), step.rank), ("58.33", 2));
        assert_eq!(step.range.and_then(|range| range.ranks), Some((1, 3)));
    });
}

#[test]
fn a_period_that_goes_on_is_tried_as_many_days_before_the_end_of_others() {
    simulate(&office(date(2023, 12, 20)), "2023-12", |found| {
        assert!(found.goes_on);
        // On 19/11 the fourth was open and in time: 61 − 20 + 20 × 4 / 4.
        assert_eq!(tried(found)[0], row("2023-11", ["61.00", "57.00", "4.00"], (1, 3)));
        assert_eq!(tried(found)[1].3, "0.00");
        // 0, 1 and 4: the range is as wide as the worst of three.
        assert_eq!(found.back_test.usual_error().map(|it| it.to_string()).as_deref(), Some("4.00"));
    });
}
