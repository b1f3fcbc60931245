//! Each failure in words: which sentence, what became of the step, which advice, and no sentence with a hole in it.

use base::Key;

use super::*;

fn refusal(status: u16, code: &str, message: &str) -> Refusal {
    Refusal {
        status,
        code: code.to_owned(),
        message: message.to_owned(),
        request_id: Some("request".to_owned()),
        retry_after: None,
    }
}

fn refused(status: u16, code: &str, message: &str) -> GraphError {
    GraphError::Refused(refusal(status, code, message))
}

fn denied() -> GraphError {
    refused(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges.",
    )
}

fn conflict() -> GraphError {
    refused(
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        "Already in use.",
    )
}

fn no_answer() -> GraphError {
    let host = "graph.microsoft.com".to_owned();
    GraphError::NoAnswer(TransportError::NoAnswer { host })
}

fn timed_out() -> GraphError {
    let host = "graph.microsoft.com".to_owned();
    GraphError::NoAnswer(TransportError::TimedOut { host })
}

fn unreadable() -> GraphError {
    GraphError::Unreadable {
        reason: Key::ReasonIdMissing,
        what: "an id".to_owned(),
        request_id: Some("request".to_owned()),
    }
}

fn sign_in_again() -> GraphError {
    GraphError::SignInAgain {
        request_id: Some("request".to_owned()),
    }
}

fn busy() -> GraphError {
    let code = "HTTP 429".to_owned();
    GraphError::from(base::TokensError::Busy { code })
}

fn challenge() -> GraphError {
    GraphError::ClaimsChallenge {
        claims: "{\"access_token\":{}}".to_owned(),
        request_id: Some("request".to_owned()),
    }
}

fn ledger() -> LedgerError {
    LedgerError::Failed("QuotaExceededError".to_owned())
}

/// The keys of a message and of what follows it.
fn keys(message: &Message) -> Vec<Key> {
    let mut keys = vec![message.key];
    let mut next = &message.advice;
    while let Some(advice) = next {
        keys.push(advice.key);
        next = &advice.advice;
    }
    keys
}

/// Whether what became of the step is told between what happened and the advice.
const TOLD: bool = true;
/// Whether the sentence itself says what became of it.
const SAID: bool = false;

#[test]
fn a_run_ends_blocked_where_only_what_somebody_else_does_helps() {
    let rows = [
        (Failure::Disabled(None), true),
        (Failure::Writing(denied()), true),
        (Failure::Reading(denied()), true),
        (Failure::NotSeen, false),
        (Failure::ChangedSince, false),
        (Failure::Unrecorded(ledger()), false),
        (Failure::Writing(no_answer()), false),
        (Failure::Writing(sign_in_again()), false),
        (Failure::Reading(challenge()), false),
        (Failure::Writing(refused(429, "TooManyRequests", "")), false),
        (
            Failure::Writing(refused(404, "Request_ResourceNotFound", "")),
            false,
        ),
    ];
    for (failure, expected) in rows {
        let stop = crate::Stop {
            step: crate::StepId("any".to_owned()),
            problem: failure.problem(false),
            sent: false,
            request_id: None,
            client_request_id: None,
            challenge: None,
        };
        assert_eq!(stop.is_blocked(), expected, "{failure:?}");
    }
}

#[test]
fn each_failure_tells_what_happened_what_became_of_the_step_and_what_to_do() {
    use Failure::ChangedSince;
    use Failure::NotSeen;
    use Failure::Reading;
    use Failure::Unannounced;
    use Failure::Unrecorded;
    use Failure::Writing;
    #[rustfmt::skip]
    let rows = [
        (Unannounced(ledger()),                                    Key::StoppedLedger,       TOLD, Some(Key::AdviceStorage)),
        (Unannounced(LedgerError::NoStorage),                       Key::StoppedLedger,       TOLD, Some(Key::AdviceStorage)),
        (Unrecorded(ledger()),                                     Key::StoppedUnrecorded,   SAID, None),
        (NotSeen,                                                  Key::StoppedNotSeen,      SAID, None),
        (Failure::Disabled(None),                                  Key::StoppedDisabled,     SAID, Some(Key::UnblockServicePrincipalDisabled)),
        (Failure::Disabled(Some(conflict())),                      Key::StoppedDisabled,     SAID, Some(Key::UnblockServicePrincipalDisabled)),
        (ChangedSince,                                             Key::StoppedChangedSince, SAID, None),
        (Reading(denied()),                                        Key::StoppedReading,      TOLD, Some(Key::AdviceRoles)),
        (Writing(denied()),                                        Key::StoppedRefused,      TOLD, Some(Key::AdviceRoles)),
        (Reading(refused(500, "InternalServerError", "Oops.")),    Key::StoppedFault,        TOLD, Some(Key::AdviceFault)),
        (Writing(refused(503, "ServiceUnavailable", "Later.")),    Key::StoppedFault,        TOLD, Some(Key::AdviceFault)),
        (Writing(refused(503, "Directory_ConcurrencyViolation", "Twice.")), Key::StoppedFault, TOLD, Some(Key::AdviceCollision)),
        (Reading(refused(429, "TooManyRequests", "Slowly.")),      Key::StoppedReading,      TOLD, Some(Key::AdviceThrottled)),
        (Writing(refused(429, "TooManyRequests", "Slowly.")),      Key::StoppedRefused,      TOLD, Some(Key::AdviceThrottled)),
        (Writing(refused(404, "Request_ResourceNotFound", "No.")), Key::StoppedRefused,      TOLD, Some(Key::AdviceGone)),
        (Writing(refused(403, "", "")),                            Key::StoppedStatus,       TOLD, Some(Key::AdviceNotGraph)),
        (Reading(refused(407, "", "")),                            Key::StoppedStatus,       TOLD, Some(Key::AdviceNotGraph)),
        (Writing(refused(502, "", "")),                            Key::StoppedStatus,       TOLD, Some(Key::AdviceFault)),
        (Reading(no_answer()),                                     Key::StoppedNoAnswer,     TOLD, Some(Key::AdviceNetwork)),
        (Writing(timed_out()),                                     Key::StoppedNoAnswer,     TOLD, Some(Key::AdviceNetwork)),
        (Writing(GraphError::from(base::TokensError::Transport(TransportError::NoAnswer { host: "login.microsoftonline.com".to_owned() }))), Key::StoppedNoAnswer, TOLD, Some(Key::AdviceNetwork)),
        (Reading(unreadable()),                                    Key::StoppedUnreadable,   TOLD, Some(Key::AdviceAgain)),
        (Writing(unreadable()),                                    Key::StoppedUnreadable,   TOLD, Some(Key::AdviceAgain)),
        (Reading(GraphError::ForeignLink),                         Key::StoppedUnreadable,   TOLD, Some(Key::AdviceAgain)),
        (Reading(GraphError::EndlessList),                         Key::StoppedUnreadable,   TOLD, Some(Key::AdviceAgain)),
        (Reading(busy()),                                          Key::StoppedSignInBusy,   TOLD, Some(Key::AdviceSignInBusy)),
        (Writing(busy()),                                          Key::StoppedSignInBusy,   TOLD, Some(Key::AdviceSignInBusy)),
        (Reading(sign_in_again()),                                 Key::StoppedSignIn,       SAID, None),
        (Writing(sign_in_again()),                                 Key::StoppedSignIn,       SAID, None),
        (Reading(challenge()),                                     Key::StoppedChallenge,    SAID, None),
        (Writing(challenge()),                                     Key::StoppedChallenge,    SAID, None),
    ];
    for (failure, said, told, advice) in rows {
        for (sent, state) in [(false, Key::StateNotDone), (true, Key::StateUnknown)] {
            let state = (told == TOLD).then_some(state);
            let expected: Vec<Key> = [Some(said), state, advice].into_iter().flatten().collect();
            let problem = failure.problem(sent);
            assert_eq!(keys(&problem), expected, "{failure:?}, sent {sent}");
            has_no_holes(&problem);
        }
    }
}

/// The values that a sentence has places for; its words say which.
fn places(key: Key) -> &'static [&'static str] {
    match key {
        Key::StoppedRefused | Key::StoppedFault | Key::StoppedReading => {
            &["code", "message", "status"]
        }
        Key::StoppedStatus => &["status"],
        Key::StoppedNoAnswer => &["host"],
        Key::StoppedSignInBusy => &["code"],
        Key::StoppedLedger | Key::StoppedUnrecorded | Key::StoppedUnreadable => &["reason"],
        _ => &[],
    }
}

/// Every place of the sentence has a value that is not blank.
#[track_caller]
fn has_no_holes(message: &Message) {
    for place in places(message.key) {
        let reason = *place == "reason" && message.reason.is_some();
        let value = message.parameters.get(*place).map(String::as_str);
        let blank = value.unwrap_or_default().trim().is_empty();
        assert!(reason || !blank, "{place} of {message:?}");
    }
}

/// Graph and what stands before it leave out now the code, now the message, now both: "({status} {code})" and
/// "{message}" must not stand empty.
#[test]
fn a_refusal_that_leaves_something_out_leaves_no_hole() {
    for status in [400, 403, 404, 429, 500, 504] {
        for code in ["", " ", "UnknownError"] {
            for message in ["", " ", "Something went wrong."] {
                let error = || refused(status, code, message);
                has_no_holes(&Failure::Writing(error()).problem(true));
                has_no_holes(&Failure::Reading(error()).problem(false));
                has_no_holes(&reading_problem(&error()));
            }
        }
    }
}

/// What stands in the places of "{message} ({status} {code})", or of "the status {status}", for each thing left out.
#[test]
fn what_is_left_of_a_refusal_is_told() {
    #[rustfmt::skip]
    let rows = [
        ("Denied", "No.", Key::StoppedRefused, [Some("403"), Some("Denied"), Some("No.")]),
        ("",       "No.", Key::StoppedRefused, [Some("HTTP"), Some("403"), Some("No.")]),
        ("Denied", "",    Key::StoppedStatus,  [Some("403 Denied"), None, None]),
        ("",       "",    Key::StoppedStatus,  [Some("403"), None, None]),
    ];
    for (code, message, key, expected) in rows {
        let problem = Failure::Writing(refused(403, code, message)).problem(false);
        let value = |name| problem.parameters.get(name).map(String::as_str);
        let values = ["status", "code", "message"].map(value);
        assert_eq!((problem.key, values), (key, expected));
    }
}

/// Nobody writes while a page looks, and the sentence says so.
#[test]
fn a_look_that_failed_changed_nothing() {
    #[rustfmt::skip]
    let rows = [
        (denied(),                 vec![Key::StoppedReading,    Key::StateNothingChanged, Key::AdviceRoles]),
        (refused(500, "x", "y"),   vec![Key::StoppedFault,      Key::StateNothingChanged, Key::AdviceFault]),
        (refused(403, "", ""),     vec![Key::StoppedStatus,     Key::StateNothingChanged, Key::AdviceNotGraph]),
        (no_answer(),              vec![Key::StoppedNoAnswer,   Key::StateNothingChanged, Key::AdviceNetwork]),
        (timed_out(),              vec![Key::StoppedNoAnswer,   Key::StateNothingChanged, Key::AdviceNetwork]),
        (unreadable(),             vec![Key::StoppedUnreadable, Key::StateNothingChanged, Key::AdviceAgain]),
        (GraphError::ForeignLink,  vec![Key::StoppedUnreadable, Key::StateNothingChanged, Key::AdviceAgain]),
        (GraphError::EndlessList,  vec![Key::StoppedUnreadable, Key::StateNothingChanged, Key::AdviceAgain]),
        (busy(),                   vec![Key::StoppedSignInBusy, Key::StateNothingChanged, Key::AdviceSignInBusy]),
        (sign_in_again(),          vec![Key::StoppedSignIn]),
        (challenge(),              vec![Key::StoppedChallenge]),
    ];
    for (error, expected) in rows {
        let problem = reading_problem(&error);
        assert_eq!(keys(&problem), expected, "{error:?}");
        has_no_holes(&problem);
    }
}

#[test]
fn the_id_of_the_exchange_and_the_claims_travel_along() {
    let id = Some("request".to_owned());
    for (failure, request_id, has_claims) in [
        (Failure::Writing(denied()), id.clone(), false),
        (Failure::Reading(unreadable()), id.clone(), false),
        (Failure::Writing(challenge()), id.clone(), true),
        (Failure::Reading(challenge()), id.clone(), true),
        (Failure::Reading(sign_in_again()), id, false),
        (Failure::Writing(no_answer()), None, false),
        (Failure::NotSeen, None, false),
        (
            Failure::Disabled(Some(conflict())),
            Some("request".to_owned()),
            false,
        ),
        (Failure::Disabled(None), None, false),
        (Failure::ChangedSince, None, false),
        (Failure::Unannounced(ledger()), None, false),
        (Failure::Unrecorded(ledger()), None, false),
    ] {
        assert_eq!(failure.request_id(), request_id, "{failure:?}");
        assert_eq!(failure.challenge().is_some(), has_claims, "{failure:?}");
    }
}

#[test]
fn what_did_not_settle_was_not_seen_or_not_read() {
    assert!(matches!(
        Failure::from(Unsettled::NotSeen),
        Failure::NotSeen
    ));
    let error = Unsettled::Graph(no_answer());
    assert!(matches!(Failure::from(error), Failure::Reading(error) if error == no_answer()));
}
