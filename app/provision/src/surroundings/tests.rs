//! What is in the picture by which something is deleted.

use graph::application::Application;
use serde_json::json;

use super::*;
use crate::scene::by_hand;
use crate::scene::complete;
use crate::scene::credential;
use crate::scene::federated;
use crate::scene::guid;
use crate::scene::holding;
use crate::scene::lock;
use crate::scene::object;
use crate::scene::owner;

/// A clock that does not wait.
struct Jumping;

impl Clock for Jumping {
    fn now(&self) -> base::Timestamp {
        crate::scene::now()
    }

    async fn sleep(&self, _: std::time::Duration) {}
}

fn refused(status: u16) -> GraphError {
    let refusal = json!({ "status": status, "code": "", "message": "", "requestId": null });
    GraphError::Refused(serde_json::from_value(refusal).unwrap())
}

/// Reads, by the status that answers each (0 where one within a batch found nothing), what comes of them, and how many were
/// made.
#[test]
fn what_is_not_shown_is_not_taken_for_nothing() {
    let none = |count: usize| vec![404; count];
    let rows = [
        (vec![200], Ok(Some(())), 1),
        (vec![404, 404, 200], Ok(Some(())), 3),
        (vec![0, 404, 0, 200], Ok(Some(())), 4),
        (vec![403], Ok(None), 1),
        (vec![404, 403], Ok(None), 2),
        (none(10), Ok(None), 10),
        (vec![500], Err(refused(500)), 1),
        (vec![401], Err(refused(401)), 1),
    ];
    for (statuses, expected, reads) in rows {
        let mut count = 0;
        let read = async || {
            count += 1;
            match statuses[count - 1] {
                200 => Ok(Some(())),
                0 => Ok(None),
                status => Err(refused(status)),
            }
        };
        let found = pollster::block_on(shown(&Jumping, read));
        assert_eq!((found, count), (expected, reads), "{statuses:?}");
    }
}

fn there() -> ObservedSetUp {
    complete().set_up.unwrap()
}

fn changed(change: fn(&mut ObservedSetUp)) -> ObservedSetUp {
    let mut set_up = there();
    change(&mut set_up);
    set_up
}

fn around(set_up: &mut ObservedSetUp) -> &mut Surroundings {
    set_up.surroundings.as_mut().unwrap()
}

fn assigned() -> Assigned {
    let role = "00000000-0000-0000-0000-000000000000";
    Assigned {
        principal_id: object('6'),
        principal_display_name: None,
        app_role_id: role.parse().unwrap(),
    }
}

/// Reads properties of the application as Graph shows them.
fn read(application: &mut Application, name: &str, value: Value) {
    let body = json!({ "id": guid('1'), "appId": guid('2'), name: value });
    let read: Application = serde_json::from_value(body).unwrap();
    match name {
        "api" => application.api = read.api,
        "appRoles" => application.app_roles = read.app_roles,
        _ => application.public_client = read.public_client,
    }
}

/// Whatever somebody may have put on an application or given to its service principal changes it.
#[test]
fn whatever_comes_is_in_the_picture() {
    #[rustfmt::skip]
    let rows: &[fn(&mut ObservedSetUp)] = &[
        |it| it.application.display_name.clear(),
        |it| it.application.tags.push("theirs".to_owned()),
        |it| it.application.tags.clear(),
        |it| it.application.sign_in_audience = Some("AzureADMultipleOrgs".to_owned()),
        |it| it.application.notes = Some("Keep".to_owned()),
        |it| it.application.required_resource_access.clear(),
        |it| it.application.required_resource_access[0].resource_access.truncate(1),
        |it| it.application.key_credentials.push(credential(5)),
        |it| it.application.key_credentials.clear(),
        |it| it.application.key_credentials = vec![credential(5)],
        |it| it.application.password_credentials = by_hand().set_up.unwrap().application.password_credentials,
        |it| it.application.identifier_uris.push("api://theirs".to_owned()),
        |it| read(&mut it.application, "publicClient", json!({ "redirectUris": ["http://localhost"] })),
        |it| read(&mut it.application, "appRoles", json!([{ "id": guid('6') }])),
        |it| read(&mut it.application, "api", json!({ "oauth2PermissionScopes": [{ "id": guid('6') }] })),
        |it| read(&mut it.application, "api", json!({ "preAuthorizedApplications": [{ "appId": guid('6') }] })),
        |it| read(&mut it.application, "api", json!({ "knownClientApplications": [guid('6')] })),
        |it| it.owners.push(owner('6')),
        |it| it.federated = Some(vec![federated("theirs")]),
        |it| it.federated = None,
        |it| it.service_principal = None,
        |it| it.service_principal.as_mut().unwrap().key_credentials = vec![own()],
        |it| it.service_principal.as_mut().unwrap().password_credentials = vec![own()],
        |it| it.assignments.push(holding('6', &guid('6'))),
        |it| it.assignments.clear(),
        |it| around(it).principal_owners.push(owner('6')),
        |it| around(it).assigned.push(assigned()),
        // What could not be looked at is not as if there were nothing.
        |it| it.surroundings = None,
    ];
    let before = snapshot(&there());
    for (row, change) in rows.iter().enumerate() {
        assert_ne!(snapshot(&changed(*change)), before, "row {row}");
    }
}

fn own() -> graph::service_principal::OwnCredential {
    serde_json::from_value(json!({ "keyId": guid('6') })).unwrap()
}

/// What is there at deletion, and whether that was there at planning.
#[test]
fn what_came_since_stops_a_deletion_and_what_went_does_not() {
    #[rustfmt::skip]
    let went: &[fn(&mut ObservedSetUp)] = &[
        |_| (),
        |it| it.application.key_credentials.clear(),
        |it| it.application.required_resource_access.clear(),
        |it| it.application.required_resource_access[0].resource_access.truncate(1),
        |it| it.assignments.clear(),
        |it| { it.assignments.pop(); },
        |it| { it.service_principal = None; it.assignments.clear() },
    ];
    #[rustfmt::skip]
    let changed_since: &[fn(&mut ObservedSetUp)] = &[
        |it| it.owners.push(owner('6')),
        |it| it.federated = Some(vec![federated("theirs")]),
        |it| it.federated = None,
        |it| it.application.key_credentials = vec![credential(5)],
        |it| it.application.display_name = "Theirs".to_owned(),
        |it| it.application.notes = Some("Keep".to_owned()),
        |it| it.application.sign_in_audience = None,
        |it| it.application.tags.push("theirs".to_owned()),
        |it| it.application.tags.clear(),
        |it| it.assignments[0] = holding('6', &guid('6')),
        |it| around(it).assigned.push(assigned()),
        |it| around(it).principal_owners.push(owner('6')),
        |it| it.service_principal.as_mut().unwrap().id = object('6'),
        |it| it.surroundings = None,
    ];
    let before = snapshot(&there());
    for (row, change) in went.iter().enumerate() {
        let now = compared(snapshot(&changed(*change)), &before);
        assert_eq!(now, Current::Is(before.clone()), "row {row}");
    }
    for (row, change) in changed_since.iter().enumerate() {
        let now = compared(snapshot(&changed(*change)), &before);
        assert_ne!(now, Current::Is(before.clone()), "row {row}");
    }
    // Whose tokens a federated credential accepts can change under its id.
    let ours = snapshot(&changed(|it| it.federated = Some(vec![federated("ours")])));
    let theirs = snapshot(&changed(|it| {
        it.federated = Some(vec![federated("theirs")])
    }));
    assert_eq!(compared(theirs.clone(), &ours), Current::Is(theirs));
    assert_eq!(compared(before.clone(), &ours), Current::Is(ours));
    // Nothing that came is within what could not be looked at.
    let unseen = snapshot(&changed(|it| it.surroundings = None));
    assert_ne!(compared(before, &unseen), Current::Is(unseen));
}

/// A lock goes with what it locks, names of APIs say nothing, and copies of the directory list in different orders.
#[test]
fn what_is_nobodys_is_not_in_the_picture() {
    let before = snapshot(&there());
    let rows: [fn(&mut ObservedSetUp); 4] = [
        |_| (),
        |it| {
            it.application.service_principal_lock_configuration =
                lock(json!({ "isEnabled": false }));
        },
        |it| it.assignments.reverse(),
        |it| around(it).apis.clear(),
    ];
    for (row, change) in rows.iter().enumerate() {
        assert_eq!(snapshot(&changed(*change)), before, "row {row}");
    }
}
