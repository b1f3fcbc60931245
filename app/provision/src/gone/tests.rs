//! Rows of what is gone after a run: what was found and no plan took away is told, once each, and nothing else.

use graph::key_credential::KeyCredential;
use serde_json::json;

use super::*;
use crate::Desired;
use crate::ObservedSetUp;
use crate::RunId;
use crate::What;
use crate::scene::MICROSOFT_GRAPH;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::certificate;
use crate::scene::credential;
use crate::scene::declared::access;
use crate::scene::desired;
use crate::scene::federated;
use crate::scene::guid;
use crate::scene::holding;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::owner;
use crate::scene::story;
use crate::scene::story::ByOthers;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::twin;

/// A set-up by hand with something of every kind on it.
fn begin() -> Observed {
    let mut observed = by_hand();
    let set_up = observed.set_up.as_mut().unwrap();
    let web = json!({ "redirectUris": ["https://theirs.example"] });
    set_up.application.web = Some(serde_json::from_value(web).unwrap());
    set_up.federated = Some(vec![federated("theirs")]);
    observed
}

/// Plays one run, which notes what it finds.
fn noting(story: &mut Story, play: impl FnOnce(&mut Story)) {
    let found = Inventory::of(&story.observed);
    play(story);
    let at = story.runs.len();
    let line = story::entry(&RunId(format!("run-{at}")), What::Found(found));
    story.runs[at - 1].entries.insert(1, line);
}

fn keys(story: &Story) -> Vec<Key> {
    let runs = story.runs.clone();
    let gone = gone_since(&History { runs }, &story.observed);
    gone.iter().map(|message| message.key).collect()
}

/// A run to its end in a tenant of others' things; then they do something.
fn after(desired: &Desired, by_others: ByOthers) -> Vec<Key> {
    let mut story = Story::begin(begin());
    noting(&mut story, |story| {
        story.run(desired);
    });
    story.then(by_others);
    keys(&story)
}

/// What is taken from an application, and what is told then.
#[rustfmt::skip]
const TAKEN: &[(&str, ByOthers, &[Key])] = &[
    ("nothing",                |_| {},                                                                  &[]),
    ("a secret",               |it| it.application.password_credentials.clear(),                        &[Key::GoneSecret]),
    ("a certificate",          |it| without_certificate(it, 6),                                         &[Key::GoneCertificate]),
    ("one that is over",       |it| without_certificate(it, 5),                                         &[Key::GoneCertificate]),
    ("a federated credential", |it| it.federated = Some(Vec::new()),                                    &[Key::GoneFederated]),
    ("federated, changed",     |it| it.federated = Some(vec![federated("others")]),                     &[]),
    ("federated, not shown",   |it| it.federated = None,                                                &[]),
    ("an owner",               |it| it.owners.retain(|one| *one != owner('6')),                         &[Key::GoneOwner]),
    ("a role",                 |it| it.assignments.retain(|one| one.resource_id == object(MICROSOFT_GRAPH)), &[Key::GoneRole]),
    ("a declared permission",  |it| it.application.required_resource_access.retain(|api| api.resource_app_id != guid('b')), &[Key::GoneDeclared]),
    ("a redirect URI",         |it| it.application.web = None,                                          &[Key::GoneRedirectUri]),
    ("a label",                |it| it.application.tags.retain(|tag| tag != "timetable"),               &[Key::GoneLabel]),
    ("what the run brought",   |it| without_certificate(it, 1),                                         &[]),
    ("something came",         |it| { it.owners.push(owner('5')); it.application.key_credentials.push(credential(9)) }, &[]),
    ("two things",             |it| { it.application.web = None; without_certificate(it, 6) },          &[Key::GoneCertificate, Key::GoneRedirectUri]),
];

fn without_certificate(set_up: &mut ObservedSetUp, number: u8) {
    let credentials = &mut set_up.application.key_credentials;
    credentials.retain(|one| one.thumbprint() != credential(number).thumbprint());
}

#[test]
fn what_was_found_and_no_plan_took_away_is_told() {
    for (name, by_others, expected) in TAKEN {
        assert_eq!(after(&adopting(), *by_others), *expected, "{name}");
    }
}

/// Obsolete permissions, an owner and a certificate of an unfinished run go by the plan; with them nothing else may go unseen.
#[test]
fn what_the_plan_takes_away_is_not_missed() {
    let desired = Desired {
        remove_obsolete: true,
        remove_owners: vec![object('7')],
        left_over: vec![certificate(6).thumbprint],
        ..adopting()
    };
    let rows: &[(ByOthers, &[Key])] = &[
        (|_| {}, &[]),
        (|it| without_certificate(it, 5), &[Key::GoneCertificate]),
        (|it| it.owners.clear(), &[Key::GoneOwner]),
        (
            |it| it.application.required_resource_access.clear(),
            &[Key::GoneDeclared],
        ),
    ];
    for (by_others, expected) in rows {
        assert_eq!(after(&desired, *by_others), *expected);
    }
}

#[test]
fn taking_a_certificate_off_and_undoing_are_held_to_it_too() {
    let mut story = Story::begin(begin());
    noting(&mut story, |story| {
        story.run(&adopting());
    });
    noting(&mut story, |story| {
        story.removed(6, &[]);
    });
    assert_eq!(keys(&story), [], "it was to go");
    let mut lost = story.clone();
    lost.then(|it| without_certificate(it, 5));
    assert_eq!(keys(&lost), [Key::GoneCertificate], "another one");

    noting(&mut story, |story| {
        story.undone();
    });
    assert_eq!(keys(&story), [], "what the runs brought was to go");
    story.then(|it| it.owners.clear());
    assert_eq!(keys(&story), [Key::GoneOwner, Key::GoneOwner]);
}

/// What was lost before a run was gone on with was not there any more when that one looked.
#[test]
fn what_went_during_an_interruption_is_told_once() {
    let mut story = Story::begin(begin());
    noting(&mut story, |story| {
        story.run_with(&adopting(), &[("certificate", Fate::Closed)]);
    });
    story.then(|it| it.application.password_credentials.clear());
    noting(&mut story, |story| {
        story.run(&adopting());
    });
    story.then(|it| it.application.web = None);
    assert_eq!(keys(&story), [Key::GoneRedirectUri], "a run of its own");
    if let What::Began { resumes, .. } = &mut story.runs[1].entries[0].what {
        *resumes = Some(RunId("run-1".to_owned()));
    }
    assert_eq!(keys(&story), [Key::GoneSecret, Key::GoneRedirectUri]);
}

#[test]
fn a_certificate_that_was_taken_off_during_an_interruption_is_not_missed() {
    let mut story = Story::begin(begin());
    noting(&mut story, |story| {
        story.run_with(&adopting(), &[("certificate", Fate::Closed)]);
    });
    noting(&mut story, |story| {
        story.removed(6, &[]);
    });
    noting(&mut story, |story| {
        story.run(&adopting());
    });
    if let What::Began { resumes, .. } = &mut story.runs[2].entries[0].what {
        *resumes = Some(RunId("run-1".to_owned()));
    }
    assert_eq!(keys(&story), [], "it was to go");
    story.then(|it| without_certificate(it, 5));
    assert_eq!(keys(&story), [Key::GoneCertificate], "another one");
}

/// What a request added whose answer was lost is replaced where it is sent again: Graph gives the entry another id.
#[test]
fn an_entry_that_came_again_in_its_own_place_is_not_missed() {
    let mut story = Story::begin(begin());
    noting(&mut story, |story| {
        story.run_with(&adopting(), &[("certificate", Fate::Closed)]);
    });
    let holds = |number, entry: fn(u8) -> KeyCredential| {
        move |it: &mut ObservedSetUp| {
            without_certificate(it, number);
            it.application.key_credentials.push(entry(number));
        }
    };
    let other: fn(u8) -> KeyCredential = |number| twin(number, "2027-11-21T08:00:00Z");
    story.then(holds(1, credential));
    noting(&mut story, |story| {
        story.run(&adopting());
    });
    if let What::Began { resumes, .. } = &mut story.runs[1].entries[0].what {
        *resumes = Some(RunId("run-1".to_owned()));
    }
    story.then(holds(1, other));
    assert_eq!(keys(&story), [], "the same certificate");
    let mut lost = story.clone();
    lost.then(|it| without_certificate(it, 1));
    assert_eq!(keys(&lost), [Key::GoneCertificate], "it is gone");
    story.then(holds(6, other));
    assert_eq!(keys(&story), [Key::GoneCertificate], "one of others");
}

#[test]
fn of_another_application_and_without_a_note_nothing_is_said() {
    let taken = |story: &mut Story| {
        story.then(|it| it.application.password_credentials.clear());
    };
    let mut silent = Story::begin(begin());
    silent.run(&adopting());
    taken(&mut silent);
    assert_eq!(keys(&silent), [], "nothing was noted");

    let mut other = Story::begin(begin());
    noting(&mut other, |story| {
        story.run(&adopting());
    });
    taken(&mut other);
    other.then(|it| it.application.id = object('e'));
    assert_eq!(keys(&other), [], "another application");

    let mut new = Story::begin(nothing());
    noting(&mut new, |story| {
        story.run(&desired());
    });
    assert_eq!(keys(&new), [], "there was none");
    new.observed.set_up = None;
    assert_eq!(keys(&new), [], "there is none");
}

#[test]
fn each_fact_names_what_is_gone() {
    let mut story = Story::begin(begin());
    let more = holding(
        MICROSOFT_GRAPH,
        graph::well_known::MAILBOX_SETTINGS_READ_WRITE,
    );
    story.then(|it| {
        it.assignments.push(more);
        it.application
            .required_resource_access
            .extend(access("G=M"));
    });
    let keep = Desired {
        permissions: vec![survey::Permission::CalendarsReadWrite],
        ..adopting()
    };
    noting(&mut story, |story| {
        story.run(&keep);
    });
    story.then(|it| {
        it.application.required_resource_access.clear();
        it.assignments.clear();
        without_certificate(it, 6);
    });
    let runs = story.runs.clone();
    let gone = gone_since(&History { runs }, &story.observed);
    let said = |key: Key| {
        let of_kind = gone.iter().filter(move |message| message.key == key);
        of_kind
            .map(|message| {
                message
                    .parameters
                    .values()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        said(Key::GoneCertificate),
        [credential(6).key_id.to_string()]
    );
    let roles = said(Key::GoneRole);
    assert!(
        roles.contains(&"Microsoft Graph MailboxSettings.ReadWrite".to_owned()),
        "{roles:?}"
    );
    let declared = said(Key::GoneDeclared);
    assert!(
        declared.contains(&format!("{} {}", guid('b'), guid('1'))),
        "{declared:?}"
    );
}
