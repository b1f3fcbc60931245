//! What runs did, taken together: what one run added and another took away again is no effect.

use base::AppId;
use base::Key;
use base::ObjectId;
use base::RoleId;
use base::Thumbprint;
use graph::Slot;
use graph::application::RequiredResourceAccess;
use graph::key_credential::KeyCredential;
use serde_json::Map;
use serde_json::Value;
use survey::ApplicationChoice;
use survey::Obsolete;

use crate::Action;
use crate::Goal;
use crate::Journal;
use crate::Purpose;
use crate::Step;
use crate::removal::leaves_another;
use crate::resource::Declared;
use crate::resource::application;

/// The properties that this console sets. Whatever else a journal names is not restored.
const PROPERTIES: [&str; 4] = [
    "displayName",
    "signInAudience",
    "tags",
    "servicePrincipalLockConfiguration",
];

/// A role that the service principal holds: the API's service principal, and the role.
pub(super) type Role = (ObjectId, RoleId);

/// Things that came and things that went.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Changes<T> {
    pub(super) came: Vec<T>,
    pub(super) went: Vec<T>,
}

/// What runs did to one application.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Effects {
    /// Key of the application, where they made it.
    pub(super) made: Option<String>,
    /// Object id of the application, where it was there before.
    pub(super) application: Option<ObjectId>,
    /// What was wished, which says which application it is where no request does.
    pub(super) wished: Option<ApplicationChoice>,
    /// Every name that they gave the application, or may have given it.
    pub(super) names: Vec<Value>,
    /// Whether they made the service principal.
    pub(super) made_principal: bool,
    /// Properties before the first change.
    pub(super) before: Map<String, Value>,
    /// The same properties after the last one.
    pub(super) after: Map<String, Value>,
    /// Declared permissions.
    pub(super) declared: Changes<Declared>,
    /// Certificates.
    pub(super) certificates: Changes<Thumbprint>,
    /// Those that were taken off because a person said so, as they were then.
    pub(super) removed: Vec<KeyCredential>,
    /// Those of them of which another entry stayed: the certificate itself did not go by that.
    pub(super) removed_entries: Vec<KeyCredential>,
    /// Roles that the service principal holds.
    pub(super) roles: Changes<Role>,
    /// Owners.
    pub(super) owners: Changes<ObjectId>,
    /// Who approved the runs: whoever makes an application may become its owner by that.
    pub(super) by: Vec<ObjectId>,
    /// Whether nobody is known to have approved the run that made the application.
    pub(super) is_maker_unknown: bool,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self {
            came: Vec::new(),
            went: Vec::new(),
        }
    }
}

impl<T: PartialEq> Changes<T> {
    /// Notes that `thing` came or went: if the opposite happened before, nothing is left of both.
    fn note(&mut self, thing: T, comes: bool) {
        let (same, opposite) = if comes {
            (&mut self.came, &mut self.went)
        } else {
            (&mut self.went, &mut self.came)
        };
        if let Some(at) = opposite.iter().position(|one| *one == thing) {
            opposite.remove(at);
        } else if !same.contains(&thing) {
            same.push(thing);
        }
    }

    /// Notes that `thing` was given back, or taken away again: what came or went by it is no effect any more. By itself it is
    /// none either.
    fn take_back(&mut self, thing: &T, comes: bool) {
        let opposite = if comes {
            &mut self.went
        } else {
            &mut self.came
        };
        opposite.retain(|one| one != thing);
    }
}

impl Effects {
    /// Sums runs up, in their order. What a run set up counts where it may have been done; what a run undid counts only
    /// where it was seen to be done: if not, it is looked at and planned once more.
    pub(super) fn of<'a>(runs: impl IntoIterator<Item = &'a Journal>) -> Self {
        let mut effects = Self::default();
        for run in runs {
            match run.beginning().map(|beginning| beginning.purpose) {
                Some(Purpose::SetUp { wish }) => effects.add_run(run, &wish.choice.application),
                Some(Purpose::RemoveCertificate { removal }) => {
                    let id = removal.application.clone();
                    effects.add_run(run, &ApplicationChoice::Existing { id });
                    let credential = removal.credential.clone();
                    if leaves_another(run) {
                        effects.removed_entries.push(credential);
                    } else {
                        effects.removed.push(credential);
                    }
                }
                Some(Purpose::Undo { .. }) => done_steps(run).for_each(|it| effects.take_back(it)),
                Some(Purpose::Leave) | None => {}
            }
        }
        effects
    }

    fn add_run(&mut self, run: &Journal, which: &ApplicationChoice) {
        let Some(beginning) = run.beginning() else {
            return;
        };
        self.by.extend(beginning.by.cloned());
        let steps = beginning.plan.steps.iter();
        for step in steps.filter(|step| run.may_have_done(&step.id)) {
            self.add(step);
            if let Some(Goal::Application { .. }) = step.action.goal() {
                self.is_maker_unknown = beginning.by.is_none();
            }
            self.wished = Some(which.clone());
        }
    }

    /// Takes out what a step of an undoing took back.
    fn take_back(&mut self, step: &Step) {
        match step.action.goal() {
            Some(Goal::Properties { properties, .. }) => {
                for name in properties.as_object().into_iter().flat_map(Map::keys) {
                    self.before.remove(name);
                    self.after.remove(name);
                }
            }
            Some(Goal::ServicePrincipalGone { .. }) => {
                self.made_principal = false;
                self.roles.came.clear();
            }
            Some(Goal::Declared { .. }) => {
                for (one, comes) in declared_by(&step.action) {
                    self.declared.take_back(&one, comes);
                }
            }
            Some(Goal::Certificate { thumbprint, is, .. }) => {
                self.certificates.take_back(thumbprint, *is);
            }
            Some(Goal::Granted {
                resource, role, is, ..
            }) => self.roles.take_back(&(resource.clone(), role.clone()), *is),
            Some(Goal::Owner { owner, is, .. }) => self.owners.take_back(owner, *is),
            Some(
                Goal::Application { .. }
                | Goal::ApplicationGone { .. }
                | Goal::ServicePrincipal { .. },
            )
            | None => {}
        }
    }

    /// The application by which it is to be observed; `None` where nothing was done.
    pub(super) fn scope(self) -> Option<ApplicationChoice> {
        match (self.made, self.application) {
            (Some(unique_name), _) => Some(ApplicationChoice::Beside {
                unique_name: Some(unique_name),
            }),
            (None, Some(id)) => Some(ApplicationChoice::Existing { id }),
            (None, None) => self.wished,
        }
    }

    fn add(&mut self, step: &Step) {
        match step.action.goal() {
            Some(Goal::Application {
                unique_name,
                display_name,
                ..
            }) => {
                self.made = Some(unique_name.clone());
                self.names.push(Value::from(display_name.clone()));
            }
            Some(Goal::Properties { application, .. }) => {
                self.is_about(application);
                self.add_properties(&step.action);
            }
            Some(Goal::ServicePrincipal { .. }) => self.made_principal = true,
            Some(Goal::Declared { application, .. }) => {
                self.is_about(application);
                for (one, comes) in declared_by(&step.action) {
                    self.declared.note(one, comes);
                }
            }
            Some(Goal::Certificate {
                application,
                thumbprint,
                is,
                ..
            }) => {
                self.is_about(application);
                if step.sentence.key != Key::PlanCertificateRemoveEntry {
                    self.certificates.note(*thumbprint, *is);
                }
            }
            Some(Goal::Granted {
                resource, role, is, ..
            }) => {
                // This console takes no other role away; whatever else a journal says is not given back.
                if *is || Obsolete::roles().any(|one| one.id == role.as_str()) {
                    self.roles.note((resource.clone(), role.clone()), *is);
                }
            }
            Some(Goal::Owner {
                application,
                owner,
                is,
            }) => {
                self.application = Some(application.clone());
                self.owners.note(owner.clone(), *is);
            }
            Some(Goal::ApplicationGone { .. } | Goal::ServicePrincipalGone { .. }) | None => {}
        }
    }

    /// Notes which application a step was about, if it was there when the plan was made.
    fn is_about(&mut self, application: &Slot) {
        if let Slot::Text(id) = application {
            self.application = id.parse().ok();
        }
    }

    fn add_properties(&mut self, action: &Action) {
        let Action::Update { before, after, .. } = action else {
            return;
        };
        let ours = |(name, _): &(&String, &Value)| PROPERTIES.contains(&name.as_str());
        for (name, value) in before.as_object().into_iter().flatten().filter(ours) {
            let left = self.after.get(name);
            // What others changed between two runs is what is gone back to.
            if !left.is_some_and(|left| application::holds(value, left)) {
                self.before.insert(name.clone(), value.clone());
            }
        }
        for (name, value) in after.as_object().into_iter().flatten().filter(ours) {
            self.after.insert(name.clone(), value.clone());
        }
        self.names.extend(after.get("displayName").cloned());
    }
}

/// The steps of which the run's journal says that they are done, and not that there was nothing to do it to.
pub(super) fn done_steps(run: &Journal) -> impl Iterator<Item = &Step> {
    let steps = run.beginning().map_or(&[][..], |it| &it.plan.steps);
    let done = |step: &&Step| run.has_done(&step.id) && !run.is_void(&step.id);
    steps.iter().filter(done)
}

/// The declared permissions that a step added, each with true, and those that it took away, each with false.
fn declared_by(action: &Action) -> Vec<(Declared, bool)> {
    let Action::Update { before, after, .. } = action else {
        return Vec::new();
    };
    let (before, after) = (declared_in(before), declared_in(after));
    let came = after.iter().filter(|one| !before.contains(one));
    let went = before.iter().filter(|one| !after.contains(one));
    let came = came.map(|one| (one.clone(), true));
    came.chain(went.map(|one| (one.clone(), false))).collect()
}

/// The declared permissions that a step's `before` or `after` holds, one by one.
pub(super) fn declared_in(access: &Value) -> Vec<Declared> {
    let access = serde_json::from_value::<Vec<_>>(access.clone());
    flat(&access.unwrap_or_default())
}

/// Declared permissions, one by one.
pub(crate) fn flat(access: &[RequiredResourceAccess]) -> Vec<Declared> {
    let of_api = |api: &RequiredResourceAccess| {
        let id: AppId = api.resource_app_id.parse().ok()?;
        let declared = api.resource_access.iter().map(|access| Declared {
            api: id.clone(),
            access: access.clone(),
        });
        Some(declared.collect::<Vec<_>>())
    };
    access.iter().filter_map(of_api).flatten().collect()
}

#[cfg(test)]
mod tests;
