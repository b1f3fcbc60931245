//! The grammar of filters.

use serde_json::json;

use super::Filter;

const TYPE: &str = "microsoft.graph.application";

fn parse(text: &str) -> Result<Filter, String> {
    Filter::parse(
        Some(text),
        TYPE,
        &["displayName", "tags", "appId", "isDisabled"],
    )
    .map_err(|problem| format!("{} {}", problem.status.as_u16(), problem.code))
}

#[test]
fn terms_pass_what_they_say() {
    let object = json!({ "displayName": "It's (a) name", "tags": ["One", "two"], "isDisabled": null,
        "appId": "11111111-2222-4333-8444-555555555555" });
    let object = object.as_object().unwrap();
    for (text, passes) in [
        ("displayName eq 'It''s (a) name'", true),
        ("displayName eq 'it''s (A) NAME'", true),
        ("displayName eq 'It'", false),
        ("startswith(displayName,'it''s')", true),
        ("startswith(displayName, 'It''s')", true),
        ("startswith(displayName,'name')", false),
        ("tags/any(t:t eq 'one')", true),
        ("tags/any(tag: tag eq 'three')", false),
        ("isDisabled eq null", true),
        ("isDisabled eq true", false),
        ("appId eq 11111111-2222-4333-8444-555555555555", true),
        (
            "displayName eq 'It''s (a) name' and tags/any(t:t eq 'two')",
            true,
        ),
        (
            "displayName eq 'It''s (a) name' and tags/any(t:t eq 'three')",
            false,
        ),
    ] {
        assert_eq!(parse(text).unwrap().passes(object), passes, "{text}");
    }
}

#[test]
fn anything_else_is_refused() {
    let invalid = "400 Request_UnsupportedQuery";
    for (text, verdict) in [
        ("", invalid),
        ("displayName", invalid),
        ("displayName eq", invalid),
        ("displayName eq 'open", invalid),
        ("displayName eq name", invalid),
        ("displayName ne 'x'", invalid),
        ("displayName eq 'x' or displayName eq 'y'", invalid),
        ("displayName eq 'x' and", invalid),
        ("displayName eq 'x')", invalid),
        ("endswith(displayName,'x')", invalid),
        ("startswith(displayName,'x'", invalid),
        ("tags/any(t:s eq 'x')", invalid),
        ("tags/all(t:t eq 'x')", invalid),
        ("colour eq 'x'", "400 BadRequest"),
        ("notes eq 'x'", "501 NotSimulated"),
    ] {
        assert_eq!(parse(text).unwrap_err(), verdict, "{text}");
    }
}
