//! What a way comes to with nothing in it: the rows at its beginning and at its end, by which all runs of it are judged.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use journeys::Errand;
use journeys::Microsoft;
use journeys::Names;
use journeys::Person;
use journeys::Story;
use journeys::restorable;
use serde_json::Value;

use crate::drawn::Way;

/// The rows, ids of the world's beginning named.
pub(crate) struct Baseline {
    /// Once the console had its consent, and nothing else was done; what cannot be restored is left out.
    pub(crate) start: Value,
    /// When everything is set up.
    pub(crate) end: Value,
}

/// Baselines by way: each is made once.
static KNOWN: Mutex<BTreeMap<Way, Arc<Baseline>>> = Mutex::new(BTreeMap::new());

/// The baseline of a way.
pub(crate) fn of(way: Way) -> Arc<Baseline> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(known.entry(way).or_insert_with(|| Arc::new(made(way))))
}

fn made(way: Way) -> Baseline {
    let (microsoft, story, names) = begin(way);
    story.play_undisturbed(&Errand::Arrive);
    let start = names.call(restorable(tenant::canonical(&microsoft.tenant())));

    let (microsoft, story, names) = begin(way);
    let first = way.first(&microsoft);
    story.play_undisturbed(&Errand::SetUp(first));
    if way.twice {
        let history = story.history();
        let (_, first) = history.last_wish().expect("a finished run");
        story.play_undisturbed(&Errand::SetUp(way.second(first)));
    }
    let end = names.call(tenant::canonical(&microsoft.tenant()));
    Baseline { start, end }
}

fn begin(way: Way) -> (Rc<Microsoft>, Story<'static>, Names) {
    let microsoft = Microsoft::begin(way.world(), 0, &[]);
    microsoft.trust();
    let names = Names::of(&microsoft);
    let story = Story::begin(&microsoft, Person::named("global.admin"));
    (microsoft, story, names)
}
