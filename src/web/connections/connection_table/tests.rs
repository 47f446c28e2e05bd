use super::*;

fn table(in_all: usize, per_address: usize) -> Arc<ConnectionTable> {
    let limits = ConnectionLimits::for_files(1024);
    ConnectionTable::new(ConnectionLimits { in_all, per_address, per_loopback: in_all, ..limits })
}

fn admit(table: &Arc<ConnectionTable>, peer: &str) -> Option<ConnectionSlot> {
    table.admit(peer.parse().expect("an address"))
}

/// Whether it was told to close.
fn is_closed(slot: &ConnectionSlot) -> bool {
    let mut closed = std::pin::pin!(slot.state.closed());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    closed.as_mut().poll(&mut context).is_ready()
}

#[test]
fn the_one_that_waited_longest_makes_room_for_the_next_of_its_address() {
    let table = table(10, 2);
    let first = admit(&table, "10.0.0.1").expect("a place");
    let second = admit(&table, "10.0.0.1").expect("a place");
    let other = admit(&table, "10.0.0.2").expect("a place");
    drop(first.state.begin_request());
    let _third = admit(&table, "10.0.0.1").expect("a place");
    assert_eq!([&first, &second, &other].map(is_closed), [false, true, false]);
}

#[test]
fn where_all_of_an_address_are_at_work_the_next_is_refused_and_others_are_not() {
    let table = table(10, 1);
    let first = admit(&table, "2001:db8::1").expect("a place");
    let request = first.state.begin_request();
    assert!(admit(&table, "2001:db8::2").is_none(), "of the same /64");
    assert!(admit(&table, "2001:db8:0:1::1").is_some());
    drop(request);
    first.state.set_writing(true);
    assert!(admit(&table, "2001:db8::2").is_none(), "its answer is not taken yet");
    first.state.set_writing(false);
    assert!(admit(&table, "2001:db8::2").is_some());
}

#[test]
fn of_all_the_one_who_has_most_makes_room() {
    let table = table(3, 3);
    let one = admit(&table, "10.0.0.1").expect("a place");
    let two = [0, 1].map(|_| admit(&table, "10.0.0.2").expect("a place"));
    let _new = admit(&table, "10.0.0.3").expect("a place");
    assert!(!is_closed(&one) && is_closed(&two[0]) && !is_closed(&two[1]));
}

#[test]
fn whoever_goes_gives_the_place_back() {
    let table = table(1, 1);
    let first = admit(&table, "10.0.0.1").expect("a place");
    let _request = first.state.begin_request();
    assert!(admit(&table, "10.0.0.2").is_none());
    drop(first);
    assert!(admit(&table, "10.0.0.2").is_some());
    assert!(table.open.lock().is_empty(), "nobody is remembered");
}
