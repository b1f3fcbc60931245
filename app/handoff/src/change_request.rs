//! The plan as a document: Markdown for the people who must agree to a change, JSON for their tools. Pure.

use base::TenantId;
use graph::Template;
use graph::shown_body;
use provision::Action;
use provision::Plan;
use provision::Step;
use serde_json::Value;
use serde_json::json;
use words::Language;
use words::Text;

/// The plan as Markdown, in the words of the page, each request in full.
pub fn change_request(
    plan: &Plan,
    tenant_name: &str,
    tenant_id: &TenantId,
    language: Language,
) -> String {
    let mut text = format!("# {}\n\n", Text::ChangeRequestHeading.words(language));
    let tenant = [("tenant", tenant_name), ("id", tenant_id.as_str())];
    text.push_str(&Text::ChangeRequestTenant.with(language, &tenant));
    text.push_str("\n\n");
    text.push_str(Text::PlanReversible.words(language));
    text.push('\n');
    for (at, step) in plan.steps.iter().enumerate() {
        text.push_str(&section(at + 1, step, language));
    }
    text
}

fn section(number: usize, step: &Step, language: Language) -> String {
    let word = match step.action {
        Action::Keep => Text::PlanKeep,
        Action::Create { .. } => Text::PlanCreate,
        Action::Update { .. } => Text::PlanUpdate,
        Action::Blocked { .. } => Text::PlanBlock,
    };
    let sentence = words::sentence(&step.sentence, language);
    let mut text = format!(
        "\n## {number}. {}\n\n{}\n",
        word.words(language),
        escaped(&sentence)
    );
    if let Action::Blocked { unblock } = &step.action {
        text.push_str(&format!(
            "\n{}\n",
            escaped(&words::sentence(unblock, language))
        ));
    }
    if let Action::Update { before, after, .. } = &step.action {
        text.push_str(&fenced(Text::ChangeRequestBefore.words(language), before));
        text.push_str(&fenced(Text::ChangeRequestAfter.words(language), after));
    }
    if let Some(write) = step.action.write() {
        text.push_str(&request(write, language));
    }
    text
}

fn request(write: &Template, language: Language) -> String {
    let line = format!("{} {}", write.method, write.shown_path());
    let mut text = format!("\n{}: `{line}`\n", Text::PlanRequest.words(language));
    if let Some(body) = &write.body {
        text.push_str(&fenced("", &shown_body(body)));
    }
    text
}

/// A value as a block of code. A value's own text cannot end the block: JSON writes no line of three backticks.
fn fenced(title: &str, value: &Value) -> String {
    let title = if title.is_empty() {
        String::new()
    } else {
        format!("\n{title}:\n")
    };
    format!("{title}\n```json\n{value:#}\n```\n")
}

/// Text that Markdown shows as it is: names come from people, and must not become links or markup.
fn escaped(text: &str) -> String {
    let special = |character: char| "\\`*_{}[]<>#|!".contains(character);
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if special(character) {
            safe.push('\\');
        }
        safe.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    safe
}

/// The plan as JSON, with the tenant that it is for. It is a claim, not a command: whoever reads it plans anew.
pub fn plan_json(plan: &Plan, tenant_id: &TenantId) -> Value {
    json!({ "form": 1, "tenant": tenant_id, "steps": plan.steps })
}

#[cfg(test)]
mod tests {
    use base::Key;
    use base::Message;
    use graph::Field;
    use graph::Reference;
    use graph::Slot;
    use provision::Goal;
    use provision::StepId;

    use super::*;

    fn plan() -> Plan {
        let app_id = Slot::Pending(Reference::new("application", Field::AppId));
        let write = graph::service_principal::create(&app_id);
        let create = Action::Create {
            write,
            otherwise: None,
            goal: Goal::ServicePrincipal { app_id },
        };
        let step = |id: &str, sentence, action| Step {
            id: StepId(id.to_owned()),
            sentence,
            action,
        };
        let named = Message::new(Key::PlanApplicationKeep)
            .with("name", "[x](http://evil)\n# y")
            .with("key", "k");
        let blocked = Action::Blocked {
            unblock: Message::new(Key::UnblockConsentUnknown),
        };
        Plan {
            steps: vec![
                step("application", named, Action::Keep),
                step(
                    "service-principal",
                    Message::new(Key::PlanServicePrincipalCreate),
                    create,
                ),
                step(
                    "consent",
                    Message::new(Key::PlanConsentUnknown).with("permission", "P"),
                    blocked,
                ),
            ],
        }
    }

    fn tenant() -> TenantId {
        "11111111-0000-4000-8000-000000000000".parse().unwrap()
    }

    #[test]
    fn every_step_has_its_section_and_its_request() {
        for language in Language::ALL {
            let text = change_request(&plan(), "Example", &tenant(), language);
            assert_eq!(text.matches("\n## ").count(), 3, "{text}");
            assert!(text.contains("`POST /v1.0/servicePrincipals`"));
            assert!(text.contains("\"appId\": \"{application/appId}\""));
            assert!(text.contains(&words::sentence(
                &Message::new(Key::UnblockConsentUnknown),
                language
            )));
            assert!(text.contains(tenant().as_str()));
        }
    }

    #[test]
    fn a_name_cannot_become_markup() {
        let text = change_request(&plan(), "Example", &tenant(), Language::English);
        assert!(text.contains(r"\[x\](http://evil) \# y"), "{text}");
    }

    #[test]
    fn the_json_reads_back_as_the_same_plan() {
        let value = plan_json(&plan(), &tenant());
        let steps: Vec<Step> = serde_json::from_value(value["steps"].clone()).unwrap();
        assert_eq!(Plan { steps }, plan());
    }
}
