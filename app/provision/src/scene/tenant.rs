//! What becomes of a tenant when the request of a step is carried out: as much of Graph as the engine writes to, as a pure
//! function. It reads the request alone, not what the step says of itself.

use base::RoleId;
use graph::Field;
use graph::Known;
use graph::Reference;
use graph::Request;
use graph::Template;
use graph::application::Application;
use graph::key_credential::KeyCredential;
use serde_json::Value;
use serde_json::json;
use survey::Obsolete;

use super::APPLICATION;
use super::EXCHANGE;
use super::PRINCIPAL;
use super::around;
use super::bare_application;
use super::credential;
use super::guid;
use super::holding;
use super::principal;
use crate::Observed;
use crate::ObservedSetUp;

/// The ids of what is there, as a run that made it knows them.
fn known(observed: &Observed) -> Known {
    let mut known = Known::new();
    if let Some(set_up) = &observed.set_up {
        let mut add = |step, field, id: String| known.insert(Reference::new(step, field), id);
        let application = &set_up.application;
        add("application", Field::Id, application.id.to_string());
        add("application", Field::AppId, application.app_id.to_string());
        if let Some(principal) = &set_up.service_principal {
            add("service-principal", Field::Id, principal.id.to_string());
        }
    }
    known
}

/// Carries the request `write` out.
pub(crate) fn carry_out(observed: &mut Observed, write: &Template) {
    let request = write.fill(&known(observed)).unwrap();
    let path = request.path.trim_start_matches("/v1.0/");
    let pieces: Vec<&str> = path.split('/').collect();
    let method = request.method.as_str();
    match (method, pieces.as_slice()) {
        ("PATCH", [key]) if key.starts_with("applications(uniqueName=") => {
            make_application(observed, key, &request);
        }
        ("PATCH", ["applications", id]) => change_application(there(observed, id), &request),
        ("DELETE", ["applications", id]) => {
            there(observed, id);
            observed.set_up = None;
        }
        ("DELETE", ["applications", id, "owners", owner, "$ref"]) => {
            let owners = &mut there(observed, id).owners;
            owners.retain(|one| one.id.as_str() != *owner);
        }
        ("POST", ["servicePrincipals"]) => {
            set_up(observed).service_principal = Some(principal());
        }
        ("DELETE", ["servicePrincipals", id]) => {
            assert_eq!(*id, guid(PRINCIPAL));
            let set_up = set_up(observed);
            set_up.service_principal = None;
            set_up.assignments.clear();
        }
        ("POST", ["servicePrincipals", api, "appRoleAssignedTo"]) => {
            give_role(set_up(observed), api, &request);
        }
        ("DELETE", ["servicePrincipals", _, "appRoleAssignedTo", id]) => {
            set_up(observed).assignments.retain(|held| held.id != *id);
        }
        other => panic!("Graph does not know {other:?}"),
    }
    look_for_obsolete(observed);
}

fn set_up(observed: &mut Observed) -> &mut ObservedSetUp {
    observed.set_up.as_mut().unwrap()
}

/// The application with the object id `id`.
fn there<'a>(observed: &'a mut Observed, id: &str) -> &'a mut ObservedSetUp {
    let set_up = set_up(observed);
    assert_eq!(set_up.application.id.as_str(), id);
    set_up
}

fn make_application(observed: &mut Observed, key: &str, request: &Request) {
    assert_eq!(observed.set_up, None, "the key is taken");
    let key = key.trim_start_matches("applications(uniqueName='");
    let mut application = bare_application("");
    application.unique_name = Some(key.trim_end_matches("')").to_owned());
    let mut made = ObservedSetUp {
        application,
        owners: Vec::new(),
        federated: Some(Vec::new()),
        service_principal: None,
        assignments: Vec::new(),
        obsolete: Vec::new(),
        surroundings: Some(around()),
    };
    change_application(&mut made, request);
    observed.set_up = Some(made);
}

fn change_application(set_up: &mut ObservedSetUp, request: &Request) {
    let application = &mut set_up.application;
    for (name, value) in request.body.as_ref().and_then(Value::as_object).unwrap() {
        let value = value.clone();
        match name.as_str() {
            "displayName" => application.display_name = read(value),
            "signInAudience" => application.sign_in_audience = read(value),
            "tags" => application.tags = read(value),
            "servicePrincipalLockConfiguration" => {
                application.service_principal_lock_configuration = read(value);
            }
            "requiredResourceAccess" => application.required_resource_access = read(value),
            "keyCredentials" => replace_certificates(application, &value),
            other => panic!("an application has no {other}"),
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// An entry with a null key must be one that is there, sent back as it was; one with a key is new, or was there before.
fn replace_certificates(application: &mut Application, sent: &Value) {
    let kept = |entry: &Value| -> KeyCredential {
        let mut entry = entry.clone();
        let key = entry.as_object_mut().and_then(|it| it.remove("key"));
        assert_eq!(key, Some(Value::Null), "Graph keeps the key that it has");
        let entry: KeyCredential = read(entry);
        assert!(application.key_credentials.contains(&entry), "{entry:?}");
        entry
    };
    let replaced = |entry: &Value| match entry.get("key") {
        Some(Value::Null) => kept(entry),
        _ => credential(number(entry)),
    };
    application.key_credentials = sent.as_array().unwrap().iter().map(replaced).collect();
}

/// The number of a new certificate, by its subject.
fn number(entry: &Value) -> u8 {
    let subject = entry["displayName"].as_str().unwrap();
    subject.trim_start_matches("CN=").parse().unwrap()
}

fn give_role(set_up: &mut ObservedSetUp, api: &str, request: &Request) {
    let body = request.body.as_ref().unwrap();
    let principal = set_up.service_principal.as_ref().unwrap();
    assert_eq!(body["principalId"], json!(principal.id));
    assert_eq!(body["resourceId"], json!(api));
    let role: RoleId = read(body["appRoleId"].clone());
    let given = holding(api.chars().next().unwrap(), role.as_str());
    assert!(!set_up.assignments.contains(&given), "it is held already");
    set_up.assignments.push(given);
}

/// Which of the roles that are held are no longer needed.
pub(crate) fn look_for_obsolete(observed: &mut Observed) {
    let Some(set_up) = &mut observed.set_up else {
        return;
    };
    let mut found = Vec::new();
    for permission in Obsolete::roles() {
        let role = holding(EXCHANGE, permission.id);
        let held = set_up.assignments.iter().filter(|held| **held == role);
        found.extend(held.map(|held| (held.clone(), permission)));
    }
    set_up.obsolete = found;
}

/// What is there, without what Graph chooses and without order where order says nothing.
pub(crate) fn canonical(observed: &Observed) -> Value {
    let Some(set_up) = &observed.set_up else {
        return Value::Null;
    };
    let application = &set_up.application;
    assert_eq!(application.id.as_str(), guid(APPLICATION));
    let sorted = |mut texts: Vec<String>| {
        texts.sort();
        texts
    };
    let access = application.required_resource_access.iter();
    let declared = access.map(|api| {
        let of_api = api.resource_access.iter();
        let each = of_api.map(|one| format!("{} {} {}", api.resource_app_id, one.kind, one.id));
        each.collect::<Vec<String>>()
    });
    let held = set_up.assignments.iter();
    let held = held.map(|held| format!("{} {}", held.resource_id, held.app_role_id));
    let owners = set_up.owners.iter().map(|owner| owner.id.to_string());
    json!({
        "name": application.display_name,
        "key": application.unique_name,
        "audience": application.sign_in_audience,
        "tags": application.tags,
        "lock": application.service_principal_lock_configuration,
        "declared": sorted(declared.flatten().collect()),
        "certificates": application.key_credentials,
        "secrets": application.password_credentials.len(),
        "principal": set_up.service_principal.as_ref().map(|it| it.account_enabled),
        "held": sorted(held.collect()),
        "owners": sorted(owners.collect()),
    })
}
