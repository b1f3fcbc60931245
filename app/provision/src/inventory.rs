//! What gives access to an application or by it: client secrets, certificates, federated credentials, owners, roles, redirect
//! URIs. As it was found when a plan was made, and what others added since the last run that came to its end. Pure.
//!
//! What others added is told and nothing more: no plan takes it away by itself.

use base::Key;
use base::KeyId;
use base::Message;
use base::ObjectId;
use base::RoleId;
use base::Thumbprint;
use graph::app_role_assignment::AppRoleAssignment;
use graph::application::PasswordCredential;
use graph::federated_credential::FederatedCredential;
use graph::key_credential::KeyCredential;
use graph::service_principal::Api;
use serde::Deserialize;
use serde::Serialize;

use crate::Declared;
use crate::Goal;
use crate::History;
use crate::Journal;
use crate::Observed;
use crate::ObservedSetUp;
use crate::RunId;
use crate::What;
use crate::history::TakenOff;
use crate::undo::flat;

/// What an application had when a plan was made for it; nothing, where there was none.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inventory {
    /// Whose this is: the application's object id. `None` where there was none, or the journal is older than this.
    #[serde(default)]
    pub application: Option<ObjectId>,
    /// Client secrets, by their id.
    pub secrets: Vec<KeyId>,
    /// Certificates, by their id.
    pub certificates: Vec<KeyId>,
    /// Of which certificate each of these is, where that is known; none in a journal that is older than this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thumbprints: Vec<(KeyId, Thumbprint)>,
    /// Owners.
    pub owners: Vec<ObjectId>,
    /// Roles that the service principal held: the API's service principal, and the role.
    pub roles: Vec<(ObjectId, RoleId)>,
    /// Redirect URIs.
    pub redirect_uris: Vec<String>,
    /// Permissions that it declared; none in a journal that is older than this.
    #[serde(default)]
    pub declared: Vec<Declared>,
    /// Labels; none in a journal that is older than this.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Federated credentials; `None` where they were not shown, or a journal is older than the looking at them.
    #[serde(default)]
    pub federated: Option<Vec<FederatedCredential>>,
}

impl Inventory {
    /// What the observed application has.
    pub fn of(observed: &Observed) -> Self {
        let Some(set_up) = &observed.set_up else {
            return Self {
                federated: Some(Vec::new()),
                ..Self::default()
            };
        };
        let application = &set_up.application;
        let secrets = application.password_credentials.iter();
        let certificates = application.key_credentials.iter();
        let thumbprint = |one: &KeyCredential| Some((one.key_id.clone(), one.thumbprint()?));
        let thumbprints = application.key_credentials.iter().filter_map(thumbprint);
        let redirect_uris = application.redirect_uris().map(|it| it.to_string());
        Self {
            application: Some(application.id.clone()),
            secrets: secrets.map(|one| one.key_id.clone()).collect(),
            certificates: certificates.map(|one| one.key_id.clone()).collect(),
            thumbprints: thumbprints.collect(),
            owners: set_up.owners.iter().map(|one| one.id.clone()).collect(),
            roles: set_up.assignments.iter().map(role).collect(),
            redirect_uris: redirect_uris.collect(),
            declared: flat(&application.required_resource_access),
            labels: application.tags.clone(),
            federated: set_up.federated.clone(),
        }
    }
}

/// What an assignment grants: a role of an API, named by the API's service principal.
pub(crate) fn role(held: &AppRoleAssignment) -> (ObjectId, RoleId) {
    (held.resource_id.clone(), held.app_role_id.clone())
}

/// What others added to the observed application since the last run that set it up came to its end: a sentence each, with
/// what to do. A run that went on with an interrupted one counts with it, so that what was added during the interruption is
/// told; so is a certificate that came back after this console took it off. Empty where no such run noted what it found.
pub fn added_since(history: &History, observed: &Observed) -> Vec<Message> {
    let last = history.last_wish().map(|(beginning, _)| beginning.run);
    let baseline = last.and_then(|last| {
        let set_up = observed.set_up.as_ref()?;
        Some((Expected::of(history, last, &set_up.application.id)?, set_up))
    });
    let Some((expected, set_up)) = baseline else {
        return Vec::new();
    };
    let application = &set_up.application;
    let found = expected.found;
    let secrets = application.password_credentials.iter();
    let secrets = secrets.filter(|one| !found.secrets.contains(&one.key_id));
    let certificates = application.key_credentials.iter();
    let certificates = certificates.filter(|one| !expected.has_certificate(one));
    let federated = federated_added(found, set_up);
    let owners = set_up.owners.iter();
    let owners = owners.filter(|one| !expected.has_owner(&one.id));
    let roles = set_up.assignments.iter();
    let roles = roles.filter(|one| !expected.has_role(&role(one)));
    let addresses = application.redirect_uris().map(|it| it.to_string());
    let addresses = addresses.filter(|one| !found.redirect_uris.contains(one));
    secrets
        .map(secret_added)
        .chain(certificates.map(certificate_added))
        .chain(federated)
        .chain(owners.map(owner_added))
        .chain(roles.map(|one| role_added(one, &observed.microsoft_graph)))
        .chain(addresses.map(address_added))
        .collect()
}

/// What there was when an undertaking began, and what the plans of its runs brought.
struct Expected<'a> {
    found: &'a Inventory,
    /// The runs from the one that found that on, oldest first.
    runs: Vec<ItsRun<'a>>,
}

/// One run of an undertaking.
struct ItsRun<'a> {
    journal: &'a Journal,
    /// The certificates that this console took off later.
    removed: Vec<TakenOff<'a>>,
}

impl<'a> Expected<'a> {
    /// What is expected of `application` since the run `last`, or the one that it went on with, began.
    fn of(history: &'a History, last: &RunId, application: &ObjectId) -> Option<Self> {
        let mut runs = history.gone_on_with(last);
        let at = runs.iter().position(|run| found(run).is_some())?;
        runs.drain(..at);
        let found = found(runs.first()?)?;
        let runs = runs.into_iter().filter_map(|journal| {
            let removed = history.removed_since(journal.beginning()?.run, application);
            Some(ItsRun { journal, removed })
        });
        let runs = runs.collect();
        Some(Self { found, runs })
    }

    fn goals(&self) -> impl Iterator<Item = &'a Goal> {
        self.runs.iter().flat_map(ItsRun::goals)
    }

    fn has_certificate(&self, one: &KeyCredential) -> bool {
        let was_found = self.found.certificates.contains(&one.key_id);
        let first = self.runs.first();
        (was_found && !first.is_some_and(|run| run.saw_removed(one)))
            || self.runs.iter().any(|run| run.brought(one))
    }

    /// Whoever makes an application may become its owner by that.
    fn has_owner(&self, owner: &ObjectId) -> bool {
        let made = |goal: &Goal| matches!(goal, Goal::Application { .. });
        let by = |run: &ItsRun<'_>| run.journal.beginning().and_then(|it| it.by) == Some(owner);
        let makes = |run: &ItsRun<'_>| by(run) && run.goals().any(made);
        self.found.owners.contains(owner) || self.runs.iter().any(makes)
    }

    fn has_role(&self, wanted: &(ObjectId, RoleId)) -> bool {
        let ours = |goal: &Goal| match goal {
            Goal::Granted {
                resource,
                role,
                is: true,
                ..
            } => (resource, role) == (&wanted.0, &wanted.1),
            _ => false,
        };
        self.found.roles.contains(wanted) || self.goals().any(ours)
    }
}

/// What a run found, if it noted that.
pub(crate) fn found(run: &Journal) -> Option<&Inventory> {
    let mut found = run.entries.iter().filter_map(|entry| match &entry.what {
        What::Found(found) => Some(found),
        _ => None,
    });
    found.next()
}

impl<'a> ItsRun<'a> {
    /// By what one sees that the run's steps are done, those included that people did elsewhere.
    fn goals(&self) -> impl Iterator<Item = &'a Goal> + use<'a> {
        let beginning = self.journal.beginning();
        let steps = beginning.map_or(&[][..], |it| it.plan.steps.as_slice());
        steps.iter().filter_map(|step| step.action.goal())
    }

    /// Whether the run's plan brought the certificate, and nothing took it off later.
    fn brought(&self, one: &KeyCredential) -> bool {
        let ours = |goal: &Goal| match goal {
            Goal::Certificate {
                thumbprint,
                is: true,
                ..
            } => one.thumbprint() == Some(*thumbprint),
            _ => false,
        };
        self.goals().any(ours) && !self.saw_removed(one)
    }

    /// Whether this console took the certificate off after the run.
    fn saw_removed(&self, one: &KeyCredential) -> bool {
        self.removed.iter().any(|off| off.is(one))
    }
}

fn secret_added(one: &PasswordCredential) -> Message {
    let id = one.key_id.to_string();
    let name = one.display_name.clone().filter(|name| !name.is_empty());
    let message = Message::new(Key::AddedSecret).with("name", name.unwrap_or(id));
    until(message, one.end()).advised(Message::new(Key::AdviceAddedCredential))
}

fn certificate_added(one: &KeyCredential) -> Message {
    let thumbprint = one.thumbprint().map(|thumbprint| thumbprint.to_string());
    let named = thumbprint.unwrap_or_else(|| one.key_id.to_string());
    let message = Message::new(Key::AddedCertificate).with("thumbprint", named);
    until(message, one.end()).advised(Message::new(Key::AdviceAddedCredential))
}

fn until(message: Message, end: Option<base::Timestamp>) -> Message {
    let end = end.map_or_else(|| "?".to_owned(), |end| end.to_string());
    message.with("until", end)
}

/// The federated credentials that were not found, or accepted others' tokens then. No run of this console makes one.
fn federated_added(found: &Inventory, set_up: &ObservedSetUp) -> Vec<Message> {
    let Some(before) = &found.federated else {
        return Vec::new();
    };
    let Some(now) = &set_up.federated else {
        return vec![
            Message::new(Key::AddedFederatedUnseen)
                .advised(Message::new(Key::AdviceAddedFederatedUnseen)),
        ];
    };
    let added = now.iter().filter(|one| !before.contains(one));
    added.map(federated_credential_added).collect()
}

fn federated_credential_added(one: &FederatedCredential) -> Message {
    let text = |part: &Option<String>| part.clone().unwrap_or_else(|| "?".to_owned());
    Message::new(Key::AddedFederated)
        .with("name", one.name.as_ref().unwrap_or(&one.id))
        .with("issuer", text(&one.issuer))
        .with("subject", text(&one.subject))
        .advised(Message::new(Key::AdviceAddedCredential))
}

fn owner_added(one: &graph::owner::Owner) -> Message {
    Message::new(Key::AddedOwner)
        .with("owner", survey::owner_label(one))
        .advised(Message::new(Key::AdviceAddedOwner))
}

fn role_added(one: &AppRoleAssignment, microsoft_graph: &Api) -> Message {
    let (api, role) = role_names(&role(one), microsoft_graph);
    Message::new(Key::AddedRole)
        .with("role", role)
        .with("api", api)
        .advised(Message::new(Key::AdviceAddedRole))
}

/// What an API and a role of it are called: by their names where the API is Microsoft Graph, else by their ids.
pub(crate) fn role_names(
    (api, role): &(ObjectId, RoleId),
    microsoft_graph: &Api,
) -> (String, String) {
    if *api != microsoft_graph.id {
        return (api.to_string(), role.to_string());
    }
    let mut roles = microsoft_graph.app_roles.iter();
    let named = roles.find(|one| one.id == *role);
    let named = named.and_then(|one| one.value.clone());
    let role = named.unwrap_or_else(|| role.to_string());
    ("Microsoft Graph".to_owned(), role)
}

fn address_added(address: String) -> Message {
    Message::new(Key::AddedRedirectUri)
        .with("address", address)
        .advised(Message::new(Key::AdviceAddedRedirectUri))
}

#[cfg(test)]
mod tests;
