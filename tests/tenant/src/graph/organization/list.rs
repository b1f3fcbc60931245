//! `GET /organization`: always one.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::call::Call;
use super::super::filter::Filter;
use super::super::object::object;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use crate::tenant::Tenant;

const TYPE: &str = "microsoft.graph.organization";
const NAMES: [&str; 7] = [
    "id",
    "countryLetterCode",
    "defaultUsageLocation",
    "displayName",
    "onPremisesSyncEnabled",
    "tenantType",
    "verifiedDomains",
];
/// What `User.Read` lets be seen; the rest is answered as null (Graph, "List organizations").
const WITH_USER_READ: [&str; 3] = ["id", "displayName", "verifiedDomains"];
const FULL: [&str; 5] = [
    "Organization.Read.All",
    "Organization.ReadWrite.All",
    "User.Read.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Answers the tenant.
pub(in crate::graph) fn list(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &[])?;
    let mut object = shown(call.tenant);
    let mut held = call.caller.scopes.iter().chain(&call.caller.roles);
    if !held.any(|permission| FULL.contains(&permission.as_str())) {
        for (name, value) in &mut object {
            if !WITH_USER_READ.contains(&name.as_str()) {
                *value = Value::Null;
            }
        }
    }
    page::collection(
        call,
        "organization",
        &page::DIRECTORY,
        &filter,
        &select,
        vec![object],
    )
}

fn shown(tenant: &Tenant) -> Map<String, Value> {
    let row = &tenant.organization;
    let domains = row.verified_domains.iter().map(|domain| {
        json!({
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": domain.is_default,
            "isInitial": domain.is_initial,
            "name": domain.name,
            "type": "Managed",
        })
    });
    let mut users = tenant.directory.primary().users.iter();
    let synchronised = users.any(|user| user.on_premises_distinguished_name.is_some());
    object([
        ("id", json!(tenant.id)),
        ("countryLetterCode", json!(row.country_letter_code)),
        ("defaultUsageLocation", json!(row.default_usage_location)),
        ("displayName", json!(row.display_name)),
        ("onPremisesSyncEnabled", json!(synchronised.then_some(true))),
        ("tenantType", json!("AAD")),
        ("verifiedDomains", domains.collect()),
    ])
}
