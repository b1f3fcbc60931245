//! When to renew, what a renewal keeps and what it replaces.

use serde_json::json;

use super::*;
use crate::fixture;
use crate::fixture::flow;
use crate::fixture::now;
use crate::fixture::registration;

fn tokens(refresh: bool) -> Tokens {
    Tokens {
        access: Secret::new("access-secret".to_owned()),
        refresh: refresh.then(|| Secret::new("refresh-secret".to_owned())),
        id_token: Some(fixture::id_token(&fixture::header(), &fixture::claims())),
        scopes: flow().scopes().to_vec(),
        expires: now().plus(Duration::from_secs(3600)),
    }
}

fn session(refresh: bool) -> Session {
    Session::open(tokens(refresh), &registration(), &flow(), now()).unwrap()
}

#[test]
fn a_session_knows_who_signed_in() {
    let session = session(true);
    assert_eq!(session.account().username, "admin@example.edu");
    assert_eq!(session.access().expose(), "access-secret");
    assert_eq!(session.scopes(), ["User.Read", "Application.Read.All"]);
}

#[test]
fn no_session_without_a_checked_id_token() {
    let open = |tokens| {
        Session::open(tokens, &registration(), &flow(), now())
            .map(|_| ())
            .unwrap_err()
    };
    let none = Tokens {
        id_token: None,
        ..tokens(true)
    };
    assert_eq!(
        open(none),
        SignInError::IdTokenMalformed {
            reason: Key::ReasonIdTokenMissing
        }
    );

    let mut claims = fixture::claims();
    claims["nonce"] = json!("another");
    let replayed = Tokens {
        id_token: Some(fixture::id_token(&fixture::header(), &claims)),
        ..tokens(true)
    };
    assert_eq!(open(replayed), SignInError::IdTokenNonce);
}

#[test]
fn a_token_is_renewed_five_minutes_before_its_end() {
    for (refresh, seconds, renewal) in [
        (true, 0, Renewal::Valid),
        (true, 3299, Renewal::Valid),
        (true, 3300, Renewal::Renew),
        (true, 7200, Renewal::Renew),
        (true, 86_399, Renewal::Renew),
        (true, 86_400, Renewal::SignInAgain),
        (false, 3300, Renewal::Valid),
        (false, 3539, Renewal::Valid),
        (false, 3540, Renewal::SignInAgain),
    ] {
        let then = now().plus(Duration::from_secs(seconds));
        assert_eq!(
            session(refresh).renewal(then),
            renewal,
            "refresh token: {refresh}, after {seconds} s"
        );
    }
}

#[test]
fn a_renewal_asks_the_tenant_signed_in_to_for_the_same_scopes() {
    let request = session(true)
        .renewal_request(&registration())
        .unwrap()
        .unwrap();
    assert_eq!(
        request.uri().to_string(),
        "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/oauth2/v2.0/token"
    );
    assert_eq!(
        String::from_utf8_lossy(request.body()),
        "client_id=5e7c0de0-0000-4000-8000-000000000001&grant_type=refresh_token&refresh_token=refresh-secret\
         &scope=openid+profile+User.Read+Application.Read.All\
         &claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D"
    );
    assert!(session(false).renewal_request(&registration()).is_none());
}

fn renewed(session: &Session, refresh: Option<&str>, hours: u64) -> Session {
    let mut body = json!({"token_type": "Bearer", "access_token": "second", "expires_in": 3600});
    if let Some(refresh) = refresh {
        body["refresh_token"] = json!(refresh);
    }
    let response = http::Response::new(body.to_string().into_bytes());
    let then = now().plus(Duration::from_secs(hours * 3600));
    session.renewed(response, &registration(), then).unwrap()
}

#[test]
fn a_renewal_brings_a_new_token_and_does_not_move_the_end() {
    let session = renewed(&session(true), Some("newer"), 23);
    assert_eq!(session.access().expose(), "second");
    assert_eq!(session.account().username, "admin@example.edu");
    let at = |minutes: u64| session.renewal(now().plus(Duration::from_secs(minutes * 60)));
    assert_eq!(at(23 * 60), Renewal::Valid);
    assert_eq!(at(24 * 60), Renewal::SignInAgain);
}

#[test]
fn the_newest_refresh_token_is_used_and_the_old_one_where_none_came() {
    for (came, used) in [(Some("newer"), "newer"), (None, "refresh-secret")] {
        let session = renewed(&session(true), came, 1);
        assert_eq!(session.tokens.refresh.as_ref().unwrap().expose(), used);
    }
}

#[test]
fn debug_tells_no_token() {
    let shown = format!("{:?}", session(true));
    assert!(
        !shown.contains("-secret") && shown.contains("[redacted]"),
        "{shown}"
    );
}
