//! The page of what was sent: what did not arrive stays in sight, and is sent again to whom it is still for.

use axum::http::StatusCode;
use jiff::civil::{DateTime, date};
use motcua::{
    catalog::settings::ProgramSettings,
    domain::sight::UserRole,
    state::{StateDatabase, delivery::AttemptOutcome},
};

use crate::support::{
    office::Office,
    sender::{mail, to},
    visitor::{Visitor, all},
};

const NOW: DateTime = date(2024, 1, 2).at(8, 0, 0, 0);

/// An office with a dead letter to somebody who is named and to somebody who is not any more, and many mails that went well after.
fn visitor() -> Visitor {
    let office = Office::new();
    office.given("status,received_at,due_at,ended_at\nfinished,2023-12-20,2023-12-26,2023-12-28\n");
    let state = StateDatabase::open(&office.data()).expect("a state");
    let ended = |address: String, ended: &AttemptOutcome| {
        state.add_deliveries(&[to("mail", &address)], NOW).expect("put");
        let (one, _) = state.claim_delivery(("x", None, true), NOW).expect("read").expect("due");
        state.end_attempt(one.id, "x", ended, NOW).expect("noted");
    };
    let dead = AttemptOutcome::Dead { problem: "550 no such user".into() };
    ended("lan@vanquan.example".into(), &dead);
    ended("mai@vanquan.example".into(), &dead);
    for number in 0..60 {
        ended(format!("{number}@vanquan.example"), &AttemptOutcome::Sent);
    }
    let settings = mail(25) + "[alerts]\nto = [{ mail = \"Lan <Lan@vanquan.example>\" }]\n";
    let settings = ProgramSettings::parse_text("motcua.toml", &settings).expect("settings");
    Visitor::under(office, settings, || NOW)
}

async fn said(visitor: &Visitor, cookie: &str, address: &str) -> String {
    let token = visitor.form_token(cookie);
    let done = visitor.post_as(cookie, address, &format!("form_token={token}")).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    done.headers()["location"].to_str().expect("text").replace("/reports?said=", "")
}

#[tokio::test]
async fn a_dead_letter_stands_first_however_many_went_well_after_it() {
    let visitor = visitor();
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    let page = visitor.page_as(&cookie, "/reports").await;
    let rows = all(&page, ".deliveries tbody tr");
    assert_eq!(rows.len(), 52);
    assert!(rows[..2].iter().all(|row| row.contains("không gửi được")), "{:?}", &rows[..3]);
    assert!(all(&page, "#da-gui button")[0].contains("Gửi lại tất cả 2 bản"));
}

#[tokio::test]
async fn what_is_sent_again_goes_to_whom_it_is_still_for() {
    let visitor = visitor();
    let cookie = visitor.let_in("hoa", UserRole::Officer, None);
    assert_eq!(said(&visitor, &cookie, "/reports/deliveries/2/again").await, "not_named");
    assert_eq!(said(&visitor, &cookie, "/reports/deliveries/again").await, "all_resent");
    let state = StateDatabase::open(&visitor.office.data()).expect("a state");
    let standing = |id| state.delivery(id).expect("read").expect("there").state.id();
    assert_eq!((standing(1), standing(2)), ("due", "dead"));
    assert_eq!(said(&visitor, &cookie, "/reports/runs/7/again").await, "not_made_anew");
}
