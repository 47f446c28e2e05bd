//! Sums go up the tree of their time.

use super::*;
use rstest::rstest;

/// Commune 3 under district 2 until the end of June 2025, then under province 1 at once.
fn tree() -> AgencyTree {
    let day = |text: &str| text.parse().expect("a day");
    let record =
        |code: &str, name: &str, parent: Option<&str>, from: &str, to: Option<&str>| AgencyRecord {
            code: code.into(),
            area_code: None,
            name: name.into(),
            level: String::new(),
            parent_code: parent.map(Into::into),
            first_on: day(from),
            last_on: to.map_or(Date::MAX, day),
        };
    let records = vec![
        record("1", "province", None, "2004-01-01", None),
        record("2", "district", Some("1"), "2004-01-01", Some("2025-06-30")),
        record("3", "new", Some("1"), "2025-07-01", None),
        record("3", "old", Some("2"), "2004-01-01", Some("2025-06-30")),
    ];
    let timeline = Arc::new(AgencyTimeline::new(records, &[]));
    AgencyTree {
        counted: versions_by_code(&timeline, ["1", "2", "3"].map(Into::into)),
        timeline,
        dated: Vec::new(),
        days_of: HashMap::new(),
        reporting: HashMap::from([("m".into(), vec!["2".into(), "3".into()])]),
    }
}

fn own(sums: &[(&str, SumPair)]) -> BTreeMap<String, SumPair> {
    sums.iter().map(|(code, sums)| ((*code).to_owned(), *sums)).collect()
}

fn told(summed: &[AgencySums]) -> Vec<(String, SumPair)> {
    summed.iter().map(|one| (one.code.clone(), one.sums)).collect()
}

#[rstest]
#[case::through_its_district("2025-06", &[("1", (3, 4)), ("2", (3, 4)), ("3", (1, 2))])]
#[case::without_one("2025-07", &[("1", (3, 4)), ("2", (2, 2)), ("3", (1, 2))])]
fn numbers_go_up_the_tree_of_their_time(#[case] period: &str, #[case] sums: &[(&str, SumPair)]) {
    let (tree, period) = (tree(), period.parse().expect("a period"));
    let own = own(&[("2", (2, 2)), ("3", (1, 2))]);
    let expected: Vec<_> = sums.iter().map(|(code, sums)| ((*code).to_owned(), *sums)).collect();
    assert_eq!(told(&tree.sum_computed("m", &own, period, true)), expected);
}

#[test]
fn who_ever_had_data_is_listed_with_nothing_while_it_exists() {
    let tree = tree();
    let codes = |period: &str| {
        let summed = tree.sum_computed("m", &own(&[]), period.parse().expect("a period"), true);
        summed.into_iter().map(|one| one.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("2025-06"), ["1", "2", "3"]);
    assert_eq!(codes("2025-07"), ["1", "3"]);
}

#[test]
fn a_published_parent_speaks_for_its_children_all_the_way_up() {
    let (tree, period) = (tree(), "2025-06".parse().expect("a period"));
    // The district's 3 of 5 hold the commune's 1 of 2.
    let own = own(&[("2", (3, 5)), ("3", (1, 2))]);
    assert_eq!(
        told(&tree.sum_published(&own, period)),
        [("1".into(), (3, 5)), ("2".into(), (3, 5)), ("3".into(), (1, 2))]
    );
}

#[test]
fn the_name_is_of_the_time() {
    let (tree, own) = (tree(), own(&[("3", (1, 2))]));
    let name = |period: &str| {
        let summed = tree.sum_computed("m", &own, period.parse().expect("a period"), true);
        let place = summed.iter().find(|one| one.code == "3")?.place;
        place.map(|place| place.name.clone())
    };
    assert_eq!(name("2025-06").as_deref(), Some("old"));
    assert_eq!(name("2025").as_deref(), Some("new"));
}
