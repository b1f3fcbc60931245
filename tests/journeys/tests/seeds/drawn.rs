//! What is drawn for one run.

use std::fmt;
use std::time::Duration;

use journeys::Interruption;
use journeys::Loss;
use journeys::Microsoft;
use journeys::adopting;
use journeys::beside;
use journeys::hosted;
use journeys::keep;
use journeys::on_premises;
use journeys::saved_files;
use journeys::vendor_files;
use journeys::wish;
use journeys::with_mailbox_settings;
use survey::Choice;
use survey::Wish;
use tenant::faults::Fault;
use tenant::random::Random;
use tenant::rows::Application;
use tenant::worlds::World;

/// More requests than most runs send.
const REQUESTS: u64 = 100;

/// How long it takes until the person comes back, in seconds.
const PAUSES: [u64; 5] = [0, 2, 45, 3_600, 30 * 3_600];

/// Everything that is drawn.
pub(crate) struct Drawn {
    pub(crate) seed: u64,
    pub(crate) way: Way,
    pub(crate) faults: Vec<Fault>,
    /// During which errand the tab is closed, and when.
    pub(crate) interrupted: Option<(Act, Interruption)>,
    /// How long it takes until the person comes back.
    pub(crate) pause: Duration,
}

/// The errands of a run, in order.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Act {
    First,
    Second,
    Undo,
}

/// What is set up, and where.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Way {
    pub(crate) world: &'static str,
    application: Subject,
    hosted: bool,
    colours: bool,
    /// Whether a second run asks for the colours of categories, or for what the first one left as it was.
    pub(crate) twice: bool,
}

/// Which application.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Subject {
    /// A new one.
    New,
    /// The one that is ours, or the one of our name that works and is adopted.
    InUse,
    /// The second one of ours.
    Second,
}

impl Drawn {
    /// What this seed comes to.
    pub(crate) fn of(seed: u64) -> Self {
        let mut random = Random::new("what is drawn", seed);
        let way = Way::draw(&mut random);
        Self {
            seed,
            way,
            faults: faults(&mut random),
            interrupted: interrupted(&mut random, way),
            pause: Duration::from_secs(*one_of(&PAUSES, &mut random)),
        }
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Way {
            world,
            application,
            hosted,
            colours,
            twice,
        } = self.way;
        let faults: Vec<&str> = self.faults.iter().map(|fault| fault.name()).collect();
        write!(
            formatter,
            "{world} {application:?} hosted={hosted} colours={colours} twice={twice} [{}] {:?} pause={:?}",
            faults.join(" "),
            self.interrupted,
            self.pause
        )
    }
}

fn one_of<'a, T>(list: &'a [T], random: &mut Random) -> &'a T {
    let drawn = random.below(list.len() as u64);
    &list[usize::try_from(drawn).expect("below the length")]
}

/// None, one alone, one in six, or every other one: the more there are, the longer it takes and the less each is seen.
fn faults(random: &mut Random) -> Vec<Fault> {
    let one_in = match random.below(8) {
        0 | 1 => return Vec::new(),
        2..=4 => return vec![*one_of(&Fault::ALL, random)],
        5 | 6 => 6,
        _ => 2,
    };
    let mut all = Fault::ALL.to_vec();
    all.retain(|_| random.below(one_in) == 0);
    all
}

fn interrupted(random: &mut Random, way: Way) -> Option<(Act, Interruption)> {
    let act = match random.below(4) {
        0 => return None,
        1 => Act::Undo,
        2 if way.twice => Act::Second,
        _ => Act::First,
    };
    let after = usize::try_from(random.below(REQUESTS)).expect("a small number");
    let carried_out = random.below(2) == 0;
    let loses = match random.below(4) {
        0 => Loss::Network,
        _ => Loss::Tab,
    };
    Some((
        act,
        Interruption {
            loses,
            after,
            carried_out,
        },
    ))
}

impl Way {
    fn draw(random: &mut Random) -> Self {
        let world = *one_of(&World::ALL, random);
        let subjects: &[Subject] = match world {
            World::University | World::Empty => &[Subject::New],
            World::Taken | World::Manual2017 => &[Subject::New, Subject::InUse],
            World::Several => &[Subject::New, Subject::InUse, Subject::Second],
        };
        Self {
            world: world.name(),
            application: *one_of(subjects, random),
            hosted: random.below(2) == 0,
            colours: random.below(3) == 0,
            twice: random.below(6) == 0,
        }
    }

    pub(crate) fn world(self) -> World {
        self.world.parse().expect("of World::ALL")
    }

    /// Whether the first run makes the application.
    pub(crate) fn is_new(self) -> bool {
        self.application == Subject::New
    }

    /// What is wished of the first run in a tenant that is as it began.
    pub(crate) fn first(self, microsoft: &Microsoft) -> Wish {
        let made = if self.hosted {
            hosted(vendor_files().facts)
        } else {
            on_premises()
        };
        let choice = match (self.application, self.world()) {
            (Subject::New, World::Several) => beside(made),
            (Subject::New, _) => made,
            (Subject::InUse, World::Several) => made,
            (Subject::InUse, _) => adopted(microsoft, made, |row| !row.key_credentials.is_empty()),
            (Subject::Second, _) => adopted(microsoft, made, |row| {
                row.unique_name.as_deref() == Some("mytimetable-calendar-push-2")
            }),
        };
        wish(if self.colours {
            with_mailbox_settings(choice)
        } else {
            choice
        })
    }

    /// What is wished of the second run, once the first is done: its certificate stays, and more is permitted.
    pub(crate) fn second(self, first: &Wish) -> Wish {
        let files = if self.hosted {
            vendor_files()
        } else {
            saved_files()
        };
        let kept = keep(files.facts.thumbprint).certificate;
        wish(with_mailbox_settings(Choice {
            certificate: kept,
            ..first.choice.clone()
        }))
    }
}

/// The choice about the first application that `fits`, without what is no longer needed of it.
fn adopted(microsoft: &Microsoft, choice: Choice, fits: impl Fn(&Application) -> bool) -> Choice {
    let rows = microsoft.rows();
    let application = rows.applications.iter().find(|row| fits(row));
    let id = application.expect("of this world").id.clone();
    Choice {
        remove_obsolete: true,
        ..adopting(id, choice)
    }
}
