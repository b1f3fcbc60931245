//! Rows of approving: what may be carried out because a person saw it, and what has to be shown.

use serde_json::json;
use survey::ApplicationChoice;

use super::*;
use crate::Desired;
use crate::DesiredCertificate;
use crate::Observed;
use crate::plan;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::certificate;
use crate::scene::changes::Case;
use crate::scene::changes::Make;
use crate::scene::changes::choices;
use crate::scene::changes::combined;
use crate::scene::credential;
use crate::scene::desired;
use crate::scene::guid;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::owner;
use crate::scene::tenant::carry_out;

/// A plan that was approved, and what there was of the tenant after `done` of its steps.
fn interrupted(case: &Case, done: usize) -> (Plan, Case) {
    let approved = plan(&case.desired, &case.observed);
    let mut now = case.clone();
    let writes = approved.steps.iter().filter_map(|step| step.action.write());
    writes
        .take(done)
        .for_each(|write| carry_out(&mut now.observed, write));
    (approved, now)
}

/// The key that the run of an approved plan announced, where it makes an application.
fn announced(approved: &Plan) -> Vec<String> {
    made(approved).into_iter().cloned().collect()
}

/// The step for which the plan of `now` has to be shown again, if any.
fn asked(approved: &Plan, now: &Case) -> Option<NotApprovable> {
    let plan = plan(&now.desired, &now.observed);
    plan.approve_within(approved, &now.observed, &announced(approved))
        .err()
}

fn not_within(step: &str) -> Option<NotApprovable> {
    Some(NotApprovable::NotWithin(StepId(step.to_owned())))
}

fn empty_tenant() -> Case {
    Case {
        desired: desired(),
        observed: nothing(),
    }
}

fn thorough_adoption() -> Case {
    Case {
        desired: Desired {
            remove_obsolete: true,
            remove_owners: vec![object('7')],
            ..adopting()
        },
        observed: by_hand(),
    }
}

fn everything_left_to_do() -> Vec<(String, Case)> {
    let few = choices().into_iter().filter(|changes| changes.len() <= 2);
    let combined = few.map(|changes| combined(&changes));
    let possible = combined.filter(|(_, _, letters)| !letters.contains('b'));
    let mut cases: Vec<_> = possible.map(|(name, case, _)| (name, case)).collect();
    let mut left = empty_tenant();
    left.desired.leave_consent = true;
    cases.push(("an empty tenant".to_owned(), empty_tenant()));
    cases.push(("an empty tenant, consent left".to_owned(), left));
    cases.push(("an adoption".to_owned(), thorough_adoption()));
    cases
}

/// Wherever a run ends, what is left of it is a part of it: the same steps, with the ids that came.
#[test]
fn what_is_left_of_a_run_was_approved_with_it() {
    for (name, case) in everything_left_to_do() {
        let all = plan(&case.desired, &case.observed).changes();
        for done in 0..=all {
            let (approved, now) = interrupted(&case, done);
            let plan = plan(&now.desired, &now.observed);
            assert_eq!(plan.changes(), all - done, "{name}, {done} done");
            let within =
                plan.clone()
                    .approve_within(&approved, &now.observed, &announced(&approved));
            assert_eq!(within, Ok(Approved(plan)), "{name}, {done} done");
        }
    }
}

/// What others did to the tenant, or the person to the choice, after so many steps of the plan for an empty tenant; and
/// the step that has to be shown, if any.
#[test]
fn what_was_not_seen_has_to_be_shown() {
    const DECLARED: Option<&str> = Some("declared-permissions");
    const CERTIFICATE: Option<&str> = Some("certificate");
    const APPLICATION: Option<&str> = Some("application");
    #[rustfmt::skip]
    let rows: &[(&str, usize, Make, Option<&str>)] = &[
        ("the same again",                 0, |_| {},                                                                        None),
        ("fewer steps",                    0, |it| { it.desired.permissions.truncate(1) },                                   DECLARED),
        ("another key",                    0, |it| it.observed.free_unique_name = "push-2".to_owned(),                       APPLICATION),
        ("another name",                   0, |it| it.desired.application_name = "Plan".to_owned(),                          APPLICATION),
        ("another certificate",            0, |it| it.desired.certificate = DesiredCertificate::Add(certificate(2)),         CERTIFICATE),
        ("another label",                  0, |it| it.desired.marks.tag = "other".to_owned(),                                APPLICATION),
        ("another role of that name",      0, |it| it.observed.microsoft_graph.app_roles[0].id = guid('5').parse().unwrap(), DECLARED),
        ("another Microsoft Graph",        0, |it| it.observed.microsoft_graph.id = object('6'),                             Some("consent-Calendars.ReadWrite")),
        ("a permission not offered",       0, |it| it.observed.microsoft_graph.app_roles[1].is_enabled = Some(false),        DECLARED),
        ("one not offered, all declared",  3, |it| it.observed.microsoft_graph.app_roles[1].is_enabled = Some(false),        Some("consent-MailboxSettings.ReadWrite")),
        ("the consent is left now",        0, |it| it.desired.leave_consent = true,                                          Some("consent-Calendars.ReadWrite")),
        ("application made, the same",     1, |_| {},                                                                        None),
        ("made, then a secret",            1, |it| it.application().password_credentials = by_hand().set_up.unwrap().application.password_credentials, None),
        ("made, then others' label",       1, |it| it.application().tags.push("theirs".to_owned()),                          None),
        ("made, then its label off",       1, |it| it.application().tags.clear(),                                            APPLICATION),
        ("made, then renamed",             1, |it| it.application().display_name = "Theirs".to_owned(),                      APPLICATION),
        ("made, then unlocked",            1, |it| it.application().service_principal_lock_configuration = None,             APPLICATION),
        ("made, then opened",              1, |it| it.application().sign_in_audience = None,                                 APPLICATION),
        ("made, then others declared",     1, |it| it.declare("A=1"),                                                        DECLARED),
        ("made, then one of ours declared", 1, |it| it.declare("G=C"),                                                       None),
        ("made, then others' certificate", 1, |it| it.application().key_credentials.push(credential(5)),                     CERTIFICATE),
        ("made, then our certificate",     1, |it| it.application().key_credentials.push(credential(1)),                     None),
        ("made, then disabled",            2, |it| it.there().service_principal.as_mut().unwrap().account_enabled = Some(false), Some("service-principal")),
        ("declared, then taken out",       3, |it| it.application().required_resource_access.clear(),                        None),
        ("declared, then others too",      3, |it| it.declare("A=1"),                                                        None),
        ("declared, others, one gone",     3, |it| { it.application().required_resource_access.clear(); it.declare("A=1 G=C") }, DECLARED),
        ("all done, then an owner to go",  6, |it| { it.there().owners = vec![owner('7')]; it.desired.remove_owners = vec![object('7')] }, Some("owner-77777777-0000-4000-8000-000000000000")),
        ("all done, then an obsolete role", 6, |it| { it.hold_obsolete(); it.desired.remove_obsolete = true },               Some("obsolete-Calendars.ReadWrite.All")),
        ("all done, then consent gone",    6, |it| it.there().assignments.clear(),                                           None),
        ("all done, certificate kept",     6, |it| it.desired.certificate = DesiredCertificate::Keep(it.desired.thumbprint()), None),
        ("certificate to keep is gone",    3, |it| it.desired.certificate = DesiredCertificate::Keep(it.desired.thumbprint()), CERTIFICATE),
        ("all gone, key free again",       6, |it| it.observed = nothing(),                                                  None),
        ("all gone, key not free",         6, |it| { it.observed = nothing(); it.observed.free_unique_name = "push-2".to_owned() }, APPLICATION),
        ("chosen now, which is gone",      0, |it| it.desired = adopting(),                                                  APPLICATION),
    ];
    for (name, done, change, expected) in rows {
        let (approved, mut now) = interrupted(&empty_tenant(), *done);
        change(&mut now);
        assert_eq!(
            asked(&approved, &now),
            expected.and_then(not_within),
            "{name}"
        );
    }
}

#[test]
fn a_declared_permission_less_is_another_request() {
    // One of two declared by others meanwhile: what is sent is the same whole.
    let (approved, mut now) = interrupted(&empty_tenant(), 2);
    now.declare("G=C");
    assert_eq!(asked(&approved, &now), None);
    // In another order it is not.
    now.application().required_resource_access.clear();
    now.declare("G=M");
    assert_eq!(asked(&approved, &now), not_within("declared-permissions"));
}

/// What others did meanwhile, in the middle of an adoption.
#[test]
fn an_adoption_goes_on_only_as_it_was_shown() {
    #[rustfmt::skip]
    let rows: &[(&str, usize, Make, Option<&str>)] = &[
        ("the same",                 0, |_| {},                                                             None),
        ("labelled, the same",       1, |_| {},                                                             None),
        ("a label of others",        0, |it| it.application().tags.push("theirs".to_owned()),               Some("application")),
        ("a label after ours",       1, |it| it.application().tags.push("theirs".to_owned()),               None),
        ("others declared",          1, |it| it.declare("B=2"),                                             Some("declared-permissions")),
        ("others declared, after",   2, |it| it.declare("B=2"),                                             None),
        ("others' certificate",      2, |it| it.application().key_credentials.push(credential(9)),          Some("certificate")),
        ("one of theirs gone",       2, |it| { it.application().key_credentials.remove(0); },               Some("certificate")),
        ("the owner is gone",        2, |it| it.there().owners.clear(),                                     None),
        ("another owner",            2, |it| it.there().owners.push(owner('5')),                            None),
        ("another owner to go",      2, |it| { it.there().owners.push(owner('5')); it.desired.remove_owners.push(object('5')) }, Some("owner-55555555-0000-4000-8000-000000000000")),
        ("the owner stays now",      2, |it| it.desired.remove_owners.clear(),                              None),
        ("the obsolete is gone",     2, |it| { it.there().assignments.clear(); it.there().obsolete.clear() }, None),
        ("held by another id",       2, |it| { it.there().assignments[0].id = "other".to_owned(); it.there().obsolete[0].0.id = "other".to_owned() }, Some("obsolete-Calendars.ReadWrite.All")),
        ("another service principal", 2, |it| it.there().service_principal.as_mut().unwrap().id = object('6'), Some("consent-Calendars.ReadWrite")),
        ("another application",      0, |it| it.application().id = object('6'),                             Some("application")),
        ("gone",                     2, |it| it.observed = nothing(),                                       Some("application")),
    ];
    for (name, done, change, expected) in rows {
        let (approved, mut now) = interrupted(&thorough_adoption(), *done);
        change(&mut now);
        assert_eq!(
            asked(&approved, &now),
            expected.and_then(not_within),
            "{name}"
        );
    }
}

/// The references of a plan stand for what it made, and for nothing else that happens to be there.
#[test]
fn references_stand_only_for_what_the_plan_made() {
    let approved = plan(&desired(), &nothing());
    for (key, expected) in [
        (Some("push"), None),
        (Some("push-2"), not_within("certificate")),
        (None, not_within("certificate")),
    ] {
        let mut now = Case::complete();
        now.application().unique_name = key.map(str::to_owned);
        now.application().key_credentials.clear();
        assert_eq!(asked(&approved, &now), expected, "{key:?}");
    }
}

/// Where a service principal was to be made for an application of before, its id is filled in.
#[test]
fn an_application_of_before_needs_no_key() {
    let mut case = Case::complete();
    case.without_principal();
    let (approved, now) = interrupted(&case, 1);
    assert_eq!(asked(&approved, &now), None);
}

#[test]
fn steps_by_hand_are_approved_as_they_were_shown() {
    let mut left = empty_tenant();
    left.desired.leave_consent = true;
    for done in 0..=4 {
        let (approved, now) = interrupted(&left, done);
        assert_eq!(asked(&approved, &now), None, "{done} done");
        // What a person was to do is not done by this page without asking.
        let mut by_page = now.clone();
        by_page.desired.leave_consent = false;
        let expected = not_within("consent-Calendars.ReadWrite");
        assert_eq!(asked(&approved, &by_page), expected, "{done} done");
    }
    let (mut approved, now) = interrupted(&left, 4);
    for step in &mut approved.steps {
        if let Action::ByHand { how, .. } = &mut step.action {
            *how = base::Message::new(base::Key::HowOwner);
        }
    }
    let expected = not_within("consent-Calendars.ReadWrite");
    assert_eq!(asked(&approved, &now), expected, "another way");
}

#[test]
fn a_blocked_plan_is_never_approved() {
    let blocked = |observed: &Observed| plan(&adopting(), observed).approve().err();
    let step = |id: &str| Some(NotApprovable::Blocked(StepId(id.to_owned())));
    assert_eq!(blocked(&nothing()), step("application"));
    let mut disabled = by_hand();
    let principal = disabled
        .set_up
        .as_mut()
        .and_then(|it| it.service_principal.as_mut());
    principal.unwrap().account_enabled = Some(false);
    assert_eq!(blocked(&disabled), step("service-principal"));

    // Not even where a plan that claims to be approved has the same obstacle on it.
    let plan = plan(&adopting(), &disabled);
    let within = plan.clone().approve_within(&plan, &disabled, &[]);
    assert!(within.is_err());
}

#[test]
fn what_is_approved_is_the_whole_plan_as_it_was() {
    for desired in [
        desired(),
        Desired {
            leave_consent: true,
            ..desired()
        },
    ] {
        let plan = plan(&desired, &nothing());
        assert_eq!(*plan.clone().approve().unwrap().plan(), plan);
    }
    let empty = Plan { steps: Vec::new() };
    assert_eq!(*empty.clone().approve().unwrap().plan(), empty);
}

/// A step of the same name is not the same step: each part of its request counts.
#[test]
fn every_part_of_a_request_counts() {
    let approved = plan(&desired(), &nothing());
    let changes: [fn(&mut Template); 4] = [
        |write| write.method = "PUT".to_owned(),
        |write| write.path.push(graph::Slot::text("/more")),
        |write| write.headers.push(("Prefer".to_owned(), "more".to_owned())),
        |write| write.body = Some(json!({ "more": true })),
    ];
    for (at, step) in approved.steps.iter().enumerate() {
        for change in changes {
            let mut now = approved.clone();
            if let Action::Create { write, .. } | Action::Update { write, .. } =
                &mut now.steps[at].action
            {
                change(write);
            }
            let refused = now.approve_within(&approved, &nothing(), &[]).err();
            assert_eq!(refused, not_within(&step.id.0));
        }
    }
}

/// A person approved what stands beside a step's name: under another name it is another step.
#[test]
fn the_name_of_a_step_counts() {
    let approved = plan(&desired(), &nothing());
    for at in 0..approved.steps.len() {
        let mut now = approved.clone();
        now.steps[at].id = StepId("another".to_owned());
        let refused = now.approve_within(&approved, &nothing(), &[]).err();
        assert_eq!(refused, not_within("another"));
    }
}

/// The second key of a choice that an earlier run made: found by it, and gone on with.
#[test]
fn a_new_application_beside_is_gone_on_with_by_its_key() {
    let mut case = empty_tenant();
    case.observed.free_unique_name = "push-2".to_owned();
    case.desired.application = ApplicationChoice::Beside { unique_name: None };
    let (approved, mut now) = interrupted(&case, 1);
    now.desired.application = ApplicationChoice::Beside {
        unique_name: Some("push-2".to_owned()),
    };
    assert_eq!(asked(&approved, &now), None);
    let application = now.application();
    assert_eq!(application.unique_name.as_deref(), Some("push-2"));
}

/// Anybody may give an application our key and our label. What our own journal never announced is shown before it is used.
#[test]
fn an_application_that_nobody_announced_has_to_be_shown() {
    for done in 1..=6 {
        let (approved, now) = interrupted(&empty_tenant(), done);
        let plan = plan(&now.desired, &now.observed);
        for announced in [vec![], vec!["push-2".to_owned()]] {
            let within = plan.clone();
            let within = within.approve_within(&approved, &now.observed, &announced);
            assert_eq!(
                within.err(),
                not_within("application"),
                "{done} {announced:?}"
            );
        }
    }
    // Where nothing is there, nothing is taken for ours.
    let (approved, now) = interrupted(&empty_tenant(), 0);
    let plan = plan(&now.desired, &now.observed);
    assert_eq!(
        plan.approve_within(&approved, &now.observed, &[]).err(),
        None
    );
}
