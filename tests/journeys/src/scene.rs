//! A tenant in which the console has its consent, and a person who comes to it with one errand after another.

use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Key;
use base::ObjectId;
use base::Timestamp;
use provision::Action;
use provision::Journal;
use provision::RunId;
use serde_json::Value;
use survey::Choice;
use tenant::directory::Change;
use tenant::directory::Rows;
use tenant::rows::Application;
use tenant::rows::Row;
use tenant::worlds::World;

use crate::Errand;
use crate::Microsoft;
use crate::Person;
use crate::Story;
use crate::assert_intents_come_first;
use crate::differences;
use crate::on_premises;
use crate::wish;

/// Longer than any copy of the directory needs to know of what happened before.
const A_MINUTE: Duration = Duration::from_secs(60);

/// A Global Administrator, who may do everything.
const ADMINISTRATOR: &str = "global.admin";

/// A tenant, and a person who comes with errands.
pub struct Scene {
    /// Its Entra and Graph.
    pub microsoft: Rc<Microsoft>,
    /// The person's visits.
    pub story: Story<'static>,
    /// The rows before the first errand.
    pub before: Rows,
    /// The same in canonical form.
    pub start: Value,
}

impl Scene {
    /// Begins in `world`.
    pub fn begin(world: World) -> Self {
        Self::begin_with(world, |_| {})
    }

    /// Begins after somebody changed something in the tenant.
    pub fn begin_with(world: World, change: impl FnOnce(&Microsoft)) -> Self {
        let microsoft = Microsoft::begin(world, 1, &[]);
        change(&microsoft);
        let story = Story::begin(&microsoft, Person::named(ADMINISTRATOR));
        story.play_undisturbed(&Errand::Arrive);
        let (before, start) = (microsoft.rows(), canonical(&microsoft));
        Self {
            microsoft,
            story,
            before,
            start,
        }
    }

    /// Begins with a new set-up of ours.
    pub fn with_set_up(world: World) -> Self {
        let scene = Self::begin(world);
        scene.set_up(on_premises());
        scene
    }

    /// Has this set up.
    pub fn set_up(&self, choice: Choice) {
        self.story.play_undisturbed(&Errand::SetUp(wish(choice)));
        assert_intents_come_first(&self.microsoft);
    }

    /// Has everything undone.
    pub fn undo(&self) {
        self.undo_since(self.story.first_run());
    }

    /// Has `first` undone, and every run since.
    pub fn undo_since(&self, first: RunId) {
        self.story.play_undisturbed(&Errand::Undo(first));
        assert_intents_come_first(&self.microsoft);
    }

    /// Somebody changes the tenant behind our back; a minute later everybody knows.
    pub fn somebody(&self, change: Change) {
        behind_our_back(&self.microsoft, |_| change);
    }

    /// How many writes the tenant recorded.
    pub fn written(&self) -> usize {
        self.microsoft.recorded_writes().len()
    }

    /// What the tenant recorded of its writes, as method, path and status.
    pub fn writes(&self) -> Vec<(String, String, u16)> {
        let writes = self.microsoft.recorded_writes().into_iter();
        writes
            .map(|write| (write.method, write.path, write.status))
            .collect()
    }

    /// The application `id` as it is now.
    ///
    /// # Panics
    ///
    /// Where it is not there.
    pub fn now(&self, id: &ObjectId) -> Application {
        let rows = self.microsoft.rows();
        rows.application(id).expect("an application").clone()
    }

    /// The last run of the journal.
    ///
    /// # Panics
    ///
    /// Where there is none.
    pub fn last_run(&self) -> Journal {
        self.story.history().runs.pop().expect("a run")
    }

    /// What the last run told and did not do.
    pub fn told(&self) -> Vec<Key> {
        let run = self.last_run();
        let plan = run.beginning().map(|beginning| beginning.plan);
        let steps = plan.into_iter().flat_map(|plan| &plan.steps);
        let told = steps.filter(|step| step.action == Action::Keep);
        told.map(|step| step.sentence.key).collect()
    }

    /// Undoes once more what is undone: nothing is written.
    pub fn assert_undone_for_good(&self) {
        let written = self.written();
        self.undo();
        assert_eq!(self.written(), written);
    }

    /// The rows of now are those from before the first errand.
    pub fn assert_start(&self, case: &str) {
        self.assert_canonical(&self.start, case);
    }

    /// The rows of now are `expected`, in whatever order.
    pub fn assert_canonical(&self, expected: &Value, case: &str) {
        let found = differences(expected, &canonical(&self.microsoft));
        assert!(found.is_empty(), "{case}\n{}", found.join("\n"));
    }
}

/// The rows of now in canonical form.
pub fn canonical(microsoft: &Microsoft) -> Value {
    tenant::canonical(&microsoft.tenant())
}

/// Somebody changes the tenant behind everybody's back; a minute later everybody knows.
pub fn behind_our_back(microsoft: &Microsoft, change: impl FnOnce(Timestamp) -> Change) {
    let clock = microsoft.clock();
    let now = clock.now();
    let change = change(now);
    microsoft.tenant().directory.write(now, change);
    clock.jump(A_MINUTE);
}

/// The change that makes an application be as this row.
pub fn put(row: Application) -> Change {
    Change::Put(Row::Application(row))
}
