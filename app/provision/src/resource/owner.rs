//! Owners of the application, who may add credentials to it without any directory role.

use base::Clock;
use base::Key;
use base::Message;
use base::ObjectId;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::Slot;
use graph::owner::ListOwners;
use graph::owner::Owner;
use graph::owner::remove;
use serde_json::Value;

use super::Goal;
use super::Ids;
use super::step;
use crate::Action;
use crate::Desired;
use crate::Observed;
use crate::Step;

/// A step for each owner that shall be one no longer, and still is. Whoever would be the last to go stays: Graph refuses
/// to take the last owner away ("Remove application owner"), so that step is blocked, and with it the plan.
pub(crate) fn plan(desired: &Desired, observed: &Observed) -> Vec<Step> {
    let Some(set_up) = &observed.set_up else {
        return Vec::new();
    };
    let application = &set_up.application.id;
    let unwanted: Vec<&Owner> = set_up
        .owners
        .iter()
        .filter(|owner| desired.remove_owners.contains(&owner.id))
        .collect();
    let nobody_stays = unwanted.len() == set_up.owners.len();
    let last = unwanted.last().filter(|_| nobody_stays).copied();
    let step = |owner: &Owner| {
        if last.is_some_and(|last| last.id == owner.id) {
            keep_last(owner)
        } else {
            take_away(application, owner)
        }
    };
    unwanted.into_iter().map(step).collect()
}

fn take_away(application: &ObjectId, owner: &Owner) -> Step {
    Step {
        id: step(format!("owner-{}", owner.id)),
        sentence: Message::new(Key::PlanOwnerRemove).with("owner", survey::owner_label(owner)),
        action: Action::Remove {
            write: remove(&Slot::text(application), &owner.id),
            before: Value::Null,
            goal: Goal::Owner {
                application: application.clone(),
                owner: owner.id.clone(),
                is: false,
            },
        },
    }
}

fn keep_last(owner: &Owner) -> Step {
    Step {
        id: step(format!("owner-{}", owner.id)),
        sentence: Message::new(Key::PlanOwnerLast).with("owner", survey::owner_label(owner)),
        action: Action::Blocked {
            unblock: Message::new(Key::UnblockOwnerLast),
        },
    }
}

pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: &ObjectId,
    owner: &ObjectId,
    is: bool,
) -> Result<Option<Ids>, GraphError> {
    let application = application.clone();
    let Some(owners) = graph.find_list(&ListOwners { application }).await? else {
        return Ok(None);
    };
    let found = owners.iter().any(|one| one.id == *owner);
    Ok((found == is).then(Vec::new))
}
