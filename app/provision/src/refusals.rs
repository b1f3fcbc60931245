//! Why Graph refused, and what to do about it: one table from Graph's codes, messages and statuses to an advice.
//!
//! What the engine *does* about a refusal (repeating, looking, stopping) is decided in `graph` and `apply`; the table
//! chooses words only. The codes and wordings are those of "Microsoft Graph error responses and resource types", of the
//! pages of the operations that the engine uses, and of public threads of people who met them.

use base::Key;
use base::Message;
use graph::Refusal;

/// How a refusal is recognised.
enum Sign {
    /// Graph's code is this one.
    Code(&'static str),
    /// Graph's message has this in it, whatever the case of its letters: one code serves many messages.
    Says(&'static str),
    /// The HTTP status is this one.
    Status(u16),
    /// The status is of the fives: a fault at Microsoft's side.
    Fault,
    /// There is no code: not an answer of Graph's.
    NoCode,
}

/// Signs and the advice for them; the first that fits counts, so the narrower stand above the wider.
const TABLE: &[(Sign, Key)] = &[
    // App management policies, "asymmetricKeyLifetime" and "trustedCertificateAuthority".
    (
        Sign::Code("CredentialInvalidLifetimeAsPerAppPolicy"),
        Key::AdviceCertificateLifetime,
    ),
    (
        Sign::Says("credential lifetime exceeds"),
        Key::AdviceCertificateLifetime,
    ),
    (
        Sign::Code("CredentialTypeNotAllowedAsPerAppPolicy"),
        Key::AdviceCredentialKind,
    ),
    (
        Sign::Says("credential type not allowed as per assigned policy"),
        Key::AdviceCredentialKind,
    ),
    // Update application, `keyCredentials`.
    (
        Sign::Code("KeyCredentialsUpdateNotAllowed"),
        Key::AdviceKeyUpdate,
    ),
    (Sign::Code("KeyNotUpdatable"), Key::AdviceKeyUpdate),
    (
        Sign::Says("update to existing credential with keyid"),
        Key::AdviceKeyUpdate,
    ),
    // The limit of items in one object ("Validation differences by supported account types"); its status, 403, is no matter
    // of roles.
    (
        Sign::Code("Directory_ResourceSizeExceeded"),
        Key::AdviceObjectFull,
    ),
    (
        Sign::Says("the size of the object has exceeded its limit"),
        Key::AdviceObjectFull,
    ),
    // Replication.
    (
        Sign::Says("does not exist or one of its queried reference-property objects"),
        Key::AdviceGone,
    ),
    (
        Sign::Says("does not reference a valid application object"),
        Key::AdviceNotYet,
    ),
    (
        Sign::Says("not a valid reference update"),
        Key::AdviceNotYet,
    ),
    (
        Sign::Code("Request_MultipleObjectsWithSameKeyValue"),
        Key::AdviceTaken,
    ),
    (
        Sign::Says("another object with the same value for property"),
        Key::AdviceTaken,
    ),
    // Grant an appRoleAssignment.
    (
        Sign::Says("permission being assigned already exists on the object"),
        Key::AdviceAlreadyThere,
    ),
    // Add members, add owners.
    (
        Sign::Says("one or more added object references already exist"),
        Key::AdviceAlreadyThere,
    ),
    // Create user.
    (
        Sign::Says("password complexity requirements"),
        Key::AdvicePassword,
    ),
    // Assign license.
    (
        Sign::Says("user with invalid usage location"),
        Key::AdviceUsageLocation,
    ),
    (
        Sign::Says("does not have any available licenses"),
        Key::AdviceLicenceNone,
    ),
    (
        Sign::Says("license assignment failed because service plans"),
        Key::AdviceLicenceExcludes,
    ),
    (
        Sign::Says("depends on the service plan(s)"),
        Key::AdviceLicenceNeeds,
    ),
    // Mailboxes and calendars.
    (
        Sign::Code("MailboxNotEnabledForRESTAPI"),
        Key::AdviceMailboxMissing,
    ),
    (
        Sign::Says("blocked by tenant configured apponly accesspolicy"),
        Key::AdviceAccessPolicy,
    ),
    (Sign::Code("ErrorAccessDenied"), Key::AdviceMailboxOthers),
    (Sign::Code("ErrorNotSupported"), Key::AdviceMailboxOthers),
    (Sign::Code("Directory_QuotaExceeded"), Key::AdviceQuota),
    (
        Sign::Code("Directory_ConcurrencyViolation"),
        Key::AdviceCollision,
    ),
    // Combine multiple HTTP requests using JSON batching, `dependsOn`.
    (Sign::Status(424), Key::AdviceEarlierFailed),
    (Sign::Code("TooManyRequests"), Key::AdviceThrottled),
    (Sign::Code("ApplicationThrottled"), Key::AdviceThrottled),
    (Sign::Status(429), Key::AdviceThrottled),
    (Sign::Fault, Key::AdviceFault),
    (Sign::NoCode, Key::AdviceNotGraph),
    (Sign::Code("Authorization_RequestDenied"), Key::AdviceRoles),
    (Sign::Status(403), Key::AdviceRoles),
    (Sign::Code("Request_ResourceNotFound"), Key::AdviceGone),
    (Sign::Status(404), Key::AdviceGone),
    (Sign::Code("Request_BadRequest"), Key::AdviceOurs),
    (Sign::Status(400), Key::AdviceOurs),
];

impl Sign {
    fn fits(&self, refusal: &Refusal) -> bool {
        match self {
            Self::Code(code) => refusal.code == *code,
            Self::Says(part) => refusal.message.to_ascii_lowercase().contains(part),
            Self::Status(status) => refusal.status == *status,
            Self::Fault => refusal.status >= 500,
            Self::NoCode => refusal.code.is_empty(),
        }
    }
}

/// Whether `problem`, of a run that stopped or of something that could not be read, says that the person lacks a role or
/// the sign-in a permission: a colleague who has it can go on.
pub fn lacks_role(problem: &Message) -> bool {
    problem.advises(Key::AdviceRoles)
}

/// What a refusal comes from, and what to do about it.
pub(crate) fn advice(refusal: &Refusal) -> Message {
    let row = TABLE.iter().find(|(sign, _)| sign.fits(refusal));
    Message::new(row.map_or(Key::AdviceUnknown, |(_, key)| *key))
}

#[cfg(test)]
mod tests;
