//! What happens while an undoing is planned and not yet approved.

use std::rc::Rc;

use base::Key;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::SignedIn;
use journeys::assert_same_rows;
use journeys::behind_our_back;
use journeys::on_premises;
use journeys::walk;
use provision::History;
use provision::Journal;
use provision::Plan;
use provision::Purpose;
use tenant::directory::Change;
use tenant::rows::DirectoryRole;
use tenant::rows::Row;
use tenant::worlds::World;

use super::ADMINISTRATOR;
use super::deeds::DEEDS;
use super::ours;
use super::writes;

/// A page with a set-up of ours, and its undoing planned and not yet approved.
struct Pause {
    microsoft: Rc<Microsoft>,
    page: Page,
    signed_in: SignedIn,
}

impl Pause {
    fn begin(world: World) -> Self {
        let microsoft = Microsoft::begin(world, 1, &[]);
        let page = Page::open(&microsoft, 1);
        let walked = walk(&page, &Person::named(ADMINISTRATOR), &on_premises());
        Self {
            microsoft,
            page,
            signed_in: walked.signed_in,
        }
    }

    fn plan(&self) -> Plan {
        let runs = History::of(self.page.ledger.entries()).runs;
        let which = provision::undo_scope(&runs).unwrap();
        let observed = self.page.observe(&self.signed_in, &which).unwrap();
        provision::undo(&runs, &self.page.marks, &observed)
    }

    fn apply(&self, plan: &Plan) -> Journal {
        let approved = plan.clone().approve().unwrap();
        let runs = History::of(self.page.ledger.entries()).runs;
        let names = runs.iter().filter_map(Journal::beginning);
        let purpose = Purpose::Undo {
            runs: names.map(|it| it.run.clone()).collect(),
        };
        let run = self.page.run(&self.signed_in, purpose, None);
        pollster::block_on(self.page.apply(&self.signed_in, approved, run, |_| {}))
    }
}

#[test]
fn what_somebody_puts_there_while_the_undoing_is_on_the_screen_stops_it() {
    for deed in DEEDS {
        let name = deed.name;
        let pause = Pause::begin(World::Taken);
        let plan = pause.plan();
        assert_eq!(writes(&plan), ["application"]);
        let rows = pause.microsoft.rows();
        behind_our_back(&pause.microsoft, |_| deed.change(&rows));
        let rows = pause.microsoft.rows();
        let journal = pause.apply(&plan);
        let problem = journal.stop().map(|stop| stop.problem.key);
        assert_eq!(problem, Some(Key::StoppedChangedSince), "{name}");
        assert_eq!(journal.requests().count(), 0, "{name}: not even an intent");
        assert_same_rows(&pause.microsoft.rows(), &rows, name);

        let journal = pause.apply(&pause.plan());
        assert!(journal.is_finished(), "{name}: {:?}", journal.stop());
        assert!(
            pause
                .microsoft
                .rows()
                .application(&ours(&rows).id)
                .is_some()
        );
    }
}

#[test]
fn what_a_colleague_deletes_while_the_undoing_is_on_the_screen_is_undone() {
    let pause = Pause::begin(World::University);
    let plan = pause.plan();
    let id = ours(&pause.microsoft.rows()).id.clone();
    behind_our_back(&pause.microsoft, |now| Change::DeleteApplication(id, now));
    let rows = pause.microsoft.rows();
    let journal = pause.apply(&plan);
    assert!(journal.is_finished(), "{:?}", journal.stop());
    assert_eq!(journal.requests().count(), 0, "not even an intent");
    assert_same_rows(&pause.microsoft.rows(), &rows, "gone once");
}

/// Federated credentials are shown only to whoever administers applications: that they are not shown any more is no change
/// of the application.
#[test]
fn whoever_loses_the_role_while_the_undoing_is_on_the_screen_is_refused() {
    let pause = Pause::begin(World::University);
    let plan = pause.plan();
    let rows = pause.microsoft.rows();
    let mut roles = rows.directory_roles.iter();
    let held = roles.find(|row| row.display_name == "Global Administrator");
    let role = DirectoryRole {
        members: Vec::new(),
        ..held.unwrap().clone()
    };
    behind_our_back(&pause.microsoft, |_| Change::Put(Row::DirectoryRole(role)));
    let rows = pause.microsoft.rows();
    let journal = pause.apply(&plan);
    let problem = &journal.stop().unwrap().problem;
    assert_eq!(problem.parameters["status"], "403", "{problem:?}");
    assert_eq!(journal.requests().count(), 0, "not even an intent");
    assert_same_rows(&pause.microsoft.rows(), &rows, "nothing was written");
}
