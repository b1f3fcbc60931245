//! Rows of the plan table: what is there, what is desired, and what each step then does.

mod adoption;
mod combined;
mod merged;
mod rows;
mod sentences;

use super::*;
use crate::NotApprovable;
use crate::scene::desired;
use crate::scene::guid;
use crate::scene::nothing;

/// One letter per step: keep, create, update, remove, by hand, blocked.
fn letters(plan: &Plan) -> String {
    let letter = |step: &Step| match step.action {
        Action::Keep => 'k',
        Action::Create { .. } => 'c',
        Action::Update { .. } => 'u',
        Action::Remove { .. } => 'r',
        Action::ByHand { .. } => 'h',
        Action::Blocked { .. } => 'b',
    };
    plan.steps.iter().map(letter).collect()
}

/// The step with the name `id`.
fn step<'a>(plan: &'a Plan, id: &str) -> &'a Step {
    plan.steps.iter().find(|step| step.id.0 == id).unwrap()
}

#[test]
fn a_permission_that_the_tenant_does_not_offer_blocks_the_plan() {
    let mut foreign = nothing();
    foreign.microsoft_graph.app_roles[0].id = guid('5').parse().unwrap();
    let mut absent = nothing();
    absent.microsoft_graph.app_roles.remove(0);
    let mut disabled = nothing();
    disabled.microsoft_graph.app_roles[0].is_enabled = Some(false);
    for observed in [foreign, absent, disabled] {
        let blocked = plan(&desired(), &observed).approve().unwrap_err();
        assert_eq!(
            blocked,
            NotApprovable::Blocked(StepId("consent-Calendars.ReadWrite".to_owned()))
        );
    }
}

#[test]
fn every_id_is_referred_to_after_the_step_that_bears_it() {
    let plan = plan(&desired(), &nothing());
    let mut borne: Vec<&str> = Vec::new();
    for step in &plan.steps {
        let text = serde_json::to_string(step.action.write().unwrap()).unwrap();
        for id in ["application", "service-principal"] {
            let refers = text.contains(&format!("\"{id}/"))
                || text.contains(&format!("{{\"step\":\"{id}\""));
            assert!(!refers || borne.contains(&id), "{} refers to {id}", step.id);
        }
        borne.push(&step.id.0);
    }
    assert_eq!(borne.len(), 6);
}

#[test]
fn a_plan_survives_storage() {
    for plan in [
        plan(&desired(), &nothing()),
        plan(&crate::scene::adopting(), &crate::scene::by_hand()),
    ] {
        let text = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
    }
}
