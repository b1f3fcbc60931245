//! The admin consent endpoints: an administrator grants for everybody what an application asks ("Grant tenant-wide
//! admin consent to an application").

use base::AppId;
use base::ObjectId;
use base::RoleId;
use base::Timestamp;
use http::Request;
use http::Response;

use super::answer;
use super::authority::Authority;
use super::authorize;
use super::client::Client;
use super::consent;
use super::flow;
use super::flow::Flow;
use super::flow::Purpose;
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::reply::Reply;
use super::scope;
use super::scope::AskedScope;
use crate::Tenant;
use crate::directory::Change;
use crate::directory::Rows;
use crate::rows::AppRoleAssignment;
use crate::rows::Row;

/// One application role that a registration declares.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AskedRole {
    /// Service principal of the API here.
    pub(crate) resource_id: ObjectId,
    /// Client id of the API.
    pub(crate) resource_app_id: AppId,
    /// The role.
    pub(crate) id: RoleId,
    /// Its name.
    pub(crate) value: String,
}

impl AskedRole {
    /// Whether it is a role of Microsoft Graph, which fewer administrators may grant.
    pub(crate) fn is_of_graph(&self) -> bool {
        self.resource_app_id.as_str() == scope::GRAPH
    }
}

/// Answers `GET .../adminconsent` (everything that is declared) and `GET .../v2.0/adminconsent` (what `scope` says).
pub(crate) fn handle(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    authority: &Authority,
    by_scope: bool,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let known = Parameters::of_query(request).and_then(|parameters| {
        let (client, reply) = authorize::client_and_reply(tenant, &parameters, authority, now)?;
        Ok((parameters, client, reply))
    });
    let (parameters, client, reply) = match known {
        Ok(known) => known,
        Err(refusal) => return refusal.page(tenant, now),
    };
    let asked = if by_scope {
        parameters.need("scope").map(Some)
    } else {
        Ok(None)
    };
    match asked.and_then(|scope| consent_flow(tenant, client, &reply, authority, scope, now)) {
        Ok(asked) => flow::begin(tenant, request, asked, now),
        Err(refusal) => reply.refuse(tenant, &refusal, now),
    }
}

fn consent_flow(
    tenant: &mut Tenant,
    client: Client,
    reply: &Reply,
    authority: &Authority,
    scope: Option<&str>,
    now: Timestamp,
) -> Result<Flow, Refusal> {
    let (asked, roles) = match scope {
        Some(text) if !text.ends_with("/.default") => {
            (scope::read(tenant, &client, text, now)?, Vec::new())
        }
        Some(text) => {
            let resource = scope::read_default(tenant, text)?;
            everything_declared(tenant.directory.read(now), &client, &[resource])
        }
        None => {
            let access = &client.required_resource_access;
            let resources: Vec<AppId> = access
                .iter()
                .map(|access| access.resource_app_id.clone())
                .collect();
            everything_declared(tenant.directory.read(now), &client, &resources)
        }
    };
    if asked.is_empty() && roles.is_empty() {
        return Err(Refusal::new(
            650056,
            "The application's registration declares no permission.",
        ));
    }
    Ok(Flow {
        purpose: Purpose::AdminConsent(scope.map(str::to_owned)),
        service_principal: client.service_principal_if_any()?.cloned(),
        client,
        segment: authority.segment(tenant).to_owned(),
        reply: reply.clone(),
        asked,
        roles,
        person: None,
    })
}

fn everything_declared(
    rows: &Rows,
    client: &Client,
    resources: &[AppId],
) -> (Vec<AskedScope>, Vec<AskedRole>) {
    let scopes = resources
        .iter()
        .flat_map(|resource| scope::declared(rows, client, resource))
        .collect();
    let roles = resources
        .iter()
        .flat_map(|resource| declared_roles(rows, client, resource))
        .collect();
    (scopes, roles)
}

fn declared_roles(rows: &Rows, client: &Client, resource: &AppId) -> Vec<AskedRole> {
    let Some(api) = rows.service_principal_by_app_id(resource) else {
        return Vec::new();
    };
    client
        .required_resource_access
        .iter()
        .filter(|access| access.resource_app_id == *resource)
        .flat_map(|access| &access.resource_access)
        .filter(|access| access.kind == "Role")
        .filter_map(|access| api.app_roles.iter().find(|role| role.id == access.id))
        .map(|role| AskedRole {
            resource_id: api.id.clone(),
            resource_app_id: resource.clone(),
            id: role.id.clone(),
            value: role.value.clone(),
        })
        .collect()
}

/// The administrator agreed: writes scopes and roles down, and goes back to the client.
pub(crate) fn accepted(
    tenant: &mut Tenant,
    flow: &Flow,
    scope: Option<&str>,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let client = consent::service_principal(tenant, &flow.client, now);
    consent::grant(tenant, &client, None, &flow.asked, now);
    for role in &flow.roles {
        assign(tenant, &client, role, now);
    }
    let id = tenant.id.to_string();
    let mut parameters = vec![("admin_consent", "True"), ("tenant", id.as_str())];
    parameters.extend(scope.map(|scope| ("scope", scope)));
    answer::redirect(&flow.reply.address(&parameters))
}

fn assign(tenant: &mut Tenant, principal: &ObjectId, role: &AskedRole, now: Timestamp) {
    let held = tenant
        .directory
        .primary()
        .assignments_of(principal)
        .any(|row| row.resource_id == role.resource_id && row.app_role_id == role.id);
    if held {
        return;
    }
    let row = AppRoleAssignment {
        id: tenant.random.text(32),
        app_role_id: role.id.clone(),
        created_date_time: now,
        principal_id: principal.clone(),
        resource_id: role.resource_id.clone(),
    };
    tenant
        .directory
        .write(now, Change::Put(Row::AppRoleAssignment(row)));
}
