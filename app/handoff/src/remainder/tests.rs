//! What each person who is stopped is told, by how far the run got.

use base::CertificateFacts;
use base::Thumbprint;
use graph::Field;
use graph::Reference;
use graph::Slot;
use graph::Template;
use provision::Entry;
use provision::Goal;
use provision::Plan;
use provision::RecordedRequest;
use provision::Removal;
use provision::RunId;
use provision::Stop;
use provision::What;
use serde_json::Value;
use serde_json::json;
use survey::Choice;
use words::Language;

use super::*;
use crate::Hosting;

fn thumbprint() -> Thumbprint {
    Thumbprint::from_bytes([0xab; 20])
}

fn certificate() -> CertificateFacts {
    CertificateFacts {
        der: vec![1],
        subject: "CN=push.example.edu".to_owned(),
        issuer: "CN=push.example.edu".to_owned(),
        key_bits: 3072,
        not_before: "2026-11-21T08:00:00Z".parse().unwrap(),
        not_after: "2027-11-21T08:00:00Z".parse().unwrap(),
        thumbprint: thumbprint(),
        sha256: String::new(),
    }
}

fn vendor() -> CertificateChoice {
    CertificateChoice::Vendor {
        certificate: Some(certificate()),
    }
}

fn own() -> CertificateChoice {
    CertificateChoice::Own {
        certificate: Some(certificate()),
    }
}

fn make() -> CertificateChoice {
    CertificateChoice::Make {
        organisation: "U".to_owned(),
        country: "NL".to_owned(),
        common_name: "push.example.edu".to_owned(),
        bits: 3072,
        days: 365,
    }
}

fn keep() -> CertificateChoice {
    CertificateChoice::Keep {
        thumbprint: thumbprint(),
    }
}

/// A wish, with the pair that was made for it where one was to be made.
fn wish(source: CertificateChoice) -> Wish {
    let making = matches!(source, CertificateChoice::Make { .. });
    Wish {
        choice: Choice::new("Push", source),
        made: making.then(certificate),
    }
}

fn id(name: &str) -> StepId {
    StepId(name.to_owned())
}

fn write() -> Template {
    Template {
        method: "POST".to_owned(),
        path: Vec::new(),
        headers: Vec::new(),
        body: None,
        repeatable: true,
    }
}

fn step(name: &str, action: Action) -> Step {
    Step {
        id: id(name),
        sentence: Message::new(Key::PlanServicePrincipalKeep),
        action,
    }
}

fn creates(name: &str, goal: Goal) -> Step {
    let create = Action::Create {
        write: write(),
        otherwise: None,
        goal,
    };
    step(name, create)
}

fn client() -> Slot {
    Slot::Pending(Reference::new("application", Field::AppId))
}

fn granted() -> Goal {
    Goal::Granted {
        principal: client(),
        resource: "33333333-0000-4000-8000-000000000000".parse().unwrap(),
        role: "44444444-0000-4000-8000-000000000000".parse().unwrap(),
        is: true,
    }
}

/// The service principal, the certificate, and the consent, all still to do.
fn steps() -> Vec<Step> {
    let borne = Goal::Certificate {
        application: client(),
        thumbprint: thumbprint(),
        is: true,
        beside: Vec::new(),
    };
    vec![
        creates(
            "service-principal",
            Goal::ServicePrincipal { app_id: client() },
        ),
        creates("certificate", borne),
        creates("consent", granted()),
    ]
}

/// How a step ends that is begun.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Done,
    /// Refused.
    Refused,
    /// Sent, and what then was read was refused.
    Unseen,
    /// The page was closed once it was announced.
    Closed,
}

/// A run for `purpose` of which the first steps end as said.
fn run(purpose: Purpose, steps: Vec<Step>, ends: &[End]) -> Journal {
    let ids: Vec<StepId> = steps.iter().map(|step| step.id.clone()).collect();
    let mut lines = vec![What::Began {
        plan: Plan { steps },
        purpose,
        resumes: None,
        by: None,
    }];
    for (step, end) in ids.into_iter().zip(ends) {
        let request = RecordedRequest {
            method: "POST".to_owned(),
            path: "/v1.0/x".to_owned(),
            headers: Vec::new(),
            body: None,
        };
        lines.push(What::Intent {
            step: step.clone(),
            request,
            client_request_id: None,
        });
        lines.extend(outcome(step, *end));
    }
    let entry = |what| Entry {
        tenant: "11111111-0000-4000-8000-000000000000".parse().unwrap(),
        run: RunId("1".to_owned()),
        at: base::Timestamp::from_unix_seconds(0),
        what,
    };
    Journal {
        entries: lines.into_iter().map(entry).collect(),
    }
}

fn outcome(step: StepId, end: End) -> Option<What> {
    match end {
        End::Done => Some(What::Done {
            step,
            ids: Vec::new(),
            request_id: None,
            found: false,
            void: false,
        }),
        End::Refused | End::Unseen => Some(What::Stopped(Stop {
            step,
            problem: Message::new(Key::StoppedRefused),
            sent: end == End::Unseen,
            request_id: None,
            client_request_id: None,
            challenge: None,
        })),
        End::Closed => None,
    }
}

/// What a run left undone that no other one went before.
fn of_run(run: Journal) -> Option<Remainder> {
    Remainder::of_run(&run, &History::default())
}

/// What is said of the certificate, and whether it names which one.
fn said(remainder: &Remainder) -> (Key, bool) {
    let Way::Invitation { certificate, .. } = &remainder.way else {
        panic!("{remainder:?}");
    };
    let named = certificate.parameters.get("thumbprint");
    let named = named.is_some_and(|named| *named == thumbprint().to_string());
    (certificate.key, named)
}

#[test]
fn before_anything_is_written_all_of_it_goes_on_with_the_choice_alone() {
    let unread = |certificate: CertificateChoice| Wish {
        made: None,
        ..wish(certificate)
    };
    for (wish, key, hosting) in [
        (wish(vendor()), Key::HandOnVendor, Hosting::Hosted),
        (unread(make()), Key::HandOnMake, Hosting::OnPremises),
        // Nothing here tells whether a run has used it.
        (wish(make()), Key::HandOnUnsure, Hosting::OnPremises),
        (wish(own()), Key::HandOnOwn, Hosting::OwnPair),
        (wish(keep()), Key::HandOnKept, Hosting::Hosted),
    ] {
        let whole = Remainder::of_wish(&wish);
        assert_eq!(said(&whole).0, key, "{wish:?}");
        assert!(!whole.is_begun);
        assert_eq!(whole.tasks, Task::ALL);
        let Way::Invitation { invitation, .. } = whole.way else {
            panic!("{whole:?}");
        };
        assert_eq!(invitation.hosting, hosting);
        assert_eq!(invitation, Invitation::of(&wish.choice));
    }
}

#[test]
fn what_becomes_of_the_certificate_depends_on_whether_its_step_was_reached() {
    use End::*;
    let (vain, unsure, kept) = (Key::HandOnMadeInVain, Key::HandOnUnsure, Key::HandOnKept);
    for (ends, key) in [
        (vec![], vain),
        (vec![Refused], vain),
        (vec![Unseen], vain),
        (vec![Done], vain),
        (vec![Done, Refused], vain),
        (vec![Done, Unseen], unsure),
        (vec![Done, Closed], unsure),
        (vec![Done, Done], kept),
        (vec![Done, Done, Refused], kept),
        (vec![Done, Done, Done], kept),
    ] {
        let purpose = || Purpose::SetUp { wish: wish(make()) };
        let rest = of_run(run(purpose(), steps(), &ends)).unwrap();
        assert_eq!(said(&rest), (key, true), "{ends:?}");
    }
    for (source, key) in [(vendor(), Key::HandOnVendor), (own(), Key::HandOnOwn)] {
        let purpose = || Purpose::SetUp {
            wish: wish(source.clone()),
        };
        let early = of_run(run(purpose(), steps(), &[Done, Refused])).unwrap();
        assert_eq!(said(&early).0, key);
        let late = of_run(run(purpose(), steps(), &[Done, Done, Refused])).unwrap();
        assert_eq!(said(&late), (kept, true));
    }
}

/// A run that goes on with another keeps what that one did.
#[test]
fn what_an_earlier_run_did_is_kept() {
    let mut resumed = steps();
    resumed[0].action = Action::Keep;
    resumed[1].action = Action::Keep;
    let purpose = Purpose::SetUp { wish: wish(make()) };
    let rest = of_run(run(purpose, resumed, &[])).unwrap();
    assert_eq!(said(&rest), (Key::HandOnKept, true));
    assert!(rest.is_begun);
    assert_eq!(rest.tasks, [Task::GrantPermission]);
}

/// A copy of the directory that lags behind may not show what an earlier run put there: its key must not be deleted.
#[test]
fn what_an_earlier_run_may_have_put_there_is_not_said_to_be_missing() {
    use End::*;
    let purpose = || Purpose::SetUp { wish: wish(make()) };
    let stopped = run(purpose(), steps(), &[Refused]);
    for (ends, key) in [
        (vec![Done, Done], Key::HandOnUnsure),
        (vec![Done, Unseen], Key::HandOnUnsure),
        (vec![Done, Closed], Key::HandOnUnsure),
        (vec![Done, Refused], Key::HandOnMadeInVain),
    ] {
        let history = History {
            runs: vec![run(purpose(), steps(), &ends)],
        };
        let rest = Remainder::of_run(&stopped, &history).unwrap();
        assert_eq!(said(&rest), (key, true), "{ends:?}");
    }
}

#[test]
fn only_roles_for_what_is_left_are_asked_for() {
    use End::*;
    use Task::*;
    for (ends, is_begun, tasks) in [
        (
            vec![Refused],
            false,
            vec![RegisterApplication, GrantPermission],
        ),
        (
            vec![Unseen],
            true,
            vec![RegisterApplication, GrantPermission],
        ),
        (
            vec![Done, Refused],
            true,
            vec![RegisterApplication, GrantPermission],
        ),
        (vec![Done, Done], true, vec![GrantPermission]),
        (vec![Done, Done, Refused], true, vec![GrantPermission]),
        (vec![Done, Done, Unseen], true, vec![GrantPermission]),
        // Only reading it back was refused.
        (vec![Done, Done, Done], true, vec![]),
    ] {
        let purpose = Purpose::SetUp { wish: wish(make()) };
        let rest = of_run(run(purpose, steps(), &ends)).unwrap();
        assert_eq!((rest.is_begun, rest.tasks), (is_begun, tasks), "{ends:?}");
    }
    // What is a person's to do elsewhere is told by its own step.
    let mut left = steps();
    left[2].action = Action::ByHand {
        how: Message::new(Key::HowConsent),
        goal: granted(),
    };
    let purpose = Purpose::SetUp { wish: wish(make()) };
    let rest = of_run(run(purpose, left, &[Refused])).unwrap();
    assert_eq!(rest.tasks, [RegisterApplication]);
}

#[test]
fn what_no_link_can_carry_is_said_in_words() {
    use Task::*;
    let removal: Removal = serde_json::from_value(json!({
        "application": "22222222-0000-4000-8000-000000000000",
        "application_name": "Push",
        "thumbprint": thumbprint(),
        "credential": {
            "keyId": "55555555-0000-4000-8000-000000000000",
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
        },
    }))
    .unwrap();
    let takes_away = |goal| Action::Remove {
        write: write(),
        before: Value::Null,
        goal,
    };
    let goes = Goal::ApplicationGone {
        application: "22222222-0000-4000-8000-000000000000".parse().unwrap(),
    };
    let undo = vec![
        step("undo-consent", takes_away(granted())),
        step("undo-application", takes_away(goes.clone())),
    ];
    let one = || vec![step("only", takes_away(goes.clone()))];
    let runs = vec![RunId("0".to_owned())];
    let undoing = run(Purpose::Undo { runs }, undo, &[End::Done, End::Refused]);
    let taking_off = run(
        Purpose::RemoveCertificate { removal },
        one(),
        &[End::Refused],
    );
    let leaving = run(Purpose::Leave, one(), &[End::Refused]);
    for (rest, key, is_begun, tasks) in [
        (
            of_run(undoing),
            Key::HandOnUndo,
            true,
            vec![RegisterApplication],
        ),
        (
            of_run(taking_off),
            Key::HandOnRemoval,
            false,
            vec![RegisterApplication],
        ),
        (
            of_run(leaving),
            Key::HandOnLeave,
            false,
            vec![RegisterApplication],
        ),
        (
            Some(Remainder::of_undoing()),
            Key::HandOnUndo,
            false,
            Task::ALL.to_vec(),
        ),
        (
            Some(Remainder::of_removal()),
            Key::HandOnRemoval,
            false,
            vec![RegisterApplication],
        ),
        (
            Some(Remainder::of_leaving()),
            Key::HandOnLeave,
            false,
            vec![RegisterApplication],
        ),
    ] {
        let expected = Remainder {
            way: Way::Words(Message::new(key)),
            is_begun,
            tasks,
        };
        assert_eq!(rest, Some(expected));
    }
}

#[test]
fn a_colleague_helps_only_where_a_role_lacked() {
    let purpose = || Purpose::SetUp { wish: wish(make()) };
    let stopped = |advice: Option<Key>| {
        let mut run = run(purpose(), steps(), &[End::Refused]);
        for entry in &mut run.entries {
            if let (What::Stopped(stop), Some(key)) = (&mut entry.what, advice) {
                stop.problem = stop.problem.clone().advised(Message::new(key));
            }
        }
        run
    };
    for (run, is_offered) in [
        (stopped(Some(Key::AdviceRoles)), true),
        (stopped(Some(Key::AdviceThrottled)), false),
        (stopped(None), false),
        (run(purpose(), steps(), &[End::Closed]), false),
        (run(purpose(), steps(), &[End::Done; 3]), false),
    ] {
        let offered = Remainder::where_a_role_lacked(&run, &History::default());
        let expected = of_run(run).filter(|_| is_offered);
        assert_eq!(offered, expected);
        assert_eq!(offered.is_some(), is_offered);
    }
}

#[test]
fn a_run_without_its_beginning_tells_nothing() {
    let mut headless = run(Purpose::Leave, Vec::new(), &[]);
    headless.entries.clear();
    assert_eq!(of_run(headless), None);
}

#[test]
fn every_sentence_is_whole() {
    use End::*;
    let purpose = || Purpose::SetUp { wish: wish(make()) };
    let of = |ends: &[End]| of_run(run(purpose(), steps(), ends)).unwrap();
    let unmade = Wish {
        made: None,
        ..wish(make())
    };
    for remainder in [
        of(&[Refused]),
        of(&[Done, Unseen]),
        of(&[Done, Done]),
        Remainder::of_wish(&unmade),
        Remainder::of_wish(&wish(own())),
        Remainder::of_wish(&wish(vendor())),
        Remainder::of_undoing(),
        Remainder::of_removal(),
        Remainder::of_leaving(),
    ] {
        let (Way::Words(message)
        | Way::Invitation {
            certificate: message,
            ..
        }) = &remainder.way;
        for language in Language::ALL {
            let sentence = words::sentence(message, language);
            assert!(!sentence.contains(['…', '{']), "{sentence}");
        }
    }
}
