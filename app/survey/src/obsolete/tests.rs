//! What of an application is no longer needed: what it declares, what it holds, and what only looks alike.

use std::cell::Cell;

use base::Timestamp;
use base::TransportError;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::testing::Even;
use crate::testing::Stopped;
use crate::testing::Token;

const EXCHANGE: &str = "88888888-0000-4000-8000-000000000000";
const GRAPH: &str = "99999999-0000-4000-8000-000000000000";

/// Knows the service principal of the Exchange API, or does not, and counts how often it was asked.
struct Exchange {
    is_there: bool,
    asked: Cell<usize>,
}

impl Transport for &Exchange {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, TransportError> {
        self.asked.set(self.asked.get() + 1);
        let asked = String::from_utf8(request.into_body()).unwrap();
        assert!(asked.contains(well_known::EXCHANGE_ONLINE), "{asked}");
        let (status, body) = if self.is_there {
            let app_id = well_known::EXCHANGE_ONLINE;
            (200, json!({ "id": EXCHANGE, "appId": app_id }))
        } else {
            let code = "Request_ResourceNotFound";
            (404, json!({ "error": { "code": code, "message": "no" } }))
        };
        let inner = json!({ "id": "0", "status": status, "body": body });
        let batch = json!({ "responses": [inner] });
        Ok(http::Response::new(batch.to_string().into_bytes()))
    }
}

fn holding(api: &str, role: &str) -> AppRoleAssignment {
    let assignment = json!({ "id": api, "appRoleId": role, "resourceId": api });
    serde_json::from_value(assignment).unwrap()
}

fn calendars(api: &str) -> AppRoleAssignment {
    holding(api, well_known::EXCHANGE_CALENDARS_READ_WRITE_ALL)
}

/// What of these roles is no longer needed, by the API's object id, and how often was asked.
fn held(is_there: bool, assignments: &[AppRoleAssignment]) -> (Vec<String>, usize) {
    let exchange = Exchange {
        is_there,
        asked: Cell::default(),
    };
    let graph = Graph::new(
        "https://graph.example",
        &exchange,
        Token,
        Stopped(Timestamp::from_unix_seconds(0)),
        Even,
    );
    let found = pollster::block_on(Obsolete::held(&graph, assignments)).unwrap();
    let found = found.iter().map(|(held, permission)| {
        assert_eq!(permission.name, "Calendars.ReadWrite.All");
        held.resource_id.to_string()
    });
    (found.collect(), exchange.asked.get())
}

#[test]
fn the_old_apis_role_is_told_from_graphs_of_the_same_id() {
    let other = "10101010-0000-4000-8000-000000000000";
    for (assignments, expected, asked) in [
        (vec![], vec![], 0),
        (vec![holding(EXCHANGE, other)], vec![], 0),
        (vec![calendars(GRAPH)], vec![], 1),
        (vec![calendars(EXCHANGE)], vec![EXCHANGE], 1),
        (
            vec![calendars(GRAPH), calendars(EXCHANGE)],
            vec![EXCHANGE],
            1,
        ),
    ] {
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(
            held(true, &assignments),
            (expected, asked),
            "{assignments:?}"
        );
    }
    // A tenant without Exchange.
    assert_eq!(held(false, &[calendars(GRAPH)]), (vec![], 1));
}

/// An application; `E` declares the old API's role, `U` the scope that the portal adds.
fn application(declares: &str) -> Application {
    let access = declares.chars().map(|letter| {
        let (api, id, kind) = match letter {
            'E' => (
                well_known::EXCHANGE_ONLINE,
                well_known::EXCHANGE_CALENDARS_READ_WRITE_ALL,
                "Role",
            ),
            _ => (well_known::MICROSOFT_GRAPH, well_known::USER_READ, "Scope"),
        };
        json!({ "resourceAppId": api, "resourceAccess": [{ "id": id, "type": kind }] })
    });
    let access: Vec<Value> = access.collect();
    serde_json::from_value(json!({
        "id": EXCHANGE, "appId": GRAPH, "displayName": "Push", "requiredResourceAccess": access,
    }))
    .unwrap()
}

/// A role that is held is offered to be taken away even where nobody declares it any more.
#[test]
fn what_is_declared_or_held_is_named_once() {
    let role = Obsolete::roles().next().unwrap();
    for (declares, is_held, expected) in [
        ("", false, vec![]),
        ("E", false, vec!["Calendars.ReadWrite.All"]),
        ("", true, vec!["Calendars.ReadWrite.All"]),
        ("E", true, vec!["Calendars.ReadWrite.All"]),
        ("U", true, vec!["User.Read", "Calendars.ReadWrite.All"]),
        ("EU", true, vec!["Calendars.ReadWrite.All", "User.Read"]),
    ] {
        let held = is_held.then(|| (calendars(EXCHANGE), role));
        let held: Vec<_> = held.into_iter().collect();
        let found = Obsolete::declared_or_held(&application(declares), &held);
        let names: Vec<&str> = found.iter().map(|one| one.name).collect();
        assert_eq!(names, expected, "{declares} {is_held}");
    }
}
