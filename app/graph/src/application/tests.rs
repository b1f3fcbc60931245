//! What is sent, to the letter; and that nothing of a stranger is dropped.

use super::*;

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
    assert_eq!(literal("O'Neill & sons"), "'O''Neill%20%26%20sons'");
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

#[test]
fn a_new_application_is_an_upsert_on_our_key() {
    let template = NewApplication {
        unique_name: "key-2".to_owned(),
        display_name: "Name".to_owned(),
        tags: vec!["tag".to_owned()],
    }
    .template();
    let request = template.fill(&crate::Known::new()).unwrap();
    assert_eq!(request.method, http::Method::PATCH);
    assert_eq!(request.path, "/v1.0/applications(uniqueName='key-2')");
    assert_eq!(
        request.headers,
        [("Prefer".to_owned(), "create-if-missing".to_owned())]
    );
    assert_eq!(
        request.body,
        Some(json!({ "displayName": "Name", "signInAudience": "AzureADMyOrg", "tags": ["tag"] }))
    );
}
