//! What Graph says when it refuses, and what it says when it agrees.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::Value;
use serde_json::json;

use crate::entra::claims::Claims;
use crate::worlds::GRAPH_APP_ID;

/// A refusal: status, code and message of the error body.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) headers: Vec<(&'static str, String)>,
}

/// An answer: status, body and headers besides those that every answer has.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Option<Value>,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Reply {
    /// 200 with a body.
    pub(super) fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body: Some(body),
            headers: Vec::new(),
        }
    }

    /// 201 with a body.
    pub(super) fn created(body: Value) -> Self {
        Self {
            status: StatusCode::CREATED,
            body: Some(body),
            headers: Vec::new(),
        }
    }

    /// 204 without one.
    pub(super) fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: None,
            headers: Vec::new(),
        }
    }

    /// The same answer with one more header.
    pub(super) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl Problem {
    /// A problem with any code.
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            headers: Vec::new(),
        }
    }

    /// 401: no token, or one that is no good.
    pub(super) fn unauthorised(message: &str) -> Self {
        let header = "Bearer realm=\"\", error=\"invalid_token\"";
        Self::of_token(message, header.to_owned())
    }

    /// 401: the token must have claims that it does not (Microsoft identity platform, "Claims challenges, claims
    /// requests, and client capabilities", header format).
    pub(super) fn challenge(login_url: &str, claims: &Claims) -> Self {
        let asked = json!({ "access_token": claims });
        let claims = STANDARD.encode(asked.to_string());
        // The client id is Graph's own, as in answers that were captured.
        let header = format!(
            "Bearer realm=\"\", authorization_uri=\"{login_url}/common/oauth2/authorize\", \
             client_id=\"{GRAPH_APP_ID}\", error=\"insufficient_claims\", claims=\"{claims}\""
        );
        let message =
            "Continuous access evaluation resulted in challenge with result: InteractionRequired.";
        Self::of_token(message, header)
    }

    fn of_token(message: &str, header: String) -> Self {
        let mut problem = Self::new(
            StatusCode::UNAUTHORIZED,
            "InvalidAuthenticationToken",
            message,
        );
        problem.headers.push(("www-authenticate", header));
        problem
    }

    /// 400 `Request_BadRequest`.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_BadRequest", message)
    }

    /// A value of the right type that is not allowed.
    pub(super) fn invalid_value(property: &str, resource: &str) -> Self {
        Self::bad_request(format!(
            "Invalid value specified for property '{property}' of resource '{resource}'."
        ))
    }

    /// A value of the wrong JSON type.
    pub(super) fn wrong_type(property: &str) -> Self {
        Self::bad_request(format!(
            "Property {property} in payload has a value that does not match schema."
        ))
    }

    /// 404: unknown to the replica that was asked.
    pub(super) fn not_found(what: impl std::fmt::Display) -> Self {
        let message = format!(
            "Resource '{what}' does not exist or one of its queried reference-property objects are not present."
        );
        Self::new(StatusCode::NOT_FOUND, "Request_ResourceNotFound", message)
    }

    /// 403: the token, or the person, may not.
    pub(super) fn denied() -> Self {
        let message = "Insufficient privileges to complete the operation.";
        Self::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            message,
        )
    }

    /// 400: something with the same value exists.
    pub(super) fn taken(property: &str) -> Self {
        Self::bad_request(format!(
            "Another object with the same value for property {property} already exists."
        ))
    }

    /// 501: real Graph would do this, the simulated tenant does not yet.
    pub(super) fn not_simulated(what: impl std::fmt::Display) -> Self {
        let message = format!(
            "Microsoft Graph knows this, the simulated tenant does not simulate it yet: {what}."
        );
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotSimulated", message)
    }
}
