//! Which refusal gets which advice.

use super::*;

fn advised(status: u16, code: &str, message: &str) -> Key {
    let refusal = Refusal {
        status,
        code: code.to_owned(),
        message: message.to_owned(),
        request_id: None,
        retry_after: None,
    };
    advice(&refusal).key
}

#[test]
fn codes_messages_and_statuses_become_advice() {
    for (status, code, message, key) in [
        (
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
            Key::AdviceRoles,
        ),
        (403, "AccessDenied", "No.", Key::AdviceRoles),
        (
            404,
            "Request_ResourceNotFound",
            "Resource 'x' does not exist or one of its queried reference-property objects are not present.",
            Key::AdviceGone,
        ),
        (404, "Request_ResourceNotFound", "Gone.", Key::AdviceGone),
        (
            400,
            "Request_BadRequest",
            "The appId 'x' of the service principal does not reference a valid application object.",
            Key::AdviceNotYet,
        ),
        (
            400,
            "Request_BadRequest",
            "Not a valid reference update.",
            Key::AdviceNotYet,
        ),
        (
            400,
            "Request_BadRequest",
            "Another object with the same value for property identifierUris already exists.",
            Key::AdviceTaken,
        ),
        (
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "In use.",
            Key::AdviceTaken,
        ),
        (
            400,
            "CredentialInvalidLifetimeAsPerAppPolicy",
            "Credential lifetime exceeds the max value allowed as per assigned policy 'x'.",
            Key::AdviceCertificateLifetime,
        ),
        (
            400,
            "Request_BadRequest",
            "Credential lifetime exceeds the max value allowed as per assigned policy 'x'.",
            Key::AdviceCertificateLifetime,
        ),
        (
            400,
            "Request_BadRequest",
            "Credential type not allowed as per assigned policy 'x'.",
            Key::AdviceCredentialKind,
        ),
        (
            400,
            "KeyCredentialsUpdateNotAllowed",
            "No.",
            Key::AdviceKeyUpdate,
        ),
        (400, "KeyNotUpdatable", "No.", Key::AdviceKeyUpdate),
        (
            400,
            "Request_BadRequest",
            "Permission being assigned already exists on the object",
            Key::AdviceAlreadyThere,
        ),
        (
            400,
            "Request_BadRequest",
            "License assignment cannot be done for user with invalid usage location.",
            Key::AdviceUsageLocation,
        ),
        (
            404,
            "MailboxNotEnabledForRESTAPI",
            "REST API is not yet supported for this mailbox.",
            Key::AdviceMailboxMissing,
        ),
        (
            403,
            "ErrorAccessDenied",
            "Access is denied. Check credentials and try again.",
            Key::AdviceMailboxOthers,
        ),
        (
            403,
            "ErrorAccessDenied",
            "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
            Key::AdviceAccessPolicy,
        ),
        (
            400,
            "ErrorNotSupported",
            "Specified method is not supported.",
            Key::AdviceMailboxOthers,
        ),
        (
            400,
            "Request_BadRequest",
            "Update to existing credential with KeyId 'x' is not allowed.",
            Key::AdviceKeyUpdate,
        ),
        (
            400,
            "Request_BadRequest",
            "Key credential usage is invalid. Acceptable values are Sign, Verify.",
            Key::AdviceOurs,
        ),
        (
            403,
            "Directory_QuotaExceeded",
            "The directory object quota limit for the Tenant has been exceeded.",
            Key::AdviceQuota,
        ),
        (
            503,
            "Directory_ConcurrencyViolation",
            "Concurrent.",
            Key::AdviceCollision,
        ),
        (
            403,
            "Directory_ResourceSizeExceeded",
            "The size of the object has exceeded its limit. Please reduce the number of values and retry your request.",
            Key::AdviceObjectFull,
        ),
        (
            400,
            "Request_BadRequest",
            "The size of the object has exceeded its limit. Please reduce the number of values and retry your request.",
            Key::AdviceObjectFull,
        ),
        (
            400,
            "Request_BadRequest",
            "One or more added object references already exist for the following modified properties: 'members'.",
            Key::AdviceAlreadyThere,
        ),
        (
            400,
            "Request_BadRequest",
            "The specified password does not comply with password complexity requirements.",
            Key::AdvicePassword,
        ),
        (
            400,
            "Request_BadRequest",
            "Another object with the same value for property userPrincipalName already exists.",
            Key::AdviceTaken,
        ),
        (
            400,
            "Request_BadRequest",
            "Subscription with SKU x does not have any available licenses.",
            Key::AdviceLicenceNone,
        ),
        (
            400,
            "Request_BadRequest",
            "License assignment failed because service plans x and y are mutually exclusive.",
            Key::AdviceLicenceExcludes,
        ),
        (
            400,
            "Request_BadRequest",
            "License assignment failed because service plan x depends on the service plan(s) y.",
            Key::AdviceLicenceNeeds,
        ),
        (424, "FailedDependency", "No.", Key::AdviceEarlierFailed),
        (424, "", "", Key::AdviceEarlierFailed),
        (429, "TooManyRequests", "", Key::AdviceThrottled),
        (429, "", "", Key::AdviceThrottled),
        (500, "InternalServerError", "", Key::AdviceFault),
        (503, "", "", Key::AdviceFault),
        (504, "UnknownError", "", Key::AdviceFault),
        (407, "", "", Key::AdviceNotGraph),
        (403, "", "", Key::AdviceNotGraph),
        (418, "Teapot", "", Key::AdviceUnknown),
    ] {
        assert_eq!(
            advised(status, code, message),
            key,
            "{status} {code} {message}"
        );
    }
}

#[test]
fn what_is_looked_for_in_a_message_is_in_small_letters() {
    for (sign, _) in TABLE {
        if let Sign::Says(part) = sign {
            assert_eq!(*part, part.to_ascii_lowercase());
        }
    }
}

/// A row that a row above it hides for good would be words that nobody reads.
#[test]
fn every_row_is_reached() {
    for (at, (sign, key)) in TABLE.iter().enumerate() {
        let (status, code, message) = match sign {
            Sign::Code(code) => (400, *code, ""),
            Sign::Says(part) => (400, "Request_BadRequest", *part),
            Sign::Status(status) => (*status, "SomethingNew", ""),
            Sign::Fault => (502, "SomethingNew", ""),
            Sign::NoCode => (402, "", ""),
        };
        assert_eq!(advised(status, code, message), *key, "row {at}");
    }
}

#[test]
fn the_advice_travels_with_what_happened() {
    let refusal = Refusal {
        status: 403,
        code: "Authorization_RequestDenied".to_owned(),
        message: "No.".to_owned(),
        request_id: None,
        retry_after: None,
    };
    let message = crate::reading_problem(&graph::GraphError::Refused(refusal));
    assert_eq!(message.key, Key::StoppedReading);
    let state = Message::new(Key::StateNothingChanged);
    let advised = state.advised(Message::new(Key::AdviceRoles));
    assert_eq!(message.advice, Some(Box::new(advised)));
}

#[test]
fn a_lacking_role_is_told_from_what_no_colleague_can_help() {
    for (status, code, expected) in [
        (403, "Authorization_RequestDenied", true),
        (403, "AccessDenied", true),
        (403, "Directory_QuotaExceeded", false),
        (403, "Directory_ResourceSizeExceeded", false),
        (400, "CredentialInvalidLifetimeAsPerAppPolicy", false),
        (404, "Request_ResourceNotFound", false),
        (503, "UnknownError", false),
    ] {
        let refusal = Refusal {
            status,
            code: code.to_owned(),
            message: "No.".to_owned(),
            request_id: None,
            retry_after: None,
        };
        let problem = crate::reading_problem(&graph::GraphError::Refused(refusal));
        assert_eq!(lacks_role(&problem), expected, "{status} {code}");
    }
    let ended = graph::GraphError::SignInAgain { request_id: None };
    assert!(!lacks_role(&crate::reading_problem(&ended)));
}
