//! The document as a reader of Markdown sees it, also where names are hostile.

use base::CertificateFacts;
use base::Key;
use base::Thumbprint;
use graph::Field;
use graph::Reference;
use graph::Slot;
use graph::application::NewApplication;
use graph::service_principal::Api;
use provision::Desired;
use provision::Goal;
use provision::Observed;
use provision::StepId;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use survey::CertificateChoice;
use survey::Choice;
use survey::Marks;

use super::*;
use crate::plain_text::is_invisible;

/// Everything that Markdown, or what a web page makes of it, could act on.
const HOSTILE: &str = "`` [a](http://evil.example/a) ![b](//evil.example/b) <http://evil.example/c> \
    www.evil.example (https://evil.example/d) https://evil.example/e @everyone a@evil.example <script>evil()</script> \
    **evil** &#101;vil | evil | [evil]: http://evil.example\n\n# evil\n```\r\n- evil\u{2028}\u{85}\u{202e}live\u{2066}\u{200b}";

/// The same, short enough for the name of a certificate.
const HOSTILE_SUBJECT: &str = "CN=```\u{202e}live\n# evil\n```\n[a](http://evil.example) @everyone";

fn tenant() -> TenantId {
    "11111111-0000-4000-8000-000000000000".parse().unwrap()
}

fn step(id: &str, sentence: Key, action: Action) -> Step {
    Step {
        id: StepId(id.to_owned()),
        sentence: Message::new(sentence),
        action,
    }
}

/// One step of each kind.
fn plan() -> Plan {
    let app_id = Slot::Pending(Reference::new("application", Field::AppId));
    let application = NewApplication {
        unique_name: "push".to_owned(),
        display_name: "Push".to_owned(),
        tags: vec!["console".to_owned()],
    };
    let goal = || Goal::ServicePrincipal {
        app_id: app_id.clone(),
    };
    let create = Action::Create {
        write: application.template(),
        otherwise: Some(application.otherwise()),
        goal: goal(),
    };
    let update = Action::Update {
        write: graph::service_principal::create(&app_id),
        before: json!(["was"]),
        after: json!(["will be"]),
        goal: goal(),
    };
    let removal = |before| Action::Remove {
        write: graph::application::delete(&Slot::text("1")),
        before,
        goal: goal(),
    };
    let by_hand = Action::ByHand {
        how: Message::new(Key::HowConsent),
        goal: goal(),
    };
    let blocked = Action::Blocked {
        unblock: Message::new(Key::UnblockConsentUnknown),
    };
    Plan {
        steps: vec![
            step("kept", Key::PlanServicePrincipalKeep, Action::Keep),
            step("created", Key::PlanApplicationCreate, create),
            step("updated", Key::PlanServicePrincipalCreate, update),
            step("removed", Key::UndoServicePrincipal, removal(Value::Null)),
            step(
                "removed-if",
                Key::UndoApplication,
                removal(json!({ "it": "was" })),
            ),
            step("by-hand", Key::PlanConsentLeft, by_hand),
            step("blocked", Key::PlanConsentUnknown, blocked),
        ],
    }
}

/// The plan of the engine itself for an empty tenant, with a hostile name and a hostile certificate.
fn hostile_plan() -> Plan {
    let certificate = CertificateFacts {
        der: vec![1],
        subject: HOSTILE_SUBJECT.to_owned(),
        issuer: HOSTILE_SUBJECT.to_owned(),
        key_bits: 3072,
        not_before: "2026-11-21T08:00:00Z".parse().unwrap(),
        not_after: "2027-11-21T08:00:00Z".parse().unwrap(),
        thumbprint: Thumbprint::from_bytes([1; 20]),
        sha256: String::new(),
    };
    let certificate = CertificateChoice::Vendor {
        certificate: Some(certificate),
    };
    let marks = Marks {
        unique_name: "push".to_owned(),
        tag: "console".to_owned(),
        display_name: "Push".to_owned(),
    };
    let mut desired = Desired::new(&Choice::new("Push", certificate), &marks, None).unwrap();
    desired.application_name = HOSTILE.to_owned();
    let microsoft_graph: Api = serde_json::from_value(json!({
        "id": "99999999-0000-4000-8000-000000000000",
        "appId": graph::well_known::MICROSOFT_GRAPH,
        "appRoles": [{ "id": graph::well_known::CALENDARS_READ_WRITE, "value": "Calendars.ReadWrite" }],
    }))
    .unwrap();
    let observed = Observed {
        at: "2026-11-21T08:00:00Z".parse().unwrap(),
        microsoft_graph,
        set_up: None,
        free_unique_name: "push".to_owned(),
    };
    provision::plan(&desired, &observed)
}

/// What a reader of Markdown makes of a document.
#[derive(Default)]
struct Read {
    headings: usize,
    /// Everything outside code.
    prose: String,
    spans: Vec<String>,
    blocks: Vec<String>,
    /// Whatever a change request never has: links, images, HTML.
    other: Vec<String>,
}

fn read(document: &str) -> Read {
    let mut read = Read::default();
    let mut in_block = false;
    // Everything that a reader may know, but for what only changes the look of quotes and dashes.
    let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    for event in Parser::new_ext(document, options) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                in_block = true;
                read.blocks.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Text(text) if in_block => read.blocks.last_mut().unwrap().push_str(&text),
            Event::Text(text) => read.prose.push_str(&text),
            Event::Code(text) => read.spans.push(text.to_string()),
            Event::Start(Tag::Heading { .. }) => read.headings += 1,
            Event::Start(Tag::Paragraph) | Event::End(_) | Event::SoftBreak => {}
            other => read.other.push(format!("{other:?}")),
        }
    }
    read
}

#[test]
fn every_step_has_its_section_and_its_requests() {
    for language in Language::ALL {
        let read = read(&change_request(&plan(), "Example", &tenant(), language));
        assert_eq!(read.headings, 1 + 7);
        assert_eq!(read.other, [""; 0]);
        assert_eq!(read.spans, ["Example", tenant().as_str()]);
        for text in [Key::UnblockConsentUnknown, Key::HowConsent] {
            let sentence = words::sentence(&Message::new(text), language);
            assert!(read.prose.contains(&sentence), "{}", read.prose);
        }
        let first_lines: Vec<&str> = read
            .blocks
            .iter()
            .filter_map(|it| it.lines().next())
            .collect();
        assert_eq!(
            first_lines,
            [
                "PATCH /v1.0/applications(uniqueName='push')",
                "POST /v1.0/applications",
                "[",
                "[",
                "POST /v1.0/servicePrincipals",
                "DELETE /v1.0/applications/1",
                "{",
                "DELETE /v1.0/applications/1",
            ]
        );
    }
}

#[test]
fn a_request_is_shown_with_its_headers_and_its_body() {
    let document = change_request(&plan(), "Example", &tenant(), Language::English);
    let blocks = read(&document).blocks;
    let (head, body) = blocks[0].split_once("\n\n").unwrap();
    assert_eq!(
        head,
        "PATCH /v1.0/applications(uniqueName='push')\nPrefer: create-if-missing"
    );
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["displayName"], "Push");
    assert!(
        blocks[4].contains("\"appId\": \"{application/appId}\""),
        "{}",
        blocks[4]
    );
    assert!(document.contains(Text::PlanOtherwise.words(Language::English)));
    assert!(document.contains(Text::PlanPending.words(Language::English)));
    let removal = "The request to Microsoft Graph:\n\n```http\nDELETE /v1.0/applications/1\n```\n";
    assert!(document.contains(removal), "{document}");
}

#[test]
fn no_name_acts() {
    let plan = hostile_plan();
    for language in Language::ALL {
        let document = change_request(&plan, HOSTILE, &tenant(), language);
        let read = read(&document);
        assert_eq!(read.headings, 1 + plan.steps.len());
        assert_eq!(read.other, [""; 0]);
        for word in ["evil", "live", "@", "http", "www", "`"] {
            assert!(!read.prose.contains(word), "{word} in {}", read.prose);
        }
        let hidden = |character: &char| *character != '\n' && is_invisible(*character);
        assert_eq!(document.chars().find(hidden), None);
        // The tenant's name and the application's.
        let shown = read.spans.iter().filter(|span| **span == one_line(HOSTILE));
        assert_eq!(shown.count(), 2, "{:?}", read.spans);
    }
}

#[test]
fn the_requests_say_hostile_names_exactly() {
    let document = change_request(&hostile_plan(), HOSTILE, &tenant(), Language::English);
    let bodies = read(&document).blocks.into_iter().filter_map(|block| {
        let (_, body) = block.split_once("\n\n")?;
        Some(serde_json::from_str::<Value>(body).unwrap())
    });
    let bodies: Vec<Value> = bodies.collect();
    assert_eq!(bodies[0]["displayName"], HOSTILE);
    let certificate = bodies.iter().find_map(|body| body["keyCredentials"].get(0));
    assert_eq!(certificate.unwrap()["displayName"], HOSTILE_SUBJECT);
}

#[test]
fn the_json_reads_back_as_the_same_plan() {
    let value = plan_json(&plan(), &tenant());
    let steps: Vec<Step> = serde_json::from_value(value["steps"].clone()).unwrap();
    assert_eq!(Plan { steps }, plan());
}
