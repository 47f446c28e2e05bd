//! A login that was begun: bound to its browser by a cookie, used once, and over after some minutes.
//!
//! Invariant: what the other server is told cannot be made without the cookie and the key of this process.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use axum::http::HeaderMap;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite, time};
use headers::HeaderMapExt;
use hmac::{Hmac, KeyInit, Mac};
use parking_lot::Mutex;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{
    domain::hex::encode_hex,
    state::{StateError, access::make_secret},
};

/// The browser's half of a login that was begun.
const COOKIE: &str = "motcua_oidc";
/// Where TLS is spoken, a name that no other host of the domain and nothing in the clear can set.
const SAFE_COOKIE: &str = "__Host-motcua_oidc";
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

/// What a cookie and a state that come back are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenLogin {
    /// Of one login, that was not taken before.
    Begun(PendingLogin),
    /// Of one login, that is too old or was taken before.
    Spent,
    /// Of no login, or of two: it may be under way in another tab.
    Strange,
}

/// Makes the cookie of a login that was begun; with no value and no seconds one that takes it back.
pub fn make_pending_cookie(value: &str, seconds: i64, is_secure: bool) -> Cookie<'static> {
    // It comes along when the other server sends the browser back.
    let path = if is_secure { "/" } else { "/login/oidc" };
    Cookie::build((cookie_name(is_secure), value.to_owned()))
        .path(path)
        .max_age(time::Duration::seconds(seconds))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_secure)
        .build()
}

/// Finds the cookie of a login that was begun in what a browser brings.
pub fn find_pending_cookie(headers: &HeaderMap, is_secure: bool) -> Option<String> {
    headers.typed_get::<headers::Cookie>()?.get(cookie_name(is_secure)).map(str::to_owned)
}

fn cookie_name(is_secure: bool) -> &'static str {
    if is_secure { SAFE_COOKIE } else { COOKIE }
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

    /// Takes a login that came back with its browser's cookie, once.
    pub fn take(&self, cookie: &str, state: &str) -> TakenLogin {
        self.take_at(cookie, state, self.started.elapsed())
    }

    fn begin_at(&self, next: &str, now: Duration) -> Result<PendingLogin, StateError> {
        let next = if next.len() <= LONGEST_NEXT { next } else { "/" };
        let encoded = BASE64_URL_SAFE_NO_PAD.encode(next);
        let cookie = format!("{}.{}.{encoded}", now.as_secs(), make_secret()?);
        Ok(self.derive(cookie, next.to_owned()))
    }

    fn take_at(&self, cookie: &str, state: &str, now: Duration) -> TakenLogin {
        let Some((begun, pending)) = self.read_cookie(cookie) else { return TakenLogin::Strange };
        let is_ours: bool = pending.state.as_bytes().ct_eq(state.as_bytes()).into();
        if !is_ours {
            return TakenLogin::Strange;
        }
        let lifetime = Duration::from_secs(PENDING_SECONDS.unsigned_abs());
        if now.checked_sub(begun).is_none_or(|age| age >= lifetime) {
            return TakenLogin::Spent;
        }
        let mut used = self.used.lock();
        used.retain(|_, taken| now.saturating_sub(*taken) < lifetime);
        match used.insert(pending.state.clone(), now) {
            None => TakenLogin::Begun(pending),
            Some(_) => TakenLogin::Spent,
        }
    }

    /// When a login was begun, and with what.
    fn read_cookie(&self, cookie: &str) -> Option<(Duration, PendingLogin)> {
        let (begun, rest) = cookie.split_once('.')?;
        let (_, next) = rest.split_once('.')?;
        let begun = Duration::from_secs(begun.parse().ok()?);
        let next = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(next).ok()?).ok()?;
        Some((begun, self.derive(cookie.to_owned(), next)))
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
        assert_eq!(back, TakenLogin::Begun(login.clone()));
        assert_eq!(login.next, "/dossiers?list=open");
        let again = logins.take_at(cookie, state, NOON + Duration::from_secs(599));
        assert_eq!(again, TakenLogin::Spent);
    }

    #[test]
    fn it_is_over_after_ten_minutes() {
        let (logins, login) = begun();
        assert_eq!(
            logins.take_at(&login.cookie, &login.state, NOON + Duration::from_mins(10)),
            TakenLogin::Spent
        );
    }

    #[test]
    fn another_browser_another_server_and_a_changed_cookie_bring_nothing_back() {
        let (logins, login) = begun();
        let other = logins.begin_at("/", NOON).expect("begun");
        assert_eq!(logins.take_at(&other.cookie, &login.state, NOON), TakenLogin::Strange);
        let elsewhere = PendingLogins::new().expect("random numbers");
        assert_eq!(elsewhere.take_at(&login.cookie, &login.state, NOON), TakenLogin::Strange);
        let next = BASE64_URL_SAFE_NO_PAD.encode("//example.org/");
        let changed = format!("{}.{next}", login.cookie.rsplit_once('.').expect("parts").0);
        let later = login.cookie.replacen("1000.", "1001.", 1);
        for cookie in [changed.as_str(), &later, "", "1.2", "a.b.c"] {
            let taken = logins.take_at(cookie, &login.state, NOON);
            assert_eq!(taken, TakenLogin::Strange, "{cookie}");
        }
        let taken = logins.take_at(&login.cookie, &login.state, NOON);
        assert_eq!(taken, TakenLogin::Begun(login), "it is still there");
    }

    #[test]
    fn its_cookie_is_of_this_host_alone_and_goes_over_tls_where_there_is_any() {
        let cookie = |is_secure| make_pending_cookie("a", 600, is_secure).to_string();
        assert_eq!(
            cookie(false),
            "motcua_oidc=a; HttpOnly; SameSite=Lax; Path=/login/oidc; Max-Age=600"
        );
        assert_eq!(
            cookie(true),
            "__Host-motcua_oidc=a; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=600"
        );
    }

    #[test]
    fn what_the_server_is_told_tells_nothing_of_the_rest() {
        let (_, login) = begun();
        let told = [&login.state, &login.nonce, &login.verifier];
        assert!(told.iter().all(|text| text.len() == 64 && !login.cookie.contains(text.as_str())));
        assert!(login.state != login.nonce && login.nonce != login.verifier);
    }
}
