//! Signing in and staying so: what Entra asks, what the page learns, and what happens when tokens end or time passes.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Key;
use base::Transport;
use graph::GraphError;
use http::Request;
use http::Response;
use journeys::Decision;
use journeys::Exchange;
use journeys::InProcess;
use journeys::Microsoft;
use journeys::NotSignedIn;
use journeys::Page;
use journeys::Person;
use journeys::Sender;
use journeys::SignedIn;
use journeys::VendorLine;
use journeys::assert_done_as_planned;
use journeys::assert_same_rows;
use journeys::handed_over;
use journeys::on_premises;
use journeys::saved_files;
use journeys::untruths;
use journeys::walk;
use provision::Action;
use provision::Desired;
use provision::Event;
use provision::History;
use provision::Journal;
use provision::Plan;
use signin::SignInError;
use tenant::faults::Fault;
use tenant::worlds::World;
use vendor::Vendor;
use vendor::VendorError;

const LOGIN: &str = "https://login.microsoftonline.com";
const HOUR: Duration = Duration::from_secs(3600);

/// A journey before approval.
struct Planned {
    microsoft: Rc<Microsoft>,
    page: Page,
    signed_in: SignedIn,
    plan: Plan,
}

fn planned(seed: u64, faults: &[Fault]) -> Planned {
    let microsoft = Microsoft::begin(World::University, seed, faults);
    let page = Page::open(&microsoft, seed);
    let (signed_in, plan) = sign_in_and_plan(&page);
    Planned {
        microsoft,
        page,
        signed_in,
        plan,
    }
}

fn sign_in_and_plan(page: &Page) -> (SignedIn, Plan) {
    let person = Person::named("global.admin");
    let first = page.sign_in(&person).unwrap();
    let signed_in = page.sign_in_to_write(&first, &person).unwrap();
    let desired = Desired::new(&on_premises(), &page.marks, Some(&saved_files().facts)).unwrap();
    let plan = page.plan(&signed_in, &desired).unwrap();
    (signed_in, plan)
}

impl Planned {
    /// Carries the plan out; when the step of that name begins, `time` passes.
    fn apply_with_a_break(&self, at: &str, time: Duration) -> Journal {
        self.apply_with_a_busy_entra(at, time, Duration::ZERO)
    }

    /// As [`Self::apply_with_a_break`]; after the break nobody gets a token for as long as `busy`.
    fn apply_with_a_busy_entra(&self, at: &str, time: Duration, busy: Duration) -> Journal {
        let clock = self.microsoft.clock();
        let taken = Cell::new(false);
        let tell = |event| {
            if matches!(&event, Event::Began(step) if step.0 == at) {
                clock.jump(time);
                self.microsoft.tenant().entra.busy_until = Some(clock.now().plus(busy));
                taken.set(true);
            }
        };
        let journal = self
            .page
            .approve_and_apply(&self.signed_in, &self.plan, tell);
        assert!(taken.get(), "no step is called {at}");
        journal
    }

    /// How often the page asked for tokens with each kind of grant, and got an answer of this status.
    fn answered(&self, grant: &str, status: u16) -> usize {
        let is_it = |one: &&Exchange| {
            one.field("grant_type").as_deref() == Some(grant) && one.status == status
        };
        self.microsoft.exchanges().iter().filter(is_it).count()
    }

    /// How often the page got tokens with each kind of grant.
    fn grants(&self, grant: &str) -> usize {
        self.answered(grant, 200)
    }
}

#[test]
fn entra_asks_what_it_must_and_nothing_twice() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let person = Person::named("global.admin");
    let first = page.sign_in(&person).unwrap();
    assert_eq!(page.browser.take_shown(), ["pick-account", "consent"]);
    let mut asked = page.browser.take_asked();
    asked.sort();
    assert_eq!(
        asked,
        ["Application.Read.All", "User.Read", "openid", "profile"]
    );
    let granted = |signed_in: &SignedIn| {
        let mut scopes = signed_in.keeper.scopes();
        scopes.retain(|scope| scope.contains('.'));
        scopes
    };
    assert_eq!(granted(&first), ["Application.Read.All", "User.Read"]);
    let account = first.keeper.account();
    assert_eq!(account.username, "global.admin@voorbeeld.example");
    assert_eq!(account.name, "Gerda Visser");
    assert_eq!(account.tenant, microsoft.tenant().id);

    // The second sign-in knows the account, and asks only for consent to what is new.
    let second = page.sign_in_to_write(&first, &person).unwrap();
    assert_eq!(page.browser.take_shown(), ["consent"]);
    let asked = page.browser.take_asked();
    for scope in [
        "AppRoleAssignment.ReadWrite.All",
        "Application.ReadWrite.All",
    ] {
        let scope = scope.to_owned();
        assert!(asked.contains(&scope), "{scope}");
        assert!(granted(&second).contains(&scope), "{scope}");
        assert!(!granted(&first).contains(&scope), "{scope}");
    }

    // Later the person is asked who they are, and nothing else.
    let again = Page::open(&microsoft, 2);
    let first = again.sign_in(&person).unwrap();
    assert_eq!(again.browser.take_shown(), ["pick-account"]);
    again.sign_in_to_write(&first, &person).unwrap();
    assert_eq!(again.browser.take_shown(), Vec::<String>::new());
}

#[test]
fn somebody_else_can_type_a_name() {
    let microsoft = Microsoft::begin(World::Empty, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let stuck = page.sign_in(&Person::named("nobody@elsewhere.example"));
    let Err(NotSignedIn::Stuck(stuck)) = stuck else {
        panic!("nobody is in this tenant");
    };
    assert!(stuck.text.contains("AADSTS50034"), "{}", stuck.text);
}

#[test]
fn who_does_not_agree_comes_back_and_nothing_changed() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let before = microsoft.rows();
    let page = Page::open(&microsoft, 1);
    let person = Person {
        name: "global.admin",
        decision: Decision::Cancel,
    };
    let declined = page.sign_in(&person).err().unwrap();
    let NotSignedIn::Refused(SignInError::Refused(refusal)) = declined else {
        panic!("{declined:?}");
    };
    assert_eq!(refusal.name(), "AADSTS65004");
    assert_eq!(
        SignInError::Refused(refusal).message().key,
        Key::SignInDeclined
    );
    assert_same_rows(&microsoft.rows(), &before, "consent was declined");
    assert!(page.sign_in(&Person::named("global.admin")).is_ok());
}

#[test]
fn the_first_sign_in_ends_with_its_token() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let first = page.sign_in(&Person::named("global.admin")).unwrap();
    page.look(&first).unwrap();
    microsoft.clock().jump(2 * HOUR);
    let asked = microsoft.exchanges().len();
    let ended = GraphError::SignInAgain { request_id: None };
    assert_eq!(page.look(&first).err(), Some(ended));
    assert_eq!(microsoft.exchanges().len(), asked, "no token, no request");
}

#[test]
fn tokens_are_renewed_in_the_middle_of_a_run() {
    for (seed, faults) in [(1, &[][..]), (2, &[Fault::Lag, Fault::Throttle])] {
        let planned = planned(seed, faults);
        assert_eq!(planned.grants("refresh_token"), 0);
        let journal = planned.apply_with_a_break("certificate", 2 * HOUR);
        assert_done_as_planned(&planned.microsoft, &planned.plan, &journal, 0);
        assert_eq!(planned.grants("refresh_token"), 1);
        assert_eq!(planned.grants("authorization_code"), 2);
    }
}

#[test]
fn while_entra_is_busy_a_run_waits_for_its_token_and_goes_on() {
    let planned = planned(7, &[]);
    let two_minutes = Duration::from_secs(120);
    let journal = planned.apply_with_a_busy_entra("certificate", 2 * HOUR, two_minutes);
    assert_done_as_planned(&planned.microsoft, &planned.plan, &journal, 0);
    assert_eq!(planned.grants("refresh_token"), 1);
    let refused = planned.answered("refresh_token", 429);
    assert!(
        (2..8).contains(&refused),
        "asked ever less often: {refused}"
    );
    assert_eq!(planned.grants("authorization_code"), 2, "nobody signs in");
}

#[test]
fn an_entra_that_stays_busy_stops_the_run_and_later_it_goes_on_without_a_sign_in() {
    let planned = planned(8, &[]);
    let journal = planned.apply_with_a_busy_entra("certificate", 2 * HOUR, 5 * HOUR);
    let stop = journal.stop().unwrap();
    assert_eq!(stop.problem.key, Key::StoppedSignInBusy);
    assert!(stop.problem.advises(Key::StateNotDone));
    assert!(stop.problem.advises(Key::AdviceSignInBusy));
    assert_eq!((stop.step.0.as_str(), stop.sent), ("certificate", false));
    let history = History {
        runs: vec![journal.clone()],
    };
    assert_eq!(untruths(&planned.microsoft, &history), [""; 0]);
    assert_eq!(
        planned.answered("refresh_token", 429),
        8,
        "and not for ever"
    );
    let written = planned.microsoft.recorded_writes().len();
    assert_eq!(
        written,
        journal.requests().count(),
        "what was announced was done"
    );

    planned.microsoft.clock().jump(5 * HOUR);
    let Planned {
        microsoft,
        page,
        signed_in,
        ..
    } = &planned;
    let desired = Desired::new(&on_premises(), &page.marks, Some(&saved_files().facts)).unwrap();
    let rest = page.plan(signed_in, &desired).unwrap();
    let journal = page.approve_and_apply(signed_in, &rest, |_| {});
    assert_done_as_planned(microsoft, &rest, &journal, written);
    assert_eq!(microsoft.rows().applications.len(), 1);
    assert_eq!(planned.grants("authorization_code"), 2, "nobody signs in");
}

#[test]
fn a_person_may_read_the_plan_for_hours() {
    let planned = planned(3, &[]);
    planned.microsoft.clock().jump(20 * HOUR);
    let journal = planned
        .page
        .approve_and_apply(&planned.signed_in, &planned.plan, |_| {});
    assert_done_as_planned(&planned.microsoft, &planned.plan, &journal, 0);
    assert_eq!(planned.grants("refresh_token"), 1);
}

#[test]
fn after_a_day_the_person_signs_in_again_and_goes_on() {
    let planned = planned(4, &[]);
    let journal = planned.apply_with_a_break("consent-Calendars.ReadWrite", 25 * HOUR);
    let stop = journal.stop().unwrap();
    assert_eq!(stop.problem.key, Key::StoppedSignIn);
    assert_eq!(stop.step.0, "consent-Calendars.ReadWrite");
    let written = planned.microsoft.recorded_writes().len();
    assert_eq!(
        written, 4,
        "what was done stands, and nothing more was sent"
    );

    let page = Page::open(&planned.microsoft, 5);
    let (signed_in, plan) = sign_in_and_plan(&page);
    let kept = plan.steps.iter().map(|step| step.action == Action::Keep);
    assert_eq!(kept.collect::<Vec<_>>(), [true, true, true, true, false]);
    let journal = page.approve_and_apply(&signed_in, &plan, |_| {});
    assert_done_as_planned(&planned.microsoft, &plan, &journal, written);
    assert_eq!(planned.microsoft.rows().applications.len(), 1);
}

#[test]
fn a_computer_may_sleep_while_the_page_waits() {
    for waiting in 1..=15 {
        let planned = planned(7, &[]);
        let clock = planned.microsoft.clock();
        let count = Cell::new(0);
        let tell = |event| {
            if matches!(event, Event::Waiting(..)) {
                count.set(count.get() + 1);
                if count.get() == waiting {
                    clock.jump(10 * HOUR);
                }
            }
        };
        let page = &planned.page;
        let journal = page.approve_and_apply(&planned.signed_in, &planned.plan, tell);
        assert_done_as_planned(&planned.microsoft, &planned.plan, &journal, 0);
        assert!(
            count.get() >= 15,
            "five steps wait for three good reads each"
        );
    }
}

#[test]
fn the_page_asks_as_a_page_and_each_host_gets_its_own() {
    let planned = planned(6, &[]);
    planned
        .page
        .approve_and_apply(&planned.signed_in, &planned.plan, |_| {});
    let exchanges = planned.microsoft.exchanges();
    let of_page = |exchange: &&Exchange| exchange.sender == Sender::Page;
    assert!(exchanges.iter().filter(of_page).count() > 20);
    for exchange in exchanges.iter().filter(of_page) {
        let header = |name: &str| exchange.headers.get(name).is_some();
        assert!(header("origin") && !header("cookie"), "{}", exchange.url);
        assert_eq!(
            header("authorization"),
            exchange.is_of_graph(),
            "{}",
            exchange.url
        );
        let is_token_request = exchange.url.path().ends_with("/oauth2/v2.0/token");
        assert!(
            exchange.is_of_graph() || is_token_request,
            "{}",
            exchange.url
        );
    }
    // After the first sign-in only the one tenant is asked.
    let asked_anyone = exchanges
        .iter()
        .filter(|exchange| exchange.url.path().starts_with("/organizations/"))
        .filter(|exchange| exchange.url.path().ends_with("/token"));
    assert_eq!(asked_anyone.count(), 1);
    let questions = exchanges
        .iter()
        .filter(|exchange| exchange.method == http::Method::OPTIONS)
        .filter_map(|exchange| exchange.headers.get("access-control-request-headers"))
        .filter(|names| {
            names
                .to_str()
                .unwrap()
                .split(',')
                .any(|name| name == "prefer")
        });
    assert_eq!(questions.count(), 1, "the upsert was preflighted");
}

/// The vendor's line where the vendor is a page: what its browser keeps from it never came.
struct PageLine(InProcess);

impl vendor::Transport for PageLine {
    fn send(&mut self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        pollster::block_on(self.0.send(request)).ok()
    }
}

#[test]
fn a_page_cannot_be_the_application_that_it_made() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let walked = walk(&page, &Person::named("global.admin"), &on_premises());
    let files = walked.files.unwrap();
    let key_pem = files.key_pem.expose();
    let given = handed_over(&walked.hand_over, key_pem, &files.certificate_pem);
    let vendor = Vendor::open(&given).unwrap();
    let now = || microsoft.clock().now();
    // Everybody knows the new certificate by then.
    microsoft.clock().jump(Duration::from_secs(60));
    let asked = vendor.token(&mut VendorLine(Rc::clone(&microsoft)), now());
    assert!(asked.is_ok(), "{asked:?}");

    let mut line = PageLine(InProcess::new(&microsoft, "http://localhost:8080"));
    let asked = vendor.token(&mut line, now());
    assert_eq!(asked.err(), Some(VendorError::NoAnswer));
    // Entra gave it a token all the same: it is the browser that keeps it from the page.
    let tenant = microsoft.tenant();
    let last = tenant.recorded.last().unwrap();
    let path = format!("/{}/oauth2/v2.0/token", tenant.id);
    assert_eq!((last.path.as_str(), last.status), (path.as_str(), 200));
    assert_eq!(last.body["grant_type"], "client_credentials");
    assert_eq!(last.headers["origin"], "http://localhost:8080");
}

#[test]
fn a_page_may_read_what_entra_says_of_itself() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = InProcess::new(&microsoft, "http://localhost:8080");
    let tenant = microsoft.tenant().id.clone();
    let address = format!("{LOGIN}/{tenant}/v2.0/.well-known/openid-configuration");
    let request = Request::get(address).body(Vec::new()).unwrap();
    let open = pollster::block_on(page.send(request)).unwrap();
    assert_eq!(open.status(), 200);
}
