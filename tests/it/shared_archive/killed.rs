//! A machine that is killed, or whose disk is full, at any write: what it holds is whole, and the next look ends it.

use std::{cell::Cell, io, rc::Rc};

use motcua::{
    archive_store::ArchiveStoreNote,
    domain::fault_point::{FaultPoint, work_under_faults},
};

use super::machine::{StoreRoom, at};

#[test]
fn killed_anywhere_while_it_takes_exports_over_it_holds_whole_ones_and_gets_the_rest_next_time() {
    let room = StoreRoom::new();
    let one = room.machine("one");
    one.take_in("a", at(0));
    one.sync(1);
    one.say_anew("a", 5);
    one.take_in("b", at(2));
    one.sync(3);
    let mut last = 0;
    loop {
        last += 1;
        let other = room.machine(&format!("other{last}"));
        let passed = Rc::new(Cell::new(0));
        let counted = Rc::clone(&passed);
        // Nothing is written any more from there on.
        let decide = move |_: FaultPoint| {
            counted.set(counted.get() + 1);
            if counted.get() < last { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
        };
        let done = work_under_faults(Rc::new(decide), || other.try_sync(4));
        let held = other.held();
        assert!(held.iter().all(|it| one.held().contains(it)), "at {last}: {held:?}");
        if done.is_err() && held != one.held() {
            let note = ArchiveStoreNote::read(&other.data).expect("whole").expect("it joined");
            assert!(note.may_lack(), "at {last} nothing says that exports are missing");
        }
        other.sync(5);
        assert_eq!(other.held(), one.held(), "at {last}");
        if passed.get() < last {
            break;
        }
    }
    assert!(last > 10, "only {last} writes");
}
