//! What would stop a run, or is to be known before it, found out before anything else is done. Reads only.
//!
//! A check says what the writes of a run will meet, as far as the tenant can tell beforehand: [`Verdict::Fail`] where
//! Microsoft refuses, [`Verdict::Pass`] where nothing stands in the way, [`Verdict::Warn`] for what is between the two.

mod application;
mod certificate;
mod person;

use base::Clock;
use base::Message;
use base::Timestamp;
use base::Tokens;
use base::Transport;
use graph::Call;
use graph::Graph;
use graph::GraphError;
use graph::policy::AppManagementPolicy;
use graph::policy::AuthorizationPolicy;
use graph::policy::GetAuthorizationPolicy;
use graph::policy::GetDefaultAppManagementPolicy;
use graph::policy::ListOwnAppManagementPolicies;
use graph::policy::OwnAppManagementPolicy;

use crate::ApplicationChoice;
use crate::Choice;
use crate::Facts;
use crate::SetUp;
use crate::Task;

/// What a check came to, the worst last.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Verdict {
    /// Nothing stands in the way.
    Pass,
    /// The run may stop here, or there is something to decide first.
    Warn,
    /// Microsoft would refuse.
    Fail,
}

/// What a check is about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Subject {
    /// Whether the person may make or change the application.
    RegisterApplication,
    /// Whether the person may consent to its permissions.
    GrantPermission,
    /// Whether users may consent for themselves, which a set-up does not depend on.
    UserConsent,
    /// Whether the tenant's policy for certificates can be read at all; there is no such check where it can.
    CertificatePolicy,
    /// Whether the application has a policy for certificates of its own; there is no such check where it has none.
    OwnPolicy,
    /// Whom the policy for certificates lets off; there is no such check where it lets nobody off.
    Exemptions,
    /// How long the certificate is valid.
    CertificateLifetime,
    /// Who issued the certificate.
    CertificateAuthority,
    /// Set-ups and applications of our name that are there already.
    ExistingSetUps,
    /// Who else may change the application.
    Owners,
}

/// One finding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Check {
    /// What it is about.
    pub subject: Subject,
    /// What it came to.
    pub verdict: Verdict,
    /// What was found; its advice says what to do.
    pub message: Message,
}

impl Check {
    fn new(subject: Subject, verdict: Verdict, message: Message) -> Self {
        Self {
            subject,
            verdict,
            message,
        }
    }

    /// The most days that the tenant's policy allows a certificate, where this finding tells it.
    pub fn longest_lifetime(&self) -> Option<u32> {
        let is_told = self.subject == Subject::CertificateLifetime;
        let days = self.message.parameters.get("longest");
        days.filter(|_| is_told)?.parse().ok()
    }
}

/// Policies of the tenant. `None` is one that this person may not read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Policies {
    authorization: Option<AuthorizationPolicy>,
    management: Option<AppManagementPolicy>,
    own: Own,
}

/// Policies for certificates of the application's own.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Own {
    /// These; none where the application is still to be made, and most applications have none.
    Read(Vec<OwnAppManagementPolicy>),
    /// This person may not read them (403). There may be none, and one that is there may demand more or less than the
    /// tenant's: what is foretold by the tenant's is foretold all the same, with a warning before it that says so.
    Unread,
}

impl Default for Own {
    fn default() -> Self {
        Self::Read(Vec::new())
    }
}

/// Checks what `choice` will meet in the tenant of `facts`. Needs `Policy.Read.All`.
///
/// A policy that the person may not read is a warning: the directory roles for reading policies are others than those for
/// registering applications. What no permission of this console shows (whether a policy lets this person off, the policies
/// about what directory roles may consent to) is said where it matters.
///
/// # Errors
///
/// [`GraphError`], where a read fails otherwise; nothing was changed.
pub async fn preflight<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    facts: &Facts,
    choice: &Choice,
) -> Result<Vec<Check>, GraphError> {
    let policies = Policies {
        authorization: read(graph, &GetAuthorizationPolicy).await?,
        management: read(graph, &GetDefaultAppManagementPolicy).await?,
        own: read_own(graph, Target::of(choice, facts), choice).await?,
    };
    Ok(checks(facts, &policies, choice, graph.clock().now()))
}

/// Reads what a person may or may not be allowed to read; `None` where not.
async fn read<T: Transport, K: Tokens, C: Clock, Q: Call>(
    graph: &Graph<T, K, C>,
    call: &Q,
) -> Result<Option<Q::Reply>, GraphError> {
    match graph.call(call).await {
        Ok(reply) => Ok(Some(reply)),
        Err(GraphError::Refused(refusal)) if refusal.status == 403 => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads the policies of the application's own, where a certificate is added to one that is there.
async fn read_own<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    target: Target<'_>,
    choice: &Choice,
) -> Result<Own, GraphError> {
    let set_up = target.there();
    let set_up = set_up.filter(|set_up| certificate::is_added(Some(set_up), choice));
    let Some(set_up) = set_up else {
        return Ok(Own::default());
    };
    let application = set_up.application.id.clone();
    let call = ListOwnAppManagementPolicies { application };
    match graph.find_list(&call).await {
        // Deleted since: the plan says so.
        Ok(found) => Ok(Own::Read(found.unwrap_or_default())),
        Err(GraphError::Refused(refusal)) if refusal.status == 403 => Ok(Own::Unread),
        Err(error) => Err(error),
    }
}

/// The tasks for which `checks` say that the person lacks a role, surely or perhaps: for what a colleague may be needed. What
/// is left to a colleague anyway is not among them.
pub fn lacking(checks: &[Check]) -> Vec<Task> {
    let lacks = |task: &Task| {
        let subject = match task {
            Task::RegisterApplication => Subject::RegisterApplication,
            Task::GrantPermission => Subject::GrantPermission,
        };
        let mut about = checks.iter().filter(|check| check.subject == subject);
        about.any(|check| check.verdict != Verdict::Pass)
    };
    Task::ALL.into_iter().filter(lacks).collect()
}

/// Every check, in the order in which a run meets what it is about.
fn checks(facts: &Facts, policies: &Policies, choice: &Choice, now: Timestamp) -> Vec<Check> {
    let target = Target::of(choice, facts);
    let mut checks = vec![
        person::register(facts, target, choice, policies.authorization.as_ref()),
        person::grant(facts, choice),
        person::user_consent(policies.authorization.as_ref()),
    ];
    checks.extend(certificate::checks(target, choice, policies, now));
    checks.push(application::existing(facts, target));
    checks.extend(application::owners(facts, target, choice));
    checks
}

/// The application that a choice comes to.
#[derive(Clone, Copy, Debug)]
enum Target<'a> {
    /// One that is made.
    New,
    /// One that is there.
    There(&'a SetUp),
    /// One that was chosen and is not among those seen now: deleted or renamed since, or not on every copy of the
    /// directory.
    Unseen,
}

impl<'a> Target<'a> {
    fn of(choice: &Choice, facts: &'a Facts) -> Self {
        let find = |is_it: &dyn Fn(&SetUp) -> bool| facts.set_ups.iter().find(|one| is_it(one));
        match &choice.application {
            ApplicationChoice::Ours => facts.ours().map_or(Self::New, Self::There),
            ApplicationChoice::Existing { id } => {
                find(&|one| one.application.id == *id).map_or(Self::Unseen, Self::There)
            }
            ApplicationChoice::Beside { unique_name: None } => Self::New,
            ApplicationChoice::Beside {
                unique_name: Some(key),
            } => find(&|one| one.application.unique_name.as_ref() == Some(key))
                .map_or(Self::New, Self::There),
        }
    }

    fn there(self) -> Option<&'a SetUp> {
        match self {
            Self::There(set_up) => Some(set_up),
            Self::New | Self::Unseen => None,
        }
    }
}

#[cfg(test)]
mod tests;
