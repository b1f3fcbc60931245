//! What is on an application, or was given to its service principal, and was not put there by the runs: it is why either of
//! them stays when the runs are undone. Pure.

use base::Key;
use base::Message;
use base::ObjectId;
use graph::app_role_assignment::Assigned;
use graph::application::Application;
use graph::federated_credential::FederatedCredential;
use graph::owner::Owner;
use graph::service_principal::Api;
use survey::owner_label;

use super::effects::Effects;
use super::effects::Role;
use super::effects::flat;
use crate::Action;
use crate::ObservedSetUp;
use crate::Step;
use crate::StepId;
use crate::Surroundings;
use crate::inventory::role;
use crate::resource::Declared;
use crate::resource::application::SINGLE_TENANT;
use crate::surroundings::offered;

/// The kinds of things that others put somewhere, each with the name of the step that tells them.
const KINDS: [(Key, &str); 10] = [
    (Key::UndoOthersProperties, "others-properties"),
    (Key::UndoOthersCredentials, "others-credentials"),
    (Key::UndoOthersAddresses, "others-addresses"),
    (Key::UndoOthersPermissions, "others-permissions"),
    (Key::UndoOthersOwners, "others-owners"),
    (Key::UndoOwnersUnclear, "others-owners-unclear"),
    (Key::UndoOthersOffered, "others-offered"),
    (Key::UndoOthersAssigned, "others-assigned"),
    (Key::UndoOthersUnseen, "others-unseen"),
    (Key::UndoOthersFederatedUnseen, "others-federated-unseen"),
];

/// One thing: its kind, and what it is called.
pub(super) type Thing = (Key, String);

/// Of an application and its service principal.
pub(super) fn on_both(effects: &Effects, set_up: &ObservedSetUp, apis: &[&Api]) -> Vec<Thing> {
    let mut things = on_application(effects, set_up, apis);
    things.extend(on_principal(effects, set_up, apis));
    things
}

/// Steps that do nothing but tell the things, kind by kind.
pub(super) fn told(things: &[Thing]) -> Vec<Step> {
    let tell = |(key, id): (Key, &str)| {
        let of_kind = things.iter().filter(|(kind, _)| *kind == key);
        let names: Vec<&str> = of_kind.map(|(_, name)| name.as_str()).collect();
        let sentence = Message::new(key).with("things", names.join(", "));
        (!names.is_empty()).then(|| Step {
            id: StepId(id.to_owned()),
            sentence,
            action: Action::Keep,
        })
    };
    KINDS.into_iter().filter_map(tell).collect()
}

fn on_application(effects: &Effects, set_up: &ObservedSetUp, apis: &[&Api]) -> Vec<Thing> {
    let application = &set_up.application;
    let of = |key: Key| move |name: String| (key, name);
    let declared = flat(&application.required_resource_access).into_iter();
    let declared = declared.filter(|one| !effects.declared.came.contains(one));
    let declared = declared.map(|one| name_of_declared(&one, apis));
    let addresses = application.redirect_uris().map(str::to_owned);
    let addresses = addresses.chain(application.identifier_uris.iter().cloned());
    let properties = properties(effects, application).into_iter();
    properties
        .map(of(Key::UndoOthersProperties))
        .chain(credentials(effects, application).map(of(Key::UndoOthersCredentials)))
        .chain(federated(set_up))
        .chain(addresses.map(of(Key::UndoOthersAddresses)))
        .chain(declared.map(of(Key::UndoOthersPermissions)))
        .chain(owners(effects, &set_up.owners))
        .chain(
            offered(application)
                .into_iter()
                .map(of(Key::UndoOthersOffered)),
        )
        .collect()
}

/// Of its service principal, if there is one.
pub(super) fn on_principal(effects: &Effects, set_up: &ObservedSetUp, apis: &[&Api]) -> Vec<Thing> {
    let Some(principal) = &set_up.service_principal else {
        return Vec::new();
    };
    let of = |key: Key| move |name: String| (key, name);
    let own = principal.key_credentials.iter();
    let own = own.chain(&principal.password_credentials);
    let own = own.map(|one| one.key_id.to_string());
    let held = set_up.assignments.iter().map(role);
    let held = held.filter(|one| !effects.roles.came.contains(one));
    let held = held.map(|one| permission(&one, apis));
    let mut things: Vec<Thing> = own
        .map(of(Key::UndoOthersCredentials))
        .chain(held.map(of(Key::UndoOthersPermissions)))
        .collect();
    match &set_up.surroundings {
        Some(around) => things.extend(around_principal(effects, around)),
        None => things.push((Key::UndoOthersUnseen, principal.id.to_string())),
    }
    things
}

fn around_principal(effects: &Effects, around: &Surroundings) -> Vec<Thing> {
    let owners = owners(effects, &around.principal_owners);
    let assigned = around.assigned.iter().map(assigned_label);
    owners
        .chain(assigned.map(|name| (Key::UndoOthersAssigned, name)))
        .collect()
}

/// The properties that are not as the runs set them, as Graph calls them, with what they are.
fn properties(effects: &Effects, application: &Application) -> Vec<String> {
    let named = |(name, value): (&str, &str)| format!("{name}: {value}");
    let name = application.display_name.as_str();
    let renamed = !effects.names.iter().any(|one| one == name);
    let audience = application.sign_in_audience.as_deref().unwrap_or_default();
    let notes = application.notes.as_deref().unwrap_or_default();
    // The first is ours: without our label nothing is undone.
    let labels = application.tags.join(" ");
    [
        renamed.then_some(("displayName", name)),
        (audience != SINGLE_TENANT).then_some(("signInAudience", audience)),
        (application.tags.len() > 1).then_some(("tags", labels.as_str())),
        (!notes.is_empty()).then_some(("notes", notes)),
    ]
    .into_iter()
    .flatten()
    .map(named)
    .collect()
}

/// Certificates by their thumbprints where they have one, secrets by their ids.
fn credentials(effects: &Effects, application: &Application) -> impl Iterator<Item = String> {
    let certificates = application.key_credentials.iter();
    let others = certificates.filter(|one| {
        let thumbprint = one.thumbprint();
        !thumbprint.is_some_and(|one| effects.certificates.came.contains(&one))
    });
    let certificates = others.map(|one| match one.thumbprint() {
        Some(thumbprint) => thumbprint.to_string(),
        None => one.key_id.to_string(),
    });
    let secrets = application.password_credentials.iter();
    certificates.chain(secrets.map(|secret| secret.key_id.to_string()))
}

/// Federated credentials, none of which is the runs'; or that they could not be looked at.
fn federated(set_up: &ObservedSetUp) -> Vec<Thing> {
    let Some(credentials) = &set_up.federated else {
        let name = set_up.application.display_name.clone();
        return vec![(Key::UndoOthersFederatedUnseen, name)];
    };
    let named = |one: &FederatedCredential| {
        let name = one.name.clone().unwrap_or_else(|| one.id.clone());
        (Key::UndoOthersCredentials, name)
    };
    credentials.iter().map(named).collect()
}

/// Those who approved none of the runs: whoever makes an application may become its owner by that. Of what only a file
/// claims to have been made nobody is known to have approved it, so that every owner counts, and is told as such.
fn owners(effects: &Effects, owners: &[Owner]) -> impl Iterator<Item = Thing> {
    let key = if effects.is_maker_unknown {
        Key::UndoOwnersUnclear
    } else {
        Key::UndoOthersOwners
    };
    let is_by_the_runs = |id: &ObjectId| effects.by.contains(id);
    let others = owners.iter().filter(move |one| !is_by_the_runs(&one.id));
    others.map(move |one| (key, owner_label(one)))
}

fn assigned_label(assigned: &Assigned) -> String {
    let name = assigned.principal_display_name.clone();
    name.unwrap_or_else(|| assigned.principal_id.to_string())
}

/// The permission's name where one of `apis` gives the role, else the role's id.
pub(super) fn permission(role: &Role, apis: &[&Api]) -> String {
    let mut apis = apis.iter().filter(|api| api.id == role.0);
    let roles = apis.next().map(|api| api.app_roles.as_slice());
    let mut roles = roles.unwrap_or_default().iter();
    let found = roles.find(|one| one.id == role.1);
    let name = found.and_then(|one| one.value.clone());
    name.unwrap_or_else(|| role.1.to_string())
}

fn name_of_declared(declared: &Declared, apis: &[&Api]) -> String {
    let id = &declared.access.id;
    let api = apis.iter().find(|api| api.app_id == declared.api);
    let is_role = declared.access.kind == "Role";
    api.filter(|_| is_role).map_or_else(
        || id.to_string(),
        |api| permission(&(api.id.clone(), id.clone()), apis),
    )
}
