//! What holds on every machine, whoever took an export in and whoever said something of it.

use super::machine::{StoreRoom, at};

#[test]
fn an_empty_machine_gets_every_export_and_two_have_the_same_in_the_same_order() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("a", at(0));
    one.take_in("b", at(1));
    assert_eq!((one.sync(2).put, one.sync(3).put), (2, 0), "each note goes there once");
    assert_eq!(other.sync(4).taken, 2);
    other.take_in("c", at(5));
    other.sync(6);
    one.sync(7);
    let names: Vec<String> = one.held().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a.csv", "b.csv", "c.csv"]);
    assert_eq!(one.held(), other.held());
    assert!(!one.note().may_lack() && !other.note().may_lack());
}

#[test]
fn two_that_take_the_same_export_in_have_one_source() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("a", at(0));
    other.take_in("a", at(9));
    one.sync(10);
    let came = other.sync(11);
    assert!(came.disputed.is_empty(), "they say the same of it: {came:?}");
    one.sync(12);
    assert_eq!(one.held().len(), 1);
    let notes = [&one, &other].map(|it| it.archive().list_sources().expect("whole"));
    assert_eq!(notes[0], notes[1], "also when it was taken in is one");
}

/// Neither knew of the other's export, so both have the number 1: the one that was taken in later comes later.
#[test]
fn exports_with_one_number_are_put_in_the_order_of_their_time_everywhere() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("z", at(1));
    other.take_in("a", at(2));
    for machine in [&one, &other, &one] {
        machine.sync(3);
    }
    let numbered = |machine: &super::machine::SharingMachine| {
        let sources = machine.archive().list_sources().expect("whole");
        sources.into_iter().map(|it| (it.file_name, it.number)).collect::<Vec<_>>()
    };
    let expected = [("z.csv".to_owned(), 1), ("a.csv".to_owned(), 2)];
    assert_eq!(numbered(&one), expected);
    assert_eq!(numbered(&other), expected);
    assert_eq!(one.take_in("b", at(4)).number, 3, "what comes next has a number of its own");
}

#[test]
fn what_is_said_anew_holds_on_every_machine() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("a", at(0));
    one.sync(1);
    other.sync(2);
    other.say_anew("a", 5);
    other.sync(3);
    let came = one.sync(4);
    assert_eq!((came.taken, came.disputed.len()), (1, 0));
    assert_eq!(one.held(), [("a.csv".to_owned(), "2024-01-05".to_owned())]);
    // The machine that knows the older word alone does not bring it back.
    let late = room.machine("third");
    late.take_in("a", at(9));
    late.sync(10);
    assert_eq!(late.held(), one.held());
    one.sync(11);
    assert_eq!(one.held(), late.held());
}

#[test]
fn of_two_things_said_at_a_time_one_holds_everywhere_and_whoever_said_the_other_is_told() {
    let room = StoreRoom::new();
    let (one, other) = (room.machine("one"), room.machine("other"));
    one.take_in("a", at(0));
    one.sync(1);
    other.sync(2);
    one.say_anew("a", 5);
    other.say_anew("a", 6);
    one.sync(3);
    other.sync(4);
    one.sync(5);
    assert_eq!(one.held(), other.held());
    let told = [one.note().disputed.len(), other.note().disputed.len()];
    assert_eq!(told[0] + told[1], 1, "the one whose word does not hold: {told:?}");
    // Said once more it is settled.
    let loser = if told[0] == 1 { &one } else { &other };
    loser.say_anew("a", 7);
    loser.sync(6);
    assert!(loser.note().disputed.is_empty());
    for machine in [&one, &other] {
        machine.sync(7);
        assert_eq!(machine.held(), [("a.csv".to_owned(), "2024-01-07".to_owned())]);
    }
}
