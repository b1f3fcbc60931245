//! What the unit tests of this crate share: one registration, one flow, one moment, predictable bytes, and an id token
//! whose claims can be changed one by one.

use std::cell::Cell;

use base::Entropy;
use base::Secret;
use base::Timestamp;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;
use serde_json::json;

use crate::Flow;
use crate::Purpose;
use crate::Registration;
use crate::Settings;

/// 2026-11-21T08:00:00Z.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_795_248_000)
}

pub(crate) const CLIENT_ID: &str = "5e7c0de0-0000-4000-8000-000000000001";
pub(crate) const TENANT_ID: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
pub(crate) const USER_ID: &str = "8c6a9e0b-1a57-4f7e-9d8f-4c5f0a3c2b11";

/// Every byte is one more than the one before.
pub(crate) struct Counting(pub(crate) Cell<u8>);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.get();
            self.0.set(self.0.get().wrapping_add(1));
        }
    }
}

pub(crate) fn registration() -> Registration {
    let settings = Settings {
        tenant: Some("organizations".to_owned()),
        client_id: Some(CLIENT_ID.to_owned()),
        ..Settings::default()
    };
    let (authority, client_id) = settings.check().unwrap();
    let page = "https://setup.example.edu/calendar/".parse().unwrap();
    Registration::new(authority, client_id, &page).unwrap()
}

pub(crate) fn flow() -> Flow {
    flow_of(&registration())
}

pub(crate) fn flow_of(registration: &Registration) -> Flow {
    let scopes = ["User.Read", "Application.Read.All"];
    Flow::begin(
        registration,
        Purpose::Look,
        &scopes,
        &Counting(Cell::new(0)),
        now(),
    )
}

/// The claims of an id token that answers [`flow`].
pub(crate) fn claims() -> Value {
    json!({
        "aud": CLIENT_ID,
        "iss": format!("https://login.microsoftonline.com/{TENANT_ID}/v2.0"),
        "iat": now().unix_seconds() - 300,
        "nbf": now().unix_seconds() - 300,
        "exp": now().unix_seconds() + 3600,
        "nonce": flow().nonce.expose(),
        "oid": USER_ID,
        "tid": TENANT_ID,
        "sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
        "preferred_username": "admin@example.edu",
        "name": "Ada Admin",
        "ver": "2.0",
    })
}

/// An id token of these parts; its signature is nonsense, since nobody here checks it.
pub(crate) fn id_token(header: &Value, claims: &Value) -> Secret<String> {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    Secret::new(format!("{}.{}.c2lnbmF0dXJl", part(header), part(claims)))
}

pub(crate) fn header() -> Value {
    json!({"typ": "JWT", "alg": "RS256", "kid": "1LTMzakihiRla_8z2BEJVXeWMqo"})
}
