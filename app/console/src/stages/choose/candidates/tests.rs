//! What each application that is there means for the form, as tables.

use serde_json::Value;
use serde_json::json;

use super::*;

const NOW: i64 = 1_795_248_000;

fn id(number: u8) -> String {
    format!("{number:08}-0000-4000-8000-000000000000")
}

fn object(number: u8) -> ObjectId {
    id(number).parse().unwrap()
}

fn marks() -> Marks {
    Marks {
        unique_name: "push".to_owned(),
        tag: "console".to_owned(),
        display_name: "Push".to_owned(),
    }
}

/// An application with an id, a key and members of its own.
fn set_up(number: u8, key: Option<&str>, ours: bool, members: Value) -> SetUp {
    let mut application = json!({ "id": id(number), "appId": id(number), "uniqueName": key });
    for (name, value) in members.as_object().into_iter().flatten() {
        application[name] = value.clone();
    }
    SetUp {
        application: serde_json::from_value(application).unwrap(),
        ours,
        owners: Vec::new(),
        obsolete: Vec::new(),
    }
}

fn made(number: u8) -> SetUp {
    let key = match number {
        1 => "push".to_owned(),
        _ => format!("push-{number}"),
    };
    set_up(number, Some(&key), true, json!({}))
}

fn adopted(number: u8) -> SetUp {
    set_up(number, None, true, json!({}))
}

fn stranger(number: u8) -> SetUp {
    set_up(number, None, false, json!({}))
}

fn candidates(set_ups: Vec<SetUp>, before: Option<ApplicationChoice>) -> Candidates {
    let organization = json!({ "id": id(90), "displayName": "U", "verifiedDomains": [] });
    let me = json!({ "id": id(91), "userPrincipalName": "me@u.example" });
    let facts = Facts {
        organization: serde_json::from_value(organization).unwrap(),
        me: serde_json::from_value(me).unwrap(),
        roles: Vec::new(),
        set_ups,
        at: Timestamp::from_unix_seconds(NOW),
    };
    Candidates::new(&facts, &marks(), before)
}

fn existing(number: u8) -> ApplicationChoice {
    ApplicationChoice::Existing { id: object(number) }
}

fn beside(key: Option<&str>) -> ApplicationChoice {
    ApplicationChoice::Beside {
        unique_name: key.map(str::to_owned),
    }
}

#[test]
fn what_was_chosen_before_is_proposed_and_a_stranger_never_by_itself() {
    use ApplicationChoice::Ours;
    use Which::*;
    for (set_ups, before, proposed) in [
        (vec![], None, New),
        (vec![], Some(Ours), New),
        (vec![stranger(5)], None, New),
        (vec![stranger(5)], Some(Ours), New),
        (vec![stranger(5)], Some(existing(5)), There(0)),
        (vec![made(1), stranger(5)], None, There(0)),
        (vec![made(1), stranger(5)], Some(Ours), There(0)),
        (vec![made(1), stranger(5)], Some(existing(5)), There(1)),
        (vec![made(1), made(2)], Some(existing(2)), There(1)),
        // Gone since.
        (vec![made(1), made(2)], Some(existing(7)), There(0)),
        (vec![stranger(5)], Some(existing(7)), New),
        // Anybody may give our label.
        (vec![adopted(4)], None, New),
        (vec![adopted(4)], Some(existing(4)), There(0)),
        (vec![made(1)], Some(beside(None)), New),
        (vec![made(1)], Some(beside(Some("push-2"))), New),
        // Made since.
        (
            vec![made(1), made(2)],
            Some(beside(Some("push-2"))),
            There(1),
        ),
        // A stranger took the key.
        (
            vec![made(1), set_up(6, Some("push-2"), false, json!({}))],
            Some(beside(Some("push-2"))),
            New,
        ),
    ] {
        let case = format!("{set_ups:?} {before:?}");
        assert_eq!(candidates(set_ups, before).proposed(), proposed, "{case}");
    }
}

#[test]
fn a_new_one_is_beside_ours_and_keeps_the_key_that_was_found_for_it() {
    use ApplicationChoice::Ours;
    for (set_ups, before, choice) in [
        (vec![], None, Ours),
        (vec![stranger(5)], None, Ours),
        (vec![made(1)], None, beside(None)),
        (vec![adopted(4)], Some(Ours), beside(None)),
        (vec![made(1)], Some(beside(None)), beside(None)),
        (
            vec![made(1)],
            Some(beside(Some("push-2"))),
            beside(Some("push-2")),
        ),
        // It is taken: choosing a new one means another new one.
        (
            vec![made(1), made(2)],
            Some(beside(Some("push-2"))),
            beside(None),
        ),
        (
            vec![set_up(6, Some("push-2"), false, json!({}))],
            Some(beside(Some("push-2"))),
            Ours,
        ),
    ] {
        let case = format!("{set_ups:?} {before:?}");
        let candidates = candidates(set_ups, before);
        assert_eq!(candidates.choice(Which::New), choice, "{case}");
    }
}

#[test]
fn one_that_is_there_is_chosen_by_its_id() {
    let candidates = candidates(vec![made(1), stranger(5)], None);
    assert_eq!(candidates.choice(Which::There(0)), existing(1));
    assert_eq!(candidates.choice(Which::There(1)), existing(5));
}

#[test]
fn only_what_this_console_made_is_renamed() {
    for (one, kind, keeps_name) in [
        (made(1), Kind::Made, false),
        (made(2), Kind::Made, false),
        (adopted(4), Kind::Adopted, true),
        (
            set_up(4, Some("theirs"), true, json!({})),
            Kind::Adopted,
            true,
        ),
        (stranger(5), Kind::Stranger, true),
        // Anyone may give an application our key.
        (
            set_up(5, Some("push"), false, json!({})),
            Kind::Stranger,
            true,
        ),
    ] {
        let candidates = candidates(vec![one.clone()], None);
        assert_eq!(candidates.kind(&one), kind, "{one:?}");
        let place = Which::There(0);
        assert_eq!(candidates.keeps_name(place), keeps_name, "{one:?}");
        assert!(!candidates.keeps_name(Which::New));
    }
}

#[test]
fn each_application_brings_its_own_certificates_and_permissions() {
    let thumbprint = "A".repeat(40);
    let certificate = |end: &str| {
        json!({
            "keyId": id(30), "usage": "Verify", "type": "AsymmetricX509Cert",
            "customKeyIdentifier": thumbprint, "endDateTime": end,
        })
    };
    let with = set_up(
        1,
        Some("push"),
        true,
        json!({ "keyCredentials": [certificate("2027-01-01T00:00:00Z")] }),
    );
    let expired = set_up(
        2,
        Some("push-2"),
        true,
        json!({ "keyCredentials": [certificate("2026-01-01T00:00:00Z")] }),
    );
    // A role that it holds and declares no more.
    let mut obsolete = stranger(5);
    obsolete.obsolete = Obsolete::roles().collect();
    let candidates = candidates(vec![with, expired, obsolete], None);
    let kept = |which| candidates.certificates(which).len();
    assert_eq!([0, 1, 2].map(|place| kept(Which::There(place))), [1, 0, 0]);
    assert_eq!(kept(Which::New), 0);
    let names = |which| {
        let obsolete = candidates.obsolete(which);
        obsolete.iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(names(Which::There(2)), ["Calendars.ReadWrite.All"]);
    assert_eq!(names(Which::There(0)), [""; 0]);
    assert_eq!(names(Which::New), [""; 0]);
}

#[test]
fn the_person_is_not_among_the_other_owners() {
    let mut owned = made(1);
    owned.owners = [91, 40]
        .map(|owner| serde_json::from_value(json!({ "id": id(owner) })).unwrap())
        .to_vec();
    let candidates = candidates(vec![owned, made(2)], None);
    let others = |which| {
        let others = candidates.other_owners(which)?;
        Some(others.into_iter().map(|one| one.id).collect::<Vec<_>>())
    };
    assert_eq!(others(Which::There(0)), Some(vec![object(40)]));
    assert_eq!(others(Which::There(1)), Some(Vec::new()));
    assert_eq!(others(Which::New), None);
}

/// A colleague's choice names none: where another one may be meant the person says which.
#[test]
fn an_invitation_proposes_only_what_alone_can_be_meant() {
    use Which::*;
    for (set_ups, ours, existing, beside) in [
        (vec![], New, New, New),
        // As it was when the colleague chose a new one.
        (vec![stranger(5)], New, Open, Open),
        // Made by the colleague's own run, or the one that was there.
        (vec![made(1)], There(0), There(0), Open),
        (vec![made(1), stranger(5)], There(0), Open, Open),
        // Adopting it may have been what the colleague began.
        (vec![adopted(4)], Open, Open, Open),
        (vec![made(1), made(2)], Open, Open, Open),
        (vec![made(1), adopted(4)], Open, Open, Open),
        (vec![adopted(4), adopted(6)], Open, Open, Open),
    ] {
        let case = format!("{set_ups:?}");
        let candidates = candidates(set_ups, None);
        let proposed = [Meant::Ours, Meant::Existing, Meant::Beside]
            .map(|meant| candidates.proposed_to_invited(meant));
        assert_eq!(proposed, [ours, existing, beside], "{case}");
    }
    let candidates = candidates(vec![made(1), made(2)], None);
    assert_eq!(candidates.name(Open), None);
    assert_eq!(candidates.certificates(Open), []);
    assert_eq!(candidates.obsolete(Open), []);
    assert_eq!(candidates.other_owners(Open), None);
}

#[test]
fn the_last_owner_is_told_from_the_others() {
    let mut owned = made(1);
    owned.owners = [91, 40]
        .map(|owner| serde_json::from_value(json!({ "id": id(owner) })).unwrap())
        .to_vec();
    let mut theirs = made(2);
    theirs.owners = owned.owners[1..].to_vec();
    let candidates = candidates(vec![owned, theirs, made(3)], None);
    for (which, leaving, expected) in [
        (Which::There(0), vec![40], false),
        (Which::There(0), vec![40, 91], true),
        (Which::There(1), vec![], false),
        (Which::There(1), vec![40], true),
        (Which::There(2), vec![40], false),
        (Which::New, vec![40], false),
    ] {
        let ids: Vec<ObjectId> = leaving.iter().map(|owner| object(*owner)).collect();
        let last = candidates.loses_last_owner(which, &ids);
        assert_eq!(last, expected, "{which:?} {leaving:?}");
    }
}
