//! Whether the person may do what a run does, and what users may without a role.

use base::Key;
use base::Message;
use graph::policy::AuthorizationPolicy;

use super::Check;
use super::Subject;
use super::Target;
use super::Verdict;
use super::certificate;
use crate::Choice;
use crate::Facts;
use crate::Role;
use crate::SetUp;
use crate::Task;

/// Whether the person may make or change the application.
pub(super) fn register(
    facts: &Facts,
    target: Target<'_>,
    choice: &Choice,
    policy: Option<&AuthorizationPolicy>,
) -> Check {
    let task = Task::RegisterApplication;
    let check = |verdict, message| Check::new(Subject::RegisterApplication, verdict, message);
    if let Some(role) = held(facts, task) {
        let message = Message::new(Key::CheckRegisterRole).with("role", role.name());
        return check(Verdict::Pass, message);
    }
    let (verdict, message) = match target {
        Target::New => make(policy),
        Target::There(set_up) => change(facts, set_up, choice),
        Target::Unseen => {
            let message = Message::new(Key::CheckChangeUnsure);
            let message = message.with("name", &choice.application_name);
            (Verdict::Warn, message)
        }
    };
    let advice = Message::new(Key::CheckAdviceRole).with("roles", names(task));
    check(verdict, message.advised(advice))
}

/// What somebody without a role meets where an application is to be made.
///
/// A tenant may let its members register applications, but that is not the whole of it: Graph's pages "Upsert
/// application" and "Create servicePrincipal" name roles for the rest.
fn make(policy: Option<&AuthorizationPolicy>) -> (Verdict, Message) {
    let allowed =
        policy.and_then(|policy| policy.default_user_role_permissions.allowed_to_create_apps);
    let (verdict, key) = match allowed {
        Some(true) => (Verdict::Warn, Key::CheckRegisterMember),
        Some(false) => (Verdict::Fail, Key::CheckRegisterRefused),
        None => (Verdict::Warn, Key::CheckRegisterUnread),
    };
    (verdict, Message::new(key))
}

/// What somebody without a role meets where `set_up` is used: an owner may change it, others may not.
fn change(facts: &Facts, set_up: &SetUp, choice: &Choice) -> (Verdict, Message) {
    let (verdict, key) = if owns(facts, set_up) {
        (Verdict::Warn, Key::CheckChangeOwner)
    } else if changes(set_up, choice) {
        (Verdict::Fail, Key::CheckChangeRefused)
    } else {
        (Verdict::Warn, Key::CheckChangeUnsure)
    };
    let message = Message::new(key).with("name", &set_up.application.display_name);
    (verdict, message)
}

fn owns(facts: &Facts, set_up: &SetUp) -> bool {
    set_up.owners.iter().any(|owner| owner.id == facts.me.id)
}

/// Whether `choice` changes `set_up` in any case: by our label, a certificate, or owners who leave. Whether it changes
/// anything else, a plan says.
fn changes(set_up: &SetUp, choice: &Choice) -> bool {
    let leaves = |owner: &graph::owner::Owner| choice.remove_owners.contains(&owner.id);
    !set_up.ours || certificate::is_added(Some(set_up), choice) || set_up.owners.iter().any(leaves)
}

/// Whether the person may consent to the application's permissions.
pub(super) fn grant(facts: &Facts, choice: &Choice) -> Check {
    let task = Task::GrantPermission;
    let (verdict, message) = if choice.leave_consent {
        let message = Message::new(Key::CheckGrantLeft).with("roles", names(task));
        (Verdict::Pass, message)
    } else if let Some(role) = held(facts, task) {
        let message = Message::new(Key::CheckGrantRole).with("role", role.name());
        (Verdict::Pass, message)
    } else {
        let advice = Message::new(Key::CheckAdviceGrant).with("roles", names(task));
        let message = Message::new(Key::CheckGrantMissing).advised(advice);
        (Verdict::Warn, message)
    };
    Check::new(Subject::GrantPermission, verdict, message)
}

/// Whether users may consent for themselves.
///
/// A run goes on either way: an administrator consents for the whole organisation, which the policies about what users may
/// consent to do not limit.
pub(super) fn user_consent(policy: Option<&AuthorizationPolicy>) -> Check {
    let policies = policy.and_then(|policy| {
        let permissions = &policy.default_user_role_permissions;
        permissions.policies_of_own_consent()
    });
    let (verdict, message) = match policies {
        None => (Verdict::Pass, Message::new(Key::CheckUserConsentUnread)),
        Some(none) if none.is_empty() => (Verdict::Pass, Message::new(Key::CheckUserConsentNone)),
        Some(policies) => {
            let message = Message::new(Key::CheckUserConsentAllowed);
            (Verdict::Pass, message.with("policies", policies.join(", ")))
        }
    };
    Check::new(Subject::UserConsent, verdict, message)
}

/// The first role of the person's that is enough for `task`.
fn held(facts: &Facts, task: Task) -> Option<Role> {
    let holds = |role: &Role| {
        let mut ids = facts.roles.iter().map(|held| &held.role_template_id);
        ids.any(|id| id.eq_ignore_ascii_case(role.template_id()))
    };
    task.sufficient().iter().copied().find(holds)
}

fn names(task: Task) -> String {
    let names = task.sufficient().iter().map(|role| role.name());
    names.collect::<Vec<_>>().join(", ")
}
