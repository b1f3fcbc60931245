//! How an answer goes back to the client: a redirect with parameters in its query or fragment.

use base::Timestamp;
use http::Response;

use super::answer;
use super::refusal::Refusal;
use crate::Tenant;

/// Where in the address the parameters go ("OAuth 2.0 Multiple Response Type Encoding Practices", section 2.1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ResponseMode {
    /// Behind the question mark.
    Query,
    /// Behind the number sign.
    Fragment,
}

/// A registered address that awaits the answer, and the client's own note for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) mode: ResponseMode,
}

impl Reply {
    /// The address with `parameters` and the client's state.
    pub(crate) fn address(&self, parameters: &[(&str, &str)]) -> String {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(parameters);
        if let Some(state) = &self.state {
            text.append_pair("state", state);
        }
        let text = text.finish();
        if text.is_empty() {
            return self.redirect_uri.clone();
        }
        let mark = match self.mode {
            ResponseMode::Fragment => '#',
            ResponseMode::Query if self.redirect_uri.contains('?') => '&',
            ResponseMode::Query => '?',
        };
        format!("{}{mark}{text}", self.redirect_uri)
    }

    /// The address with a refusal (RFC 6749, section 4.1.2.1).
    pub(crate) fn refused_address(
        &self,
        tenant: &mut Tenant,
        refusal: &Refusal,
        now: Timestamp,
    ) -> String {
        let description = refusal.description(tenant, now);
        let more = format!("{}/error?code={}", tenant.login_url, refusal.code);
        self.address(&[
            ("error", refusal.error),
            ("error_description", &description),
            ("error_uri", &more),
        ])
    }

    /// Sends the browser back with a refusal.
    pub(crate) fn refuse(
        &self,
        tenant: &mut Tenant,
        refusal: &Refusal,
        now: Timestamp,
    ) -> Response<Vec<u8>> {
        answer::redirect(&self.refused_address(tenant, refusal, now))
    }
}
