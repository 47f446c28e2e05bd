//! A message as JSON to an address the office names, signed.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use url::Url;

use super::{
    contract::{OutgoingMessage, SendOutcome, key},
    shorten::shorten_text,
};
use crate::{
    catalog::{
        connector::http::parse_url,
        content::text_template::TextTemplate,
        settings::{ProgramSettings, sending::WebhookSettings},
    },
    delivery::DeliveryError,
    domain::{fault_point::FaultPoint, hex::encode_hex},
    ingest::fetch::{FetchEnvironment, PostOutcome, WebhookClient, WebhookPost, read_secret},
};

/// Posts messages as signed JSON to the webhooks of the settings.
pub struct WebhookSender {
    poster: Option<WebhookClient>,
    /// Said in place of what is left out.
    more: String,
    /// What cannot be asked for its secrets is a problem of each attempt.
    hooks: HashMap<String, Result<WebhookTarget, String>>,
}

struct WebhookTarget {
    url: Url,
    headers: Vec<(String, String)>,
    body: Value,
    secret: Option<String>,
    timeout: Duration,
    answer: BTreeMap<String, Value>,
    most: Option<usize>,
}

impl WebhookSender {
    /// Makes the sender of all webhooks. A secret that cannot be read fails each attempt at its
    /// webhook, not this call.
    pub fn new(
        settings: &ProgramSettings,
        outside: &FetchEnvironment,
        more: &str,
    ) -> Result<Self, DeliveryError> {
        let hooks: HashMap<String, Result<WebhookTarget, String>> = (settings.webhooks.iter())
            .map(|one| (one.id.get_ref().clone(), WebhookTarget::new(one, outside)))
            .collect();
        let urls = hooks.values().flatten().map(|hook| &hook.url);
        let poster =
            (!hooks.is_empty()).then(|| WebhookClient::new(urls, settings, outside.clone()));
        Ok(Self { poster: poster.transpose()?, more: more.to_owned(), hooks })
    }

    /// Nothing where there is no such webhook.
    pub fn post_message(&self, sending: &OutgoingMessage) -> Option<SendOutcome> {
        let (hook, poster) = (self.hooks.get(&sending.delivery.address)?, self.poster.as_ref()?);
        let hook = match hook {
            Ok(hook) => hook,
            Err(problem) => return Some(SendOutcome::Again(problem.clone())),
        };
        if !(sending.begin)() {
            return Some(SendOutcome::NotOurs);
        }
        let later = |error: std::io::Error| SendOutcome::Again(error.to_string());
        if let Err(error) = FaultPoint::WebhookPost.pass() {
            return Some(later(error));
        }
        let answer = poster.send_post(hook.make_post(sending, &self.more));
        if let Err(error) = FaultPoint::WebhookTaken.pass() {
            return Some(later(error));
        }
        Some(match answer {
            PostOutcome::Taken => SendOutcome::Sent,
            PostOutcome::Later(problem) => SendOutcome::Again(problem),
            PostOutcome::Refused(problem) => SendOutcome::Never(problem),
            PostOutcome::Unknown(problem) => SendOutcome::Unknown(problem),
        })
    }
}

impl WebhookTarget {
    fn new(settings: &WebhookSettings, outside: &FetchEnvironment) -> Result<Self, String> {
        let read = |from: &Option<_>| {
            let text = from.as_ref().map(|from| read_secret(from, outside.variable));
            let text = text.transpose().map_err(|problem| problem.to_string());
            text.map(|text| text.map(|text| text.trim_end().to_owned()))
        };
        let token = read(&settings.token)?.unwrap_or_default();
        let with_token = |text: &str| TextTemplate::parse(text).render_known(&[("token", &token)]);
        let headers = settings.headers.iter();
        Ok(Self {
            // What is wrong with an address that holds a token is said without it.
            url: parse_url(&with_token(settings.url.get_ref()))
                .map_err(|_| "its address is none".to_owned())?,
            headers: headers.map(|(name, value)| (name.clone(), with_token(value))).collect(),
            body: settings.body.clone(),
            secret: match read(&settings.secret)? {
                Some(secret) if secret.is_empty() => {
                    return Err("its `secret` is empty".into());
                }
                secret => secret,
            },
            answer: settings.answer.clone(),
            most: settings.max_chars.map(|most| most.get() as usize),
            timeout: Duration::from_secs(u64::from(settings.timeout_seconds.get())),
        })
    }

    fn make_post<'a>(&'a self, sending: &'a OutgoingMessage, more: &str) -> WebhookPost<'a> {
        let (delivery, parcel) = (sending.delivery, sending.parcel);
        let mut body = self.body.clone();
        let text = self.most.map_or_else(
            || parcel.text.clone(),
            |most| {
                shorten_text(
                    &parcel.text,
                    most.saturating_sub(parcel.subject.chars().count()),
                    more,
                )
            },
        );
        let values = [
            ("subject", parcel.subject.as_str()),
            ("text", &text),
            ("report", &delivery.report_id),
            ("period", &delivery.period),
            ("agency", &delivery.agency_code),
        ];
        fill_placeholders(&mut body, &values);
        let body = body.to_string().into_bytes();
        let mut headers = self.headers.clone();
        let mut add = |name: &str, value: String| headers.push((name.to_owned(), value));
        add("content-type", "application/json".into());
        // Who has seen the key has the message already.
        add("idempotency-key", key(delivery));
        if let Some(secret) = &self.secret {
            add("x-motcua-timestamp", sending.seconds.to_string());
            add("x-motcua-signature", sign_body(secret, sending.seconds, &body));
        }
        WebhookPost {
            url: &self.url,
            place: &delivery.address,
            headers,
            body,
            timeout: self.timeout,
            answer: &self.answer,
        }
    }
}

/// `sha256=…` over the time, a dot and the body: an old message cannot be sent again under a new time.
pub fn sign_body(secret: &str, seconds: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length is a key");
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    format!("sha256={}", encode_hex(&mac.finalize().into_bytes()))
}

/// One hole is never looked for in what filled another.
fn fill_placeholders(value: &mut Value, values: &[(&str, &str)]) {
    match value {
        Value::String(text) => *text = TextTemplate::parse(text).render_known(values),
        Value::Array(items) => items.iter_mut().for_each(|item| fill_placeholders(item, values)),
        Value::Object(items) => items.values_mut().for_each(|item| fill_placeholders(item, values)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn holes_are_filled_wherever_they_are_and_only_once() {
        let mut body = json!({ "chat": 7, "parts": ["{subject}: {text} {other}"] });
        fill_placeholders(&mut body, &[("subject", "a \"{text}\""), ("text", "b")]);
        assert_eq!(body, json!({ "chat": 7, "parts": ["a \"{text}\": b {other}"] }));
    }

    #[test]
    fn the_signature_is_hmac_sha256_of_time_dot_body() {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
        let expected = "sha256=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686";
        assert_eq!(sign_body("secret", 1_700_000_000, br#"{"a":1}"#), expected);
    }
}
