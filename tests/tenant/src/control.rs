//! `/_tenant/`: what only tests ask. Microsoft has nothing of the kind.

use base::Timestamp;
use http::Request;
use http::Response;
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::canonical::canonical;
use crate::canonical::canonical_recycle_bin;
use crate::faults::Fault;
use crate::policies::AppManagement;
use crate::tenant::Tenant;
use crate::worlds::World;

/// Whether a path is a test's.
pub(crate) fn is_control(path: &str) -> bool {
    path.starts_with("/_tenant/")
}

/// Answers a test.
pub(crate) fn handle(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let path = request.uri().path().trim_start_matches("/_tenant/");
    match (
        request.method().as_str(),
        path.split_once('/').unwrap_or((path, "")),
    ) {
        ("GET", ("rows", kind)) => match rows(tenant, kind) {
            Some(rows) => answer(StatusCode::OK, rows),
            None => problem(
                StatusCode::NOT_FOUND,
                format!("there are no rows of the kind '{kind}'"),
            ),
        },
        ("GET", ("requests", "")) => answer(StatusCode::OK, list(&tenant.recorded)),
        ("GET", ("people", "")) => answer(StatusCode::OK, people(tenant)),
        ("GET", ("canonical", "")) => answer(StatusCode::OK, canonical(tenant)),
        ("GET", ("canonical", "recycle-bin")) => {
            answer(StatusCode::OK, canonical_recycle_bin(tenant))
        }
        ("GET", ("faults", "")) => answer(StatusCode::OK, faults(tenant)),
        ("POST", ("faults", "")) => set_faults(tenant, request.uri().query().unwrap_or_default()),
        ("POST", ("policies", "")) => {
            set_policies(tenant, request.uri().query().unwrap_or_default())
        }
        ("GET", ("others", "")) => answer(StatusCode::OK, list(tenant.others_changes())),
        ("POST", ("reset", "")) => reset(tenant, request.uri().query().unwrap_or_default(), now),
        _ => problem(StatusCode::NOT_FOUND, "there is nothing here".to_owned()),
    }
}

/// The rows of one kind, as the primary knows them.
fn rows(tenant: &Tenant, kind: &str) -> Option<Value> {
    let rows = tenant.directory.primary();
    Some(match kind {
        "applications" => list(&rows.applications),
        "service-principals" => list(&rows.service_principals),
        "app-role-assignments" => list(&rows.assignments),
        "grants" => list(&rows.grants),
        "users" => list(&rows.users),
        "groups" => list(&rows.groups),
        "directory-roles" => list(&rows.directory_roles),
        "events" => list(&tenant.mailboxes.all_events().collect::<Vec<_>>()),
        "deleted" => list(&rows.deleted),
        "deleted-service-principals" => list(&rows.deleted_service_principals),
        _ => return None,
    })
}

/// The sample sign-ins and the roles they hold.
fn people(tenant: &Tenant) -> Value {
    let people = tenant.people().into_iter().map(|person| {
        json!({
            "userPrincipalName": person.user_principal_name,
            "displayName": person.display_name,
            "roles": person.roles,
        })
    });
    people.collect()
}

/// The names of the faults that are on.
fn faults(tenant: &Tenant) -> Value {
    tenant.faults().into_iter().map(Fault::name).collect()
}

/// `?add=lag&lift=throttle`, each as often as one likes; all or none of it is done.
fn set_faults(tenant: &mut Tenant, query: &str) -> Response<Vec<u8>> {
    let mut changes = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let add = match name.as_ref() {
            "add" => true,
            "lift" => false,
            other => {
                let text = format!("unknown parameter '{other}': known are add, lift");
                return problem(StatusCode::BAD_REQUEST, text);
            }
        };
        match value.parse::<Fault>() {
            Ok(fault) => changes.push((fault, add)),
            Err(unknown) => return problem(StatusCode::BAD_REQUEST, unknown.to_string()),
        }
    }
    for (fault, add) in changes {
        if add {
            tenant.add_fault(fault);
        } else {
            tenant.lift(fault);
        }
    }
    answer(StatusCode::OK, faults(tenant))
}

/// `?max-key-lifetime-days=180&trusted-authority=CN%3DUniversity&allowed-to-create-apps=false`. What is not named is not
/// restricted; an empty `trusted-authority` trusts nobody.
fn set_policies(tenant: &mut Tenant, query: &str) -> Response<Vec<u8>> {
    match policies(query) {
        Ok((management, allowed_to_create_apps)) => {
            tenant.app_management = management;
            tenant.allowed_to_create_apps = allowed_to_create_apps;
            answer(StatusCode::OK, json!({}))
        }
        Err(text) => problem(StatusCode::BAD_REQUEST, text),
    }
}

fn policies(query: &str) -> Result<(AppManagement, bool), String> {
    let mut management = AppManagement::default();
    let mut allowed_to_create_apps = true;
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let wrong = || format!("{name}: '{value}' is not understood");
        match name.as_ref() {
            "max-key-lifetime-days" => {
                management.max_key_lifetime_days = Some(value.parse().map_err(|_| wrong())?);
            }
            "trusted-authority" => {
                let trusted = management.trusted_authorities.get_or_insert_default();
                trusted.extend((!value.is_empty()).then(|| value.into_owned()));
            }
            "allowed-to-create-apps" => {
                allowed_to_create_apps = value.parse().map_err(|_| wrong())?;
            }
            other => {
                return Err(format!(
                    "unknown parameter '{other}': known are max-key-lifetime-days, trusted-authority, allowed-to-create-apps"
                ));
            }
        }
    }
    Ok((management, allowed_to_create_apps))
}

fn reset(tenant: &mut Tenant, query: &str, now: Timestamp) -> Response<Vec<u8>> {
    let (mut world, mut seed) = (tenant.world, tenant.seed);
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let problem_text = match name.as_ref() {
            "world" => match value.parse::<World>() {
                Ok(parsed) => {
                    world = parsed;
                    continue;
                }
                Err(unknown) => unknown.to_string(),
            },
            "seed" => match value.parse() {
                Ok(parsed) => {
                    seed = parsed;
                    continue;
                }
                Err(_) => format!("the seed '{value}' is not a number"),
            },
            other => format!("unknown parameter '{other}': known are world, seed"),
        };
        return problem(StatusCode::BAD_REQUEST, problem_text);
    }
    tenant.reset(world, seed, now);
    answer(
        StatusCode::OK,
        json!({ "tenantId": tenant.id, "world": world.name(), "seed": seed }),
    )
}

/// Rows as JSON. Every row type is plain data, so that nothing can fail; if it did, a test would see null.
fn list<T: Serialize>(rows: &[T]) -> Value {
    serde_json::to_value(rows).unwrap_or(Value::Null)
}

fn problem(status: StatusCode, text: String) -> Response<Vec<u8>> {
    answer(status, json!({ "problem": text }))
}

fn answer(status: StatusCode, body: Value) -> Response<Vec<u8>> {
    let mut response = Response::new(body.to_string().into_bytes());
    *response.status_mut() = status;
    response.headers_mut().insert(
        "content-type",
        http::HeaderValue::from_static("application/json"),
    );
    response
}

#[cfg(test)]
mod tests;
