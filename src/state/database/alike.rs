//! What holds of a state whatever keeps it: `scripts/postgres.sh` runs these on a server once more.

use std::{collections::BTreeMap, sync::Arc, thread};

use jiff::civil::{DateTime, date};
use rusqlite::params;

use super::StateDatabase;
use crate::{
    catalog::settings::sending::DeliveryChannel,
    domain::sight::UserRole,
    state::{audit::AuditAction, delivery::NewDelivery, delivery_purpose::DeliveryPurpose},
};

const NOW: DateTime = date(2026, 11, 30).at(8, 0, 0, 0);

/// One state, opened by two programs.
fn opened_twice() -> (tempfile::TempDir, StateDatabase, StateDatabase) {
    let folder = tempfile::tempdir().expect("a folder");
    let [one, other] = [(); 2].map(|()| StateDatabase::open(folder.path()).expect("a state"));
    (folder, one, other)
}

#[test]
fn every_delivery_is_taken_by_one_of_all_who_send() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = StateDatabase::open(folder.path()).expect("a state");
    let delivery = |number: u32| NewDelivery {
        report_id: "weekly".into(),
        period: "2026-W48".into(),
        purpose: DeliveryPurpose::Report,
        agency_code: String::new(),
        channel: DeliveryChannel::Mail,
        address: format!("{number}@x.example"),
        name: String::new(),
        is_marked: false,
        parcel: Arc::default(),
    };
    let all: Vec<NewDelivery> = (0..40).map(delivery).collect();
    assert_eq!(state.add_deliveries(&all, NOW).expect("put in"), 40);
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    let send = |owner: &str| {
        let state = StateDatabase::open(folder.path()).expect("the same state");
        let mut sent = Vec::new();
        while let Some((one, _)) = state.claim_delivery((owner, None, true), NOW).expect("asked") {
            if state.begin_sending(one.id, owner, NOW).expect("noted") {
                sent.push(one.address);
            }
        }
        sent
    };
    thread::scope(|scope| {
        let begun = ["a", "b", "c", "d"].map(|owner| scope.spawn(move || send(owner)));
        for sent in begun {
            for address in sent.join().expect("no panic") {
                *taken.entry(address).or_default() += 1;
            }
        }
    });
    assert_eq!((taken.len(), taken.values().max()), (40, Some(&1)));
}

#[test]
fn who_is_out_at_one_is_out_at_the_other() {
    let (_folder, one, other) = opened_twice();
    one.add_user("lan", UserRole::Officer, None, "correct horse", NOW).expect("added");
    let lan = other.require_user("LAN").expect("there");
    let session = other.begin_session(&lan, NOW).expect("in");
    let found = one.find_session(&session, NOW).expect("asked").expect("in there too");
    one.end_session(&found.digest).expect("ended");
    assert!(other.find_session(&session, NOW).expect("asked").is_none());
}

#[test]
fn texts_are_in_the_order_of_their_bytes_and_names_fold_ascii_alone() {
    let (_folder, state, _) = opened_twice();
    let note = |action| state.append_audit(NOW, Some(action), "", AuditAction::Login, "");
    for user in ["b", "ă", "B", "a", "Ă", "á"] {
        note(user).expect("noted");
    }
    let sorted: Vec<String> = state
        .read("read", |c| c.query_all("select user from audit order by user", [], |row| row.get(0)))
        .expect("read");
    assert_eq!(sorted, ["B", "a", "b", "á", "Ă", "ă"]);
    state.add_user("kim", UserRole::Viewer, None, "correct horse", NOW).expect("added");
    assert!(state.require_user("KIM").is_ok());
    // The sign of the kelvin is a k to who folds more.
    assert!(state.require_user("\u{212a}im").is_err());
}

#[test]
fn what_strangers_send_is_kept_whatever_it_holds() {
    let (_folder, state, _) = opened_twice();
    let sent = "a\0b'; drop table audit; -- $1 ?1 \u{1F4A5}";
    state.append_audit(NOW, Some(sent), "", AuditAction::LoginFailed, sent).expect("noted");
    assert_eq!(state.authenticate_user(sent, sent).expect("asked"), None);
    let line = state.list_audit(None, None, 9).expect("read").remove(0);
    assert!(line.detail.ends_with("b'; drop table audit; -- $1 ?1 \u{1F4A5}"), "{line:?}");
}

#[test]
fn a_row_names_what_is_there_and_numbers_and_bytes_come_back() {
    let (_folder, state, _) = opened_twice();
    let refused = state.with("write", |t| {
        t.execute("insert into session values (?1, 7, '', '', '')", [b"x".as_slice()])
    });
    assert!(refused.is_err_and(|error| !error.is_unwritable() && !error.is_away()));
    let sql = "insert into device_key (id, key) values (1, ?1)";
    let bytes = [0_u8, 255, b'\'', b'\\', 0];
    state.with("write", |t| t.execute(sql, [bytes.as_slice()])).expect("written");
    assert_eq!(state.load_device_key().expect("read"), bytes);
    let largest = state.with("write", |t| {
        t.execute(
            "insert into audit (id, at, address, action, detail) values (?1, '', '', '', '')",
            params![i64::MAX],
        )?;
        t.query_row("select max(id) from audit", [], |row| row.get::<i64>(0))
    });
    assert_eq!(largest.expect("read"), i64::MAX);
}
