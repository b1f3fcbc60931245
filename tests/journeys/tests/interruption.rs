//! Closing the tab, or losing the network, during every single request of each way: the next visit goes on, and everything ends
//! as if nothing had happened. Each request once was carried out though nobody learnt its answer, and once was not.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what helps tests may fail as tests do"
)]

use std::collections::BTreeSet;
use std::rc::Rc;

use journeys::Done;
use journeys::Errand;
use journeys::Happening;
use journeys::Interruption;
use journeys::Loss;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Person;
use journeys::Sender;
use journeys::Story;
use journeys::adopting;
use journeys::assert_intents_come_first;
use journeys::behind_our_back;
use journeys::beside;
use journeys::canonical;
use journeys::differences;
use journeys::duplicates;
use journeys::hosted;
use journeys::keep;
use journeys::on_premises;
use journeys::put;
use journeys::restorable;
use journeys::saved_files;
use journeys::untruths;
use journeys::vendor_files;
use journeys::wish;
use journeys::with_mailbox_settings;
use provision::StepId;
use serde_json::Value;
use survey::CertificateChoice;
use survey::Choice;
use tenant::directory::Change;
use tenant::worlds::World;

/// A choice; which application it is about may depend on the tenant.
type Choosing = fn(&Microsoft) -> Choice;

/// A way through the page.
struct Way {
    world: World,
    /// What was set up before, undisturbed.
    before: &'static [Choosing],
    /// What is interrupted.
    what: Interrupted,
}

/// What is interrupted.
#[derive(Clone, Copy)]
enum Interrupted {
    /// This is set up.
    SetUp(Choosing),
    /// What was set up before is set right once more, after somebody did this to the tenant.
    Repair(fn(&Scene)),
    /// This is set up, and no undoing of it is looked at: people would have to give back what it took away.
    SetUpForGood(Choosing),
    /// All that was set up before is undone.
    Undo,
    /// The same on another computer, which has the journal from a file.
    UndoElsewhere,
    /// The console's own consent is withdrawn.
    Leave,
}

/// The tenant and the person, after what was to be done before.
struct Scene {
    microsoft: Rc<Microsoft>,
    story: Story<'static>,
    errand: Errand,
    can_be_undone: bool,
    /// Another computer, whose journal the person brings as a file, anew whenever the tab was closed.
    elsewhere: Option<Story<'static>>,
}

impl Way {
    fn begin(&self) -> Scene {
        self.begin_at(Microsoft::begin(self.world, 1, &[]))
    }

    /// The same without holding anything to the contract: the way that is not interrupted is held to it.
    fn begin_trusting(&self) -> Scene {
        let microsoft = Microsoft::begin(self.world, 1, &[]);
        microsoft.trust();
        self.begin_at(microsoft)
    }

    fn begin_at(&self, microsoft: Rc<Microsoft>) -> Scene {
        let story = Story::begin(&microsoft, Person::named("global.admin"));
        for choice in self.before {
            let set_up = Errand::SetUp(wish(choice(&microsoft)));
            story.play_undisturbed(&set_up);
        }
        story.close_tab();
        let errand = match self.what {
            Interrupted::SetUp(choice) | Interrupted::SetUpForGood(choice) => {
                Errand::SetUp(wish(choice(&microsoft)))
            }
            Interrupted::Repair(_) => last_set_up(&story),
            Interrupted::Undo | Interrupted::UndoElsewhere => Errand::Undo(story.first_run()),
            Interrupted::Leave => Errand::Leave,
        };
        let (story, elsewhere) = match self.what {
            Interrupted::UndoElsewhere => {
                let here = Story::begin(&microsoft, Person::named("global.admin"));
                here.takes_in(&story);
                (here, Some(story))
            }
            _ => (story, None),
        };
        let scene = Scene {
            microsoft,
            story,
            errand,
            can_be_undone: !matches!(self.what, Interrupted::SetUpForGood(_)),
            elsewhere,
        };
        if let Interrupted::Repair(change) = self.what {
            change(&scene);
        }
        scene
    }

    /// The rows once the console had its consent, and nothing else was done.
    fn start(&self) -> Value {
        let microsoft = Microsoft::begin(self.world, 1, &[]);
        let story = Story::begin(&microsoft, Person::named("global.admin"));
        story.play_undisturbed(&Errand::Arrive);
        canonical(&microsoft)
    }
}

/// What the last finished set-up was for, once more.
fn last_set_up(story: &Story<'_>) -> Errand {
    let history = story.history();
    let (_, wish) = history.last_wish().expect("a finished run");
    Errand::SetUp(wish.clone())
}

impl Scene {
    fn play(&self, interruption: Option<Interruption>) -> Done {
        let loses_network = interruption.is_some_and(|it| it.loses == Loss::Network);
        let done = self.story.play(&self.errand, interruption, |trouble| {
            if let (None, Some(elsewhere)) = (trouble, &self.elsewhere) {
                self.story.takes_in(elsewhere);
            }
            // The network is back on the next visit.
            let passes = trouble.is_none_or(|it| loses_network && it.is_of_network());
            if passes { Mended::Yes } else { Mended::No }
        });
        done.unwrap_or_else(|trouble| panic!("{interruption:?}: {trouble}"))
    }

    /// Nothing is left to do, and nothing is written when it is done again. Then all runs are undone, and everything is as it
    /// was. Whoever withdrew the console's consent gives it anew by coming again.
    fn assert_done_for_good_and_undone(&self, start: &Value, case: &str) {
        let again = match &self.errand {
            Errand::Leave => return,
            Errand::SetUp(_) => last_set_up(&self.story),
            other => other.clone(),
        };
        let written = self.microsoft.recorded_writes().len();
        self.story.play_undisturbed(&again);
        assert_eq!(self.microsoft.recorded_writes().len(), written);
        if !self.can_be_undone {
            return;
        }
        if !matches!(self.errand, Errand::Undo(_)) {
            let undo = Errand::Undo(self.story.first_run());
            self.story.play_undisturbed(&undo);
        }
        let now = restorable(canonical(&self.microsoft));
        assert_same(&restorable(start.clone()), &now, &format!("undone: {case}"));
    }

    /// Whoever comes again is told of nothing that changed since, but for what people have still to do.
    fn assert_nothing_changed_since(&self) {
        if !matches!(self.errand, Errand::SetUp(_)) {
            return;
        }
        self.story.close_tab();
        self.story.play_undisturbed(&Errand::Arrive);
        let since = self.story.since();
        let changed = since.drift.filter(|drift| !drift.plan.is_done_here());
        assert_eq!((changed, since.added), (None, Vec::new()));
    }

    /// Nothing was taken away twice: whatever was gone already was not asked for again. (0 is the status of what was not
    /// carried out.)
    fn assert_nothing_removed_twice(&self, case: &str) {
        let mut removals = self.microsoft.recorded_writes();
        removals.retain(|write| write.method == "DELETE" && write.status != 0);
        let paths: Vec<&str> = removals.iter().map(|write| write.path.as_str()).collect();
        let once: BTreeSet<&str> = paths.iter().copied().collect();
        assert_eq!(once.len(), paths.len(), "{case}: {paths:?}");
    }
}

fn assert_same(expected: &Value, now: &Value, case: &str) {
    let found = differences(expected, now);
    assert!(found.is_empty(), "{case}\n{}", found.join("\n"));
}

/// Walks the way, interrupted at every request of the plain run in turn.
fn interrupt_everywhere(way: &Way) -> Done {
    interrupt_from(way, Loss::Tab, |_| 0)
}

/// The same, but it is the network that is lost.
fn lose_the_network_everywhere(way: &Way) -> Done {
    interrupt_from(way, Loss::Network, |_| 0)
}

/// The same from the first line of the journal on: signing in and looking, which come before, are those of the other ways.
fn interrupt_the_run(way: &Way) -> Done {
    interrupt_from(way, Loss::Tab, |happened| {
        let before = happened
            .iter()
            .take_while(|it| !matches!(it, Happening::Noted(_)));
        let of_page = before.filter(
            |it| matches!(it, Happening::Exchanged(exchange) if exchange.sender == Sender::Page),
        );
        of_page.count()
    })
}

/// Walks the way, interrupted at every request of the plain run in turn, but for the first ones: `spared` says how many by
/// what happened. Returns how the plain run went.
fn interrupt_from(way: &Way, loses: Loss, spared: impl Fn(&[Happening]) -> usize) -> Done {
    let start = way.start();
    let plain = way.begin();
    let before = plain.microsoft.happenings().len();
    let done = plain.play(None);
    assert_eq!((done.visits, done.approved_anew), (1, 0));
    let spared = spared(&plain.microsoft.happenings()[before..]);
    assert!(spared < done.requests, "the run itself is interrupted");
    let end = canonical(&plain.microsoft);
    plain.assert_nothing_changed_since();
    plain.assert_done_for_good_and_undone(&start, "not interrupted");
    for after in spared..done.requests {
        for carried_out in [false, true] {
            let interruption = Interruption {
                loses,
                after,
                carried_out,
            };
            interrupt(way, interruption, &start, &end);
        }
    }
    done
}

fn interrupt(way: &Way, interruption: Interruption, start: &Value, end: &Value) {
    let scene = way.begin_trusting();
    let done = scene.play(Some(interruption));
    let case = format!("{interruption:?}");
    assert_eq!((done.visits, done.approved_anew), (2, 0), "{case}");
    assert_same(end, &canonical(&scene.microsoft), &case);
    let rows = scene.microsoft.rows();
    assert_eq!(duplicates(&rows), Vec::<String>::new(), "{case}");
    scene.assert_done_for_good_and_undone(start, &case);
    scene.assert_nothing_removed_twice(&case);
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
        what: Interrupted::SetUp(|_| hosted(vendor_files().facts)),
    });
}

#[test]
fn on_premises_in_an_empty_tenant() {
    interrupt_everywhere(&Way {
        world: World::Empty,
        before: &[],
        what: Interrupted::SetUp(ours),
    });
}

#[test]
fn on_premises_over_a_network_that_goes_away() {
    lose_the_network_everywhere(&Way {
        world: World::Empty,
        before: &[],
        what: Interrupted::SetUp(ours),
    });
}

#[test]
fn undoing_over_a_network_that_goes_away() {
    lose_the_network_everywhere(&Way {
        world: World::Empty,
        before: &[ours],
        what: Interrupted::Undo,
    });
}

#[test]
fn a_second_run_with_more_permissions() {
    interrupt_everywhere(&Way {
        world: World::Taken,
        before: &[ours],
        what: Interrupted::SetUp(with_more_permissions),
    });
}

#[test]
fn adopting_what_was_made_by_hand() {
    interrupt_everywhere(&Way {
        world: World::Manual2017,
        before: &[],
        what: Interrupted::SetUp(made_by_hand),
    });
}

#[test]
fn another_one_beside_ours() {
    interrupt_everywhere(&Way {
        world: World::Several,
        before: &[],
        what: Interrupted::SetUp(|_| beside(on_premises())),
    });
}

#[test]
fn undoing_what_was_made() {
    interrupt_everywhere(&Way {
        world: World::University,
        before: &[ours, with_more_permissions],
        what: Interrupted::Undo,
    });
}

#[test]
fn undoing_an_adoption() {
    interrupt_everywhere(&Way {
        world: World::Manual2017,
        before: &[made_by_hand],
        what: Interrupted::Undo,
    });
}

#[test]
fn undoing_on_another_computer_by_the_file_of_the_journal() {
    interrupt_everywhere(&Way {
        world: World::University,
        before: &[ours, with_more_permissions],
        what: Interrupted::UndoElsewhere,
    });
}

/// An application of somebody else's is taken over, and one of its owners is to be one no longer.
#[test]
fn adopting_and_taking_an_owner_away() {
    interrupt_the_run(&Way {
        world: World::Several,
        before: &[],
        what: Interrupted::SetUpForGood(|microsoft| {
            let rows = microsoft.rows();
            let mut strangers = rows.applications.iter();
            let owned = strangers.find(|row| row.owners.len() > 1);
            let theirs = owned.expect("of this world");
            Choice {
                remove_owners: theirs.owners[1..].to_vec(),
                ..adopting(theirs.id.clone(), on_premises())
            }
        }),
    });
}

#[test]
fn withdrawing_the_consoles_consent() {
    interrupt_everywhere(&Way {
        world: World::Empty,
        before: &[],
        what: Interrupted::Leave,
    });
}

#[test]
fn a_consent_that_is_left_to_a_colleague() {
    let done = interrupt_the_run(&Way {
        world: World::Empty,
        before: &[],
        what: Interrupted::SetUp(|_| Choice {
            leave_consent: true,
            ..hosted(vendor_files().facts)
        }),
    });
    let consent = StepId("consent-Calendars.ReadWrite".to_owned());
    assert_eq!(done.told.left, [consent], "still to be done by hand");
}

#[test]
fn a_pair_of_the_institutions_own() {
    interrupt_the_run(&Way {
        world: World::Empty,
        before: &[],
        what: Interrupted::SetUp(|_| Choice {
            certificate: CertificateChoice::Own {
                certificate: Some(vendor_files().facts),
            },
            ..on_premises()
        }),
    });
}

/// Somebody took the consent and the declaration away since.
#[test]
fn setting_right_what_has_changed_since() {
    interrupt_the_run(&Way {
        world: World::Empty,
        before: &[|_| hosted(vendor_files().facts)],
        what: Interrupted::Repair(|scene| {
            let rows = scene.microsoft.rows();
            let ours = rows.application_by_unique_name("mytimetable-calendar-push");
            let mut row = ours.expect("it was set up").clone();
            let client = rows.service_principal_by_app_id(&row.app_id);
            let principal = &client.expect("it was set up").id;
            let held = rows.assignments_of(principal).next();
            let held = held.expect("it was set up").id.clone();
            row.required_resource_access.clear();
            behind_our_back(&scene.microsoft, |_| put(row));
            behind_our_back(&scene.microsoft, |_| Change::RemoveAssignment(held));
        }),
    });
}

/// Whatever of a run is left when a colleague signs in is shown to her and carried out as approved by her; what the same
/// person comes back to goes on by itself.
#[test]
fn a_colleague_who_goes_on_approves_for_herself() {
    let way = Way {
        world: World::University,
        before: &[],
        what: Interrupted::SetUp(ours),
    };
    let requests = way.begin().play(None).requests;
    let (first, colleague) = ("global.admin", "setup.admin");
    let mut resumed = 0;
    for after in (0..requests).step_by(5) {
        for next in [first, colleague] {
            let scene = way.begin_trusting();
            let interruption = Interruption {
                loses: Loss::Tab,
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
