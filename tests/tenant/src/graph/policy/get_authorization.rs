//! `GET /policies/authorizationPolicy`.

use serde_json::Value;
use serde_json::json;

use super::super::call::Call;
use super::super::object::object;
use super::super::problem::Problem;
use super::super::problem::Reply;

const TYPE: &str = "microsoft.graph.authorizationPolicy";
const NAMES: [&str; 9] = [
    "id",
    "allowInvitesFrom",
    "allowedToSignUpEmailBasedSubscriptions",
    "allowedToUseSSPR",
    "blockMsolPowerShell",
    "defaultUserRolePermissions",
    "description",
    "displayName",
    "guestUserRoleId",
];
/// Template of the role "Guest User".
const GUEST_USER: &str = "10dae51f-b6af-4016-8d66-8c2a99b929b3";

/// Answers what members may do without a role.
pub(in crate::graph) fn get_authorization(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_one()?;
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let shown = object([
        ("id", json!("authorizationPolicy")),
        ("allowInvitesFrom", json!("everyone")),
        ("allowedToSignUpEmailBasedSubscriptions", json!(true)),
        ("allowedToUseSSPR", json!(true)),
        ("blockMsolPowerShell", json!(false)),
        ("defaultUserRolePermissions", member_permissions(call)),
        (
            "description",
            json!("Used to manage authorization related settings across the company."),
        ),
        ("displayName", json!("Authorization Policy")),
        ("guestUserRoleId", json!(GUEST_USER)),
    ]);
    Ok(Reply::ok(call.entity(
        "policies/authorizationPolicy",
        &select,
        shown,
    )))
}

fn member_permissions(call: &Call<'_>) -> Value {
    json!({
        "allowedToCreateApps": call.tenant.allowed_to_create_apps,
        "allowedToCreateSecurityGroups": true,
        "allowedToCreateTenants": true,
        "allowedToReadBitlockerKeysForOwnedDevice": true,
        "allowedToReadOtherUsers": true,
        "permissionGrantPoliciesAssigned": call.tenant.permission_grant_policies,
    })
}
