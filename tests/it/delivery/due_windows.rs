//! What is due within hours and days is told while the office works, each once for each window. Dossiers are known as of 1/1/2024, a day off;
//! it is Tuesday 2/1, and the office works 07:30–11:30 and 13:30–17:00.

use jiff::civil::date;
use motcua::pipeline::IngestOverrides;

use crate::support::{
    desk_of_mail::MailDesk,
    office::Office,
    post_office::{PostOffice, Reply},
};

const SETTINGS: &str = "[alerts]\nto = [{ mail = \"chutich@vanquan.example\" }]\n\
    [alerts.due_windows]\nevery_minutes = 30\n";

const HEADING: &str = "dossier_code,solving_agency,procedure_name,status,received_at,due_at\n";

/// Open dossiers of An Sơn, each with when it is due.
fn given(office: &Office, due: &[(&str, &str)]) {
    let rows = due
        .iter()
        .map(|(code, due)| format!("{code},06283,Khai sinh,in_progress,20/12/2023,{due}\n"));
    office.given(&(HEADING.to_owned() + &rows.collect::<String>()));
}

fn desk(due: &[(&str, &str)]) -> MailDesk {
    let office = Office::new();
    given(&office, due);
    MailDesk::new(office, SETTINGS)
}

fn told_at(desk: &MailDesk, time: &str) -> usize {
    desk.at(&format!("2024-01-{time}")).run().alerts
}

#[test]
fn it_is_told_in_office_hours_alone() {
    let desk = desk(&[("A", "02/01/2024")]);
    for time in ["01T09:00", "02T06:59", "02T07:29:59"] {
        assert_eq!(told_at(&desk, time), 0, "{time}");
    }
    assert_eq!(told_at(&desk, "02T07:30"), 1);
    given(&desk.office, &[("A", "02/01/2024"), ("B", "02/01/2024")]);
    for time in ["02T11:31", "02T12:30", "02T13:29"] {
        assert_eq!(told_at(&desk, time), 0, "{time}");
    }
    assert_eq!(told_at(&desk, "02T13:30"), 1);
    given(&desk.office, &[("A", "02/01/2024"), ("B", "02/01/2024"), ("C", "03/01/2024")]);
    assert_eq!(told_at(&desk, "02T17:01"), 0);
    // In the morning: C is due within hours now, and nobody knows whether A and B were done.
    assert_eq!(told_at(&desk, "03T07:30"), 3);
    assert_eq!(desk.mails().len(), 3);
}

#[test]
fn nothing_new_is_nothing_sent_and_messages_keep_their_distance() {
    let desk = desk(&[("A", "02/01/2024")]);
    assert_eq!(told_at(&desk, "02T08:00"), 1);
    assert_eq!(told_at(&desk, "02T08:45"), 0);
    given(&desk.office, &[("A", "02/01/2024"), ("B", "02/01/2024")]);
    assert_eq!(told_at(&desk, "02T08:29"), 0);
    assert_eq!(told_at(&desk, "02T08:30"), 1);
    let mails = desk.mails();
    assert!(mails[0].contains("Hồ sơ đến hạn, mới: 1 trong 24 giờ"), "{}", mails[0]);
    assert!(mails[0].contains("theo số liệu ngày 01/01/2024"), "{}", mails[0]);
    assert!(mails[0].contains("TRONG 24 GIỜ\nXã An Sơn:\n- A, hẹn 02/01/2024"), "{}", mails[0]);
    assert!(mails[1].contains("- B") && !mails[1].contains("- A"), "{}", mails[1]);
}

#[test]
fn one_that_comes_nearer_is_told_once_more_and_once_when_its_time_has_come() {
    let desk = desk(&[("A", "04/01/2024 09:00")]);
    let (mut told, days) = (Vec::new(), ["02", "03", "04"]);
    let hours = ["07:30", "08:30", "09:30", "10:30", "14:00", "15:00", "16:30"];
    for (day, hour) in days.iter().flat_map(|day| hours.map(|hour| (day, hour))) {
        let time = format!("{day}T{hour}");
        if told_at(&desk, &time) > 0 {
            told.push(time);
        }
    }
    // A working day's time before 09:00 is the day before at 09:00.
    assert_eq!(told, ["02T07:30", "03T09:30", "04T09:30"]);
    let mails = desk.mails();
    assert!(mails[0].contains("1 sau 24 giờ, trong 3 ngày làm việc"), "{}", mails[0]);
    assert!(mails[1].contains("1 trong 24 giờ"), "{}", mails[1]);
    assert!(mails[2].contains("1 đã qua giờ hẹn"), "{}", mails[2]);
    assert!(mails[2].contains("CHƯA BIẾT ĐÃ XONG CHƯA"), "{}", mails[2]);
}

#[test]
fn a_promised_time_that_moved_is_told_anew_and_what_was_done_is_not() {
    let desk = desk(&[("A", "02/01/2024"), ("B", "02/01/2024")]);
    assert_eq!(told_at(&desk, "02T08:00"), 2);
    given(&desk.office, &[("A", "03/01/2024")]);
    desk.office.given(&(HEADING.to_owned() + "B,06283,Khai sinh,returned,20/12/2023,02/01/2024\n"));
    assert_eq!(told_at(&desk, "02T09:00"), 1);
    assert!(desk.mails()[1].contains("- A, hẹn 03/01/2024"));
}

#[test]
fn a_clock_that_goes_ahead_and_back_tells_nothing_twice() {
    let desk = desk(&[("A", "03/01/2024"), ("B", "05/01/2024")]);
    assert_eq!(told_at(&desk, "02T08:00"), 2);
    // A day ahead A is told as due within hours; back again it is known to be nearer than that.
    assert_eq!(told_at(&desk, "03T08:00"), 1);
    for time in ["02T08:05", "02T10:00", "01T10:00"] {
        assert_eq!(told_at(&desk, time), 0, "{time}");
    }
    // Years ahead all is too old to be told of, and nothing of it is forgotten.
    assert_eq!(desk.at("2024-06-03T08:00").run().alerts, 0);
    assert_eq!(told_at(&desk, "03T10:00"), 0);
    // Nor is it two years ahead, looked at more than once.
    for time in ["2026-01-05T08:00", "2026-01-05T09:00", "2026-01-06T08:00"] {
        assert_eq!(desk.at(time).run().alerts, 0, "{time}");
    }
    assert_eq!(told_at(&desk, "03T10:30"), 0);
    // A's time has come; B is farther than a working day's time still.
    assert_eq!(told_at(&desk, "04T16:00"), 1);
    assert_eq!(desk.mails().len(), 3);
}

#[test]
fn what_is_known_is_told_of_for_three_working_days() {
    let desk = desk(&[("A", "05/01/2024")]);
    assert_eq!(told_at(&desk, "05T08:00"), 0);
    assert_eq!(told_at(&desk, "06T09:00"), 0);
    assert_eq!(told_at(&desk, "04T16:00"), 1);
}

/// Takes in an export of Hòa Bình of a day of January.
fn given_elsewhere(office: &Office, day: i8, rows: &str) {
    let path = office.file("them.csv", HEADING.to_owned() + rows);
    let snapshot_on = Some(date(2024, 1, day));
    let said =
        IngestOverrides { connector: Some("given".into()), snapshot_on, ..Default::default() };
    let now = date(2024, 1, day).at(7, 0, 0, 0);
    office.ingest_at(&path, &said, now).0.remove(0).expect("taken in");
}

#[test]
fn what_could_not_be_sent_in_office_hours_waits_for_the_next_ones() {
    let office = Office::new();
    given(&office, &[("A", "03/01/2024")]);
    let post = PostOffice::with(|word, before| match (word, before) {
        ("RCPT", 0) => Reply::Say("451 4.7.1 greylisted, come back"),
        _ => Reply::Usual,
    });
    let settings = SETTINGS.to_owned() + "[alerts.quiet]\nfrom = \"07:30\"\nto = \"08:30\"\n";
    let desk = MailDesk::by(office, post, &settings);
    assert_eq!(told_at(&desk, "02T16:59"), 1);
    for time in ["02T17:05", "02T20:00", "03T07:00", "03T07:45"] {
        told_at(&desk, time);
        assert!(desk.mails().is_empty(), "{time}");
    }
    told_at(&desk, "03T08:30");
    assert!(desk.mails()[0].contains("- A, hẹn 03/01/2024"));
}

#[test]
fn a_message_is_as_old_as_the_oldest_it_names_and_names_nothing_too_old() {
    let desk = desk(&[("A", "04/01/2024"), ("B", "08/01/2024")]);
    given_elsewhere(&desk.office, 3, "X,06274,Khai sinh,in_progress,20/12/2023,04/01/2024\n");
    assert_eq!(told_at(&desk, "04T08:00"), 3);
    let first = desk.mails().remove(0);
    assert!(first.contains("theo số liệu ngày 01/01/2024"), "{first}");
    // On Friday 5/1 what is known on 1/1 is too old, B's nearer window with it.
    given_elsewhere(&desk.office, 5, "X,06274,Khai sinh,in_progress,20/12/2023,05/01/2024\n");
    assert_eq!(told_at(&desk, "05T15:00"), 1);
    let second = desk.mails().remove(0);
    assert!(second.contains("theo số liệu ngày 05/01/2024"), "{second}");
}

#[test]
fn a_message_is_short_enough_for_a_chat_and_each_is_told_of_their_own() {
    let office = Office::new();
    let rows = (0..60).map(|number| {
        format!("H37-240102-{number:05},06283,Khai sinh,in_progress,20/12/2023,02/01/2024\n")
    });
    let other = "X,06274,Khai sinh,in_progress,20/12/2023,02/01/2024\n";
    office.given(&(HEADING.to_owned() + &rows.collect::<String>() + other));
    let settings = "[alerts]\nto_each = true\nto = [{ mail = \"phong@vanquan.example\", agency = \"06274\" }]\n\
        [alerts.due_windows]\nmax_chars = 600\n\
        [[contact]]\nagency = \"06283\"\nmail = \"anson@vanquan.example\"\n";
    let desk = MailDesk::new(office, settings);
    assert_eq!(told_at(&desk, "02T08:00"), 61);
    let mut mails = desk.mails();
    mails.sort();
    let text = mails[0].split_once('\n').expect("a recipient").1;
    assert!(text.trim().chars().count() <= 600, "{}", text.chars().count());
    let listed = text.matches("\n- H37").count();
    assert!(listed > 5 && text.contains(&format!("… và {} hồ sơ nữa", 60 - listed)), "{text}");
    assert!(mails[1].contains("- X, hẹn") && !mails[1].contains("H37"), "{}", mails[1]);
}

#[test]
fn an_office_with_other_hours_is_told_in_them() {
    let office = Office::new();
    given(&office, &[("A", "02/01/2024"), ("B", "02/01/2024 07:10")]);
    let hours = "[office_hours]\nmorning = \"07:00-11:00\"\nafternoon = \"14:00-17:30\"\n";
    let desk = MailDesk::new(office, &(SETTINGS.to_owned() + hours));
    assert_eq!(told_at(&desk, "02T06:59"), 0);
    assert_eq!(told_at(&desk, "02T07:00"), 2);
}
