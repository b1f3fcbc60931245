//! Which refusal says what.

use super::*;

fn refused(error: &str, code: Option<u32>) -> SignInError {
    let description = code
        .map(|code| format!("AADSTS{code}: no."))
        .unwrap_or_default();
    SignInError::Refused(Box::new(Refusal::described(error, &description, None)))
}

#[test]
fn codes_become_messages() {
    for (error, code, key) in [
        ("access_denied", 65004, Key::SignInDeclined),
        ("invalid_grant", 65001, Key::SignInConsentMissing),
        ("access_denied", 90094, Key::SignInAdminConsent),
        ("invalid_request", 9002326, Key::SignInNotSinglePage),
        ("invalid_client", 7000218, Key::SignInNotSinglePage),
        ("invalid_request", 50011, Key::SignInRedirectUnknown),
        ("unauthorized_client", 700016, Key::SignInApplicationUnknown),
        (
            "unauthorized_client",
            7000112,
            Key::SignInApplicationDisabled,
        ),
        ("invalid_request", 90002, Key::SignInTenantUnknown),
        ("invalid_grant", 50020, Key::SignInAccountElsewhere),
        ("invalid_request", 90038, Key::SignInOtherCloud),
        ("access_denied", 50105, Key::SignInNotAssigned),
        ("access_denied", 53003, Key::SignInBlockedByPolicy),
        ("interaction_required", 50076, Key::SignInMoreProof),
        ("invalid_grant", 50057, Key::SignInAccountBlocked),
        ("invalid_grant", 50126, Key::SignInNameOrPassword),
        ("invalid_grant", 50055, Key::SignInPasswordExpired),
        ("interaction_required", 16000, Key::SignInPickAccount),
        ("invalid_resource", 650057, Key::SignInPermissionsWrong),
        ("invalid_request", 9002313, Key::SignInRequestForm),
        ("invalid_client", 700027, Key::SignInServerCertificate),
        ("invalid_client", 700024, Key::SignInServerClock),
        ("invalid_client", 700021, Key::SignInServerProof),
        ("invalid_grant", 700084, Key::SignInAgain),
        ("invalid_grant", 54005, Key::SignInTooLate),
        ("invalid_grant", 501481, Key::SignInRequestForm),
        ("invalid_request", 9002325, Key::SignInRequestForm),
        ("invalid_request", 9002327, Key::SignInRequestForm),
        ("invalid_request", 28000, Key::SignInRequestForm),
        ("invalid_request", 700022, Key::SignInRequestForm),
        ("invalid_scope", 70011, Key::SignInScopeRefused),
    ] {
        let refusal = refused(error, Some(code));
        assert_eq!(
            refusal.message(),
            Message::new(key).with("code", format!("AADSTS{code}"))
        );
    }
}

#[test]
fn without_a_known_code_the_oauth_error_decides() {
    for (error, code, key) in [
        ("access_denied", None, Key::SignInDeclined),
        ("invalid_grant", Some(1), Key::SignInAgain),
        ("temporarily_unavailable", None, Key::SignInBusy),
        // RFC 6749, section 4.1.2.1: a parameter is missing, invalid or there twice.
        ("invalid_request", None, Key::SignInRequestForm),
        ("invalid_request", Some(1), Key::SignInRefused),
        ("user_cancelled", None, Key::SignInDeclined),
        ("something_new", Some(1), Key::SignInRefused),
        ("something_new", None, Key::SignInRefused),
    ] {
        assert_eq!(refused(error, code).message().key, key, "{error}");
    }
    assert_eq!(
        refused("something_new", None).message().parameters["code"],
        "something_new"
    );
}

/// Every number for which "Microsoft Entra authentication and authorization error codes", or the threads where people
/// met it, gave reason for words: sign-in pages, token endpoint, and client assertions.
const NUMBERS: [u32; 141] = [
    16000, 16001, 16003, 28000, 28002, 28003, 50000, 50001, 50002, 50005, 50011, 50012, 50014,
    50020, 50033, 50034, 50053, 50055, 50056, 50057, 50058, 50059, 50064, 50072, 50074, 50076,
    50078, 50079, 50087, 50088, 50089, 50097, 50105, 50125, 50126, 50127, 50128, 50129, 50131,
    50132, 50133, 50135, 50143, 50144, 50147, 50155, 50158, 50173, 50187, 50194, 51004, 51006,
    53000, 53001, 53002, 53003, 53004, 53010, 53011, 54005, 65001, 65004, 65005, 70000, 70001,
    70003, 70004, 70005, 70007, 70008, 70011, 70043, 90002, 90004, 90006, 90008, 90012, 90013,
    90014, 90015, 90019, 90023, 90024, 90033, 90038, 90055, 90056, 90072, 90090, 90091, 90093,
    90094, 90095, 90100, 500011, 500021, 500022, 500112, 500113, 500117, 500121, 500208, 500212,
    500213, 501481, 501491, 530032, 530034, 530035, 650051, 650052, 650053, 650054, 650056, 650057,
    700005, 700011, 700016, 700021, 700022, 700023, 700024, 700025, 700027, 700030, 700054, 700082,
    700084, 900023, 900144, 900561, 900971, 1000031, 7000112, 7000218, 9001023, 9002313, 9002325,
    9002326, 9002327, 9002341,
];

#[test]
fn every_number_has_one_row_and_every_row_a_number() {
    let mut of_table: Vec<u32> = codes::all().collect();
    of_table.sort_unstable();
    assert_eq!(of_table, NUMBERS);
}

#[test]
fn entra_says_in_two_ways_that_it_is_busy() {
    let said = |error: &SignInError| error.busy();
    let some = |text: &str| Some(text.to_owned());
    let unavailable = SignInError::Unavailable {
        status: 429,
        retry_after: None,
        said: None,
    };
    let in_code = refused("temporarily_unavailable", Some(90033));
    assert_eq!(said(&unavailable), some("HTTP 429"));
    assert_eq!(said(&in_code), some("AADSTS90033"));
    assert_eq!(
        said(&refused("server_error", None)),
        some("server_error"),
        "without a number"
    );
    assert_eq!(said(&refused("invalid_grant", Some(50196))), None);
    assert_eq!(said(&refused("invalid_client", Some(700016))), None);
    assert_eq!(said(&SignInError::FlowExpired), None);
}

#[test]
fn parameters_carry_what_the_sentence_needs() {
    let scopes = SignInError::ScopesMissing {
        missing: vec!["A".to_owned(), "B".to_owned()],
    };
    assert_eq!(
        scopes.message(),
        Message::new(Key::SignInScopesMissing).with("scopes", "A, B")
    );
    let no_answer = SignInError::from(TransportError::TimedOut {
        host: "login.example".to_owned(),
    });
    assert_eq!(
        no_answer.message(),
        Message::new(Key::SignInNoAnswer).with("host", "login.example")
    );
    let other = SignInError::OtherTenant {
        expected: "a".to_owned(),
        found: "b".to_owned(),
    };
    assert_eq!(
        other.message(),
        Message::new(Key::SignInOtherTenant)
            .with("expected", "a")
            .with("found", "b")
    );
}

/// Everything of one that the errors below carry, and that is therefore not a text of ours.
const GIVEN: [&str; 9] = [
    "given-address",
    "AADSTS65004",
    "?",
    "HTTP 503",
    "given-scope",
    "2026-11-21T08:00:00Z",
    "given-expected",
    "given-found",
    "given-host",
];

fn one_of_each() -> Vec<SignInError> {
    let given = |what: &str| format!("given-{what}");
    let host = given("host");
    vec![
        SignInError::PageAddress {
            address: given("address"),
        },
        SignInError::EndpointAddress {
            address: given("address"),
        },
        SignInError::FlowUnreadable,
        SignInError::NoFlow,
        SignInError::StateMismatch,
        SignInError::FlowExpired,
        SignInError::AnswerMalformed {
            reason: Key::ReasonCodeEmpty,
        },
        refused("access_denied", Some(65004)),
        refused("An English sentence.", None),
        SignInError::Unavailable {
            status: 503,
            retry_after: None,
            said: None,
        },
        SignInError::ReplyMalformed {
            status: 200,
            reason: Key::ReasonNoTokens,
        },
        SignInError::ScopesMissing {
            missing: vec![given("scope")],
        },
        SignInError::IdTokenMalformed {
            reason: Key::ReasonIdTokenParts,
        },
        SignInError::IdTokenAudience,
        SignInError::IdTokenIssuer,
        SignInError::IdTokenNonce,
        SignInError::IdTokenTime {
            now: crate::fixture::now(),
        },
        SignInError::ChallengeUnreadable,
        SignInError::OtherTenant {
            expected: given("expected"),
            found: given("found"),
        },
        TransportError::NoAnswer { host: host.clone() }.into(),
        TransportError::TimedOut { host }.into(),
    ]
}

/// Which reason stands inside the sentence. A new error does not compile here: it belongs into [`one_of_each`], too.
fn reason_of(error: &SignInError) -> Option<Key> {
    match error {
        SignInError::AnswerMalformed { reason }
        | SignInError::ReplyMalformed { reason, .. }
        | SignInError::IdTokenMalformed { reason } => Some(*reason),
        SignInError::ChallengeUnreadable => Some(Key::ReasonChallengeUnreadable),
        SignInError::IdTokenAudience => Some(Key::ReasonIdTokenAudience),
        SignInError::IdTokenIssuer => Some(Key::ReasonIdTokenIssuer),
        SignInError::IdTokenNonce => Some(Key::ReasonIdTokenNonce),
        SignInError::PageAddress { .. }
        | SignInError::EndpointAddress { .. }
        | SignInError::FlowUnreadable
        | SignInError::NoFlow
        | SignInError::StateMismatch
        | SignInError::FlowExpired
        | SignInError::Refused(_)
        | SignInError::Unavailable { .. }
        | SignInError::ScopesMissing { .. }
        | SignInError::IdTokenTime { .. }
        | SignInError::OtherTenant { .. }
        | SignInError::NoAnswer(_) => None,
    }
}

#[test]
fn no_message_brings_a_text_of_its_own() {
    for error in one_of_each() {
        let message = error.message();
        for (name, value) in &message.parameters {
            assert!(GIVEN.contains(&value.as_str()), "{name}: {value:?}");
        }
        let reason = reason_of(&error).map(|key| Box::new(Message::new(key)));
        assert_eq!(message.reason, reason, "{error}");
        assert_eq!(message.advice, None, "{error}");
    }
}
