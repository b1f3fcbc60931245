//! Whether a caller may: the permissions of the token and, for a person, the directory roles she holds.
//!
//! Both come from the metadata. Conditions that loosen a role are the metadata's own words; one that is not
//! understood loosens nothing. `*.OwnedBy` permissions of applications are taken as not held: ownership by
//! applications is not simulated.

use base::ObjectId;
use http::StatusCode;

use super::call::Call;
use super::metadata;
use super::problem::Problem;

/// The role that may do everything.
const GLOBAL_ADMINISTRATOR: &str = "Global Administrator";

/// Refuses a call that its token or its person may not make.
pub(super) fn check(call: &Call<'_>) -> Result<(), Problem> {
    match call.caller.user.clone() {
        None => check_application(call),
        Some(person) => check_person(call, &person),
    }
}

/// Refuses a person who holds none of these roles; an application's own token needs none.
pub(super) fn require_role(call: &Call<'_>, roles: &[&str]) -> Result<(), Problem> {
    let Some(person) = &call.caller.user else {
        return Ok(());
    };
    let rows = call.tenant.directory.primary();
    let allowed =
        rows.holds_role(person, roles) || rows.holds_role(person, &[GLOBAL_ADMINISTRATOR]);
    if allowed {
        Ok(())
    } else {
        Err(Problem::denied())
    }
}

/// Refuses a call whose token may not reach objects of this type, where the operation is for several.
pub(super) fn require_for_type(call: &Call<'_>, kind: &str) -> Result<(), Problem> {
    let Some(permissions) = call.operation.by_type.get(kind) else {
        return Ok(());
    };
    let allowed = match &call.caller.user {
        Some(_) => permitted(&permissions.delegated, &call.caller.scopes),
        None => permitted(&permissions.application, &roles_held(call)),
    };
    if allowed {
        Ok(())
    } else {
        Err(Problem::denied())
    }
}

/// Whether the token would also do for another operation of the metadata, e.g. `user.GetUser`, about anybody.
pub(super) fn would_permit(call: &Call<'_>, operation: &str) -> bool {
    let mut operations = metadata::operations().iter();
    let Some(operation) = operations.find(|known| known.id == operation) else {
        return false;
    };
    match &call.caller.user {
        Some(_) => permitted(&operation.delegated, &call.caller.scopes),
        None => permitted(&operation.application, &roles_held(call)),
    }
}

fn check_application(call: &Call<'_>) -> Result<(), Problem> {
    if call.path.starts_with("/v1.0/me") {
        let message = "/me request is only valid with delegated authentication flow.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "BadRequest", message));
    }
    if permitted(&call.operation.application, &roles_held(call)) {
        Ok(())
    } else {
        Err(Problem::denied())
    }
}

fn roles_held(call: &Call<'_>) -> Vec<String> {
    let roles = call.caller.roles.iter();
    roles
        .filter(|role| !role.ends_with(".OwnedBy"))
        .cloned()
        .collect()
}

fn check_person(call: &Call<'_>, person: &ObjectId) -> Result<(), Problem> {
    let held = &call.caller.scopes;
    let own = asks_about_self(call, person) && permitted(&call.operation.own_record, held);
    if !own && !permitted(&call.operation.delegated, held) {
        return Err(Problem::denied());
    }
    if call.operation.roles.is_empty() || role_is_waived(call, person) {
        return Ok(());
    }
    let roles: Vec<&str> = call.operation.roles.iter().map(String::as_str).collect();
    require_role(call, &roles)
}

/// Whether any one of the lists is held whole.
fn permitted(alternatives: &[Vec<String>], held: &[String]) -> bool {
    alternatives
        .iter()
        .any(|needed| needed.iter().all(|permission| held.contains(permission)))
}

fn asks_about_self(call: &Call<'_>, person: &ObjectId) -> bool {
    let asked = call
        .tenant
        .directory
        .primary()
        .user_by_key(call.parameter(0));
    asked.is_some_and(|user| user.id == *person)
}

fn role_is_waived(call: &Call<'_>, person: &ObjectId) -> bool {
    let user = call.tenant.directory.primary().user(person);
    let member = user.is_some_and(|user| user.user_type == "Member");
    match call.operation.roles_condition.as_deref() {
        Some(
            "none needed while authorizationPolicy.defaultUserRolePermissions.allowedToCreateApps is true",
        ) => member && call.tenant.allowed_to_create_apps,
        Some("none needed for an owner of the application") => owns_application(call, person),
        Some(
            "none needed for an owner of the service principal; upsert: owner of a single-tenant application may do with Application Developer",
        ) => owns_service_principal(call, person),
        Some(
            "the page read lists them; default member rights usually allow reading"
            | "the page says default user permissions work too",
        ) => member,
        _ => false,
    }
}

fn owns_application(call: &Call<'_>, person: &ObjectId) -> bool {
    let rows = call.tenant.directory.primary();
    let key = call.parameter(0);
    let by_id = key.parse().ok().and_then(|id| rows.application(&id));
    let by_app_id = key
        .parse()
        .ok()
        .and_then(|id| rows.application_by_app_id(&id));
    let application = by_id
        .or(by_app_id)
        .or_else(|| rows.application_by_unique_name(key));
    application.is_some_and(|application| application.owners.contains(person))
}

fn owns_service_principal(call: &Call<'_>, person: &ObjectId) -> bool {
    let rows = call.tenant.directory.primary();
    let key = call.parameter(0);
    let by_id = key.parse().ok().and_then(|id| rows.service_principal(&id));
    let by_app_id = key
        .parse()
        .ok()
        .and_then(|id| rows.service_principal_by_app_id(&id));
    let principal = by_id.or(by_app_id);
    principal.is_some_and(|principal| principal.owners.contains(person))
}
