//! What a client can find out without signing in: the configuration and the public keys (OpenID Connect Discovery,
//! sections 3 and 4). Any page of any origin may read both.

use base::Timestamp;
use http::HeaderValue;
use http::Response;
use http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use serde_json::json;

use super::answer;
use super::authority::Authority;
use super::signing;
use crate::Tenant;

/// Answers `GET .../v2.0/.well-known/openid-configuration`.
pub(crate) fn configuration(tenant: &Tenant, authority: &Authority) -> Response<Vec<u8>> {
    let base = format!("{}/{}", tenant.login_url, authority.segment(tenant));
    let graph = host(&tenant.graph_url);
    let body = json!({
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "response_modes_supported": ["query", "fragment"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": authority.issuer(tenant),
        "request_uri_parameter_supported": false,
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "http_logout_supported": true,
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "email",
        ],
        "tenant_region_scope": match authority { Authority::ThisTenant => Some("EU"), Authority::AnyTenant(_) => None },
        "cloud_instance_name": host(&tenant.login_url),
        "cloud_graph_host_name": graph,
        "msgraph_host": graph,
    });
    for_everybody(answer::json(200, &body))
}

/// Answers `GET .../discovery/v2.0/keys`.
pub(crate) fn keys(tenant: &mut Tenant, now: Timestamp) -> Response<Vec<u8>> {
    for_everybody(match signing::key_set(tenant) {
        Ok(body) => answer::json(200, &body),
        Err(refusal) => refusal.json(tenant, now),
    })
}

/// Lets pages of any origin read the answer.
pub(crate) fn for_everybody(mut response: Response<Vec<u8>>) -> Response<Vec<u8>> {
    response
        .headers_mut()
        .insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Host and port of an address.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}
