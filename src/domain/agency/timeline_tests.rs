//! Worked out by hand over a registry of a few agencies.

use jiff::civil::{Date, date};
use rstest::rstest;

use super::{AgencyRecord, AgencyTimeline, SuccessionRecord};

const BEGIN: Date = date(2004, 1, 1);
const END: Date = date(9999, 12, 31);
/// The last day before communes merged, and the first after.
const BEFORE: Date = date(2025, 6, 30);
const AFTER: Date = date(2025, 7, 1);

fn agency(code: &str, name: &str, parent: &str, (first_on, last_on): (Date, Date)) -> AgencyRecord {
    let parent_code = Some(parent.to_owned()).filter(|code| !code.is_empty());
    let area_code = (code == "P").then(|| "25".to_owned());
    AgencyRecord {
        code: code.into(),
        area_code,
        name: name.into(),
        level: String::new(),
        parent_code,
        first_on,
        last_on,
    }
}

fn succession(code: &str, successor: &str, on: Date, kind: &str) -> SuccessionRecord {
    SuccessionRecord {
        code: code.into(),
        successor_code: successor.into(),
        on,
        is_whole: kind == "whole",
    }
}

/// Province P of area 25 with district D until the end of June 2025. Of its communes, 1 took 2 in and kept its code; 3 was split
/// over 1 and 4; 5 went into 6 in 2020 and 6 into 7 in 2025; 8 got another name in 2015. X and Y are dirty: each stands under the
/// other and went into the other.
fn timeline() -> AgencyTimeline {
    let merged = date(2020, 1, 1);
    let agencies = vec![
        agency("P", "province", "", (BEGIN, END)),
        agency("D", "district", "25", (BEGIN, BEFORE)),
        agency("1", "old one", "D", (BEGIN, BEFORE)),
        agency("1", "new one", "P", (AFTER, END)),
        agency("2", "two", "D", (BEGIN, BEFORE)),
        agency("3", "three", "D", (BEGIN, BEFORE)),
        agency("4", "four", "P", (AFTER, END)),
        agency("5", "five", "D", (BEGIN, date(2019, 12, 31))),
        agency("6", "six", "D", (merged, BEFORE)),
        agency("7", "seven", "p", (AFTER, END)),
        agency("8", "eight", "D", (BEGIN, date(2014, 12, 31))),
        agency("8", "eight renamed", "D", (date(2015, 1, 1), END)),
        agency("X", "x", "Y", (BEGIN, BEFORE)),
        agency("Y", "y", "X", (BEGIN, BEFORE)),
    ];
    let successions = [
        succession("1", "1", AFTER, "whole"),
        succession("2", "1", AFTER, "whole"),
        succession("3", "1", AFTER, "split"),
        succession("3", "4", AFTER, "split"),
        succession("5", "6", merged, "whole"),
        succession("6", "7", AFTER, "whole"),
        succession("X", "Y", AFTER, "whole"),
        succession("Y", "X", AFTER, "whole"),
    ];
    AgencyTimeline::new(agencies, &successions)
}

fn names(timeline: &AgencyTimeline, all: impl Iterator<Item = usize>) -> Vec<&str> {
    all.map(|at| timeline.record(at).name.as_str()).collect()
}

#[rstest]
#[case::before_the_merger("1", BEFORE, Some("old one"))]
#[case::on_the_day_of_the_merger("1", AFTER, Some("new one"))]
#[case::merged_away("2", AFTER, None)]
#[case::by_the_code_of_its_area("25", AFTER, Some("province"))]
#[case::in_another_case("p", AFTER, Some("province"))]
#[case::an_unknown_code("99", AFTER, None)]
#[case::the_day_before_the_first_version("1", date(2003, 12, 31), None)]
fn a_code_means_whoever_has_it_on_the_day(
    #[case] code: &str,
    #[case] day: Date,
    #[case] name: Option<&str>,
) {
    let timeline = timeline();
    let found = timeline.at(code, day).map(|at| timeline.record(at).name.as_str());
    assert_eq!(found, name);
}

#[rstest]
#[case::through_its_district("1", BEFORE, &["district", "province"])]
#[case::without_one("1", AFTER, &["province"])]
#[case::the_top("P", AFTER, &[])]
#[case::a_circle_ends("X", BEFORE, &["y"])]
fn ancestors_are_of_the_day(#[case] code: &str, #[case] day: Date, #[case] above: &[&str]) {
    let timeline = timeline();
    let at = timeline.at(code, day).expect("there");
    assert_eq!(names(&timeline, timeline.ancestors(at, day)), above);
}

#[test]
fn nobody_is_above_on_a_day_before_the_first() {
    let timeline = timeline();
    let at = timeline.at("1", BEFORE).expect("there");
    assert_eq!(timeline.ancestors(at, date(2003, 12, 31)).count(), 0);
}

#[rstest]
#[case::under_the_district("D", BEFORE, &["old one", "two", "three", "six", "eight renamed"])]
#[case::what_was_before_the_merger_of_2020("D", date(2019, 12, 31), &["old one", "two", "three", "five", "eight renamed"])]
#[case::under_the_province_by_its_area("P", BEFORE, &["district", "old one", "two", "three", "six", "eight renamed"])]
#[case::under_the_province_alone("P", AFTER, &["new one", "four", "seven"])]
#[case::a_circle_ends("X", BEFORE, &["y"])]
fn descendants_are_of_the_day(#[case] code: &str, #[case] day: Date, #[case] below: &[&str]) {
    let timeline = timeline();
    let at = timeline.at(code, day).expect("there");
    assert_eq!(names(&timeline, timeline.descendants(at, day).into_iter()), below);
}

#[rstest]
#[case::merged_into_another("2", BEFORE, &["two", "new one"])]
#[case::merged_and_kept_its_code("1", BEFORE, &["old one", "new one"])]
#[case::split("3", BEFORE, &["three"])]
#[case::two_mergers("5", date(2019, 12, 31), &["five", "six", "seven"])]
#[case::renamed("8", date(2010, 1, 1), &["eight", "eight renamed"])]
#[case::a_circle_ends("X", BEFORE, &["x", "y"])]
fn an_agency_becomes_what_it_goes_into_whole(
    #[case] code: &str,
    #[case] day: Date,
    #[case] line: &[&str],
) {
    let timeline = timeline();
    let at = timeline.at(code, day).expect("there");
    assert_eq!(names(&timeline, timeline.successor_line(at)), line);
    assert_eq!(timeline.successor(at), timeline.successor_line(at).nth(1));
}

#[test]
fn a_split_names_its_parts_and_each_part_names_what_went_into_it() {
    let timeline = timeline();
    let three = timeline.at("3", BEFORE).expect("there");
    let parts: Vec<_> = timeline.successors(three).collect();
    let [one, four] = ["1", "4"].map(|code| timeline.at(code, AFTER).expect("there"));
    assert_eq!(parts, [(one, false), (four, false)]);
    assert_eq!(names(&timeline, timeline.predecessors(one)), ["old one", "two", "three"]);
}

#[test]
fn who_got_another_name_is_the_same_and_who_took_others_in_is_another() {
    let timeline = timeline();
    let unit = |code: &str, day| timeline.at(code, day).map(|at| timeline.unit(at));
    assert_eq!(unit("8", BEGIN), unit("8", AFTER));
    assert_ne!(unit("1", BEFORE), unit("1", AFTER));
}

#[test]
fn a_turn_is_a_day_on_which_any_agency_begins_or_is_no_more() {
    assert_eq!(timeline().turns(), [date(2015, 1, 1), date(2020, 1, 1), AFTER]);
}

#[rstest]
#[case::on_its_day("1", BEFORE, Some("old one"))]
#[case::the_last_before("2", AFTER, Some("two"))]
#[case::before_anybody_the_newest("1", date(2003, 12, 31), Some("new one"))]
#[case::by_its_area("25", AFTER, Some("province"))]
#[case::nobody("99", AFTER, None)]
fn the_latest_of_a_code_is_known_whenever_it_is_asked_for(
    #[case] code: &str,
    #[case] day: Date,
    #[case] name: Option<&str>,
) {
    let timeline = timeline();
    let found = timeline.latest(code, day).map(|at| timeline.record(at).name.as_str());
    assert_eq!(found, name);
}

#[test]
fn right_under_a_code_are_those_of_the_day_alone() {
    let timeline = timeline();
    let under = |day| names(&timeline, timeline.right_under("P", day));
    assert_eq!((under(BEFORE), under(AFTER)), (vec![], vec!["new one", "four", "seven"]));
}
