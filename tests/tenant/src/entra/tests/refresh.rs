//! Refresh tokens of a page: 24 hours from the sign-in, however often they are used.

use serde_json::Value;

use super::scene::*;
use crate::directory::Change;
use crate::faults::Fault;

const SCOPE: &str = "openid offline_access User.Read";

/// Signs in and returns the answer that holds the first refresh token.
fn first(scene: &mut Scene) -> Value {
    let code = scene.code(PLAIN, SCOPE);
    let request = [
        ("grant_type", "authorization_code"),
        ("client_id", PAGE),
        ("code", &code),
        ("redirect_uri", PAGE_URI),
        ("code_verifier", VERIFIER),
    ];
    json(&scene.token(&request, Some(PAGE_ORIGIN)))
}

fn renewal(token: &Value) -> Vec<(&str, &str)> {
    let token = token["refresh_token"].as_str().unwrap();
    vec![
        ("grant_type", "refresh_token"),
        ("client_id", PAGE),
        ("refresh_token", token),
    ]
}

/// A page could read the answer only if the grant itself were a page's.
#[test]
fn what_strays_into_another_grant_does_not_open_its_answer() {
    let mut scene = Scene::new();
    let token = first(&mut scene);
    let code = scene.code(PLAIN, SCOPE);
    let refresh_token = token["refresh_token"].as_str().unwrap();
    let strays = [("code", code.as_str()), ("refresh_token", refresh_token)];
    for grant in ["client_credentials", "password"] {
        for stray in strays {
            let request = [("grant_type", grant), ("client_id", PAGE), stray];
            let response = scene.token(&request, Some(PAGE_ORIGIN));
            let headers = response.headers();
            assert!(
                !headers.contains_key("Access-Control-Allow-Origin"),
                "{grant} {stray:?}"
            );
        }
    }
    for (grant, stray) in [
        ("authorization_code", strays[1]),
        ("refresh_token", strays[0]),
    ] {
        let request = [("grant_type", grant), ("client_id", PAGE), stray];
        let response = scene.token(&request, Some(PAGE_ORIGIN));
        let headers = response.headers();
        assert!(
            !headers.contains_key("Access-Control-Allow-Origin"),
            "{grant}"
        );
    }
}

#[test]
fn a_refresh_token_gives_the_same_scopes_or_fewer() {
    let mut scene = Scene::new();
    let before = first(&mut scene);
    let response = scene.token(&renewal(&before), Some(PAGE_ORIGIN));
    assert_eq!(
        response.headers()["Access-Control-Allow-Origin"],
        PAGE_ORIGIN
    );
    let after = json(&response);
    assert_eq!(after["scope"], "User.Read openid");
    assert_ne!(after["access_token"], before["access_token"]);
    assert_ne!(after["refresh_token"], before["refresh_token"]);
    assert!(after["id_token"].is_string());
    let mut fewer = renewal(&before);
    fewer.push(("scope", "User.Read"));
    let fewer = json(&scene.token(&fewer, Some(PAGE_ORIGIN)));
    assert_eq!(fewer["scope"], "User.Read");
    assert!(fewer["refresh_token"].is_string());
}

#[test]
fn the_end_stays_24_hours_after_the_first() {
    let mut scene = Scene::new();
    let first = first(&mut scene);
    scene.wait(12 * 3600);
    let second = json(&scene.token(&renewal(&first), Some(PAGE_ORIGIN)));
    scene.wait(12 * 3600 - 1);
    assert_eq!(
        scene.token(&renewal(&second), Some(PAGE_ORIGIN)).status(),
        200
    );
    scene.wait(1);
    for token in [&first, &second] {
        let response = scene.token(&renewal(token), Some(PAGE_ORIGIN));
        assert_eq!(
            json_refusal(&response),
            (400, "invalid_grant".to_owned(), 700084)
        );
        assert!(
            response
                .headers()
                .contains_key("Access-Control-Allow-Origin")
        );
    }
}

/// AADSTS50173: "The provided grant has expired due to it being revoked, a fresh auth token is needed."
#[test]
fn what_was_revoked_is_not_renewed_and_a_new_sign_in_is() {
    let mut scene = Scene::new();
    let before = first(&mut scene);
    let person = scene.person(PLAIN);
    let now = scene.now;
    scene.tenant.entra.revoke_sign_ins(&person, now);
    let response = scene.token(&renewal(&before), Some(PAGE_ORIGIN));
    let revoked = (400, "invalid_grant".to_owned(), 50173);
    assert_eq!(json_refusal(&response), revoked);
    assert_eq!(scene.graph("GET", "/me", &before).status(), 401);
    let after = first(&mut scene);
    assert_eq!(scene.graph("GET", "/me", &after).status(), 200);
    assert_eq!(
        scene.token(&renewal(&after), Some(PAGE_ORIGIN)).status(),
        200
    );
}

#[test]
fn each_wrong_renewal_is_refused() {
    let mut scene = Scene::new();
    let token = first(&mut scene);
    for (name, value, error, number) in [
        ("refresh_token", None, "invalid_request", 900144),
        ("refresh_token", Some("other"), "invalid_grant", 70000),
        (
            "scope",
            Some("Application.Read.All"),
            "invalid_grant",
            65001,
        ),
        ("scope", Some("User.Raed"), "invalid_client", 650053),
    ] {
        let response = scene.token(&with(&renewal(&token), name, value), Some(PAGE_ORIGIN));
        let (_, shown, code) = json_refusal(&response);
        assert_eq!((shown.as_str(), code), (error, number), "{name} {value:?}");
    }
    let response = scene.token(&renewal(&token), None);
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_request".to_owned(), 9002327)
    );
    assert!(
        !response
            .headers()
            .contains_key("Access-Control-Allow-Origin")
    );
    let other = with(&renewal(&token), "client_id", Some(SERVER));
    let response = scene.post(
        &format!("/{DOMAIN}/oauth2/v2.0/token"),
        &other,
        Some(PAGE_ORIGIN),
    );
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_grant".to_owned(), 70000)
    );
}

#[test]
fn what_was_revoked_cannot_be_renewed() {
    let mut scene = Scene::new();
    let token = first(&mut scene);
    let id = scene.tenant.directory.primary().grants[0].id.clone();
    scene
        .tenant
        .directory
        .write(scene.now, Change::RemoveGrant(id));
    let response = scene.token(&renewal(&token), Some(PAGE_ORIGIN));
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_grant".to_owned(), 65001)
    );
}

#[test]
fn the_answer_to_a_renewal_can_be_lost() {
    for fault in [Fault::LostBefore, Fault::LostAfter] {
        let mut scene = Scene::new();
        let token = first(&mut scene);
        scene.tenant.add_fault(fault);
        let lost = (0..60)
            .filter(|_| crate::is_lost(&scene.token(&renewal(&token), Some(PAGE_ORIGIN))))
            .count();
        assert!((1..60).contains(&lost), "{fault:?}: {lost}");
        let codes = (0..20).map(|_| {
            let code = scene.code(PLAIN, SCOPE);
            let request = [("grant_type", "authorization_code"), ("code", &code)];
            crate::is_lost(&scene.token(&request, Some(PAGE_ORIGIN)))
        });
        assert!(!codes.into_iter().any(|lost| lost), "codes are not");
    }
}

/// Whether the page may read the answer, and what of `Retry-After` is left of it then.
fn is_open_but_tells_no_wait(response: &http::Response<Vec<u8>>) -> bool {
    let headers = response.headers();
    headers["Access-Control-Allow-Origin"] == PAGE_ORIGIN
        && !headers.contains_key("Access-Control-Expose-Headers")
}

#[test]
fn a_renewal_can_meet_a_busy_entra_and_nothing_is_lost_by_that() {
    for (fault, status) in [(Fault::Throttle, 429), (Fault::Unavailable, 503)] {
        let mut scene = Scene::new();
        let token = first(&mut scene);
        scene.tenant.add_fault(fault);
        let answers = (0..60).map(|_| scene.token(&renewal(&token), Some(PAGE_ORIGIN)));
        let answers: Vec<_> = answers.collect();
        assert!(answers.iter().all(is_open_but_tells_no_wait), "{fault:?}");
        let busy: Vec<_> = answers
            .iter()
            .filter(|one| one.status() == status)
            .collect();
        let good = answers.iter().filter(|one| one.status() == 200).count();
        assert_eq!(good + busy.len(), 60, "{fault:?}");
        assert!((1..60).contains(&busy.len()), "{fault:?}: {}", busy.len());
        let waits = busy
            .iter()
            .filter(|one| one.headers().contains_key("Retry-After"));
        assert!((1..busy.len()).contains(&waits.count()), "{fault:?}");
        if fault == Fault::Unavailable {
            let transient = (503, "temporarily_unavailable".to_owned(), 90033);
            assert_eq!(json_refusal(busy[0]), transient);
        }
    }
}

#[test]
fn an_entra_that_is_busy_for_long_gives_nobody_a_token_until_it_is_over() {
    let mut scene = Scene::new();
    let token = first(&mut scene);
    let until = scene.now.plus(std::time::Duration::from_secs(100));
    scene.tenant.entra.busy_until = Some(until);
    for seconds in [0, 50, 49] {
        scene.wait(seconds);
        let response = scene.token(&renewal(&token), Some(PAGE_ORIGIN));
        assert_eq!(
            (response.status().as_u16(), text(&response)),
            (429, "Too Many Requests".to_owned())
        );
    }
    scene.wait(1);
    let response = scene.token(&renewal(&token), Some(PAGE_ORIGIN));
    assert_eq!(response.status(), 200);
}
