//! What anybody may read, and signing out.

use super::scene::*;
use crate::worlds::World;

#[test]
fn the_configuration_names_the_endpoints_of_the_authority_that_was_asked() {
    let mut scene = Scene::new();
    let id = scene.tenant.id.to_string();
    for (segment, base, issuer) in [
        (id.as_str(), id.as_str(), id.as_str()),
        (DOMAIN, &id, &id),
        ("organizations", "organizations", "{tenantid}"),
        ("common", "common", "{tenantid}"),
    ] {
        let response = scene.get(
            &format!("/{segment}/v2.0/.well-known/openid-configuration"),
            &[],
        );
        assert_eq!(response.headers()["Access-Control-Allow-Origin"], "*");
        let body = json(&response);
        assert_eq!(body["issuer"], format!("{LOGIN}/{issuer}/v2.0"));
        assert_eq!(
            body["authorization_endpoint"],
            format!("{LOGIN}/{base}/oauth2/v2.0/authorize")
        );
        assert_eq!(
            body["token_endpoint"],
            format!("{LOGIN}/{base}/oauth2/v2.0/token")
        );
        assert_eq!(
            body["end_session_endpoint"],
            format!("{LOGIN}/{base}/oauth2/v2.0/logout")
        );
        assert_eq!(
            body["jwks_uri"],
            format!("{LOGIN}/{base}/discovery/v2.0/keys")
        );
        assert_eq!(
            (&body["cloud_instance_name"], &body["msgraph_host"]),
            (&"login.test".into(), &"graph.test".into())
        );
    }
    let response = scene.get("/other.test/v2.0/.well-known/openid-configuration", &[]);
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_tenant".to_owned(), 90002)
    );
    assert_eq!(response.headers()["Access-Control-Allow-Origin"], "*");
}

#[test]
fn the_keys_are_the_same_each_time_and_for_every_tenant_of_the_cloud() {
    let mut scene = Scene::new();
    let first = scene.get("/common/discovery/v2.0/keys", &[]);
    assert_eq!(first.headers()["Access-Control-Allow-Origin"], "*");
    let first = json(&first);
    assert_eq!(first["keys"].as_array().unwrap().len(), 1);
    assert_eq!(json(&scene.get("/common/discovery/v2.0/keys", &[])), first);
    let mut other = Scene::new();
    other.tenant.reset(World::University, 2, other.now);
    assert_ne!(other.tenant.id, scene.tenant.id);
    let path = format!("/{}/discovery/v2.0/keys", other.tenant.id);
    let keys = json(&other.get(&path, &[]))["keys"].clone();
    assert_eq!(keys.as_array().unwrap().len(), 1);
    for name in ["kid", "kty", "n", "e"] {
        assert_eq!(keys[0][name], first["keys"][0][name], "{name}");
    }
    let issuer = format!("{LOGIN}/{}/v2.0", other.tenant.id);
    assert_eq!(keys[0]["issuer"], issuer, "but each names itself");
}

#[test]
fn what_does_not_exist_is_not_found() {
    let mut scene = Scene::new();
    for path in [
        "/common/oauth2/v2.0/devicecode",
        "/common",
        "/common/oauth2/token",
    ] {
        assert_eq!(scene.get(path, &[]).status(), 404, "{path}");
    }
    let request = http::Request::post(format!("{LOGIN}/common/oauth2/v2.0/authorize"));
    assert_eq!(scene.send(request, Vec::new()).status(), 404);
}

#[test]
fn signing_out_forgets_the_person_and_goes_back_only_where_registered() {
    let authorize = "/organizations/oauth2/v2.0/authorize";
    let mut scene = Scene::new();
    scene.code(PLAIN, "openid profile offline_access User.Read");
    let session = scene.cookie.clone();
    let page = scene.get(
        "/organizations/oauth2/v2.0/logout",
        &[("post_logout_redirect_uri", "https://evil.test/")],
    );
    assert!(text(&page).contains("id=\"signed-out\""));
    assert_eq!(scene.cookie.as_deref(), Some("ESTSAUTH="));
    for cookie in [scene.cookie.clone(), session] {
        scene.cookie = cookie;
        assert!(text(&scene.get(authorize, &page_request())).contains("id=\"pick-account\""));
    }
    let logout = [("post_logout_redirect_uri", PAGE_URI), ("state", "a&b")];
    assert_eq!(
        location(&scene.get("/common/oauth2/v2.0/logout", &logout)),
        "http://localhost:8080/?state=a%26b"
    );
    let logout = [("post_logout_redirect_uri", SERVER_URI)];
    assert_eq!(
        location(&scene.get("/common/oauth2/v2.0/logout", &logout)),
        SERVER_URI
    );
}
