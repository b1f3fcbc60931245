//! Every choice of up to three of the small changes: its letters by the rules that stand beside the changes, and what
//! holds of every plan.

use serde_json::Value;

use super::letters;
use crate::Action;
use crate::NotApprovable;
use crate::Plan;
use crate::plan;
use crate::scene::changes::Case;
use crate::scene::changes::choices;
use crate::scene::changes::combined;
use crate::scene::tenant::canonical;
use crate::scene::tenant::carry_out;

/// The cases, each with its name and the letters that are expected.
fn cases() -> impl Iterator<Item = (String, Case, String)> {
    choices().into_iter().map(|changes| combined(&changes))
}

#[test]
fn changes_go_together_by_the_rules() {
    let mut count = 0;
    for (name, case, expected) in cases() {
        let plan = plan(&case.desired, &case.observed);
        assert_eq!(letters(&plan), expected, "{name}");
        count += 1;
    }
    // None, one, two and three of 23.
    assert_eq!(count, 1 + 23 + 253 + 1771);
}

#[test]
fn a_plan_says_of_itself_what_its_letters_say() {
    for (name, case, expected) in cases() {
        let plan = plan(&case.desired, &case.observed);
        let only = |allowed: &str| expected.chars().all(|letter| allowed.contains(letter));
        let changes = expected
            .chars()
            .filter(|letter| "cur".contains(*letter))
            .count();
        let by_hand = expected.chars().filter(|letter| *letter == 'h').count();
        assert_eq!(plan.is_kept(), only("k"), "{name}");
        assert_eq!(plan.is_done_here(), only("kh"), "{name}");
        assert_eq!(plan.changes(), changes, "{name}");
        assert_eq!(plan.by_hand().count(), by_hand, "{name}");
        let first = expected.find('b').map(|at| plan.steps[at].id.clone());
        let refused = plan.approve().err();
        assert_eq!(refused, first.map(NotApprovable::Blocked), "{name}");
    }
}

#[test]
fn what_is_carried_out_is_kept_by_the_next_plan() {
    for (name, case, expected) in cases().filter(|(_, _, letters)| !letters.contains('b')) {
        let mut observed = case.observed.clone();
        carry_out_all(&mut observed, &plan(&case.desired, &case.observed));
        let next = plan(&case.desired, &observed);
        let left = expected.replace('r', "").replace(['c', 'u'], "k");
        assert_eq!(letters(&next), left, "{name}");
        if left == expected {
            assert_eq!(canonical(&observed), canonical(&case.observed), "{name}");
        }
    }
}

/// Whatever is replaced whole has on it what was there, but for what is to go.
#[test]
fn nothing_of_others_is_lost() {
    for (name, case, _) in cases().filter(|(_, _, letters)| !letters.contains('b')) {
        let mut observed = case.observed.clone();
        carry_out_all(&mut observed, &plan(&case.desired, &case.observed));
        let (before, after) = (canonical(&case.observed), canonical(&observed));
        let goes = |text: &str| {
            let to_go = case.desired.remove_owners.iter().map(ToString::to_string);
            let is_owner = to_go.into_iter().any(|owner| owner == text);
            let is_obsolete = case.desired.remove_obsolete && is_of_exchange(text);
            is_owner || is_obsolete
        };
        for collection in ["tags", "declared", "certificates", "held", "owners"] {
            let list = |whole: &Value| whole[collection].as_array().cloned().unwrap();
            let stays = |one: &Value| !one.as_str().is_some_and(goes);
            let lost = list(&before).into_iter().filter(stays);
            let lost = lost.filter(|one| !list(&after).contains(one)).count();
            assert_eq!(lost, 0, "{name}: {collection}");
        }
        assert_eq!(before["secrets"], after["secrets"], "{name}");
        assert_eq!(before["key"], after["key"], "{name}");
    }
}

/// Whether a line of the canonical form is about the old Exchange API: declared by its client id, held of its object id.
fn is_of_exchange(text: &str) -> bool {
    let object = crate::scene::object(crate::scene::EXCHANGE);
    text.starts_with(graph::well_known::EXCHANGE_ONLINE) || text.starts_with(object.as_str())
}

fn carry_out_all(observed: &mut crate::Observed, plan: &Plan) {
    for write in plan.steps.iter().filter_map(|step| step.action.write()) {
        carry_out(observed, write);
    }
}

/// An update says truly what was there and what will be.
#[test]
fn before_and_after_are_what_the_request_changes() {
    for (name, case, _) in cases() {
        let plan = plan(&case.desired, &case.observed);
        for step in &plan.steps {
            let Action::Update {
                write,
                before,
                after,
                ..
            } = &step.action
            else {
                continue;
            };
            assert_ne!(before, after, "{name}: {}", step.id);
            let body = write.body.as_ref().unwrap();
            match step.id.0.as_str() {
                "application" => assert_eq!(body, after, "{name}"),
                "declared-permissions" => {
                    assert_eq!(body["requiredResourceAccess"], *after, "{name}");
                }
                "certificate" => {
                    let sent = body["keyCredentials"].as_array().map(Vec::len);
                    assert_eq!(sent, after.as_array().map(Vec::len), "{name}");
                }
                other => panic!("{other} is no update"),
            }
        }
    }
}
