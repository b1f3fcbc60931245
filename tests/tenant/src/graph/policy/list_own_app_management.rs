//! `GET /applications/{id}/appManagementPolicies`: in every world no application has a policy of its own, unless a test sets
//! it. Which directory roles suffice is not documented: those for the tenant's policy are asked for, the harsher reading.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::access;
use super::super::application;
use super::super::call::Call;
use super::super::filter::Filter;
use super::super::object::object;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::get_default_app_management::restrictions;
use crate::policies::AppManagement;

const TYPE: &str = "microsoft.graph.appManagementPolicy";
/// Who may read the tenant's policy (Graph, "Get tenantAppManagementPolicy").
const READERS: [&str; 3] = [
    "Global Reader",
    "Cloud Application Administrator",
    "Application Administrator",
];
const NAMES: [&str; 5] = [
    "id",
    "description",
    "displayName",
    "isEnabled",
    "restrictions",
];

/// Answers the policy that an application has of its own, or none.
pub(in crate::graph) fn list_own_app_management(call: &mut Call<'_>) -> Result<Reply, Problem> {
    access::require_role(call, &READERS)?;
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &[])?;
    let id = application::by_id(call)?.id;
    let own = call.tenant.own_app_management.iter();
    let own = own.filter(|(application, _)| *application == id);
    let objects = own.map(|(_, policy)| shown(policy)).collect();
    page::collection(
        call,
        "policies/appManagementPolicies",
        &page::DIRECTORY,
        &filter,
        &select,
        objects,
    )
}

fn shown(policy: &AppManagement) -> Map<String, Value> {
    object([
        ("id", json!("0a000000-0000-4000-8000-000000000000")),
        ("description", json!("A policy of its own.")),
        ("displayName", json!("Own policy")),
        ("isEnabled", json!(policy.is_enabled())),
        (
            "restrictions",
            json!({ "keyCredentials": restrictions(policy), "passwordCredentials": [] }),
        ),
    ])
}
