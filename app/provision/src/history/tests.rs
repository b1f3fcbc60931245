//! Rows of histories, each line of a ledger as one word.

use base::Key;
use base::Message;

use graph::Field;
use survey::ApplicationChoice;

use super::*;
use crate::Desired;
use crate::DesiredCertificate;
use crate::Plan;
use crate::StepId;
use crate::Stop;
use crate::What;
use crate::scene::by_hand;
use crate::scene::certificate;
use crate::scene::complete;
use crate::scene::credential;
use crate::scene::desired;
use crate::scene::guid;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::story;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::story::elsewhere;

/// A ledger in short. Of the run `a`: `a+` a set-up began, `a@` one of an application beside, `a>b` one that goes on with
/// `b`, `a~bc` an undoing of `b` and `c`, `a^` the console's own consent, `a-` a certificate that is taken off; `a=` a step done, `a!` stopped, `a.` finished.
fn ledger(short: &str) -> Vec<Entry> {
    short.split_whitespace().map(line).collect()
}

fn line(word: &str) -> Entry {
    let (run, what) = word.split_at(1);
    let step = StepId("application".to_owned());
    let what = match what {
        "=" => What::Done {
            step,
            ids: Vec::new(),
            request_id: None,
            found: false,
            void: false,
        },
        "!" => What::Stopped(Stop {
            step,
            problem: Message::new(Key::StoppedNotSeen),
            sent: true,
            request_id: None,
            client_request_id: None,
            challenge: None,
        }),
        "." => What::Finished,
        undoing if undoing.starts_with('~') => {
            let runs = undoing.chars().skip(1).map(|run| id(&run.to_string()));
            began(
                Purpose::Undo {
                    runs: runs.collect(),
                },
                None,
            )
        }
        "@" => began(wished_beside(run), None),
        "^" => began(Purpose::Leave, None),
        "-" => began(taken_off(), None),
        set_up => began(wished(run), set_up.strip_prefix('>')),
    };
    story::entry(&id(run), what)
}

fn began(purpose: Purpose, resumes: Option<&str>) -> What {
    What::Began {
        plan: Plan { steps: Vec::new() },
        purpose,
        resumes: resumes.map(id),
        by: None,
    }
}

fn id(run: &str) -> RunId {
    RunId(run.to_owned())
}

/// A wish that tells by its name for which run it was.
fn wished(run: &str) -> Purpose {
    let mut wish = story::wish(&desired());
    wish.choice.application_name = run.to_owned();
    Purpose::SetUp { wish }
}

/// The same of an application of its own.
fn wished_beside(run: &str) -> Purpose {
    let Purpose::SetUp { mut wish } = wished(run) else {
        unreachable!("it was made as one");
    };
    let unique_name = Some(format!("push-{run}"));
    wish.choice.application = ApplicationChoice::Beside { unique_name };
    Purpose::SetUp { wish }
}

fn taken_off() -> Purpose {
    let observed = complete();
    let key_id = credential(1).key_id;
    let removal = Removal::of(&observed, &key_id).unwrap();
    Purpose::RemoveCertificate { removal }
}

fn name(run: &Journal) -> String {
    run.beginning().unwrap().run.0.clone()
}

fn names(runs: &[Journal]) -> String {
    runs.iter().map(name).collect()
}

/// Runs, the one that can be gone on with, the one whose wish stands, and the undertakings, each by its letter.
#[test]
fn a_ledger_is_read_as_runs() {
    #[rustfmt::skip]
    let rows = [
        // Lines                        runs   unfinished wish  undertakings
        ("",                            "",    "",        "",   ""),
        ("a+",                          "a",   "a",       "",   "a"),
        ("a+ a=",                       "a",   "a",       "",   "a"),
        ("a+ a= a!",                    "a",   "a",       "",   "a"),
        ("a+ a= a.",                    "a",   "",        "a",  "a"),
        ("a+ a. b+",                    "ab",  "b",       "",   "ab"),
        ("a+ a. b+ b!",                 "ab",  "b",       "",   "ab"),
        ("a+ a. b+ b.",                 "ab",  "",        "b",  "ab"),
        // What went on with another run is part of its undertaking.
        ("a+ a! b>a",                   "ab",  "b",       "",   "a"),
        ("a+ a! b>a b.",                "ab",  "",        "b",  "a"),
        ("a+ a! b>a b! c>b c.",         "abc", "",        "c",  "a"),
        ("a+ a! b>a b. c+ c.",          "abc", "",        "c",  "ac"),
        // An older run that never ended is past once a later one did.
        ("a+ b+ b.",                    "ab",  "",        "b",  "ab"),
        ("a+ a! b+ b.",                 "ab",  "",        "b",  "ab"),
        // But not if that was about another application, or only about the console's own consent.
        ("a+ a! b@ b.",                 "ab",  "a",       "b",  "ab"),
        ("a@ a! b+ b.",                 "ab",  "a",       "b",  "ab"),
        ("a@ a! b@ b.",                 "ab",  "a",       "b",  "ab"),
        ("a@ a! b@ b!",                 "ab",  "b",       "",   "ab"),
        ("a@ a! b+ b. c>a",             "abc", "c",       "",   "ab"),
        ("a@ a! b+ b. c>a c.",          "abc", "",        "c",  "ab"),
        ("a+ a! b^ b.",                 "ab",  "a",       "",   "ab"),
        ("a+ a! b^ b!",                 "ab",  "b",       "",   "ab"),
        ("a^ a! b+ b.",                 "ab",  "",        "b",  "ab"),
        // Nor if it was undone.
        ("a@ a! b+ b. c~a c.",          "abc", "",        "",   "abc"),
        ("a@ a! b+ b. c~a c!",          "abc", "c",       "",   "abc"),
        ("a@ a! b+ b. c~b c.",          "abc", "a",       "",   "abc"),
        ("a@ a. b~a b! c+ c.",          "abc", "b",       "c",  "abc"),
        // Nothing stands after an undoing, whether it ended or not.
        ("a+ a. b~ b.",                 "ab",  "",        "",   "ab"),
        ("a+ a. b~ b!",                 "ab",  "b",       "",   "ab"),
        ("a+ a. b~",                    "ab",  "b",       "",   "ab"),
        ("a+ a. b~ b. c+ c.",           "abc", "",        "c",  "abc"),
        ("a+ a. b^ b.",                 "ab",  "",        "a",  "ab"),
        ("a^ a!",                       "a",   "a",       "",   "a"),
        // But it stands after a certificate was taken off, and after that was undone.
        ("a+ a. b- b.",                 "ab",  "",        "a",  "ab"),
        ("a+ a. b- b. c~b c.",          "abc", "",        "a",  "abc"),
        ("a+ a. b- b. c~b c!",          "abc", "c",       "a",  "abc"),
        ("a+ a. b- b. c^ c. d~bc d.",   "abcd", "",       "a",  "abcd"),
        ("a+ a. b- b. c~b c. d~bc d.",  "abcd", "",       "a",  "abcd"),
        ("a+ a. b- b. c~ab c.",         "abc", "",        "",   "abc"),
        ("a+ a. b~a b. c- c. d~bc d.",  "abcd", "",       "",   "abcd"),
        ("a+ a. b- b. c+ c. d~bc d.",   "abcd", "",       "",   "abcd"),
        ("a+ a. b~x b.",                "ab",  "",        "",   "ab"),
        // Two tabs, or two computers' journals in one: each line goes to its run, runs in the order of their beginnings.
        ("a+ b+ a= b= a. b.",           "ab",  "",        "b",  "ab"),
        ("a+ b+ b= b. a= a.",           "ab",  "",        "b",  "ab"),
        ("a+ b+ a. b=",                 "ab",  "b",       "",   "ab"),
        ("a+ b+ c+ c. a! b.",           "abc", "",        "c",  "abc"),
        // A run without its beginning is left out.
        ("a= a.",                       "",    "",        "",   ""),
        ("a= b+ b. a.",                 "b",   "",        "b",  "b"),
        ("a= a+ b+",                    "b",   "b",       "",   "b"),
    ];
    for (short, runs, unfinished, wish, undertakings) in rows {
        let history = History::of(ledger(short));
        assert_eq!(names(&history.runs), runs, "{short}");
        let found = history.unfinished().map(name).unwrap_or_default();
        assert_eq!(found, unfinished, "{short}: unfinished");
        let found = history.last_wish().map(|(beginning, wish)| {
            let name = wish.choice.application_name.clone();
            assert_eq!(beginning.run.0, name, "{short}: whose wish it is");
            name
        });
        assert_eq!(found.unwrap_or_default(), wish, "{short}: wish");
        let found = history.undertakings();
        let found: String = found.iter().map(|it| it.run.0.as_str()).collect();
        assert_eq!(found, undertakings, "{short}: undertakings");
    }
}

/// What tells which application a run is about: two runs, and whether the second takes the place of the first.
#[test]
fn a_run_is_past_where_a_later_one_was_about_the_same_application() {
    let made = |key: &str| {
        let mut story = Story::begin(nothing());
        story.observed.free_unique_name = key.to_owned();
        story.run_with(&desired(), &[("certificate", Fate::Refused)]);
        story
    };
    let existing = |digit: char| {
        let id = object(digit);
        let application = ApplicationChoice::Existing { id };
        let desired = Desired {
            application,
            ..desired()
        };
        let mut story = Story::begin(by_hand());
        story.run(&desired);
        story
    };
    let named = |story: &mut Story| {
        for entry in &mut story.runs[0].entries {
            if let What::Done { step, ids, .. } = &mut entry.what
                && step.0 == "application"
            {
                *ids = vec![(Field::Id, guid('1'))];
            }
        }
        story.runs[0].clone()
    };
    let beside = |key: &str| {
        let mut run = made(key).runs.remove(0);
        if let What::Began {
            purpose: Purpose::SetUp { wish },
            ..
        } = &mut run.entries[0].what
        {
            let unique_name = Some(key.to_owned());
            wish.choice.application = ApplicationChoice::Beside { unique_name };
        }
        run
    };
    let undoing = |story: Story| {
        let mut story = story;
        story.undone().runs.pop().unwrap()
    };
    #[rustfmt::skip]
    let rows = [
        ("both wish for ours",          made("push").runs.remove(0),   made("push-2").runs.remove(0), true),
        ("ours and one beside",         made("push").runs.remove(0),   beside("push-2"),              false),
        ("the same key",                made("push").runs.remove(0),   beside("push"),                true),
        ("by the id that it got",       named(&mut made("push")),      existing('1').runs.remove(0),  true),
        ("another id",                  named(&mut made("push")),      elsewhere(&existing('1').runs[0]), false),
        ("an undoing of it",            named(&mut made("push")),      undoing(existing('1')),        true),
        ("an undoing of another",       named(&mut made("push")),      elsewhere(&undoing(existing('1'))), false),
    ];
    for (name, first, mut second, expected) in rows {
        for entry in &mut second.entries {
            entry.run = id("later");
            if let What::Began {
                purpose: Purpose::Undo { runs },
                ..
            } = &mut entry.what
            {
                runs.clear();
            }
        }
        assert_eq!(
            super::subject::is_past(&first, [second].iter()),
            expected,
            "{name}"
        );
    }
}

/// What undoing is about, where the journal of another computer was taken in: `first`, and the runs by their letters.
#[test]
fn undoing_what_is_claimed_counts_what_was_undone_here() {
    #[rustfmt::skip]
    let rows = [
        // own                      claimed                     first  runs
        ("a+ a. b+ b.",             "",                         "a",   "ab"),
        ("a+ a. b+ b.",             "c+ c.",                    "a",   "ab"),
        ("a+ a. b+ b.",             "c+ c. d+ d.",              "c",   "cd"),
        ("a+ a. b~cd b.",           "c+ c. d+ d.",              "c",   "cdb"),
        ("a+ a. b~cd b!",           "c+ c. d+ d.",              "d",   "db"),
        ("a+ a. b~c b.",            "c+ c. d+ d.",              "d",   "d"),
        ("b~c b. e~c e.",           "c+ c. b~c b.",             "c",   "cbe"),
        ("b~c b.",                  "",                         "c",   ""),
        ("",                        "c+ c.",                    "d",   ""),
    ];
    for (own, claimed, first, expected) in rows {
        let (own, claimed) = (History::of(ledger(own)), History::of(ledger(claimed)));
        let runs = own.to_undo(&id(first), Some(&claimed));
        assert_eq!(names(&runs), expected, "{first}");
    }
    let own = History::of(ledger("b~c b."));
    assert_eq!(own.to_undo(&id("c"), None), []);
}

/// What a page that looked at `a` earlier, or at `b`, finds in the ledger when it goes on: whether it still can.
#[test]
fn a_run_is_gone_on_with_once_and_only_while_it_is_there() {
    #[rustfmt::skip]
    let rows = [
        ("a+ a!",           "a", true),
        ("a+ a=",           "a", true),
        ("a+ a.",           "a", false),
        // Another tab has forgotten it, or begun anew since.
        ("",                "a", false),
        ("b+ b=",           "a", false),
        // Another tab goes on with it, or has.
        ("a+ a! b>a",       "a", false),
        ("a+ a! b>a b!",    "b", true),
        ("a+ a! b>a b.",    "a", false),
        ("a@ a! b~a b.",    "a", false),
        // What was done to another application meanwhile leaves it as it is.
        ("a@ a! b+ b.",     "a", true),
        ("a@ a! b@ b!",     "b", true),
    ];
    for (short, run, expected) in rows {
        let history = History::of(ledger(short));
        assert_eq!(history.can_go_on_with(&id(run)), expected, "{short} {run}");
    }
}

#[test]
fn an_undoing_tells_what_it_undoes() {
    let history = History::of(ledger("a+ a. b~xy b! c^ c."));
    for (run, expected) in [("a", None), ("b", Some("x")), ("c", None), ("d", None)] {
        let found = history.first_undone_by(&id(run));
        assert_eq!(found, expected.map(id).as_ref(), "{run}");
    }
}

/// Whether going on with a run needs the journal from another computer: not where what it undoes is held here.
#[test]
fn what_is_not_held_may_be_claimed() {
    #[rustfmt::skip]
    let rows = [
        // own               run  may need it
        ("a+ a. b~a b!",     "b", false),
        ("a+ a. b~xa b!",    "b", true),
        ("b~x b!",           "b", true),
        ("a+ a!",            "a", false),
        // It began after this was read.
        ("a+ a.",            "b", true),
        ("",                 "b", true),
    ];
    for (own, run, expected) in rows {
        let history = History::of(ledger(own));
        assert_eq!(history.may_need_claimed(&id(run)), expected, "{own} {run}");
    }
}

#[test]
fn a_run_is_found_with_those_that_it_went_on_with() {
    let history = History::of(ledger("a+ a! b+ b! c>b c! d^ d. e>c e. f>x f."));
    #[rustfmt::skip]
    let rows = [("a", "a"), ("b", "b"), ("c", "bc"), ("e", "bce"), ("f", "f"), ("x", "")];
    for (run, expected) in rows {
        let found = history.gone_on_with(&id(run));
        let found: String = found.into_iter().map(name).collect();
        assert_eq!(found, expected, "{run}");
    }
    let circular = History::of(ledger("a>b b>a"));
    assert_eq!(circular.gone_on_with(&id("b")).len(), 2);
}

/// Nobody goes on unasked with what another person approved, or with what nobody is known to have approved.
#[test]
fn a_run_was_approved_by_one_person() {
    let approved = |by: Option<ObjectId>, run: &str, person: char| {
        let mut lines = ledger("a+ a! b+ b!");
        if let What::Began { by: it, .. } = &mut lines[0].what {
            *it = by;
        }
        History::of(lines).was_approved_by(&id(run), &object(person))
    };
    assert!(approved(Some(object('5')), "a", '5'));
    assert!(!approved(Some(object('5')), "a", '6'));
    assert!(!approved(Some(object('5')), "b", '5'), "of another run");
    assert!(!approved(Some(object('5')), "c", '5'), "not there");
    assert!(!approved(None, "a", '5'));
}

#[test]
fn every_line_is_in_its_run_and_in_order() {
    let lines = ledger("a+ b+ a= b= c+ a! b. c.");
    let history = History::of(lines.clone());
    for (run, expected) in history.runs.iter().zip(["a+ a= a!", "b+ b= b.", "c+ c."]) {
        assert_eq!(run.entries, ledger(expected));
    }
    let kept: usize = history.runs.iter().map(|run| run.entries.len()).sum();
    assert_eq!(kept, lines.len());
}

#[test]
fn undoing_a_run_means_it_and_all_since() {
    let history = History::of(ledger("a+ a. b+ b! c>b c. d~ d."));
    for (first, expected) in [
        ("a", "abcd"),
        ("b", "bcd"),
        ("c", "cd"),
        ("d", "d"),
        ("e", ""),
    ] {
        assert_eq!(names(history.since(&id(first))), expected, "{first}");
    }
    assert_eq!(History::default().since(&id("a")), []);
}

/// A finished run that sets the application up with the certificate of this number.
fn set_up_with(story: &mut Story, number: u8) {
    let certificate = DesiredCertificate::Add(certificate(number));
    story.run(&Desired {
        certificate,
        ..desired()
    });
}

#[test]
fn what_was_handed_over_last_is_told_from_what_was_before_or_undone() {
    let thumbprint = |number: u8| certificate(number).thumbprint;
    let mut story = Story::begin(nothing());
    let handed_over = |story: &Story| {
        let runs = story.runs.clone();
        History { runs }.handed_over()
    };
    assert_eq!(handed_over(&story), []);
    set_up_with(&mut story, 1);
    assert_eq!(handed_over(&story), [thumbprint(1)]);
    set_up_with(&mut story, 2);
    assert_eq!(handed_over(&story), [thumbprint(2)]);
    // The other one goes, which changes nothing about what was handed over.
    story.removed(1, &[]);
    assert_eq!(handed_over(&story), [thumbprint(2)]);
    let added = History {
        runs: story.runs.clone(),
    };
    assert_eq!(added.added_certificates(), [thumbprint(1), thumbprint(2)]);
    // A run that was interrupted hands nothing over.
    let third = Desired {
        certificate: DesiredCertificate::Add(certificate(3)),
        ..desired()
    };
    let mut interrupted = story.clone();
    interrupted.run_with(&third, &[("certificate", Fate::Closed)]);
    assert_eq!(handed_over(&interrupted), [thumbprint(2)]);
    let second = RunId("run-2".to_owned());
    story.undone_since(&second);
    assert_eq!(handed_over(&story), [thumbprint(1)]);
}

#[test]
fn taking_a_certificate_off_leaves_an_interrupted_set_up_to_be_gone_on_with() {
    let mut story = Story::begin(nothing());
    set_up_with(&mut story, 1);
    let second = Desired {
        certificate: DesiredCertificate::Add(certificate(2)),
        ..desired()
    };
    story.run_with(&second, &[("certificate", Fate::Closed)]);
    story.removed(1, &[]);
    let history = History {
        runs: story.runs.clone(),
    };
    assert_eq!(history.unfinished(), Some(&story.runs[1]));
    assert!(
        history.last_wish().is_none(),
        "the last set-up did not finish"
    );

    // One that was interrupted itself is offered until it was done after all.
    let mut story = Story::begin(nothing());
    set_up_with(&mut story, 1);
    story.removed(
        1,
        &[(
            "certificate-0101010101010101010101010101010101010101",
            Fate::Lost,
        )],
    );
    let unfinished = |story: &Story| {
        let runs = story.runs.clone();
        History { runs }.unfinished().is_some()
    };
    assert!(unfinished(&story));
    story.removed(1, &[]);
    assert!(!unfinished(&story));
}
