//! Undoing what a file from another computer claims: it only takes away.
//!
//! Whoever forged such a file could otherwise have a permission, an owner or a certificate "given back" that was never
//! there. What it would take away is shown, and bears our mark. But the mark stands on applications of others too, once they
//! are taken into use: on one without our key such a file is believed of nothing but the mark itself.

use graph::application::Application;
use serde_json::Value;
use serde_json::json;
use survey::Marks;

use super::effects::declared_in;
use crate::Action;
use crate::Goal;
use crate::History;
use crate::Journal;
use crate::Purpose;
use crate::Step;
use crate::What;

impl History {
    /// The same history, of which undoing gives nothing back: no permission, no owner, and of the properties only the labels
    /// that came are taken off. Nobody is named as the one who approved it: whoever is could be a stranger, whose owning would
    /// then not count. So an application that such a history made stays where it has an owner, even if that is whoever made
    /// it; the plan of undoing says why.
    pub fn only_taking(mut self) -> Self {
        let entries = self.runs.iter_mut().flat_map(|run| &mut run.entries);
        for entry in entries {
            let What::Began {
                plan, purpose, by, ..
            } = &mut entry.what
            else {
                continue;
            };
            *by = None;
            // An undoing only takes effects away, so that less is undone: it gives nothing back either.
            if !matches!(purpose, Purpose::Undo { .. }) {
                plan.steps.retain_mut(takes);
            }
        }
        self
    }
}

/// The run, as far as it is believed of `application`. All is of a run that says who approved it, which no claimed one does;
/// of the others only what stands with a key of our form, and of the labels always ours only.
pub(super) fn believed(run: &Journal, marks: &Marks, application: &Application) -> Journal {
    let mut run = run.clone();
    for entry in &mut run.entries {
        if let What::Began {
            plan,
            purpose,
            by: None,
            ..
        } = &mut entry.what
            && !matches!(purpose, Purpose::Undo { .. })
        {
            plan.steps
                .retain_mut(|step| is_believed(step, marks, application));
        }
    }
    run
}

fn is_believed(step: &mut Step, marks: &Marks, application: &Application) -> bool {
    let key = application.unique_name.as_deref();
    let is_made_here = key.is_some_and(|key| marks.number_of(key).is_some());
    match (step.action.goal().cloned(), &mut step.action) {
        (Some(Goal::Properties { .. }), Action::Update { after, .. }) => {
            keep_label(after, &marks.tag);
            true
        }
        (Some(Goal::Application { unique_name, .. }), _) => Some(unique_name.as_str()) == key,
        _ => is_made_here,
    }
}

/// Of the labels, leaves only `tag`.
fn keep_label(properties: &mut Value, tag: &str) {
    if let Some(labels) = properties.get_mut("tags").and_then(Value::as_array_mut) {
        labels.retain(|label| *label == json!(tag));
    }
}

/// Whether undoing the step takes something away; what of it would give something back is left out.
fn takes(step: &mut Step) -> bool {
    match (step.action.goal().cloned(), &mut step.action) {
        (Some(Goal::Properties { .. }), Action::Update { before, after, .. }) => {
            keep_labels(before);
            keep_labels(after);
            true
        }
        (Some(Goal::Declared { .. }), Action::Update { before, after, .. }) => {
            let before = declared_in(before);
            let after = declared_in(after);
            before.iter().all(|one| after.contains(one))
        }
        (Some(Goal::Granted { is, .. } | Goal::Certificate { is, .. }), _) => is,
        // A service principal goes with the application; by itself it may be what somebody else made since.
        (Some(Goal::Application { .. }) | None, _) => true,
        (Some(_), _) => false,
    }
}

/// Leaves every property but the labels out.
fn keep_labels(properties: &mut Value) {
    if let Some(properties) = properties.as_object_mut() {
        properties.retain(|name, _| name == "tags");
    }
}

#[cfg(test)]
mod tests {
    use base::Key;
    use base::Message;
    use graph::Slot;
    use graph::Template;
    use serde_json::json;

    use super::*;
    use crate::StepId;
    use crate::resource::Declared;
    use crate::scene::complete;
    use crate::scene::desired;
    use crate::scene::marks;
    use crate::scene::story::Story;

    const ID: &str = "11111111-0000-4000-8000-000000000000";

    fn update(goal: Goal, before: Value, after: Value) -> Step {
        let write = Template {
            method: "PATCH".to_owned(),
            path: vec![Slot::text(format!("/v1.0/applications/{ID}"))],
            headers: Vec::new(),
            body: None,
            repeatable: true,
        };
        Step {
            id: StepId("step".to_owned()),
            sentence: Message::new(Key::PlanApplicationUpdate),
            action: Action::Update {
                write,
                before,
                after,
                goal,
            },
        }
    }

    fn properties(before: Value, after: Value) -> Step {
        let goal = Goal::Properties {
            application: Slot::text(ID),
            before: before.clone(),
            properties: after.clone(),
        };
        update(goal, before, after)
    }

    #[test]
    fn no_property_is_given_back_and_labels_are_taken_off_only() {
        let mut step = properties(
            json!({ "keyCredentials": ["theirs"], "signInAudience": "AzureADMultipleOrgs", "tags": [] }),
            json!({ "keyCredentials": null, "signInAudience": "AzureADMyOrg", "tags": ["ours"] }),
        );
        assert!(takes(&mut step));
        let Action::Update { before, after, .. } = step.action else {
            unreachable!("it was made as one");
        };
        assert_eq!(
            (before, after),
            (json!({ "tags": [] }), json!({ "tags": ["ours"] }))
        );
    }

    #[test]
    fn no_permission_owner_or_certificate_is_given_back() {
        let role = |is| Goal::Granted {
            principal: Slot::text(ID),
            resource: ID.parse().unwrap(),
            role: ID.parse().unwrap(),
            is,
        };
        let certificate = |is| Goal::Certificate {
            application: Slot::text(ID),
            thumbprint: base::Thumbprint::from_bytes([1; 20]),
            is,
            beside: Vec::new(),
        };
        let owner = Goal::Owner {
            application: ID.parse().unwrap(),
            owner: ID.parse().unwrap(),
            is: false,
        };
        let rows = [
            (role(true), true),
            (role(false), false),
            (certificate(true), true),
            (certificate(false), false),
            (owner, false),
        ];
        for (goal, kept) in rows {
            let mut step = update(goal.clone(), Value::Null, Value::Null);
            assert_eq!(takes(&mut step), kept, "{goal:?}");
        }
    }

    /// What an undoing took back counts as taken back: else whoever gave it again would lose it.
    #[test]
    fn an_undoing_is_left_as_it_is() {
        let mut story = Story::begin(complete());
        story
            .then(|it| it.assignments.clear())
            .run(&desired())
            .undone();
        let history = History { runs: story.runs };
        let taken = history.clone().only_taking();
        let plan = |history: &History| history.runs[1].beginning().unwrap().plan.clone();
        assert_eq!(plan(&taken), plan(&history));
        assert_eq!(crate::undo(&taken.runs, &marks(), &complete()).changes(), 0);
    }

    #[test]
    fn declared_permissions_that_would_come_back_are_left_out() {
        let access = |ids: &[&str]| {
            let entries: Vec<Value> = ids
                .iter()
                .map(|id| json!({ "id": id, "type": "Role" }))
                .collect();
            json!([{ "resourceAppId": ID, "resourceAccess": entries }])
        };
        let goal = || Goal::Declared {
            application: Slot::text(ID),
            with: Vec::<Declared>::new(),
            without: Vec::new(),
        };
        let other = "22222222-0000-4000-8000-000000000000";
        let mut adds = update(goal(), access(&[ID]), access(&[ID, other]));
        assert!(takes(&mut adds));
        let mut exchanges = update(goal(), access(&[ID]), access(&[other]));
        assert!(!takes(&mut exchanges));
    }
}
