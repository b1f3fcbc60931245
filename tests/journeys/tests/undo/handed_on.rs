//! An undoing that stopped for want of a role, finished by a colleague with the journal's file: what the page says in words,
//! as no link can carry it.

use std::rc::Rc;

use base::Key;
use base::Message;
use handoff::Remainder;
use handoff::Way;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::SignedIn;
use journeys::differences;
use journeys::hosted;
use journeys::on_premises;
use journeys::take_roles;
use journeys::vendor_files;
use journeys::walk;
use journeys::with_mailbox_settings;
use provision::Event;
use provision::History;
use provision::Journal;
use provision::Purpose;
use tenant::worlds::World;

use super::ADMINISTRATOR;
use super::canonical;

/// Plans how to undo `runs` and carries it out.
fn undo(page: &Page, signed_in: &SignedIn, runs: &[Journal], tell: impl Fn(Event)) -> Journal {
    let which = provision::undo_scope(runs).unwrap();
    let observed = page.observe(signed_in, &which).unwrap();
    let plan = provision::undo(runs, &page.marks, &observed);
    let names = runs.iter().filter_map(Journal::beginning);
    let purpose = Purpose::Undo {
        runs: names.map(|it| it.run.clone()).collect(),
    };
    let run = page.run(signed_in, purpose, None);
    let approved = plan.approve().unwrap();
    pollster::block_on(page.apply(signed_in, approved, run, tell))
}

fn sign_in(page: &Page, name: &str) -> SignedIn {
    let person = Person::named(name);
    let first = page.sign_in(&person).unwrap();
    page.sign_in_to_write(&first, &person).unwrap()
}

#[test]
fn a_colleague_goes_on_with_an_undoing_by_the_file_of_the_journal() {
    let microsoft: Rc<Microsoft> = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let person = Person::named(ADMINISTRATOR);
    walk(&page, &person, &on_premises());
    let before = canonical(&microsoft);
    let more = with_mailbox_settings(hosted(vendor_files().facts));
    let signed_in = walk(&page, &person, &more).signed_in;
    let history = History::of(page.ledger.entries());
    let second = history.runs[1].beginning().unwrap().run.clone();

    let stopped = undo(&page, &signed_in, history.since(&second), |event| {
        if let Event::Done(_) = event {
            take_roles(&microsoft, ADMINISTRATOR);
        }
    });
    let rest = Remainder::where_a_role_lacked(&stopped, &history).unwrap();
    assert_eq!(rest.way, Way::Words(Message::new(Key::HandOnUndo)));
    assert!(rest.is_begun);
    let tenant = signed_in.keeper.account().tenant;
    let file = handoff::journal_file(&tenant, &History::of(page.ledger.entries()));

    let page = Page::open(&microsoft, 2);
    let signed_in = sign_in(&page, "setup.admin");
    let imported = handoff::read_journal_file(file.as_bytes(), &tenant).unwrap();
    let runs = History::default().to_undo(&second, Some(imported.claimed()));
    let journal = undo(&page, &signed_in, &runs, |_| {});
    assert!(journal.is_finished(), "{:?}", journal.stop());
    let after = canonical(&microsoft);
    for rows in ["applications", "servicePrincipals", "appRoleAssignments"] {
        assert_eq!(differences(&before[rows], &after[rows]), [""; 0], "{rows}");
    }
}
