//! Which of Entra's codes means what to the person at the page.
//!
//! The codes are those of "Microsoft Entra authentication and authorization error codes" that can come back to a page:
//! in an answer to the browser or from the token endpoint. Many others (an unknown redirect URI, say) are shown on
//! Entra's own page and do not return: they are here for the person who types one in. The numbers choose words only:
//! what the page *does* follows from the OAuth error.

use base::Key;

use super::Refusal;

/// Codes and the message for them.
const CODES: &[(&[u32], Key)] = &[
    (&[65004], Key::SignInDeclined),
    (&[65001, 90008, 9002341], Key::SignInConsentMissing),
    (&[90093, 90094, 90095], Key::SignInAdminConsent),
    (&[9002326, 7000218], Key::SignInNotSinglePage),
    (
        &[50011, 70004, 500113, 500117, 900971],
        Key::SignInRedirectUnknown,
    ),
    (&[70001, 700011, 700016], Key::SignInApplicationUnknown),
    (&[1000031, 7000112], Key::SignInApplicationDisabled),
    (
        &[50059, 50128, 50194, 90002, 90019, 900023],
        Key::SignInTenantUnknown,
    ),
    (
        // Personal accounts, guests that were not invited, accounts of another tenant.
        &[16003, 50014, 50020, 51004, 90072, 500208],
        Key::SignInAccountElsewhere,
    ),
    (&[90038], Key::SignInOtherCloud),
    (&[50105], Key::SignInNotAssigned),
    (
        // Conditional Access, security defaults, tenant restrictions, cross-tenant access, the state of the device.
        &[
            50002, 50005, 50097, 50127, 50129, 50131, 50155, 50187, 53000, 53001, 53002, 53003,
            53010, 53011, 500021, 500022, 500212, 500213, 530032, 530034, 530035,
        ],
        Key::SignInBlockedByPolicy,
    ),
    (
        &[
            50072, 50074, 50076, 50078, 50079, 50125, 50158, 53004, 500121,
        ],
        Key::SignInMoreProof,
    ),
    (&[50034, 50056, 50064, 50126], Key::SignInNameOrPassword),
    (&[50053, 50057], Key::SignInAccountBlocked),
    (&[50055, 50135, 50144], Key::SignInPasswordExpired),
    (&[16000, 16001, 50058, 50143], Key::SignInPickAccount),
    (
        &[50132, 50133, 50173, 51006, 70043, 700082, 700084],
        Key::SignInAgain,
    ),
    (&[50089, 54005, 70000, 70008], Key::SignInTooLate),
    (
        &[28002, 50001, 70011, 500011, 650052, 650053],
        Key::SignInScopeRefused,
    ),
    (
        &[65005, 650051, 650054, 650056, 650057],
        Key::SignInPermissionsWrong,
    ),
    (
        &[
            50000, 50033, 50087, 50088, 90006, 90012, 90024, 90033, 90055, 90090, 90091,
        ],
        Key::SignInBusy,
    ),
    (
        // Several resources at once; a verifier that does not match, or none; a redemption without an Origin.
        &[
            28000, 28003, 50147, 70003, 70005, 70007, 90004, 90013, 90014, 90015, 90023, 90056,
            90100, 500112, 501481, 501491, 700005, 700022, 700025, 700054, 900144, 900561, 9001023,
            9002313, 9002325, 9002327,
        ],
        Key::SignInRequestForm,
    ),
    // A client assertion was refused. This page sends none: who types one of these in looks after MyTimetable's server.
    (&[50012, 700027, 700030], Key::SignInServerCertificate),
    (&[700024], Key::SignInServerClock),
    (&[700021, 700023], Key::SignInServerProof),
];

/// OAuth errors and the message for them where the code is unknown or missing.
const ERRORS: &[(&str, Key)] = &[
    ("access_denied", Key::SignInDeclined),
    ("consent_required", Key::SignInConsentMissing),
    ("interaction_required", Key::SignInAgain),
    ("invalid_client", Key::SignInApplicationUnknown),
    ("invalid_grant", Key::SignInAgain),
    ("invalid_request", Key::SignInRequestForm),
    ("invalid_resource", Key::SignInScopeRefused),
    ("invalid_scope", Key::SignInScopeRefused),
    ("login_required", Key::SignInAgain),
    ("server_error", Key::SignInBusy),
    ("temporarily_unavailable", Key::SignInBusy),
    ("unauthorized_client", Key::SignInApplicationUnknown),
    ("user_cancelled", Key::SignInDeclined),
];

/// What to say about a refusal.
pub(super) fn key(refusal: &Refusal) -> Key {
    let by_error = || {
        // With a code that is not known here, this one may mean anything: it is told to be looked up.
        if refusal.error == "invalid_request" && refusal.code.is_some() {
            return None;
        }
        let row = ERRORS.iter().find(|(error, _)| *error == refusal.error);
        row.map(|(_, key)| *key)
    };
    refusal
        .code
        .and_then(of_code)
        .or_else(by_error)
        .unwrap_or(Key::SignInRefused)
}

/// The message for a code, if it has one.
pub(super) fn of_code(code: u32) -> Option<Key> {
    let row = CODES.iter().find(|(codes, _)| codes.contains(&code));
    row.map(|(_, key)| *key)
}

/// Every code with a message of its own.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = u32> {
    CODES.iter().flat_map(|(codes, _)| codes.iter().copied())
}
