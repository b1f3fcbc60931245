//! Applications for themselves: one good assertion, and each thing that can be wrong with one.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use serde_json::json;

use super::certificates;
use super::scene::*;
use crate::directory::Change;
use crate::rows::AppRoleAssignment;
use crate::rows::Row;

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const DEFAULT: &str = "https://graph.test/.default";

/// A tenant in which [`SERVER`] has a certificate; and the certificate.
fn registered() -> (Scene, Vec<u8>) {
    let mut scene = Scene::new();
    let begin = scene.now.minus(Duration::from_secs(3600));
    let der = certificates::certificate(certificates::key(), begin);
    let mut row = scene.application(SERVER);
    row.key_credentials = vec![certificates::credential(&der, begin)];
    scene.put(Row::Application(row));
    (scene, der)
}

fn token_url(scene: &Scene) -> String {
    format!("{LOGIN}/{}/oauth2/v2.0/token", scene.tenant.id)
}

fn header(der: &[u8]) -> Value {
    json!({ "alg": "RS256", "typ": "JWT", "x5t": certificates::sha1(der) })
}

fn claims(scene: &Scene) -> Value {
    let now = scene.now.unix_seconds();
    json!({
        "aud": token_url(scene), "iss": SERVER, "sub": SERVER, "jti": "one of a kind", "nbf": now, "exp": now + 600,
    })
}

fn request(assertion: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "client_credentials"),
        ("client_id", SERVER),
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion),
        ("scope", DEFAULT),
    ]
}

fn ask(scene: &mut Scene, parameters: &[(&str, &str)]) -> http::Response<Vec<u8>> {
    let path = format!("/{}/oauth2/v2.0/token", scene.tenant.id);
    scene.post(&path, parameters, None)
}

/// Number of the refusal of an assertion; 0 if it is accepted.
fn number(scene: &mut Scene, header: &Value, claims: &Value, key: &rsa::RsaPrivateKey) -> u32 {
    let assertion = certificates::jwt(header, claims, key);
    let response = ask(scene, &request(&assertion));
    if response.status() == 200 {
        return 0;
    }
    let (status, error, number) = json_refusal(&response);
    assert_eq!((status, error.as_str()), (401, "invalid_client"));
    number
}

/// `value` with one member set, or removed where it is null.
fn changed(value: &Value, name: &str, member: Value) -> Value {
    let mut changed = value.clone();
    if member.is_null() {
        changed.as_object_mut().unwrap().remove(name).unwrap();
    } else {
        changed[name] = member;
    }
    changed
}

fn assign(scene: &mut Scene) -> AppRoleAssignment {
    let row = AppRoleAssignment {
        id: "assignment".to_owned(),
        app_role_id: CALENDARS_ROLE.parse().unwrap(),
        created_date_time: scene.now,
        principal_id: scene.service_principal(SERVER).id,
        resource_id: scene.service_principal(crate::entra::scope::GRAPH).id,
    };
    scene.put(Row::AppRoleAssignment(row.clone()));
    row
}

#[test]
fn a_good_assertion_gives_a_token_with_the_assigned_roles() {
    let (mut scene, der) = registered();
    let assertion = certificates::jwt(&header(&der), &claims(&scene), certificates::key());
    let body = json(&ask(&mut scene, &request(&assertion)));
    let bearer = scene
        .tenant
        .entra
        .bearer(body["access_token"].as_str().unwrap(), scene.now)
        .unwrap();
    assert_eq!(bearer.roles, Vec::<String>::new());
    assign(&mut scene);
    let response = ask(
        &mut scene,
        &with(
            &request(&assertion),
            "scope",
            Some("https://graph.microsoft.com/.default"),
        ),
    );
    let body = json(&response);
    assert_eq!(body["token_type"], "Bearer");
    for absent in ["refresh_token", "id_token", "scope"] {
        assert_eq!(body.get(absent), None, "{absent}");
    }
    let bearer = scene
        .tenant
        .entra
        .bearer(body["access_token"].as_str().unwrap(), scene.now)
        .unwrap();
    assert_eq!((bearer.client_id, bearer.user), (app_id(SERVER), None));
    assert_eq!(bearer.roles, ["Calendars.ReadWrite"]);
    assert_eq!(bearer.scopes, Vec::<String>::new());
    assert!(bearer.audience_is_graph);
    let exchange = with(
        &request(&assertion),
        "scope",
        Some("https://outlook.office365.com/.default"),
    );
    let body = json(&ask(&mut scene, &exchange));
    let bearer = scene
        .tenant
        .entra
        .bearer(body["access_token"].as_str().unwrap(), scene.now)
        .unwrap();
    assert_eq!(
        (bearer.roles, bearer.audience_is_graph),
        (Vec::new(), false)
    );
}

#[test]
fn each_way_to_sign_and_to_name_the_key_is_accepted() {
    let (mut scene, der) = registered();
    let (header, claims) = (header(&der), claims(&scene));
    let by_sha256 = changed(
        &changed(&header, "x5t", Value::Null),
        "x5t#S256",
        json!(certificates::sha256(&der)),
    );
    let both = changed(&header, "x5t#S256", json!(certificates::sha256(&der)));
    let pss = changed(&by_sha256, "alg", json!("PS256"));
    for header in [&header, &by_sha256, &both, &pss] {
        assert_eq!(
            number(&mut scene, header, &claims, certificates::key()),
            0,
            "{header}"
        );
    }
}

#[test]
fn a_wrong_key_or_a_wrong_name_of_it_is_refused() {
    let (mut scene, der) = registered();
    let (header, claims) = (header(&der), claims(&scene));
    let now = scene.now;
    let other = certificates::certificate(certificates::other_key(), now);
    let other_sha1 = changed(&header, "x5t", json!(certificates::sha1(&other)));
    assert_eq!(
        number(&mut scene, &header, &claims, certificates::other_key()),
        700027,
        "signed by another"
    );
    assert_eq!(
        number(&mut scene, &other_sha1, &claims, certificates::other_key()),
        700027,
        "not registered"
    );
    for (what, header) in [
        ("other x5t", other_sha1),
        ("no x5t", changed(&header, "x5t", Value::Null)),
        (
            "x5t in hexadecimal",
            changed(
                &header,
                "x5t",
                json!(scene.application(SERVER).key_credentials[0].custom_key_identifier),
            ),
        ),
        ("x5t is no text", changed(&header, "x5t", json!(1))),
        (
            "second name differs",
            changed(&header, "x5t#S256", json!(certificates::sha256(&other))),
        ),
        ("PS256 said, RS256 signed", header.clone()),
    ] {
        let mut assertion = certificates::jwt(&header, &claims, certificates::key());
        if what.starts_with("PS256") {
            let named = changed(&header, "alg", json!("PS256"));
            let signature = certificates::jwt(&named, &claims, certificates::key());
            let as_rs = certificates::jwt(&header, &claims, certificates::key());
            let signed = signature.rsplit_once('.').unwrap().0;
            assertion = format!("{signed}.{}", as_rs.rsplit_once('.').unwrap().1);
        }
        let response = ask(&mut scene, &request(&assertion));
        assert_eq!(
            json_refusal(&response),
            (401, "invalid_client".to_owned(), 700027),
            "{what}"
        );
    }
}

#[test]
fn the_refusal_of_an_unknown_key_says_so() {
    let (mut scene, _) = registered();
    let now = scene.now;
    let other = certificates::certificate(certificates::other_key(), now);
    let assertion = certificates::jwt(&header(&other), &claims(&scene), certificates::other_key());
    let body = json(&ask(&mut scene, &request(&assertion)));
    let description = body["error_description"].as_str().unwrap();
    let thumbprint = certificates::credential(&other, now).custom_key_identifier;
    assert!(
        description.contains("The key was not found."),
        "{description}"
    );
    assert!(
        description.contains(&format!("Thumbprint of key used by client: '{thumbprint}'")),
        "{description}"
    );
}

#[test]
fn each_wrong_claim_is_refused() {
    let (mut scene, der) = registered();
    let (header, good) = (header(&der), claims(&scene));
    let now = scene.now.unix_seconds();
    let tenant = scene.tenant.id.to_string();
    for (name, value, expected) in [
        ("iss", Value::Null, 700021),
        ("iss", json!(PAGE), 700021),
        ("sub", Value::Null, 700021),
        ("sub", json!(PAGE), 700021),
        ("aud", Value::Null, 700023),
        (
            "aud",
            json!("https://login.microsoftonline.com/common/oauth2/v2.0/token"),
            700023,
        ),
        (
            "aud",
            json!(format!("{LOGIN}/{tenant}/oauth2/token")),
            700023,
        ),
        (
            "aud",
            json!(format!("{LOGIN}/{DOMAIN}/oauth2/v2.0/token")),
            700023,
        ),
        ("nbf", Value::Null, 700024),
        ("nbf", json!(now + 301), 700024),
        ("nbf", json!(now + 300), 0),
        ("nbf", json!("now"), 700024),
        ("exp", Value::Null, 700024),
        ("exp", json!(now - 300), 700024),
        ("exp", json!(now - 299), 0),
        ("jti", Value::Null, 50027),
        ("jti", json!(""), 50027),
    ] {
        let claims = changed(&good, name, value.clone());
        assert_eq!(
            number(&mut scene, &header, &claims, certificates::key()),
            expected,
            "{name} {value}"
        );
    }
}

#[test]
fn what_is_no_signed_token_is_refused() {
    let (mut scene, der) = registered();
    let good = certificates::jwt(&header(&der), &claims(&scene), certificates::key());
    let parts: Vec<&str> = good.split('.').collect();
    let unsigned = URL_SAFE_NO_PAD.encode(changed(&header(&der), "alg", json!("none")).to_string());
    for assertion in [
        "text".to_owned(),
        format!("{}.{}", parts[0], parts[1]),
        format!("{good}.more"),
        format!("{}.{}.=", parts[0], parts[1]),
        format!("e30x.{}.{}", parts[1], parts[2]),
        format!("{unsigned}.{}.", parts[1]),
    ] {
        let response = ask(&mut scene, &request(&assertion));
        assert_eq!(
            json_refusal(&response),
            (401, "invalid_client".to_owned(), 50027),
            "{assertion}"
        );
    }
}

#[test]
fn a_certificate_is_good_only_in_its_time_and_for_its_use() {
    let year = Duration::from_secs(365 * 24 * 3600);
    let (scene, _) = registered();
    let now = scene.now;
    let day = Duration::from_secs(24 * 3600);
    let at = |begin| certificates::certificate(certificates::key(), begin);
    let current = certificates::credential(&at(now.minus(day)), now.minus(day));
    let mut not_yet = current.clone();
    not_yet.start_date_time = now.plus(day).into();
    let mut over = current.clone();
    over.end_date_time = now.into();
    let mut other_use = current.clone();
    other_use.usage = "Sign".to_owned();
    let mut other_kind = current.clone();
    other_kind.kind = "X509CertAndPassword".to_owned();
    let mut broken = current.clone();
    broken.key.truncate(20);
    // The row says it is current, the certificate itself does not.
    let expired = certificates::credential(&at(now.minus(year).minus(day)), now.minus(day));
    let early = certificates::credential(&at(now.plus(day)), now.minus(day));
    for (what, row, expected) in [
        ("current", current, 0),
        ("not yet", not_yet, 700027),
        ("over", over, 700027),
        ("other use", other_use, 700027),
        ("other kind", other_kind, 700027),
        ("broken", broken, 700027),
        ("expired certificate", expired, 700027),
        ("certificate of tomorrow", early, 700027),
    ] {
        let (mut scene, _) = registered();
        let mut application = scene.application(SERVER);
        let header = header(&row.key);
        application.key_credentials = vec![row];
        scene.put(Row::Application(application));
        let claims = claims(&scene);
        assert_eq!(
            number(&mut scene, &header, &claims, certificates::key()),
            expected,
            "{what}"
        );
    }
}

#[test]
fn each_wrong_parameter_is_refused() {
    let (mut scene, der) = registered();
    let assertion = certificates::jwt(&header(&der), &claims(&scene), certificates::key());
    for (name, value, status, error, number) in [
        ("client_id", None, 400, "invalid_request", 900144),
        (
            "client_id",
            Some(NOBODY),
            400,
            "unauthorized_client",
            700016,
        ),
        ("client_id", Some(PAGE), 401, "invalid_client", 700027),
        ("client_id", Some(ORPHAN), 401, "invalid_client", 700027),
        ("client_assertion", None, 401, "invalid_client", 7000218),
        (
            "client_assertion_type",
            None,
            401,
            "invalid_client",
            7000218,
        ),
        (
            "client_assertion_type",
            Some("jwt-bearer"),
            401,
            "invalid_client",
            7000218,
        ),
        (
            "client_secret",
            Some("hunter2"),
            401,
            "invalid_client",
            7000215,
        ),
        ("scope", None, 400, "invalid_request", 900144),
        (
            "scope",
            Some("https://graph.test/Calendars.ReadWrite"),
            400,
            "invalid_scope",
            1002012,
        ),
        ("scope", Some(".default"), 400, "invalid_scope", 1002012),
        (
            "scope",
            Some("https://elsewhere.test/.default"),
            400,
            "invalid_resource",
            500011,
        ),
    ] {
        let response = ask(&mut scene, &with(&request(&assertion), name, value));
        assert_eq!(
            json_refusal(&response),
            (status, error.to_owned(), number),
            "{name} {value:?}"
        );
    }
    let response = scene.token(&request(&assertion), None);
    assert_eq!(
        json_refusal(&response),
        (400, "unauthorized_client".to_owned(), 50194),
        "without naming the tenant"
    );
}

#[test]
fn a_page_gets_no_token_for_itself_and_nobody_gets_one_across_origins() {
    let (mut scene, der) = registered();
    let alone = [
        ("grant_type", "client_credentials"),
        ("client_id", PAGE),
        ("scope", DEFAULT),
    ];
    let response = ask(&mut scene, &alone);
    assert_eq!(
        json_refusal(&response),
        (401, "invalid_client".to_owned(), 7000218)
    );
    let assertion = certificates::jwt(&header(&der), &claims(&scene), certificates::key());
    let path = format!("/{}/oauth2/v2.0/token", scene.tenant.id);
    let response = scene.post(&path, &request(&assertion), Some(PAGE_ORIGIN));
    assert!(
        !response
            .headers()
            .contains_key("Access-Control-Allow-Origin")
    );
}

#[test]
fn the_service_principal_must_exist_and_be_enabled() {
    let (mut scene, der) = registered();
    let assertion = certificates::jwt(&header(&der), &claims(&scene), certificates::key());
    let mut row = scene.service_principal(SERVER);
    row.account_enabled = false;
    scene.put(Row::ServicePrincipal(row));
    let response = ask(&mut scene, &request(&assertion));
    assert_eq!(
        json_refusal(&response),
        (400, "unauthorized_client".to_owned(), 7000112)
    );
    let now = scene.now;
    let mut orphan = scene.application(ORPHAN);
    orphan.key_credentials = vec![certificates::credential(
        &der,
        now.minus(Duration::from_secs(60)),
    )];
    scene.put(Row::Application(orphan));
    let claims = changed(
        &changed(&claims(&scene), "iss", json!(ORPHAN)),
        "sub",
        json!(ORPHAN),
    );
    let assertion = certificates::jwt(&header(&der), &claims, certificates::key());
    let response = ask(
        &mut scene,
        &with(&request(&assertion), "client_id", Some(ORPHAN)),
    );
    assert_eq!(
        json_refusal(&response),
        (400, "unauthorized_client".to_owned(), 7000229)
    );
}

#[test]
fn a_new_certificate_is_not_known_everywhere_at_once_but_in_the_end() {
    let mut scene = Scene::new();
    scene.tenant.directory.lagging = true;
    let begin = scene.now.minus(Duration::from_secs(3600));
    let der = certificates::certificate(certificates::key(), begin);
    let mut row = scene.application(SERVER);
    row.key_credentials = vec![certificates::credential(&der, begin)];
    scene
        .tenant
        .directory
        .write(scene.now, Change::Put(Row::Application(row)));
    let claims = claims(&scene);
    assert_eq!(
        number(&mut scene, &header(&der), &claims, certificates::key()),
        700027
    );
    scene.wait(40);
    for _ in 0..10 {
        assert_eq!(
            number(&mut scene, &header(&der), &claims, certificates::key()),
            0
        );
    }
}

#[test]
fn a_server_redeems_a_code_with_its_assertion() {
    let (mut scene, der) = registered();
    let parameters = with(&page_request(), "client_id", Some(SERVER));
    let parameters = with(&parameters, "redirect_uri", Some(SERVER_URI));
    let parameters = with(&parameters, "code_challenge", None);
    let picker = scene.get(&format!("/{DOMAIN}/oauth2/v2.0/authorize"), &parameters);
    let consent = scene.pick(&picker, PLAIN);
    let back = location(&scene.decide(&consent, "accept"));
    let code = back
        .split_once("#code=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap();
    let assertion = certificates::jwt(&header(&der), &claims(&scene), certificates::key());
    let redemption = [
        ("grant_type", "authorization_code"),
        ("client_id", SERVER),
        ("code", code),
        ("redirect_uri", SERVER_URI),
        ("client_assertion_type", TYPE),
        ("client_assertion", &assertion),
    ];
    let response = ask(
        &mut scene,
        &with(&redemption, "client_assertion", Some("a.b.c")),
    );
    assert_eq!(json_refusal(&response).2, 50027);
    let body = json(&ask(&mut scene, &redemption));
    assert_eq!(body["scope"], "User.Read openid profile");
    let token = body["refresh_token"].as_str().unwrap();
    let renewal = [
        ("grant_type", "refresh_token"),
        ("client_id", SERVER),
        ("refresh_token", token),
        ("client_assertion_type", TYPE),
        ("client_assertion", &assertion),
    ];
    // A server's refresh token outlives a page's, and slides.
    assert_eq!(ask(&mut scene, &renewal).status(), 200);
    scene.wait(90 * 24 * 3600);
    let later = certificates::jwt(&header(&der), &claims(&scene), certificates::key());
    let response = ask(
        &mut scene,
        &with(&renewal, "client_assertion", Some(&later)),
    );
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_grant".to_owned(), 700082)
    );
}
