//! What a user looks like.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::object::object;
use crate::rows::User;

/// The type in the metadata.
pub(in crate::graph) const TYPE: &str = "microsoft.graph.user";

/// The properties that are simulated.
pub(in crate::graph) const NAMES: [&str; 11] = [
    "id",
    "accountEnabled",
    "assignedPlans",
    "displayName",
    "mail",
    "onPremisesDistinguishedName",
    "onPremisesSyncEnabled",
    "preferredLanguage",
    "usageLocation",
    "userPrincipalName",
    "userType",
];

/// The ones that are answered without `$select`.
pub(in crate::graph) const DEFAULT: [&str; 4] = ["displayName", "mail", "userPrincipalName", "id"];

/// Service plan "Exchange Foundation".
const FOUNDATION_PLAN: &str = "113feb6c-3fe4-4440-bddc-54d774bf0318";

/// All properties of a user.
pub(in crate::graph) fn shown(row: &User) -> Map<String, Value> {
    let synchronised = row.on_premises_distinguished_name.is_some();
    object([
        ("id", json!(row.id)),
        ("accountEnabled", json!(row.account_enabled)),
        (
            "assignedPlans",
            row.assigned_plans
                .iter()
                .map(|plan| shown_plan(plan))
                .collect(),
        ),
        ("displayName", json!(row.display_name)),
        ("mail", json!(row.mail)),
        (
            "onPremisesDistinguishedName",
            json!(row.on_premises_distinguished_name),
        ),
        ("onPremisesSyncEnabled", json!(synchronised.then_some(true))),
        // The language of the mailbox is another thing, which the directory does not know.
        ("preferredLanguage", Value::Null),
        ("usageLocation", json!(row.usage_location)),
        ("userPrincipalName", json!(row.user_principal_name)),
        ("userType", json!(row.user_type)),
    ])
}

fn shown_plan(plan: &str) -> Value {
    json!({
        "assignedDateTime": "2025-09-01T06:00:00Z",
        "capabilityStatus": "Enabled",
        "service": if plan == FOUNDATION_PLAN { "ExchangeFoundation" } else { "exchange" },
        "servicePlanId": plan,
    })
}
