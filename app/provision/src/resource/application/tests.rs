//! Rows of comparing an application's properties: what is wanted, what Graph shows, and whether it is the same.

use serde_json::json;

use super::*;
use crate::scene::by_hand;
use crate::scene::changes::Case;
use crate::scene::complete;
use crate::scene::desired;
use crate::scene::marks;

/// Graph answers with members that were not written, and leaves out those that are null.
#[test]
fn what_is_shown_holds_what_is_wanted() {
    #[rustfmt::skip]
    let rows = [
        (json!("a"),                      json!("a"),                      true),
        (json!("a"),                      json!("A"),                      false),
        (json!(null),                     json!(null),                     true),
        (json!(null),                     json!("a"),                      false),
        (json!("a"),                      json!(null),                     false),
        (json!(true),                     json!(true),                     true),
        (json!(false),                    json!(true),                     false),
        (json!(null),                     json!(false),                    false),
        // Lists are whole.
        (json!(["a", "b"]),               json!(["a", "b"]),               true),
        (json!(["b", "a"]),               json!(["a", "b"]),               false),
        (json!(["a", "b"]),               json!(["a"]),                    false),
        (json!([]),                       json!([]),                       true),
        // Objects are compared by the members that are wanted.
        (json!({ "a": 1 }),               json!({ "a": 1 }),               true),
        (json!({ "a": 1, "b": 2 }),       json!({ "a": 1 }),               true),
        (json!({ "a": 1 }),               json!({ "a": 1, "b": 2 }),       false),
        (json!({ "a": 1 }),               json!({ "a": 1, "b": null }),    true),
        (json!({ "a": 1, "b": 2 }),       json!({ "a": 1, "b": null }),    false),
        (json!({ "a": { "b": 1 } }),      json!({ "a": { "b": 1 } }),      true),
        (json!({ "a": { "b": 1, "c": 2 } }), json!({ "a": { "b": 1 } }),   true),
        (json!({ "a": { "c": 2 } }),      json!({ "a": { "b": 1 } }),      false),
        (json!({ "a": null }),            json!({ "a": { "b": 1 } }),      false),
        (json!({}),                       json!({ "a": null }),            true),
        (json!({}),                       json!({}),                       true),
        (json!(null),                     json!({}),                       true),
        (json!("a"),                      json!({ "a": 1 }),               false),
    ];
    for (now, wanted, expected) in rows {
        assert_eq!(holds(&now, &wanted), expected, "{now} as {wanted}");
    }
}

fn application(make: fn(&mut Application)) -> Application {
    let mut case = Case::complete();
    make(case.application());
    case.application().clone()
}

#[test]
fn the_properties_that_are_named_are_read() {
    let application = application(|_| {});
    let full = json!({ "isEnabled": true, "allProperties": true });
    #[rustfmt::skip]
    let rows = [
        (json!({}),                                                 json!({})),
        (json!({ "displayName": "x" }),                             json!({ "displayName": "Push" })),
        (json!({ "displayName": null, "tags": null }),              json!({ "displayName": "Push", "tags": ["console"] })),
        (json!({ "signInAudience": "x" }),                          json!({ "signInAudience": "AzureADMyOrg" })),
        (json!({ "servicePrincipalLockConfiguration": null }),      json!({ "servicePrincipalLockConfiguration": full })),
        (json!({ "somethingElse": 1 }),                             json!({ "somethingElse": null })),
        (json!(null),                                               json!({})),
    ];
    for (named, expected) in rows {
        assert_eq!(current(&application, &named), expected, "{named}");
    }
    let bare = crate::scene::bare_application("x");
    let unset = json!({ "servicePrincipalLockConfiguration": null, "signInAudience": null });
    assert_eq!(current(&bare, &unset), unset);
}

/// Which applications this console made: by their key, whatever else is on them.
#[test]
fn what_was_made_is_told_by_its_key() {
    #[rustfmt::skip]
    let rows = [
        (None,             false),
        (Some(""),         false),
        (Some("push"),     true),
        (Some("push-2"),   true),
        (Some("push-17"),  true),
        (Some("push-1"),   false),
        (Some("push-0"),   false),
        (Some("push-"),    false),
        (Some("push2"),    false),
        (Some("push-2-3"), false),
        (Some("push-x"),   false),
        (Some("Push"),     false),
        (Some("my-push"),  false),
    ];
    for (key, expected) in rows {
        for tags in [vec![], vec!["console".to_owned()]] {
            let mut application = application(|_| {});
            application.unique_name = key.map(str::to_owned);
            application.tags = tags;
            assert_eq!(is_made(&marks(), &application), expected, "{key:?}");
        }
    }
}

/// Once the difference is written, there is none.
#[test]
fn a_difference_that_is_made_up_for_is_none() {
    #[rustfmt::skip]
    let rows: &[fn(&mut Application)] = &[
        |_| {},
        |it| it.display_name.clear(),
        |it| it.sign_in_audience = None,
        |it| it.tags.clear(),
        |it| it.service_principal_lock_configuration = None,
        |it| it.unique_name = None,
        |it| { it.tags.clear(); it.display_name.clear(); it.sign_in_audience = None },
        |it| { it.tags.clear(); it.unique_name = None; it.display_name.clear() },
        |it| *it = by_hand().set_up.unwrap().application,
        |it| { *it = by_hand().set_up.unwrap().application; it.unique_name = Some("push-2".to_owned()) },
    ];
    for (row, make) in rows.iter().enumerate() {
        let mut application = application(*make);
        let change = difference(&desired(), &application);
        if let Some(name) = change.display_name {
            application.display_name = name;
        }
        if let Some(tags) = change.tags {
            application.tags = tags;
        }
        let audience = change.sign_in_audience;
        application.sign_in_audience = audience.or(application.sign_in_audience);
        let locked = change.service_principal_lock_configuration;
        let there = application.service_principal_lock_configuration;
        application.service_principal_lock_configuration = locked.or(there);
        let again = difference(&desired(), &application);
        assert_eq!(again, ApplicationChange::default(), "row {row}");
    }
}

/// An update names before and after by the same properties, and is seen by them.
#[test]
fn an_update_is_seen_by_the_properties_that_it_sets() {
    let application = application(|it| it.service_principal_lock_configuration = None);
    let slot = Slot::text(&application.id);
    let after =
        json!({ "displayName": "New", "servicePrincipalLockConfiguration": { "isEnabled": true } });
    let write = graph::application::restore(&slot, &after);
    let Action::Update {
        before,
        after: then,
        goal,
        ..
    } = set(slot.clone(), &application, after.clone(), write)
    else {
        panic!("no update");
    };
    assert_eq!(
        before,
        json!({ "displayName": "Push", "servicePrincipalLockConfiguration": null })
    );
    assert_eq!(then, after);
    let expected = Goal::Properties {
        application: slot,
        before,
        properties: after,
    };
    assert_eq!(goal, expected);
}

/// What others labelled meanwhile is no reason to wait.
#[test]
fn labels_have_changed_when_ours_came_or_went() {
    #[rustfmt::skip]
    let rows = [
        // now, before, after
        (json!(["a", "console"]),           json!(["a"]),            json!(["a", "console"]), true),
        (json!(["a", "console", "theirs"]), json!(["a"]),            json!(["a", "console"]), true),
        (json!(["console"]),                json!(["a"]),            json!(["a", "console"]), true),
        (json!(["a", "theirs"]),            json!(["a"]),            json!(["a", "console"]), false),
        (json!(["a"]),                      json!(["a", "console"]), json!(["a"]),            true),
        (json!(["a", "theirs"]),            json!(["a", "console"]), json!(["a"]),            true),
        (json!(["a", "console"]),           json!(["a", "console"]), json!(["a"]),            false),
    ];
    for (now, before, after, expected) in rows {
        let mut application = complete().set_up.unwrap().application;
        application.tags = serde_json::from_value(now.clone()).unwrap();
        let labelled = |tags: &Value| json!({ "tags": tags });
        let changed = is_changed(&application, &labelled(&before), &labelled(&after));
        assert_eq!(changed, expected, "{now} {before} {after}");
    }
    let mut application = complete().set_up.unwrap().application;
    let (before, after) = (json!({ "displayName": "A" }), json!({ "displayName": "B" }));
    for (name, expected) in [("A", false), ("B", true), ("C", false)] {
        name.clone_into(&mut application.display_name);
        assert_eq!(
            is_changed(&application, &before, &after),
            expected,
            "{name}"
        );
    }
}
