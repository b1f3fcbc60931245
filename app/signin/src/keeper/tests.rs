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

/// Entra is busy, and says for how long where it does.
fn busy(retry_after: Option<&str>) -> Scripted {
    let mut response = answer(429, &json!("Too Many Requests"))?;
    let value = retry_after.map(|text| text.parse().unwrap());
    let headers = response.headers_mut();
    headers.extend(value.map(|value| (http::header::RETRY_AFTER, value)));
    Ok(response)
}

/// AADSTS50173: the grant was revoked.
fn revoked() -> Scripted {
    let body = json!({ "error": "invalid_grant", "error_codes": [50173] });
    answer(400, &body)
}

/// Keeps the tokens of a sign-in at [`fixture::now`], of which the first is good for an hour.
fn keeper<'a>(
    with_refresh_token: bool,
    entra: &'a Entra,
    clock: &'a Jumping,
) -> Keeper<&'a Entra, &'a Jumping> {
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
    Keeper {
        session: RefCell::new(session),
        resting_until: Cell::new(None),
        registration,
        transport: entra,
        clock,
    }
}

/// Renews, or asks for a token, `minutes` after a sign-in whose first token is good for an hour; gives the token then, and
/// for how many seconds was waited.
fn after(
    minutes: u64,
    with_refresh_token: bool,
    answers: Vec<Scripted>,
    demanded: bool,
) -> (Result<String, TokensError>, u64) {
    let entra = Entra(RefCell::new(answers));
    let begin = fixture::now().plus(Duration::from_secs(60 * minutes));
    let clock = Jumping(Cell::new(begin));
    let keeper = keeper(with_refresh_token, &entra, &clock);
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
        (good("second"), 3)
    );
}

#[test]
fn on_demand_it_is_renewed_however_long_it_would_last() {
    assert_eq!(after(0, true, vec![second()], true), (good("second"), 0));
    // The old one is of no use then: a passing fault is waited out.
    assert_eq!(
        after(0, true, vec![lost(), second()], true),
        (good("second"), 1)
    );
    let body = json!({ "error": "temporarily_unavailable", "error_codes": [90033] });
    for passing in [answer(503, &json!({})), answer(400, &body), busy(None)] {
        assert_eq!(
            after(0, true, vec![passing, second()], true),
            (good("second"), 1)
        );
    }
}

#[test]
fn entra_is_left_alone_as_long_as_it_asks() {
    let asked = ["7", "40.5", "Sat, 21 Nov 2026 08:01:00 GMT"];
    let mut answers: Vec<Scripted> = asked.map(|text| busy(Some(text))).into();
    answers.push(second());
    // The date is measured after the first two waits.
    assert_eq!(after(0, true, answers, true), (good("second"), 60));
    let long = vec![busy(Some("86400")), second()];
    assert_eq!(after(0, true, long, true), (good("second"), 300));
}

#[test]
fn an_entra_that_stays_busy_is_no_reason_to_sign_in() {
    let busy_for_good = (0..ATTEMPTS).map(|_| busy(None)).collect();
    let code = "HTTP 429".to_owned();
    let (result, waited) = after(0, true, busy_for_good, true);
    assert_eq!(result, Err(TokensError::Busy { code }));
    assert_eq!(waited, 1 + 2 + 4 + 8 + 16 + 32 + 64, "none after the last");

    let body = json!({ "error": "temporarily_unavailable", "error_codes": [90033] });
    let busy_for_good = (0..ATTEMPTS).map(|_| answer(400, &body)).collect();
    let code = "AADSTS90033".to_owned();
    let (result, _) = after(0, true, busy_for_good, true);
    assert_eq!(result, Err(TokensError::Busy { code }));
}

/// A keeper whose first token ends in four minutes, asked for a token after each of `pauses` in seconds. How many renewals
/// it sent.
fn renewals_while_usable(answer: impl Fn() -> Scripted, pauses: &[u64]) -> usize {
    const MANY: usize = 100;
    let entra = Entra(RefCell::new((0..MANY).map(|_| answer()).collect()));
    let clock = Jumping(Cell::new(fixture::now()));
    clock
        .0
        .set(fixture::now().plus(Duration::from_secs(56 * 60)));
    let keeper = keeper(true, &entra, &clock);
    for pause in pauses {
        clock.0.set(clock.0.get().plus(Duration::from_secs(*pause)));
        let before = clock.0.get();
        let token = pollster::block_on(keeper.access_token()).unwrap();
        assert_eq!(token.expose(), "first");
        assert_eq!(clock.0.get(), before, "nothing hurries, and nobody waits");
    }
    MANY - entra.0.borrow().len()
}

#[test]
fn while_the_present_token_will_do_a_renewal_that_failed_is_not_tried_at_each_request() {
    assert_eq!(renewals_while_usable(|| busy(None), &[0, 0, 1, 8]), 1);
    assert_eq!(renewals_while_usable(|| busy(None), &[0, 10, 1]), 2);
    assert_eq!(renewals_while_usable(lost, &[0, 1, 1]), 1);
    assert_eq!(renewals_while_usable(revoked, &[0, 1, 1]), 1);
    assert_eq!(renewals_while_usable(|| busy(Some("60")), &[0, 59]), 1);
    assert_eq!(renewals_while_usable(|| busy(Some("60")), &[0, 60]), 2);
}

#[test]
fn what_entra_asked_holds_for_whoever_needs_a_token_then() {
    let asked = || busy(Some("120"));
    // Four minutes before the end the present token does; two minutes on it does not, since Graph refuses it.
    let entra = Entra(RefCell::new(vec![asked(), second()]));
    let clock = Jumping(Cell::new(fixture::now()));
    let begin = fixture::now().plus(Duration::from_secs(56 * 60));
    clock.0.set(begin);
    let keeper = keeper(true, &entra, &clock);
    let renewed = pollster::block_on(async {
        keeper.access_token().await?;
        keeper.renew().await
    });
    assert_eq!(renewed, Ok(()));
    assert_eq!(clock.0.get().since(begin).as_secs(), 120);
}

#[test]
fn a_clock_that_is_set_back_does_not_make_the_rest_longer() {
    let entra = Entra(RefCell::new(vec![busy(Some("200")), second()]));
    let clock = Jumping(Cell::new(fixture::now()));
    let keeper = keeper(true, &entra, &clock);
    clock
        .0
        .set(fixture::now().plus(Duration::from_secs(56 * 60)));
    pollster::block_on(keeper.access_token()).unwrap();
    clock.0.set(fixture::now());
    pollster::block_on(keeper.renew()).unwrap();
    assert_eq!(clock.0.get().since(fixture::now()), LONGEST_WAIT);
}

#[test]
fn what_only_the_person_can_change_ends_it_at_once() {
    let again = (Err(TokensError::SignInAgain), 0);
    assert_eq!(after(0, true, vec![revoked()], true), again);
    let refused = answer(400, &json!({ "error": "unauthorized_client" }));
    assert_eq!(after(0, true, vec![refused], true), again);
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
    assert_eq!(waited, 1 + 2 + 4 + 8 + 16 + 32 + 64);
}

/// Redeems a code against these answers; gives why that failed, if it did, and for how many seconds was waited.
fn redeemed(answers: Vec<Scripted>) -> (Result<(), SignInError>, u64) {
    struct Codes(RefCell<Vec<Scripted>>);

    impl Transport for &Codes {
        async fn send(&self, request: http::Request<Vec<u8>>) -> Scripted {
            let body = String::from_utf8(request.into_body()).unwrap();
            assert!(body.contains("grant_type=authorization_code"), "{body}");
            assert!(body.contains("code=the-code"), "{body}");
            self.0.borrow_mut().remove(0)
        }
    }

    let codes = Codes(RefCell::new(answers));
    let clock = Jumping(Cell::new(fixture::now()));
    let code = Code(Secret::new("the-code".to_owned()));
    let (flow, registration) = (fixture::flow(), fixture::registration());
    let redeeming = Keeper::redeem(code, &flow, registration, &codes, &clock);
    let result = pollster::block_on(redeeming).map(drop);
    assert_eq!(codes.0.borrow().len(), 0, "answers were left over");
    (result, clock.0.get().since(fixture::now()).as_secs())
}

fn signed_in() -> Scripted {
    let id_token = fixture::id_token(&fixture::header(), &fixture::claims());
    let body = json!({
        "token_type": "Bearer",
        "access_token": "first",
        "expires_in": 3600,
        "id_token": id_token.expose(),
    });
    answer(200, &body)
}

#[test]
fn a_busy_entra_is_waited_out_before_a_code_is_redeemed() {
    assert_eq!(redeemed(vec![signed_in()]), (Ok(()), 0));
    let answers = vec![busy(Some("7")), busy(None), signed_in()];
    assert_eq!(redeemed(answers), (Ok(()), 9));
}

#[test]
fn nobody_waits_longer_for_a_busy_entra_than_a_code_is_good_nor_repeats_what_may_have_redeemed_it()
{
    let failed = |answers| {
        let (result, waited) = redeemed(answers);
        let error = result.unwrap_err();
        (error.busy(), waited)
    };
    let busy_ever = || vec![busy(Some("120")), busy(Some("120")), busy(Some("120"))];
    assert_eq!(failed(busy_ever()), (Some("HTTP 429".to_owned()), 240));
    assert_eq!(failed(vec![busy(Some("300"))]).1, 0);
    assert_eq!(failed(vec![lost()]), (None, 0));
    assert_eq!(failed(vec![busy(None), revoked()]), (None, 1));
    for status in [500, 502, 504] {
        let fault = answer(status, &json!("It may have been done."));
        assert_eq!(failed(vec![fault]), (Some(format!("HTTP {status}")), 0));
    }
    let again = answer(400, &json!({ "error": "temporarily_unavailable" }));
    assert_eq!(redeemed(vec![again, signed_in()]), (Ok(()), 1));
}
