//! Answers good and bad, each rule broken alone, and the address afterwards.

use std::time::Duration;

use super::*;
use crate::fixture;
use crate::fixture::flow;
use crate::fixture::now;

const PAGE: &str = "https://setup.example.edu/calendar/";
const STATE: &str = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8";

fn read(tail: &str) -> Option<Callback> {
    Callback::read(&format!("{PAGE}{tail}").parse().unwrap())
}

fn answer(tail: &str) -> Result<Code, SignInError> {
    accept(read(tail).unwrap(), Some(&flow()), now())
}

#[test]
fn the_fixture_has_the_state_of_these_tests() {
    assert_eq!(flow().state.expose(), STATE);
}

#[test]
fn a_code_is_taken_from_the_fragment_or_the_query() {
    for tail in [
        format!("#code=0.AXo%2Babc&state={STATE}&session_state=72f9"),
        format!("?code=0.AXo%2Babc&state={STATE}"),
        format!("?step=2#state={STATE}&code=0.AXo%2Babc"),
    ] {
        assert_eq!(answer(&tail).unwrap().0.expose(), "0.AXo+abc", "{tail}");
    }
}

#[test]
fn other_addresses_are_no_answer() {
    for tail in ["", "#", "?step=2", "#top", "?barcode=1", "#state=abc"] {
        assert!(read(tail).is_none(), "{tail:?}");
    }
}

#[test]
fn each_rule_broken_alone_is_refused() {
    let malformed = |reason| SignInError::AnswerMalformed { reason };
    for (tail, error) in [
        ("#code=abc".to_owned(), SignInError::StateMismatch),
        ("#code=abc&state=".to_owned(), SignInError::StateMismatch),
        (
            format!("#code=abc&state={}", &STATE[1..]),
            SignInError::StateMismatch,
        ),
        (
            format!("#code=abc&state={STATE}x"),
            SignInError::StateMismatch,
        ),
        (
            format!("#code=abc&state={}", STATE.to_lowercase()),
            SignInError::StateMismatch,
        ),
        (
            "#error=access_denied".to_owned(),
            SignInError::StateMismatch,
        ),
        (
            format!("#code=&state={STATE}"),
            malformed(Key::ReasonCodeEmpty),
        ),
        (
            format!("#code=abc&code=abc&state={STATE}"),
            malformed(Key::ReasonParameterTwice),
        ),
        (
            format!("#code=abc&state={STATE}&state={STATE}"),
            malformed(Key::ReasonParameterTwice),
        ),
        (
            format!("#error=a&error=b&state={STATE}"),
            malformed(Key::ReasonParameterTwice),
        ),
        (
            format!("#code=abc&error=b&state={STATE}"),
            malformed(Key::ReasonCodeAndError),
        ),
        (
            format!("?code=abc&state={STATE}#code=abc&state={STATE}"),
            malformed(Key::ReasonAnswerTwice),
        ),
        (
            format!("#code={}&state={STATE}", "a".repeat(ANSWER_LIMIT)),
            malformed(Key::ReasonAnswerTooLong),
        ),
    ] {
        assert_eq!(answer(&tail).map(|_| ()), Err(error), "{tail:.80}");
    }
}

#[test]
fn an_answer_nobody_asked_for_is_refused() {
    let callback = read(&format!("#code=abc&state={STATE}")).unwrap();
    assert_eq!(
        accept(callback, None, now()).map(|_| ()),
        Err(SignInError::NoFlow)
    );
}

#[test]
fn an_answer_that_comes_too_late_is_refused() {
    let tail = format!("#code=abc&state={STATE}");
    let at = |seconds| {
        let later = now().plus(Duration::from_secs(seconds));
        accept(read(&tail).unwrap(), Some(&flow()), later).map(|_| ())
    };
    assert_eq!(at(599), Ok(()));
    assert_eq!(at(600), Err(SignInError::FlowExpired));
}

#[test]
fn entras_refusal_arrives_with_its_code_and_ids() {
    let tail = format!(
        "#error=access_denied&error_subcode=cancel&error_description=AADSTS65004%3a+User+declined+to+consent+to+access\
         +the+app.%0d%0aTrace+ID%3a+0b2c7f1e-6a1d-4f0e-9a55-3f3f6f6f0100%0d%0aCorrelation+ID%3a\
         +3d1c7a52-1111-4c5b-8f3e-9d2f0a6b7c8d%0d%0aTimestamp%3a+2026-11-21+07%3a59%3a58Z&state={STATE}"
    );
    let refusal = Refusal {
        error: "access_denied".to_owned(),
        code: Some(65004),
        subcode: Some("cancel".to_owned()),
        trace: Some("0b2c7f1e-6a1d-4f0e-9a55-3f3f6f6f0100".to_owned()),
        correlation: Some("3d1c7a52-1111-4c5b-8f3e-9d2f0a6b7c8d".to_owned()),
        at: Some("2026-11-21T07:59:58Z".parse().unwrap()),
    };
    assert_eq!(
        answer(&tail).map(|_| ()),
        Err(SignInError::Refused(Box::new(refusal)))
    );
}

#[test]
fn the_address_is_cleaned_of_the_answer_and_of_nothing_else() {
    for (before, after) in [
        ("#code=abc&state=x&session_state=y", ""),
        (
            "?step=2#error=access_denied&error_description=no&state=x",
            "?step=2",
        ),
        ("?code=abc&state=x", ""),
        (
            "?step=2&code=abc&state=x&lang=nl#top",
            "?step=2&lang=nl#top",
        ),
        ("?code=a&state=x#code=b&state=x", ""),
        ("?step=2#top", "?step=2#top"),
        ("?state=Utrecht", "?state=Utrecht"),
        ("", ""),
    ] {
        let page: Url = format!("{PAGE}{before}").parse().unwrap();
        let clean = cleaned(&page);
        assert_eq!(clean.as_str(), format!("{PAGE}{after}"), "{before}");
        assert!(Callback::read(&clean).is_none());
    }
}

#[test]
fn debug_tells_neither_code_nor_state() {
    let callback = read(&format!("#code=verysecretcode&state={STATE}")).unwrap();
    let mut shown = format!("{callback:?}");
    shown += &format!("{:?}", accept(callback, Some(&fixture::flow()), now()));
    assert!(
        !shown.contains("verysecretcode") && !shown.contains(STATE),
        "{shown}"
    );
}
