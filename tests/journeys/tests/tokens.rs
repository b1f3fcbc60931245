//! Tokens that end in the middle of a run, before their time or with the whole sign-in: what the page does by itself, when it
//! asks the person, and that either way the rows are those of a run without trouble.

#![expect(clippy::panic, reason = "what helps tests may fail as tests do")]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use base::Key;
use graph::GraphError;
use journeys::Done;
use journeys::Errand;
use journeys::Exchange;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Person;
use journeys::Sender;
use journeys::Story;
use journeys::Trouble;
use journeys::assert_intents_come_first;
use journeys::differences;
use journeys::on_premises;
use journeys::untruths;
use journeys::wish;
use serde_json::Value;
use tenant::faults::Fault;
use tenant::worlds::World;

/// As many seeds as it takes for a fault to strike reads and writes.
const SEEDS: u64 = 12;

/// A set-up in the university's tenant under these faults.
struct Scene {
    microsoft: Rc<Microsoft>,
    story: Story<'static>,
}

impl Scene {
    fn begin(seed: u64, faults: &[Fault]) -> Self {
        let microsoft = Microsoft::begin(World::University, seed, faults);
        let story = Story::begin(&microsoft, Person::named("global.admin"));
        Self { microsoft, story }
    }

    fn set_up(&self, mend: impl FnMut(Option<&Trouble>) -> Mended) -> Done {
        let errand = Errand::SetUp(wish(on_premises()));
        let played = self.story.play(&errand, None, mend);
        played.unwrap_or_else(|trouble| panic!("{trouble}"))
    }

    fn rows(&self) -> Value {
        tenant::canonical(&self.microsoft.tenant())
    }

    /// What the page asked of Graph, in order.
    fn asked(&self) -> Vec<Exchange> {
        let mut exchanges = self.microsoft.exchanges();
        let is_asked = |one: &Exchange| {
            one.sender == Sender::Page && one.is_of_graph() && one.method != http::Method::OPTIONS
        };
        exchanges.retain(is_asked);
        exchanges
    }

    /// Whether nobody signed in to write yet.
    fn has_only_looked(&self) -> bool {
        let exchanges = self.microsoft.exchanges();
        let mut scopes = exchanges.iter().filter_map(|one| one.field("scope"));
        !scopes.any(|scope| scope.contains("offline_access"))
    }

    /// How often the page asked Entra to renew, by the status that it got.
    fn renewals(&self, status: u16) -> usize {
        let exchanges = self.microsoft.exchanges();
        let is_renewal = |one: &&Exchange| {
            one.field("grant_type").as_deref() == Some("refresh_token") && one.status == status
        };
        exchanges.iter().filter(is_renewal).count()
    }
}

/// The rows of a run in which nothing goes wrong.
fn rows_without_trouble(seed: u64) -> Value {
    let scene = Scene::begin(seed, &[]);
    scene.set_up(|_| Mended::No);
    scene.rows()
}

fn assert_same(scene: &Scene, seed: u64) {
    let found = differences(&rows_without_trouble(seed), &scene.rows());
    assert!(found.is_empty(), "seed {seed}\n{}", found.join("\n"));
    assert_intents_come_first(&scene.microsoft);
}

#[test]
fn a_token_that_ends_early_is_renewed_and_the_run_goes_on_as_if_nothing_were() {
    let mut refused = BTreeSet::new();
    for seed in 1..=SEEDS {
        let scene = Scene::begin(seed, &[Fault::TokenExpired]);
        // The first sign-in, to look, brings nothing to renew its token with.
        let looking = RefCell::new(0);
        let done = scene.set_up(|trouble| match trouble.unwrap() {
            Trouble::Reading(GraphError::SignInAgain { .. }) if scene.has_only_looked() => {
                looking.replace_with(|count| *count + 1);
                Mended::Yes
            }
            _ => Mended::No,
        });
        assert_eq!(done.approved_anew, 0, "seed {seed}");
        assert_same(&scene, seed);

        let mut asked = scene.asked();
        let mut over = looking.into_inner();
        asked.retain(|one| {
            let was_looking = one.status == 401 && over > 0;
            over -= usize::from(was_looking);
            !was_looking
        });
        let mut count = 0;
        for pair in asked.windows(2).filter(|pair| pair[0].status == 401) {
            let same = |one: &Exchange| (one.method.clone(), one.url.clone(), one.body.clone());
            assert_eq!(same(&pair[0]), same(&pair[1]), "seed {seed}");
            let token = |one: &Exchange| one.headers["authorization"].clone();
            assert_ne!(token(&pair[0]), token(&pair[1]), "seed {seed}");
            assert!(pair[1].status < 300, "seed {seed}: {}", pair[1].status);
            refused.insert(pair[0].is_write());
            count += 1;
        }
        assert_eq!(scene.renewals(200), count, "seed {seed}");
        assert_eq!(scene.story.history().runs.len(), 1, "seed {seed}");
    }
    assert_eq!(refused, BTreeSet::from([false, true]), "reads and writes");
}

#[test]
fn a_renewal_that_meets_a_busy_entra_is_waited_out() {
    let mut refused = 0;
    for seed in 1..=SEEDS {
        let faults = [Fault::TokenExpired, Fault::Throttle, Fault::Unavailable];
        let scene = Scene::begin(seed, &faults);
        // The first sign-in, to look, brings nothing to renew its token with.
        let done = scene.set_up(|trouble| match trouble.unwrap() {
            Trouble::Reading(GraphError::SignInAgain { .. }) if scene.has_only_looked() => {
                Mended::Yes
            }
            _ => Mended::No,
        });
        assert_eq!(done.approved_anew, 0, "seed {seed}");
        assert_same(&scene, seed);
        refused += scene.renewals(429) + scene.renewals(503);
    }
    assert!(refused > 0, "never where a token was renewed");
}

#[test]
fn a_sign_in_that_is_revoked_pauses_the_run_until_the_person_signs_in() {
    let mut pauses = 0;
    for seed in 1..=SEEDS {
        let scene = Scene::begin(seed, &[Fault::SignInRevoked]);
        let stops = RefCell::new(0);
        let done = scene.set_up(|trouble| match trouble.unwrap() {
            Trouble::Reading(GraphError::SignInAgain { request_id }) => {
                assert!(request_id.is_some(), "seed {seed}: what support asks for");
                Mended::Yes
            }
            Trouble::Stopped(stop) => {
                assert_eq!(stop.problem.key, Key::StoppedSignIn, "seed {seed}");
                assert!(stop.request_id.is_some(), "seed {seed}");
                let untrue = untruths(&scene.microsoft, &scene.story.history());
                assert_eq!(untrue, Vec::<String>::new(), "seed {seed}");
                stops.replace_with(|count| *count + 1);
                Mended::Yes
            }
            _ => Mended::No,
        });
        assert_eq!(done.approved_anew, 0, "seed {seed}");
        assert_same(&scene, seed);

        let refused = scene.asked().iter().filter(|one| one.status == 401).count();
        assert!(
            scene.renewals(400) <= refused,
            "seed {seed}: asked once each"
        );
        let stops = stops.into_inner();
        let runs = scene.story.history().runs;
        let runs: Vec<_> = runs.iter().map(|run| run.beginning().unwrap()).collect();
        assert_eq!(runs.len(), 1 + stops, "seed {seed}");
        for pair in runs.windows(2) {
            assert_eq!(pair[1].resumes, Some(pair[0].run), "seed {seed}");
        }
        pauses += stops;
    }
    assert!(pauses > 1, "never in the middle of a run");
}
