//! `GET /policies/defaultAppManagementPolicy`: in every world it is off and restricts nothing, unless a test sets it.

use serde_json::Value;
use serde_json::json;

use super::super::call::Call;
use super::super::object::object;
use super::super::problem::Problem;
use super::super::problem::Reply;
use crate::policies::AppManagement;
use crate::policies::POLICY_ID;

const TYPE: &str = "microsoft.graph.tenantAppManagementPolicy";
const NAMES: [&str; 6] = [
    "id",
    "applicationRestrictions",
    "description",
    "displayName",
    "isEnabled",
    "servicePrincipalRestrictions",
];

/// Answers what applications may have for credentials.
pub(in crate::graph) fn get_default_app_management(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_one()?;
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let policy = &call.tenant.app_management;
    let nothing = json!({ "keyCredentials": [], "passwordCredentials": [] });
    let restrictions = json!({ "keyCredentials": restrictions(policy), "passwordCredentials": [] });
    let shown = object([
        ("id", json!(POLICY_ID)),
        ("applicationRestrictions", restrictions),
        (
            "description",
            json!("Default tenant policy that enforces app management restrictions."),
        ),
        ("displayName", json!("Default app management tenant policy")),
        ("isEnabled", json!(policy.is_enabled())),
        ("servicePrincipalRestrictions", nothing),
    ]);
    Ok(Reply::ok(call.entity(
        "policies/defaultAppManagementPolicy",
        &select,
        shown,
    )))
}

/// The restrictions on certificates. In v1.0 the type `trustedCertificateAuthority` is one of the future, and is shown
/// as such ("evolvable enumerations").
pub(super) fn restrictions(policy: &AppManagement) -> Vec<Value> {
    let restriction = |kind: &str, longest: Option<String>| {
        json!({
            "restrictionType": kind,
            "maxLifetime": longest,
            "restrictForAppsCreatedAfterDateTime": policy.restrict_for_apps_created_after,
            "state": "enabled",
        })
    };
    let lifetime = policy.max_key_lifetime_days;
    let lifetime =
        lifetime.map(|days| restriction("asymmetricKeyLifetime", Some(format!("P{days}D"))));
    let authority = policy.trusted_authorities.as_ref();
    let authority = authority.map(|_| restriction("unknownFutureValue", None));
    lifetime.into_iter().chain(authority).collect()
}
