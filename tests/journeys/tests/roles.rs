//! Each of the sample people: how far their roles carry them, and that page and journal say so truthfully.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use base::Key;
use journeys::Decision;
use journeys::Microsoft;
use journeys::NotSignedIn;
use journeys::Page;
use journeys::Person;
use journeys::SignedIn;
use journeys::assert_done_as_planned;
use journeys::assert_intents_come_first;
use journeys::assert_same_rows;
use journeys::on_premises;
use journeys::saved_files;
use journeys::walk;
use provision::Action;
use provision::Desired;
use provision::What;
use signin::SignInError;
use survey::Facts;
use survey::Task;
use tenant::worlds::World;

/// Looks, then signs in to write.
fn sign_in_twice(page: &Page, person: &Person<'_>) -> (Facts, SignedIn) {
    let first = page.sign_in(person).unwrap();
    let facts = page.look(&first).unwrap();
    (facts, page.sign_in_to_write(&first, person).unwrap())
}

fn desired(page: &Page) -> Desired {
    Desired::new(&on_premises(), &page.marks, Some(&saved_files().facts)).unwrap()
}

/// The Global Administrator agrees to both sign-ins for everybody.
fn consent_for_everybody(microsoft: &std::rc::Rc<Microsoft>) {
    let administrator = Person {
        name: "global.admin",
        decision: Decision::AcceptForOrganisation,
    };
    sign_in_twice(&Page::open(microsoft, 1), &administrator);
}

#[test]
fn who_holds_enough_roles_gets_to_the_end() {
    for name in ["global.admin", "setup.admin"] {
        let microsoft = Microsoft::begin(World::University, 1, &[]);
        let walked = walk(
            &Page::open(&microsoft, 1),
            &Person::named(name),
            &on_premises(),
        );
        assert_eq!(survey::missing(&walked.facts.roles), [], "{name}");
    }
}

#[test]
fn who_lacks_a_role_is_refused_where_the_page_foretold_it() {
    use Task::GrantPermission;
    use Task::RegisterApplication;
    let all = vec![RegisterApplication, GrantPermission];
    for (name, missing, refused_at) in [
        ("cloud.app.admin", vec![GrantPermission], 4),
        ("app.admin", vec![GrantPermission], 4),
        ("privileged.role.admin", vec![RegisterApplication], 0),
        ("exchange.admin", all.clone(), 0),
        ("staff.member", all, 0),
    ] {
        let microsoft = Microsoft::begin(World::University, 1, &[]);
        consent_for_everybody(&microsoft);
        let before = microsoft.rows();
        let page = Page::open(&microsoft, 2);
        let (facts, signed_in) = sign_in_twice(&page, &Person::named(name));
        assert_eq!(survey::missing(&facts.roles), missing, "{name}");

        let plan = page.plan(&signed_in, &desired(&page)).unwrap();
        let journal = page.approve_and_apply(&signed_in, &plan, |_| {});
        let step = &plan.steps[refused_at];
        let stop = journal.stop().unwrap();
        assert_eq!(stop.step, step.id, "{name}");
        assert_eq!(stop.problem.key, Key::StoppedRefused);
        let parameter = |name: &str| stop.problem.parameters[name].as_str();
        assert_eq!(parameter("status"), "403");
        assert_eq!(parameter("code"), "Authorization_RequestDenied");
        assert!(!journal.is_finished());
        let done = journal
            .entries
            .iter()
            .filter_map(|entry| match &entry.what {
                What::Done { step, .. } => Some(step.clone()),
                _ => None,
            });
        let before_it: Vec<_> = plan.steps[..refused_at]
            .iter()
            .map(|step| step.id.clone())
            .collect();
        assert_eq!(done.collect::<Vec<_>>(), before_it, "{name}");

        // The tenant tells the same: everything before, once refused, nothing after.
        let statuses: Vec<u16> = microsoft
            .recorded_writes()
            .iter()
            .map(|write| write.status)
            .collect();
        let expected = [[201, 201, 204, 204].get(..refused_at).unwrap(), &[403]].concat();
        assert_eq!(statuses, expected, "{name}");
        let refused = microsoft.writes().pop().unwrap();
        let request_id = refused.answer_headers["request-id"].to_str().unwrap();
        assert_eq!(stop.request_id.as_deref(), Some(request_id));
        assert_intents_come_first(&microsoft);
        let after = microsoft.rows();
        assert_eq!(after.assignments, before.assignments, "{name}");
        if refused_at == 0 {
            assert_same_rows(&after, &before, name);
        }
    }
}

#[test]
fn a_colleague_with_the_missing_role_finishes_what_was_begun() {
    let microsoft = Microsoft::begin(World::University, 4, &[]);
    let page = Page::open(&microsoft, 1);
    let (_, signed_in) = sign_in_twice(&page, &Person::named("cloud.app.admin"));
    let plan = page.plan(&signed_in, &desired(&page)).unwrap();
    let stopped = page.approve_and_apply(&signed_in, &plan, |_| {});
    assert_eq!(
        stopped.stop().unwrap().step.0,
        "consent-Calendars.ReadWrite"
    );
    let before = microsoft.recorded_writes().len();
    assert_eq!(before, 5, "four were done, one refused");

    let walked = walk(
        &Page::open(&microsoft, 2),
        &Person::named("setup.admin"),
        &on_premises(),
    );
    let kept = walked
        .plan
        .steps
        .iter()
        .map(|step| step.action == Action::Keep);
    assert_eq!(kept.collect::<Vec<_>>(), [true, true, true, true, false]);
    assert_done_as_planned(&microsoft, &walked.plan, &walked.journal, before);
    assert_eq!(microsoft.rows().applications.len(), 1);
}

#[test]
fn without_an_administrators_consent_nobody_else_gets_in() {
    for name in ["exchange.admin", "staff.member"] {
        let microsoft = Microsoft::begin(World::University, 1, &[]);
        let before = microsoft.rows();
        let page = Page::open(&microsoft, 1);
        let refused = page.sign_in(&Person::named(name)).err().unwrap();
        let NotSignedIn::Refused(SignInError::Refused(refusal)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(refusal.name(), "AADSTS90094", "{name}");
        let message = SignInError::Refused(refusal).message();
        assert_eq!(message.key, Key::SignInAdminConsent, "{name}");
        assert_same_rows(&microsoft.rows(), &before, name);
    }
}
