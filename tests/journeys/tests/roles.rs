//! Each of the sample people: how far their roles carry them, that page and journal say so truthfully, and that a colleague
//! finishes what they could not.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what helps tests may fail as tests do"
)]

use std::cell::Cell;
use std::rc::Rc;

use base::Key;
use base::Message;
use handoff::Remainder;
use handoff::Way;
use journeys::Decision;
use journeys::Microsoft;
use journeys::NotSignedIn;
use journeys::Page;
use journeys::Person;
use journeys::SignedIn;
use journeys::Walked;
use journeys::assert_done_as_planned;
use journeys::assert_intents_come_first;
use journeys::assert_same_rows;
use journeys::duplicates;
use journeys::filled_in;
use journeys::hosted;
use journeys::on_premises;
use journeys::saved_files;
use journeys::take_roles;
use journeys::thumbprints;
use journeys::vendor_files;
use journeys::walk;
use journeys::with_mailbox_settings;
use provision::Action;
use provision::Desired;
use provision::Event;
use provision::History;
use provision::Journal;
use provision::Purpose;
use provision::What;
use signin::SignInError;
use survey::CertificateChoice;
use survey::Choice;
use survey::Facts;
use survey::Task;
use survey::Wish;
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
fn consent_for_everybody(microsoft: &Rc<Microsoft>) {
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

/// Begins to carry out `wish`.
fn begin(page: &Page, signed_in: &SignedIn, wish: &Wish, tell: impl Fn(Event)) -> Journal {
    let planned = pollster::block_on(page.planning(signed_in, wish.clone())).unwrap();
    let approved = planned.plan.approve().unwrap();
    let purpose = Purpose::SetUp { wish: planned.wish };
    let run = page.run(signed_in, purpose, None);
    pollster::block_on(page.apply(signed_in, approved, run, tell))
}

/// The link for what `run` left undone for want of a role, and what is said of the certificate.
fn handed_on(run: &Journal) -> (Remainder, String, Message) {
    let remainder = Remainder::where_a_role_lacked(run, &History::default()).unwrap();
    match remainder.way.clone() {
        Way::Invitation {
            invitation,
            certificate,
        } => (remainder, invitation.to_fragment(), certificate),
        Way::Words(message) => panic!("{message:?}"),
    }
}

/// Opens the link in a browser of their own and walks to the end.
fn finish(microsoft: &Rc<Microsoft>, name: &str, fragment: &str) -> Walked {
    let person = Person::named(name);
    let (facts, _) = sign_in_twice(&Page::open(microsoft, 8), &person);
    let choice = filled_in(fragment, &facts);
    walk(&Page::open(microsoft, 9), &person, &choice)
}

/// The certificates of the one application that is there.
fn certificates(microsoft: &Microsoft) -> Vec<String> {
    let rows = microsoft.rows();
    assert_eq!(duplicates(&rows), [""; 0]);
    let [application] = rows.applications.as_slice() else {
        panic!("{:#?}", rows.applications);
    };
    thumbprints(application)
}

/// The link for a whole set-up.
fn whole(choice: &Choice) -> String {
    let wish = Wish {
        choice: choice.clone(),
        made: None,
    };
    match Remainder::of_wish(&wish).way {
        Way::Invitation { invitation, .. } => invitation.to_fragment(),
        Way::Words(message) => panic!("{message:?}"),
    }
}

/// The tasks for which somebody is told beforehand that a role is missing. Only reads.
fn lacking(microsoft: &Rc<Microsoft>, name: &str, choice: &Choice) -> Vec<Task> {
    let before = microsoft.rows();
    let (facts, signed_in) = sign_in_twice(&Page::open(microsoft, 2), &Person::named(name));
    let checks = survey::preflight(&signed_in.graph, &facts, choice);
    let checks = pollster::block_on(checks).unwrap();
    assert_same_rows(&microsoft.rows(), &before, name);
    survey::lacking(&checks)
}

#[test]
fn the_whole_set_up_goes_to_a_colleague_before_anything_is_written() {
    use Task::GrantPermission;
    use Task::RegisterApplication;
    let (given, made) = (vendor_files().facts, saved_files().facts);
    let certificate = Some(given.clone());
    let own = Choice::new("Rooster", CertificateChoice::Own { certificate });
    let both = vec![RegisterApplication, GrantPermission];
    let with_colours = with_mailbox_settings(on_premises());
    for (name, choice, missing, certificate) in [
        ("staff.member", on_premises(), both.clone(), &made),
        ("staff.member", hosted(given.clone()), both.clone(), &given),
        ("exchange.admin", own, both, &given),
        (
            "cloud.app.admin",
            with_colours,
            vec![GrantPermission],
            &made,
        ),
        (
            "privileged.role.admin",
            hosted(given.clone()),
            vec![RegisterApplication],
            &given,
        ),
    ] {
        let microsoft = Microsoft::begin(World::University, 7, &[]);
        consent_for_everybody(&microsoft);
        assert_eq!(lacking(&microsoft, name, &choice), missing, "{name}");

        let walked = finish(&microsoft, "setup.admin", &whole(&choice));
        assert_eq!(lacking(&microsoft, "setup.admin", &walked.wish.choice), []);
        assert_done_as_planned(&microsoft, &walked.plan, &walked.journal, 0);
        assert_eq!(walked.desired.permissions, choice.permissions());
        assert_eq!(walked.desired.application_name, choice.application_name);
        assert_eq!(
            certificates(&microsoft),
            [certificate.thumbprint.to_string()]
        );
    }
}

/// Each does what their roles allow and hands the rest on; a consent alone takes no role for applications.
#[test]
fn what_one_may_not_do_goes_from_colleague_to_colleague() {
    let microsoft = Microsoft::begin(World::University, 5, &[]);
    consent_for_everybody(&microsoft);
    let page = Page::open(&microsoft, 2);
    let (facts, signed_in) = sign_in_twice(&page, &Person::named("cloud.app.admin"));
    let choice = filled_in(&whole(&on_premises()), &facts);
    assert_eq!(choice.certificate, on_premises().certificate);
    let made = saved_files().facts;
    let wish = Wish {
        choice,
        made: Some(made.clone()),
    };
    let stopped = begin(&page, &signed_in, &wish, |_| {});
    let (rest, fragment, certificate) = handed_on(&stopped);
    assert!(rest.is_begun);
    assert_eq!(rest.tasks, [Task::GrantPermission]);
    let kept = Message::new(Key::HandOnKept).with("thumbprint", made.thumbprint);
    assert_eq!(certificate, kept);
    let before = microsoft.recorded_writes().len();
    assert_eq!(before, 5, "four were done, one refused");

    let walked = finish(&microsoft, "privileged.role.admin", &fragment);
    let kept = walked.plan.steps.iter();
    let kept = kept.map(|step| step.action == Action::Keep);
    assert_eq!(kept.collect::<Vec<_>>(), [true, true, true, true, false]);
    assert_done_as_planned(&microsoft, &walked.plan, &walked.journal, before);
    let thumbprint = made.thumbprint.to_string();
    assert_eq!(certificates(&microsoft), [thumbprint]);
}

/// Whichever step is the last before it: what was done stands, and a key pair whose certificate did not get there is told to
/// be of no use.
#[test]
fn a_colleague_finishes_what_a_withdrawn_role_stopped_at_any_step() {
    const CERTIFICATE: usize = 3;
    for done_before in 0..5 {
        let microsoft = Microsoft::begin(World::University, 6, &[]);
        let page = Page::open(&microsoft, 1);
        let (_, signed_in) = sign_in_twice(&page, &Person::named("global.admin"));
        let hers = vendor_files().facts;
        let wish = Wish {
            choice: on_premises(),
            made: Some(hers.clone()),
        };
        let done = Cell::new(0);
        let withdraw = || {
            if done.get() == done_before {
                take_roles(&microsoft, "global.admin");
            }
        };
        withdraw();
        let stopped = begin(&page, &signed_in, &wish, |event| {
            if let Event::Done(_) = event {
                done.set(done.get() + 1);
                withdraw();
            }
        });
        assert_eq!(done.get(), done_before);
        let (rest, fragment, certificate) = handed_on(&stopped);
        let reached = done_before > CERTIFICATE;
        let key = if reached {
            Key::HandOnKept
        } else {
            Key::HandOnMadeInVain
        };
        let expected = Message::new(key).with("thumbprint", hers.thumbprint);
        assert_eq!(certificate, expected, "{done_before}");
        assert_eq!(rest.is_begun, done_before > 0, "{done_before}");
        assert_eq!(rest.tasks.contains(&Task::RegisterApplication), !reached);
        let before = microsoft.recorded_writes().len();

        let walked = finish(&microsoft, "setup.admin", &fragment);
        let kept = |step: &&provision::Step| step.action == Action::Keep;
        assert_eq!(walked.plan.steps.iter().filter(kept).count(), done_before);
        assert_done_as_planned(&microsoft, &walked.plan, &walked.journal, before);
        let (certificate, source) = if reached {
            let thumbprint = hers.thumbprint;
            (thumbprint, CertificateChoice::Keep { thumbprint })
        } else {
            (saved_files().facts.thumbprint, on_premises().certificate)
        };
        assert_eq!(walked.wish.choice.certificate, source, "{done_before}");
        assert_eq!(certificates(&microsoft), [certificate.to_string()]);
    }
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
