//! Certificates on an application. Graph page: "keyCredential resource type".
//!
//! The collection is replaced whole by a write, so every entry that was there is sent back: with its id, every field as
//! it was read, and a null key, for which Graph keeps the stored one.

use base::CertificateFacts;
use base::KeyId;
use base::Thumbprint;
use base::Timestamp;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// A certificate on an application, as Graph shows it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyCredential {
    /// Its id within the application.
    pub key_id: KeyId,
    /// The certificate's SHA-1: forty hexadecimal digits, though Microsoft's schema says base64. Both are met.
    #[serde(default)]
    pub custom_key_identifier: Option<String>,
    /// Begin of use, as the text that was read: Graph refuses an entry whose date comes back with fewer digits.
    #[serde(default)]
    pub start_date_time: Option<String>,
    /// End of use, likewise.
    #[serde(default)]
    pub end_date_time: Option<String>,
    /// Text shown beside it.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Every other field, kept as read so that it can be sent back unchanged.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl KeyCredential {
    /// The certificate's thumbprint, in whichever form Graph gave it.
    pub fn thumbprint(&self) -> Option<Thumbprint> {
        let text = self.custom_key_identifier.as_deref()?;
        text.parse().ok().or_else(|| {
            let bytes = BASE64_STANDARD.decode(text).ok()?;
            Some(Thumbprint::from_bytes(bytes.try_into().ok()?))
        })
    }

    /// Begin of use, if it can be read.
    pub fn start(&self) -> Option<Timestamp> {
        self.start_date_time.as_deref()?.parse().ok()
    }

    /// End of use, if it can be read.
    pub fn end(&self) -> Option<Timestamp> {
        self.end_date_time.as_deref()?.parse().ok()
    }

    /// Whether its time has ended at `now`.
    pub fn has_ended_at(&self, now: Timestamp) -> bool {
        self.end().is_some_and(|end| end <= now)
    }

    /// The certificate itself, base64: Graph shows it only of a single object that was asked for it by name.
    pub fn public_key(&self) -> Option<&str> {
        self.other.get("key").and_then(Value::as_str)
    }

    /// Whether the certificate can sign at `now`: used to verify, begun and not ended.
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        let begun = self.start().is_none_or(|start| start <= now);
        let ended = self.has_ended_at(now);
        let verifies = self.other.get("usage").and_then(Value::as_str) == Some("Verify");
        begun && !ended && verifies
    }

    /// The entry as it is sent back so that Graph keeps it.
    fn kept(&self) -> Value {
        let mut entry = serde_json::to_value(self).unwrap_or_default();
        if let Some(object) = entry.as_object_mut() {
            object.insert("key".to_owned(), Value::Null);
        }
        entry
    }
}

/// Longest name of a certificate that Graph keeps; it shortens longer ones by itself.
const LONGEST_NAME: usize = 90;

/// The whole collection with one more certificate. No entry that is there is dropped or altered.
///
/// The dates are the certificate's own: without them Graph may end its use after a year.
pub fn with_certificate(
    existing: &[KeyCredential],
    certificate: &CertificateFacts,
    display_name: &str,
) -> Value {
    let mut entries: Vec<Value> = existing.iter().map(KeyCredential::kept).collect();
    entries.push(json!({
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
        "displayName": display_name.chars().take(LONGEST_NAME).collect::<String>(),
        "startDateTime": certificate.not_before,
        "endDateTime": certificate.not_after,
        "key": BASE64_STANDARD.encode(&certificate.der),
    }));
    Value::Array(entries)
}

/// The whole collection with one that was there before, put back as it was shown then; `None` where its public key was not
/// shown. It gets the id that it had; Graph names it by its thumbprint again.
pub fn with_restored(existing: &[KeyCredential], credential: &KeyCredential) -> Option<Value> {
    let key = credential.public_key()?;
    let mut entries: Vec<Value> = existing.iter().map(KeyCredential::kept).collect();
    entries.push(json!({
        "keyId": credential.key_id,
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
        "displayName": credential.display_name,
        "startDateTime": credential.start_date_time,
        "endDateTime": credential.end_date_time,
        "key": key,
    }));
    Some(Value::Array(entries))
}

/// The whole collection without the entry `key_id`. No other one is dropped or altered, even of the same certificate: what
/// names an entry is its id.
pub fn without_entry(existing: &[KeyCredential], key_id: &KeyId) -> Value {
    existing
        .iter()
        .filter(|entry| entry.key_id != *key_id)
        .map(KeyCredential::kept)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stranger(identifier: &str) -> KeyCredential {
        serde_json::from_value(json!({
            "keyId": "11111111-2222-4333-8444-555555555555",
            "customKeyIdentifier": identifier,
            "startDateTime": "2026-01-01T00:00:00.2547396Z",
            "endDateTime": "2027-01-01T00:00:00Z",
            "displayName": null,
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
            "key": null,
            "somethingNew": [1, 2],
        }))
        .unwrap()
    }

    #[test]
    fn a_thumbprint_is_read_as_hexadecimal_and_as_base64() {
        let bytes = [7; 20];
        let expected = Some(Thumbprint::from_bytes(bytes));
        assert_eq!(stranger(&"07".repeat(20)).thumbprint(), expected);
        assert_eq!(
            stranger(&BASE64_STANDARD.encode(bytes)).thumbprint(),
            expected
        );
        assert_eq!(stranger("build 12").thumbprint(), None);
    }

    #[test]
    fn adding_keeps_every_entry_with_all_its_fields() {
        let facts = CertificateFacts {
            der: vec![1, 2, 3],
            subject: String::new(),
            issuer: String::new(),
            key_bits: 2048,
            not_before: Timestamp::from_unix_seconds(0),
            not_after: Timestamp::from_unix_seconds(1),
            thumbprint: Thumbprint::from_bytes([0; 20]),
            sha256: String::new(),
        };
        let name = "ü".repeat(91);
        let sent = with_certificate(&[stranger(&"07".repeat(20))], &facts, &name);
        assert_eq!(
            sent,
            json!([
                {
                    "keyId": "11111111-2222-4333-8444-555555555555",
                    "customKeyIdentifier": "07".repeat(20),
                    "startDateTime": "2026-01-01T00:00:00.2547396Z",
                    "endDateTime": "2027-01-01T00:00:00Z",
                    "displayName": null,
                    "type": "AsymmetricX509Cert",
                    "usage": "Verify",
                    "key": null,
                    "somethingNew": [1, 2],
                },
                {
                    "type": "AsymmetricX509Cert",
                    "usage": "Verify",
                    "displayName": "ü".repeat(90),
                    "startDateTime": "1970-01-01T00:00:00Z",
                    "endDateTime": "1970-01-01T00:00:01Z",
                    "key": "AQID",
                },
            ])
        );
    }

    #[test]
    fn what_was_taken_off_is_put_back_only_with_its_key() {
        let mut gone = stranger(&"08".repeat(20));
        assert_eq!(with_restored(&[stranger("x")], &gone), None, "key: null");
        gone.other.insert("key".to_owned(), "AQID".into());
        let sent = with_restored(&[stranger("x")], &gone).unwrap();
        assert_eq!(sent[0], stranger("x").kept());
        assert_eq!(
            sent[1],
            json!({
                "keyId": "11111111-2222-4333-8444-555555555555",
                "type": "AsymmetricX509Cert",
                "usage": "Verify",
                "displayName": null,
                "startDateTime": "2026-01-01T00:00:00.2547396Z",
                "endDateTime": "2027-01-01T00:00:00Z",
                "key": "AQID",
            })
        );
        assert_eq!(sent.as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn validity_needs_time_and_use() {
        let credential = stranger("x");
        let at = |text: &str| credential.is_valid_at(text.parse().unwrap());
        assert!(at("2026-06-01T00:00:00Z"));
        assert!(!at("2025-12-31T23:59:59Z"));
        assert!(!at("2026-01-01T00:00:00Z"));
        assert!(!at("2027-01-01T00:00:00Z"));
        let mut signing = stranger("x");
        signing.other.insert("usage".to_owned(), "Sign".into());
        assert!(!signing.is_valid_at("2026-06-01T00:00:00Z".parse().unwrap()));
    }
}
