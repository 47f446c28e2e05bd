//! How often a password may be tried: by whom, from where, and on which account.

mod try_counter;

use std::time::{Duration, Instant};

use parking_lot::Mutex;

use try_counter::{TryCounter, TryPace};

/// Of one account from one address.
const OF_PAIR: TryPace = TryPace { burst: 5, each: Duration::from_mins(1) };
/// Of one account from a browser that logged in to it before: nobody else can use its tries up.
const OF_KNOWN: TryPace = TryPace { burst: 5, each: Duration::from_mins(1) };
/// From one address, behind which a whole office may sit, whatever the account.
const OF_ADDRESS: TryPace = TryPace { burst: 30, each: Duration::from_secs(6) };
/// Of one account from all addresses and unknown browsers together: many machines are not many times as fast.
const OF_ACCOUNT: TryPace = TryPace { burst: 30, each: Duration::from_secs(30) };

/// From one address, of logins that come back from another server: they use up no tries of passwords.
const OF_EXTERNAL: TryPace = TryPace { burst: 30, each: Duration::from_secs(6) };

/// Describes who tries a password of which account.
#[derive(Debug, Clone)]
pub struct LoginTry {
    /// None where it is not known before it is tried.
    account: Option<String>,
    address: String,
    known: Option<String>,
}

/// Says for how long no password may be tried, and whether it is for the address, whatever the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThrottledTry {
    pub wait: Duration,
    pub is_of_address: bool,
}

/// Limits how often a wrong password is tried.
pub struct LoginThrottle {
    /// The clock of the wall may be set.
    started: Instant,
    counters: Mutex<TryCounters>,
}

struct TryCounters {
    pairs: TryCounter<(String, String)>,
    known: TryCounter<(String, String)>,
    addresses: TryCounter<String>,
    accounts: TryCounter<String>,
    externals: TryCounter<String>,
}

impl LoginTry {
    /// Describes a try; `known` names the browser or the session, where it is one that logged in to the account before.
    pub fn new(account: &str, address: &str, known: Option<String>) -> Self {
        Self { account: Some(account.to_lowercase()), address: address.to_owned(), known }
    }

    /// Describes a login that comes back from another server: of whom is not known yet.
    pub fn of_external(address: &str) -> Self {
        Self { account: None, address: address.to_owned(), known: None }
    }
}

impl Default for LoginThrottle {
    fn default() -> Self {
        let counters = TryCounters {
            pairs: TryCounter::new(OF_PAIR),
            known: TryCounter::new(OF_KNOWN),
            addresses: TryCounter::new(OF_ADDRESS),
            accounts: TryCounter::new(OF_ACCOUNT),
            externals: TryCounter::new(OF_EXTERNAL),
        };
        Self { started: Instant::now(), counters: Mutex::new(counters) }
    }
}

impl LoginThrottle {
    /// Counts a try as a failure until it is known to be right; fails where there were too many, which is not counted.
    pub fn begin(&self, attempt: &LoginTry) -> Result<(), ThrottledTry> {
        self.begin_at(attempt, self.started.elapsed())
    }

    fn begin_at(&self, attempt: &LoginTry, now: Duration) -> Result<(), ThrottledTry> {
        let counters = &mut *self.counters.lock();
        let LoginTry { account, address, known } = attempt;
        let Some(account) = account else {
            let wait = counters.externals.wait_of(address, now);
            if wait > Duration::ZERO {
                return Err(ThrottledTry { wait, is_of_address: true });
            }
            counters.externals.count(address.clone(), now);
            return Ok(());
        };
        if let Some(known) = known {
            let key = (account.clone(), known.clone());
            let wait = counters.known.wait_of(&key, now);
            if wait > Duration::ZERO {
                return Err(ThrottledTry { wait, is_of_address: false });
            }
            counters.known.count(key, now);
            return Ok(());
        }
        let pair = (account.clone(), address.clone());
        let of_address = counters.addresses.wait_of(address, now);
        let of_account =
            counters.pairs.wait_of(&pair, now).max(counters.accounts.wait_of(account, now));
        let wait = of_address.max(of_account);
        if wait > Duration::ZERO {
            return Err(ThrottledTry { wait, is_of_address: of_address > Duration::ZERO });
        }
        counters.addresses.count(address.clone(), now);
        counters.accounts.count(account.clone(), now);
        counters.pairs.count(pair, now);
        Ok(())
    }

    /// Gives a try back that was right, and with it all tries of the account from there.
    pub fn give_back(&self, attempt: &LoginTry) {
        let counters = &mut *self.counters.lock();
        let LoginTry { account, address, known } = attempt;
        let Some(account) = account else {
            counters.externals.give_back(address);
            return;
        };
        if let Some(known) = known {
            counters.known.forget(&(account.clone(), known.clone()));
            return;
        }
        counters.pairs.forget(&(account.clone(), address.clone()));
        // Whoever has an account of their own must not have new tries of others by it.
        counters.addresses.give_back(address);
        counters.accounts.give_back(account);
    }
}

#[cfg(test)]
mod tests;
