//! The scopes of a request: which API offers them, and who may consent to them.

use base::AppId;
use base::ObjectId;
use base::Timestamp;

use super::client::Client;
use super::refusal::Refusal;
use crate::Tenant;
use crate::directory::Rows;

/// Client id of Microsoft Graph, the same everywhere.
pub(crate) const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// Client id of Office 365 Exchange Online, the same everywhere.
const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";

/// Scopes of sign-in itself (OpenID Connect Core, section 5.4). Graph offers them, whatever else is asked.
pub(crate) const SIGN_IN: [&str; 4] = ["email", "offline_access", "openid", "profile"];

/// One delegated scope that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AskedScope {
    /// Service principal of the API here.
    pub(crate) resource_id: ObjectId,
    /// Client id of the API.
    pub(crate) resource_app_id: AppId,
    /// Its name, without the API's address.
    pub(crate) name: String,
    /// Its name as it was written.
    pub(crate) written: String,
    /// Whether only an administrator may consent.
    pub(crate) admin: bool,
}

/// Reads a `scope` parameter. Everything but the scopes of sign-in must belong to one API.
pub(crate) fn read(
    tenant: &mut Tenant,
    client: &Client,
    text: &str,
    now: Timestamp,
) -> Result<Vec<AskedScope>, Refusal> {
    let mut asked: Vec<AskedScope> = Vec::new();
    for written in text.split(' ').filter(|word| !word.is_empty()) {
        let (resource, name) = resource_and_name(tenant, written)?;
        if name == ".default" {
            return whole_registration(tenant, client, text, now);
        }
        let scope = find(tenant.directory.read(now), client, &resource, name, written)?;
        if !asked
            .iter()
            .any(|known| known.name == scope.name && known.resource_id == scope.resource_id)
        {
            asked.push(scope);
        }
    }
    let mut apis = asked
        .iter()
        .filter(|scope| !SIGN_IN.contains(&scope.name.as_str()));
    match apis
        .next()
        .map(|first| apis.all(|other| other.resource_id == first.resource_id))
    {
        Some(false) => Err(Refusal::new(
            70011,
            "The scopes belong to more than one API: ask for one at a time.",
        )),
        _ if asked.is_empty() => Err(Refusal::missing("scope")),
        _ => Ok(asked),
    }
}

/// The API that a `.default` scope names, for an application that asks for itself.
pub(crate) fn read_default(tenant: &Tenant, text: &str) -> Result<AppId, Refusal> {
    let refused = || {
        Refusal::new(
            1002012,
            format!(
                "The scope '{text}' is not valid: an application asks for an API's address with '/.default' behind it."
            ),
        )
    };
    match resource_and_name(tenant, text)? {
        (resource, ".default") if text.contains('/') => Ok(resource),
        _ => Err(refused()),
    }
}

/// Splits `https://graph.microsoft.com/User.Read` or `User.Read`.
fn resource_and_name<'a>(tenant: &Tenant, written: &'a str) -> Result<(AppId, &'a str), Refusal> {
    let Some((address, name)) = written.rsplit_once('/') else {
        return Ok((known(GRAPH)?, written));
    };
    let id = match address {
        "https://graph.microsoft.com" | GRAPH => GRAPH,
        _ if address == tenant.graph_url => GRAPH,
        "https://outlook.office365.com" | "https://outlook.office.com" | EXCHANGE => EXCHANGE,
        _ => {
            return Err(Refusal::new(
                500011,
                format!("No API named '{address}' was found in this tenant."),
            ));
        }
    };
    Ok((known(id)?, name))
}

fn known(id: &str) -> Result<AppId, Refusal> {
    id.parse().map_err(Refusal::internal)
}

fn find(
    rows: &Rows,
    client: &Client,
    resource: &AppId,
    name: &str,
    written: &str,
) -> Result<AskedScope, Refusal> {
    let api = rows.service_principal_by_app_id(resource).ok_or_else(|| {
        Refusal::new(
            500011,
            format!("The API '{resource}' was not found in this tenant."),
        )
    })?;
    let scope = api
        .oauth2_permission_scopes
        .iter()
        .find(|scope| scope.value == name)
        .ok_or_else(|| {
            Refusal::new(
                650053,
                format!(
                    "Application '{}' asked for scope '{name}', which the API '{}' does not have.",
                    client.display_name, api.display_name
                ),
            )
        })?;
    Ok(AskedScope {
        resource_id: api.id.clone(),
        resource_app_id: resource.clone(),
        name: name.to_owned(),
        written: written.to_owned(),
        admin: scope.admin,
    })
}

/// `.default`: every scope that the registration declares. It stands alone, but for the scopes of sign-in.
fn whole_registration(
    tenant: &mut Tenant,
    client: &Client,
    text: &str,
    now: Timestamp,
) -> Result<Vec<AskedScope>, Refusal> {
    let (defaults, others): (Vec<&str>, Vec<&str>) = text
        .split(' ')
        .filter(|word| !word.is_empty())
        .partition(|word| word.ends_with("/.default"));
    let [default] = defaults[..] else {
        return Err(Refusal::new(
            70011,
            "The scope '.default' needs the address of one API before it.",
        ));
    };
    if others.iter().any(|name| !SIGN_IN.contains(name)) {
        return Err(Refusal::new(
            70011,
            "The scope '.default' cannot be combined with others of an API.",
        ));
    }
    let (resource, _) = resource_and_name(tenant, default)?;
    let rows = tenant.directory.read(now);
    let mut asked = declared(rows, client, &resource);
    if asked.is_empty() {
        return Err(Refusal::new(
            650056,
            "The application's registration declares no permission of this API.",
        ));
    }
    let graph = known(GRAPH)?;
    for name in others {
        asked.push(find(rows, client, &graph, name, name)?);
    }
    Ok(asked)
}

/// The delegated scopes that a registration declares of one API.
pub(crate) fn declared(rows: &Rows, client: &Client, resource: &AppId) -> Vec<AskedScope> {
    let Some(api) = rows.service_principal_by_app_id(resource) else {
        return Vec::new();
    };
    client
        .required_resource_access
        .iter()
        .filter(|access| access.resource_app_id == *resource)
        .flat_map(|access| &access.resource_access)
        .filter(|access| access.kind == "Scope")
        .filter_map(|access| {
            api.oauth2_permission_scopes
                .iter()
                .find(|scope| scope.id == access.id)
        })
        .map(|scope| AskedScope {
            resource_id: api.id.clone(),
            resource_app_id: resource.clone(),
            name: scope.value.clone(),
            written: scope.value.clone(),
            admin: scope.admin,
        })
        .collect()
}
