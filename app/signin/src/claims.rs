//! The `claims` parameter of requests to Entra (OpenID Connect Core 1.0, section 5.5): what this page is able to do, and
//! what Graph demanded of a new sign-in. Reading the demand out of Graph's answer is somebody else's part.
//!
//! Source: "Claims challenges, claims requests, and client capabilities" of the Microsoft identity platform.

use serde_json::Map;
use serde_json::Value;

use crate::SignInError;

/// The client capability `cp1`: this page handles claims challenges. Graph challenges nobody who does not say so.
pub(crate) const CAPABILITIES: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

/// The parameter for a sign-in: the capability, together with the JSON text of a challenge where there is one.
///
/// Refused is a challenge that is no JSON object.
pub(crate) fn parameter(challenge: Option<&str>) -> Result<String, SignInError> {
    let Some(challenge) = challenge else {
        return Ok(CAPABILITIES.to_owned());
    };
    let object = |text| serde_json::from_str::<Map<String, Value>>(text);
    let both = object(CAPABILITIES).and_then(|ours| Ok((ours, object(challenge)?)));
    let (ours, challenge) = both.map_err(|_| SignInError::ChallengeUnreadable)?;
    Ok(Value::Object(merged(ours, challenge)).to_string())
}

/// The members of both objects. Where both have a member, objects are merged in turn, and of anything else the
/// challenge's stands: it is what Graph will ask for again.
fn merged(mut ours: Map<String, Value>, challenge: Map<String, Value>) -> Map<String, Value> {
    for (name, demanded) in challenge {
        let value = match (ours.remove(&name), demanded) {
            (Some(Value::Object(ours)), Value::Object(demanded)) => {
                Value::Object(merged(ours, demanded))
            }
            (_, demanded) => demanded,
        };
        ours.insert(name, value);
    }
    ours
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(challenge: Option<&str>) -> Value {
        serde_json::from_str(&parameter(challenge).unwrap()).unwrap()
    }

    #[test]
    fn the_capability_is_stated_beside_what_is_demanded() {
        let cp1 = json!({"values": ["cp1"]});
        let nbf = json!({"essential": true, "value": "1795248000"});
        for (challenge, expected) in [
            (None, json!({"access_token": {"xms_cc": cp1}})),
            (Some(json!({})), json!({"access_token": {"xms_cc": cp1}})),
            (
                Some(json!({"access_token": {"nbf": nbf}})),
                json!({"access_token": {"nbf": nbf, "xms_cc": cp1}}),
            ),
            (
                Some(json!({"id_token": {"acr": null}})),
                json!({"access_token": {"xms_cc": cp1}, "id_token": {"acr": null}}),
            ),
            (
                Some(json!({"access_token": {"xms_cc": {"essential": true}}})),
                json!({"access_token": {"xms_cc": {"essential": true, "values": ["cp1"]}}}),
            ),
            (
                Some(json!({"access_token": {"xms_cc": {"values": ["cp2"]}}})),
                json!({"access_token": {"xms_cc": {"values": ["cp2"]}}}),
            ),
            (
                Some(json!({"access_token": null})),
                json!({"access_token": null}),
            ),
        ] {
            let text = challenge.map(|challenge| challenge.to_string());
            assert_eq!(read(text.as_deref()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_challenge_that_is_no_object_is_refused() {
        for challenge in ["", "null", "[]", "\"claims\"", "{", "{}{}", "eyJhIjoxfQ=="] {
            assert_eq!(
                parameter(Some(challenge)),
                Err(SignInError::ChallengeUnreadable),
                "{challenge:?}"
            );
        }
    }
}
