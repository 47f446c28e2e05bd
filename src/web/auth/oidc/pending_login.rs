//! A login that was begun: bound to its browser by a cookie, used once, and over after some minutes.
//!
//! Invariant: what the other server is told cannot be made without the cookie and the key of this process.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use parking_lot::Mutex;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{
    domain::hex::encode_hex,
    state::{StateError, access::make_secret},
};

/// The browser's half of a login that was begun.
pub const PENDING_COOKIE: &str = "motcua_oidc";
/// For typing a password and a code that comes by telephone.
pub const PENDING_SECONDS: i64 = 600;

const LONGEST_NEXT: usize = 1500;

/// Knows which logins were begun here, and which of them came back.
pub struct PendingLogins {
    key: String,
    started: Instant,
    used: Mutex<HashMap<String, Duration>>,
}

/// A login that was begun, with what the other server is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingLogin {
    pub cookie: String,
    pub state: String,
    pub nonce: String,
    /// Of PKCE.
    pub verifier: String,
    /// Where one wanted to go.
    pub next: String,
}

impl PendingLogins {
    /// Makes the key of this process. Fails where the system has no random numbers.
    pub fn new() -> Result<Self, StateError> {
        Ok(Self { key: make_secret()?, started: Instant::now(), used: Mutex::default() })
    }

    /// Begins a login that leads to an address of this server.
    pub fn begin(&self, next: &str) -> Result<PendingLogin, StateError> {
        self.begin_at(next, self.started.elapsed())
    }

    /// Takes a login that came back with its browser's cookie, once; `None` of one that is too old, was taken before or is of another browser.
    pub fn take(&self, cookie: &str, state: &str) -> Option<PendingLogin> {
        self.take_at(cookie, state, self.started.elapsed())
    }

    fn begin_at(&self, next: &str, now: Duration) -> Result<PendingLogin, StateError> {
        let next = if next.len() <= LONGEST_NEXT { next } else { "/" };
        let encoded = BASE64_URL_SAFE_NO_PAD.encode(next);
        let cookie = format!("{}.{}.{encoded}", now.as_secs(), make_secret()?);
        Ok(self.derive(cookie, next.to_owned()))
    }

    fn take_at(&self, cookie: &str, state: &str, now: Duration) -> Option<PendingLogin> {
        let (begun, rest) = cookie.split_once('.')?;
        let (_, next) = rest.split_once('.')?;
        let begun = Duration::from_secs(begun.parse().ok()?);
        let next = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(next).ok()?).ok()?;
        let pending = self.derive(cookie.to_owned(), next);
        let lifetime = Duration::from_secs(PENDING_SECONDS.unsigned_abs());
        let is_new = now.checked_sub(begun).is_some_and(|age| age < lifetime);
        let is_ours: bool = pending.state.as_bytes().ct_eq(state.as_bytes()).into();
        if !is_ours || !is_new {
            return None;
        }
        let mut used = self.used.lock();
        used.retain(|_, taken| now.saturating_sub(*taken) < lifetime);
        used.insert(pending.state.clone(), now).is_none().then_some(pending)
    }

    /// What the other server is told is made of the whole cookie: a changed one fits no state.
    fn derive(&self, cookie: String, next: String) -> PendingLogin {
        let derive = |purpose: &str| {
            let mac = Hmac::<Sha256>::new_from_slice(self.key.as_bytes());
            let mut mac = mac.expect("any length is a key");
            mac.update(format!("{purpose}\n{cookie}").as_bytes());
            encode_hex(&mac.finalize().into_bytes())
        };
        let (state, nonce, verifier) = (derive("state"), derive("nonce"), derive("verifier"));
        PendingLogin { cookie, state, nonce, verifier, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Duration = Duration::from_secs(1000);

    fn begun() -> (PendingLogins, PendingLogin) {
        let logins = PendingLogins::new().expect("random numbers");
        let login = logins.begin_at("/dossiers?list=open", NOON).expect("begun");
        (logins, login)
    }

    #[test]
    fn it_comes_back_once_with_what_it_was_begun_with() {
        let (logins, login) = begun();
        let (cookie, state) = (login.cookie.as_str(), login.state.as_str());
        let back = logins.take_at(cookie, state, NOON + Duration::from_secs(599));
        assert_eq!(back.as_ref(), Some(&login));
        assert_eq!(login.next, "/dossiers?list=open");
        assert_eq!(logins.take_at(cookie, state, NOON + Duration::from_secs(599)), None);
    }

    #[test]
    fn it_is_over_after_ten_minutes() {
        let (logins, login) = begun();
        assert_eq!(
            logins.take_at(&login.cookie, &login.state, NOON + Duration::from_mins(10)),
            None
        );
    }

    #[test]
    fn another_browser_another_server_and_a_changed_cookie_bring_nothing_back() {
        let (logins, login) = begun();
        let other = logins.begin_at("/", NOON).expect("begun");
        assert_eq!(logins.take_at(&other.cookie, &login.state, NOON), None);
        let elsewhere = PendingLogins::new().expect("random numbers");
        assert_eq!(elsewhere.take_at(&login.cookie, &login.state, NOON), None);
        let next = BASE64_URL_SAFE_NO_PAD.encode("//example.org/");
        let changed = format!("{}.{next}", login.cookie.rsplit_once('.').expect("parts").0);
        let later = login.cookie.replacen("1000.", "1001.", 1);
        for cookie in [changed.as_str(), &later, "", "1.2", "a.b.c"] {
            assert_eq!(logins.take_at(cookie, &login.state, NOON), None, "{cookie}");
        }
        assert!(logins.take_at(&login.cookie, &login.state, NOON).is_some(), "it is still there");
    }

    #[test]
    fn what_the_server_is_told_tells_nothing_of_the_rest() {
        let (_, login) = begun();
        let told = [&login.state, &login.nonce, &login.verifier];
        assert!(told.iter().all(|text| text.len() == 64 && !login.cookie.contains(text.as_str())));
        assert!(login.state != login.nonce && login.nonce != login.verifier);
    }
}
