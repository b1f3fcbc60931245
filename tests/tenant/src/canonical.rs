//! The rows in a form by which two runs in the same world can be compared: what differs from run to run though nothing
//! differs is gone.
//!
//! What a run made has ids and moments by chance: they are renamed after what they belong to, or dropped. What was there
//! when the world began keeps all of its own, so that something else in its place shows. Sets are sorted; the dates of
//! certificates stay; the calendars and the requests are left out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::directory::Rows;
use crate::faults::OthersChange;
use crate::tenant::Tenant;

mod names;
#[cfg(test)]
mod tests;

/// All rows of a tenant, the recycle bin apart.
pub fn canonical(tenant: &Tenant) -> Value {
    of(tenant, tenant.directory.primary())
}

/// All rows as they would be if no colleague had changed anything (fault `concurrent-change`). Whether the changes of
/// colleagues are still there, [`others_lost`] tells.
pub fn canonical_without_others(tenant: &Tenant) -> Value {
    of(tenant, &without_others(tenant))
}

/// What is in the recycle bin, without what colleagues changed: whatever a run made and deleted again shows here.
pub fn canonical_recycle_bin(tenant: &Tenant) -> Value {
    let rows = without_others(tenant);
    let form = Form {
        names: names::with_deleted(&rows, &ids(&tenant.start)),
        ..Form::new(tenant, &rows)
    };
    form.of(json!({
        "applications": plain(&rows.deleted),
        "servicePrincipals": plain(&rows.deleted_service_principals),
    }))
}

/// The changes of colleagues that are gone, with the application or without it.
pub fn others_lost(tenant: &Tenant) -> Vec<OthersChange> {
    let rows = tenant.directory.primary();
    let changes = tenant.others_changes().iter();
    let lost = changes.filter(|change| !change.is_in(rows));
    lost.cloned().collect()
}

/// The latest change is undone first: an earlier one may show only then.
fn without_others(tenant: &Tenant) -> Rows {
    let mut rows = tenant.directory.primary().clone();
    let changes = tenant.others_changes().iter().rev();
    changes.for_each(|change| change.take_out(&mut rows));
    rows
}

fn of(tenant: &Tenant, rows: &Rows) -> Value {
    let form = Form::new(tenant, rows);
    form.of(json!({
        "applications": plain(&rows.applications),
        "servicePrincipals": plain(&rows.service_principals),
        "appRoleAssignments": form.without_new_ids(plain(&rows.assignments)),
        "grants": form.without_new_ids(plain(&rows.grants)),
        "users": plain(&rows.users),
        "groups": plain(&rows.groups),
        "directoryRoles": plain(&rows.directory_roles),
    }))
}

/// The ids that rows have of their own.
fn ids(rows: &Rows) -> BTreeSet<&str> {
    let applications = rows.applications.iter().chain(&rows.deleted);
    let of_applications = applications.flat_map(|row| {
        let keys = row.key_credentials.iter().map(|key| key.key_id.as_str());
        let passwords = row.password_credentials.iter();
        let secrets = passwords.map(|password| password.key_id.as_str());
        let federated = row.federated_identity_credentials.iter();
        let federated = federated.map(|credential| credential.id.as_str());
        let own = [row.id.as_str(), row.app_id.as_str()];
        own.into_iter().chain(keys).chain(secrets).chain(federated)
    });
    let principals = rows.service_principals.iter();
    let principals = principals.chain(&rows.deleted_service_principals);
    of_applications
        .chain(principals.map(|row| row.id.as_str()))
        .chain(rows.assignments.iter().map(|row| row.id.as_str()))
        .chain(rows.grants.iter().map(|row| row.id.as_str()))
        .chain(rows.users.iter().map(|row| row.id.as_str()))
        .chain(rows.groups.iter().map(|row| row.id.as_str()))
        .chain(rows.directory_roles.iter().map(|row| row.id.as_str()))
        .collect()
}

/// How the rows of one tenant are rewritten; by default as if all of them had come since the world began.
#[derive(Default)]
struct Form<'a> {
    /// Ids that were there when the world began.
    known: BTreeSet<&'a str>,
    /// Those of them that were in the recycle bin.
    deleted: BTreeSet<&'a str>,
    /// Ids that came since, and what they are called here.
    names: BTreeMap<String, String>,
}

impl<'a> Form<'a> {
    fn new(tenant: &'a Tenant, rows: &Rows) -> Self {
        let start = &tenant.start;
        let known = ids(start);
        let applications = start.deleted.iter().map(|row| row.id.as_str());
        let principals = start.deleted_service_principals.iter();
        Self {
            deleted: applications
                .chain(principals.map(|row| row.id.as_str()))
                .collect(),
            names: names::of(rows, &known),
            known,
        }
    }

    fn of(&self, mut rows: Value) -> Value {
        self.normalise(&mut rows);
        rows
    }

    /// Assignments and grants have no name that an id could be called by.
    fn without_new_ids(&self, mut rows: Value) -> Value {
        let objects = rows.as_array_mut().into_iter().flatten();
        for object in objects.filter_map(Value::as_object_mut) {
            if !is_in(&self.known, object, "id") {
                object.remove("id");
            }
        }
        rows
    }

    fn normalise(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(name) = self.names.get(text) {
                    text.clone_from(name);
                }
            }
            Value::Array(list) => {
                list.iter_mut().for_each(|item| self.normalise(item));
                list.sort_by_cached_key(Value::to_string);
            }
            Value::Object(object) => self.normalise_object(object),
            _ => {}
        }
    }

    fn normalise_object(&self, object: &mut Map<String, Value>) {
        for (moment, of, keepers) in [
            ("createdDateTime", "id", &self.known),
            ("deletedDateTime", "id", &self.deleted),
            ("keyId", "keyId", &self.known),
        ] {
            if !is_in(keepers, object, of) {
                object.remove(moment);
            }
        }
        for (name, value) in object {
            match value {
                Value::String(scopes) if name == "scope" => *scopes = sorted_words(scopes),
                value => self.normalise(value),
            }
        }
    }
}

fn is_in(ids: &BTreeSet<&str>, object: &Map<String, Value>, name: &str) -> bool {
    let id = object.get(name).and_then(Value::as_str);
    id.is_some_and(|id| ids.contains(id))
}

/// Rows as JSON. Every row type is plain data, so that nothing can fail; if it did, a test would see null.
fn plain<T: Serialize + ?Sized>(rows: &T) -> Value {
    serde_json::to_value(rows).unwrap_or(Value::Null)
}

fn sorted_words(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}
