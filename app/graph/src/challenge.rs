//! Claims that Graph asks for when a token is not enough. Source: "Claims challenges, claims requests, and client
//! capabilities" of the Microsoft identity platform; form of the header: RFC 9110, sections 11.2 and 11.6.1.

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::GeneralPurpose;
use base64::engine::GeneralPurposeConfig;
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;
use serde_json::Map;
use serde_json::Value;

const PADDED_OR_NOT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, PADDED_OR_NOT);
const BASE64URL: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, PADDED_OR_NOT);

/// The claims that a new sign-in has to ask for, as the text of a JSON object. `None` where none are asked for and where
/// they cannot be read.
pub(crate) fn claims(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .flat_map(|value| challenges(&String::from_utf8_lossy(value.as_bytes())))
        .filter(|challenge| challenge.scheme.eq_ignore_ascii_case("Bearer"))
        .filter(|challenge| challenge.parameter("error") == Some("insufficient_claims"))
        .find_map(|challenge| decoded(challenge.parameter("claims")?))
}

/// The JSON object behind base64 or base64url, padded or not: all four are seen.
fn decoded(text: &str) -> Option<String> {
    let bytes = BASE64.decode(text).or_else(|_| BASE64URL.decode(text));
    let json = String::from_utf8(bytes.ok()?).ok()?;
    serde_json::from_str::<Map<String, Value>>(&json)
        .is_ok()
        .then_some(json)
}

/// One way of proving who one is, with its parameters.
struct Challenge {
    scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// The value of a parameter, whose name is met in any case.
    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// The challenges of one header. Commas part both the challenges and their parameters: what is not a parameter begins a
/// challenge. What is neither is passed over.
fn challenges(header: &str) -> Vec<Challenge> {
    let mut found: Vec<Challenge> = Vec::new();
    for element in elements(header) {
        if let Some(parameter) = parameter(element) {
            if let Some(challenge) = found.last_mut() {
                challenge.parameters.push(parameter);
            }
            continue;
        }
        let (scheme, first) = element.split_once(' ').unwrap_or((element, ""));
        if is_token(scheme) {
            found.push(Challenge {
                scheme: scheme.to_owned(),
                parameters: parameter(first.trim()).into_iter().collect(),
            });
        }
    }
    found
}

/// The elements of a list; a comma within quotes parts nothing.
fn elements(list: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    list.split(move |character| {
        let literal = std::mem::replace(&mut escaped, false);
        match character {
            _ if literal => false,
            '\\' => {
                escaped = quoted;
                false
            }
            '"' => {
                quoted = !quoted;
                false
            }
            other => other == ',' && !quoted,
        }
    })
    .map(|element| element.trim_matches([' ', '\t']))
}

/// Reads `name=value`, where the value is a token or quoted, and blanks beside the sign are let pass.
fn parameter(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    let (name, value) = (name.trim_end(), value.trim_start());
    let value = match value.strip_prefix('"') {
        Some(quoted) => unquoted(quoted)?,
        None if is_token(value) => value.to_owned(),
        None => return None,
    };
    is_token(name).then(|| (name.to_owned(), value))
}

/// The text up to the closing quote, which must be the last character (RFC 9110, section 5.6.4).
fn unquoted(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return characters.as_str().is_empty().then_some(value),
            '\\' => value.push(characters.next()?),
            other => value.push(other),
        }
    }
}

/// Whether the text is a token (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(may_stand)
}

#[cfg(test)]
mod tests;
