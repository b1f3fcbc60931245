//! Renewing against a scripted Entra: before the end, on demand, and what happens when Entra says no or nothing.

use std::cell::Cell;
use std::cell::RefCell;

use base::Timestamp;
use base::Tokens;
use base::TransportError;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::fixture;

type Scripted = Result<http::Response<Vec<u8>>, TransportError>;

/// Answers from a list; every request must be a renewal.
struct Entra(RefCell<Vec<Scripted>>);

impl Transport for &Entra {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Scripted {
        let body = String::from_utf8(request.into_body()).unwrap();
        assert!(body.contains("grant_type=refresh_token"), "{body}");
        self.0.borrow_mut().remove(0)
    }
}

/// A clock on which waiting takes no time.
struct Jumping(Cell<Timestamp>);

impl Clock for &Jumping {
    fn now(&self) -> Timestamp {
        self.0.get()
    }

    async fn sleep(&self, duration: Duration) {
        self.0.set(self.0.get().plus(duration));
    }
}

fn answer(status: u16, body: &Value) -> Scripted {
    let response = http::Response::builder().status(status);
    Ok(response.body(body.to_string().into_bytes()).unwrap())
}

fn second() -> Scripted {
    let body = json!({ "token_type": "Bearer", "access_token": "second", "expires_in": 3600 });
    answer(200, &body)
}

fn lost() -> Scripted {
    Err(TransportError::NoAnswer {
        host: "login.example".to_owned(),
    })
}

/// AADSTS50173: the grant was revoked.
fn revoked() -> Scripted {
    let body = json!({ "error": "invalid_grant", "error_codes": [50173] });
    answer(400, &body)
}

/// Renews, or asks for a token, `minutes` after a sign-in whose first token is good for an hour; gives the token then, and
/// for how many seconds was waited.
fn after(
    minutes: u64,
    with_refresh_token: bool,
    answers: Vec<Scripted>,
    demanded: bool,
) -> (Result<String, TokensError>, u64) {
    let signed_in = fixture::now();
    let tokens = token::Tokens {
        access: Secret::new("first".to_owned()),
        refresh: with_refresh_token.then(|| Secret::new("refresh".to_owned())),
        id_token: Some(fixture::id_token(&fixture::header(), &fixture::claims())),
        scopes: fixture::flow().scopes().to_vec(),
        expires: signed_in.plus(Duration::from_secs(3600)),
    };
    let registration = fixture::registration();
    let session = Session::open(tokens, &registration, &fixture::flow(), signed_in).unwrap();
    let entra = Entra(RefCell::new(answers));
    let begin = signed_in.plus(Duration::from_secs(60 * minutes));
    let clock = Jumping(Cell::new(begin));
    let keeper = Keeper {
        session: RefCell::new(session),
        registration,
        transport: &entra,
        clock: &clock,
    };
    let result = pollster::block_on(async {
        if demanded {
            keeper.renew().await?;
        }
        keeper.access_token().await
    });
    assert_eq!(entra.0.borrow().len(), 0, "answers were left over");
    let result = result.map(|token| token.expose().clone());
    (result, clock.0.get().since(begin).as_secs())
}

fn good(token: &str) -> Result<String, TokensError> {
    Ok(token.to_owned())
}

#[test]
fn a_token_is_renewed_before_its_end_and_kept_for_a_while_where_that_fails() {
    assert_eq!(after(54, true, vec![], false), (good("first"), 0));
    assert_eq!(after(56, true, vec![second()], false), (good("second"), 0));
    assert_eq!(after(56, true, vec![lost()], false), (good("first"), 0));
    assert_eq!(after(56, true, vec![revoked()], false), (good("first"), 0));
    assert_eq!(
        after(61, true, vec![lost(), lost(), second()], false),
        (good("second"), 6)
    );
}

#[test]
fn on_demand_it_is_renewed_however_long_it_would_last() {
    assert_eq!(after(0, true, vec![second()], true), (good("second"), 0));
    // The old one is of no use then: a passing fault is waited out.
    assert_eq!(
        after(0, true, vec![lost(), second()], true),
        (good("second"), 2)
    );
    let busy = answer(503, &json!({}));
    assert_eq!(
        after(0, true, vec![busy, second()], true),
        (good("second"), 2)
    );
}

#[test]
fn what_only_the_person_can_change_ends_it_at_once() {
    let again = (Err(TokensError::SignInAgain), 0);
    assert_eq!(after(0, true, vec![revoked()], true), again);
    assert_eq!(after(61, true, vec![revoked()], false), again);
    assert_eq!(after(0, false, vec![], true), again, "no refresh token");
    assert_eq!(after(24 * 60, true, vec![], true), again, "it has ended");
}

#[test]
fn a_network_that_stays_away_is_no_reason_to_sign_in() {
    let lost_for_good = (0..ATTEMPTS).map(|_| lost()).collect();
    let (result, waited) = after(0, true, lost_for_good, true);
    let no_answer = TransportError::NoAnswer {
        host: "login.example".to_owned(),
    };
    assert_eq!(result, Err(TokensError::Transport(no_answer)));
    assert_eq!(waited, 2 + 4 + 8 + 16 + 32);
}
