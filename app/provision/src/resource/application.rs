//! The application registration.

use base::Clock;
use base::Key;
use base::Message;
use base::Tokens;
use base::Transport;
use graph::Field;
use graph::Graph;
use graph::GraphError;
use graph::Slot;
use graph::application::Application;
use graph::application::ApplicationChange;
use graph::application::GetApplicationByUniqueName;
use graph::application::NewApplication;
use graph::application::change;
use serde_json::Value;
use serde_json::json;

use super::APPLICATION;
use super::Goal;
use super::Ids;
use super::step;
use crate::Action;
use crate::Desired;
use crate::Observed;
use crate::Step;

/// Accounts of this tenant only.
const SINGLE_TENANT: &str = "AzureADMyOrg";

pub(crate) fn plan(desired: &Desired, observed: &Observed) -> Step {
    let name = &desired.application_name;
    let current = observed.set_up.as_ref().map(|set_up| &set_up.application);
    let unique_name = current
        .and_then(|application| application.unique_name.clone())
        .unwrap_or_else(|| observed.free_unique_name.clone());
    let goal = Goal::Application {
        unique_name: unique_name.clone(),
        display_name: name.clone(),
        tag: desired.marks.tag.clone(),
    };
    let (key, action) = match current {
        None => (
            Key::PlanApplicationCreate,
            create(desired, &unique_name, goal),
        ),
        Some(application) => match difference(desired, application, goal) {
            None => (Key::PlanApplicationKeep, Action::Keep),
            Some(update) => (Key::PlanApplicationUpdate, update),
        },
    };
    Step {
        id: step(APPLICATION),
        sentence: Message::new(key)
            .with("name", name)
            .with("key", &unique_name),
        action,
    }
}

fn create(desired: &Desired, unique_name: &str, goal: Goal) -> Action {
    let application = NewApplication {
        unique_name: unique_name.to_owned(),
        display_name: desired.application_name.clone(),
        tags: vec![desired.marks.tag.clone()],
    };
    Action::Create {
        write: application.template(),
        otherwise: Some(application.otherwise()),
        goal,
    }
}

/// The update that sets what differs; `None` if nothing does.
fn difference(desired: &Desired, current: &Application, goal: Goal) -> Option<Action> {
    let mut before = ApplicationChange::default();
    let mut after = ApplicationChange::default();
    if current.display_name != desired.application_name {
        before.display_name = Some(current.display_name.clone());
        after.display_name = Some(desired.application_name.clone());
    }
    if current.sign_in_audience.as_deref() != Some(SINGLE_TENANT) {
        before.sign_in_audience = current.sign_in_audience.clone();
        after.sign_in_audience = Some(SINGLE_TENANT.to_owned());
    }
    let differs = after != ApplicationChange::default();
    differs.then(|| Action::Update {
        write: change(&Slot::text(&current.id), &after),
        before: json!(before),
        after: json!(after),
        goal,
    })
}

pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    unique_name: &str,
    display_name: &str,
    tag: &str,
) -> Result<Option<Ids>, GraphError> {
    let call = GetApplicationByUniqueName {
        unique_name: unique_name.to_owned(),
    };
    let Some(application) = graph.find(&call).await? else {
        return Ok(None);
    };
    let reached = application.display_name == display_name
        && application.sign_in_audience.as_deref() == Some(SINGLE_TENANT)
        && application.tags.iter().any(|one| one == tag);
    Ok(reached.then(|| {
        vec![
            (Field::Id, application.id.to_string()),
            (Field::AppId, application.app_id.to_string()),
        ]
    }))
}

/// The properties that `before` names, as they are now.
pub(crate) fn current(application: &Application, before: &Value) -> Value {
    let all = json!(ApplicationChange {
        display_name: Some(application.display_name.clone()),
        sign_in_audience: application.sign_in_audience.clone(),
        tags: None,
    });
    let named = |name: &String| before.get(name).is_some();
    all.as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| named(name))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}
