//! The lines and the text, and from when on a consent counts.

use serde_json::json;

use super::*;

fn hand_over() -> HandOver {
    HandOver {
        tenant_id: "11111111-0000-4000-8000-000000000000".parse().unwrap(),
        tenant_name: "Example University".to_owned(),
        initial_domain: Some("example.onmicrosoft.com".to_owned()),
        client_id: "22222222-0000-4000-8000-000000000000".parse().unwrap(),
        application_name: "MyTimetable calendar push".to_owned(),
        certificate: Some(HandedCertificate {
            thumbprint: Thumbprint::from_bytes([0xab; 20]),
            not_after: "2027-11-21T08:00:00Z".parse().unwrap(),
        }),
        permissions: vec!["Calendars.ReadWrite".to_owned()],
        standing: Standing::NotYetEverywhere {
            until: "2026-11-21T09:00:00Z".parse().unwrap(),
        },
    }
}

#[test]
fn the_text_for_support_says_every_value_in_each_language() {
    for language in Language::ALL {
        let text = hand_over().support_text(language);
        assert_eq!(hand_over().lines().len(), 8);
        for Line { label, value } in hand_over().lines() {
            let line = format!("{}: {value}\n", label.words(language));
            assert!(text.contains(&line), "{text}");
        }
        assert!(text.contains("MyTimetable calendar push"));
    }
}

#[test]
fn what_is_not_known_or_not_to_be_waited_for_is_left_out() {
    let bare = HandOver {
        initial_domain: None,
        certificate: None,
        standing: Standing::Everywhere,
        ..hand_over()
    };
    let labels: Vec<Text> = bare.lines().into_iter().map(|line| line.label).collect();
    assert_eq!(
        labels,
        [
            Text::HandOverTenantId,
            Text::HandOverClientId,
            Text::HandOverTenantName,
            Text::HandOverPermissions
        ]
    );
}

#[test]
fn without_consent_the_text_says_that_it_is_still_to_be_given() {
    let waiting = HandOver {
        permissions: Vec::new(),
        ..hand_over()
    };
    let labels = waiting.lines().into_iter().map(|line| line.label);
    assert!(
        labels
            .into_iter()
            .all(|label| label != Text::HandOverPermissions)
    );
    for language in Language::ALL {
        let values = [("application", waiting.application_name.as_str())];
        let [may, waits] = [Text::HandOverSupportOpening, Text::HandOverSupportWaiting]
            .map(|text| text.with(language, &values));
        let text = waiting.support_text(language);
        assert!(text.starts_with(&waits) && !text.contains(&may), "{text}");
        assert!(hand_over().support_text(language).starts_with(&may));
    }
}

#[test]
fn nobody_can_forge_a_line() {
    let id = "Client id: 33333333-0000-4000-8000-000000000000";
    for line_break in ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{b}"] {
        let hostile = format!("Example{line_break}{id}\u{202e}");
        let forged = HandOver {
            tenant_name: hostile.clone(),
            initial_domain: Some(hostile.clone()),
            application_name: hostile.clone(),
            permissions: vec![hostile.clone()],
            ..hand_over()
        };
        let text = forged.support_text(Language::English);
        let honest = hand_over().support_text(Language::English);
        assert_eq!(text.lines().count(), honest.lines().count(), "{text}");
        let claims = text.lines().filter(|line| line.starts_with("Client id:"));
        let claims: Vec<&str> = claims.collect();
        assert_eq!(claims, ["Client id: 22222222-0000-4000-8000-000000000000"]);
        let hidden =
            |character: char| character != '\n' && crate::plain_text::is_invisible(character);
        assert!(!text.contains(hidden), "{text:?}");
        let copied = &forged.lines()[2].value;
        assert_eq!(*copied, hostile, "a value to copy is the value");
    }
}

const GRAPH: &str = "99999999-0000-4000-8000-000000000000";
const ELSEWHERE: &str = "88888888-0000-4000-8000-000000000000";

/// A role that is held: of which API, and since when.
type Held<'a> = (&'a str, Option<&'a str>);

/// A set-up whose service principal holds roles, seen at eight o'clock.
fn observed(held: &[Held<'_>]) -> Observed {
    let roles = [
        graph::well_known::CALENDARS_READ_WRITE,
        graph::well_known::MAILBOX_SETTINGS_READ_WRITE,
    ];
    let names = ["Calendars.ReadWrite", "MailboxSettings.ReadWrite"];
    let offered: Vec<_> = roles
        .iter()
        .zip(names)
        .map(|(id, value)| json!({ "id": id, "value": value }))
        .collect();
    let assignments: Vec<_> = held
        .iter()
        .zip(roles)
        .map(|((resource, since), role)| {
            json!({ "id": role, "appRoleId": role, "resourceId": resource, "createdDateTime": since })
        })
        .collect();
    let application = json!({
        "id": "77777777-0000-4000-8000-000000000000",
        "appId": "22222222-0000-4000-8000-000000000000",
        "displayName": "Push",
    });
    let api =
        json!({ "id": GRAPH, "appId": graph::well_known::MICROSOFT_GRAPH, "appRoles": offered });
    Observed {
        at: "2026-11-21T08:00:00Z".parse().unwrap(),
        microsoft_graph: serde_json::from_value(api).unwrap(),
        set_up: Some(ObservedSetUp {
            application: serde_json::from_value(application).unwrap(),
            owners: Vec::new(),
            federated: None,
            service_principal: None,
            assignments: serde_json::from_value(json!(assignments)).unwrap(),
            obsolete: Vec::new(),
            surroundings: None,
        }),
        free_unique_name: "push".to_owned(),
    }
}

#[test]
fn a_consent_is_counted_on_an_hour_and_a_half_after_it_was_given() {
    // Seen at eight o'clock.
    let rows: [(&str, &[Held<'_>], Option<&str>); 10] = [
        ("nothing granted", &[], None),
        (
            "just now",
            &[(GRAPH, Some("2026-11-21T08:00:00Z"))],
            Some("2026-11-21T09:30:00Z"),
        ),
        (
            "a while ago",
            &[(GRAPH, Some("2026-11-21T06:30:01Z"))],
            Some("2026-11-21T08:00:01Z"),
        ),
        (
            "an hour and a half ago",
            &[(GRAPH, Some("2026-11-21T06:30:00Z"))],
            None,
        ),
        ("years ago", &[(GRAPH, Some("2017-01-01T00:00:00Z"))], None),
        (
            "one of two is new",
            &[
                (GRAPH, Some("2017-01-01T00:00:00Z")),
                (GRAPH, Some("2026-11-21T07:30:00Z")),
            ],
            Some("2026-11-21T09:00:00Z"),
        ),
        (
            "two are new",
            &[
                (GRAPH, Some("2026-11-21T07:45:00Z")),
                (GRAPH, Some("2026-11-21T07:30:00Z")),
            ],
            Some("2026-11-21T09:15:00Z"),
        ),
        (
            "another API's is new",
            &[(ELSEWHERE, Some("2026-11-21T08:00:00Z"))],
            None,
        ),
        (
            "nobody knows since when",
            &[(GRAPH, None)],
            Some("2026-11-21T09:30:00Z"),
        ),
        // Graph's clock is ahead of this computer's; nor may a row be shown as years ahead.
        (
            "in the future",
            &[(GRAPH, Some("9999-12-31T23:59:59Z"))],
            Some("2026-11-21T09:30:00Z"),
        ),
    ];
    for (case, held, until) in rows {
        let observed = observed(held);
        let expected = match until {
            Some(until) => Standing::NotYetEverywhere {
                until: until.parse().unwrap(),
            },
            None => Standing::Everywhere,
        };
        let set_up = observed.set_up.as_ref().unwrap();
        assert_eq!(Standing::of(set_up, &observed), expected, "{case}");
    }
}

fn facts() -> Facts {
    let organization = json!({
        "id": "11111111-0000-4000-8000-000000000000",
        "displayName": "Example University",
        "verifiedDomains": [{ "name": "example.onmicrosoft.com", "isInitial": true, "isDefault": true }],
    });
    let me = json!({
        "id": "66666666-0000-4000-8000-000000000000",
        "displayName": "Sam",
        "userPrincipalName": "sam@example.edu",
    });
    Facts {
        organization: serde_json::from_value(organization).unwrap(),
        me: serde_json::from_value(me).unwrap(),
        roles: Vec::new(),
        set_ups: Vec::new(),
        at: "2026-11-21T08:00:00Z".parse().unwrap(),
    }
}

#[test]
fn a_hand_over_says_what_was_observed() {
    let facts = facts();
    let observed = observed(&[(GRAPH, Some("2026-11-21T07:59:00Z")), (ELSEWHERE, None)]);
    let meant = Thumbprint::from_bytes([1; 20]);
    let hand_over = HandOver::new(&facts, &observed, meant).unwrap();
    assert_eq!(hand_over.permissions, ["Calendars.ReadWrite"]);
    assert_eq!(hand_over.certificate, None);
    let last = hand_over.lines().pop().unwrap();
    assert_eq!(
        (last.label, last.value.as_str()),
        (Text::HandOverEffectFrom, "2026-11-21T09:29:00Z")
    );
    let nothing = Observed {
        set_up: None,
        ..observed
    };
    assert_eq!(HandOver::new(&facts, &nothing, meant), None);
}
