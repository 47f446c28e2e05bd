//! The registry of areas: what it holds on each day, and what became of every commune on 1 July 2025.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use jiff::civil::{Date, date};

const LAST_OF_THREE_TIERS: Date = date(2025, 6, 30);
const FIRST_OF_TWO_TIERS: Date = date(2025, 7, 1);

struct Agency {
    code: String,
    area_code: String,
    level: String,
    parent_code: String,
    valid_from: Date,
    valid_to: Date,
}

impl Agency {
    fn exists_on(&self, day: Date) -> bool {
        self.valid_from <= day && day <= self.valid_to
    }
}

struct Succession {
    code: String,
    successor_code: String,
    on_day: Date,
    kind: String,
}

/// Every row of every file of a reference table, by heading.
fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(format!("queries/reference/{table}")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let mut reader = csv::Reader::from_path(&path).expect("a CSV");
        for row in reader.deserialize() {
            rows.push(row.expect("a row"));
        }
    }
    assert!(!rows.is_empty(), "`{table}` has rows");
    rows
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn agencies() -> Vec<Agency> {
    let agency = |row: BTreeMap<String, String>| Agency {
        code: row["code"].clone(),
        area_code: row["area_code"].clone(),
        level: row["level"].clone(),
        parent_code: row["parent_code"].clone(),
        valid_from: day(&row["valid_from"]),
        valid_to: match row["valid_to"].as_str() {
            "" => Date::MAX,
            text => day(text),
        },
    };
    rows("agency").into_iter().map(agency).collect()
}

fn successions() -> Vec<Succession> {
    let succession = |row: BTreeMap<String, String>| Succession {
        code: row["code"].clone(),
        successor_code: row["successor_code"].clone(),
        on_day: day(&row["on_day"]),
        kind: row["kind"].clone(),
    };
    rows("agency_succession").into_iter().map(succession).collect()
}

fn by_code(agencies: &[Agency]) -> BTreeMap<&str, Vec<&Agency>> {
    let mut found: BTreeMap<&str, Vec<&Agency>> = BTreeMap::new();
    for agency in agencies {
        found.entry(&agency.code).or_default().push(agency);
    }
    found
}

#[test]
fn the_country_is_whole_before_and_after_the_reform() {
    let agencies = agencies();
    let count = |level: &str, day: Date| {
        let living = agencies.iter().filter(|agency| agency.exists_on(day));
        living.filter(|agency| agency.level == level).count()
    };
    assert_eq!(count("province", FIRST_OF_TWO_TIERS), 34);
    assert_eq!(count("district", FIRST_OF_TWO_TIERS), 0);
    assert_eq!(count("commune", FIRST_OF_TWO_TIERS), 3321);
    assert_eq!(count("province", LAST_OF_THREE_TIERS), 63);
    assert_eq!(count("district", LAST_OF_THREE_TIERS), 696);
    assert_eq!(count("commune", LAST_OF_THREE_TIERS), 10035);
}

#[test]
fn an_agency_has_its_parent_on_every_day_it_exists() {
    let agencies = agencies();
    let by_code = by_code(&agencies);
    for child in agencies.iter().filter(|child| !child.parent_code.is_empty()) {
        let parents = by_code.get(child.parent_code.as_str());
        let mut unmet = child.valid_from;
        loop {
            let parent = parents.into_iter().flatten().find(|parent| parent.exists_on(unmet));
            let Some(parent) = parent else {
                panic!("{} has no parent {} on {unmet}", child.code, child.parent_code)
            };
            if parent.valid_to >= child.valid_to {
                break;
            }
            unmet = parent.valid_to.tomorrow().expect("a day after it");
        }
    }
}

#[test]
fn an_area_has_one_agency_at_a_time() {
    let agencies = agencies();
    let mut areas: BTreeMap<&str, Vec<&Agency>> = BTreeMap::new();
    for agency in agencies.iter().filter(|agency| !agency.area_code.is_empty()) {
        areas.entry(&agency.area_code).or_default().push(agency);
    }
    for (area, mut spans) in areas.into_iter().chain(by_code(&agencies)) {
        spans.sort_by_key(|agency| agency.valid_from);
        for pair in spans.windows(2) {
            assert!(
                pair[0].valid_to < pair[1].valid_from,
                "{area} is there twice on {}",
                pair[1].valid_from
            );
        }
    }
}

#[test]
fn a_succession_leads_from_what_ended_to_what_began() {
    let agencies = agencies();
    let by_code = by_code(&agencies);
    let exists = |code: &str, day: Date| {
        let known = by_code.get(code);
        known.into_iter().flatten().any(|agency| agency.exists_on(day))
    };
    let successions = successions();
    let mut successors: BTreeMap<(&str, Date), BTreeSet<&str>> = BTreeMap::new();
    for succession in &successions {
        let Succession { code, successor_code, on_day, .. } = succession;
        let eve = on_day.yesterday().expect("a day before it");
        assert!(exists(code, eve), "{code} was not there on {eve}");
        assert!(exists(successor_code, *on_day), "{successor_code} was not there on {on_day}");
        assert!(
            successors.entry((code.as_str(), *on_day)).or_default().insert(successor_code.as_str()),
            "{code} to {successor_code} is there twice"
        );
    }
    for Succession { code, on_day, kind, .. } in &successions {
        let expected = match successors[&(code.as_str(), *on_day)].len() {
            1 => "whole",
            _ => "split",
        };
        assert_eq!(kind, expected, "{code}");
    }
}

#[test]
fn what_ended_with_the_three_tiers_has_a_successor() {
    let succeeded: BTreeSet<String> = successions()
        .into_iter()
        .filter(|succession| succession.on_day == FIRST_OF_TWO_TIERS)
        .map(|succession| succession.code)
        .collect();
    for agency in agencies() {
        let ended = agency.valid_to == LAST_OF_THREE_TIERS && agency.level != "district";
        assert!(!ended || succeeded.contains(&agency.code), "{} has no successor", agency.code);
    }
}
