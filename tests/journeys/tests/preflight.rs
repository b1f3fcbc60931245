//! What is foretold before a run is what its writes then meet.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what helps tests may fail as tests do"
)]

use std::rc::Rc;

use base::Clock;
use base::Key;
use base::ObjectId;
use journeys::Decision;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::SignedIn;
use journeys::hosted;
use journeys::keep;
use journeys::on_premises;
use journeys::saved_files;
use journeys::vendor_files;
use provision::Desired;
use survey::ApplicationChoice;
use survey::CertificateChoice;
use survey::Check;
use survey::Choice;
use survey::Facts;
use survey::Subject;
use survey::Task;
use survey::Verdict;
use tenant::directory::Change;
use tenant::policies::AppManagement;
use tenant::rows::Row;
use tenant::worlds::World;
use words::Language;

use Subject::*;
use Verdict::*;

/// What the vendor's certificate and the page's own issue themselves as (RFC 4514).
const ISSUER: &str = "CN%3Dpush.voorbeeld.example%2CO%3DVoorbeeld%20Universiteit%2CC%3DNL";

/// A tenant, to which the console has its consent already.
fn tenant(world: World, policies: &str) -> Rc<Microsoft> {
    let microsoft = Microsoft::begin(world, 1, &[]);
    let administrator = Person {
        name: "global.admin",
        decision: Decision::AcceptForOrganisation,
    };
    sign_in(&Page::open(&microsoft, 1), &administrator);
    set_policies(&microsoft, policies);
    microsoft
}

/// Sets the tenant's policies, by the address that only tests know.
fn set_policies(microsoft: &Microsoft, query: &str) {
    let address = format!("https://login.microsoftonline.com/_tenant/policies?{query}");
    let request = http::Request::post(address).body(Vec::new()).unwrap();
    let now = microsoft.clock().now();
    let response = tenant::handle(&mut microsoft.tenant(), request, now);
    assert_eq!(response.status(), 200, "{query}");
}

/// Signs in twice, and looks.
fn sign_in(page: &Page, person: &Person<'_>) -> (SignedIn, Facts) {
    let first = page.sign_in(person).unwrap();
    let signed_in = page.sign_in_to_write(&first, person).unwrap();
    let facts = page.look(&signed_in).unwrap();
    (signed_in, facts)
}

/// What was foretold, and what came of it.
#[derive(Debug)]
struct Outcome {
    /// All that did not pass, in order.
    foretold: Vec<(Subject, Verdict)>,
    /// What the run stopped at, if it did.
    stopped: Option<Subject>,
}

/// Checks `choice`, then carries it out whatever the checks say. Nothing is written by checking.
fn run(microsoft: &Rc<Microsoft>, name: &str, choice: &Choice) -> Outcome {
    let page = Page::open(microsoft, 2);
    let (signed_in, facts) = sign_in(&page, &Person::named(name));
    let before = microsoft.rows();
    let checks = survey::preflight(&signed_in.graph, &facts, choice);
    let checks = pollster::block_on(checks).unwrap();
    assert_eq!(microsoft.recorded_writes().len(), 0, "reads only");
    assert_eq!(microsoft.rows(), before);
    checks.iter().for_each(assert_says_it_all);

    let making = matches!(choice.certificate, CertificateChoice::Make { .. });
    let made = making.then(|| saved_files().facts);
    let desired = Desired::new(choice, &page.marks, made.as_ref()).unwrap();
    let plan = page.plan(&signed_in, &desired).unwrap();
    let journal = page.approve_and_apply(&signed_in, &plan, |_| {});
    let stopped = journal.stop().map(|stop| {
        let parameter = |name: &str| stop.problem.parameters[name].as_str();
        met(&stop.step.0, parameter("status"), parameter("code"))
    });
    let statuses = microsoft.recorded_writes();
    let refused = statuses.iter().filter(|write| write.status >= 400).count();
    assert_eq!(refused, usize::from(stopped.is_some()), "{statuses:#?}");
    assert_truthful(&checks, stopped);
    let failings = checks.iter().filter(|check| check.verdict != Pass);
    Outcome {
        foretold: failings
            .map(|check| (check.subject, check.verdict))
            .collect(),
        stopped,
    }
}

/// No value that the sentence names is left out: an ellipsis would stand there.
fn assert_says_it_all(check: &Check) {
    for language in Language::ALL {
        let sentence = words::sentence(&check.message, language);
        assert!(!sentence.contains('…'), "{sentence}");
    }
}

/// What a refusal was about.
fn met(step: &str, status: &str, code: &str) -> Subject {
    match (step, status, code) {
        ("certificate", "400", "CredentialInvalidLifetimeAsPerAppPolicy") => CertificateLifetime,
        ("certificate", "400", "CredentialTypeNotAllowedAsPerAppPolicy") => CertificateAuthority,
        (step, "403", "Authorization_RequestDenied") if step.starts_with("consent-") => {
            GrantPermission
        }
        (_, "403", "Authorization_RequestDenied") => RegisterApplication,
        other => panic!("nobody foretells {other:?}"),
    }
}

/// Where a check failed, the run stops at what failed; where it stops, no check about that has passed.
fn assert_truthful(checks: &[Check], stopped: Option<Subject>) {
    let verdicts = |wanted: Verdict| {
        let checks = checks.iter().filter(move |check| check.verdict == wanted);
        checks.map(|check| check.subject).collect::<Vec<_>>()
    };
    let (passed, failed) = (verdicts(Pass), verdicts(Fail));
    if !failed.is_empty() {
        assert!(
            stopped.is_some_and(|stop| failed.contains(&stop)),
            "{failed:?}, {stopped:?}"
        );
    }
    if let Some(stop) = stopped {
        assert!(!passed.contains(&stop), "{stop:?} had passed");
    }
    let task = match stopped {
        Some(RegisterApplication) => Some(Task::RegisterApplication),
        Some(GrantPermission) => Some(Task::GrantPermission),
        _ => None,
    };
    let offered = survey::lacking(checks);
    assert!(
        task.is_none_or(|task| offered.contains(&task)),
        "no colleague was offered, and {stopped:?}"
    );
}

/// A row of a table: who, under which policies, with which choice; what is foretold, and what the run stops at.
type Case = (
    &'static str,
    &'static str,
    Choice,
    Vec<(Subject, Verdict)>,
    Option<Subject>,
);

fn assert_cases(world: World, cases: Vec<Case>) {
    for (name, policies, choice, foretold, stopped) in cases {
        let outcome = run(&tenant(world, policies), name, &choice);
        let case = format!("{world:?}, {name}, {policies:?}, {choice:?}");
        assert_eq!(outcome.foretold, foretold, "{case}");
        assert_eq!(outcome.stopped, stopped, "{case}");
    }
}

fn left_to_a_colleague() -> Choice {
    Choice {
        leave_consent: true,
        ..on_premises()
    }
}

#[test]
fn what_a_person_lacks_is_foretold() {
    let consent = (GrantPermission, Warn);
    let policy = (CertificatePolicy, Warn);
    let closed = "allowed-to-create-apps=false";
    let (warned, refused) = ((RegisterApplication, Warn), (RegisterApplication, Fail));
    let at_first = Some(RegisterApplication);
    let at_consent = Some(GrantPermission);
    assert_cases(
        World::University,
        vec![
            ("global.admin", "", on_premises(), vec![], None),
            ("setup.admin", "", on_premises(), vec![], None),
            ("setup.admin", closed, on_premises(), vec![], None),
            (
                "cloud.app.admin",
                "",
                on_premises(),
                vec![consent],
                at_consent,
            ),
            (
                "app.admin",
                closed,
                on_premises(),
                vec![consent],
                at_consent,
            ),
            ("cloud.app.admin", "", left_to_a_colleague(), vec![], None),
            (
                "privileged.role.admin",
                "",
                on_premises(),
                vec![warned, policy],
                at_first,
            ),
            (
                "privileged.role.admin",
                closed,
                on_premises(),
                vec![refused, policy],
                at_first,
            ),
            (
                "staff.member",
                "",
                on_premises(),
                vec![warned, consent, policy],
                at_first,
            ),
            (
                "staff.member",
                closed,
                on_premises(),
                vec![refused, consent, policy],
                at_first,
            ),
            (
                "exchange.admin",
                closed,
                left_to_a_colleague(),
                vec![refused, policy],
                at_first,
            ),
        ],
    );
    assert_cases(
        World::Empty,
        vec![
            ("global.admin", "", on_premises(), vec![], None),
            ("global.admin", closed, on_premises(), vec![], None),
        ],
    );
}

/// Whatever users may consent to for themselves, an administrator's consent for all is neither foretold nor met otherwise.
#[test]
fn what_users_may_consent_to_is_told_and_stops_nothing() {
    let low = "ManagePermissionGrantsForSelf.microsoft-user-default-low";
    let team =
        "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team";
    for (policies, expected) in [
        (vec![], Key::CheckUserConsentNone),
        (vec![team], Key::CheckUserConsentNone),
        (vec![team, low], Key::CheckUserConsentAllowed),
    ] {
        let microsoft = tenant(World::Empty, "");
        microsoft.tenant().permission_grant_policies =
            policies.iter().map(|id| (*id).to_owned()).collect();
        let person = Person::named("global.admin");
        let page = Page::open(&microsoft, 3);
        let (signed_in, facts) = sign_in(&page, &person);
        let choice = on_premises();
        let checks = survey::preflight(&signed_in.graph, &facts, &choice);
        let checks = pollster::block_on(checks).unwrap();
        let mut about = checks.iter().filter(|check| check.subject == UserConsent);
        let told = about.next().map(|check| (check.verdict, check.message.key));
        assert_eq!(told, Some((Pass, expected)), "{policies:?}");

        let outcome = run(&microsoft, "global.admin", &on_premises());
        let found = (outcome.foretold, outcome.stopped);
        assert_eq!(found, (vec![], None), "{policies:?}");
    }
}

/// Every certificate here is valid for 365 days and issues itself.
#[test]
fn what_a_policy_forbids_of_a_certificate_is_foretold() {
    let (fits, short, nobody) = (
        "max-key-lifetime-days=365",
        "max-key-lifetime-days=364",
        "trusted-authority=",
    );
    let trusted: &str = &format!("trusted-authority={ISSUER}");
    let both = "max-key-lifetime-days=180&trusted-authority=";
    let vendor = || hosted(vendor_files().facts);
    let too_long = (CertificateLifetime, Fail);
    let (self_signed, unsure) = ((CertificateAuthority, Fail), (CertificateAuthority, Warn));
    let (at_lifetime, at_authority) = (Some(CertificateLifetime), Some(CertificateAuthority));
    for world in [World::University, World::Empty] {
        for (policies, choice, foretold, stopped) in [
            (fits, on_premises(), vec![], None),
            (fits, vendor(), vec![], None),
            (short, on_premises(), vec![too_long], at_lifetime),
            (short, vendor(), vec![too_long], at_lifetime),
            (nobody, on_premises(), vec![self_signed], at_authority),
            (nobody, vendor(), vec![unsure], at_authority),
            (trusted, vendor(), vec![unsure], None),
            (
                both,
                on_premises(),
                vec![too_long, self_signed],
                at_lifetime,
            ),
            (both, vendor(), vec![too_long, unsure], at_lifetime),
        ] {
            let outcome = run(&tenant(world, policies), "global.admin", &choice);
            assert_eq!(
                outcome.foretold, foretold,
                "{world:?} {policies} {choice:?}"
            );
            assert_eq!(outcome.stopped, stopped, "{world:?} {policies} {choice:?}");
        }
    }
}

/// A policy of the application's own, which counts instead of the tenant's; every certificate here is valid for 365 days.
#[test]
fn what_an_applications_own_policy_says_is_foretold() {
    let too_long = (CertificateLifetime, Fail);
    for (tenants, own, foretold, stopped) in [
        ("", 365, vec![], None),
        ("", 30, vec![too_long], Some(CertificateLifetime)),
        ("max-key-lifetime-days=30", 365, vec![], None),
        (
            "max-key-lifetime-days=365",
            30,
            vec![too_long],
            Some(CertificateLifetime),
        ),
    ] {
        let microsoft = tenant(World::Several, tenants);
        let used = by_key(&microsoft, "mytimetable-calendar-push");
        let policy = AppManagement {
            max_key_lifetime_days: Some(own),
            ..AppManagement::default()
        };
        microsoft.tenant().own_app_management = vec![(used, policy)];
        let outcome = run(&microsoft, "global.admin", &on_premises());
        let about = |(subject, _): &&(Subject, Verdict)| *subject == CertificateLifetime;
        let found: Vec<_> = outcome.foretold.iter().filter(about).copied().collect();
        assert_eq!(found, foretold, "{tenants} {own}");
        assert_eq!(outcome.stopped, stopped, "{tenants} {own}");
    }
}

/// Where the person may not read the policy, nothing is foretold of it, and it stops the run all the same.
#[test]
fn a_policy_that_could_not_be_read_is_warned_of() {
    let microsoft = tenant(World::Several, "max-key-lifetime-days=30");
    let own = by_key(&microsoft, "mytimetable-calendar-push");
    make_owner(&microsoft, &own, "staff.member");
    let outcome = run(&microsoft, "staff.member", &on_premises());
    let expected = [
        (RegisterApplication, Warn),
        (GrantPermission, Warn),
        (OwnPolicy, Warn),
        (CertificatePolicy, Warn),
    ];
    assert_eq!(outcome.foretold, expected);
    assert_eq!(outcome.stopped, Some(CertificateLifetime));
}

/// The application of ours that bears this key.
fn by_key(microsoft: &Microsoft, key: &str) -> ObjectId {
    let rows = microsoft.rows();
    rows.application_by_unique_name(key).unwrap().id.clone()
}

/// The stranger that works: the one with certificates.
fn stranger_in_use(microsoft: &Microsoft) -> ObjectId {
    let rows = microsoft.rows();
    let mut applications = rows.applications.iter();
    let in_use = applications.find(|row| !row.key_credentials.is_empty());
    in_use.unwrap().id.clone()
}

fn make_owner(microsoft: &Microsoft, application: &ObjectId, name: &str) {
    let rows = microsoft.rows();
    let prefix = format!("{name}@");
    let mut users = rows.users.iter();
    let user = users.find(|user| user.user_principal_name.starts_with(&prefix));
    let mut row = rows.application(application).unwrap().clone();
    row.owners.push(user.unwrap().id.clone());
    let clock = microsoft.clock();
    let now = clock.now();
    let change = Change::Put(Row::Application(row));
    microsoft.tenant().directory.write(now, change);
    clock.jump(std::time::Duration::from_secs(60));
}

fn with(choice: Choice, application: ApplicationChoice) -> Choice {
    Choice {
        application,
        ..choice
    }
}

#[test]
fn strangers_of_our_name_are_warned_of_or_adopted() {
    let beside = || ApplicationChoice::Beside { unique_name: None };
    assert_cases(
        World::Taken,
        vec![
            (
                "global.admin",
                "",
                on_premises(),
                vec![(ExistingSetUps, Warn)],
                None,
            ),
            (
                "global.admin",
                "",
                with(on_premises(), beside()),
                vec![(ExistingSetUps, Warn)],
                None,
            ),
        ],
    );
    let consent = (GrantPermission, Warn);
    // Neither the one of the application that is there, nor the tenant's.
    let [own, tenants] = [(OwnPolicy, Warn), (CertificatePolicy, Warn)];
    for (name, policies, foretold, stopped) in [
        ("global.admin", "", vec![], None),
        // Colleagues have consented already, so nothing is left for which the role is missing.
        ("cloud.app.admin", "", vec![consent], None),
        (
            "global.admin",
            "max-key-lifetime-days=364",
            vec![(CertificateLifetime, Fail)],
            Some(CertificateLifetime),
        ),
        (
            "staff.member",
            "",
            vec![(RegisterApplication, Fail), consent, own, tenants],
            Some(RegisterApplication),
        ),
        (
            "privileged.role.admin",
            "allowed-to-create-apps=true",
            vec![(RegisterApplication, Fail), own, tenants],
            Some(RegisterApplication),
        ),
    ] {
        let microsoft = tenant(World::Taken, policies);
        let id = stranger_in_use(&microsoft);
        let choice = with(on_premises(), ApplicationChoice::Existing { id });
        let outcome = run(&microsoft, name, &choice);
        assert_eq!(outcome.foretold, foretold, "{name} {policies}");
        assert_eq!(outcome.stopped, stopped, "{name} {policies}");
    }
}

#[test]
fn a_policy_for_later_applications_lets_an_older_one_off() {
    for (application, foretold, stopped) in [
        ("older", vec![], None),
        (
            "new",
            vec![(CertificateLifetime, Fail), (ExistingSetUps, Warn)],
            Some(CertificateLifetime),
        ),
    ] {
        let microsoft = tenant(World::Taken, "");
        microsoft.tenant().app_management = AppManagement {
            max_key_lifetime_days: Some(180),
            restrict_for_apps_created_after: Some("2026-10-01T00:00:00Z".parse().unwrap()),
            ..AppManagement::default()
        };
        let choice = match application {
            "older" => {
                let id = stranger_in_use(&microsoft);
                with(on_premises(), ApplicationChoice::Existing { id })
            }
            _ => on_premises(),
        };
        let outcome = run(&microsoft, "global.admin", &choice);
        assert_eq!(outcome.foretold, foretold, "{application}");
        assert_eq!(outcome.stopped, stopped, "{application}");
    }
}

/// The certificate that the first of our set-ups has.
fn keep_first(microsoft: &Microsoft) -> Choice {
    let rows = microsoft.rows();
    let first = rows
        .application_by_unique_name("mytimetable-calendar-push")
        .unwrap();
    let thumbprint = &first.key_credentials[0].custom_key_identifier;
    keep(thumbprint.parse().unwrap())
}

#[test]
fn a_set_up_of_ours_needs_only_what_is_still_to_be_done() {
    let consent = (GrantPermission, Warn);
    let [own, tenants] = [(OwnPolicy, Warn), (CertificatePolicy, Warn)];
    let unsure = (RegisterApplication, Warn);
    let strict = "max-key-lifetime-days=1&trusted-authority=&allowed-to-create-apps=false";

    // Nothing is to be done: no policy matters, and no role.
    for (name, foretold) in [
        ("global.admin", vec![]),
        ("privileged.role.admin", vec![unsure]),
        ("staff.member", vec![unsure, consent]),
    ] {
        let microsoft = tenant(World::Several, strict);
        let choice = keep_first(&microsoft);
        let outcome = run(&microsoft, name, &choice);
        assert_eq!(
            (outcome.foretold, outcome.stopped),
            (foretold, None),
            "{name}"
        );
        assert_eq!(microsoft.recorded_writes().len(), 0);
    }

    // A new pair is: it takes a role, or owning the application.
    let refused = vec![(RegisterApplication, Fail), consent, own, tenants];
    for (owns, foretold, stopped) in [
        (false, refused, Some(RegisterApplication)),
        (true, vec![unsure, consent, own, tenants], None),
    ] {
        let microsoft = tenant(World::Several, "");
        if owns {
            let own = by_key(&microsoft, "mytimetable-calendar-push");
            make_owner(&microsoft, &own, "staff.member");
        }
        let outcome = run(&microsoft, "staff.member", &on_premises());
        assert_eq!(
            (outcome.foretold, outcome.stopped),
            (foretold, stopped),
            "{owns}"
        );
    }
}

#[test]
fn owners_of_the_chosen_set_up_are_warned_of() {
    let microsoft = tenant(World::Several, "");
    let id = by_key(&microsoft, "mytimetable-calendar-push-2");
    let choice = with(
        on_premises(),
        ApplicationChoice::Existing { id: id.clone() },
    );
    let outcome = run(&microsoft, "global.admin", &choice);
    assert_eq!(
        (outcome.foretold, outcome.stopped),
        (vec![(Owners, Warn)], None)
    );
    let after = microsoft.rows().application(&id).unwrap().owners.len();
    assert_eq!(after, 1);
}
