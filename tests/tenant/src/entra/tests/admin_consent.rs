//! The admin consent endpoints.

use super::scene::*;
use crate::rows::DirectoryRole;
use crate::rows::Row;

fn request() -> Vec<(&'static str, &'static str)> {
    vec![
        ("client_id", SERVER),
        ("redirect_uri", SERVER_URI),
        ("state", "a&b"),
    ]
}

fn page(
    scene: &mut Scene,
    account: &str,
    path: &str,
    parameters: &[(&str, &str)],
) -> http::Response<Vec<u8>> {
    scene.cookie = None;
    let picker = scene.get(&format!("/{DOMAIN}{path}"), parameters);
    scene.pick(&picker, account)
}

fn back(scene: &Scene, more: &str) -> String {
    format!(
        "{SERVER_URI}&admin_consent=True&tenant={}{more}&state=a%26b",
        scene.tenant.id
    )
}

#[test]
fn everything_that_is_declared_is_granted_for_everybody() {
    let mut scene = Scene::new();
    let consent = page(&mut scene, ADMIN, "/adminconsent", &request());
    let shown = text(&consent);
    assert!(
        shown.contains("<li>User.Read</li><li>Calendars.ReadWrite (without a user)</li>"),
        "{shown}"
    );
    assert!(!shown.contains("accept-for-organization"));
    assert_eq!(
        location(&scene.decide(&consent, "accept")),
        back(&scene, "")
    );
    assert_eq!(
        scene.grants(),
        [("AllPrincipals".to_owned(), None, "User.Read".to_owned())]
    );
    let server = scene.service_principal(SERVER).id;
    let held = |scene: &Scene| -> Vec<String> {
        let rows = scene.tenant.directory.primary();
        rows.assignments_of(&server)
            .map(|row| row.app_role_id.to_string())
            .collect()
    };
    assert_eq!(held(&scene), [CALENDARS_ROLE]);
    // Once more changes nothing.
    let again = page(&mut scene, ADMIN, "/adminconsent", &request());
    location(&scene.decide(&again, "accept"));
    assert_eq!(held(&scene), [CALENDARS_ROLE]);
    assert_eq!(scene.grants().len(), 1);
}

#[test]
fn application_roles_of_graph_need_more_than_an_application_administrator() {
    let mut scene = Scene::new();
    for account in [CLOUD, PLAIN] {
        let shown = text(&page(&mut scene, account, "/adminconsent", &request()));
        assert!(shown.contains("id=\"need-admin\""), "{account}");
    }
    let privileged = DirectoryRole {
        id: scene.tenant.random.object_id(),
        role_template_id: "e8611ab8-c189-46e8-94e1-60213ab1f814".to_owned(),
        display_name: "Privileged Role Administrator".to_owned(),
        members: vec![scene.person(CLOUD)],
    };
    scene.put(Row::DirectoryRole(privileged));
    assert!(text(&page(&mut scene, CLOUD, "/adminconsent", &request())).contains("id=\"consent\""));
}

#[test]
fn scopes_alone_can_be_granted_by_an_application_administrator() {
    let mut scene = Scene::new();
    let mut parameters = request();
    parameters.push((
        "scope",
        "User.Read https://graph.microsoft.com/Application.Read.All",
    ));
    assert!(
        text(&page(&mut scene, PLAIN, "/v2.0/adminconsent", &parameters))
            .contains("id=\"need-admin\"")
    );
    let consent = page(&mut scene, CLOUD, "/v2.0/adminconsent", &parameters);
    let address = location(&scene.decide(&consent, "accept"));
    let scope = "&scope=User.Read+https%3A%2F%2Fgraph.microsoft.com%2FApplication.Read.All";
    assert_eq!(address, back(&scene, scope));
    assert_eq!(
        scene.grants(),
        [(
            "AllPrincipals".to_owned(),
            None,
            "User.Read Application.Read.All".to_owned()
        )]
    );
}

#[test]
fn default_means_what_is_declared_of_that_api() {
    let mut scene = Scene::new();
    let mut parameters = request();
    parameters.push(("scope", "https://graph.microsoft.com/.default"));
    let shown = text(&page(&mut scene, ADMIN, "/v2.0/adminconsent", &parameters));
    assert!(
        shown.contains("<li>User.Read</li><li>Calendars.ReadWrite (without a user)</li>"),
        "{shown}"
    );
    let parameters = with(
        &parameters,
        "scope",
        Some("https://outlook.office365.com/.default"),
    );
    let address = location(&scene.get(&format!("/{DOMAIN}/v2.0/adminconsent"), &parameters));
    assert!(
        address.contains("error=invalid_request&error_description=AADSTS650056"),
        "{address}"
    );
}

#[test]
fn declining_and_wrong_requests_grant_nothing() {
    let mut scene = Scene::new();
    let consent = page(&mut scene, ADMIN, "/adminconsent", &request());
    let address = location(&scene.decide(&consent, "cancel"));
    assert!(address.starts_with(&format!(
        "{SERVER_URI}&error=access_denied&error_description=AADSTS65004"
    )));
    for (name, value, code) in [
        ("client_id", Some(NOBODY), 700016),
        ("client_id", Some(ORPHAN), 7000229),
        ("redirect_uri", Some("https://server.test/other"), 50011),
        ("redirect_uri", None, 900144),
    ] {
        let shown = text(&scene.get(
            &format!("/{DOMAIN}/adminconsent"),
            &with(&request(), name, value),
        ));
        assert!(
            shown.contains(&format!("AADSTS{code}: ")),
            "{name} {value:?}: {shown}"
        );
    }
    let address = location(&scene.get(&format!("/{DOMAIN}/v2.0/adminconsent"), &request()));
    assert!(
        address.contains("error_description=AADSTS900144"),
        "{address}"
    );
    assert_eq!(scene.grants(), []);
    assert_eq!(scene.tenant.directory.primary().assignments, []);
}
