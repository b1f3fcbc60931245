//! The authorization request: what goes nowhere, what goes back, and when nobody is asked.

use super::scene::*;

const AUTHORIZE: &str = "/organizations/oauth2/v2.0/authorize";

#[test]
fn a_good_request_shows_the_sample_accounts_and_their_roles() {
    let mut scene = Scene::new();
    let page = scene.get(AUTHORIZE, &page_request());
    assert_eq!(page.status(), 200);
    for shown in [
        ADMIN,
        CLOUD,
        PLAIN,
        "Global Administrator",
        "MyTimetable Setup Console",
    ] {
        assert!(text(&page).contains(shown), "{shown}");
    }
    assert!(text(&page).contains(&format!("name=\"account\" value=\"{ADMIN}\"")));
    assert!(!text(&page).contains("<script"));
    assert!(!page.headers().contains_key("Access-Control-Allow-Origin"));
}

#[test]
fn what_is_wrong_with_client_or_address_is_shown_here_and_never_redirects() {
    let mut scene = Scene::new();
    scene.tenant.console.web_redirect_uris = vec!["http://localhost/web".to_owned()];
    for (name, value, code) in [
        ("client_id", None, 900144),
        ("client_id", Some(NOBODY), 700016),
        ("client_id", Some("no id"), 700016),
        ("client_id", Some(SERVER), 50194),
        ("redirect_uri", None, 900144),
        ("redirect_uri", Some("http://localhost:8080"), 50011),
        ("redirect_uri", Some("http://localhost:8080/other"), 50011),
        ("redirect_uri", Some("http://localhost:8080/?more"), 50011),
        ("redirect_uri", Some("https://localhost:8080/"), 50011),
        ("redirect_uri", Some("http://localhost.evil.test/"), 50011),
        ("redirect_uri", Some("http://localhost:80a/"), 50011),
        ("redirect_uri", Some("http://localhost:8080/Web"), 50011),
        ("redirect_uri", Some("http://127.0.0.1:8080/"), 50011),
        ("response_mode", Some("form_post"), 70007),
    ] {
        let page = scene.get(AUTHORIZE, &with(&page_request(), name, value));
        assert_eq!(page.status(), 400, "{name} {value:?}");
        assert!(!page.headers().contains_key("Location"), "{name} {value:?}");
        assert!(
            text(&page).contains(&format!("AADSTS{code}: ")),
            "{name} {value:?}: {}",
            text(&page)
        );
    }
    let mut twice = page_request();
    twice.push(("scope", "openid"));
    assert!(text(&scene.get(AUTHORIZE, &twice)).contains("AADSTS9002313: "));
}

#[test]
fn an_application_without_enabled_service_principal_goes_nowhere() {
    let mut scene = Scene::new();
    let path = format!("/{DOMAIN}/oauth2/v2.0/authorize");
    let orphan = with(&page_request(), "client_id", Some(ORPHAN));
    let orphan = with(&orphan, "redirect_uri", Some(SERVER_URI));
    assert!(text(&scene.get(&path, &orphan)).contains("AADSTS7000229: "));
    let server = with(&orphan, "client_id", Some(SERVER));
    assert!(text(&scene.get(&path, &server)).contains("id=\"pick-account\""));
    let mut row = scene.service_principal(SERVER);
    row.account_enabled = false;
    scene.put(crate::rows::Row::ServicePrincipal(row));
    assert!(text(&scene.get(&path, &server)).contains("AADSTS7000112: "));
}

#[test]
fn names_from_outside_are_escaped() {
    let mut scene = Scene::new();
    let request = with(&page_request(), "client_id", Some(SERVER));
    let request = with(&request, "redirect_uri", Some(SERVER_URI));
    let page = text(&scene.get(&format!("/{DOMAIN}/oauth2/v2.0/authorize"), &request));
    assert!(page.contains("Server &lt;b&gt;") && !page.contains("Server <b>"));
    let evil = with(&page_request(), "redirect_uri", Some("\"><img src=x>"));
    let page = text(&scene.get(AUTHORIZE, &evil));
    assert!(page.contains("&quot;&gt;&lt;img src=x&gt;") && !page.contains("<img"));
}

#[test]
fn what_else_is_wrong_goes_back_to_the_page_with_its_state() {
    let mut scene = Scene::new();
    for (name, value, error, code) in [
        ("response_type", None, "invalid_request", 900144),
        (
            "response_type",
            Some("token"),
            "unsupported_response_type",
            700054,
        ),
        ("code_challenge", None, "invalid_request", 9002325),
        ("code_challenge", Some("short"), "invalid_request", 501491),
        (
            "code_challenge",
            Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"),
            "invalid_request",
            501491,
        ),
        ("code_challenge_method", None, "invalid_request", 9002325),
        (
            "code_challenge_method",
            Some("plain"),
            "invalid_request",
            9002325,
        ),
        ("scope", None, "invalid_request", 900144),
        ("scope", Some(" "), "invalid_request", 900144),
        ("scope", Some("User.Raed"), "invalid_client", 650053),
        ("scope", Some("user.read"), "invalid_client", 650053),
        (
            "scope",
            Some("https://graph.test/User.Raed"),
            "invalid_client",
            650053,
        ),
        (
            "scope",
            Some("https://elsewhere.test/User.Read"),
            "invalid_resource",
            500011,
        ),
        (
            "scope",
            Some("User.Read https://outlook.office365.com/Exchange.Manage"),
            "invalid_scope",
            70011,
        ),
        (
            "scope",
            Some("User.Read https://graph.test/.default"),
            "invalid_scope",
            70011,
        ),
        (
            "scope",
            Some("https://graph.test/.default"),
            "invalid_request",
            650056,
        ),
        ("prompt", Some("perhaps"), "invalid_request", 90023),
        ("prompt", Some("none"), "login_required", 50058),
    ] {
        let response = scene.get(AUTHORIZE, &with(&page_request(), name, value));
        assert_eq!(
            refusal(&response),
            (error.to_owned(), code),
            "{name} {value:?}"
        );
    }
}

#[test]
fn the_answer_goes_where_the_response_mode_says() {
    let mut scene = Scene::new();
    let query = with(&page_request(), "response_mode", Some("query"));
    let wrong = with(&query, "scope", Some("User.Raed"));
    assert!(
        location(&scene.get(AUTHORIZE, &wrong))
            .starts_with("http://localhost:8080/?error=invalid_client&")
    );
    let default = with(&wrong, "response_mode", None);
    assert!(location(&scene.get(AUTHORIZE, &default)).starts_with("http://localhost:8080/?error="));
    let server = with(&wrong, "client_id", Some(SERVER));
    let server = with(&server, "redirect_uri", Some(SERVER_URI));
    let back = location(&scene.get(&format!("/{DOMAIN}/oauth2/v2.0/authorize"), &server));
    assert!(
        back.starts_with("https://server.test/back?zone=0&error=invalid_client&"),
        "{back}"
    );
}

#[test]
fn the_tenant_may_be_named_in_several_ways_but_not_by_anything() {
    let mut scene = Scene::new();
    let id = scene.tenant.id.to_string();
    for segment in [
        "organizations",
        "common",
        &id,
        &id.to_uppercase(),
        DOMAIN,
        "Uni.Test",
    ] {
        let page = scene.get(
            &format!("/{segment}/oauth2/v2.0/authorize"),
            &page_request(),
        );
        assert_eq!(page.status(), 200, "{segment}");
    }
    for segment in ["consumers", NOBODY, "other.test", ""] {
        let page = scene.get(
            &format!("/{segment}/oauth2/v2.0/authorize"),
            &page_request(),
        );
        assert_eq!(page.status(), 400, "{segment}");
        assert!(text(&page).contains("AADSTS90002: "), "{segment}");
    }
}

#[test]
fn only_accounts_that_exist_and_are_enabled_get_in() {
    let mut scene = Scene::new();
    for (account, code) in [(DISABLED, 50057), ("nobody@uni.test", 50034)] {
        let picker = scene.get(AUTHORIZE, &page_request());
        let page = scene.pick(&picker, account);
        assert_eq!(page.status(), 400);
        assert!(
            text(&page).contains(&format!("AADSTS{code}: ")),
            "{account}"
        );
        assert_eq!(scene.cookie, None);
    }
    let stray = scene.post(
        "/organizations/login",
        &[("flow", "unknown"), ("account", ADMIN)],
        None,
    );
    assert!(text(&stray).contains("AADSTS9002313: "));
}

#[test]
fn an_account_that_was_disabled_after_its_sign_in_is_refused() {
    let mut scene = Scene::new();
    scene.code(PLAIN, "openid");
    let mut row = scene
        .tenant
        .directory
        .primary()
        .user_by_name(PLAIN)
        .unwrap()
        .clone();
    row.account_enabled = false;
    scene.put(crate::rows::Row::User(row));
    let page = scene.get(AUTHORIZE, &with(&page_request(), "scope", Some("openid")));
    assert!(text(&page).contains("AADSTS50057: "), "{}", text(&page));
}

#[test]
fn whoever_is_signed_in_is_asked_again_only_where_the_client_wants_it() {
    let mut scene = Scene::new();
    scene.code(PLAIN, "openid profile offline_access User.Read");
    let signed_in = |response: &http::Response<Vec<u8>>| {
        response.status() == 302 && location(response).contains("code=")
    };
    assert!(signed_in(&scene.get(AUTHORIZE, &page_request())));
    for (name, value, silent) in [
        ("prompt", "none", true),
        ("login_hint", PLAIN, true),
        ("login_hint", ADMIN, false),
        ("prompt", "select_account", false),
        ("prompt", "login", false),
    ] {
        let response = scene.get(AUTHORIZE, &with(&page_request(), name, Some(value)));
        assert_eq!(signed_in(&response), silent, "{name} {value}");
        assert_eq!(
            text(&response).contains("id=\"pick-account\""),
            !silent,
            "{name} {value}"
        );
    }
    let hinted = with(&page_request(), "login_hint", Some("disabled@uni.test"));
    let page = text(&scene.get(AUTHORIZE, &hinted));
    assert!(
        page.find(DISABLED).unwrap() < page.find(ADMIN).unwrap(),
        "the hinted account stands first"
    );
    let consent = scene.get(AUTHORIZE, &with(&page_request(), "prompt", Some("consent")));
    assert!(text(&consent).contains("id=\"consent\""));
    scene.cookie = Some("ESTSAUTH=forged".to_owned());
    assert!(!signed_in(&scene.get(AUTHORIZE, &page_request())));
}

#[test]
fn default_asks_for_what_the_registration_declares() {
    let mut scene = Scene::new();
    let path = format!("/{DOMAIN}/oauth2/v2.0/authorize");
    let server = with(&page_request(), "client_id", Some(SERVER));
    let server = with(&server, "redirect_uri", Some(SERVER_URI));
    let server = with(&server, "scope", Some("openid https://graph.test/.default"));
    let picker = scene.get(&path, &server);
    let consent = text(&scene.pick(&picker, PLAIN));
    assert!(
        consent.contains("<ul id=\"permissions\"><li>User.Read</li><li>openid</li></ul>"),
        "{consent}"
    );
    for (scope, code) in [
        (".default", 70011),
        ("openid .default https://graph.test/.default", 70011),
        (
            "https://graph.test/.default https://outlook.office365.com/.default",
            70011,
        ),
        ("https://outlook.office365.com/.default", 650056),
        ("https://elsewhere.test/.default", 500011),
    ] {
        let back = location(&scene.get(&path, &with(&server, "scope", Some(scope))));
        let expected = format!("error_description=AADSTS{code}%3A");
        assert!(back.contains(&expected), "{scope}: {back}");
    }
}
