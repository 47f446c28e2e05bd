use super::*;

#[test]
fn five_tries_of_an_account_whatever_the_address_or_the_case() {
    let throttle = RequestThrottle::default();
    let tries = (0..6).map(|at| throttle.allows(["lan", "Lan"][at % 2], &format!("10.0.0.{at}")));
    assert_eq!(tries.collect::<Vec<_>>(), [true, true, true, true, true, false]);
    assert!(throttle.allows("mai", "10.0.0.9"));
    throttle.forget("LAN");
    assert!(throttle.allows("lan", "10.0.0.9"));
}

#[test]
fn thirty_tries_of_a_machine_whatever_the_account() {
    let throttle = RequestThrottle::default();
    let tries = (0..31).filter(|at| throttle.allows(&format!("name{at}"), "10.0.0.1"));
    assert_eq!(tries.count(), 30);
}
