//! The cookie a browser keeps from a right login, bound to the account: what it tries later is counted by itself, so nobody else
//! can lock its owner out. It opens nothing.

use cookie::{Cookie, SameSite, time};
use headers::HeaderMapExt;
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::domain::hex::encode_hex;

/// Browsers keep a cookie no longer.
const KEPT_DAYS: i32 = 400;

/// Names the cookie of an account: several people may use one browser.
fn cookie_name(account: &str) -> String {
    let digest = Sha256::digest(account.to_lowercase());
    format!("motcua_device_{}", encode_hex(&digest[..4]))
}

/// Makes the cookie of a browser that logged in to an account.
pub fn make_device_cookie(
    key: &[u8],
    account: &str,
    today: Date,
    device: &str,
    is_secure: bool,
) -> Cookie<'static> {
    let value = format!("{today}.{device}.{}", sign(key, account, today, device));
    Cookie::build((cookie_name(account), value))
        // Only where passwords are tried.
        .path("/login")
        .max_age(time::Duration::days(KEPT_DAYS.into()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_secure)
        .build()
}

/// Finds the browser that a request comes from, if it is one that logged in to the account; nothing that was made up is one.
pub fn find_device(
    key: &[u8],
    headers: &axum::http::HeaderMap,
    account: &str,
    today: Date,
) -> Option<String> {
    let cookies = headers.typed_get::<headers::Cookie>()?;
    let mut parts = cookies.get(&cookie_name(account))?.split('.');
    let (Some(day), Some(device), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let made_on: Date = day.parse().ok()?;
    let is_kept = (0..=KEPT_DAYS).contains(&(today - made_on).get_days());
    let is_ours = is_same(&sign(key, account, made_on, device), signature);
    (is_kept && is_ours).then(|| device.to_owned())
}

fn sign(key: &[u8], account: &str, made_on: Date, device: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    mac.update(format!("{}\n{made_on}\n{device}", account.to_lowercase()).as_bytes());
    encode_hex(&mac.finalize().into_bytes())
}

/// Compares in the same time whatever they are.
fn is_same(one: &str, other: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(one.as_bytes(), other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, header};
    use jiff::civil::date;
    use rstest::rstest;

    const KEY: &[u8] = b"of this data folder";

    /// What a browser sends that was given the cookie of an account on a day.
    fn sent(account: &str, made_on: Date) -> HeaderMap {
        let cookie = make_device_cookie(KEY, account, made_on, "0a1b", true);
        let pair = format!("{}={}", cookie.name(), cookie.value());
        HeaderMap::from_iter([(header::COOKIE, pair.parse().expect("a header"))])
    }

    #[rstest]
    #[case::the_same("Lan", date(2026, 11, 22), Some("0a1b"))]
    #[case::a_year_later("lan", date(2027, 11, 22), Some("0a1b"))]
    #[case::long_after("lan", date(2028, 1, 1), None)]
    #[case::made_tomorrow("lan", date(2026, 11, 21), None)]
    #[case::of_another_account("mai", date(2026, 11, 22), None)]
    fn it_is_known_to_its_account_while_it_is_kept(
        #[case] account: &str,
        #[case] today: Date,
        #[case] device: Option<&str>,
    ) {
        let headers = sent("lan", date(2026, 11, 22));
        assert_eq!(find_device(KEY, &headers, account, today).as_deref(), device);
    }

    #[test]
    fn what_was_made_up_or_signed_elsewhere_is_nothing() {
        let today = date(2026, 11, 22);
        let headers = sent("lan", today);
        assert_eq!(find_device(b"of another", &headers, "lan", today), None);
        let text = headers[header::COOKIE].to_str().expect("text");
        for made_up in [text.replace("0a1b", "0a1c"), text.replace("2026-11-22", "2026-11-21")] {
            let headers = HeaderMap::from_iter([(header::COOKIE, made_up.parse().expect("read"))]);
            assert_eq!(find_device(KEY, &headers, "lan", today), None, "{made_up}");
        }
        // The cookie of one account under the name of another's.
        let moved = text.replacen(&cookie_name("lan"), &cookie_name("mai"), 1);
        let headers = HeaderMap::from_iter([(header::COOKIE, moved.parse().expect("read"))]);
        assert_eq!(find_device(KEY, &headers, "mai", today), None);
    }
}
