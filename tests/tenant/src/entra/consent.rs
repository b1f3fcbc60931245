//! Consent: what was granted before, who may grant, and writing it down.
//!
//! Grants are looked up in the primary rows: the service that asks for consent is the one that wrote it.

use base::ObjectId;
use base::Timestamp;

use super::client::Client;
use super::scope::AskedScope;
use crate::Tenant;
use crate::directory::Change;
use crate::directory::Rows;
use crate::rows::PermissionGrant;
use crate::rows::Row;
use crate::rows::ServicePrincipal;
use crate::worlds;

/// Who may consent to delegated scopes for everybody ("Grant tenant-wide admin consent to an application",
/// prerequisites).
const MAY_CONSENT: [&str; 4] = [
    "Global Administrator",
    "Privileged Role Administrator",
    "Cloud Application Administrator",
    "Application Administrator",
];

/// Who may consent to application roles of Microsoft Graph (same page).
const MAY_CONSENT_TO_GRAPH_ROLES: [&str; 2] =
    ["Global Administrator", "Privileged Role Administrator"];

/// Whether `person` may consent to scopes that need an administrator.
pub(crate) fn is_administrator(rows: &Rows, person: &ObjectId) -> bool {
    rows.holds_role(person, &MAY_CONSENT)
}

/// The one policy under which users may consent on their own behalf to whatever needs no administrator.
const USERS_MAY: &str = "ManagePermissionGrantsForSelf.microsoft-user-default-legacy";

/// Whether users may consent on their own behalf ("Configure how users consent to applications"). Other policies allow them
/// less, by rules that are not simulated: under those they may not.
pub(crate) fn users_may(tenant: &Tenant) -> bool {
    let mut policies = tenant.permission_grant_policies.iter();
    policies.any(|policy| policy.eq_ignore_ascii_case(USERS_MAY))
}

/// Whether `person` may consent to application roles of Microsoft Graph.
pub(crate) fn may_grant_graph_roles(rows: &Rows, person: &ObjectId) -> bool {
    rows.holds_role(person, &MAY_CONSENT_TO_GRAPH_ROLES)
}

/// The scopes of `asked` that nobody has granted to `client` for `person` yet.
pub(crate) fn lacking<'a>(
    rows: &Rows,
    client: Option<&ObjectId>,
    person: &ObjectId,
    asked: &'a [AskedScope],
) -> Vec<&'a AskedScope> {
    let granted = |scope: &AskedScope| {
        let mut grants = client.into_iter().flat_map(|id| rows.grants_of(id));
        grants.any(|grant| {
            grant.resource_id == scope.resource_id
                && (grant.consent_type == "AllPrincipals"
                    || grant.principal_id.as_ref() == Some(person))
                && grant.scope.split(' ').any(|name| name == scope.name)
        })
    };
    asked.iter().filter(|scope| !granted(scope)).collect()
}

/// The client's service principal here, which the first consent makes.
pub(crate) fn service_principal(tenant: &mut Tenant, client: &Client, now: Timestamp) -> ObjectId {
    let rows = tenant.directory.primary();
    if let Some(known) = rows.service_principal_by_app_id(&client.app_id) {
        return known.id.clone();
    }
    let row = if client.app_id == tenant.console.app_id {
        worlds::console_service_principal(&tenant.console, &mut tenant.random)
    } else {
        let (id, owner) = (tenant.random.object_id(), tenant.id.clone());
        ServicePrincipal::new(id, client.app_id.clone(), &client.display_name, Some(owner))
    };
    let id = row.id.clone();
    tenant
        .directory
        .write(now, Change::Put(Row::ServicePrincipal(row)));
    id
}

/// Grants `asked` to `client`: for one person, or for everybody where `person` is none. What was granted before stays.
pub(crate) fn grant(
    tenant: &mut Tenant,
    client: &ObjectId,
    person: Option<&ObjectId>,
    asked: &[AskedScope],
    now: Timestamp,
) {
    let mut resources: Vec<&ObjectId> = asked.iter().map(|scope| &scope.resource_id).collect();
    resources.sort();
    resources.dedup();
    for resource in resources {
        let names = asked
            .iter()
            .filter(|scope| scope.resource_id == *resource)
            .map(|scope| scope.name.as_str());
        let mut row = existing(tenant.directory.primary(), client, person, resource)
            .unwrap_or_else(|| PermissionGrant {
                id: tenant.random.text(32),
                client_id: client.clone(),
                consent_type: if person.is_some() {
                    "Principal"
                } else {
                    "AllPrincipals"
                }
                .to_owned(),
                principal_id: person.cloned(),
                resource_id: resource.clone(),
                scope: String::new(),
            });
        row.scope = merged(&row.scope, names);
        tenant
            .directory
            .write(now, Change::Put(Row::PermissionGrant(row)));
    }
}

fn existing(
    rows: &Rows,
    client: &ObjectId,
    person: Option<&ObjectId>,
    resource: &ObjectId,
) -> Option<PermissionGrant> {
    rows.grants_of(client)
        .find(|grant| grant.resource_id == *resource && grant.principal_id.as_ref() == person)
        .cloned()
}

/// Scope names, each once, those that were there first.
fn merged<'a>(before: &'a str, more: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = before.split(' ').filter(|name| !name.is_empty()).collect();
    for name in more {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" ")
}
