use super::*;

#[test]
fn five_tries_of_an_account_whatever_the_address_or_the_case() {
    let throttle = RequestThrottle::default();
    let tries =
        (0..6).map(|at| throttle.try_acquire(["lan", "Lan"][at % 2], &format!("10.0.0.{at}")));
    assert_eq!(tries.collect::<Vec<_>>(), [true, true, true, true, true, false]);
    assert!(throttle.try_acquire("mai", "10.0.0.9"));
    throttle.forget_account("LAN");
    assert!(throttle.try_acquire("lan", "10.0.0.9"));
}

#[test]
fn thirty_tries_of_a_machine_whatever_the_account() {
    let throttle = RequestThrottle::default();
    let tries = (0..31).filter(|at| throttle.try_acquire(&format!("name{at}"), "10.0.0.1"));
    assert_eq!(tries.count(), 30);
}
