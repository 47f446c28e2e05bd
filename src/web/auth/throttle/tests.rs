use super::*;
use rstest::rstest;

/// A try of an account from an address by a browser nobody knows.
fn from(account: &str, address: &str) -> LoginTry {
    LoginTry::new(account, address, None)
}

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// How many of so many tries at once may be made.
fn count_allowed(throttle: &LoginThrottle, tries: &[LoginTry], now: Duration) -> usize {
    tries.iter().filter(|attempt| throttle.begin_at(attempt, now).is_ok()).count()
}

#[test]
fn five_failures_of_an_account_from_one_address_then_one_a_minute() {
    let throttle = LoginThrottle::default();
    let tries: Vec<LoginTry> = (0..10).map(|n| from(["lan", "Lan"][n % 2], "10.0.0.1")).collect();
    assert_eq!(count_allowed(&throttle, &tries, at(0)), 5);
    let refused = throttle.begin_at(&tries[0], at(15)).expect_err("too many");
    assert_eq!(refused, ThrottledTry { wait: at(45), is_of_address: false });
    assert_eq!(count_allowed(&throttle, &tries, at(60)), 1);
}

#[test]
fn another_address_passes_the_limit_of_an_account() {
    let throttle = LoginThrottle::default();
    count_allowed(&throttle, &vec![from("lan", "10.0.0.1"); 100], at(0));
    assert_eq!(count_allowed(&throttle, &[from("lan", "10.0.0.2")], at(0)), 1);
    assert_eq!(count_allowed(&throttle, &[from("mai", "10.0.0.1")], at(0)), 1);
}

#[test]
fn many_addresses_together_are_slowed_on_one_account() {
    let throttle = LoginThrottle::default();
    let everywhere = |first: u32| -> Vec<LoginTry> {
        (first..first + 1000).map(|n| from("lan", &format!("address {n}"))).collect()
    };
    assert_eq!(count_allowed(&throttle, &everywhere(0), at(0)), 30);
    // An hour of it: two a minute.
    let hour = (1..=3600).map(|second| {
        count_allowed(&throttle, &everywhere(second * 1000)[..20], at(u64::from(second)))
    });
    assert_eq!(hour.sum::<usize>(), 120);
}

#[test]
fn a_browser_that_logged_in_before_is_locked_out_by_nobody_else() {
    let throttle = LoginThrottle::default();
    let attack: Vec<LoginTry> =
        (0..1000).map(|n| from("lan", &format!("10.0.0.{}", n % 50))).collect();
    count_allowed(&throttle, &attack, at(0));
    assert_eq!(
        count_allowed(&throttle, &[from("lan", "10.0.1.1")], at(0)),
        0,
        "not even from afar"
    );
    let own = LoginTry::new("lan", "10.0.0.1", Some("browser".to_owned()));
    assert_eq!(count_allowed(&throttle, &vec![own.clone(); 9], at(0)), 5, "its own tries");
    let other = LoginTry::new("lan", "10.0.0.1", Some("other browser".to_owned()));
    assert_eq!(count_allowed(&throttle, &[other], at(0)), 1);
}

#[test]
fn thirty_failures_of_an_address_whatever_the_account_then_ten_a_minute() {
    let throttle = LoginThrottle::default();
    let tries: Vec<LoginTry> = (0..40).map(|n| from(&format!("name{n}"), "10.0.0.1")).collect();
    assert_eq!(count_allowed(&throttle, &tries, at(0)), 30);
    let refused = throttle.begin_at(&tries[39], at(0)).expect_err("too many");
    assert_eq!(refused, ThrottledTry { wait: at(6), is_of_address: true });
    assert_eq!(count_allowed(&throttle, &tries, at(60)), 10);
}

#[rstest]
#[case::of_an_unknown_browser(None)]
#[case::of_a_known_one(Some("browser".to_owned()))]
fn only_failures_count_and_a_right_login_gives_back(#[case] known: Option<String>) {
    let throttle = LoginThrottle::default();
    let own = LoginTry::new("lan", "10.0.0.1", known);
    for _ in 0..100 {
        assert_eq!(throttle.begin_at(&own, at(0)), Ok(()));
        throttle.give_back(&own);
    }
    // Four slips of the pen, the right one, and all five are there again.
    assert_eq!(count_allowed(&throttle, &vec![own.clone(); 5], at(0)), 5);
    throttle.give_back(&own);
    assert_eq!(count_allowed(&throttle, &vec![own.clone(); 9], at(0)), 5);
}

#[test]
fn a_right_login_gives_no_new_tries_of_other_accounts() {
    let throttle = LoginThrottle::default();
    let own = from("mai", "10.0.0.1");
    let mut tried = 0;
    for number in 0..100 {
        tried += count_allowed(&throttle, &[from(&format!("name{number}"), "10.0.0.1")], at(0));
        if throttle.begin_at(&own, at(0)).is_ok() {
            throttle.give_back(&own);
        }
    }
    assert_eq!(tried, 30);
}

#[test]
fn a_refused_try_is_not_counted() {
    let throttle = LoginThrottle::default();
    let tries = vec![from("lan", "10.0.0.1"); 1000];
    assert_eq!(count_allowed(&throttle, &tries, at(0)), 5);
    assert_eq!(count_allowed(&throttle, &tries, at(300)), 5, "as if it had never been refused");
}
