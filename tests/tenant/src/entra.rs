//! The Entra side: sign-in, consent and tokens, as pure answers to requests.
//!
//! Nobody has a password: the account picker's buttons stand for the sign-in. Everything else is refused as Microsoft
//! refuses it, with the same numbers.

use std::collections::BTreeMap;

use base::AppId;
use base::ObjectId;
use base::Timestamp;
use http::Method;
use http::Request;
use http::Response;

use crate::Tenant;

mod admin_consent;
mod answer;
mod authority;
mod authorize;
pub(crate) mod claims;
mod client;
mod consent;
mod discovery;
mod flow;
mod logout;
mod page;
mod parameters;
mod refusal;
mod reply;
mod scope;
mod signing;
#[cfg(test)]
mod tests;
mod token;

use authority::Authority;
use claims::Claims;
use refusal::Refusal;

/// What Entra remembers.
#[derive(Debug, Default)]
pub struct Entra {
    /// Sign-ins and admin consents under way, by their id.
    flows: BTreeMap<String, flow::Flow>,
    /// Who is signed in, by the value of the session cookie.
    sessions: BTreeMap<String, ObjectId>,
    codes: BTreeMap<String, token::Code>,
    refresh_tokens: BTreeMap<String, token::RefreshToken>,
    access_tokens: BTreeMap<String, token::AccessToken>,
    /// Until when the token endpoint throttles everybody, for longer than a fault does.
    pub busy_until: Option<Timestamp>,
}

/// What an access token says.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearer {
    /// Client.
    pub client_id: AppId,
    /// Person; none for an application's own token.
    pub user: Option<ObjectId>,
    /// Delegated scopes.
    pub scopes: Vec<String>,
    /// Application roles.
    pub roles: Vec<String>,
    /// Whether the token is for Graph.
    pub audience_is_graph: bool,
    /// Claim `xms_cc`: whether the client understands claims challenges (`cp1`).
    pub understands_challenges: bool,
    /// The claims of this token for which the person went to the authorization endpoint.
    pub claims: Claims,
}

/// Why a token is no good.
#[derive(Clone, Debug, PartialEq)]
pub enum BearerProblem {
    /// Not one of ours.
    Unknown,
    /// Too old.
    Expired,
}

impl Entra {
    /// What the token says, if it is good at `now`.
    pub fn bearer(&self, token: &str, now: Timestamp) -> Result<Bearer, BearerProblem> {
        let known = self
            .access_tokens
            .get(token)
            .ok_or(BearerProblem::Unknown)?;
        if now < known.ends {
            Ok(known.bearer.clone())
        } else {
            Err(BearerProblem::Expired)
        }
    }

    /// Whether the token endpoint throttles everybody at `now`.
    fn is_busy(&self, now: Timestamp) -> bool {
        self.busy_until.is_some_and(|until| now < until)
    }

    /// Ends a token before its time.
    pub(crate) fn end_access_token(&mut self, token: &str, now: Timestamp) {
        if let Some(known) = self.access_tokens.get_mut(token) {
            known.ends = now;
        }
    }

    /// Ends all tokens of a person before their time, so that she has to sign in again ("user: revokeSignInSessions").
    pub(crate) fn revoke_sign_ins(&mut self, person: &ObjectId, now: Timestamp) {
        let of_person =
            |known: &&mut token::AccessToken| known.bearer.user.as_ref() == Some(person);
        let access = self.access_tokens.values_mut().filter(of_person);
        access.for_each(|known| known.ends = known.ends.min(now));
        let of_person = |known: &&mut token::RefreshToken| known.delegation.person == *person;
        let refresh = self.refresh_tokens.values_mut().filter(of_person);
        refresh.for_each(|known| known.is_revoked = true);
    }

    /// Lets a token in without a sign-in, for tests of Graph alone.
    #[cfg(test)]
    pub(crate) fn admit(&mut self, token: &str, bearer: Bearer, ends: Timestamp) {
        self.access_tokens
            .insert(token.to_owned(), token::AccessToken { bearer, ends });
    }
}

/// Answers one request to Entra.
pub fn handle(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let path = request.uri().path().trim_start_matches('/');
    let (segment, endpoint) = path.split_once('/').unwrap_or((path, ""));
    let authority = match Authority::read(tenant, segment) {
        Ok(authority) => authority,
        Err(refusal) => return unknown_authority(tenant, endpoint, &refusal, now),
    };
    if request.method() == Method::OPTIONS {
        return answer::empty(200);
    }
    if endpoint == "oauth2/v2.0/token" {
        return token::handle(tenant, request, &authority, now);
    }
    match (request.method().as_str(), endpoint) {
        ("GET", "v2.0/.well-known/openid-configuration") => {
            discovery::configuration(tenant, &authority)
        }
        ("GET", "discovery/v2.0/keys") => discovery::keys(tenant, now),
        ("GET", "oauth2/v2.0/authorize") => authorize::handle(tenant, request, &authority, now),
        ("GET", "oauth2/v2.0/logout") => logout::handle(tenant, request, now),
        ("GET", "adminconsent") => admin_consent::handle(tenant, request, &authority, false, now),
        ("GET", "v2.0/adminconsent") => {
            admin_consent::handle(tenant, request, &authority, true, now)
        }
        ("POST", "login") => flow::account::picked(tenant, request, now),
        ("POST", "consent/set") => flow::decision::decided(tenant, request, now),
        _ => {
            let mut response =
                Refusal::new(900561, "There is no such page here.").page(tenant, now);
            *response.status_mut() = http::StatusCode::NOT_FOUND;
            response
        }
    }
}

/// No such tenant: told in the language of the endpoint.
fn unknown_authority(
    tenant: &mut Tenant,
    endpoint: &str,
    refusal: &Refusal,
    now: Timestamp,
) -> Response<Vec<u8>> {
    match endpoint {
        "v2.0/.well-known/openid-configuration" | "discovery/v2.0/keys" => {
            discovery::for_everybody(refusal.json(tenant, now))
        }
        "oauth2/v2.0/token" => refusal.json(tenant, now),
        _ => refusal.page(tenant, now),
    }
}
