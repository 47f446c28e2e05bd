//! Whoever dies while a period is locked, or while a dossier is erased of its lock, leaves a whole lock or none.

use std::{cell::Cell, io, rc::Rc};

use motcua::domain::fault_point::{FaultPoint, work_under_faults};

use super::desk::{LockDesk, november};

const POINTS: [FaultPoint; 4] = [
    FaultPoint::LockWrite,
    FaultPoint::LockSync,
    FaultPoint::LockRename,
    FaultPoint::LockFolderSync,
];

/// Does some work that dies at the lock's point passed for so manieth time; returns whether it came to that.
fn die_at(nth: u32, work: impl FnOnce()) -> bool {
    let passed = Rc::new(Cell::new(0));
    let counted = Rc::clone(&passed);
    let decide = move |point: FaultPoint| {
        if POINTS.contains(&point) {
            counted.set(counted.get() + 1);
        }
        // Who is dead writes nothing more.
        if counted.get() >= nth { Err(io::Error::other("mất điện")) } else { Ok(()) }
    };
    work_under_faults(Rc::new(decide), work);
    passed.get() >= nth
}

#[test]
fn a_lock_is_whole_or_not_there_wherever_it_ends() {
    let desk = LockDesk::new();
    for nth in 1.. {
        let mut ended = Ok(());
        let died = die_at(nth, || ended = desk.lock(&[]).map(drop));
        let found = desk.folder().find_in_force(november()).expect("whole, or none");
        if !died {
            ended.expect("locked");
            assert!(nth > 8, "the numbers, the subjects, the note, the folder: {nth}");
            break;
        }
        if let Some(found) = found {
            // It had its name, and was not heard of.
            assert_eq!(found.note.id, "2023-11");
            desk.release("làm lại").expect("taken off");
            assert!(desk.folder().list_locks().expect("listed").len() == 1);
            break;
        }
        // What is left has no name, and goes at the next start.
        desk.folder().sweep();
        assert!(desk.folder().list_locks().expect("listed").is_empty());
    }
}

#[test]
fn an_erasure_ends_with_the_one_lock_or_the_other_and_is_done_the_next_time() {
    for nth in 1.. {
        let desk = LockDesk::new();
        desk.lock(&[]).expect("locked");
        let died = die_at(nth, || {
            let data = desk.office.data();
            let archive = motcua::ingest::archive::Archive::open_in(&data).expect("opened");
            let mut ledger = archive.read_erasures().expect("read");
            ledger.add_code("A9", "theo đơn", super::desk::at(5, 8), "0a");
            let scratch = tempfile::tempdir().expect("a folder");
            let _ = motcua::period_lock::erase_in_locks(&data, &ledger, scratch.path());
        });
        let note = desk.found().note;
        if !died {
            assert_eq!((note.erasures, nth > 4), (1, true));
            break;
        }
        desk.folder().sweep();
        assert_eq!(desk.found().note, note, "nothing that it names was swept");
    }
}
