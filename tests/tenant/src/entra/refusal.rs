//! What Entra says when it refuses: an AADSTS number, the OAuth error that goes with it, and a text.
//!
//! The numbers are those of "Microsoft Entra authentication and authorization error codes"; the texts are our own. Where
//! a refusal goes (its own page, the redirect URI, the token endpoint's JSON) is decided by who meets it.

use base::Timestamp;
use serde_json::json;

use super::answer;
use super::page;
use crate::Tenant;

/// One refusal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// The AADSTS number.
    pub(crate) code: u32,
    /// Value of `error` (RFC 6749, sections 4.1.2.1 and 5.2, and OpenID Connect Core, section 3.1.2.6).
    pub(crate) error: &'static str,
    /// What is wrong, in words.
    pub(crate) text: String,
}

impl Refusal {
    /// A refusal with the OAuth error that usually goes with `code`.
    pub(crate) fn new(code: u32, text: impl Into<String>) -> Self {
        Self {
            code,
            error: usual_error(code),
            text: text.into(),
        }
    }

    /// The same refusal with another OAuth error.
    pub(crate) fn with_error(self, error: &'static str) -> Self {
        Self { error, ..self }
    }

    /// A parameter that must be there is not.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new(
            900144,
            format!("The request must contain the parameter '{parameter}'."),
        )
    }

    /// The request cannot be understood.
    pub(crate) fn malformed(text: impl Into<String>) -> Self {
        Self::new(9002313, text)
    }

    /// The service itself failed. Nobody should ever meet this one.
    pub(crate) fn internal(text: impl ToString) -> Self {
        Self::new(
            50000,
            format!("The sign-in service failed: {}.", text.to_string()),
        )
    }

    /// Number and text, as `error_description` begins.
    pub(crate) fn short(&self) -> String {
        format!("AADSTS{}: {}", self.code, self.text)
    }

    /// Value of `error_description`, with fresh ids for support.
    pub(crate) fn description(&self, tenant: &mut Tenant, now: Timestamp) -> String {
        let trace = tenant.random.object_id();
        let correlation = tenant.random.object_id();
        format!(
            "{} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {}",
            self.short(),
            stamp(now)
        )
    }

    /// The answer of an endpoint that speaks JSON.
    pub(crate) fn json(&self, tenant: &mut Tenant, now: Timestamp) -> http::Response<Vec<u8>> {
        let trace = tenant.random.object_id();
        let correlation = tenant.random.object_id();
        let moment = stamp(now);
        let body = json!({
            "error": self.error,
            "error_description": format!(
                "{} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {moment}",
                self.short()
            ),
            "error_codes": [self.code],
            "timestamp": moment,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("{}/error?code={}", tenant.login_url, self.code),
        });
        answer::json(self.status(), &body)
    }

    /// A page of Entra's own. Whoever meets it does not come back to the client.
    pub(crate) fn page(&self, tenant: &mut Tenant, now: Timestamp) -> http::Response<Vec<u8>> {
        let correlation = tenant.random.object_id();
        answer::html(
            400,
            page::failed(&self.short(), correlation.as_str(), &stamp(now)),
        )
    }

    fn status(&self) -> u16 {
        if self.error == "invalid_client" {
            401
        } else {
            400
        }
    }
}

/// The OAuth error that goes with an AADSTS number.
fn usual_error(code: u32) -> &'static str {
    match code {
        50000 => "server_error",
        50058 => "login_required",
        65004 | 90094 => "access_denied",
        90002 => "invalid_tenant",
        70003 => "unsupported_grant_type",
        700054 => "unsupported_response_type",
        70011 | 1002012 => "invalid_scope",
        500011 => "invalid_resource",
        50057 | 50173 | 500112 | 501481 | 54005 | 65001 | 70000 | 70008 | 700082 | 700084 => {
            "invalid_grant"
        }
        50027 | 650053 | 700021 | 700023 | 700024 | 700025 | 700027 | 7000215 | 7000218 => {
            "invalid_client"
        }
        50194 | 700016 | 7000112 | 7000229 => "unauthorized_client",
        _ => "invalid_request",
    }
}

/// A moment as Entra writes it in errors.
fn stamp(now: Timestamp) -> String {
    now.whole_seconds().to_string().replace('T', " ")
}
