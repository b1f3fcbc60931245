//! Closing the tab during every single request of each way: the next visit goes on, and everything ends as if nothing had
//! happened. Each request once was carried out though nobody learnt its answer, and once was not.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what helps tests may fail as tests do"
)]

use std::rc::Rc;

use journeys::Done;
use journeys::Errand;
use journeys::Interruption;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Person;
use journeys::Story;
use journeys::adopting;
use journeys::assert_intents_come_first;
use journeys::beside;
use journeys::canonical;
use journeys::differences;
use journeys::duplicates;
use journeys::hosted;
use journeys::keep;
use journeys::on_premises;
use journeys::restorable;
use journeys::saved_files;
use journeys::untruths;
use journeys::vendor_files;
use journeys::wish;
use journeys::with_mailbox_settings;
use serde_json::Value;
use survey::Choice;
use tenant::worlds::World;

/// A choice; which application it is about may depend on the tenant.
type Choosing = fn(&Microsoft) -> Choice;

/// A way through the page.
struct Way {
    world: World,
    /// What was set up before, undisturbed.
    before: &'static [Choosing],
    /// What is set up, and interrupted; nothing where all is undone instead.
    choice: Option<Choosing>,
}

/// The tenant and the person, after what was to be done before.
struct Scene {
    microsoft: Rc<Microsoft>,
    story: Story<'static>,
    errand: Errand,
}

impl Way {
    fn begin(&self) -> Scene {
        let microsoft = Microsoft::begin(self.world, 1, &[]);
        let story = Story::begin(&microsoft, Person::named("global.admin"));
        for choice in self.before {
            let set_up = Errand::SetUp(wish(choice(&microsoft)));
            story.play_undisturbed(&set_up);
        }
        story.close_tab();
        let errand = match self.choice {
            Some(choice) => Errand::SetUp(wish(choice(&microsoft))),
            None => Errand::Undo(story.first_run()),
        };
        Scene {
            microsoft,
            story,
            errand,
        }
    }

    /// The rows once the console had its consent, and nothing else was done.
    fn start(&self) -> Value {
        let microsoft = Microsoft::begin(self.world, 1, &[]);
        let story = Story::begin(&microsoft, Person::named("global.admin"));
        story.play_undisturbed(&Errand::Arrive);
        canonical(&microsoft)
    }
}

impl Scene {
    fn play(&self, interruption: Option<Interruption>) -> Done {
        let done = self.story.play(&self.errand, interruption, |_| Mended::No);
        done.unwrap_or_else(|trouble| panic!("{interruption:?}: {trouble}"))
    }

    /// Nothing is left to do, and nothing is written when it is done again.
    fn assert_done_for_good(&self) {
        let written = self.microsoft.recorded_writes().len();
        let again = match &self.errand {
            Errand::SetUp(_) => {
                let history = self.story.history();
                let (_, wish) = history.last_wish().expect("a finished run");
                Errand::SetUp(wish.clone())
            }
            other => other.clone(),
        };
        self.story.play_undisturbed(&again);
        assert_eq!(self.microsoft.recorded_writes().len(), written);
    }

    /// Undoes all runs, and everything is as it was.
    fn assert_undone(&self, start: &Value, case: &str) {
        let undo = Errand::Undo(self.story.first_run());
        self.story.play_undisturbed(&undo);
        let now = restorable(canonical(&self.microsoft));
        assert_same(&restorable(start.clone()), &now, &format!("undone: {case}"));
    }
}

fn assert_same(expected: &Value, now: &Value, case: &str) {
    let found = differences(expected, now);
    assert!(found.is_empty(), "{case}\n{}", found.join("\n"));
}

/// Walks the way, interrupted at every request of the plain run in turn.
fn interrupt_everywhere(way: &Way) {
    let start = way.start();
    let plain = way.begin();
    let done = plain.play(None);
    assert_eq!((done.visits, done.approved_anew), (1, 0));
    let end = canonical(&plain.microsoft);
    plain.assert_done_for_good();
    plain.assert_undone(&start, "not interrupted");
    for after in 0..done.requests {
        for carried_out in [false, true] {
            let interruption = Interruption { after, carried_out };
            interrupt(way, interruption, &start, &end);
        }
    }
}

fn interrupt(way: &Way, interruption: Interruption, start: &Value, end: &Value) {
    let scene = way.begin();
    scene.microsoft.trust();
    let done = scene.play(Some(interruption));
    let case = format!("{interruption:?}");
    assert_eq!((done.visits, done.approved_anew), (2, 0), "{case}");
    assert_same(end, &canonical(&scene.microsoft), &case);
    let rows = scene.microsoft.rows();
    assert_eq!(duplicates(&rows), Vec::<String>::new(), "{case}");
    scene.assert_done_for_good();
    scene.assert_undone(start, &case);
    let untrue = untruths(&scene.microsoft, &scene.story.history());
    assert_eq!(untrue, Vec::<String>::new(), "{case}");
    assert_intents_come_first(&scene.microsoft);
}

/// The application made by hand after the manual of 2017.
fn made_by_hand(microsoft: &Microsoft) -> Choice {
    let rows = microsoft.rows();
    let named = |name: &str| {
        rows.applications
            .iter()
            .find(|row| row.display_name == name)
    };
    let application = named("MyTimetable calendar push").expect("of this world");
    let choice = adopting(application.id.clone(), on_premises());
    Choice {
        remove_obsolete: true,
        ..choice
    }
}

fn ours(_: &Microsoft) -> Choice {
    on_premises()
}

fn with_more_permissions(_: &Microsoft) -> Choice {
    with_mailbox_settings(keep(saved_files().facts.thumbprint))
}

#[test]
fn hosted_by_the_vendor() {
    interrupt_everywhere(&Way {
        world: World::University,
        before: &[],
        choice: Some(|_| hosted(vendor_files().facts)),
    });
}

#[test]
fn on_premises_in_an_empty_tenant() {
    interrupt_everywhere(&Way {
        world: World::Empty,
        before: &[],
        choice: Some(ours),
    });
}

#[test]
fn a_second_run_with_more_permissions() {
    interrupt_everywhere(&Way {
        world: World::Taken,
        before: &[ours],
        choice: Some(with_more_permissions),
    });
}

#[test]
fn adopting_what_was_made_by_hand() {
    interrupt_everywhere(&Way {
        world: World::Manual2017,
        before: &[],
        choice: Some(made_by_hand),
    });
}

#[test]
fn another_one_beside_ours() {
    interrupt_everywhere(&Way {
        world: World::Several,
        before: &[],
        choice: Some(|_| beside(on_premises())),
    });
}

#[test]
fn undoing_what_was_made() {
    interrupt_everywhere(&Way {
        world: World::University,
        before: &[ours, with_more_permissions],
        choice: None,
    });
}

#[test]
fn undoing_an_adoption() {
    interrupt_everywhere(&Way {
        world: World::Manual2017,
        before: &[made_by_hand],
        choice: None,
    });
}

/// Whatever of a run is left when a colleague signs in is shown to her and carried out as approved by her; what the same
/// person comes back to goes on by itself.
#[test]
fn a_colleague_who_goes_on_approves_for_herself() {
    let way = Way {
        world: World::University,
        before: &[],
        choice: Some(ours),
    };
    let requests = way.begin().play(None).requests;
    let (first, colleague) = ("global.admin", "setup.admin");
    let mut resumed = 0;
    for after in (0..requests).step_by(5) {
        for next in [first, colleague] {
            let scene = way.begin();
            scene.microsoft.trust();
            let interruption = Interruption {
                after,
                carried_out: true,
            };
            let story = &scene.story;
            let played = story.play(&scene.errand, Some(interruption), |_| {
                story.sits_down(Person::named(next));
                Mended::No
            });
            let done = played.unwrap_or_else(|trouble| panic!("{after} {next}: {trouble}"));
            let runs = scene.story.history().runs;
            let runs: Vec<_> = runs.iter().map(|run| run.beginning().unwrap()).collect();
            let goes_on = runs.iter().any(|run| run.resumes.is_some());
            resumed += usize::from(goes_on);
            let asked = usize::from(goes_on && next == colleague);
            assert_eq!(done.approved_anew, asked, "{after} {next}");
            let is_same = runs.iter().all(|run| run.by == runs[0].by);
            assert_eq!(is_same, !goes_on || next == first, "{after} {next}");
        }
    }
    assert!(resumed > 4, "hardly ever in the middle of a run");
}
