//! Calendars by their requests and answers.

use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Scene;

const CALENDAR: &str = "/users/a.bakker@voorbeeld.example/calendar/events";

fn lecture() -> Value {
    json!({
        "subject": "Constitutional law",
        "body": { "contentType": "html", "content": "<p>Lecture</p>" },
        "start": { "dateTime": "2026-12-07T09:00:00", "timeZone": "UTC" },
        "end": { "dateTime": "2026-12-07T10:45:00.0000000", "timeZone": "UTC" },
        "location": { "displayName": "Room A1.01" },
        "categories": ["MyTimetable"],
        "showAs": "busy",
        "isReminderOn": false,
        "transactionId": "timetable-1",
    })
}

fn as_vendor() -> Scene {
    let mut scene = Scene::writing();
    scene.sign_in_application("Calendars.ReadWrite");
    scene
}

#[test]
fn an_application_writes_into_any_mailbox_and_reads_it_back() {
    let mut scene = as_vendor();
    for owner in [
        "a.bakker@voorbeeld.example",
        "reception@voorbeeld.example",
        "room.a1.01@voorbeeld.example",
    ] {
        let created = scene.post(&format!("/users/{owner}/events"), &lecture());
        assert_eq!(created.verdict(), "201", "{owner}");
        let id = created.text("id");
        let read = scene.get(&format!("/users/{owner}/events/{id}"));
        assert_eq!(read.text("subject"), "Constitutional law");
        assert_eq!(
            read.body["start"],
            json!({ "dateTime": "2026-12-07T09:00:00.0000000", "timeZone": "UTC" })
        );
        assert_eq!(read.body["isReminderOn"], false);
        let listed = scene.get(&format!("/users/{owner}/calendar/events?$select=subject"));
        assert_eq!(listed.values().len(), 1, "each calendar has its own");
        assert_eq!(
            listed.values()[0]["id"],
            id,
            "Outlook answers the id unasked"
        );
    }
    assert_eq!(scene.tenant.mailboxes.all_events().count(), 3);
}

#[test]
fn the_same_transaction_makes_one_event() {
    let mut scene = as_vendor();
    let first = scene.post(CALENDAR, &lecture()).text("id");
    assert_eq!(scene.post(CALENDAR, &lecture()).text("id"), first);
    let mut other = lecture();
    other["transactionId"] = json!("timetable-2");
    assert_ne!(scene.post(CALENDAR, &other).text("id"), first);
    assert_eq!(scene.tenant.mailboxes.all_events().count(), 2);
}

#[test]
fn a_person_reaches_only_her_own_calendar() {
    let mut scene = Scene::signed_in("a.bakker", "Calendars.ReadWrite");
    assert_eq!(scene.post(CALENDAR, &lecture()).verdict(), "201");
    scene.sign_in("global.admin", "Calendars.ReadWrite");
    assert_eq!(
        scene.post(CALENDAR, &lecture()).verdict(),
        "403 ErrorAccessDenied"
    );
    assert_eq!(scene.get(CALENDAR).verdict(), "403 ErrorAccessDenied");
}

#[test]
fn permissions_to_read_do_not_let_write() {
    let mut scene = as_vendor();
    scene.sign_in_application("Calendars.Read");
    assert_eq!(scene.get(CALENDAR).verdict(), "200");
    assert_eq!(
        scene.post(CALENDAR, &lecture()).verdict(),
        "403 Authorization_RequestDenied"
    );
}

#[test]
fn who_has_no_mailbox_has_no_calendar() {
    let mut scene = as_vendor();
    for (owner, verdict) in [
        (
            "n.ewcomer@voorbeeld.example",
            "404 MailboxNotEnabledForRESTAPI",
        ),
        (
            "maria_partner.example%23EXT%23@voorbeelduniversiteit.onmicrosoft.com",
            "404 MailboxNotEnabledForRESTAPI",
        ),
        ("nobody@voorbeeld.example", "404 ErrorInvalidUser"),
    ] {
        assert_eq!(
            scene
                .post(&format!("/users/{owner}/events"), &lecture())
                .verdict(),
            verdict,
            "{owner}"
        );
        assert_eq!(
            scene.get(&format!("/users/{owner}/events")).verdict(),
            verdict,
            "{owner}"
        );
    }
    assert_eq!(
        scene
            .get("/users/a.bakker@voorbeeld.example/events/none")
            .verdict(),
        "404 ErrorItemNotFound"
    );
}

#[test]
fn one_rule_broken_at_a_time() {
    let bad = "400 Request_BadRequest";
    for (name, value, verdict) in [
        ("colour", json!("red"), bad),
        ("id", json!("x"), bad),
        ("subject", json!(3), bad),
        ("subject", json!("x".repeat(256)), bad),
        ("body", json!({ "contentType": "rtf", "content": "" }), bad),
        ("body", json!("text"), bad),
        ("location", json!("Room"), bad),
        (
            "location",
            json!({ "displayName": "Room", "locationType": "default" }),
            bad,
        ),
        ("categories", json!("MyTimetable"), bad),
        ("showAs", json!("sleeping"), bad),
        ("importance", json!("huge"), bad),
        ("sensitivity", json!("huge"), bad),
        ("isReminderOn", json!("no"), bad),
        ("reminderMinutesBeforeStart", json!("5"), bad),
        ("reminderMinutesBeforeStart", json!(3_000_000_000_i64), bad),
        ("start", json!("2026-12-07T09:00:00"), bad),
        ("start", json!({ "timeZone": "UTC" }), bad),
        ("start", json!({ "dateTime": "2026-12-07T09:00:00" }), bad),
        (
            "start",
            json!({ "dateTime": "tomorrow", "timeZone": "UTC" }),
            "400 ErrorInvalidRequest",
        ),
        (
            "start",
            json!({ "dateTime": "2026-12-07T09:00:00", "timeZone": "Europe/Amsterdam" }),
            "501 NotSimulated",
        ),
        (
            "end",
            json!({ "dateTime": "2026-12-07T08:59:00", "timeZone": "UTC" }),
            "400 ErrorCalendarEndDateIsEarlierThanStartDate",
        ),
        ("isAllDay", json!(true), "400 ErrorInvalidRequest"),
        ("attendees", json!([]), "501 NotSimulated"),
    ] {
        let mut scene = as_vendor();
        let mut body = lecture();
        body[name] = value;
        assert_eq!(
            scene.post(CALENDAR, &body).verdict(),
            verdict,
            "{name}: {}",
            body[name]
        );
        assert_eq!(scene.tenant.mailboxes.all_events().count(), 0);
    }
    for name in ["start", "end"] {
        let mut body = lecture();
        body.as_object_mut().unwrap().remove(name);
        assert_eq!(
            as_vendor().post(CALENDAR, &body).verdict(),
            "400 ErrorInvalidRequest",
            "no {name}"
        );
    }
    assert_eq!(as_vendor().post(CALENDAR, &lecture()).verdict(), "201");
}

#[test]
fn whole_days_begin_and_end_at_midnight() {
    let mut body = lecture();
    body["isAllDay"] = json!(true);
    body["start"]["dateTime"] = json!("2026-12-07T00:00:00");
    body["end"]["dateTime"] = json!("2026-12-08T00:00:00");
    assert_eq!(as_vendor().post(CALENDAR, &body).verdict(), "201");
    body["end"]["dateTime"] = json!("2026-12-07T00:00:00");
    assert_eq!(
        as_vendor().post(CALENDAR, &body).verdict(),
        "400 ErrorInvalidRequest"
    );
}
