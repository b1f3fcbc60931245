//! What must survive the redirect to Entra and back. Making the address is in [`crate::authorize`], reading the answer
//! in [`crate::callback`].
//!
//! The page is gone while the person is at Entra, so the flow lies in `sessionStorage` in between. It may lie there
//! because it holds no token and nothing that gives one by itself: verifier, state and nonce are random, serve once,
//! and are of use only together with the code that Entra sends to this very page; `sessionStorage` belongs to this tab
//! and this origin. Who takes the flow out deletes it at once, whatever the answer was, and it ends by itself after ten
//! minutes.

use std::time::Duration;

use base::Entropy;
use base::Secret;
use base::Timestamp;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Serialize;
use url::Url;

use crate::Registration;
use crate::SignInError;
use crate::TenantSegment;

/// How long a person may take at Entra. An older flow was left lying by a closed or forgotten tab.
pub(crate) const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// What the person signs in for, so that the page knows where to go on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To look at the tenant: the first sign-in.
    Look,
    /// To write what was chosen: the second sign-in, the last redirect before any secret exists.
    Write,
}

/// One sign-in on its way.
#[derive(Clone, Debug)]
pub struct Flow {
    /// PKCE's code verifier (RFC 7636, section 4.1): shows that who redeems the code also asked for it.
    pub(crate) verifier: Secret<String>,
    /// Ties the answer to this flow (RFC 6749, section 10.12).
    pub(crate) state: Secret<String>,
    /// Ties the id token to this flow (OpenID Connect Core 1.0, section 3.1.2.1).
    pub(crate) nonce: Secret<String>,
    scopes: Vec<String>,
    redirect_uri: Url,
    tenant: TenantSegment,
    started: Timestamp,
    purpose: Purpose,
}

/// The flow as it lies in session storage.
#[derive(Deserialize)]
struct Stored {
    verifier: String,
    state: String,
    nonce: String,
    scopes: Vec<String>,
    redirect_uri: String,
    tenant: String,
    started: Timestamp,
    purpose: Purpose,
}

impl Flow {
    /// Begins a sign-in for `scopes`: short names of Graph's delegated permissions, and `offline_access` where the
    /// tokens must be renewable. `openid` and `profile` are always asked and need not be named.
    pub fn begin(
        registration: &Registration,
        purpose: Purpose,
        scopes: &[&str],
        entropy: &impl Entropy,
        now: Timestamp,
    ) -> Self {
        Self {
            verifier: random_text(entropy),
            state: random_text(entropy),
            nonce: random_text(entropy),
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            redirect_uri: registration.redirect_uri.clone(),
            tenant: registration.authority.tenant.clone(),
            started: now,
            purpose,
        }
    }

    /// The flow as text for `sessionStorage`, and for nowhere else.
    pub fn stored(&self) -> Secret<String> {
        Secret::new(
            serde_json::json!({
                // EXPOSE: the three secrets of the flow must come back after the redirect; see the module.
                "verifier": self.verifier.expose(),
                "state": self.state.expose(),
                "nonce": self.nonce.expose(),
                "scopes": self.scopes,
                "redirect_uri": self.redirect_uri.as_str(),
                "tenant": self.tenant.to_string(),
                "started": self.started,
                "purpose": self.purpose,
            })
            .to_string(),
        )
    }

    /// Reads back what [`Flow::stored`] gave. Anything else is refused: whoever else writes to the storage of this
    /// origin must not choose the verifier.
    pub fn restore(text: &str) -> Result<Self, SignInError> {
        let unreadable = SignInError::FlowUnreadable;
        let stored: Stored = serde_json::from_str(text).map_err(|_| unreadable.clone())?;
        let flow = Self {
            verifier: Secret::new(stored.verifier),
            state: Secret::new(stored.state),
            nonce: Secret::new(stored.nonce),
            scopes: stored.scopes,
            redirect_uri: Url::parse(&stored.redirect_uri).map_err(|_| unreadable.clone())?,
            tenant: stored.tenant.parse().map_err(|_| unreadable.clone())?,
            started: stored.started,
            purpose: stored.purpose,
        };
        let secrets = [&flow.verifier, &flow.state, &flow.nonce];
        if secrets.into_iter().all(is_random_text) {
            Ok(flow)
        } else {
            Err(unreadable)
        }
    }

    /// The scopes asked for, without `openid` and `profile`.
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// What the person signs in for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// When the flow began.
    pub fn started(&self) -> Timestamp {
        self.started
    }

    /// Where Entra sends the browser back to; the same in the authorization and the token request (RFC 6749, section
    /// 4.1.3).
    pub fn redirect_uri(&self) -> &Url {
        &self.redirect_uri
    }

    /// The tenant that was asked for; after the first sign-in one tenant, whatever `config.json` says.
    pub fn tenant(&self) -> &TenantSegment {
        &self.tenant
    }

    /// Whether the flow can no longer be answered: too old, or begun in a future that no clock error explains.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now.since(self.started) >= LIFETIME || self.started.since(now) >= LIFETIME
    }

    /// All scopes of the request, in order: those of OpenID Connect, then those of the task.
    pub(crate) fn requested_scopes(&self) -> String {
        scope_parameter(&self.scopes)
    }
}

/// The `scope` parameter for `scopes`: OpenID Connect's own come first, the task's follow.
pub(crate) fn scope_parameter(scopes: &[String]) -> String {
    let mut parameter = "openid profile".to_owned();
    for scope in scopes {
        parameter.push(' ');
        parameter.push_str(scope);
    }
    parameter
}

/// Thirty-two random bytes as base64url text of 43 characters (RFC 7636, section 4.1, recommends exactly that).
fn random_text(entropy: &impl Entropy) -> Secret<String> {
    let mut bytes = [0_u8; 32];
    entropy.fill(&mut bytes);
    let bytes = Secret::new(bytes);
    // EXPOSE: encoding takes the bytes; what comes out is a Secret again.
    Secret::new(BASE64_URL_SAFE_NO_PAD.encode(bytes.expose()))
}

/// Whether this is what [`random_text`] makes.
fn is_random_text(secret: &Secret<String>) -> bool {
    // EXPOSE: only the length after decoding is looked at.
    BASE64_URL_SAFE_NO_PAD
        .decode(secret.expose())
        .is_ok_and(|bytes| bytes.len() == 32)
}

#[cfg(test)]
mod tests;
