//! Whether the tenant's policy lets the certificate be added. Graph page: "keyCredentialConfiguration resource type".

use std::time::Duration;

use base::CertificateFacts;
use base::Key;
use base::Message;
use base::Timestamp;
use graph::policy::AppManagementPolicy;

use super::Check;
use super::Subject;
use super::Target;
use super::Verdict;
use crate::CertificateChoice;
use crate::Choice;
use crate::LIFETIMES;
use crate::SetUp;

const DAY: u64 = 24 * 60 * 60;

/// From here on a certificate lives so long that auditors object, in days.
const LONG: u64 = 3650;

/// Whether `choice` adds a certificate that `set_up` does not have.
pub(super) fn is_added(set_up: Option<&SetUp>, choice: &Choice) -> bool {
    let has = |certificate: &CertificateFacts| {
        let mut credentials = set_up
            .into_iter()
            .flat_map(|one| &one.application.key_credentials);
        credentials.any(|credential| credential.thumbprint() == Some(certificate.thumbprint))
    };
    match &choice.certificate {
        CertificateChoice::Keep { .. } | CertificateChoice::Vendor { certificate: None } => false,
        CertificateChoice::Vendor {
            certificate: Some(certificate),
        } => !has(certificate),
        CertificateChoice::Make { .. } => true,
    }
}

/// Everything about the certificate.
pub(super) fn checks(
    target: Target<'_>,
    choice: &Choice,
    policy: Option<&AppManagementPolicy>,
    now: Timestamp,
) -> Vec<Check> {
    if !is_added(target.there(), choice) {
        let message = Message::new(Key::CheckCertificateStays);
        return vec![Check::new(
            Subject::CertificateLifetime,
            Verdict::Pass,
            message,
        )];
    }
    let Some(policy) = policy else {
        let message = Message::new(Key::CheckPolicyUnread);
        let unread = Check::new(Subject::CertificatePolicy, Verdict::Warn, message);
        return std::iter::once(unread).chain(long(choice)).collect();
    };
    // An application of unknown age is taken for a new one: policies bind those at least.
    let created = target
        .there()
        .and_then(|set_up| set_up.application.created_date_time);
    let created = created.unwrap_or(now);
    let longest = policy.longest_certificate(created);
    let authority = policy.demands_trusted_authority(created);
    vec![lifetime(choice, longest), issuer(choice, authority)]
}

/// How long the certificate is valid.
fn length(choice: &Choice) -> Duration {
    match &choice.certificate {
        CertificateChoice::Make { days, .. } => Duration::from_secs(u64::from(*days) * DAY),
        CertificateChoice::Vendor {
            certificate: Some(certificate),
        } => certificate.not_after.since(certificate.not_before),
        CertificateChoice::Vendor { certificate: None } | CertificateChoice::Keep { .. } => {
            Duration::ZERO
        }
    }
}

fn lifetime(choice: &Choice, longest: Option<Duration>) -> Check {
    let length = length(choice);
    // Rounded so that a certificate that is too long by an hour shows as longer than what is allowed.
    let days = length.as_secs().div_ceil(DAY);
    let check = |verdict, message| Check::new(Subject::CertificateLifetime, verdict, message);
    let said = |key| Message::new(key).with("days", days);
    match longest {
        Some(longest) if length > longest => {
            let refused = said(Key::CheckLifetimeRefused).with("longest", longest.as_secs() / DAY);
            check(Verdict::Fail, refused.advised(shorter(choice, longest)))
        }
        Some(longest) => long(choice).unwrap_or_else(|| {
            let fits = said(Key::CheckLifetimeFits).with("longest", longest.as_secs() / DAY);
            check(Verdict::Pass, fits)
        }),
        None => {
            long(choice).unwrap_or_else(|| check(Verdict::Pass, said(Key::CheckLifetimeUnlimited)))
        }
    }
}

/// What to do about a certificate that is valid for more than `longest`.
fn shorter(choice: &Choice, longest: Duration) -> Message {
    let fits = |days: &u32| Duration::from_secs(u64::from(*days) * DAY) <= longest;
    let offered = LIFETIMES.into_iter().filter(fits).max();
    match (&choice.certificate, offered) {
        (CertificateChoice::Make { .. }, Some(days)) => {
            Message::new(Key::CheckAdviceLifetime).with("days", days)
        }
        (CertificateChoice::Make { .. }, None) => Message::new(Key::CheckAdviceLifetimeNone),
        _ => Message::new(Key::CheckAdviceLifetimeVendor).with("longest", longest.as_secs() / DAY),
    }
}

/// A warning, where a certificate is to be made that is valid for very long.
fn long(choice: &Choice) -> Option<Check> {
    let CertificateChoice::Make { days, .. } = &choice.certificate else {
        return None;
    };
    let message = Message::new(Key::CheckLifetimeLong)
        .with("days", days)
        .advised(Message::new(Key::CheckAdviceLifetimeLong));
    (u64::from(*days) >= LONG)
        .then(|| Check::new(Subject::CertificateLifetime, Verdict::Warn, message))
}

/// Which authorities a policy trusts is not among what can be read here, so only of a certificate that issues itself is
/// it known that it will be refused.
fn issuer(choice: &Choice, authority: bool) -> Check {
    let (verdict, message) = match &choice.certificate {
        _ if !authority => (Verdict::Pass, Message::new(Key::CheckAuthorityNone)),
        CertificateChoice::Vendor {
            certificate: Some(certificate),
        } => {
            let message = Message::new(Key::CheckAuthorityUnsure)
                .with("issuer", &certificate.issuer)
                .advised(Message::new(Key::CheckAdviceIssuer));
            (Verdict::Warn, message)
        }
        _ => {
            let message = Message::new(Key::CheckAuthorityRefused)
                .advised(Message::new(Key::CheckAdviceAuthority));
            (Verdict::Fail, message)
        }
    };
    Check::new(Subject::CertificateAuthority, verdict, message)
}
