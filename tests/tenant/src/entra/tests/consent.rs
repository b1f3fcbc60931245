//! Consent: who may give it, what is written down, and when it is asked again.

use super::scene::*;
use crate::directory::Change;

const AUTHORIZE: &str = "/organizations/oauth2/v2.0/authorize";

/// The page that follows the account picker.
fn consent_page(scene: &mut Scene, account: &str, scope: &str) -> http::Response<Vec<u8>> {
    let request = with(&page_request(), "scope", Some(scope));
    let request = with(&request, "prompt", Some("select_account"));
    let picker = scene.get(AUTHORIZE, &request);
    scene.pick(&picker, account)
}

#[test]
fn every_scope_is_listed_and_consent_is_written_for_the_person() {
    let mut scene = Scene::new();
    let page = consent_page(
        &mut scene,
        PLAIN,
        "openid User.Read https://graph.microsoft.com/User.Read",
    );
    let shown = text(&page);
    assert!(
        shown.contains("<li>openid</li><li>User.Read</li></ul>"),
        "{shown}"
    );
    assert!(shown.contains(PLAIN) && !shown.contains("accept-for-organization"));
    assert_eq!(scene.grants(), []);
    let back = scene.decide(&page, "accept");
    let names: Vec<String> = answer(&back).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["code", "session_state", "state"]);
    let plain = Some(scene.person(PLAIN));
    assert_eq!(
        scene.grants(),
        [("Principal".to_owned(), plain, "openid User.Read".to_owned())]
    );
}

/// As in a tenant in which nobody ever used the console.
#[test]
fn the_first_consent_makes_the_service_principal() {
    let mut scene = Scene::new();
    let id = scene.service_principal(PAGE).id;
    scene
        .tenant
        .directory
        .write(scene.now, Change::DeleteServicePrincipal(id, scene.now));
    let known = |scene: &Scene| {
        let rows = scene.tenant.directory.primary();
        rows.service_principal_by_app_id(&app_id(PAGE)).cloned()
    };
    let page = consent_page(&mut scene, PLAIN, "openid User.Read");
    scene.decide(&page, "cancel");
    assert_eq!(known(&scene), None, "who declines consents to nothing");
    let silent = with(&page_request(), "prompt", Some("none"));
    let response = scene.get(AUTHORIZE, &silent);
    assert_eq!(refusal(&response), ("consent_required".to_owned(), 65001));
    let page = consent_page(&mut scene, PLAIN, "openid User.Read");
    let back = scene.decide(&page, "accept");
    let made = known(&scene).unwrap();
    assert_eq!(
        made.app_owner_organization_id,
        Some(scene.tenant.console.home_tenant_id.clone())
    );
    assert_eq!(
        scene.tenant.directory.primary().grants[0].client_id,
        made.id
    );
    // It is known at once to the endpoint that redeems the code.
    let code = answer(&back).remove(0).1;
    let redemption = [
        ("grant_type", "authorization_code"),
        ("client_id", PAGE),
        ("code", &code),
        ("redirect_uri", PAGE_URI),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(scene.token(&redemption, Some(PAGE_ORIGIN)).status(), 200);
    // And the second consent makes no second one.
    scene.code(ADMIN, "openid User.Read");
    let rows = scene.tenant.directory.primary();
    let count = rows
        .service_principals
        .iter()
        .filter(|row| row.app_id == app_id(PAGE))
        .count();
    assert_eq!(count, 1);
}

#[test]
fn later_scopes_are_merged_into_the_same_grant() {
    let mut scene = Scene::new();
    scene.code(PLAIN, "openid User.Read");
    scene.code(PLAIN, "openid profile");
    let plain = Some(scene.person(PLAIN));
    assert_eq!(
        scene.grants(),
        [(
            "Principal".to_owned(),
            plain,
            "openid User.Read profile".to_owned()
        )]
    );
}

#[test]
fn scopes_of_two_apis_make_two_grants() {
    let mut scene = Scene::new();
    scene.code(
        PLAIN,
        "openid https://outlook.office365.com/Exchange.Manage",
    );
    let scopes: Vec<String> = scene
        .grants()
        .into_iter()
        .map(|(_, _, scope)| scope)
        .collect();
    assert_eq!(scopes.len(), 2);
    assert!(
        scopes.contains(&"openid".to_owned()) && scopes.contains(&"Exchange.Manage".to_owned()),
        "{scopes:?}"
    );
}

#[test]
fn an_administrator_can_consent_for_everybody() {
    let mut scene = Scene::new();
    let page = consent_page(&mut scene, CLOUD, "openid Application.Read.All");
    assert!(text(&page).contains("value=\"accept-for-organization\""));
    location(&scene.decide(&page, "accept-for-organization"));
    assert_eq!(
        scene.grants(),
        [(
            "AllPrincipals".to_owned(),
            None,
            "openid Application.Read.All".to_owned()
        )]
    );
    // Now somebody without a role is not asked any more.
    let page = consent_page(&mut scene, PLAIN, "openid Application.Read.All");
    assert!(location(&page).contains("code="));
}

#[test]
fn who_is_no_administrator_needs_one() {
    let mut scene = Scene::new();
    let page = consent_page(&mut scene, PLAIN, "openid Application.Read.All");
    let shown = text(&page);
    assert!(
        shown.contains("id=\"need-admin\"") && shown.contains("AADSTS90094"),
        "{shown}"
    );
    assert!(!shown.contains("name=\"decision\""));
    let back = shown
        .split_once("id=\"back\" href=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&");
    assert!(
        back.starts_with(
            "http://localhost:8080/#error=access_denied&error_description=AADSTS90094"
        ),
        "{back}"
    );
    assert!(back.ends_with("&state=my+state+%26+more"), "{back}");
    // An Exchange Administrator is none of those who may consent, and PLAIN is one.
    let roles = scene.tenant.directory.primary();
    assert!(roles.holds_role(&scene.person(PLAIN), &["Exchange Administrator"]));
}

/// Entra page "Configure how users consent to applications": administrators keep theirs.
#[test]
fn where_users_may_not_consent_an_administrator_is_needed() {
    let team =
        "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team";
    let low = "ManagePermissionGrantsForSelf.microsoft-user-default-low";
    for policies in [vec![], vec![team.to_owned()], vec![low.to_owned()]] {
        let mut scene = Scene::new();
        scene.tenant.permission_grant_policies = policies;
        let page = consent_page(&mut scene, PLAIN, "openid User.Read");
        assert!(text(&page).contains("id=\"need-admin\""));
        assert_eq!(scene.grants(), []);
        let page = consent_page(&mut scene, CLOUD, "openid User.Read");
        location(&scene.decide(&page, "accept-for-organization"));
        // What is granted for everybody needs no consent of a user's.
        let page = consent_page(&mut scene, PLAIN, "openid User.Read");
        assert!(location(&page).contains("code="));
    }
}

#[test]
fn without_a_question_the_lack_of_an_administrator_is_an_error() {
    let mut scene = Scene::new();
    scene.code(PLAIN, "openid");
    let silent = with(&page_request(), "prompt", Some("none"));
    let response = scene.get(
        AUTHORIZE,
        &with(&silent, "scope", Some("openid Application.Read.All")),
    );
    assert_eq!(refusal(&response), ("access_denied".to_owned(), 90094));
    let response = scene.get(AUTHORIZE, &with(&silent, "scope", Some("openid User.Read")));
    assert_eq!(refusal(&response), ("consent_required".to_owned(), 65001));
}

#[test]
fn declining_goes_back_and_writes_nothing() {
    let mut scene = Scene::new();
    let page = consent_page(&mut scene, PLAIN, "openid User.Read");
    let back = scene.decide(&page, "cancel");
    assert_eq!(refusal(&back), ("access_denied".to_owned(), 65004));
    assert_eq!(scene.grants(), []);
}

#[test]
fn a_forged_decision_is_refused() {
    let mut scene = Scene::new();
    // For everybody, by somebody to whom that was not offered.
    let page = consent_page(&mut scene, PLAIN, "openid User.Read");
    assert!(text(&scene.decide(&page, "accept-for-organization")).contains("id=\"need-admin\""));
    // By another session than that of the person who was asked.
    let page = consent_page(&mut scene, ADMIN, "openid User.Read");
    let of_admin = scene.cookie.take();
    assert!(text(&scene.decide(&page, "accept")).contains("AADSTS50058: "));
    let other = consent_page(&mut scene, PLAIN, "openid User.Read");
    assert!(text(&scene.decide(&page, "accept")).contains("AADSTS50058: "));
    // A word that no button has.
    assert!(text(&scene.decide(&other, "perhaps")).contains("AADSTS9002313: "));
    assert_eq!(scene.grants(), []);
    // The right one, and then once more.
    scene.cookie = of_admin;
    location(&scene.decide(&page, "accept"));
    assert!(text(&scene.decide(&page, "accept")).contains("AADSTS9002313: "));
    assert_eq!(scene.grants().len(), 1);
}
