//! The plan as a document: Markdown for the people who must agree to a change, JSON for their tools. Pure.
//!
//! Names in it come from people and from the tenant: each stands in code, where it can be neither markup nor link nor
//! mention.

use base::Message;
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

use crate::markdown::code_block;
use crate::markdown::code_span;
use crate::markdown::json_text;
use crate::plain_text::one_line;

/// The plan as Markdown, in the words of the page, each request in full: what the client adds by itself (the token, the
/// content type) aside.
pub fn change_request(
    plan: &Plan,
    tenant_name: &str,
    tenant_id: &TenantId,
    language: Language,
) -> String {
    let mut text = format!("# {}\n", Text::ChangeRequestHeading.words(language));
    let (name, id) = (code_span(tenant_name), code_span(tenant_id.as_str()));
    let tenant = [("tenant", name.as_str()), ("id", id.as_str())];
    let tenant = Text::ChangeRequestTenant.with(language, &tenant);
    text.push_str(&paragraph(&tenant));
    text.push_str(&paragraph(Text::PlanReversible.words(language)));
    let mut writes = plan.steps.iter().filter_map(|step| step.action.write());
    if writes.any(Template::has_pending) {
        text.push_str(&paragraph(Text::PlanPending.words(language)));
    }
    for (at, step) in plan.steps.iter().enumerate() {
        text.push_str(&section(at + 1, step, language));
    }
    text
}

fn section(number: usize, step: &Step, language: Language) -> String {
    let word = mark(&step.action).words(language);
    let heading = format!("## {number}. {word}");
    let said = sentence(&step.sentence, language);
    paragraph(&heading) + &paragraph(&said) + &detail(&step.action, language)
}

/// What stands below the sentence: values and requests, or what a person is to do.
fn detail(action: &Action, language: Language) -> String {
    let value = |title: Text, value| titled_block(title, "json", &json_text(value), language);
    let request = |title: Text, write| titled_block(title, "http", &http_text(write), language);
    match action {
        Action::Keep => String::new(),
        Action::Create {
            write, otherwise, ..
        } => {
            let otherwise = otherwise.as_ref();
            let otherwise = otherwise.map(|write| request(Text::PlanOtherwise, write));
            request(Text::PlanRequest, write) + &otherwise.unwrap_or_default()
        }
        Action::Update {
            write,
            before,
            after,
            ..
        } => {
            value(Text::ChangeRequestBefore, before)
                + &value(Text::ChangeRequestAfter, after)
                + &request(Text::PlanRequest, write)
        }
        Action::Remove {
            write,
            before: Value::Null,
            ..
        } => request(Text::PlanRequest, write),
        Action::Remove { write, before, .. } => {
            value(Text::ChangeRequestBefore, before) + &request(Text::PlanRequest, write)
        }
        Action::ByHand { how: note, .. } | Action::Blocked { unblock: note } => {
            paragraph(&sentence(note, language))
        }
    }
}

fn mark(action: &Action) -> Text {
    match action {
        Action::Keep => Text::PlanKeep,
        Action::Create { .. } => Text::PlanCreate,
        Action::Update { .. } => Text::PlanUpdate,
        Action::Remove { .. } => Text::PlanRemove,
        Action::ByHand { .. } => Text::PlanByHand,
        Action::Blocked { .. } => Text::PlanBlock,
    }
}

/// A request as it goes over the wire: line, headers, body.
fn http_text(write: &Template) -> String {
    let mut text = format!("{} {}", write.method, one_line(&write.shown_path()));
    for (name, value) in &write.headers {
        text.push_str(&format!("\n{name}: {}", one_line(value)));
    }
    if let Some(body) = &write.body {
        text.push_str("\n\n");
        text.push_str(&json_text(&shown_body(body)));
    }
    text
}

fn titled_block(title: Text, kind: &str, text: &str, language: Language) -> String {
    let title = format!("{}:", title.words(language));
    paragraph(&title) + &code_block(kind, text)
}

fn paragraph(text: &str) -> String {
    format!("\n{text}\n")
}

/// The words for `message`, every value in them in code.
fn sentence(message: &Message, language: Language) -> String {
    words::sentence(&in_code(message), language)
}

fn in_code(message: &Message) -> Message {
    let inner = |message: &Option<Box<Message>>| message.as_deref().map(in_code).map(Box::new);
    let values = message.parameters.iter();
    Message {
        key: message.key,
        parameters: values
            .map(|(name, value)| (name.clone(), code_span(value)))
            .collect(),
        reason: inner(&message.reason),
        advice: inner(&message.advice),
    }
}

/// The plan as JSON, with the tenant that it is for. It is a claim, not a command: whoever reads it plans anew.
pub fn plan_json(plan: &Plan, tenant_id: &TenantId) -> Value {
    json!({ "form": 1, "tenant": tenant_id, "steps": plan.steps })
}

#[cfg(test)]
mod tests;
