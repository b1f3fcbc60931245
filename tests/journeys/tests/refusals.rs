//! Every code of Entra's and Graph's that people are known to meet has words of its own: what it comes from and what to do
//! next, in both languages, and not those for a code that nobody knows.
//!
//! The lists are kept here by hand, with where each code is told of, so that a code that loses its words is missed.

use base::Key;
use base::Message;
use graph::GraphError;
use graph::Refusal;
use words::Language;

/// Codes of Entra, by who tells of them. The first group comes back to a page or stands on Entra's own; the others are of
/// "Microsoft Entra authentication and authorization error codes", for those who type one in.
const OF_ENTRA: &[(&str, &[u32])] = &[
    // The page's own registration, and how it asks.
    ("registered as Web, not as SPA", &[9002326, 9002327]),
    (
        "redirect URI not registered, or none",
        &[50011, 900971, 500113, 500117, 70004],
    ),
    (
        "application or tenant not known",
        &[
            700016, 70001, 700011, 90002, 900023, 50059, 50128, 50194, 90019,
        ],
    ),
    ("several resources in one request", &[700022, 28000, 70011]),
    (
        "a permission that no longer exists",
        &[650051, 650052, 650053, 650056, 650057, 65005],
    ),
    (
        "malformed request",
        &[9002313, 900144, 90014, 501481, 500112],
    ),
    // The person and her sign-in.
    (
        "the end of a page's refresh token, revoked or by policy",
        &[700084, 700082, 70043, 50173, 50132, 50133],
    ),
    ("a code used up or too old", &[54005, 70000, 70008, 50089]),
    (
        "an account of another organisation, or a personal one",
        &[50020, 16003, 51004, 90072, 500208],
    ),
    (
        "consent declined, missing, or an administrator's matter",
        &[65004, 65001, 90094, 90095, 90093],
    ),
    (
        "further proof",
        &[50076, 50079, 50072, 50074, 50078, 53004, 50158, 500121],
    ),
    (
        "policies of the tenant",
        &[
            53003, 53000, 53001, 53002, 530032, 530034, 530035, 50131, 50105, 500021, 500212,
        ],
    ),
    (
        "name, password, locked or disabled account",
        &[50034, 50126, 50053, 50055, 50057, 50144],
    ),
    ("national clouds", &[90038]),
    ("application disabled", &[7000112, 1000031]),
    (
        "Entra itself is busy or broken",
        &[50000, 50033, 90006, 90033, 90024],
    ),
    // The vendor's server, with its certificate.
    (
        "a client assertion that is refused",
        &[700027, 700024, 700021, 700023],
    ),
];

/// A refusal of Graph: status, code, message, and where people met it.
type OfGraph = (u16, &'static str, &'static str, &'static str);

/// Codes and wordings of Graph.
const OF_GRAPH: &[OfGraph] = &[
    (
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
        "frequent codes",
    ),
    (
        404,
        "Request_ResourceNotFound",
        "Resource 'x' does not exist or one of its queried reference-property objects are not present.",
        "replication",
    ),
    (404, "Request_ResourceNotFound", "Gone.", "frequent codes"),
    (
        400,
        "Request_BadRequest",
        "The appId 'x' of the service principal does not reference a valid application object.",
        "service principals",
    ),
    (
        400,
        "Request_BadRequest",
        "Another object with the same value for property userPrincipalName already exists.",
        "users",
    ),
    (
        400,
        "Request_BadRequest",
        "Permission being assigned already exists on the object",
        "app role assignments",
    ),
    (
        400,
        "Request_BadRequest",
        "Update to existing credential with KeyId 'x' is not allowed.",
        "key credentials",
    ),
    (
        400,
        "Request_BadRequest",
        "License assignment cannot be done for user with invalid usage location.",
        "licences",
    ),
    (
        403,
        "Directory_ResourceSizeExceeded",
        "The size of the object has exceeded its limit. Please reduce the number of values and retry your request.",
        "applications",
    ),
    (
        400,
        "Request_BadRequest",
        "One or more added object references already exist for the following modified properties: 'members'.",
        "groups",
    ),
    (
        400,
        "Request_BadRequest",
        "The specified password does not comply with password complexity requirements.",
        "users",
    ),
    (
        400,
        "Request_BadRequest",
        "Subscription with SKU x does not have any available licenses.",
        "licences",
    ),
    (
        400,
        "Request_BadRequest",
        "License assignment failed because service plans x and y are mutually exclusive.",
        "licences",
    ),
    (
        400,
        "Request_BadRequest",
        "License assignment failed because service plan x depends on the service plan(s) y.",
        "licences",
    ),
    (
        424,
        "FailedDependency",
        "A request that this one depends on failed.",
        "batches",
    ),
    (
        400,
        "Request_BadRequest",
        "Something else.",
        "frequent codes",
    ),
    (
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        "The service principal name x is already in use.",
        "service principals",
    ),
    (429, "TooManyRequests", "Too many requests.", "throttling"),
    (
        429,
        "ApplicationThrottled",
        "Application is over its MailboxConcurrency limit.",
        "throttling",
    ),
    (
        403,
        "Directory_QuotaExceeded",
        "The directory object quota limit for the Tenant has been exceeded.",
        "frequent codes",
    ),
    (
        409,
        "Directory_ConcurrencyViolation",
        "Error due to concurrent requests.",
        "frequent codes",
    ),
    (
        503,
        "Directory_ConcurrencyViolation",
        "Error due to concurrent requests.",
        "frequent codes",
    ),
    (
        400,
        "KeyCredentialsUpdateNotAllowed",
        "Update to existing credential is not allowed.",
        "key credentials",
    ),
    (
        400,
        "KeyNotUpdatable",
        "The key cannot be updated.",
        "key credentials",
    ),
    (
        400,
        "CredentialInvalidLifetimeAsPerAppPolicy",
        "Credential lifetime exceeds the max value allowed as per assigned policy 'x'.",
        "app management policies",
    ),
    (
        400,
        "CredentialTypeNotAllowedAsPerAppPolicy",
        "Credential type not allowed as per assigned policy 'x'.",
        "app management policies",
    ),
    (
        404,
        "MailboxNotEnabledForRESTAPI",
        "REST API is not yet supported for this mailbox.",
        "new licences",
    ),
    (
        403,
        "ErrorAccessDenied",
        "Access is denied. Check credentials and try again.",
        "other people's mailboxes",
    ),
    (
        403,
        "ErrorAccessDenied",
        "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
        "application access policies",
    ),
    (
        400,
        "ErrorNotSupported",
        "Specified method is not supported.",
        "calendar permissions",
    ),
    (
        503,
        "serviceNotAvailable",
        "The service is temporarily unavailable.",
        "throttling",
    ),
    (504, "GatewayTimeout", "No timely response.", "throttling"),
];

/// Words by which a text tells somebody to do something.
const DOING: [(Language, &[&str]); 2] = [
    (
        Language::English,
        &[
            "sign in",
            "ask ",
            "pick ",
            "look again",
            "checks ",
            "check ",
            "copy ",
            "wait",
            "use ",
            "reload ",
            "set ",
            "compare ",
            "corrects ",
            "adds ",
            "moves ",
            "enable ",
            "assign ",
            "sets ",
            "try again",
            "go back",
            "type ",
            "let ",
        ],
    ),
    (
        Language::Dutch,
        &[
            "meld u",
            "vraag ",
            "kies ",
            "kijk ",
            "kopieer ",
            "controleert ",
            "controleer ",
            "wacht",
            "gebruik ",
            "laad ",
            "zet ",
            "vergelijk ",
            "verbetert ",
            "voegt ",
            "inschakelen",
            "toewijzen",
            "stelt ",
            "stel ",
            "probeer ",
            "ga terug",
            "laat ",
        ],
    ),
];

/// What a text says that nothing was changed by, or that what was done stands: neither cause nor next step.
const STANDING: [&str; 2] = ["Nothing was changed.", "Er is niets veranderd."];

/// The sentences of a text but for those; the first says what happened and why.
fn sentences(said: &str) -> Vec<String> {
    let said = STANDING
        .iter()
        .fold(said.to_owned(), |said, it| said.replace(it, ""));
    let sentences = said.split_inclusive(['.', ';', ':']).map(str::trim);
    let is_one = |sentence: &&str| sentence.chars().any(char::is_alphabetic);
    sentences.filter(is_one).map(str::to_owned).collect()
}

/// Demands a cause and a next step of what is said in each language.
fn assert_says_both(message: &Message, case: &str) {
    for (language, doing) in DOING {
        let said = words::sentence(message, language);
        let sentences = sentences(&said);
        let tells = |sentence: &String| {
            let small = sentence.to_lowercase();
            doing.iter().any(|word| small.contains(word))
        };
        let begins = sentences[0].to_lowercase();
        let is_order = doing.iter().any(|word| begins.starts_with(word));
        assert!(!is_order, "{case}, {language:?}: why? {said}");
        let next = sentences[1..].iter().any(tells);
        assert!(next, "{case}, {language:?}: what to do? {said}");
        assert!(!said.contains(['{', '…']), "{case}, {language:?}: {said}");
    }
}

#[test]
fn every_known_code_of_entra_has_a_cause_and_a_next_step() {
    let general = [
        Key::SignInCodeUnknown,
        Key::SignInCodeMissing,
        Key::SignInRefused,
    ];
    let mut count = 0;
    for (group, codes) in OF_ENTRA {
        for code in *codes {
            let case = format!("AADSTS{code} ({group})");
            let message = signin::explain(&format!("Sorry.\nAADSTS{code}: text of Microsoft's."));
            assert!(!general.contains(&message.key), "{case}: {:?}", message.key);
            assert_eq!(
                message.parameters["code"],
                format!("AADSTS{code}"),
                "what support asks for"
            );
            assert_says_both(&message, &case);
            count += 1;
        }
    }
    assert!(count > 40, "only {count} codes");
}

fn refused((status, code, message, _): &OfGraph) -> GraphError {
    GraphError::Refused(Refusal {
        status: *status,
        code: (*code).to_owned(),
        message: (*message).to_owned(),
        request_id: Some("r-1".to_owned()),
        retry_after: None,
    })
}

/// The last advice of a message: what it comes from, and what to do.
fn last_advice(message: &Message) -> &Message {
    match &message.advice {
        Some(advice) => last_advice(advice),
        None => message,
    }
}

#[test]
fn every_known_code_of_graph_has_a_cause_and_a_next_step() {
    for row in OF_GRAPH {
        let (status, code, text, met) = row;
        let case = format!("{status} {code} ({met})");
        let error = refused(row);
        let message = provision::reading_problem(&error);
        let advice = last_advice(&message);
        assert_ne!(advice.key, Key::AdviceUnknown, "{case}");
        assert_ne!(advice.key, message.key, "{case}: no advice");
        // Only what says nothing but that the request was wrong has the advice for that.
        let is_general = *code != "Request_BadRequest" || *text == "Something else.";
        assert!(is_general || advice.key != Key::AdviceOurs, "{case}");
        // That something failed at Microsoft's side is what happened and why: the advice need not say so again.
        let is_fault = message.key == Key::StoppedFault;
        assert_says_both(if is_fault { &message } else { advice }, &case);
        // What support asks for: code, Graph's own words and the id of the exchange.
        assert_eq!(message.parameters["code"], *code, "{case}");
        assert_eq!(message.parameters["message"], *text, "{case}");
        assert_eq!(error.request_id().as_deref(), Some("r-1"), "{case}");
    }
}

#[test]
fn a_code_that_nobody_knows_has_the_general_words_and_a_next_step_all_the_same() {
    let unknown = signin::explain("AADSTS99999");
    assert_eq!(unknown.key, Key::SignInCodeUnknown);
    let strange = refused(&(418, "SomethingNew", "No.", "nowhere"));
    let message = provision::reading_problem(&strange);
    assert_eq!(last_advice(&message).key, Key::AdviceUnknown);
    for language in Language::ALL {
        let said = words::sentence(&unknown, language);
        assert!(
            said.contains("AADSTS99999") && said.contains("support"),
            "{said}"
        );
        assert!(words::sentence(&message, language).contains("support"));
    }
}

/// `InvalidAuthenticationToken` (frequent codes) is no refusal but the end of a sign-in, with or without a challenge.
#[test]
fn a_token_that_graph_does_not_take_sends_the_person_to_sign_in() {
    let request_id = || Some("r-1".to_owned());
    let ended = GraphError::SignInAgain {
        request_id: request_id(),
    };
    let challenged = GraphError::ClaimsChallenge {
        claims: "{}".to_owned(),
        request_id: request_id(),
    };
    for error in [ended, challenged] {
        let message = provision::reading_problem(&error);
        assert_says_both(&message, &error.to_string());
        assert_eq!(error.request_id(), request_id());
    }
}
