//! Other people change the tenant too: before the plan, and between plan and write. Nothing of theirs is lost.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Key;
use base::Message;
use journeys::Errand;
use journeys::Interruption;
use journeys::Loss;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::SignedIn;
use journeys::Trouble;
use journeys::adopting;
use journeys::assert_done_as_planned;
use journeys::assert_same_rows;
use journeys::hosted;
use journeys::keep;
use journeys::on_premises;
use journeys::put;
use journeys::saved_files;
use journeys::vendor_files;
use journeys::walk;
use journeys::wish;
use journeys::with_mailbox_settings;
use provision::Action;
use provision::Desired;
use provision::Journal;
use provision::NotApprovable;
use provision::Plan;
use provision::StepId;
use survey::Choice;
use tenant::directory::Change;
use tenant::directory::Rows;
use tenant::rows::Application;
use tenant::rows::KeyCredential;
use tenant::rows::ResourceAccess;
use tenant::rows::Row;
use tenant::rows::ServicePrincipal;
use tenant::worlds::World;

/// Delegated scope `Calendars.ReadWrite`, which colleagues declare.
const DELEGATED_CALENDARS: &str = "1ec239c2-d7c9-4623-a91a-a9775856bb36";

/// A tenant in which our set-up stands, and the page signed in to write once more.
struct Scene {
    microsoft: Rc<Microsoft>,
    page: Page,
    signed_in: SignedIn,
    /// Writes of the first run.
    written: usize,
}

fn scene() -> Scene {
    let microsoft = Microsoft::begin(World::Taken, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let person = Person::named("global.admin");
    let walked = walk(&page, &person, &on_premises());
    let written = microsoft.recorded_writes().len();
    Scene {
        microsoft,
        page,
        signed_in: walked.signed_in,
        written,
    }
}

fn ours(rows: &Rows) -> &Application {
    rows.application_by_unique_name("mytimetable-calendar-push")
        .unwrap()
}

impl Scene {
    /// Somebody changes our application behind our back; a minute later everybody knows.
    fn somebody_changes(&self, change: impl FnOnce(&mut Application)) {
        let mut row = ours(&self.microsoft.rows()).clone();
        change(&mut row);
        self.write(Change::Put(Row::Application(row)));
    }

    fn write(&self, change: Change) {
        let clock = self.microsoft.clock();
        let now = clock.now();
        self.microsoft.tenant().directory.write(now, change);
        clock.jump(Duration::from_secs(60));
    }

    /// A certificate of somebody else.
    fn their_certificate(&self) -> KeyCredential {
        let rows = self.microsoft.rows();
        let mut credentials = rows
            .applications
            .iter()
            .flat_map(|row| &row.key_credentials);
        credentials.next().unwrap().clone()
    }

    fn plan(&self, choice: &Choice) -> Plan {
        let desired = Desired::new(choice, &self.page.marks, None).unwrap();
        self.page.plan(&self.signed_in, &desired).unwrap()
    }

    fn apply(&self, plan: &Plan) -> Journal {
        self.page.approve_and_apply(&self.signed_in, plan, |_| {})
    }

    /// Nothing was written since the first run.
    fn assert_untouched(&self, rows: &Rows) {
        assert_eq!(self.microsoft.recorded_writes().len(), self.written);
        assert_same_rows(&self.microsoft.rows(), rows, "nothing was written");
    }
}

/// The certificate of the first run stays.
fn keep_ours() -> Choice {
    keep(saved_files().facts.thumbprint)
}

/// The names of the steps that change something.
fn changes(plan: &Plan) -> Vec<&str> {
    plan.steps
        .iter()
        .filter(|step| step.action != Action::Keep)
        .map(|step| step.id.0.as_str())
        .collect()
}

fn stopped(journal: &Journal) -> (&str, Key) {
    let stop = journal.stop().unwrap();
    (stop.step.0.as_str(), stop.problem.key)
}

#[test]
fn a_certificate_added_before_the_plan_stays() {
    let scene = scene();
    let theirs = scene.their_certificate();
    scene.somebody_changes(|row| row.key_credentials.insert(0, theirs.clone()));
    let before = ours(&scene.microsoft.rows()).key_credentials.clone();
    let plan = scene.plan(&hosted(vendor_files().facts));
    assert_eq!(changes(&plan), ["certificate"]);
    let journal = scene.apply(&plan);
    assert_done_as_planned(&scene.microsoft, &plan, &journal, scene.written);
    let after = ours(&scene.microsoft.rows()).key_credentials.clone();
    assert!(after[..2] == before, "theirs and the former one, unchanged");
    assert_eq!(after.len(), 3);
    assert!(after[2].key == vendor_files().facts.der, "and the new one");
}

#[test]
fn a_certificate_added_after_the_plan_stops_the_run_and_stays() {
    let scene = scene();
    let plan = scene.plan(&hosted(vendor_files().facts));
    let theirs = scene.their_certificate();
    scene.somebody_changes(|row| row.key_credentials.push(theirs.clone()));
    let rows = scene.microsoft.rows();
    let journal = scene.apply(&plan);
    assert_eq!(stopped(&journal), ("certificate", Key::StoppedChangedSince));
    assert_eq!(journal.requests().count(), 0, "not even an intent");
    scene.assert_untouched(&rows);

    // The next plan takes it into account.
    let plan = scene.plan(&hosted(vendor_files().facts));
    let journal = scene.apply(&plan);
    assert_done_as_planned(&scene.microsoft, &plan, &journal, scene.written);
    let after = ours(&scene.microsoft.rows()).key_credentials.clone();
    assert!(
        after[..2] == ours(&rows).key_credentials,
        "both are untouched"
    );
    assert_eq!(after.len(), 3);
}

#[test]
fn a_certificate_taken_away_after_the_plan_does_not_come_back() {
    let scene = scene();
    let plan = scene.plan(&hosted(vendor_files().facts));
    scene.somebody_changes(|row| row.key_credentials.clear());
    let rows = scene.microsoft.rows();
    assert_eq!(
        stopped(&scene.apply(&plan)),
        ("certificate", Key::StoppedChangedSince)
    );
    scene.assert_untouched(&rows);
}

#[test]
fn what_is_done_when_its_turn_comes_is_not_done_twice() {
    let scene = scene();
    let plan = scene.plan(&hosted(vendor_files().facts));
    assert_eq!(changes(&plan), ["certificate"]);
    assert!(scene.apply(&plan).is_finished());
    let rows = scene.microsoft.rows();
    let written = scene.microsoft.recorded_writes().len();
    // The same plan again, as a page has it that was opened too early to see what another one had just done.
    let journal = scene.apply(&plan);
    assert!(journal.is_finished(), "{journal:#?}");
    assert_eq!(journal.requests().count(), 0, "not even an intent");
    assert_eq!(scene.microsoft.recorded_writes().len(), written);
    assert_same_rows(&scene.microsoft.rows(), &rows, "applied twice");
}

#[test]
fn permissions_that_others_declare_are_merged_or_stop_the_run() {
    let delegated = ResourceAccess {
        id: DELEGATED_CALENDARS.parse().unwrap(),
        kind: "Scope".to_owned(),
    };
    let declare = |row: &mut Application| {
        let access = &mut row.required_resource_access[0].resource_access;
        access.push(delegated.clone());
    };
    let more = with_mailbox_settings(keep_ours());
    let expected = ["declared-permissions", "consent-MailboxSettings.ReadWrite"];

    let late = scene();
    let plan = late.plan(&more);
    assert_eq!(changes(&plan), expected);
    late.somebody_changes(declare);
    let rows = late.microsoft.rows();
    let journal = late.apply(&plan);
    assert_eq!(
        stopped(&journal),
        ("declared-permissions", Key::StoppedChangedSince)
    );
    late.assert_untouched(&rows);

    let early = scene();
    early.somebody_changes(declare);
    let plan = early.plan(&more);
    assert_eq!(changes(&plan), expected);
    let journal = early.apply(&plan);
    assert_done_as_planned(&early.microsoft, &plan, &journal, early.written);
    let declared = ours(&early.microsoft.rows())
        .required_resource_access
        .clone();
    let kinds: Vec<&str> = declared[0]
        .resource_access
        .iter()
        .map(|access| access.kind.as_str())
        .collect();
    assert_eq!(kinds, ["Role", "Scope", "Role"]);
    assert_eq!(declared[0].resource_access[1], delegated);
}

#[test]
fn another_name_or_audience_is_set_right_unless_it_changed_meanwhile() {
    let scene = scene();
    scene.somebody_changes(|row| {
        row.display_name = "Do not delete".to_owned();
        row.sign_in_audience = "AzureADMultipleOrgs".to_owned();
    });
    let plan = scene.plan(&keep_ours());
    assert_eq!(changes(&plan), ["application"]);
    scene.somebody_changes(|row| row.display_name = "Please do not delete".to_owned());
    let rows = scene.microsoft.rows();
    assert_eq!(
        stopped(&scene.apply(&plan)),
        ("application", Key::StoppedChangedSince)
    );
    scene.assert_untouched(&rows);

    let plan = scene.plan(&keep_ours());
    let journal = scene.apply(&plan);
    assert_done_as_planned(&scene.microsoft, &plan, &journal, scene.written);
    let row = ours(&scene.microsoft.rows()).clone();
    assert_eq!(row.display_name, "MyTimetable calendar push");
    assert_eq!(row.sign_in_audience, "AzureADMyOrg");
}

#[test]
fn a_service_principal_that_somebody_disabled_blocks_the_plan() {
    let scene = scene();
    let rows = scene.microsoft.rows();
    let app_id = &ours(&rows).app_id;
    let mut principal = rows.service_principal_by_app_id(app_id).unwrap().clone();
    principal.account_enabled = false;
    scene.write(Change::Put(Row::ServicePrincipal(principal)));
    let rows = scene.microsoft.rows();
    let plan = scene.plan(&keep_ours());
    let refused = plan.approve().unwrap_err();
    let step = StepId("service-principal".to_owned());
    assert_eq!(refused, NotApprovable::Blocked(step));
    scene.assert_untouched(&rows);
}

/// It is in the way of the one that the plan makes, and no waiting shows it as it shall be.
#[test]
fn a_service_principal_that_was_disabled_since_the_plan_ends_the_run_blocked() {
    let scene = scene();
    let rows = scene.microsoft.rows();
    let app_id = &ours(&rows).app_id;
    let enabled = rows.service_principal_by_app_id(app_id).unwrap().clone();
    let now = scene.microsoft.clock().now();
    scene.write(Change::DeleteServicePrincipal(enabled.id.clone(), now));
    let plan = scene.plan(&keep_ours());
    scene.write(Change::Restore(enabled.id.clone()));
    let disabled = ServicePrincipal {
        account_enabled: false,
        ..enabled.clone()
    };
    scene.write(Change::Put(Row::ServicePrincipal(disabled)));
    let before = scene.microsoft.rows();
    let journal = scene.apply(&plan);
    let stop = journal.stop().unwrap();
    assert_eq!(stop.step.0, "service-principal");
    assert_eq!(stop.problem.key, Key::StoppedDisabled);
    assert!(stop.is_blocked() && !stop.sent, "{stop:?}");
    assert_same_rows(&scene.microsoft.rows(), &before, "blocked");

    scene.write(Change::Put(Row::ServicePrincipal(enabled)));
    let journal = scene.apply(&scene.plan(&keep_ours()));
    assert!(journal.is_finished(), "{:?}", journal.stop());
}

/// Read back, it is blocked: that is told as soon as it is sure, and not after ten minutes as what never showed.
#[test]
fn a_service_principal_that_is_disabled_before_it_is_read_back_is_told_as_blocking() {
    let scene = scene();
    let rows = scene.microsoft.rows();
    let app_id = &ours(&rows).app_id;
    let mut principal = rows.service_principal_by_app_id(app_id).unwrap().clone();
    principal.account_enabled = false;
    scene.write(Change::Put(Row::ServicePrincipal(principal)));
    let desired = Desired::new(&keep_ours(), &scene.page.marks, None).unwrap();
    let began = scene.microsoft.clock().now();
    let verified = scene.page.verify(&scene.signed_in, &desired).unwrap();
    let problem = verified.problem().unwrap();
    assert_eq!(problem.key, Key::StoppedKeptBlocked);
    let reason = problem.reason.as_ref().map(|reason| reason.key);
    assert_eq!(reason, Some(Key::PlanServicePrincipalDisabled));
    assert!(problem.advises(Key::UnblockServicePrincipalDisabled));
    let waited = scene.microsoft.clock().now().since(began);
    assert!(waited < Duration::from_secs(120), "{waited:?}");
}

#[test]
fn an_application_that_only_bears_our_key_is_not_ours() {
    let scene = scene();
    scene.somebody_changes(|row| row.tags.clear());
    let before = scene.microsoft.rows();
    let page = Page::open(&scene.microsoft, 2);
    let walked = walk(&page, &Person::named("global.admin"), &on_premises());
    assert_eq!(walked.plan.changes(), 5, "a new one beside");
    assert_eq!(walked.facts.strangers().count(), 3);
    let after = scene.microsoft.rows();
    let (theirs, new) = after.applications.split_at(before.applications.len());
    assert!(theirs == before.applications, "what was there is untouched");
    let key = new[0].unique_name.as_deref();
    assert_eq!(key, Some("mytimetable-calendar-push-2"));
}

#[test]
fn an_application_with_our_label_and_without_our_key_is_one_that_we_adopted() {
    let scene = scene();
    scene.somebody_changes(|row| {
        row.unique_name = None;
        row.display_name = "Timetables to calendars".to_owned();
    });
    let before = scene.microsoft.rows();
    let page = Page::open(&scene.microsoft, 2);
    let walked = walk(&page, &Person::named("global.admin"), &on_premises());
    assert!(walked.plan.is_kept(), "{:#?}", walked.plan);
    assert_eq!(walked.facts.strangers().count(), 2);
    assert_same_rows(&scene.microsoft.rows(), &before, "its name is its own");
}

/// A certificate that was there before the plan vanishes in the middle of the run, or between its end and the reading back:
/// both times the person is told which one, and not that anybody took it.
#[test]
fn an_entry_that_vanishes_meanwhile_is_told_at_the_end() {
    let begin = || {
        let scene = journeys::Scene::begin(World::Manual2017);
        let theirs = adoptable(&scene.before).clone();
        let choice = adopting(theirs.id.clone(), on_premises());
        (scene, theirs, Errand::SetUp(wish(choice)))
    };
    let (plain, _, set_up) = begin();
    let done = plain.story.play_undisturbed(&set_up);
    assert_eq!(done.told.gone, [], "nothing vanished");
    for after in [done.requests / 2, done.requests - 1] {
        let (scene, theirs, set_up) = begin();
        let interruption = Interruption {
            loses: Loss::Tab,
            after,
            carried_out: true,
        };
        let vanishes = |_: Option<&Trouble>| {
            let mut row = scene.now(&theirs.id);
            row.key_credentials.remove(0);
            scene.somebody(put(row));
            Mended::Yes
        };
        let played = scene.story.play(&set_up, Some(interruption), vanishes);
        let gone = played.unwrap().told.gone;
        let id = &theirs.key_credentials[0].key_id;
        let expected = Message::new(Key::GoneCertificate).with("id", id);
        assert_eq!(gone, [expected], "{after} of {}", done.requests);
        let left = scene.now(&theirs.id).key_credentials;
        let certificate = saved_files().facts.thumbprint.to_string();
        assert_eq!(left.last().unwrap().custom_key_identifier, certificate);
    }
}

/// The plan left the consent to a colleague, and found it given: what counts is what reading back shows.
#[test]
fn a_consent_that_is_withdrawn_meanwhile_is_still_to_be_done() {
    let scene = journeys::Scene::with_set_up(World::Empty);
    let leaving = Errand::SetUp(wish(Choice {
        leave_consent: true,
        ..keep_ours()
    }));
    let done = scene.story.play_undisturbed(&leaving);
    assert_eq!(done.told.left, [], "it is given");
    let last = Interruption {
        loses: Loss::Tab,
        after: done.requests - 1,
        carried_out: true,
    };
    let withdrawn = |_: Option<&Trouble>| {
        let rows = scene.microsoft.rows();
        let client = rows.service_principal_by_app_id(&ours(&rows).app_id);
        let held = rows.assignments_of(&client.unwrap().id).next().unwrap();
        scene.somebody(Change::RemoveAssignment(held.id.clone()));
        Mended::Yes
    };
    let played = scene.story.play(&leaving, Some(last), withdrawn);
    let consent = StepId("consent-Calendars.ReadWrite".to_owned());
    assert_eq!(played.unwrap().told.left, [consent]);
}

/// The one that somebody made by hand, with certificates on it.
fn adoptable(rows: &Rows) -> &Application {
    let mut made = rows.applications.iter();
    made.find(|row| !row.key_credentials.is_empty()).unwrap()
}
