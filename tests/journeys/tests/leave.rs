//! The console's own consent, withdrawn at the end: what goes with it, and what stays.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::rc::Rc;
use std::time::Duration;

use base::Key;
use journeys::Decision;
use journeys::Errand;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::SignedIn;
use journeys::Story;
use journeys::assert_intents_come_first;
use journeys::assert_same_rows;
use journeys::differences;
use journeys::handed_over;
use journeys::on_premises;
use journeys::prove;
use journeys::saved_files;
use journeys::walk;
use journeys::wish;
use provision::Journal;
use provision::Plan;
use provision::Purpose;
use tenant::directory::Rows;
use tenant::rows::ServicePrincipal;
use tenant::worlds::CONSOLE_APP_ID;
use tenant::worlds::World;

const ADMINISTRATOR: &str = "global.admin";

/// Longer than any copy of the directory needs to know of what happened before.
const A_MINUTE: Duration = Duration::from_secs(60);

fn sign_in(page: &Page, name: &str) -> SignedIn {
    let person = Person::named(name);
    let first = page.sign_in(&person).unwrap();
    page.sign_in_to_write(&first, &person).unwrap()
}

fn plan(signed_in: &SignedIn) -> Plan {
    let console = CONSOLE_APP_ID.parse().unwrap();
    let planning = provision::plan_leave(&signed_in.graph, &console);
    pollster::block_on(planning).unwrap()
}

fn leave(page: &Page, signed_in: &SignedIn, plan: &Plan) -> Journal {
    let approved = plan.clone().approve().unwrap();
    let run = page.run(signed_in, Purpose::Leave, None);
    pollster::block_on(page.apply(signed_in, approved, run, |_| {}))
}

fn console(rows: &Rows) -> Option<&ServicePrincipal> {
    rows.service_principal_by_app_id(&CONSOLE_APP_ID.parse().unwrap())
}

/// The rows as they are when the console's service principal goes, with every consent that was given to it.
fn without_console(rows: &Rows) -> Rows {
    let gone = console(rows).unwrap().clone();
    let mut rows = rows.clone();
    rows.service_principals.retain(|row| row.id != gone.id);
    rows.grants.retain(|row| row.client_id != gone.id);
    rows
}

/// All writes, as method, path and status.
fn writes(microsoft: &Microsoft) -> Vec<(String, String, u16)> {
    let writes = microsoft.recorded_writes().into_iter();
    writes
        .map(|write| (write.method, write.path, write.status))
        .collect()
}

#[test]
fn the_console_goes_with_all_its_consents_and_nothing_else_does() {
    for world in World::ALL {
        let microsoft = Microsoft::begin(world, 1, &[]);
        let page = Page::open(&microsoft, 1);
        let signed_in = sign_in(&page, ADMINISTRATOR);
        // The consent may have made the service principal just now.
        microsoft.clock().jump(A_MINUTE);
        let before = microsoft.rows();
        let gone = console(&before).unwrap().clone();
        assert!(before.grants_of(&gone.id).count() > 0, "it had a consent");

        let plan = plan(&signed_in);
        let journal = leave(&page, &signed_in, &plan);
        assert!(journal.is_finished(), "{:?}", journal.stop());
        let path = format!("/v1.0/servicePrincipals/{}", gone.id);
        assert_eq!(
            writes(&microsoft),
            [("DELETE".to_owned(), path, 204)],
            "{world:?}"
        );
        assert_intents_come_first(&microsoft);
        let expected = without_console(&before);
        let mut after = microsoft.rows();
        // It can be restored for thirty days, its consents cannot.
        let bin = after.deleted_service_principals.pop().unwrap();
        assert_eq!(bin.id, gone.id);
        assert_same_rows(&after, &expected, world.name());

        let again = self::plan(&signed_in);
        assert_eq!(again.steps, [], "there is nothing left to withdraw");
    }
}

#[test]
fn whoever_comes_again_is_asked_for_consent_again() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let signed_in = sign_in(&page, ADMINISTRATOR);
    let was_asked = page.browser.take_asked();
    assert!(!was_asked.is_empty());
    sign_in(&page, ADMINISTRATOR);
    let again = page.browser.take_asked();
    assert_eq!(again, Vec::<String>::new(), "once is enough");

    leave(&page, &signed_in, &plan(&signed_in));
    microsoft.clock().jump(A_MINUTE);
    sign_in(&page, ADMINISTRATOR);
    assert_eq!(page.browser.take_asked(), was_asked);
    let rows = microsoft.rows();
    assert!(console(&rows).is_some(), "and that makes it anew");
}

#[test]
fn the_set_up_works_on_without_the_console() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let walked = walk(&page, &Person::named(ADMINISTRATOR), &on_premises());
    let journal = leave(&page, &walked.signed_in, &plan(&walked.signed_in));
    assert!(journal.is_finished(), "{:?}", journal.stop());
    let files = saved_files();
    let given = handed_over(
        &walked.hand_over,
        files.key_pem.expose(),
        &files.certificate_pem,
    );
    prove(&microsoft, &given, &microsoft.mailbox()).unwrap();
}

#[test]
fn who_undoes_and_then_leaves_leaves_nothing() {
    let microsoft = Microsoft::begin(World::Empty, 1, &[]);
    let canonical = |microsoft: &Rc<Microsoft>| tenant::canonical(&microsoft.tenant());
    let start = canonical(&microsoft);
    let story = Story::begin(&microsoft, Person::named(ADMINISTRATOR));
    story.play_undisturbed(&Errand::SetUp(wish(on_premises())));
    story.play_undisturbed(&Errand::Undo(story.first_run()));
    story.play_undisturbed(&Errand::Leave);
    assert_eq!(
        differences(&start, &canonical(&microsoft)),
        Vec::<String>::new()
    );
}

#[test]
fn who_may_not_withdraw_it_is_told_so_and_nothing_changes() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let administrator = Person {
        name: ADMINISTRATOR,
        decision: Decision::AcceptForOrganisation,
    };
    let page = Page::open(&microsoft, 1);
    let first = page.sign_in(&administrator).unwrap();
    page.sign_in_to_write(&first, &administrator).unwrap();

    let page = Page::open(&microsoft, 2);
    let signed_in = sign_in(&page, "staff.member");
    let rows = microsoft.rows();
    let journal = leave(&page, &signed_in, &plan(&signed_in));
    let stop = journal.stop().unwrap();
    assert_eq!(stop.step.0, "own-consent");
    assert_eq!(stop.problem.key, Key::StoppedRefused);
    assert_eq!(stop.problem.parameters["status"], "403");
    assert!(!stop.sent, "Graph said no");
    let statuses: Vec<u16> = writes(&microsoft).iter().map(|write| write.2).collect();
    assert_eq!(statuses, [403]);
    assert_same_rows(&microsoft.rows(), &rows, "refused");
}

#[test]
fn what_a_colleague_withdrew_in_the_meantime_is_withdrawn() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let signed_in = sign_in(&page, ADMINISTRATOR);
    let plan = plan(&signed_in);
    let other = Page::open(&microsoft, 2);
    let colleague = sign_in(&other, "setup.admin");
    let theirs = leave(&other, &colleague, &self::plan(&colleague));
    assert!(theirs.is_finished(), "{:?}", theirs.stop());
    let rows = microsoft.rows();
    let journal = leave(&page, &signed_in, &plan);
    assert!(journal.is_finished(), "{:?}", journal.stop());
    assert_eq!(journal.requests().count(), 0, "not even an intent");
    assert_same_rows(&microsoft.rows(), &rows, "withdrawn once");
}
