//! A server people log in at that does what a test tells it to: it signs what it says, or pretends to.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use motcua::ingest::fetch::{BoxedWait, FetchClock, FetchEnvironment};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use crate::support::portal::{Asked, Book, Portal, Reply, Time};

pub const CODE: &str = "ma-0123";
pub const SECRET: &str = "bi-mat-0123";
pub const ACCESS_TOKEN: &str = "truy-cap-0123456789";

/// What the server does otherwise than it should.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fault of its own")]
pub struct StubPlan {
    /// Claims over the usual ones; what is null is left out.
    pub claims: Value,
    /// The header of the token, and whether it has a signature at all.
    pub algorithm: Option<&'static str>,
    /// Signs with a key that it does not publish.
    pub has_other_key: bool,
    /// Publishes another key at first, and its own from the second time on.
    pub renews_keys: bool,
    /// Claims over those from the second login on.
    pub later: Value,
    /// Answers at its place for that with these.
    pub told: Option<Value>,
    /// What it calls itself.
    pub issuer: Option<&'static str>,
    /// Where it says that codes are taken.
    pub token_endpoint: Option<&'static str>,
    pub access_token: Option<&'static str>,
    /// Which place of it never answers.
    pub stalls_at: Option<&'static str>,
    /// Nobody loses patience with one question: only with the whole.
    pub is_waited_for: bool,
    /// Which place of it says that the server cannot.
    pub fails_at: Option<&'static str>,
    /// Which place of it answers without end.
    pub floods_at: Option<&'static str>,
    /// The secret is nowhere on this side.
    pub has_no_secret: bool,
}

/// What a code stands for, once.
struct GivenCode {
    nonce: String,
    challenge: String,
}

pub struct IdentityStub {
    pub portal: Portal,
    pub time: Arc<Time>,
    clock: Arc<dyn FetchClock>,
    variable: fn(&str) -> Option<String>,
    codes: Arc<Mutex<HashMap<String, GivenCode>>>,
}

impl IdentityStub {
    pub fn of(plan: StubPlan) -> Self {
        let time = Arc::new(Time::default());
        let clock: Arc<dyn FetchClock> = if plan.is_waited_for {
            Arc::new(PatientClock(Arc::clone(&time)))
        } else {
            time.clone()
        };
        let variable: fn(&str) -> Option<String> =
            if plan.has_no_secret { |_| None } else { |_| Some(SECRET.into()) };
        let codes = Arc::new(Mutex::new(HashMap::new()));
        let (given, keys) = (Arc::clone(&codes), [make_key(), make_key()]);
        let (mut keys_asked, mut logins) = (0, 0);
        let script = move |_: usize, asked: &Asked| {
            let path = asked.head.split(' ').nth(1).expect("a path").to_owned();
            let is_there = |place: Option<&str>| place.is_some_and(|it| path.starts_with(it));
            if is_there(plan.stalls_at) {
                return Reply::Stall;
            }
            if is_there(plan.fails_at) {
                return answer(503, &json!({}));
            }
            if is_there(plan.floods_at) {
                return answer(200, &json!("a".repeat(2 << 20)));
            }
            let host = asked.head.lines().find_map(|line| line.strip_prefix("host: "));
            let issuer = format!("http://{}", host.expect("a host").trim());
            match path.as_str() {
                "/.well-known/openid-configuration" => answer(200, &describe(&plan, &issuer)),
                "/keys" => {
                    keys_asked += 1;
                    let is_old = plan.renews_keys && keys_asked == 1;
                    answer(
                        200,
                        &json!({ "keys": [publish_key(&keys[usize::from(is_old)], is_old)] }),
                    )
                }
                "/token" => {
                    let key = &keys[usize::from(plan.has_other_key)];
                    match take_code(&mut given.lock().expect("whole"), &asked.body) {
                        Some(code) => {
                            logins += 1;
                            answer(200, &tokens(&plan, &issuer, key, (&code, logins > 1)))
                        }
                        None => answer(400, &json!({ "error": "invalid_grant" })),
                    }
                }
                "/me" => {
                    let token = format!("authorization: bearer {ACCESS_TOKEN}");
                    assert!(asked.head.contains(&token), "{}", asked.head);
                    answer(200, plan.told.as_ref().expect("it has such a place"))
                }
                _ => answer(404, &json!({})),
            }
        };
        let portal = Portal::open(Box::new(script), Arc::clone(&time));
        Self { portal, time, clock, variable, codes }
    }

    /// What of the world a motcua sees that asks it.
    pub fn environment(&self) -> FetchEnvironment {
        let (clock, names) = (Arc::clone(&self.clock), Arc::new(Book::default()));
        FetchEnvironment { clock, names, variable: self.variable }
    }

    /// Has somebody log in who was sent here, and gives them a code to bring back.
    pub fn let_in(&self, address: &str) {
        let asked = query_of(address);
        let code =
            GivenCode { nonce: asked["nonce"].clone(), challenge: asked["code_challenge"].clone() };
        self.codes.lock().expect("whole").insert(CODE.to_owned(), code);
    }

    /// How often a place of it was asked.
    pub fn times_asked(&self, place: &str) -> usize {
        let asked = self.portal.asked();
        asked.iter().filter(|one| one.head.split(' ').nth(1) == Some(place)).count()
    }
}

/// Time in which no single question is too long.
struct PatientClock(Arc<Time>);

impl FetchClock for PatientClock {
    fn elapsed_time(&self) -> Duration {
        self.0.elapsed_time()
    }

    fn sleep_for(&self, length: Duration) -> BoxedWait<'_> {
        self.0.sleep_for(length)
    }

    fn time_out(&self, length: Duration) -> BoxedWait<'_> {
        if length <= Duration::from_secs(8) {
            return Box::pin(std::future::pending());
        }
        self.0.time_out(length)
    }

    fn random_part(&self, most: Duration) -> Duration {
        self.0.random_part(most)
    }
}

pub fn query_of(address: &str) -> HashMap<String, String> {
    Url::parse(address).expect("an address").query_pairs().into_owned().collect()
}

fn answer(status: u16, body: &Value) -> Reply {
    Reply::With(status, "Content-Type: application/json\r\n".to_owned(), body.to_string())
}

fn describe(plan: &StubPlan, issuer: &str) -> Value {
    let mut described = json!({
        "issuer": plan.issuer.unwrap_or(issuer),
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": plan.token_endpoint.map_or(format!("{issuer}/token"), str::to_owned),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "none", "HS256"],
    });
    if plan.told.is_some() {
        described["userinfo_endpoint"] = json!(format!("{issuer}/me"));
    }
    described
}

/// A code is taken once, from whoever knows what its challenge was made of.
fn take_code(codes: &mut HashMap<String, GivenCode>, body: &str) -> Option<GivenCode> {
    let form: HashMap<String, String> =
        form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    assert_eq!(form["grant_type"], "authorization_code");
    let code = codes.remove(&form["code"])?;
    let is_known = BASE64.encode(Sha256::digest(&form["code_verifier"])) == code.challenge;
    is_known.then_some(code)
}

fn tokens(
    plan: &StubPlan,
    issuer: &str,
    key: &EcdsaKeyPair,
    (code, is_later): (&GivenCode, bool),
) -> Value {
    let mut claims = json!({
        "iss": issuer, "sub": "001099012345", "aud": "motcua", "exp": 4_102_444_800_u64, "iat": 1_700_000_000,
        "nonce": code.nonce, "preferred_username": "lan", "groups": ["van-phong"],
    });
    let later = plan.later.as_object().filter(|_| is_later);
    for (name, value) in plan.claims.as_object().into_iter().chain(later).flatten() {
        claims[name] = value.clone();
    }
    if let Some(claims) = claims.as_object_mut() {
        claims.retain(|_, value| !value.is_null());
    }
    let header = json!({ "alg": plan.algorithm.unwrap_or("ES256"), "kid": "k0" });
    let said = [header, claims].map(|part| BASE64.encode(part.to_string())).join(".");
    let signature = match plan.algorithm {
        Some("none") => String::new(),
        Some("HS256") => {
            let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes());
            let mut mac = mac.expect("any length is a key");
            mac.update(said.as_bytes());
            BASE64.encode(mac.finalize().into_bytes())
        }
        _ => BASE64.encode(key.sign(&SystemRandom::new(), said.as_bytes()).expect("signed")),
    };
    json!({
        "access_token": plan.access_token.unwrap_or(ACCESS_TOKEN),
        "token_type": "Bearer",
        "id_token": format!("{said}.{signature}"),
    })
}

fn make_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let scheme = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let made = EcdsaKeyPair::generate_pkcs8(scheme, &random).expect("made");
    EcdsaKeyPair::from_pkcs8(scheme, made.as_ref(), &random).expect("a key")
}

fn publish_key(key: &EcdsaKeyPair, is_old: bool) -> Value {
    let point = key.public_key().as_ref();
    let (x, y) = (BASE64.encode(&point[1..33]), BASE64.encode(&point[33..]));
    let id = if is_old { "old" } else { "k0" };
    json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": id, "x": x, "y": y })
}
