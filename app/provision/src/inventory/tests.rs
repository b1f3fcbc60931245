//! Rows of what others add after a run: each is told once, and nothing that was there or that the run brought.

use graph::application::Application;
use serde_json::json;

use super::*;
use crate::DesiredCertificate;
use crate::ObservedSetUp;
use crate::scene::ADMINISTRATOR;
use crate::scene::EXCHANGE;
use crate::scene::LATER;
use crate::scene::MICROSOFT_GRAPH;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::certificate;
use crate::scene::credential;
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

/// A run to its end, with what it found when its plan was made; then others do something.
fn added(begin: Observed, desired: &crate::Desired, by_others: ByOthers) -> Vec<Message> {
    let found = Inventory::of(&begin);
    let mut story = Story::begin(begin);
    story.run(desired).then(by_others);
    let mut runs = story.runs;
    let run = crate::RunId("run-1".to_owned());
    runs[0]
        .entries
        .insert(1, story::entry(&run, What::Found(found)));
    added_since(&History { runs }, &story.observed)
}

fn add_redirect(application: &mut Application, address: &str) {
    application.web = Some(serde_json::from_value(json!({ "redirectUris": [address] })).unwrap());
}

fn add_secret(set_up: &mut ObservedSetUp) {
    let secret = json!({ "keyId": guid('c'), "displayName": "theirs",
        "endDateTime": "2027-01-01T00:00:00Z" });
    let secret = serde_json::from_value(secret).unwrap();
    set_up.application.password_credentials.push(secret);
}

const OTHER_ROLE: &str = "10101010-0000-4000-8000-000000000000";

#[test]
fn what_others_added_is_told_and_nothing_else() {
    #[rustfmt::skip]
    let rows: &[(&str, ByOthers, &[Key])] = &[
        ("nothing",             |_| {},                                                                    &[]),
        ("a secret",            add_secret,                                                                &[Key::AddedSecret]),
        ("a certificate",       |it| it.application.key_credentials.push(credential(9)),                   &[Key::AddedCertificate]),
        ("a federated credential", |it| it.federated = Some(vec![federated("theirs")]),                         &[Key::AddedFederated]),
        ("federated, not shown", |it| it.federated = None,                                                         &[Key::AddedFederatedUnseen]),
        ("an owner",            |it| it.owners.push(owner('5')),                                           &[Key::AddedOwner]),
        ("a role of Graph",     |it| it.assignments.push(holding(MICROSOFT_GRAPH, OTHER_ROLE)),            &[Key::AddedRole]),
        ("a role of Exchange",  |it| it.assignments.push(holding(EXCHANGE, OTHER_ROLE)),                   &[Key::AddedRole]),
        ("a redirect URI",      |it| add_redirect(&mut it.application, "https://x.example"),               &[Key::AddedRedirectUri]),
        ("something went",      |it| { it.application.key_credentials.clear(); it.owners.clear(); it.assignments.clear() }, &[]),
        ("another name",        |it| it.application.display_name = "Theirs".to_owned(),                    &[]),
        ("all of it",           |it| { add_secret(it); it.owners.push(owner('5')); it.application.key_credentials.push(credential(9)) },
                                                                                                           &[Key::AddedSecret, Key::AddedCertificate, Key::AddedOwner]),
    ];
    for (name, by_others, expected) in rows {
        for (begin, desired) in [(nothing(), desired()), (by_hand(), adopting())] {
            let added = added(begin, &desired, *by_others);
            let keys: Vec<Key> = added.iter().map(|message| message.key).collect();
            assert_eq!(keys, *expected, "{name}");
            assert!(
                added.iter().all(|message| message.advice.is_some()),
                "{name}"
            );
        }
    }
}

#[test]
fn each_fact_names_what_was_added() {
    let said = |by_others: ByOthers| {
        let added = added(by_hand(), &adopting(), by_others);
        let [message] = added.as_slice() else {
            panic!("{added:?}");
        };
        let parameters = message.parameters.clone().into_iter();
        parameters.map(|(_, value)| value).collect::<Vec<_>>()
    };
    assert_eq!(said(add_secret), ["theirs", "2027-01-01T00:00:00Z"]);
    assert_eq!(
        said(|it| it.application.key_credentials.push(credential(9))),
        ["09".repeat(20).as_str(), crate::scene::LATER]
    );
    assert_eq!(
        said(|it| it.federated = Some(vec![federated("theirs")])),
        ["https://issuer.example", "pipeline", "theirs"]
    );
    assert_eq!(said(|it| it.owners.push(owner('5'))), [guid('5')]);
    assert_eq!(
        said(|it| it.assignments.push(holding(EXCHANGE, OTHER_ROLE))),
        [guid(EXCHANGE).as_str(), OTHER_ROLE]
    );
    let named = |it: &mut ObservedSetUp| {
        let role = graph::well_known::EXCHANGE_CALENDARS_READ_WRITE_ALL;
        it.assignments.push(holding('7', role));
    };
    assert_eq!(said(named)[0], guid('7'), "the same id of another API");
    assert_eq!(
        said(|it| add_redirect(&mut it.application, "https://x.example")),
        ["https://x.example"]
    );
}

/// Whoever makes an application may become its owner by that; nobody else does.
#[test]
fn the_owner_by_making_is_no_stranger() {
    let made = added(nothing(), &desired(), |it| {
        it.owners.push(owner(ADMINISTRATOR))
    });
    assert_eq!(made, []);
    let adopted = added(by_hand(), &adopting(), |it| {
        it.owners.push(owner(ADMINISTRATOR))
    });
    assert_eq!(adopted.len(), 1);
}

/// A run that found `found` when its plan was made; it goes on with the one before where `resumes` says so.
fn note_found(story: &mut Story, found: Inventory, resumes: bool) {
    let at = story.runs.len() - 1;
    let run = crate::RunId(format!("run-{}", at + 1));
    let entries = &mut story.runs[at].entries;
    entries.insert(1, story::entry(&run, What::Found(found)));
    if let What::Began {
        resumes: before, ..
    } = &mut entries[0].what
        && resumes
    {
        *before = Some(crate::RunId(format!("run-{at}")));
    }
}

/// A set-up that is interrupted at a step, others who add a secret, an owner and a role, and a second run to its end.
fn interrupted(begin: Observed, desired: &crate::Desired, at: &str, resumes: bool) -> Vec<Key> {
    let found = Inventory::of(&begin);
    let mut story = Story::begin(begin);
    story.run_with(desired, &[(at, Fate::ClosedAfter)]);
    note_found(&mut story, found, false);
    story.then(|it| {
        add_secret(it);
        it.owners.push(owner('5'));
        it.assignments.push(holding(EXCHANGE, OTHER_ROLE));
    });
    let found = Inventory::of(&story.observed);
    story.run(desired);
    note_found(&mut story, found, resumes);
    let runs = story.runs;
    let added = added_since(&History { runs }, &story.observed);
    added.iter().map(|message| message.key).collect()
}

/// The plan that is gone on with was made before the interruption: nobody was shown what came during it.
#[test]
fn what_was_added_during_an_interruption_is_told() {
    let all = [Key::AddedSecret, Key::AddedOwner, Key::AddedRole];
    for (begin, desired, at) in [
        (nothing(), desired(), "certificate"),
        (by_hand(), adopting(), "certificate"),
    ] {
        let told = interrupted(begin.clone(), &desired, at, true);
        assert_eq!(told, all, "gone on with");
        let told = interrupted(begin, &desired, at, false);
        assert_eq!(told, [], "a set-up of its own, whose plan began with it");
    }
}

/// One entry of a certificate goes: the other one is as known as it was, and only what comes after that is told.
#[test]
fn the_entry_that_stayed_is_not_told() {
    let told = |gone: &KeyCredential, then: ByOthers| {
        let mut begin = by_hand();
        let set_up = begin.set_up.as_mut().unwrap();
        set_up.application.key_credentials = vec![credential(1), twin(1, LATER)];
        let found = Inventory::of(&begin);
        let mut story = Story::begin(begin);
        let certificate = DesiredCertificate::Add(certificate(2));
        story.run(&crate::Desired {
            certificate,
            ..adopting()
        });
        note_found(&mut story, found, false);
        story.removed_entry(&gone.key_id, &[]).then(then);
        let runs = story.runs.clone();
        let added = added_since(&History { runs }, &story.observed);
        added.iter().map(|message| message.key).collect::<Vec<_>>()
    };
    for gone in [credential(1), twin(1, LATER)] {
        assert_eq!(told(&gone, |_| {}), []);
    }
    let again: ByOthers = |it| it.application.key_credentials.push(credential(1));
    assert_eq!(told(&credential(1), again), [Key::AddedCertificate]);
}

/// Whoever made the application in the run that was interrupted may own it, whoever went on with that.
#[test]
fn the_owner_by_making_stays_one_where_another_person_goes_on() {
    let mut story = Story::begin(nothing());
    story.run_with(&desired(), &[("certificate", Fate::ClosedAfter)]);
    note_found(&mut story, Inventory::default(), false);
    story.then(|it| it.owners.push(owner(ADMINISTRATOR)));
    story.run(&desired());
    note_found(&mut story, Inventory::default(), true);
    if let What::Began { by, .. } = &mut story.runs[1].entries[0].what {
        *by = Some(object('5'));
    }
    story.then(|it| it.owners.push(owner('5')));
    let runs = story.runs;
    let added = added_since(&History { runs }, &story.observed);
    let keys: Vec<Key> = added.iter().map(|message| message.key).collect();
    assert_eq!(keys, [Key::AddedOwner], "only the one who went on");
}

/// The certificates 1, which was there, and 2, which the set-up brought; one is taken off by this console, and fares as
/// said, and is there again.
#[test]
fn a_certificate_that_was_taken_off_and_came_back_is_told() {
    let told = |number: u8, again: KeyCredential, fate: Fate| {
        let mut begin = by_hand();
        let set_up = begin.set_up.as_mut().unwrap();
        set_up.application.key_credentials = vec![credential(1)];
        let found = Inventory::of(&begin);
        let mut story = Story::begin(begin);
        let certificate = DesiredCertificate::Add(certificate(2));
        story.run(&crate::Desired {
            certificate,
            ..adopting()
        });
        note_found(&mut story, found, false);
        let thumbprint = crate::scene::certificate(number).thumbprint;
        story.removed(number, &[(&format!("certificate-{thumbprint}"), fate)]);
        let runs = story.runs.clone();
        assert_eq!(added_since(&History { runs }, &story.observed), []);
        story.then(|it| {
            let credentials = &mut it.application.key_credentials;
            credentials.retain(|one| one.thumbprint() != again.thumbprint());
            credentials.push(again);
        });
        let runs = story.runs.clone();
        let added = added_since(&History { runs }, &story.observed);
        added.iter().map(|message| message.key).collect::<Vec<_>>()
    };
    let other_id = |number| KeyCredential {
        key_id: guid('d').parse().unwrap(),
        ..credential(number)
    };
    #[rustfmt::skip]
    let rows = [
        ("the one that was there",        1, credential(1), Fate::Done,       &[Key::AddedCertificate][..]),
        ("the same under another id",     1, other_id(1),   Fate::Done,       &[Key::AddedCertificate]),
        ("the one of the set-up",         2, other_id(2),   Fate::Done,       &[Key::AddedCertificate]),
        ("the other one",                 1, credential(2), Fate::Done,       &[]),
        ("the taking off was not seen",   1, credential(1), Fate::Unanswered, &[]),
    ];
    for (name, number, again, fate, expected) in rows {
        assert_eq!(told(number, again, fate), expected, "{name}");
    }
}

#[test]
fn without_a_run_that_came_to_its_end_nothing_is_known() {
    let mut story = Story::begin(by_hand());
    story.run(&adopting()).then(add_secret);
    let history = |runs| History { runs };
    assert_eq!(added_since(&history(vec![]), &story.observed), []);
    // A journal of before this was noted.
    let runs = story.runs.clone();
    assert_eq!(added_since(&history(runs.clone()), &story.observed), []);
    let found = What::Found(Inventory::of(&by_hand()));
    let mut unfinished = runs;
    let run = crate::RunId("run-1".to_owned());
    unfinished[0].entries.insert(1, story::entry(&run, found));
    unfinished[0].entries.pop();
    assert_eq!(added_since(&history(unfinished), &story.observed), []);
}

/// What was there before is known, by what it accepts; and where nobody was shown what was there, nothing is said of it.
#[test]
fn a_federated_credential_that_was_there_is_told_where_it_changed() {
    let told = |before: Option<&str>, now: Option<&str>| {
        let mut begin = by_hand();
        let of = |subject: &str| vec![federated(subject)];
        begin.set_up.as_mut().unwrap().federated = before.map(of);
        let found = Inventory::of(&begin);
        let mut story = Story::begin(begin);
        story.run(&adopting());
        note_found(&mut story, found, false);
        story.then(|it| it.federated = now.map(of));
        let runs = story.runs.clone();
        let added = added_since(&History { runs }, &story.observed);
        added.iter().map(|message| message.key).collect::<Vec<_>>()
    };
    #[rustfmt::skip]
    let rows = [
        (Some("a"), Some("a"), &[][..]),
        (Some("a"), Some("b"), &[Key::AddedFederated]),
        (None,      Some("a"), &[]),
        (None,      None,      &[]),
        (Some("a"), None,      &[Key::AddedFederatedUnseen]),
    ];
    for (before, now, expected) in rows {
        assert_eq!(told(before, now), expected, "{before:?} {now:?}");
    }
}

/// A journal of before federated credentials were looked at.
#[test]
fn an_older_inventory_knows_nothing_of_federated_credentials() {
    let mut old = serde_json::to_value(Inventory::of(&nothing())).unwrap();
    assert_eq!(
        old["federated"],
        json!([]),
        "none are there without application"
    );
    old.as_object_mut().unwrap().remove("federated");
    let old: Inventory = serde_json::from_value(old).unwrap();
    assert_eq!(old.federated, None);
}

/// It lies in the journal, and is read again as it was written.
#[test]
fn what_was_found_survives_storage() {
    let line = What::Found(Inventory::of(&by_hand()));
    let text = serde_json::to_string(&line).unwrap();
    assert_eq!(serde_json::from_str::<What>(&text).unwrap(), line);
}
