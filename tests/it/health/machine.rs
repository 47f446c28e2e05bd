//! What the machine gives: disk, clock, mail server, and whether exports still come.

use std::io;

use jiff::civil::{DateTime, date};
use motcua::{
    catalog::settings::ProgramSettings,
    health::{HealthCheck, HealthState, MachineProbe},
    warehouse::BuildLock,
};
use rstest::rstest;

use super::examined::{NOW, examine, examine_plainly, found_of, healthy_office, sound_machine};
use crate::support::office::Office;

fn settings(text: &str) -> ProgramSettings {
    ProgramSettings::parse_text("motcua.toml", text).expect("well")
}

#[rstest]
#[case::full(Ok(200 << 20), HealthState::Broken, "full")]
#[case::nearly_full(Ok(600 << 20), HealthState::Attention, "short")]
#[case::enough(Ok(2 << 30), HealthState::Sound, "fine")]
#[case::unreadable(Err(()), HealthState::Attention, "unknown")]
fn a_disk_is_judged_by_what_is_free(
    #[case] free: Result<u64, ()>,
    #[case] state: HealthState,
    #[case] case: &'static str,
) {
    let office = healthy_office();
    let measure = move |_: &std::path::Path| free.map_err(|()| io::Error::other("no such disk"));
    let machine = MachineProbe { measure_free: Box::new(measure), ..sound_machine() };
    let findings = examine(&office, &ProgramSettings::default(), &machine, NOW);
    assert_eq!(found_of(&findings, HealthCheck::Disk), (state, case));
}

#[rstest]
#[case::an_hour_before_the_last_ingest(date(2024, 1, 2).at(7, 0, 0, 0), "behind_ingest")]
#[case::another_machine_five_minutes_behind(date(2024, 1, 2).at(7, 55, 0, 0), "right")]
#[case::a_year_before(date(2023, 1, 2).at(9, 0, 0, 0), "behind_ingest")]
fn a_clock_behind_what_was_taken_in_is_wrong(#[case] now: DateTime, #[case] case: &'static str) {
    let office = healthy_office();
    let findings = examine(&office, &ProgramSettings::default(), &sound_machine(), now);
    assert_eq!(found_of(&findings, HealthCheck::Clock).1, case);
}

const MAIL: &str = "[mail]\nhost = \"mail.example.org\"\nfrom = \"a@example.org\"\n";

#[test]
fn a_mail_server_that_does_not_answer_is_named_with_what_it_said() {
    let office = healthy_office();
    let refuse = |_: &_| Err("connection refused".to_owned());
    let machine = MachineProbe { greet_mail: Box::new(refuse), ..sound_machine() };
    let findings = examine(&office, &settings(MAIL), &machine, NOW);
    assert_eq!(found_of(&findings, HealthCheck::Mail), (HealthState::Broken, "unreachable"));
    let found = findings.iter().find(|finding| finding.check == HealthCheck::Mail);
    let values = &found.expect("found").values;
    assert!(values.contains(&("problem", "connection refused".to_owned())), "{values:?}");
    assert!(values.contains(&("server", "mail.example.org:587".to_owned())), "{values:?}");
    let findings = examine(&office, &settings(MAIL), &sound_machine(), NOW);
    assert_eq!(found_of(&findings, HealthCheck::Mail), (HealthState::Sound, "reached"));
}

#[test]
fn a_mail_server_that_is_not_set_is_not_asked() {
    let office = healthy_office();
    let ask = |_: &_| panic!("nothing is set to be asked");
    let machine = MachineProbe { greet_mail: Box::new(ask), ..sound_machine() };
    let findings = examine(&office, &ProgramSettings::default(), &machine, NOW);
    assert_eq!(found_of(&findings, HealthCheck::Mail), (HealthState::Sound, "none"));
}

const LOGIN: &str = "[login.oidc]\nissuer = \"https://id.example.org\"\nclient_id = \"a\"\nclient_secret = { env = \"A\" }\n";

#[rstest]
#[case::not_set("", true, HealthState::Sound, "none")]
#[case::there(LOGIN, true, HealthState::Sound, "reached")]
#[case::down(LOGIN, false, HealthState::Broken, "unreachable")]
fn a_server_people_log_in_at_is_asked_where_one_is_set(
    #[case] text: &str,
    #[case] answers: bool,
    #[case] state: HealthState,
    #[case] case: &'static str,
) {
    let office = healthy_office();
    let greet = move |_: &_, _: &_| answers.then_some(()).ok_or_else(|| "no answer".to_owned());
    let machine = MachineProbe { greet_login: Box::new(greet), ..sound_machine() };
    let findings = examine(&office, &settings(text), &machine, NOW);
    assert_eq!(found_of(&findings, HealthCheck::Login), (state, case));
}

#[rstest]
#[case::as_long_as_is_usual("", date(2024, 2, 5).at(9, 0, 0, 0), "fine")]
#[case::longer_than_is_usual("", date(2024, 2, 6).at(9, 0, 0, 0), "silent")]
#[case::as_the_office_says("[alerts]\nsource_silent_days = 7\n", date(2024, 1, 9).at(9, 0, 0, 0), "silent")]
fn a_connector_that_brings_nothing_is_named(
    #[case] text: &str,
    #[case] now: DateTime,
    #[case] case: &'static str,
) {
    let office = healthy_office();
    let findings = examine(&office, &settings(text), &sound_machine(), now);
    assert_eq!(found_of(&findings, HealthCheck::Connectors).1, case);
}

#[test]
fn rows_refused_of_the_last_export_are_told() {
    let office = Office::new();
    office
        .given("status,received_at\nfinished,01/12/2023 08:00:00\nfinished,31/02/2023 08:00:00\n");
    let findings = examine_plainly(&office);
    assert_eq!(found_of(&findings, HealthCheck::Connectors), (HealthState::Attention, "rejected"));
    let found = findings.iter().find(|finding| finding.check == HealthCheck::Connectors);
    let values = &found.expect("found").values;
    assert!(values.contains(&("rejected", "1".to_owned())), "{values:?}");
}

#[rstest]
#[case::just_begun(date(2024, 1, 2).at(8, 30, 0, 0), "held")]
#[case::for_half_a_day(date(2024, 1, 1).at(21, 0, 0, 0), "long")]
fn a_build_under_way_is_told_of(#[case] since: DateTime, #[case] case: &'static str) {
    let office = healthy_office();
    let _held = BuildLock::acquire_lock(&office.data(), since).expect("free");
    assert_eq!(found_of(&examine_plainly(&office), HealthCheck::Lock).1, case);
}

#[test]
fn settings_that_contradict_the_content_are_broken() {
    let office = healthy_office();
    let text = "[fetch.none]\nurl = \"https://example.org\"\n";
    let findings = examine(&office, &settings(text), &sound_machine(), NOW);
    assert_eq!(found_of(&findings, HealthCheck::Content), (HealthState::Broken, "broken"));
}
