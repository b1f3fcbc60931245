//! The parameter `claims`: what a client wants to stand in its tokens (OpenID Connect Core, section 5.5), and by `xms_cc`
//! what it is capable of (Microsoft identity platform, "Claims challenges, claims requests, and client capabilities").

use serde_json::Map;
use serde_json::Value;

use super::parameters::Parameters;
use super::refusal::Refusal;

/// Claims of an access token that were asked for, by their names.
pub(crate) type Claims = Map<String, Value>;

/// The one capability that is known: the client understands a claims challenge.
const CHALLENGES: &str = "cp1";

/// What is asked of the access token; nothing where the parameter is not there or asks of other tokens only.
///
/// The parameter is a JSON object, and so is each of its parts. Which number Entra refuses others with is not documented:
/// here it is the one for malformed requests.
pub(crate) fn read(parameters: &Parameters) -> Result<Claims, Refusal> {
    let Some(text) = parameters.get("claims") else {
        return Ok(Claims::new());
    };
    let malformed = || Refusal::malformed("The claims are not a JSON object of JSON objects.");
    let mut parts: Map<String, Value> = serde_json::from_str(text).map_err(|_| malformed())?;
    if !parts.values().all(Value::is_object) {
        return Err(malformed());
    }
    match parts.remove("access_token") {
        Some(Value::Object(claims)) => Ok(claims),
        _ => Ok(Claims::new()),
    }
}

/// Whether the client declares that it understands a claims challenge. Letter case does not matter, and what is not known
/// is left out.
pub(crate) fn declare_challenges(claims: &Claims) -> bool {
    let values = claims.get("xms_cc").and_then(|claim| claim.get("values"));
    let mut values = values.and_then(Value::as_array).into_iter().flatten();
    values.any(|value| {
        value
            .as_str()
            .is_some_and(|value| value.eq_ignore_ascii_case(CHALLENGES))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn declares(claims: Value) -> bool {
        declare_challenges(claims.as_object().unwrap())
    }

    #[test]
    fn a_client_declares_by_a_list_of_values() {
        assert!(declares(json!({ "xms_cc": { "values": ["cp1"] } })));
        assert!(declares(json!({ "xms_cc": { "values": ["foo", "CP1"] } })));
        assert!(declares(
            json!({ "xms_cc": { "values": ["cp1"] }, "nbf": { "essential": true, "value": "1" } })
        ));
        for claims in [
            json!({}),
            json!({ "xms_cc": null }),
            json!({ "xms_cc": { "value": "cp1" } }),
            json!({ "xms_cc": { "values": "cp1" } }),
            json!({ "xms_cc": { "values": ["cp2", 1] } }),
            json!({ "acrs": { "values": ["cp1"] } }),
        ] {
            assert!(!declares(claims.clone()), "{claims}");
        }
    }
}
