//! What one machine erased is erased on all of them.

use std::fs;

use motcua::{
    archive_store::{ArchiveStoreError, SyncOptions},
    domain::erasure::ErasureLedger,
};

use super::machine::{SharingMachine, StoreRoom, at, sync};

fn erase(machine: &SharingMachine, code: &str, minute: i8) {
    let mut ledger = machine.archive().read_erasures().expect("a ledger");
    ledger.add_code(code, "theo đơn", at(minute), &format!("salt{minute}"));
    machine.archive().write_erasures(&ledger).expect("written");
}

fn ledger(machine: &SharingMachine) -> ErasureLedger {
    machine.archive().read_erasures().expect("a ledger")
}

#[test]
fn machines_that_erased_different_dossiers_know_both_in_the_same_ledger() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    erase(&one, "A1", 1);
    erase(&other, "A2", 2);
    assert_eq!(one.sync(3).erased, 0, "it knew of its own");
    assert_eq!(other.sync(4).erased, 1);
    assert_eq!(one.sync(5).erased, 1);
    for machine in [&one, &other, &room.machine("third")] {
        machine.sync(6);
        let known = ledger(machine);
        assert!(known.holds_code("A1") && known.holds_code("A2"));
        assert_eq!(known, ledger(&one), "so they build the same data version");
    }
}

/// Nobody can tell what it erases: a build would bring that back.
#[test]
fn a_ledger_that_cannot_be_read_stops_whoever_never_knew_it_until_it_is_put_there_anew() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    erase(&one, "A1", 1);
    one.sync(2);
    let folder = fs::read_dir(room.store().join("archive/erasures")).expect("a folder");
    let path = folder.last().expect("one").expect("an entry").path();
    fs::write(&path, "{").expect("written");
    let stopped = other.try_sync(3).expect_err("it stops");
    assert!(matches!(stopped, ArchiveStoreError::Ledger { .. }) && stopped.is_of_erasures());
    one.sync(4);
    let again = SyncOptions { uploads_all: true, ..SyncOptions::default() };
    sync(&one.data, at(5), again).expect("put there anew");
    assert_eq!(other.sync(6).erased, 1);
}
