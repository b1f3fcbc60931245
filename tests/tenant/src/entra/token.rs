//! The token endpoint: which grant, and which origins may read the answer.
//!
//! The endpoint answers across origins only for codes and refresh tokens of a redirect URI of type `spa` ("OAuth 2.0
//! authorization code flow", single page apps). A form needs no preflight, so none is ever admitted.

use base::AppId;
use base::ObjectId;
use base::Timestamp;
use http::HeaderValue;
use http::Method;
use http::Request;
use http::Response;
use http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use http::header::ORIGIN;
use http::header::VARY;
use serde_json::Value;

use super::answer;
use super::authority::Authority;
use super::claims;
use super::claims::Claims;
use super::client::Client;
use super::client::RedirectKind;
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::scope::AskedScope;
use crate::Tenant;
use crate::faults;
use crate::faults::Fault;
use crate::lost;

mod application;
mod assertion;
mod busy;
pub(crate) mod code;
mod issue;
mod refresh;

/// What a person lets a client do, as codes and refresh tokens carry it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Delegation {
    pub(crate) client_id: AppId,
    pub(crate) person: ObjectId,
    pub(crate) scopes: Vec<AskedScope>,
    /// Type of the redirect URI through which the code went.
    pub(crate) kind: RedirectKind,
    /// What the client wanted to stand in its access token when the person signed in.
    pub(crate) claims: Claims,
}

/// An authorization code (RFC 6749, section 1.3.1).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Code {
    pub(crate) delegation: Delegation,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) ends: Timestamp,
    pub(crate) used: bool,
}

/// A refresh token (RFC 6749, section 1.5).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RefreshToken {
    pub(crate) delegation: Delegation,
    pub(crate) ends: Timestamp,
    /// Whether the person's sign-in was revoked since.
    pub(crate) is_revoked: bool,
}

/// An access token. Clients must not look into it, so there is nothing in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AccessToken {
    pub(crate) bearer: super::Bearer,
    pub(crate) ends: Timestamp,
}

/// Answers `POST .../oauth2/v2.0/token`.
pub(crate) fn handle(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    authority: &Authority,
    now: Timestamp,
) -> Response<Vec<u8>> {
    if request.method() != Method::POST {
        let text = format!(
            "The token endpoint accepts only POST, not {}.",
            request.method()
        );
        return Refusal::new(900561, text).json(tenant, now);
    }
    let form = match Parameters::of_form(request) {
        Ok(form) => form,
        Err(refusal) => return refusal.json(tenant, now),
    };
    let strike = match form.get("grant_type") {
        Some("authorization_code") => tenant.faults.strike(faults::OF_REDEMPTIONS, "redemption"),
        Some("refresh_token") => tenant.faults.strike(faults::OF_RENEWALS, "renewal"),
        _ => None,
    };
    if strike == Some(Fault::LostBefore) {
        return lost::before();
    }
    let origin = request.headers().get(ORIGIN);
    let mut response = match strike {
        _ if tenant.entra.is_busy(now) => busy::throttled(tenant, now),
        Some(Fault::Throttle) => busy::throttled(tenant, now),
        Some(Fault::Unavailable) => busy::unavailable(tenant, now),
        _ => match by_grant(tenant, &form, authority, origin.is_some(), now) {
            Ok(body) => answer::json(200, &body),
            Err(refusal) => refusal.json(tenant, now),
        },
    };
    if let (Some(origin), Some(RedirectKind::Spa)) = (origin, kind_of(tenant, &form)) {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(VARY, HeaderValue::from_static("Origin"));
    }
    match strike {
        Some(Fault::LostAfter) => lost::after(&response),
        _ => response,
    }
}

fn by_grant(
    tenant: &mut Tenant,
    form: &Parameters,
    authority: &Authority,
    cross_origin: bool,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let grant = form.need("grant_type")?;
    let client = Client::find(tenant, form.need("client_id")?, now)?;
    client.check_audience(authority)?;
    // Whatever the grant, claims that cannot be read are refused; who issues reads them again.
    claims::read(form)?;
    match grant {
        "authorization_code" => code::redeem(tenant, form, &client, cross_origin, now),
        "refresh_token" => refresh::redeem(tenant, form, &client, cross_origin, now),
        "client_credentials" => application::grant(tenant, form, &client, now),
        other => Err(Refusal::new(
            70003,
            format!("The grant_type '{other}' is not supported."),
        )),
    }
}

/// The type of the redirect URI behind what a request redeems. Only what its grant redeems counts: a code that strays
/// into another request does not open the answer to a page.
fn kind_of(tenant: &Tenant, form: &Parameters) -> Option<RedirectKind> {
    let delegation = match form.get("grant_type")? {
        "authorization_code" => &tenant.entra.codes.get(form.get("code")?)?.delegation,
        "refresh_token" => {
            let token = form.get("refresh_token")?;
            &tenant.entra.refresh_tokens.get(token)?.delegation
        }
        _ => return None,
    };
    Some(delegation.kind)
}

/// Holds a redemption to the type of its redirect URI: a page redeems across origins and has no credential, a server
/// redeems without an origin and proves who it is.
fn check_kind(
    tenant: &Tenant,
    form: &Parameters,
    client: &Client,
    kind: RedirectKind,
    cross_origin: bool,
    now: Timestamp,
) -> Result<(), Refusal> {
    match (kind, cross_origin) {
        (RedirectKind::Spa, false) => Err(Refusal::new(
            9002327,
            "What was issued for a single-page application can only be redeemed by a cross-origin request.",
        )),
        (RedirectKind::Web, true) => Err(Refusal::new(
            9002326,
            "Cross-origin redemption is permitted only for redirect URIs of the type single-page application.",
        )),
        (RedirectKind::Spa, true)
            if form
                .get("client_assertion")
                .or(form.get("client_secret"))
                .is_some() =>
        {
            let text =
                "The client is public: it must present neither client_assertion nor client_secret.";
            Err(Refusal::new(700025, text))
        }
        (RedirectKind::Spa, true) => Ok(()),
        (RedirectKind::Web, false) => application::authenticate(tenant, form, client, now),
    }
}
