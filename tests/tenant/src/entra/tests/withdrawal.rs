//! Consent is withdrawn by deleting the application's service principal here: what ends at once, what later, and how it
//! begins anew.

use serde_json::Value;

use super::scene::*;

const AUTHORIZE: &str = "/organizations/oauth2/v2.0/authorize";
const SCOPE: &str = "openid profile offline_access Application.ReadWrite.All";

fn redeem(scene: &mut Scene, code: &str) -> http::Response<Vec<u8>> {
    let request = [
        ("grant_type", "authorization_code"),
        ("client_id", PAGE),
        ("code", code),
        ("redirect_uri", PAGE_URI),
        ("code_verifier", VERIFIER),
    ];
    scene.token(&request, Some(PAGE_ORIGIN))
}

fn renew(scene: &mut Scene, token: &Value) -> http::Response<Vec<u8>> {
    let token = token["refresh_token"].as_str().unwrap();
    let request = [
        ("grant_type", "refresh_token"),
        ("client_id", PAGE),
        ("refresh_token", token),
    ];
    scene.token(&request, Some(PAGE_ORIGIN))
}

/// An administrator's token, with which the page has deleted its own service principal, and a code of before.
fn withdrawn() -> (Scene, Value, String) {
    let mut scene = Scene::new();
    let code = scene.code(CLOUD, SCOPE);
    let token = json(&redeem(&mut scene, &code));
    let unused = scene.code(CLOUD, SCOPE);
    let page = scene.service_principal(PAGE).id;
    let path = format!("/servicePrincipals/{page}");
    assert_eq!(scene.graph("DELETE", &path, &token).status(), 204);
    (scene, token, unused)
}

#[test]
fn its_grants_are_gone_and_the_token_that_was_issued_goes_on_to_its_end() {
    let (mut scene, token, _) = withdrawn();
    assert_eq!(scene.grants(), []);
    let rows = scene.tenant.directory.primary();
    assert_eq!(rows.service_principal_by_app_id(&app_id(PAGE)), None);
    let lifetime = token["expires_in"].as_u64().unwrap();
    scene.wait(lifetime - 1);
    let applications = |scene: &mut Scene| scene.graph("GET", "/applications", &token).status();
    assert_eq!(applications(&mut scene), 200);
    scene.wait(1);
    assert_eq!(applications(&mut scene), 401);
}

/// AADSTS700016: the application was "not installed by the administrator of the tenant or consented to by any user in the
/// tenant".
#[test]
fn what_was_given_out_before_gets_no_new_token() {
    let (mut scene, token, unused) = withdrawn();
    let unknown = (400, "unauthorized_client".to_owned(), 700016);
    for response in [renew(&mut scene, &token), redeem(&mut scene, &unused)] {
        assert_eq!(json_refusal(&response), unknown);
        let headers = response.headers();
        assert!(headers.contains_key("Access-Control-Allow-Origin"));
    }
}

#[test]
fn the_next_sign_in_asks_for_consent_and_begins_anew() {
    let (mut scene, _, _) = withdrawn();
    let request = with(&page_request(), "scope", Some(SCOPE));
    let page = scene.get(AUTHORIZE, &request);
    let code = answer(&scene.decide(&page, "accept")).remove(0).1;
    assert_eq!(redeem(&mut scene, &code).status(), 200);
    let cloud = Some(scene.person(CLOUD));
    let scopes = "openid profile offline_access Application.ReadWrite.All";
    assert_eq!(
        scene.grants(),
        [("Principal".to_owned(), cloud, scopes.to_owned())]
    );
}

/// Somebody else's consent brings the application back, and nobody's permissions.
#[test]
fn the_consent_of_another_does_not_bring_ours_back() {
    let (mut scene, token, _) = withdrawn();
    scene.cookie = None;
    scene.code(PLAIN, "openid User.Read");
    let response = renew(&mut scene, &token);
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_grant".to_owned(), 65001)
    );
}
