//! What differs between two states of a tenant, in few words: certificates are called by their thumbprints, and what is
//! the same is not told.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;
use tenant::directory::Rows;

/// A text longer than this is cut: the rest of it says no more.
const LONGEST: usize = 160;

/// The places in which two documents differ, each with what stands there. Lists are compared as sets.
pub fn differences(one: &Value, other: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", one, other, &mut found);
    found
}

/// The rows in canonical form, but for what no undoing can bring back: a role that was taken away and granted again has
/// another id, and was granted at another moment.
pub fn restorable(mut canonical: Value) -> Value {
    let assignments = canonical["appRoleAssignments"].as_array_mut();
    for assignment in assignments.into_iter().flatten() {
        assignment["id"].take();
        assignment["createdDateTime"].take();
    }
    canonical
}

/// All rows are the same.
///
/// # Panics
///
/// Where they are not.
pub fn assert_same_rows(now: &Rows, then: &Rows, case: &str) {
    let found = differences(&document(then), &document(now));
    assert!(found.is_empty(), "{case}\n{}", found.join("\n"));
    assert!(now == then, "{case}: in an order, or in what is not shown");
}

/// What is there twice though it may be only once: keys of applications, service principals of a client, a role held twice,
/// a certificate twice on one application.
pub fn duplicates(rows: &Rows) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut note = |what: String| *seen.entry(what).or_default() += 1;
    for application in &rows.applications {
        if let Some(key) = &application.unique_name {
            note(format!("application {key}"));
        }
        for thumbprint in crate::thumbprints(application) {
            note(format!("certificate {thumbprint} of {}", application.id));
        }
    }
    for principal in &rows.service_principals {
        note(format!("service principal of {}", principal.app_id));
    }
    for held in &rows.assignments {
        let (holder, role) = (&held.principal_id, &held.app_role_id);
        note(format!("role {role} of {} for {holder}", held.resource_id));
    }
    let twice = seen.into_iter().filter(|(_, count)| *count > 1);
    twice.map(|(what, _)| what).collect()
}

/// Rows as one document.
pub(crate) fn document(rows: &Rows) -> Value {
    json!({
        "applications": rows.applications,
        "servicePrincipals": rows.service_principals,
        "appRoleAssignments": rows.assignments,
        "grants": rows.grants,
        "users": rows.users,
        "groups": rows.groups,
        "directoryRoles": rows.directory_roles,
        "deleted": rows.deleted,
        "deletedServicePrincipals": rows.deleted_service_principals,
    })
}

fn compare(place: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(first), Value::Object(second)) => {
            let names = first
                .keys()
                .chain(second.keys().filter(|name| !first.contains_key(*name)));
            for name in names {
                compare(&format!("{place}/{name}"), &one[name], &other[name], found);
            }
        }
        (Value::Array(first), Value::Array(second)) => compare_lists(place, first, second, found),
        _ if one != other => found.push(format!("{place}: {} became {}", brief(one), brief(other))),
        _ => {}
    }
}

fn compare_lists(place: &str, first: &[Value], second: &[Value], found: &mut Vec<String>) {
    let mut came: Vec<&Value> = second.iter().collect();
    let mut went: Vec<&Value> = Vec::new();
    for value in first {
        match came.iter().position(|one| *one == value) {
            Some(at) => {
                came.remove(at);
            }
            None => went.push(value),
        }
    }
    if came.len() == went.len() {
        for (one, other) in went.into_iter().zip(came) {
            compare(&format!("{place}[]"), one, other, found);
        }
    } else {
        found.extend(
            went.into_iter()
                .map(|one| format!("{place}: {} went", brief(one))),
        );
        found.extend(
            came.into_iter()
                .map(|one| format!("{place}: {} came", brief(one))),
        );
    }
}

fn brief(value: &Value) -> String {
    let text = match value["customKeyIdentifier"].as_str() {
        Some(thumbprint) => format!("certificate {thumbprint}"),
        None => value.to_string(),
    };
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let one = json!({ "a": [1, 2, { "b": "x", "c": 1 }], "d": null });
        let other = json!({ "a": [2, { "b": "y", "c": 1 }, 1], "d": null });
        assert_eq!(differences(&one, &one), Vec::<String>::new());
        assert_eq!(differences(&one, &other), ["/a[]/b: \"x\" became \"y\""]);
        let more = json!({ "a": [2, 1, 1], "e": { "customKeyIdentifier": "AB", "key": [1] } });
        assert_eq!(
            differences(&one, &more),
            [
                "/a[]: {\"b\":\"x\",\"c\":1} became 1",
                "/e: null became certificate AB"
            ]
        );
        assert_eq!(differences(&json!([1]), &json!([])), [": 1 went"]);
    }
}
