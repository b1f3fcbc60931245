//! One good id token, and each of its claims broken alone.

use serde_json::Value;
use serde_json::json;

use super::*;
use crate::fixture::TENANT_ID;
use crate::fixture::USER_ID;
use crate::fixture::claims;
use crate::fixture::flow;
use crate::fixture::flow_of;
use crate::fixture::header;
use crate::fixture::id_token;
use crate::fixture::now;
use crate::fixture::registration;

fn check(claims: &Value) -> Result<Account, SignInError> {
    read(
        &id_token(&header(), claims),
        &registration(),
        &flow(),
        now(),
    )
}

fn changed(claim: &str, value: Value) -> Result<Account, SignInError> {
    let mut claims = claims();
    claims[claim] = value;
    check(&claims)
}

fn without(claim: &str) -> Result<Account, SignInError> {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(claim).unwrap();
    check(&claims)
}

fn unreadable() -> SignInError {
    SignInError::IdTokenMalformed {
        reason: Key::ReasonIdTokenClaims,
    }
}

#[test]
fn a_good_token_becomes_an_account() {
    let account = Account {
        tenant: TENANT_ID.parse().unwrap(),
        user: USER_ID.parse().unwrap(),
        username: "admin@example.edu".to_owned(),
        name: "Ada Admin".to_owned(),
    };
    assert_eq!(check(&claims()), Ok(account));
    assert_eq!(without("name").unwrap().name, "admin@example.edu");
    assert!(without("nbf").is_ok());
}

#[test]
fn each_claim_broken_alone_is_refused() {
    let other = "00000000-0000-0000-0000-000000000001";
    let time = SignInError::IdTokenTime { now: now() };
    for (claim, value, error) in [
        ("aud", json!(other), SignInError::IdTokenAudience),
        ("aud", json!([crate::fixture::CLIENT_ID]), unreadable()),
        (
            "iss",
            json!(format!("https://login.microsoftonline.com/{other}/v2.0")),
            SignInError::IdTokenIssuer,
        ),
        (
            "iss",
            json!(format!("https://login.microsoftonline.us/{TENANT_ID}/v2.0")),
            SignInError::IdTokenIssuer,
        ),
        (
            "iss",
            json!(format!("https://sts.windows.net/{TENANT_ID}/")),
            SignInError::IdTokenIssuer,
        ),
        (
            "iss",
            json!(format!(
                "https://login.microsoftonline.com/{TENANT_ID}/v2.0/"
            )),
            SignInError::IdTokenIssuer,
        ),
        ("tid", json!(other), SignInError::IdTokenIssuer),
        ("tid", json!("example.edu"), SignInError::IdTokenIssuer),
        (
            "nonce",
            json!("QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9"),
            SignInError::IdTokenNonce,
        ),
        ("nonce", json!(""), SignInError::IdTokenNonce),
        ("exp", json!(now().unix_seconds() - 300), time.clone()),
        ("nbf", json!(now().unix_seconds() + 301), time),
        (
            "oid",
            json!("nobody"),
            SignInError::IdTokenMalformed {
                reason: Key::ReasonIdTokenUser,
            },
        ),
    ] {
        assert_eq!(
            changed(claim, value.clone()),
            Err(error),
            "{claim} = {value}"
        );
    }
}

#[test]
fn each_claim_missing_alone_is_refused() {
    for claim in ["aud", "iss", "exp", "oid", "tid", "preferred_username"] {
        assert_eq!(without(claim), Err(unreadable()), "{claim}");
    }
    assert_eq!(without("nonce"), Err(SignInError::IdTokenNonce));
}

#[test]
fn a_clock_may_be_off_by_five_minutes_and_not_by_more() {
    assert!(changed("exp", json!(now().unix_seconds() - 299)).is_ok());
    assert!(changed("nbf", json!(now().unix_seconds() + 300)).is_ok());
}

#[test]
fn another_tenant_than_the_one_asked_for_is_named() {
    let expected = "00000000-0000-0000-0000-000000000001";
    let flow = flow_of(&registration().pinned(&expected.parse().unwrap()));
    let answer = read(
        &id_token(&header(), &claims()),
        &registration(),
        &flow,
        now(),
    );
    let error = SignInError::OtherTenant {
        expected: expected.to_owned(),
        found: TENANT_ID.to_owned(),
    };
    assert_eq!(answer, Err(error));

    let flow = flow_of(&registration().pinned(&TENANT_ID.parse().unwrap()));
    assert!(
        read(
            &id_token(&header(), &claims()),
            &registration(),
            &flow,
            now()
        )
        .is_ok()
    );
}

#[test]
fn what_is_no_signed_token_is_refused() {
    let whole = id_token(&header(), &claims()).expose().clone();
    let (head, _) = whole.rsplit_once('.').unwrap();
    let of = |text: &str| {
        read(
            &Secret::new(text.to_owned()),
            &registration(),
            &flow(),
            now(),
        )
    };
    let malformed = |reason| Err(SignInError::IdTokenMalformed { reason });
    assert!(of(&whole).is_ok());
    assert_eq!(of(head), malformed(Key::ReasonIdTokenParts));
    assert_eq!(
        of(&format!("{whole}.x")),
        malformed(Key::ReasonIdTokenParts)
    );
    assert_eq!(of("a.b.c"), malformed(Key::ReasonIdTokenHeader));
    assert_eq!(
        of(&whole.replacen('.', ".!", 1)),
        malformed(Key::ReasonIdTokenClaims)
    );

    let unsigned = id_token(&json!({"typ": "JWT", "alg": "none"}), &claims());
    let answer = read(&unsigned, &registration(), &flow(), now());
    assert_eq!(answer, malformed(Key::ReasonIdTokenAlgorithm));
}
