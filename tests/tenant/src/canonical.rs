//! The rows in a form by which two runs can be compared: what differs from run to run though nothing differs is gone.
//!
//! Ids are renamed after what they belong to, moments at which something was done are dropped, and sets are sorted.
//! The recycle bin, the calendars and the requests are left out. The dates of certificates stay: they are no accident
//! of the run.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::directory::Rows;
use crate::faults::OthersChange;
use crate::rows::Application;
use crate::tenant::Tenant;

#[cfg(test)]
mod tests;

/// All rows of a tenant.
pub fn canonical(tenant: &Tenant) -> Value {
    of(tenant.directory.primary())
}

/// All rows as they would be if no colleague had changed anything (fault `concurrent-change`). Whether the changes of
/// colleagues are still there, [`others_lost`] tells.
pub fn canonical_without_others(tenant: &Tenant) -> Value {
    let mut rows = tenant.directory.primary().clone();
    for change in tenant.others_changes() {
        undo(&mut rows, change);
    }
    of(&rows)
}

/// The changes of colleagues that are gone though the application is there.
pub fn others_lost(tenant: &Tenant) -> Vec<OthersChange> {
    let rows = tenant.directory.primary();
    let lost = |change: &&OthersChange| {
        let application = rows.application(change.application());
        application.is_some_and(|application| !change.is_in(application))
    };
    tenant
        .others_changes()
        .iter()
        .filter(lost)
        .cloned()
        .collect()
}

fn undo(rows: &mut Rows, change: &OthersChange) {
    let id = change.application().clone();
    if let Some(row) = rows.applications.iter_mut().find(|row| row.id == id) {
        change.take_out(row);
    }
}

fn of(rows: &Rows) -> Value {
    let names = names(rows);
    let mut canonical = json!({
        "applications": plain(&rows.applications),
        "servicePrincipals": plain(&rows.service_principals),
        "appRoleAssignments": without_ids(plain(&rows.assignments)),
        "grants": without_ids(plain(&rows.grants)),
        "users": plain(&rows.users),
        "groups": plain(&rows.groups),
        "directoryRoles": plain(&rows.directory_roles),
    });
    normalise(&mut canonical, &names);
    canonical
}

/// Every id, and what it is called here.
fn names(rows: &Rows) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut name = |id: &str, name: String| names.insert(id.to_owned(), name);
    for user in &rows.users {
        name(
            user.id.as_str(),
            format!("user {}", user.user_principal_name),
        );
    }
    for group in &rows.groups {
        name(group.id.as_str(), format!("group {}", group.display_name));
    }
    for role in &rows.directory_roles {
        name(role.id.as_str(), format!("role {}", role.display_name));
    }
    let mut clients = BTreeMap::new();
    for (label, application) in labelled(&rows.applications) {
        name(application.id.as_str(), format!("application {label}"));
        name(application.app_id.as_str(), format!("client {label}"));
        clients.insert(application.app_id.as_str(), label);
    }
    for principal in &rows.service_principals {
        let client = principal.app_id.as_str();
        let label = clients.get(client).map_or(client, String::as_str);
        name(principal.id.as_str(), format!("service principal {label}"));
    }
    names
}

/// Applications by their alternate key or else their name, numbered where several share it, in the order of what else
/// they hold.
fn labelled(applications: &[Application]) -> Vec<(String, &Application)> {
    let mut sorted: Vec<(String, String, &Application)> = applications
        .iter()
        .map(|row| {
            let label = row.unique_name.as_ref().unwrap_or(&row.display_name);
            (label.clone(), content(row), row)
        })
        .collect();
    sorted.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    sorted
        .into_iter()
        .map(|(label, _, row)| {
            let count = counts.entry(label.clone()).or_default();
            *count += 1;
            (format!("{label} {count}"), row)
        })
        .collect()
}

/// What an application holds besides its ids.
fn content(application: &Application) -> String {
    let mut value = plain(application);
    if let Value::Object(object) = &mut value {
        object.remove("id");
        object.remove("appId");
    }
    normalise(&mut value, &BTreeMap::new());
    value.to_string()
}

/// Rows as JSON. Every row type is plain data, so that nothing can fail; if it did, a test would see null.
fn plain<T: Serialize + ?Sized>(rows: &T) -> Value {
    serde_json::to_value(rows).unwrap_or(Value::Null)
}

fn without_ids(mut rows: Value) -> Value {
    let objects = rows.as_array_mut().into_iter().flatten();
    for object in objects.filter_map(Value::as_object_mut) {
        object.remove("id");
    }
    rows
}

fn normalise(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = names.get(text) {
                text.clone_from(name);
            }
        }
        Value::Array(list) => {
            list.iter_mut().for_each(|item| normalise(item, names));
            list.sort_by_key(Value::to_string);
        }
        Value::Object(object) => normalise_object(object, names),
        _ => {}
    }
}

fn normalise_object(object: &mut Map<String, Value>, names: &BTreeMap<String, String>) {
    for name in ["createdDateTime", "deletedDateTime", "keyId"] {
        object.remove(name);
    }
    for (name, value) in object {
        match value {
            Value::String(scopes) if name == "scope" => *scopes = sorted_words(scopes),
            value => normalise(value, names),
        }
    }
}

fn sorted_words(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}
