//! Entra's own no: the OAuth error, the AADSTS code, and the ids that Microsoft's support asks for.
//!
//! Entra's English sentence is not kept: anybody can put one into an address, and `words` has better ones.

use std::fmt;

use base::Timestamp;
use serde::Deserialize;

/// Longest error name kept; the longest that Entra documents has 24 characters.
const NAME_LIMIT: usize = 64;

/// What Entra said when it said no.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// The OAuth error, e.g. `invalid_grant` (RFC 6749, sections 4.1.2.1 and 5.2); `?` if it is no plain word.
    pub error: String,
    /// The number after `AADSTS`.
    pub code: Option<u32>,
    /// A finer reason: `error_subcode` of an answer, `suberror` of the token endpoint.
    pub subcode: Option<String>,
    /// Trace ID.
    pub trace: Option<String>,
    /// Correlation ID.
    pub correlation: Option<String>,
    /// When Entra said so.
    pub at: Option<Timestamp>,
}

impl Refusal {
    /// Reads a refusal whose details are in the description, as in an answer to the browser.
    pub(crate) fn described(error: &str, description: &str, subcode: Option<&str>) -> Self {
        let after = |label: &str| Some(description.split_once(label)?.1.trim_start());
        Self {
            error: plain_word(error).unwrap_or_else(|| "?".to_owned()),
            code: after("AADSTS").and_then(leading_number),
            subcode: subcode.and_then(plain_word),
            trace: after("Trace ID:").and_then(leading_id),
            correlation: after("Correlation ID:").and_then(leading_id),
            at: after("Timestamp:").and_then(|text| moment(text.get(..20)?)),
        }
    }

    /// Reads a refusal by the token endpoint; `None` if the body is not one.
    pub(crate) fn replied(body: &[u8]) -> Option<Self> {
        let reply: ErrorReply = serde_json::from_slice(body).ok()?;
        let described = Self::described(
            &reply.error,
            &reply.error_description,
            reply.suberror.as_deref(),
        );
        Some(Self {
            code: reply.error_codes.first().copied().or(described.code),
            trace: reply
                .trace_id
                .as_deref()
                .and_then(leading_id)
                .or(described.trace),
            correlation: reply
                .correlation_id
                .as_deref()
                .and_then(leading_id)
                .or(described.correlation),
            at: reply.timestamp.as_deref().and_then(moment).or(described.at),
            ..described
        })
    }

    /// The name by which people look it up: `AADSTS65004`, or the OAuth error where there is no number.
    pub fn name(&self) -> String {
        match self.code {
            Some(code) => format!("AADSTS{code}"),
            None => self.error.clone(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({})", self.name(), self.error)
    }
}

/// The body of a refusal by the token endpoint (RFC 6749, section 5.2, with Entra's additions).
#[derive(Deserialize)]
struct ErrorReply {
    error: String,
    #[serde(default)]
    error_description: String,
    #[serde(default)]
    error_codes: Vec<u32>,
    timestamp: Option<String>,
    trace_id: Option<String>,
    correlation_id: Option<String>,
    suberror: Option<String>,
}

/// The text, if it is a plain word: what an error name is, and nothing that could be a sentence of somebody's.
fn plain_word(text: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let fits = (1..=NAME_LIMIT).contains(&text.len()) && text.bytes().all(plain);
    fits.then(|| text.to_owned())
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    text[..end].parse().ok()
}

/// The GUID at the beginning of the text. Trace and correlation ids are of that form.
fn leading_id(text: &str) -> Option<String> {
    text.get(..36)?
        .parse::<base::ObjectId>()
        .ok()
        .map(String::from)
}

/// A moment as Entra writes it, `2026-11-21 07:59:58Z`.
fn moment(text: &str) -> Option<Timestamp> {
    text.trim().replacen(' ', "T", 1).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_on_one_line_is_read_too() {
        let refusal = Refusal::described(
            "invalid_grant",
            "AADSTS700084: The refresh token was issued to a single page app (SPA). \
             Trace ID: 0b2c7f1e-6a1d-4f0e-9a55-3f3f6f6f0100 \
             Correlation ID: 3d1c7a52-1111-4c5b-8f3e-9d2f0a6b7c8d Timestamp: 2026-11-21 07:59:58Z",
            None,
        );
        assert_eq!(refusal.name(), "AADSTS700084");
        assert_eq!(
            refusal.trace.as_deref(),
            Some("0b2c7f1e-6a1d-4f0e-9a55-3f3f6f6f0100")
        );
        assert_eq!(
            refusal.correlation.as_deref(),
            Some("3d1c7a52-1111-4c5b-8f3e-9d2f0a6b7c8d")
        );
        assert_eq!(refusal.at, "2026-11-21T07:59:58Z".parse().ok());
    }

    #[test]
    fn nothing_of_a_made_up_sentence_is_kept() {
        let refusal = Refusal::described(
            "Call +31 6 12345678 now",
            "AADSTSxyz Trace ID: call-us-at-once Correlation ID: é Timestamp: tomorrow",
            Some("<b>now</b>"),
        );
        let empty = Refusal {
            error: "?".to_owned(),
            code: None,
            subcode: None,
            trace: None,
            correlation: None,
            at: None,
        };
        assert_eq!(refusal, empty);
        assert_eq!(refusal.name(), "?");
    }
}
