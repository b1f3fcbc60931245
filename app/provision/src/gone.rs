//! What an application had when a plan was made and has no longer, though no plan was to take it away. Pure.
//!
//! Collections that Graph replaces whole are merged and looked at right before each write, and yet a change of somebody else
//! in between can be lost. Reading back tells that. Who took a thing away is not known, and so not said.

use base::Key;
use base::KeyId;
use base::Message;
use base::ObjectId;
use base::RoleId;
use graph::federated_credential::FederatedCredential;
use graph::service_principal::Api;
use serde_json::Value;

use crate::Action;
use crate::Declared;
use crate::Goal;
use crate::History;
use crate::Inventory;
use crate::Journal;
use crate::Observed;
use crate::Step;
use crate::inventory::found;
use crate::inventory::role_names;

/// What the last run of `history`, or one that it went on with, found on the observed application, and is there no longer,
/// though no plan since was to take it away: a sentence each. Empty where the runs noted nothing of this application.
pub fn gone_since(history: &History, observed: &Observed) -> Vec<Message> {
    let Some(last) = history.runs.last().and_then(Journal::beginning) else {
        return Vec::new();
    };
    let runs = history.gone_on_with(last.run);
    let now = Inventory::of(observed);
    let is_the_same = |found: &&Inventory| found.application == now.application;
    let taken = Taken {
        off: taken_off(history, &runs, &now),
        ..Taken::by(&runs)
    };
    let mut gone = Vec::new();
    if now.application.is_some() {
        for found in runs.iter().filter_map(|run| found(run)).filter(is_the_same) {
            let missing = missing(found, &now, &taken, &observed.microsoft_graph);
            gone.extend(missing);
        }
    }
    // What several runs found is told once.
    let is_first = |(at, one): &(usize, &Message)| !gone[..*at].contains(one);
    let once = gone.iter().enumerate().filter(is_first);
    once.map(|(_, one)| one.clone()).collect()
}

/// The certificates that runs of their own took off the application since the first of these began.
fn taken_off(history: &History, runs: &[&Journal], now: &Inventory) -> Vec<KeyId> {
    let first = runs.first().and_then(|run| run.beginning());
    let (Some(first), Some(application)) = (first, &now.application) else {
        return Vec::new();
    };
    let removed = history.removed_since(first.run, application);
    let ids = removed
        .iter()
        .map(|off| off.removal.credential.key_id.clone());
    ids.collect()
}

fn missing(found: &Inventory, now: &Inventory, taken: &Taken<'_>, graph: &Api) -> Vec<Message> {
    let mut gone = credentials_gone(found, now, taken);
    gone.extend(federated_gone(found, now));
    gone.extend(access_gone(found, now, taken, graph));
    gone.extend(texts_gone(found, now, taken));
    gone
}

/// Client secrets and certificates.
fn credentials_gone(found: &Inventory, now: &Inventory, taken: &Taken<'_>) -> Vec<Message> {
    let named = |key| move |id: &KeyId| Message::new(key).with("id", id);
    let secrets = without(&found.secrets, &now.secrets);
    let certificates = without(&found.certificates, &now.certificates);
    let certificates = certificates
        .filter(|id| !taken.certificate(id))
        .filter(|id| !taken.added_again(id, found, now));
    let secrets = secrets.map(named(Key::GoneSecret));
    secrets
        .chain(certificates.map(named(Key::GoneCertificate)))
        .collect()
}

/// Owners, and permissions that were granted or declared.
fn access_gone(found: &Inventory, now: &Inventory, taken: &Taken<'_>, graph: &Api) -> Vec<Message> {
    let owners = without(&found.owners, &now.owners).filter(|id| !taken.owner(id));
    let roles = without(&found.roles, &now.roles).filter(|one| !taken.role(one));
    let declared = without(&found.declared, &now.declared).filter(|one| !taken.declared(one));
    owners
        .map(|id| Message::new(Key::GoneOwner).with("owner", id))
        .chain(roles.map(|one| role_gone(one, graph)))
        .chain(declared.map(|one| declared_gone(one, graph)))
        .collect()
}

/// Redirect URIs and labels.
fn texts_gone(found: &Inventory, now: &Inventory, taken: &Taken<'_>) -> Vec<Message> {
    let addresses = without(&found.redirect_uris, &now.redirect_uris);
    let labels = without(&found.labels, &now.labels).filter(|label| !taken.label(label));
    addresses
        .map(|address| Message::new(Key::GoneRedirectUri).with("address", address))
        .chain(labels.map(|label| Message::new(Key::GoneLabel).with("label", label)))
        .collect()
}

/// What of `before` is not in `now`.
fn without<'a, T: PartialEq>(before: &'a [T], now: &'a [T]) -> impl Iterator<Item = &'a T> {
    before.iter().filter(|one| !now.contains(one))
}

/// The federated credentials that are gone. One that was changed is there; where they are not shown, nothing can be said.
fn federated_gone(found: &Inventory, now: &Inventory) -> Vec<Message> {
    let (Some(before), Some(now)) = (&found.federated, &now.federated) else {
        return Vec::new();
    };
    let is_there = |one: &&FederatedCredential| now.iter().any(|other| other.id == one.id);
    let gone = before.iter().filter(|one| !is_there(one));
    let named = |one: &FederatedCredential| {
        let name = one.name.as_ref().unwrap_or(&one.id);
        Message::new(Key::GoneFederated).with("name", name)
    };
    gone.map(named).collect()
}

fn role_gone(one: &(ObjectId, RoleId), microsoft_graph: &Api) -> Message {
    let (api, role) = role_names(one, microsoft_graph);
    Message::new(Key::GoneRole)
        .with("role", role)
        .with("api", api)
}

fn declared_gone(one: &Declared, microsoft_graph: &Api) -> Message {
    let (api, permission) = if one.api == microsoft_graph.app_id {
        role_names(
            &(microsoft_graph.id.clone(), one.access.id.clone()),
            microsoft_graph,
        )
    } else {
        (one.api.to_string(), one.access.id.to_string())
    };
    Message::new(Key::GoneDeclared)
        .with("permission", permission)
        .with("api", api)
}

/// What plans were to take away, whoever was to do it.
struct Taken<'a> {
    steps: Vec<&'a Step>,
    /// Certificates that were taken off by runs of their own.
    off: Vec<KeyId>,
}

impl<'a> Taken<'a> {
    fn by(runs: &[&'a Journal]) -> Self {
        let beginnings = runs.iter().filter_map(|run| run.beginning());
        let steps = beginnings.flat_map(|it| &it.plan.steps);
        Self {
            steps: steps.collect(),
            off: Vec::new(),
        }
    }

    fn goals(&self) -> impl Iterator<Item = &'a Goal> {
        self.steps.iter().filter_map(|step| step.action.goal())
    }

    /// A step that takes an entry off found it, and does not name it among those that stay.
    fn certificate(&self, id: &KeyId) -> bool {
        let takes_off = |step: &&Step| match step.action.goal() {
            Some(Goal::Certificate {
                is: false, beside, ..
            }) => !beside.contains(id) && had_entry(&step.action, id),
            _ => false,
        };
        self.off.contains(id) || self.steps.iter().any(takes_off)
    }

    /// The entry is of a certificate that a plan adds, and another entry of it is there: a request that was not answered added
    /// the one, and when it was sent again, the other in its place.
    fn added_again(&self, id: &KeyId, found: &Inventory, now: &Inventory) -> bool {
        let mut of_entries = found.thumbprints.iter();
        let Some((_, of_it)) = of_entries.find(|(entry, _)| entry == id) else {
            return false;
        };
        let adds = |goal: &Goal| matches!(goal, Goal::Certificate { thumbprint, is: true, .. } if thumbprint == of_it);
        self.goals().any(adds) && now.thumbprints.iter().any(|(_, other)| other == of_it)
    }

    fn owner(&self, id: &ObjectId) -> bool {
        let goes =
            |goal: &Goal| matches!(goal, Goal::Owner { owner, is: false, .. } if owner == id);
        self.goals().any(goes)
    }

    fn role(&self, (api, one): &(ObjectId, RoleId)) -> bool {
        let goes = |goal: &Goal| match goal {
            Goal::Granted {
                resource,
                role,
                is: false,
                ..
            } => (resource, role) == (api, one),
            // With it goes all that it holds.
            Goal::ServicePrincipalGone { .. } => true,
            _ => false,
        };
        self.goals().any(goes)
    }

    fn declared(&self, one: &Declared) -> bool {
        let goes =
            |goal: &Goal| matches!(goal, Goal::Declared { without, .. } if without.contains(one));
        self.goals().any(goes)
    }

    fn label(&self, label: &str) -> bool {
        let has = |properties: &Value| {
            let labels = properties["tags"].as_array();
            labels.is_some_and(|labels| labels.iter().any(|one| one == label))
        };
        let goes = |step: &&Step| match &step.action {
            Action::Update { before, after, .. } => has(before) && !has(after),
            _ => false,
        };
        self.steps.iter().any(goes)
    }
}

/// Whether the certificates that a step found hold the entry `id`.
fn had_entry(action: &Action, id: &KeyId) -> bool {
    let (Action::Update { before, .. } | Action::Remove { before, .. }) = action else {
        return false;
    };
    let entries = before.as_array().into_iter().flatten();
    entries
        .into_iter()
        .any(|entry| entry["keyId"] == id.as_str())
}

#[cfg(test)]
mod tests;
