//! Every fault that the simulated tenant knows, one at a time and together: that it struck, what a person had to do about
//! it, and that everything ended at the same rows as without it; undone, at the rows of before.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what helps tests may fail as tests do"
)]

use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Mutex;
use std::time::Duration;

use base::Clock;
use base::Key;
use graph::GraphError;
use journeys::Done;
use journeys::Errand;
use journeys::Exchange;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::START;
use journeys::Sender;
use journeys::Story;
use journeys::Trouble;
use journeys::adopting;
use journeys::assert_intents_come_first;
use journeys::beside;
use journeys::differences;
use journeys::duplicates;
use journeys::handed_over;
use journeys::hosted;
use journeys::on_premises;
use journeys::prove;
use journeys::untruths;
use journeys::vendor_files;
use journeys::walk;
use journeys::wish;
use provision::NotApprovable;
use provision::StepId;
use serde_json::Value;
use serde_json::json;
use survey::Choice;
use tenant::faults::Fault;
use tenant::faults::OthersChange;
use tenant::record::Recorded;
use tenant::rows::Application;
use tenant::worlds::World;

/// Name of the step that makes the service principal.
const PRINCIPAL: &str = "service-principal";
/// What is newly known everywhere after this long, with any fault that passes.
const KNOWN_EVERYWHERE: Duration = Duration::from_secs(60);

/// So often a person goes along with a fault; then it is lifted. With all of them on, nothing would ever get done.
const PATIENCE: usize = 4;

/// What a fault asks of the person.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Asks {
    /// Nothing: the first visit comes to its end.
    Nothing,
    /// To sign in again.
    SignIn,
    /// To look again, where a colleague changed what a step is about.
    LookAgain,
    /// To find whoever lifts it: it blocks until then.
    Lifting,
}

/// All faults but those of [`Asks::Lifting`] pass by themselves.
fn asks(fault: Fault) -> Asks {
    match fault {
        Fault::BatchThrottle
        | Fault::ClockSkew
        | Fault::Collision
        | Fault::GatewayTimeout
        | Fault::Lag
        | Fault::LostAfter
        | Fault::LostBefore
        | Fault::PreferRefused
        | Fault::StaleReads
        | Fault::Throttle
        | Fault::Unavailable => Asks::Nothing,
        // The first sign-in, to look, brings nothing to renew its token with.
        Fault::ClaimsChallenge | Fault::SignInRevoked | Fault::TokenExpired => Asks::SignIn,
        Fault::ConcurrentChange => Asks::LookAgain,
        Fault::RoleWithdrawn | Fault::ServicePrincipalDisabled => Asks::Lifting,
    }
}

/// Whether a visit that ended in this trouble may have done so by that fault.
fn brings(fault: Fault, trouble: &Trouble) -> bool {
    match (fault, trouble) {
        (Fault::ClaimsChallenge, trouble) => trouble.challenge().is_some(),
        (
            Fault::SignInRevoked | Fault::TokenExpired,
            Trouble::Reading(GraphError::SignInAgain { .. }),
        ) => true,
        (Fault::SignInRevoked, Trouble::Stopped(stop)) => stop.problem.key == Key::StoppedSignIn,
        (Fault::ConcurrentChange, Trouble::Stopped(stop)) => {
            stop.problem.key == Key::StoppedChangedSince
        }
        (Fault::ConcurrentChange, Trouble::NotDone(plan)) => plan.clone().approve().is_ok(),
        (Fault::RoleWithdrawn, Trouble::SignIn(_)) => true,
        (Fault::RoleWithdrawn, Trouble::Reading(error)) => {
            error.refusal().is_some_and(|refusal| refusal.status == 403)
        }
        (Fault::RoleWithdrawn, Trouble::Stopped(stop)) => {
            let status = stop.problem.parameters.get("status");
            status.is_some_and(|status| status == "403")
        }
        (Fault::ServicePrincipalDisabled, Trouble::Blocked(step)) => step.0 == PRINCIPAL,
        (Fault::ServicePrincipalDisabled, Trouble::Stopped(stop)) => {
            stop.step.0 == PRINCIPAL && stop.problem.key == Key::StoppedDisabled
        }
        (Fault::ServicePrincipalDisabled, Trouble::NotDone(plan)) => {
            let blocked = plan.clone().approve().err();
            blocked == Some(NotApprovable::Blocked(StepId(PRINCIPAL.to_owned())))
        }
        _ => false,
    }
}

/// A tenant with faults, and a person with the errand of a new set-up.
struct Scene {
    microsoft: Rc<Microsoft>,
    story: Story<'static>,
    faults: Vec<Fault>,
    /// By which faults visits ended.
    troubles: RefCell<Vec<Fault>>,
    /// Whether a service principal was seen that is disabled.
    disabled: Cell<bool>,
}

impl Scene {
    fn begin(world: World, seed: u64, faults: &[Fault]) -> Self {
        let microsoft = Microsoft::begin(world, seed, faults);
        let story = Story::begin(&microsoft, Person::named("global.admin"));
        Self {
            microsoft,
            story,
            faults: faults.to_vec(),
            troubles: RefCell::default(),
            disabled: Cell::new(false),
        }
    }

    /// The rows without what colleagues did. A service principal that was made after a colleague had renamed its application
    /// was made with that name.
    fn canonical(&self) -> Value {
        let tenant = self.microsoft.tenant();
        let mut rows = tenant::canonical_without_others(&tenant);
        let principals = rows["servicePrincipals"].as_array_mut().unwrap();
        for change in tenant.others_changes() {
            if let OthersChange::DisplayName { from, to, .. } = change {
                let named = principals
                    .iter_mut()
                    .filter(|one| one["displayName"] == **to);
                named.for_each(|one| one["displayName"] = json!(from));
            }
        }
        rows
    }

    fn recycle_bin(&self) -> Value {
        tenant::canonical_recycle_bin(&self.microsoft.tenant())
    }

    fn recorded(&self) -> Vec<Recorded> {
        self.microsoft.tenant().recorded.clone()
    }

    /// Does the errand; every trouble on the way is one that a fault may bring, and what it asks for is done.
    fn play(&self, errand: &Errand) -> Result<Done, Trouble> {
        let mend = |trouble: Option<&Trouble>| self.mend(trouble.unwrap());
        self.story.play(errand, None, mend)
    }

    /// What the journal says of the runs that ended is so.
    fn assert_truthful(&self, case: &str) {
        let untrue = untruths(&self.microsoft, &self.story.history());
        assert_eq!(untrue, Vec::<String>::new(), "{case}");
    }

    fn mend(&self, trouble: &Trouble) -> Mended {
        assert_intents_come_first(&self.microsoft);
        self.assert_truthful(&trouble.to_string());
        let mut brought = self.faults.iter().filter(|fault| brings(**fault, trouble));
        let Some(fault) = brought.next() else {
            return Mended::No;
        };
        assert!(!fault.blocks() || trouble.is_blocked(), "{trouble}");
        let principals = self.microsoft.rows().service_principals;
        let disabled = principals.iter().any(|row| !row.account_enabled);
        self.disabled.set(self.disabled.get() || disabled);
        let times = self
            .troubles
            .borrow()
            .iter()
            .filter(|one| *one == fault)
            .count();
        self.troubles.borrow_mut().push(*fault);
        if fault.blocks() || times >= PATIENCE {
            self.microsoft.tenant().lift(*fault);
            self.microsoft.clock().jump(KNOWN_EVERYWHERE);
        }
        Mended::Yes
    }

    /// The set-up of this world: beside ours, in place of the one made by hand, or the first one.
    fn set_up(&self) -> Errand {
        let world = self.microsoft.tenant().world;
        let choice = match world {
            World::Several => beside(on_premises()),
            World::Manual2017 => adopting(made_by_hand(&self.microsoft), on_premises()),
            World::University | World::Empty | World::Taken => hosted(vendor_files().facts),
        };
        Errand::SetUp(wish(Choice {
            mailbox_settings: true,
            ..choice
        }))
    }

    fn undo(&self) -> Errand {
        Errand::Undo(self.story.first_run())
    }
}

fn made_by_hand(microsoft: &Microsoft) -> base::ObjectId {
    let rows = microsoft.rows();
    let mut rows = rows.applications.iter();
    let is_it = |row: &&Application| row.display_name == "MyTimetable calendar push";
    rows.find(is_it).unwrap().id.clone()
}

fn assert_same(one: &Value, other: &Value, case: &str) {
    let found = differences(one, other);
    assert!(found.is_empty(), "{case}\n{}", found.join("\n"));
}

/// What comes of a world without any fault: the rows before and after, and how many requests it took.
#[derive(Clone)]
struct Plain {
    start: Value,
    end: Value,
    recycle_bin: Value,
    requests: usize,
}

/// Plain runs that were played already: each is compared with many.
static PLAIN: Mutex<Vec<(World, u64, Plain)>> = Mutex::new(Vec::new());

impl Plain {
    fn of(world: World, seed: u64) -> Self {
        let is_it = |one: &&(World, u64, Self)| (one.0, one.1) == (world, seed);
        if let Some((_, _, plain)) = PLAIN.lock().unwrap().iter().find(is_it) {
            return plain.clone();
        }
        let plain = Self::play(world, seed);
        PLAIN.lock().unwrap().push((world, seed, plain.clone()));
        plain
    }

    fn play(world: World, seed: u64) -> Self {
        let scene = Scene::begin(world, seed, &[]);
        scene.microsoft.trust();
        scene.story.play_undisturbed(&Errand::Arrive);
        let start = scene.canonical();
        scene.story.close_tab();
        let set_up = scene.set_up();
        let done = scene
            .play(&set_up)
            .unwrap_or_else(|trouble| panic!("{trouble}"));
        assert_eq!((done.visits, done.approved_anew), (1, 0));
        Self {
            start,
            end: scene.canonical(),
            recycle_bin: scene.recycle_bin(),
            requests: scene.recorded().len(),
        }
    }
}

/// Sets up and undoes under faults, and compares with the same without them. Returns what was set up under the faults.
fn ends_as_without(world: World, seed: u64, faults: &[Fault], plain: &Plain) -> (Scene, Done) {
    let case = format!("{world:?}, seed {seed}, {faults:?}");
    let scene = Scene::begin(world, seed, faults);
    if faults.len() > 1 {
        scene.microsoft.trust();
    }
    let done = scene.play(&scene.set_up());
    let done = done.unwrap_or_else(|trouble| panic!("{case}: {trouble}"));
    assert_same(&plain.end, &scene.canonical(), &case);
    assert_same(&plain.recycle_bin, &scene.recycle_bin(), &case);
    assert_eq!(
        duplicates(&scene.microsoft.rows()),
        Vec::<String>::new(),
        "{case}"
    );
    assert_eq!(tenant::others_lost(&scene.microsoft.tenant()), [], "{case}");
    assert_intents_come_first(&scene.microsoft);
    scene.assert_truthful(&case);
    (scene, done)
}

/// Undoes under the same faults what was set up.
fn is_undone(scene: &Scene, plain: &Plain, case: &str) {
    let undone = scene.play(&scene.undo());
    undone.unwrap_or_else(|trouble| panic!("{case}: {trouble}"));
    scene.assert_truthful(case);
    assert_eq!(tenant::others_lost(&scene.microsoft.tenant()), [], "{case}");
    // What a colleague put something on stays, and cannot be compared with a tenant where it went.
    if scene.microsoft.tenant().others_changes().is_empty() {
        assert_same(&plain.start, &scene.canonical(), case);
    }
}

/// Whether a fault that was on alone left its trace.
fn struck(fault: Fault, scene: &Scene, plain: &Plain) -> bool {
    let recorded = scene.recorded();
    let of_graph = || recorded.iter().filter(|one| one.path.starts_with("/v1.0/"));
    let answered = |status| of_graph().any(|one| one.answered && one.status == status);
    match fault {
        Fault::BatchThrottle => {
            assert!(!answered(429), "the batch itself is never refused");
            scene.microsoft.exchanges().iter().any(has_throttled_step)
        }
        Fault::ClaimsChallenge | Fault::SignInRevoked | Fault::TokenExpired => answered(401),
        Fault::ClockSkew => is_clock_off(&scene.microsoft),
        Fault::Collision => of_graph()
            .any(|one| one.method == "PATCH" && one.answered && [409, 503].contains(&one.status)),
        Fault::ConcurrentChange => !scene.microsoft.tenant().others_changes().is_empty(),
        Fault::GatewayTimeout => answered(504),
        Fault::Lag | Fault::StaleReads => recorded.len() > plain.requests,
        Fault::LostAfter => recorded
            .iter()
            .any(|one| !one.answered && (200..300).contains(&one.status)),
        Fault::LostBefore => recorded.iter().any(|one| !one.answered && one.status == 0),
        Fault::PreferRefused => of_graph()
            .any(|one| (one.method.as_str(), one.path.as_str()) == ("POST", "/v1.0/applications")),
        Fault::RoleWithdrawn => answered(403),
        Fault::ServicePrincipalDisabled => scene.disabled.get(),
        Fault::Throttle => answered(429),
        Fault::Unavailable => answered(503),
    }
}

/// A 429 under the 200 of its batch.
fn has_throttled_step(exchange: &Exchange) -> bool {
    let answer: Value = serde_json::from_slice(&exchange.answer).unwrap_or_default();
    let mut steps = answer["responses"].as_array().into_iter().flatten();
    exchange.status == 200 && steps.any(|step| step["status"] == 429)
}

/// Whether what was made bears a moment that is off by at least the minute that the fault promises.
fn is_clock_off(microsoft: &Microsoft) -> bool {
    let start = START.parse().unwrap();
    let now = microsoft.clock().now();
    let minute = Duration::from_secs(59);
    let rows = microsoft.rows();
    let mut moments = rows.assignments.iter().map(|row| row.created_date_time);
    // Whoever was there before has a moment long before.
    let day = Duration::from_secs(24 * 3600);
    moments.any(|at| {
        let early = at < start && start.since(at) > minute && start.since(at) < day;
        early || at > now
    })
}

/// Sets up and undoes in every world with one fault on; in some of them it must have struck.
fn one_at_a_time(fault: Fault) {
    let mut strikes = 0;
    let mut visits = BTreeSet::new();
    for (seed, world) in (1..).zip(World::ALL) {
        let plain = Plain::of(world, seed);
        let (scene, done) = ends_as_without(world, seed, &[fault], &plain);
        strikes += usize::from(struck(fault, &scene, &plain));
        visits.insert(done.visits);
        let anew = done.approved_anew > 0;
        assert!(
            !anew || asks(fault) == Asks::LookAgain,
            "{fault:?}, {world:?}, seed {seed}"
        );
        is_undone(
            &scene,
            &plain,
            &format!("{fault:?}, {world:?}, seed {seed}"),
        );
    }
    assert!(strikes > 0, "{fault:?} never struck");
    let once = visits == BTreeSet::from([1]);
    assert_eq!(once, asks(fault) == Asks::Nothing, "{fault:?}: {visits:?}");
}

#[test]
fn the_split_is_the_tenants_own() {
    for fault in Fault::ALL {
        assert_eq!(fault.blocks(), asks(fault) == Asks::Lifting, "{fault:?}");
    }
}

fn all_that_ask(asked: Asks) {
    for fault in Fault::ALL.into_iter().filter(|fault| asks(*fault) == asked) {
        one_at_a_time(fault);
    }
}

/// Sets up and undoes with several faults on, in every world.
fn together(faults: &[Fault]) {
    for (seed, world) in (1..).zip(World::ALL) {
        let plain = Plain::of(world, seed);
        let (scene, _) = ends_as_without(world, seed, faults, &plain);
        is_undone(
            &scene,
            &plain,
            &format!("{world:?}, seed {seed}, {faults:?}"),
        );
    }
}

#[test]
fn all_that_ask_nothing_of_the_person_together() {
    let quiet = |fault: &Fault| asks(*fault) == Asks::Nothing;
    let quiet: Vec<Fault> = Fault::ALL.into_iter().filter(quiet).collect();
    together(&quiet);
}

#[test]
fn all_faults_together() {
    together(&Fault::ALL);
}

#[test]
fn faults_that_pass_and_ask_nothing_of_the_person() {
    all_that_ask(Asks::Nothing);
}

#[test]
fn faults_that_pass_once_the_person_signs_in_again() {
    all_that_ask(Asks::SignIn);
}

#[test]
fn faults_that_pass_once_the_person_looks_again() {
    all_that_ask(Asks::LookAgain);
}

#[test]
fn faults_that_block_until_they_are_lifted() {
    all_that_ask(Asks::Lifting);
}

/// What the authorization endpoint was asked to see to, at each visit of the browser.
fn claims_asked(recorded: &[Recorded]) -> Vec<Value> {
    let authorize = recorded
        .iter()
        .filter(|one| one.path.ends_with("/oauth2/v2.0/authorize") && one.method == "GET");
    let claims = authorize.filter_map(|one| one.query.get("claims"));
    claims
        .map(|claims| serde_json::from_str(claims).unwrap())
        .collect()
}

#[test]
fn a_challenge_in_the_middle_of_a_run_is_answered_and_the_run_goes_on_as_approved() {
    let mut pauses = 0;
    for seed in 1..=8 {
        let scene = Scene::begin(World::University, seed, &[Fault::ClaimsChallenge]);
        let demanded = RefCell::new(Vec::new());
        let mend = |trouble: Option<&Trouble>| {
            let trouble = trouble.unwrap();
            if let Trouble::Stopped(stop) = trouble {
                assert_eq!(stop.problem.key, Key::StoppedChallenge, "seed {seed}");
                demanded.borrow_mut().push(stop.challenge.clone().unwrap());
            }
            match trouble.challenge() {
                Some(_) => Mended::Yes,
                None => Mended::No,
            }
        };
        let played = scene.story.play(&scene.set_up(), None, mend);
        let done = played.unwrap_or_else(|trouble| panic!("seed {seed}: {trouble}"));
        assert_eq!(done.approved_anew, 0, "seed {seed}");
        let demanded = demanded.into_inner();
        pauses += demanded.len();

        // Each run that was paused is gone on with, and the sign-in between was asked for what Graph demanded.
        let asked = claims_asked(&scene.recorded());
        for claims in &demanded {
            let claims: Value = serde_json::from_str(claims).unwrap();
            let access_token = &claims["access_token"];
            let is_it = |one: &&Value| one["access_token"]["nbf"] == access_token["nbf"];
            assert_eq!(
                asked.iter().filter(is_it).count(),
                1,
                "seed {seed}: {asked:?}"
            );
        }
        let runs = scene.story.history().runs;
        let runs: Vec<_> = runs.iter().map(|run| run.beginning().unwrap()).collect();
        assert_eq!(runs.len(), 1 + demanded.len(), "seed {seed}");
        for pair in runs.windows(2) {
            assert_eq!(pair[1].resumes, Some(pair[0].run), "seed {seed}");
        }
    }
    assert!(pauses > 1, "never in the middle of a run");
}

#[test]
fn the_vendor_asks_again_where_no_answer_comes() {
    let mut unanswered = 0;
    for seed in 1..=6 {
        let microsoft = Microsoft::begin(World::University, seed, &[]);
        let page = Page::open(&microsoft, seed);
        let walked = walk(&page, &Person::named("global.admin"), &on_premises());
        let files = walked.files.unwrap();
        let key_pem = files.key_pem.expose();
        let given = handed_over(&walked.hand_over, key_pem, &files.certificate_pem);
        for fault in [Fault::LostAfter, Fault::LostBefore] {
            microsoft.tenant().add_fault(fault);
        }
        prove(&microsoft, &given, &microsoft.mailbox()).unwrap();
        let exchanges = microsoft.exchanges();
        let of_vendor = exchanges.iter().filter(|one| one.sender == Sender::Vendor);
        unanswered += of_vendor.filter(|one| !one.answered).count();
    }
    assert!(unanswered > 0, "every answer came");
}
