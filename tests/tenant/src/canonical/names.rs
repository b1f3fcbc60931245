//! What ids are called that came since the world began: applications and service principals have one that others refer to,
//! federated credentials a name of their own.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use super::Form;
use super::plain;
use crate::directory::Rows;
use crate::rows::Application;
use crate::rows::ServicePrincipal;

/// Names of what is there.
pub(super) fn of(rows: &Rows, known: &BTreeSet<&str>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    name_applications(&mut names, &rows.applications, known, "");
    name_principals(&mut names, &rows.service_principals, known, "");
    names
}

/// Names of what is there, and of what is in the recycle bin besides: what is deleted does not change a name of what is
/// not.
pub(super) fn with_deleted(rows: &Rows, known: &BTreeSet<&str>) -> BTreeMap<String, String> {
    let mut names = of(rows, known);
    name_applications(&mut names, &rows.deleted, known, "deleted ");
    let principals = &rows.deleted_service_principals;
    name_principals(&mut names, principals, known, "deleted ");
    names
}

fn name_applications(
    names: &mut BTreeMap<String, String>,
    rows: &[Application],
    known: &BTreeSet<&str>,
    prefix: &str,
) {
    for credential in rows
        .iter()
        .flat_map(|row| &row.federated_identity_credentials)
    {
        if !known.contains(credential.id.as_str()) {
            let name = format!("{prefix}federated credential {}", credential.name);
            names.insert(credential.id.to_string(), name);
        }
    }
    for (label, row) in labelled(rows.iter().filter(|row| !known.contains(row.id.as_str()))) {
        names.insert(row.id.to_string(), format!("{prefix}application {label}"));
        names.insert(row.app_id.to_string(), format!("{prefix}client {label}"));
    }
}

fn name_principals(
    names: &mut BTreeMap<String, String>,
    rows: &[ServicePrincipal],
    known: &BTreeSet<&str>,
    prefix: &str,
) {
    for row in rows.iter().filter(|row| !known.contains(row.id.as_str())) {
        let client = row.app_id.as_str();
        let client = names.get(client).map_or(client, String::as_str);
        let name = format!("{prefix}service principal of {client}");
        names.insert(row.id.to_string(), name);
    }
}

/// Applications by their alternate key or else their name, numbered where several share it, in the order of what else
/// they hold.
fn labelled<'a>(rows: impl Iterator<Item = &'a Application>) -> Vec<(String, &'a Application)> {
    let mut sorted: Vec<(&str, String, &Application)> = rows
        .map(|row| {
            let label = row.unique_name.as_ref().unwrap_or(&row.display_name);
            (label.as_str(), content(row), row)
        })
        .collect();
    sorted.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    sorted
        .into_iter()
        .map(|(label, _, row)| {
            let count = counts.entry(label).or_default();
            *count += 1;
            (format!("{label} {count}"), row)
        })
        .collect()
}

/// What an application holds, but for what came by chance: its ids and moments, and the ids of its credentials.
fn content(row: &Application) -> String {
    let mut value = plain(row);
    if let Value::Object(object) = &mut value {
        object.remove("id");
        object.remove("appId");
    }
    Form::default().of(value).to_string()
}
