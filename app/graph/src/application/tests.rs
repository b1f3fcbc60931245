//! What is sent, to the letter; and that nothing of a stranger is dropped.

use http::Method;
use serde_json::Map;
use serde_json::json;

use super::*;
use crate::Call;
use crate::Known;
use crate::Request;
use crate::Slot;
use crate::Template;

fn role(text: &str) -> RoleId {
    text.parse().unwrap()
}

const GRAPH: &str = crate::well_known::MICROSOFT_GRAPH;
const CALENDARS: &str = crate::well_known::CALENDARS_READ_WRITE;
const MAILBOX: &str = crate::well_known::MAILBOX_SETTINGS_READ_WRITE;

fn access(resource: &str, entries: &[(&str, &str)]) -> RequiredResourceAccess {
    RequiredResourceAccess {
        resource_app_id: resource.to_owned(),
        resource_access: entries
            .iter()
            .map(|(id, kind)| ResourceAccess {
                id: role(id),
                kind: (*kind).to_owned(),
            })
            .collect(),
        other: Map::new(),
    }
}

#[test]
fn roles_are_added_without_dropping_or_doubling() {
    const OTHER: &str = "00000002-0000-0ff1-ce00-000000000000";
    let graph: AppId = GRAPH.parse().unwrap();
    for (existing, expected) in [
        (vec![], vec![access(GRAPH, &[(CALENDARS, "Role")])]),
        (
            vec![access(GRAPH, &[(CALENDARS, "Role")])],
            vec![access(GRAPH, &[(CALENDARS, "Role")])],
        ),
        (
            vec![access(GRAPH, &[(CALENDARS, "Scope")])],
            vec![access(GRAPH, &[(CALENDARS, "Scope"), (CALENDARS, "Role")])],
        ),
        (
            vec![
                access(OTHER, &[(CALENDARS, "Role")]),
                access(GRAPH, &[(MAILBOX, "Scope")]),
            ],
            vec![
                access(OTHER, &[(CALENDARS, "Role")]),
                access(GRAPH, &[(MAILBOX, "Scope"), (CALENDARS, "Role")]),
            ],
        ),
    ] {
        assert_eq!(with_roles(&existing, &graph, &[role(CALENDARS)]), expected);
    }
}

#[test]
fn typed_text_cannot_leave_its_literal() {
    let call = ListApplicationsByName {
        display_name: "x' or startswith(displayName,'".to_owned(),
    };
    assert_eq!(
        call.request().path,
        format!(
            "/v1.0/applications?$filter=displayName%20eq%20'x''%20or%20startswith%28displayName%2C'''&$select={SELECT}"
        )
    );
}

fn new_application() -> NewApplication {
    NewApplication {
        unique_name: "key-2".to_owned(),
        display_name: "Name".to_owned(),
        tags: vec!["tag".to_owned()],
    }
}

/// The request of a template in which nothing is pending.
fn sent(template: &Template) -> Request {
    template.fill(&Known::new()).unwrap()
}

#[test]
fn a_new_application_is_an_upsert_on_our_key() {
    let request = sent(&new_application().template());
    assert_eq!(request.method, Method::PATCH);
    assert_eq!(request.path, "/v1.0/applications(uniqueName='key-2')");
    assert_eq!(
        request.headers,
        [("Prefer".to_owned(), "create-if-missing".to_owned())]
    );
    assert_eq!(
        request.body,
        Some(json!({
            "displayName": "Name",
            "signInAudience": "AzureADMyOrg",
            "tags": ["tag"],
            "servicePrincipalLockConfiguration": { "isEnabled": true, "allProperties": true },
        }))
    );
}

#[test]
fn the_other_spelling_carries_the_key_in_its_body() {
    let request = sent(&new_application().otherwise());
    assert_eq!(request.method, Method::POST);
    assert_eq!(request.path, "/v1.0/applications");
    assert_eq!(request.headers, []);
    assert_eq!(
        request.body,
        Some(json!({
            "uniqueName": "key-2",
            "displayName": "Name",
            "signInAudience": "AzureADMyOrg",
            "tags": ["tag"],
            "servicePrincipalLockConfiguration": { "isEnabled": true, "allProperties": true },
        }))
    );
}

#[test]
fn exactly_the_named_permissions_are_taken_away() {
    const OTHER: &str = "00000002-0000-0ff1-ce00-000000000000";
    let graph: AppId = GRAPH.parse().unwrap();
    for (case, existing, removed, expected) in [
        (
            "one of two",
            vec![access(GRAPH, &[(CALENDARS, "Role"), (MAILBOX, "Role")])],
            vec![(CALENDARS, "Role")],
            vec![access(GRAPH, &[(MAILBOX, "Role")])],
        ),
        (
            "the last one takes its API along",
            vec![
                access(OTHER, &[(MAILBOX, "Role")]),
                access(GRAPH, &[(CALENDARS, "Role")]),
            ],
            vec![(CALENDARS, "Role")],
            vec![access(OTHER, &[(MAILBOX, "Role")])],
        ),
        (
            "another kind stays",
            vec![access(GRAPH, &[(CALENDARS, "Scope"), (CALENDARS, "Role")])],
            vec![(CALENDARS, "Role")],
            vec![access(GRAPH, &[(CALENDARS, "Scope")])],
        ),
        (
            "another API stays, with the same id too",
            vec![access(OTHER, &[(CALENDARS, "Role")])],
            vec![(CALENDARS, "Role")],
            vec![access(OTHER, &[(CALENDARS, "Role")])],
        ),
        (
            "what was empty stays",
            vec![access(GRAPH, &[]), access(OTHER, &[])],
            vec![(CALENDARS, "Role")],
            vec![access(GRAPH, &[]), access(OTHER, &[])],
        ),
        (
            "an API that is there twice",
            vec![
                access(GRAPH, &[(CALENDARS, "Role")]),
                access(GRAPH, &[(CALENDARS, "Role"), (MAILBOX, "Role")]),
            ],
            vec![(CALENDARS, "Role")],
            vec![access(GRAPH, &[(MAILBOX, "Role")])],
        ),
        (
            "nothing",
            vec![access(GRAPH, &[(CALENDARS, "Role")])],
            vec![],
            vec![access(GRAPH, &[(CALENDARS, "Role")])],
        ),
    ] {
        let removed = access(GRAPH, &removed).resource_access;
        let rest = without_roles(&existing, &graph, &removed);
        assert_eq!(rest, expected, "{case}");
    }
}

#[test]
fn a_field_that_is_not_known_outlives_the_taking_away() {
    let graph: AppId = GRAPH.parse().unwrap();
    let mut entry = access(GRAPH, &[(CALENDARS, "Role"), (MAILBOX, "Role")]);
    entry.other.insert("somethingNew".to_owned(), json!([1, 2]));
    let removed = access(GRAPH, &[(CALENDARS, "Role")]).resource_access;
    let rest = without_roles(&[entry.clone()], &graph, &removed);
    assert_eq!(rest[0].other, entry.other);
}

const ID: &str = "11111111-0000-4000-8000-000000000000";

#[test]
fn every_property_that_is_read_is_asked_for() {
    let call = GetApplication {
        id: ID.parse().unwrap(),
    };
    assert_eq!(
        call.request().path,
        format!(
            "/v1.0/applications/{ID}?$select=id,appId,displayName,uniqueName,tags,createdDateTime,signInAudience,\
             requiredResourceAccess,keyCredentials,passwordCredentials,servicePrincipalLockConfiguration,web,spa,\
             publicClient,identifierUris,api,appRoles,notes"
        )
    );
}

fn application(more: &[(&str, serde_json::Value)]) -> Application {
    let mut body = json!({ "id": ID, "appId": ID, "displayName": "Name" });
    for (name, value) in more {
        body[*name] = value.clone();
    }
    serde_json::from_value(body).unwrap()
}

#[test]
fn what_is_offered_as_an_api_is_read_as_far_as_graph_says_it() {
    let bare = application(&[]);
    assert_eq!((bare.api, bare.app_roles), (None, Vec::new()));
    // Graph answers with empty lists, and with nulls where a simple property was never set.
    let read = application(&[
        ("identifierUris", json!(["api://theirs"])),
        (
            "publicClient",
            json!({ "redirectUris": ["http://localhost"] }),
        ),
        (
            "appRoles",
            json!([{ "id": ID, "value": null, "isEnabled": true }]),
        ),
        ("notes", json!(null)),
        (
            "api",
            json!({
                "acceptMappedClaims": null,
                "knownClientApplications": [ID],
                "oauth2PermissionScopes": [{ "id": ID, "value": "Timetable.Read", "type": "User" }],
                "preAuthorizedApplications": [{ "appId": ID, "delegatedPermissionIds": [ID] }],
            }),
        ),
    ]);
    assert_eq!(read.identifier_uris, ["api://theirs"]);
    assert_eq!(
        read.redirect_uris().collect::<Vec<_>>(),
        ["http://localhost"]
    );
    assert_eq!(read.app_roles[0].id.as_str(), ID);
    let api = read.api.unwrap();
    assert_eq!(
        api.oauth2_permission_scopes[0].value.as_deref(),
        Some("Timetable.Read")
    );
    assert_eq!(api.pre_authorized_applications[0].app_id.as_str(), ID);
    assert_eq!(api.known_client_applications[0].as_str(), ID);
}

#[test]
fn secrets_are_read_without_their_text() {
    let secrets = json!([
        {
            "keyId": ID,
            "displayName": "build server",
            "startDateTime": "2025-01-01T00:00:00Z",
            "endDateTime": "2027-01-01T00:00:00.1234567Z",
            "hint": "abc",
            "secretText": null,
            "customKeyIdentifier": null,
        },
        { "keyId": ID, "displayName": null, "endDateTime": "some day" },
    ]);
    let read = application(&[("passwordCredentials", secrets)]).password_credentials;
    assert_eq!(read[0].display_name.as_deref(), Some("build server"));
    assert_eq!(read[0].end(), "2027-01-01T00:00:00.123Z".parse().ok());
    assert_eq!((read[1].end(), &read[1].display_name), (None, &None));
    assert_eq!(application(&[]).password_credentials, []);
}

#[test]
fn a_lock_is_full_only_if_it_is_on_and_locks_everything() {
    for (lock, full) in [
        (json!({ "isEnabled": true, "allProperties": true }), true),
        (json!({ "isEnabled": false, "allProperties": true }), false),
        (json!({ "isEnabled": true, "allProperties": false }), false),
        (json!({ "isEnabled": true, "allProperties": null }), false),
        (
            json!({ "isEnabled": true, "credentialsWithUsageVerify": true }),
            false,
        ),
    ] {
        let read = application(&[("servicePrincipalLockConfiguration", lock.clone())]);
        let read = read.service_principal_lock_configuration.unwrap();
        assert_eq!(read.is_full(), full, "{lock}");
    }
    assert!(ServicePrincipalLock::full().is_full());
    let none = application(&[("servicePrincipalLockConfiguration", json!(null))]);
    assert_eq!(none.service_principal_lock_configuration, None);
}

#[test]
fn a_lock_is_sent_back_as_it_was_read() {
    let lock = json!({
        "isEnabled": true,
        "allProperties": false,
        "credentialsWithUsageSign": null,
        "credentialsWithUsageVerify": true,
        "tokenEncryptionKeyId": false,
    });
    let wanted = ApplicationChange {
        service_principal_lock_configuration: serde_json::from_value(lock.clone()).unwrap(),
        ..ApplicationChange::default()
    };
    let request = sent(&change(&Slot::text(ID), &wanted));
    assert_eq!(
        request.body,
        Some(json!({ "servicePrincipalLockConfiguration": lock }))
    );
}

#[test]
fn what_was_null_is_set_to_null_again() {
    let before = json!({ "servicePrincipalLockConfiguration": null, "displayName": "Name" });
    let request = sent(&restore(&Slot::text(ID), &before));
    assert_eq!(request.method, Method::PATCH);
    assert_eq!(request.body, Some(before));
}

fn certificate(identifier: &str) -> serde_json::Value {
    json!({
        "keyId": ID,
        "customKeyIdentifier": identifier,
        "startDateTime": "2026-01-01T00:00:00.2547396Z",
        "endDateTime": "2027-01-01T00:00:00Z",
        "displayName": "CN=x",
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
        "key": null,
        "somethingNew": [1, 2],
    })
}

/// Two of them are of one certificate, in both forms in which Graph names it.
#[test]
fn one_entry_goes_and_every_other_is_sent_back_whole() {
    // The base64 of twenty bytes 7 (RFC 4648, section 4).
    let (hexadecimal, base64) = ("07".repeat(20), "BwcHBwcHBwcHBwcHBwcHBwcHBwc=");
    let identifiers = [&"08".repeat(20), &hexadecimal, base64, "build 12"];
    let id = |at: usize| format!("{at}1111111-2222-4333-8444-555555555555");
    let numbered = identifiers.into_iter().enumerate();
    let all: Vec<_> = numbered
        .map(|(at, identifier)| {
            let mut entry = certificate(identifier);
            entry["keyId"] = json!(id(at));
            entry
        })
        .collect();
    let existing: Vec<KeyCredential> = serde_json::from_value(json!(all)).unwrap();
    let key_id = id(1).parse().unwrap();
    let request = sent(&remove_certificate(&Slot::text(ID), &existing, &key_id));
    assert_eq!(request.method, Method::PATCH);
    assert_eq!(request.path, format!("/v1.0/applications/{ID}"));
    assert_eq!(
        request.body,
        Some(json!({ "keyCredentials": [all[0], all[2], all[3]] }))
    );
}

#[test]
fn an_application_is_deleted_by_its_object_id() {
    let template = delete(&Slot::text(ID));
    let request = sent(&template);
    assert_eq!(request.method, Method::DELETE);
    assert_eq!(request.path, format!("/v1.0/applications/{ID}"));
    assert_eq!((request.body, request.headers), (None, vec![]));
    assert!(template.repeatable);
}
