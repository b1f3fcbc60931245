//! `keyCredentials`: a body replaces the whole collection. An entry that names a stored key by its `keyId` keeps it,
//! and may change nothing of it; every other entry must bring a certificate (Graph, "keyCredential resource type").

use std::time::Duration;

use base::KeyId;
use base::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::restrictions;
use crate::certificate;
use crate::certificate::CertificateFacts;
use crate::rows::Application;
use crate::rows::KeyCredential;
use crate::rows::Moment;

/// Names of keys are cut to so many characters; nothing is said of it.
const LONGEST_NAME: usize = 90;
/// How long a key is used at most where no end was sent (Graph, "keyCredential resource type", `endDateTime`).
const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

const KEY: Writable = Writable {
    type_name: "microsoft.graph.keyCredential",
    resource: "KeyCredential",
    names: &[
        "customKeyIdentifier",
        "displayName",
        "endDateTime",
        "key",
        "keyId",
        "startDateTime",
        "type",
        "usage",
    ],
    read_only: &[],
};

/// One entry of a body.
pub(super) struct WrittenKey {
    custom_key_identifier: Option<String>,
    display_name: Option<String>,
    end: Option<Moment>,
    start: Option<Moment>,
    key: Option<Vec<u8>>,
    key_id: Option<KeyId>,
    kind: String,
    usage: String,
}

/// Reads `keyCredentials`.
pub(super) fn read(fields: &Fields) -> Result<Option<Vec<WrittenKey>>, Problem> {
    let Some(list) = fields.list("keyCredentials")? else {
        return Ok(None);
    };
    let keys = list.iter().map(read_key).collect::<Result<Vec<_>, _>>()?;
    let repeated = keys.iter().enumerate().any(|(at, key)| {
        keys[..at]
            .iter()
            .any(|earlier| key.key_id.is_some() && earlier.key_id == key.key_id)
    });
    if repeated {
        return Err(Problem::invalid_value("keyId", "KeyCredential"));
    }
    Ok(Some(keys))
}

/// The collection that results from a body, or why it cannot be.
pub(super) fn merge(
    row: &Application,
    written: &[WrittenKey],
    call: &mut Call<'_>,
) -> Result<Vec<KeyCredential>, Problem> {
    let mut merged: Vec<KeyCredential> = Vec::new();
    for key in written {
        let known = row
            .key_credentials
            .iter()
            .find(|known| Some(&known.key_id) == key.key_id.as_ref());
        let result = match known {
            Some(known) => key.keep(known)?,
            None => key.add(row, call)?,
        };
        // The same certificate twice would be two names for one key.
        if merged.iter().any(|earlier| earlier.key == result.key) {
            return Err(Problem::invalid_value("key", "KeyCredential"));
        }
        merged.push(result);
    }
    Ok(merged)
}

fn read_key(value: &Value) -> Result<WrittenKey, Problem> {
    let fields = Fields::open(value, &KEY)?;
    let kind = fields
        .choice("type", &["AsymmetricX509Cert"])?
        .ok_or_else(|| fields.missing("type"))?;
    let usage = fields
        .choice("usage", &["Sign", "Verify"])?
        .ok_or_else(|| fields.missing("usage"))?;
    // A certificate on an application is there to verify; signing is for SAML and wants a private key.
    if usage != "Verify" {
        return Err(fields.invalid("usage"));
    }
    Ok(WrittenKey {
        custom_key_identifier: fields
            .nullable_text("customKeyIdentifier", 1..=64)?
            .flatten(),
        display_name: fields
            .nullable_text("displayName", 0..=usize::MAX)?
            .flatten()
            .map(|name| name.chars().take(LONGEST_NAME).collect()),
        end: moment(&fields, "endDateTime")?,
        start: moment(&fields, "startDateTime")?,
        key: bytes(&fields)?,
        key_id: key_id(&fields)?,
        kind,
        usage,
    })
}

fn moment(fields: &Fields, name: &str) -> Result<Option<Moment>, Problem> {
    let text = fields.nullable_text(name, 0..=64)?.flatten();
    text.map(|text| text.parse().map_err(|_| fields.invalid(name)))
        .transpose()
}

fn key_id(fields: &Fields) -> Result<Option<KeyId>, Problem> {
    match fields.value("keyId") {
        Some(Value::Null) => Ok(None),
        _ => fields.id("keyId"),
    }
}

fn bytes(fields: &Fields) -> Result<Option<Vec<u8>>, Problem> {
    let text = fields.nullable_text("key", 1..=20_000)?.flatten();
    text.map(|text| STANDARD.decode(text).map_err(|_| fields.invalid("key")))
        .transpose()
}

impl WrittenKey {
    /// Keeps a stored key: what was sent must be what was read, dates to the last digit; the certificate itself may be
    /// left out.
    fn keep(&self, known: &KeyCredential) -> Result<KeyCredential, Problem> {
        let same = self.key.as_ref().is_none_or(|key| *key == known.key)
            && self.display_name == known.display_name
            && self.end.as_ref() == Some(&known.end_date_time)
            && self.start.as_ref() == Some(&known.start_date_time)
            && self
                .custom_key_identifier
                .as_deref()
                .is_none_or(|text| names(text, &known.custom_key_identifier))
            && self.kind == known.kind
            && self.usage == known.usage;
        if same {
            return Ok(known.clone());
        }
        let message = format!(
            "Update to existing credential with KeyId '{}' is not allowed.",
            known.key_id
        );
        Err(Problem::new(
            http::StatusCode::BAD_REQUEST,
            "KeyCredentialsUpdateNotAllowed",
            message,
        ))
    }

    /// Adds a certificate.
    fn add(&self, row: &Application, call: &mut Call<'_>) -> Result<KeyCredential, Problem> {
        let refused = |property| Problem::invalid_value(property, "KeyCredential");
        let key = self.key.clone().ok_or_else(|| refused("key"))?;
        let facts = certificate::read(&key).ok_or_else(|| refused("key"))?;
        let identifier = self.custom_key_identifier.as_deref();
        if identifier.is_some_and(|text| !names(text, &facts.thumbprint)) {
            return Err(refused("customKeyIdentifier"));
        }
        let (start, end) = self.dates(&facts, call.now)?;
        restrictions::check(call.tenant, row, &facts, &start, &end)?;
        Ok(KeyCredential {
            custom_key_identifier: facts.thumbprint,
            display_name: self.display_name.clone(),
            end_date_time: end,
            key,
            key_id: self
                .key_id
                .clone()
                .unwrap_or_else(|| call.tenant.random.key_id()),
            start_date_time: start,
            kind: self.kind.clone(),
            usage: self.usage.clone(),
        })
    }

    /// The dates that were sent, or else the certificate's, outside of which they may not lie. Where no end was sent, it
    /// is a year after the start at most.
    fn dates(&self, facts: &CertificateFacts, now: Timestamp) -> Result<(Moment, Moment), Problem> {
        let start = self
            .start
            .clone()
            .unwrap_or_else(|| facts.not_before.into());
        let usual_end = facts.not_after.min(start.at().plus(YEAR));
        let end = self.end.clone().unwrap_or_else(|| usual_end.into());
        if start.at() < facts.not_before || start.at() >= end.at() {
            let message = "Key credential start date is invalid.";
            return Err(bad_date("KeyCredentialsInvalidStartDate", message));
        }
        if end.at() > facts.not_after || end.at() <= now {
            let message = "Key credential end date is invalid.";
            return Err(bad_date("KeyCredentialsInvalidEndDate", message));
        }
        Ok((start, end))
    }
}

fn bad_date(code: &'static str, message: &str) -> Problem {
    Problem::new(http::StatusCode::BAD_REQUEST, code, message)
}

/// Whether a text names this thumbprint: forty hexadecimal digits, as Graph shows it, or base64, as its type says.
fn names(text: &str, thumbprint: &str) -> bool {
    text.eq_ignore_ascii_case(thumbprint)
        || STANDARD
            .decode(text)
            .is_ok_and(|bytes| hex::encode_upper(bytes) == thumbprint)
}
