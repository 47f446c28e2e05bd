//! Every agency of the registry in every writing that is in use: known, or refused with itself among those it could be.

use std::sync::Arc;

use jiff::civil::{Date, date};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    super::empty_warehouse::EmptyWarehouse, matching::NameScopes, registry::AgencyDirectory,
    times::AgencyTimes,
};
use crate::catalog::content::ContentSet;

const TODAY: Date = date(2026, 11, 1);
const LAST_OF_THREE_TIERS: Date = date(2025, 6, 30);

fn open_empty_warehouse() -> Arc<EmptyWarehouse> {
    let scratch = tempfile::tempdir().expect("a folder");
    let content = ContentSet::load_layers(None).expect("the content is well");
    EmptyWarehouse::of(&content, scratch.path()).expect("made")
}

/// Position, name, and the names above it, of every commune of a day.
fn list_communes(agencies: &AgencyDirectory, day: Date) -> Vec<(usize, String, Vec<String>)> {
    let known = agencies.agencies_on(day, NameScopes::default());
    let kinds = ["Xã ", "Phường ", "Thị trấn ", "Đặc khu "];
    let is_commune = |at: &usize| {
        let agency = agencies.record(*at);
        kinds.iter().any(|kind| agency.name.starts_with(kind)) && agency.exists_on(day)
    };
    let name = |at: usize| agencies.record(at).name.clone();
    let communes = (0..agencies.timeline.version_count()).filter(is_commune);
    communes.map(|at| (at, name(at), known.ancestors_of(at).map(name).collect())).collect()
}

fn without_marks(text: &str) -> String {
    let letters = text.replace('đ', "d").replace('Đ', "D");
    letters.nfd().filter(|letter| !is_combining_mark(*letter)).collect()
}

fn without_type(name: &str) -> &str {
    let kinds = ["Thành phố ", "Đặc khu ", "Thị trấn ", "Phường ", "Xã ", "Tỉnh "];
    kinds.iter().find_map(|kind| name.strip_prefix(kind)).expect("a type")
}

/// Each with whether it says all there is to say.
fn list_writings(name: &str, above: &str) -> [(String, bool); 14] {
    let full = format!("{name}, {above}");
    let lower = |text: &str| crate::domain::name::lower_first(text);
    [
        (full.clone(), true),
        (format!("UBND {}, {}", lower(name), lower(above)), true),
        (format!("Ủy ban nhân dân {name} - {above}"), true),
        (format!("UBND {name} – {above}"), true),
        (format!("{name}-{above}"), true),
        (full.replace(" - ", "-").replace('\'', "’"), true),
        (full.replace(" - ", " — ").replace('\'', "`"), true),
        (full.to_uppercase(), true),
        (full.nfd().collect(), true),
        (format!("{name} - {}", without_type(above)), true),
        (format!("{}, {above}", without_type(name)), false),
        (without_marks(&full), false),
        (without_marks(&format!("UBND {name} - {above}")), false),
        (without_marks(&format!("{}, {above}", without_type(name))), false),
    ]
}

fn of_last(times: &AgencyTimes, text: &str) -> Result<String, super::matching::MatchFailure> {
    times.find_agency(text, (times.last_stretch(), times.last_stretch()))
}

#[test]
fn every_commune_of_today_is_known_in_every_writing() {
    let base = open_empty_warehouse();
    let agencies = &base.agencies;
    let times = agencies.agencies_until(TODAY, NameScopes::default());
    let communes = list_communes(agencies, TODAY);
    assert_eq!(communes.len(), 3321);
    let mut refused = 0;
    for (at, name, above) in communes {
        let code = &agencies.record(at).code;
        for (text, is_full) in list_writings(&name, &above[0]) {
            match of_last(&times, &text) {
                Ok(found) => assert_eq!(found, *code, "{text}"),
                Err(why) => {
                    assert!(!is_full, "{text}: {why:?}");
                    assert_eq!(why.reason, "several_agencies", "{text}: {why:?}");
                    assert!(why.names.contains(&format!("({code})")), "{text}: {why:?}");
                    refused += 1;
                }
            }
        }
    }
    // Two communes of a province that differ by a mark or by their type alone.
    assert!(refused < 120, "{refused}");
}

#[test]
fn every_commune_of_before_is_known_under_its_district_whenever_it_is_asked_for() {
    let base = open_empty_warehouse();
    let agencies = &base.agencies;
    let communes = list_communes(agencies, LAST_OF_THREE_TIERS);
    assert_eq!(communes.len(), 10_035);
    for made_on in [LAST_OF_THREE_TIERS, TODAY] {
        let times = agencies.agencies_until(made_on, NameScopes::default());
        let then = times.stretch_of(LAST_OF_THREE_TIERS);
        for (at, name, above) in &communes {
            let text = format!("{name}, {}", above.join(", "));
            assert_eq!(
                times.find_agency(&text, (then, then)).as_ref(),
                Ok(&agencies.record(*at).code),
                "{text}"
            );
        }
    }
}

#[test]
fn another_spelling_of_an_old_name_is_known_in_its_time() {
    let base = open_empty_warehouse();
    let times = base.agencies.agencies_until(TODAY, NameScopes::default());
    let then = times.stretch_of(date(2023, 6, 1));
    for (text, code) in [
        ("Xã Đắk Blà, Thành phố Kon Tum", "23323"),
        ("Xã Đăk Blà, thành phố Kon Tum, tỉnh Kon Tum", "23323"),
        ("Xã Tam Thanh, huyện Phú Quý", "23278"),
        ("Phường Phước Mỹ, Thành phố Phan Rang-Tháp Chàm", "22741"),
        ("Xã Long Sơn, Tỉnh Bà Rịa - Vũng Tàu", "26545"),
        ("Phường Văn Miếu Quốc Tử Giám, quận Đống Đa", "00181"),
    ] {
        assert_eq!(times.find_agency(text, (then, then)), Ok(code.to_owned()), "{text}");
    }
}

#[test]
fn a_name_under_the_wrong_parent_is_told_with_where_it_is() {
    let base = open_empty_warehouse();
    let times = base.agencies.agencies_until(TODAY, NameScopes::default());
    for (text, first) in [
        (
            "Phường Xuân Hương - Đà Lạt, tỉnh Lâm Đông",
            "Tỉnh Lâm Đồng: Phường Xuân Hương - Đà Lạt (24781); ",
        ),
        ("UBND xã Yên Phúc, tỉnh Lạng Sớn", "Tỉnh Lạng Sơn: Xã Yên Phúc (06298); "),
    ] {
        let why = of_last(&times, text).expect_err("nobody");
        assert_eq!(why.reason, "agency_elsewhere", "{why:?}");
        assert!(format!("{}; ", why.names).starts_with(first), "{text}: {why:?}");
    }
}

#[test]
fn of_unknown_names_those_of_the_province_that_is_named_come_first() {
    let base = open_empty_warehouse();
    let times = base.agencies.agencies_until(TODAY, NameScopes::default());
    let why = of_last(&times, "Phường Xuân Hưong - Đà Lạt, tỉnh Lâm Đồng").expect_err("nobody");
    assert_eq!(why.reason, "unknown_agency");
    assert!(why.names.starts_with("Phường Xuân Hương - Đà Lạt (24781), "), "{why:?}");
}
