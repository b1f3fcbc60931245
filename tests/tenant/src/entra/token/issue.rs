//! Issuing: access tokens, and with a person's consent id and refresh tokens.

use std::time::Duration;

use base::AppId;
use base::Timestamp;
use serde_json::Value;
use serde_json::json;

use super::AccessToken;
use super::Delegation;
use super::RefreshToken;
use crate::Tenant;
use crate::entra::Bearer;
use crate::entra::claims;
use crate::entra::claims::Claims;
use crate::entra::client::Client;
use crate::entra::client::RedirectKind;
use crate::entra::consent;
use crate::entra::flow::account;
use crate::entra::parameters::Parameters;
use crate::entra::refusal::Refusal;
use crate::entra::scope;
use crate::entra::scope::AskedScope;
use crate::entra::signing;

/// When a refresh token that is issued now ends: a page's after 24 hours, a server's after 90 days ("Refresh tokens in
/// the Microsoft identity platform", token lifetime).
pub(super) fn refresh_end(kind: RedirectKind, now: Timestamp) -> Timestamp {
    let hours = match kind {
        RedirectKind::Spa => 24,
        RedirectKind::Web => 90 * 24,
    };
    now.plus(Duration::from_secs(hours * 3600))
}

/// The answer to a code or refresh token. The access token carries what is asked and no more, though Entra adds what
/// was granted before: a client that forgets to ask is to be found out.
///
/// What the client is capable of it may say when the person signs in or here; that the sign-in's word holds for renewals
/// too is not documented. Other claims come from the sign-in alone.
pub(super) fn delegated(
    tenant: &mut Tenant,
    form: &Parameters,
    client: &Client,
    delegation: &Delegation,
    nonce: Option<&str>,
    refresh_ends: Timestamp,
    now: Timestamp,
) -> Result<Value, Refusal> {
    account::check(tenant.directory.primary(), &delegation.person)?;
    let scopes = consented(tenant, form, client, delegation, now)?;
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name.as_str()).collect();
    let mut written: Vec<&str> = scopes
        .iter()
        .filter(|scope| scope.name != "offline_access")
        .map(|scope| scope.written.as_str())
        .collect();
    written.sort_unstable();
    let lifetime = lifetime(tenant);
    let understands_challenges = claims::declare_challenges(&delegation.claims)
        || claims::declare_challenges(&claims::read(form)?);
    let bearer = Bearer {
        client_id: client.app_id.clone(),
        user: Some(delegation.person.clone()),
        scopes: names
            .iter()
            .filter(|name| **name != "offline_access")
            .map(|name| (*name).to_owned())
            .collect(),
        roles: Vec::new(),
        audience_is_graph: audience_is_graph(&scopes),
        understands_challenges,
        claims: delegation.claims.clone(),
    };
    let mut body = access_token(tenant, bearer, lifetime, now);
    body["scope"] = json!(written.join(" "));
    if names.contains(&"openid") {
        body["id_token"] = json!(signing::id_token(
            tenant, delegation, &names, nonce, lifetime, now
        )?);
    }
    if delegation
        .scopes
        .iter()
        .any(|scope| scope.name == "offline_access")
    {
        let text = tenant.random.text(96);
        let row = RefreshToken {
            delegation: delegation.clone(),
            ends: refresh_ends,
            is_revoked: false,
        };
        tenant.entra.refresh_tokens.insert(text.clone(), row);
        body["refresh_token"] = json!(text);
    }
    Ok(body)
}

/// The scopes of the request, or else of the sign-in, if they are still granted.
fn consented(
    tenant: &mut Tenant,
    form: &Parameters,
    client: &Client,
    delegation: &Delegation,
    now: Timestamp,
) -> Result<Vec<AskedScope>, Refusal> {
    let asked = match form.get("scope") {
        Some(text) => scope::read(tenant, client, text, now)?,
        None => delegation.scopes.clone(),
    };
    let service_principal = client.consented_service_principal()?;
    let lacking = consent::lacking(
        tenant.directory.primary(),
        Some(service_principal),
        &delegation.person,
        &asked,
    );
    match lacking.first() {
        None => Ok(asked),
        Some(scope) => {
            let text = format!(
                "The person has not consented to '{}' for this application.",
                scope.name
            );
            Err(Refusal::new(65001, text))
        }
    }
}

/// A token for nothing but sign-in is for Graph, which tells who the person is.
fn audience_is_graph(scopes: &[AskedScope]) -> bool {
    scopes
        .iter()
        .all(|scope| scope.resource_app_id.as_str() == scope::GRAPH)
}

/// The answer to an application's own request.
pub(super) fn application(
    tenant: &mut Tenant,
    client: &Client,
    resource: &AppId,
    roles: Vec<String>,
    now: Timestamp,
) -> Value {
    let lifetime = lifetime(tenant);
    let bearer = Bearer {
        client_id: client.app_id.clone(),
        user: None,
        scopes: Vec::new(),
        roles,
        audience_is_graph: resource.as_str() == scope::GRAPH,
        understands_challenges: false,
        claims: Claims::new(),
    };
    access_token(tenant, bearer, lifetime, now)
}

/// Between 60 and 90 minutes, in seconds ("Access tokens in the Microsoft identity platform", token lifetime).
fn lifetime(tenant: &mut Tenant) -> i64 {
    let extra = tenant.random.below(1801);
    3600 + i64::try_from(extra).unwrap_or_default()
}

fn access_token(tenant: &mut Tenant, bearer: Bearer, lifetime: i64, now: Timestamp) -> Value {
    let text = tenant.random.text(96);
    let ends = Timestamp::from_unix_seconds(now.unix_seconds() + lifetime);
    tenant
        .entra
        .access_tokens
        .insert(text.clone(), AccessToken { bearer, ends });
    json!({
        "token_type": "Bearer",
        "expires_in": lifetime,
        "ext_expires_in": lifetime,
        "access_token": text,
    })
}
