//! What it means that a step is done, piece by piece, and whether the tenant's rows bear it out.

use base::ObjectId;
use graph::Field;
use graph::Known;
use graph::Reference;
use graph::Slot;
use provision::Declared;
use provision::Goal;
use serde_json::Value;
use tenant::directory::Rows;
use tenant::faults::OthersChange;
use tenant::rows::Application;

/// What can be true of something in a tenant: about which object, and what of it.
pub(super) type Subject = (String, String);

/// What a line says of a subject.
#[derive(Clone, Debug)]
pub(super) enum Fact {
    /// An application with this key has this id.
    Made { unique_name: String, id: String },
    /// There is no such application or service principal.
    Gone,
    /// A property is this; of labels, those that came and those that went.
    Property {
        name: String,
        before: Value,
        after: Value,
    },
    /// The application with this client id has a service principal. It may have been disabled since: that is one of the
    /// faults.
    Principal,
    /// A permission is declared, or not.
    Declared {
        api: String,
        id: String,
        kind: String,
        is: bool,
    },
    /// Somebody is an owner, or not.
    Owner { owner: String, is: bool },
    /// A role is held, or not.
    Granted {
        resource: String,
        role: String,
        is: bool,
    },
    /// An entry of the certificate is there, or none but those of `beside`.
    Certificate {
        thumbprint: String,
        is: bool,
        beside: Vec<String>,
    },
}

/// The facts of a goal; `None` where what it is about is not known.
pub(super) fn meant(
    goal: &Goal,
    id: impl Fn(&Slot) -> Option<String>,
    known: &Known,
) -> Option<Vec<(Subject, Fact)>> {
    let one = |about: String, what: &str, fact| Some(vec![((about, what.to_owned()), fact)]);
    match goal {
        Goal::Application { unique_name, .. } => {
            let reference = Reference::new("application", Field::Id);
            let made = Fact::Made {
                unique_name: unique_name.clone(),
                id: known.get(&reference)?.clone(),
            };
            one(unique_name.clone(), "made", made)
        }
        Goal::ApplicationGone { application } => one(application.to_string(), "gone", Fact::Gone),
        Goal::ServicePrincipalGone { principal } => one(principal.to_string(), "gone", Fact::Gone),
        Goal::ServicePrincipal { app_id } => one(id(app_id)?, "service principal", Fact::Principal),
        Goal::Owner {
            application,
            owner,
            is,
        } => {
            let owner = owner.to_string();
            let what = format!("owner {owner}");
            one(
                application.to_string(),
                &what,
                Fact::Owner { owner, is: *is },
            )
        }
        Goal::Granted {
            principal,
            resource,
            role,
            is,
        } => {
            let what = format!("role {resource} {role}");
            let (resource, role) = (resource.to_string(), role.to_string());
            let is = *is;
            one(id(principal)?, &what, Fact::Granted { resource, role, is })
        }
        Goal::Certificate {
            application,
            thumbprint,
            is,
            beside,
        } => {
            let thumbprint = thumbprint.to_string();
            let what = format!("certificate {thumbprint}");
            let fact = Fact::Certificate {
                thumbprint,
                is: *is,
                beside: beside.iter().map(ToString::to_string).collect(),
            };
            one(id(application)?, &what, fact)
        }
        Goal::Properties {
            application,
            before,
            properties,
        } => Some(properties_meant(&id(application)?, before, properties)),
        Goal::Declared {
            application,
            with,
            without,
        } => Some(declared_meant(&id(application)?, with, without)),
    }
}

fn properties_meant(application: &str, before: &Value, after: &Value) -> Vec<(Subject, Fact)> {
    let named = |(name, after): (&String, &Value)| {
        let fact = Fact::Property {
            name: name.clone(),
            before: before[name].clone(),
            after: after.clone(),
        };
        ((application.to_owned(), format!("property {name}")), fact)
    };
    let properties = after.as_object().into_iter().flatten();
    properties.map(named).collect()
}

fn declared_meant(
    application: &str,
    with: &[Declared],
    without: &[Declared],
) -> Vec<(Subject, Fact)> {
    let fact = |one: &Declared, is: bool| {
        let (api, id) = (one.api.to_string(), one.access.id.to_string());
        let kind = one.access.kind.clone();
        let what = format!("declared {api} {id} {kind}");
        let fact = Fact::Declared { api, id, kind, is };
        ((application.to_owned(), what), fact)
    };
    let with = with.iter().map(|one| fact(one, true));
    with.chain(without.iter().map(|one| fact(one, false)))
        .collect()
}

/// Whether the rows bear a fact out, but for what others are known to have changed.
pub(super) fn holds(about: &str, fact: &Fact, rows: &Rows, others: &[OthersChange]) -> bool {
    let application = || {
        let mut all = rows.applications.iter();
        all.find(|row| row.id.as_str() == about)
    };
    match fact {
        Fact::Made { unique_name, id } => rows
            .application_by_unique_name(unique_name)
            .is_some_and(|row| row.id.as_str() == id),
        Fact::Gone => {
            let mut principals = rows.service_principals.iter();
            application().is_none() && !principals.any(|row| row.id.as_str() == about)
        }
        Fact::Principal => {
            let mut principals = rows.service_principals.iter();
            principals.any(|row| row.app_id.as_str() == about)
        }
        Fact::Granted { resource, role, is } => {
            let mut held = rows.assignments.iter();
            let is_it = held.any(|held| {
                let (api, one) = (held.resource_id.as_str(), held.app_role_id.as_str());
                held.principal_id.as_str() == about && (api, one) == (resource, role)
            });
            is_it == *is
        }
        _ => application().is_some_and(|row| holds_of(row, fact, others)),
    }
}

/// Whether a fact about an application that is there is so.
fn holds_of(row: &Application, fact: &Fact, others: &[OthersChange]) -> bool {
    match fact {
        Fact::Owner { owner, is } => {
            let mut owners = row.owners.iter();
            owners.any(|one: &ObjectId| one.as_str() == owner) == *is
        }
        Fact::Declared { api, id, kind, is } => {
            let mut apis = row.required_resource_access.iter();
            let declares = apis.any(|one| {
                let mut access = one.resource_access.iter();
                one.resource_app_id.as_str() == api
                    && access.any(|it| it.id.as_str() == id && it.kind == *kind)
            });
            declares == *is
        }
        Fact::Certificate {
            thumbprint,
            is,
            beside,
        } => {
            let mut keys = row.key_credentials.iter();
            let there = keys.any(|key| {
                let stays = !is && beside.contains(&key.key_id.to_string());
                key.custom_key_identifier == *thumbprint && !stays
            });
            there == *is
        }
        Fact::Property {
            name,
            before,
            after,
        } => has_property(row, name, before, after, others),
        Fact::Made { .. } | Fact::Gone | Fact::Principal | Fact::Granted { .. } => false,
    }
}

fn has_property(
    row: &Application,
    name: &str,
    before: &Value,
    after: &Value,
    others: &[OthersChange],
) -> bool {
    let row_now = serde_json::to_value(row).unwrap_or_default();
    let now = &row_now[name];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    match name {
        "tags" => {
            let (now, before, after) = (list(now), list(before), list(after));
            let came = after
                .iter()
                .all(|label| before.contains(label) || now.contains(label));
            came && !now
                .iter()
                .any(|label| before.contains(label) && !after.contains(label))
        }
        // A colleague may have given it another name since.
        "displayName" => {
            let renamed = |change: &OthersChange| matches!(change, OthersChange::DisplayName { application, .. } if *application == row.id);
            now == after || others.iter().any(renamed)
        }
        _ => contains(now, after),
    }
}

/// Whether `now` says what `wanted` says. What was set to null is not there.
fn contains(now: &Value, wanted: &Value) -> bool {
    match wanted {
        Value::Object(members) => members
            .iter()
            .all(|(name, value)| contains(&now[name], value)),
        other => now == other,
    }
}
