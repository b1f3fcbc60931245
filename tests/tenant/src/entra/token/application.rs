//! An application for itself: it proves who it is with its certificate and gets the roles it was assigned ("OAuth 2.0
//! client credentials flow", access token request with a certificate). The text of a client secret is kept nowhere, so
//! that none is ever the right one.

use base::Timestamp;
use serde_json::Value;

use super::assertion;
use super::issue;
use crate::Tenant;
use crate::entra::client::Client;
use crate::entra::parameters::Parameters;
use crate::entra::refusal::Refusal;
use crate::entra::scope;

/// Value of `client_assertion_type` (RFC 7523, section 2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Grants an access token to the application itself. Roles given a moment ago may not be known yet.
pub(super) fn grant(
    tenant: &mut Tenant,
    form: &Parameters,
    client: &Client,
    now: Timestamp,
) -> Result<Value, Refusal> {
    authenticate(tenant, form, client, now)?;
    let service_principal = client.enabled_service_principal()?;
    let resource = scope::read_default(tenant, form.need("scope")?)?;
    let rows = tenant.directory.read(now);
    let api = rows.service_principal_by_app_id(&resource).ok_or_else(|| {
        Refusal::new(
            500011,
            format!("The API '{resource}' was not found in this tenant."),
        )
    })?;
    let mut roles: Vec<String> = rows
        .assignments_of(service_principal)
        .filter(|held| held.resource_id == api.id)
        .filter_map(|held| {
            api.app_roles
                .iter()
                .find(|role| role.id == held.app_role_id)
        })
        .map(|role| role.value.clone())
        .collect();
    roles.sort();
    Ok(issue::application(tenant, client, &resource, roles, now))
}

/// Makes sure that the request comes from the application, by a client assertion (RFC 7523, section 3).
pub(super) fn authenticate(
    tenant: &Tenant,
    form: &Parameters,
    client: &Client,
    now: Timestamp,
) -> Result<(), Refusal> {
    if form.get("client_secret").is_some() {
        return Err(Refusal::new(
            7000215,
            "The client secret is not one of this application.",
        ));
    }
    let (Some(text), Some(kind)) = (
        form.get("client_assertion"),
        form.get("client_assertion_type"),
    ) else {
        let text = "The request must contain client_assertion and client_assertion_type, or client_secret.";
        return Err(Refusal::new(7000218, text));
    };
    if kind != JWT_BEARER {
        return Err(Refusal::new(
            7000218,
            format!("The client_assertion_type is not '{JWT_BEARER}'."),
        ));
    }
    let audience = format!("{}/{}/oauth2/v2.0/token", tenant.login_url, tenant.id);
    assertion::verify(text, client, &audience, now)
}
