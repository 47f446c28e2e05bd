//! The commune of 2026 in its invented table of points: what the table says of it, and where its dossiers put it.

use jiff::civil::date;
use motcua::{pipeline::IngestOverrides, view::simulation::ScoreSimulation};

use super::commune_of_2026::{COMMUNE, export, parts, sampled};
use crate::{support::office::Office, view::simulation_tried::simulate_score};

const MINISTRY: &str = "danh-sach-ho-so-he-thong-bo-2026-11-18.csv";
const PROVINCE: &str = "ho-so-he-thong-tinh-2026-11-18.json";

fn simulate(office: &Office, check: impl FnOnce(&ScoreSimulation)) {
    simulate_score(office, (COMMUNE, "2026-11"), check);
}

/// An office that has some lines of an export of the commune, and its register of procedures.
fn office_of(whole: &Office, lines: String) -> Office {
    let mut office = Office::of_every_metric();
    office.own = None;
    let register = office.file("danh-muc.csv", export(whole, "danh-muc-thu-tuc-2026-10-31.csv"));
    let list = office.file(MINISTRY, lines);
    let now = date(2026, 11, 20).at(8, 0, 0, 0);
    let (taken, build) = office.ingest_all(&[register, list], &IngestOverrides::default(), now);
    assert!(taken.iter().all(Result::is_ok) && build.is_some(), "{taken:?}");
    office
}

#[test]
fn the_table_counts_what_both_lists_hold_twice_until_october_and_pays_as_the_ministry_tells() {
    let whole = sampled();
    let (list, of_province) = (export(&whole, MINISTRY), export(&whole, PROVINCE));
    let code = regex::Regex::new(r"000\.57\.18\.G15-\d+-\d+").expect("a pattern");
    let is_double = |line: &&str| {
        code.find(line).is_some_and(|code| of_province.contains(&format!("\"{}\"", code.as_str())))
    };
    let doubles: Vec<&str> = list.lines().take(1).chain(list.lines().filter(is_double)).collect();
    assert_eq!(doubles.len(), 1 + 19);
    let doubles = office_of(&whole, doubles.join("\n") + "\n");
    let ministry = office_of(&whole, list);
    for month in ["2026-07", "2026-08", "2026-09", "2026-10"] {
        let told = |indicator: &str| {
            let figure = whole.warehouse().published.find_figure(
                indicator,
                COMMUNE,
                month.parse().expect("a period"),
            );
            let figure = figure.expect("asked").expect("published");
            (figure.numerator.expect("told"), figure.denominator)
        };
        let (on_time, all) = parts(&whole, "progress_766", month);
        let (twice, of) = match month {
            "2026-10" => (0, Some(0)),
            _ => parts(&doubles, "progress_766", month),
        };
        let expected = (on_time + twice, all.zip(of).map(|(all, of)| all + of));
        assert_eq!(told("progress_766"), expected, "{month}");
        let paid = parts(&ministry, "online_payment_766_a", month);
        assert_eq!(told("online_payment_766"), paid, "{month}");
    }
}

#[test]
fn the_commune_is_ranked_in_its_province_and_tried_on_four_months() {
    let office = sampled();
    simulate(&office, |found| {
        assert_eq!(found.table.period.to_string(), "2026-10");
        assert_eq!(found.table.count_ranked(), 65);
        let on = found.on.expect("a day").to_string();
        assert_eq!((on.as_str(), found.goes_on, found.stuck.len()), ("2026-11-18", true, 0));
        // 14 + 20 of November in time; of October none that falls due before the end.
        let kept: Vec<i64> = found.levers.iter().map(|lever| lever.counts.kept).collect();
        assert_eq!(kept, [34, 0]);
        // 57,96 − 20 × 139/159 − 6 × 16/28 + 20 × 123/143 + 6 × 11/25 = 56,8898…; without the 34, 20 × 34/143 = 4,76 less.
        assert_eq!(found.counted.total.to_string(), "56.89");
        assert_eq!(found.low.total.to_string(), "52.13");
        assert!(found.low.rank > found.counted.rank && found.counted.rank > found.high.rank);
        assert!(!found.up.is_empty() && !found.down.is_empty());
        let tried: Vec<[String; 4]> = (found.back_test.tried.iter())
            .map(|it| {
                let points = [it.predicted, it.published, it.error()].map(|it| it.to_string());
                let [predicted, published, error] = points;
                [it.period.to_string(), predicted, published, error]
            })
            .collect();
        // As of 12 days before the end of each month. October, by 84 dossiers of which 72 are in time and 16 with a fee, one told by a single system, of which 8 are paid:
        // 58,64 − 20 × 102/115 − 6 × 12/18 + 20 × 72/84 + 6 × 8/16 = 57,0437…
        let expected = [
            ["2026-10", "57.04", "57.96", "-0.92"],
            ["2026-09", "58.16", "58.64", "-0.48"],
            ["2026-08", "58.41", "57.83", "0.58"],
            ["2026-07", "56.52", "57.13", "-0.61"],
        ];
        assert_eq!(tried, expected.map(|row| row.map(str::to_owned)));
        assert_eq!(parts(&office, "progress_766", "2026-10-01..2026-10-19"), (72, Some(84)));
        assert_eq!(parts(&office, "online_payment_766_a", "2026-10-01..2026-10-19"), (8, Some(16)));
        // (0,92 + 0,48 + 0,58 + 0,61) / 4 = 0,6475; four in five of four are all of them.
        assert_eq!(found.back_test.mean_error().map(|it| it.to_string()).as_deref(), Some("0.65"));
        assert_eq!(found.back_test.usual_error().map(|it| it.to_string()).as_deref(), Some("0.92"));
    });
}
