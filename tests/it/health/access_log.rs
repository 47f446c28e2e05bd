//! The access log says which route was asked for, and nothing that names a dossier or a person.

use std::fs;

use motcua::{catalog::settings::log::LogSettings, domain::sight::UserRole, web::AccessLog};

use super::examined::{NOW, healthy_office};
use crate::support::visitor::Visitor;

#[tokio::test]
async fn a_line_says_the_route_and_the_role_and_no_dossier() {
    let office = healthy_office();
    let log = AccessLog::new(&office.data(), &LogSettings::default(), || NOW);
    let visitor = Visitor::of(office).with_access_log(log);
    let cookie = visitor.let_in("lan", UserRole::Officer, None);
    visitor.get_as(&cookie, "/dossiers/D0?period=2023&agency=06283").await;
    visitor.get_as(&cookie, "/dossiers?code=000.26.18.H37").await;
    visitor.get("/dossiers/D0").await;
    visitor.get_as(&cookie, "/khong-co/Nguyen-Van-A").await;
    let written = visitor.office.data().join("log/access-2024-01-02.log");
    let written = fs::read_to_string(written).expect("the log of the day");
    // How long it took and how long it is hangs on the build.
    let lines: Vec<[&str; 5]> = written
        .lines()
        .map(|line| {
            let fields: Vec<&str> = line.split(' ').collect();
            assert!(fields.len() == 7 && fields[4].parse::<u64>().is_ok(), "{line}");
            [fields[0], fields[1], fields[2], fields[3], fields[6]]
        })
        .collect();
    let at = "2024-01-02T09:00:00";
    let expected = [
        [at, "GET", "/dossiers/{code}", "200", "officer"],
        [at, "GET", "/dossiers", "200", "officer"],
        [at, "GET", "/dossiers/{code}", "303", "-"],
        [at, "GET", "none", "404", "-"],
    ];
    assert_eq!(lines, expected, "{written}");
    for secret in ["D0", "06283", "H37", "Nguyen", "lan"] {
        assert!(!written.contains(secret), "`{secret}` is in\n{written}");
    }
}

#[tokio::test]
async fn a_log_that_cannot_be_written_stops_no_answer() {
    let office = healthy_office();
    let log = AccessLog::new(&office.data(), &LogSettings::default(), || NOW);
    fs::write(office.data().join("log"), "a file where the folder should be").expect("written");
    let visitor = Visitor::of(office).with_access_log(log);
    assert_eq!(visitor.get("/agencies").await.status(), 200);
}
