//! Which limits are watched, and when an alert ends.

use motcua::catalog::settings::ProgramSettings;

use crate::support::{desk_of_mail::MailDesk, office::Office, sender::mail};

const TO: &str = "[alerts]\nto = [{ mail = \"chutich@vanquan.example\" }]\n";

/// So many on time of so many in An Sơn, all ended on the Monday whose exports are known.
fn ended(on_time: usize, all: usize) -> String {
    let mut csv = "dossier_code,status,received_at,due_at,ended_at\n".to_owned();
    for number in 0..all {
        let due = if number < on_time { "2024-01-03" } else { "2023-12-29" };
        csv = format!("{csv}{number},finished,2023-12-20,{due},2024-01-01\n");
    }
    csv
}

fn given(office: &Office, on_time: usize, all: usize) {
    office.given(&ended(on_time, all));
}

fn desk(settings: &str) -> MailDesk {
    let office = Office::new();
    office.begin_given(&ended(8, 10));
    MailDesk::new(office, &(TO.to_owned() + settings))
}

fn watched(metric: &str, period: &str, rest: &str) -> String {
    format!("[[alerts.metrics]]\nid = \"{metric}\"\nperiod = \"{period}\"\n{rest}\n")
}

#[test]
fn a_metric_watched_by_the_week_and_by_the_year_is_told_once_of_each() {
    let desk = desk(&(watched("on_time_rate", "week", "") + &watched("on_time_rate", "year", "")));
    // Of the week too few say nothing.
    assert_eq!(desk.run().alerts, 2);
    for _ in 0..3 {
        desk.wait(15);
        assert_eq!(desk.run().alerts, 0);
    }
    assert_eq!(desk.mails().len(), 1);
}

#[test]
fn what_nobody_watches_any_more_ends_without_a_word() {
    let mut desk = desk(&watched("on_time_rate", "week", ""));
    assert_eq!(desk.run().alerts, 1);
    let settings = mail(desk.post.port) + TO + "data_stale_days = 90\n";
    desk.settings = ProgramSettings::parse_text("motcua.toml", &settings).expect("settings");
    desk.wait(15);
    assert_eq!(desk.run().alerts, 0);
    assert!(desk.state().list_alerts(false).expect("read").is_empty());
    assert_eq!(desk.mails().len(), 1);
}

#[test]
fn a_goal_is_no_floor() {
    // None of ten online, and 70 % are to be: that is a goal.
    let office = Office::new();
    let mut csv =
        "dossier_code,channel,service_level,status,received_at,due_at,ended_at\n".to_owned();
    for number in 0..10 {
        csv = format!("{csv}{number},direct,full,finished,2024-01-01,2024-01-03,2024-01-01\n");
    }
    office.given(&csv);
    let online = office.value("full_online_rate", "2024", "06283").expect("a value");
    assert_eq!(online.measure.denominator, Some(10));
    let desk = MailDesk::new(office, &(TO.to_owned() + &watched("full_online_rate", "year", "")));
    assert_eq!(desk.run().alerts, 0);
}

#[test]
fn all_of_it_is_over_by_enough_whatever_is_asked() {
    let desk = desk(&watched("on_time_rate", "week", "hysteresis = \"20\""));
    assert_eq!(desk.run().alerts, 1);
    given(&desk.office, 10, 10);
    assert_eq!(desk.wait(15).run().alerts, 1);
    assert!(desk.mails()[1].contains("ĐÃ ĐẠT LẠI"));
}

#[test]
fn what_concerns_nobody_is_not_told_until_it_does() {
    let mut desk = desk(&watched("on_time_rate", "week", ""));
    let of = |agency: &str, port| {
        let to =
            format!("[alerts]\nto = [{{ mail = \"x@vanquan.example\", agency = \"{agency}\" }}]\n");
        let text = mail(port) + &to + &watched("on_time_rate", "week", "");
        ProgramSettings::parse_text("motcua.toml", &text).expect("settings")
    };
    desk.settings = of("06274", desk.post.port);
    assert_eq!(desk.run().alerts, 0);
    assert_eq!(desk.state().list_alerts(false).expect("read")[0].state.id(), "new");
    desk.settings = of("06283", desk.post.port);
    assert_eq!(desk.wait(15).run().alerts, 1);
}

#[test]
fn what_is_due_first_is_told_of_however_many_stand_before_it() {
    let office = Office::of_every_metric();
    let mut csv = "dossier_code,solving_agency,status,received_at,due_at\n".to_owned();
    // By their agency these come before the last one; they are due in four working days, not in two.
    for number in 0..5_001 {
        csv.push_str(&[&number.to_string(), ",06268,in_progress,2023-12-28,2024-01-08\n"].concat());
    }
    office.given(&(csv + "X,06283,in_progress,2023-12-28,2024-01-04\n"));
    let desk = MailDesk::new(office, &(TO.to_owned() + "due = { metric = \"due_soon\" }\n"));
    assert_eq!(desk.run().alerts, 1);
    assert!(desk.mails()[0].contains("Xã An Sơn:\n- X, hẹn trả 04/01/2024"));
}
