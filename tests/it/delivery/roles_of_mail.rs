//! What is sent to a role reaches its users: whoever may come in and has an address, each with what they see.

use motcua::domain::sight::UserRole;

use crate::support::{desk::Desk, desk_of_mail::MailDesk, office::Office};

const WEEKLY: &str = "[[schedule]]\nid = \"tuan\"\nreport = \"brief\"\ncron = \"0 7 * * 1\"\nperiod = \"week_before\"\n";

/// An Sơn has so many dossiers, some of them late; Hòa Bình has four in time.
fn desk(settings: &str, (overdue, all): (usize, usize), ended: &str) -> MailDesk {
    let office = Office::new();
    let mut csv = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n".to_owned();
    for (agency, overdue, all) in [("06283", overdue, all), ("06274", 0, 4)] {
        for number in 0..all {
            let due = if number < overdue { "2023-12-27" } else { "2024-01-03" };
            csv = format!("{csv}{agency}-{number},{agency},finished,2023-12-20,{due},{ended}\n");
        }
    }
    office.given(&csv);
    let desk = MailDesk::new(office, settings);
    let state = desk.state();
    let users = [
        ("lan", UserRole::Officer, None, Some("lan@vanquan.example")),
        ("mai", UserRole::Officer, None, Some("mai@vanquan.example")),
        ("khong-thu", UserRole::Officer, None, None),
        ("anson", UserRole::Commune, Some("06283"), Some("anson@vanquan.example")),
        ("chutich", UserRole::Viewer, None, Some("chutich@vanquan.example")),
    ];
    for (name, role, agency, mail) in users {
        state.add_user(name, role, agency, "correct horse", desk.now.get()).expect("added");
        state.set_user_mail(name, mail).expect("noted");
    }
    desk
}

/// Who got one, and what, in the order of their addresses.
fn sent(desk: &MailDesk) -> Vec<(String, String)> {
    let mut mails: Vec<(String, String)> = (desk.mails().into_iter())
        .map(|mail| {
            let (to, text) = mail.split_once('\n').expect("a line of the recipient");
            (to.replace("RCPT TO:<", "").replace("@vanquan.example>", ""), text.to_owned())
        })
        .collect();
    mails.sort();
    mails
}

fn names(sent: &[(String, String)]) -> Vec<&str> {
    sent.iter().map(|(to, _)| to.as_str()).collect()
}

/// On Sunday it is first seen, on Monday it is due.
fn on_monday(to: &str, counts: (usize, usize)) -> MailDesk {
    let desk = desk(&(WEEKLY.to_owned() + to), counts, "2023-12-28");
    desk.at("2023-12-31T12:00:00").run();
    desk.at("2024-01-01T07:00:00");
    desk
}

#[test]
fn every_user_of_a_role_who_has_an_address_gets_it_once_and_whoever_was_shut_out_nothing() {
    let desk =
        on_monday("to = [{ role = \"officer\" }, { mail = \"Lan@vanquan.example\" }]\n", (2, 10));
    desk.state().disable_user("mai").expect("out");
    assert_eq!(desk.run().tally.sent, 1);
    assert_eq!(names(&sent(&desk)), ["lan"]);
    assert!(desk.at("2024-01-01T07:05:00").run().is_empty());
}

#[test]
fn each_role_gets_what_it_sees() {
    let to = "to = [{ role = \"officer\" }, { role = \"commune\" }, { role = \"viewer\" }]\n";
    let desk = on_monday(to, (1, 5));
    assert_eq!(desk.run().tally.sent, 4);
    let sent = sent(&desk);
    assert_eq!(names(&sent), ["anson", "chutich", "lan", "mai"]);
    let of = |name: &str| &sent.iter().find(|(to, _)| to == name).expect("a mail").1;
    assert!(of("lan").contains("(8/9)"), "{}", of("lan"));
    // Eight of nine would tell of the ninth.
    assert!(!of("chutich").contains("8/9"), "{}", of("chutich"));
    assert!(of("anson").contains("(4/5)"), "{}", of("anson"));
}

#[test]
fn alerts_reach_the_users_they_concern() {
    let settings = "[alerts]\nto = [{ role = \"officer\" }, { role = \"commune\" }, { role = \"viewer\" }]\n\
        data_stale_days = 5\n[[alerts.metrics]]\nid = \"on_time_rate\"\nperiod = \"year\"\nat_least = 10\n";
    let desk = desk(settings, (2, 10), "2024-01-01");
    desk.run();
    assert_eq!(names(&sent(&desk)), ["anson", "chutich", "lan", "mai"]);
    // The office's own trouble is no commune's, and no viewer's.
    desk.at("2024-02-01T08:00:00").run();
    assert_eq!(names(&sent(&desk)), ["lan", "mai"]);
}

#[test]
fn whoever_is_shut_out_does_not_get_what_was_made_for_them_before() {
    let desk = on_monday("to = [{ role = \"commune\" }]\n", (2, 10));
    let state = desk.state();
    let waiting = crate::support::sender::to("mail", "anson@vanquan.example");
    state.add_deliveries(&[waiting], desk.now.get()).expect("put");
    state.disable_user("anson").expect("out");
    assert_eq!(desk.run().tally.dead, 1);
    // Of it, the owner hears.
    assert_eq!(names(&sent(&desk)), ["phutrach"]);
}

#[test]
fn an_address_is_given_to_a_user_changed_and_taken_away() {
    let desk = Desk::new();
    let added = desk.run("user add lan --role officer --mail lan@vanquan.example");
    assert!(added.starts_with("exit 0"), "{added}");
    assert!(desk.run("user list").contains("lan@vanquan.example"));
    let wrong = desk.run("user mail lan vanquan.example");
    assert!(
        wrong.starts_with("exit 2") && wrong.contains("`vanquan.example` không phải địa chỉ thư"),
        "{wrong}"
    );
    desk.run("user mail lan lan2@vanquan.example");
    assert!(desk.run("user list").contains("lan2@vanquan.example"));
    desk.run("user mail lan");
    assert!(!desk.run("user list").contains("vanquan.example"));
}
