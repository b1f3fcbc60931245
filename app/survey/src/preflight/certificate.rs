//! Whether the tenant's policy lets the certificate be added. Graph pages: "keyCredentialConfiguration
//! resource type", "tenantAppManagementPolicy resource type".

use std::time::Duration;

use base::CertificateFacts;
use base::Key;
use base::Message;
use base::Timestamp;
use graph::application::Application;
use graph::policy::AppManagementPolicy;
use graph::policy::LifetimeLimit;

use super::Check;
use super::Own;
use super::Policies;
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
        CertificateChoice::Keep { .. } => false,
        CertificateChoice::Vendor { certificate } | CertificateChoice::Own { certificate } => {
            certificate.as_ref().is_some_and(|given| !has(given))
        }
        CertificateChoice::Make { .. } => true,
    }
}

/// Everything about the certificate.
pub(super) fn checks(
    target: Target<'_>,
    choice: &Choice,
    policies: &Policies,
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
    // An application of unknown age is taken for a new one: policies bind those at least.
    let application = target.there().map(|set_up| &set_up.application);
    let created = application.and_then(|application| application.created_date_time);
    let rules = Rules::of(policies, created.unwrap_or(now));
    let lifetime = match rules.lifetime {
        Some(limit) => Some(lifetime(choice, limit)),
        None => long(choice),
    };
    own(application, &policies.own)
        .into_iter()
        .chain(policies.management.is_none().then(unread))
        .chain(rules.lets_some_off.then(exempted))
        .chain(lifetime)
        .chain(rules.authority.map(|authority| issuer(choice, authority)))
        .collect()
}

/// What counts for one application; `None` is what no policy says that could be read.
struct Rules {
    lifetime: Option<LifetimeLimit>,
    /// Whether only certain authorities may issue certificates.
    authority: Option<bool>,
    lets_some_off: bool,
}

impl Rules {
    /// An application's own policy overrides the tenant's ("tenantAppManagementPolicy resource type"). Whether it does so
    /// for what it does not name is not documented, so that the tenant's rule is taken to stand there; and so it is where an
    /// own policy could not be read, since most applications have none.
    fn of(policies: &Policies, created: Timestamp) -> Self {
        let own: Vec<AppManagementPolicy> = match &policies.own {
            Own::Read(policies) => policies.iter().map(|policy| policy.demands()).collect(),
            Own::Unread => Vec::new(),
        };
        let naming = |names: fn(&AppManagementPolicy) -> bool| {
            let naming = own.iter().find(|policy| names(policy));
            naming.or(policies.management.as_ref())
        };
        let for_lifetime = naming(AppManagementPolicy::names_lifetime);
        let for_authority = naming(AppManagementPolicy::names_authority);
        let mut both = [for_lifetime, for_authority].into_iter().flatten();
        Self {
            lifetime: for_lifetime.map(|policy| policy.longest_certificate(created)),
            authority: for_authority.map(|policy| policy.demands_trusted_authority(created)),
            lets_some_off: both.any(|policy| policy.lets_some_off(created)),
        }
    }
}

/// That the tenant's policy could not be read.
fn unread() -> Check {
    let message = Message::new(Key::CheckPolicyUnread);
    Check::new(Subject::CertificatePolicy, Verdict::Warn, message)
}

/// That the application has a policy of its own, or that this could not be read.
fn own(application: Option<&Application>, own: &Own) -> Option<Check> {
    let name = &application?.display_name;
    let said = |verdict, key| {
        let message = Message::new(key).with("name", name);
        Check::new(Subject::OwnPolicy, verdict, message)
    };
    match own {
        Own::Unread => Some(said(Verdict::Warn, Key::CheckOwnPolicyUnread)),
        Own::Read(policies) => {
            let enabled = policies.iter().filter(|policy| policy.is_enabled);
            let names = enabled.map(|policy| policy.display_name.as_deref().unwrap_or("?"));
            let names: Vec<&str> = names.collect();
            (!names.is_empty()).then(|| {
                let mut check = said(Verdict::Pass, Key::CheckOwnPolicy);
                check.message = check.message.with("policies", names.join(", "));
                check
            })
        }
    }
}

fn exempted() -> Check {
    let message = Message::new(Key::CheckExempted);
    let message = message.advised(Message::new(Key::CheckAdviceExempted));
    Check::new(Subject::Exemptions, Verdict::Warn, message)
}

/// How long the certificate is valid.
fn length(choice: &Choice) -> Duration {
    match &choice.certificate {
        CertificateChoice::Make { days, .. } => Duration::from_secs(u64::from(*days) * DAY),
        CertificateChoice::Vendor { certificate } | CertificateChoice::Own { certificate } => {
            certificate.as_ref().map_or(Duration::ZERO, |given| {
                given.not_after.since(given.not_before)
            })
        }
        CertificateChoice::Keep { .. } => Duration::ZERO,
    }
}

fn lifetime(choice: &Choice, limit: LifetimeLimit) -> Check {
    let length = length(choice);
    // Rounded so that a certificate that is too long by an hour shows as longer than what is allowed.
    let days = length.as_secs().div_ceil(DAY);
    let check = |verdict, message| Check::new(Subject::CertificateLifetime, verdict, message);
    let said = |key| Message::new(key).with("days", days);
    match limit.at_most {
        Some(longest) if length > longest => {
            let refused = said(Key::CheckLifetimeRefused).with("longest", longest.as_secs() / DAY);
            check(Verdict::Fail, refused.advised(shorter(choice, longest)))
        }
        _ if limit.is_unreadable => {
            let advice = Message::new(Key::CheckAdviceLifetimeUnread);
            let unread = said(Key::CheckLifetimeUnread).advised(advice);
            check(Verdict::Warn, unread)
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
    // A policy that is shorter than all of these is met by as many whole days as it allows.
    let whole_days = longest.as_secs() / DAY;
    let offered = offered.map_or(whole_days, u64::from);
    match (&choice.certificate, offered) {
        (CertificateChoice::Make { .. }, 0) => Message::new(Key::CheckAdviceLifetimeNone),
        (CertificateChoice::Make { .. }, days) => {
            Message::new(Key::CheckAdviceLifetime).with("days", days)
        }
        (CertificateChoice::Own { .. }, _) => {
            Message::new(Key::CheckAdviceLifetimeOwn).with("longest", longest.as_secs() / DAY)
        }
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
        }
        | CertificateChoice::Own {
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
