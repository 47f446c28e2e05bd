//! Every case a check can find has its sentence, and every case that is not sound says what to do.

use std::{collections::BTreeMap, fs};

use motcua::{
    catalog::Catalog,
    health::{HealthCheck, HealthState},
};
use rstest::rstest;

/// By check and case, the states it is found in.
fn cases(check: HealthCheck) -> BTreeMap<String, String> {
    let file = if check == HealthCheck::State { "state_file" } else { check.id() };
    let folders = ["", "received/", "reported/", "servers/"];
    let mut texts = folders.iter().filter_map(|folder| {
        fs::read_to_string(format!("src/health/checks/{folder}{file}.rs")).ok()
    });
    let text = texts.next().expect("its file");
    let case = regex::Regex::new(r#"(Sound|Attention|Broken),\s*"([a-z_]+)""#).expect("a pattern");
    let found = case.captures_iter(&text);
    found.map(|found| (found[2].to_owned(), found[1].to_lowercase())).collect()
}

#[rstest]
fn every_case_has_its_sentence(
    #[values(
        HealthCheck::DataFolder,
        HealthCheck::Disk,
        HealthCheck::Lock,
        HealthCheck::Archive,
        HealthCheck::State,
        HealthCheck::Backup,
        HealthCheck::Content,
        HealthCheck::Connectors,
        HealthCheck::Mail,
        HealthCheck::Login,
        HealthCheck::Clock,
        HealthCheck::FetchedLists,
        HealthCheck::LastIngest,
        HealthCheck::LockedPeriods,
        HealthCheck::Published,
        HealthCheck::Schedules,
        HealthCheck::Deliveries,
        HealthCheck::Versions
    )]
    check: HealthCheck,
) {
    let catalog = Catalog::load_content(None).expect("the content is well");
    let cases = cases(check);
    assert!(cases.len() >= 2, "{cases:?}");
    assert!(catalog.phrases.has_phrase(&format!("health.{}", check.id())));
    for (case, state) in &cases {
        let said = format!("health.{}.{case}", check.id());
        assert!(catalog.phrases.has_phrase(&said), "`{said}` is not in dashboards/health.toml");
        let is_sound = state == HealthState::Sound.id();
        assert_eq!(catalog.phrases.has_phrase(&format!("{said}.todo")), !is_sound, "{said}");
    }
    let written = fs::read_to_string("dashboards/health.toml").expect("the phrases");
    let key = format!(r#"(?m)^"health\.{}\.([a-z_]+)" ="#, check.id());
    for found in regex::Regex::new(&key).expect("a pattern").captures_iter(&written) {
        assert!(cases.contains_key(&found[1]), "nothing is ever found as `{}`", &found[1]);
    }
}
