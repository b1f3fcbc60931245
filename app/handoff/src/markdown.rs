//! Values in a Markdown document, shown as they are: in code, where neither markup nor links nor mentions act.

use serde_json::Value;

use crate::plain_text::is_invisible;
use crate::plain_text::one_line;

/// Shortest fence of a block (CommonMark, section 4.5).
const SHORTEST_FENCE: usize = 3;

/// A value inside a sentence, as a code span (CommonMark, section 6.1).
pub(crate) fn code_span(text: &str) -> String {
    let text = one_line(text);
    if text.trim_matches(' ').is_empty() {
        // Nothing is no code span; one of blanks only is.
        return "` `".to_owned();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    // One blank at either end is taken away again, so it parts the text's own backticks and blanks from the fence.
    let parted = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let blank = if parted { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// A block of code in `language`. No line of `text` can end it.
pub(crate) fn code_block(language: &str, text: &str) -> String {
    let fence = "`".repeat(SHORTEST_FENCE.max(longest_run(text) + 1));
    format!("\n{fence}{language}\n{text}\n{fence}\n")
}

/// A value as indented JSON, its invisible characters escaped (RFC 8259, section 7): they are to be seen, not to act.
pub(crate) fn json_text(value: &Value) -> String {
    let mut text = String::new();
    for character in format!("{value:#}").chars() {
        // JSON escapes line breaks inside texts itself: this one is of the indentation.
        if character == '\n' || !is_invisible(character) {
            text.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|character| character != '`').map(str::len);
    runs.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::CodeBlockKind;
    use pulldown_cmark::Event;
    use pulldown_cmark::Parser;
    use pulldown_cmark::Tag;
    use pulldown_cmark::TagEnd;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_inside_a_sentence_is_shown_as_it_is() {
        for (value, shown) in [
            ("Example", "Example"),
            ("`", "`"),
            ("``` a ``", "``` a ``"),
            ("` a", "` a"),
            (" a ", " a "),
            ("", " "),
            ("   ", " "),
            ("*a* _b_ <b>c</b> [d](e) \\", "*a* _b_ <b>c</b> [d](e) \\"),
            ("a\n\n# b", "a  # b"),
        ] {
            let document = format!("x {} y", code_span(value));
            let events: Vec<Event<'_>> = Parser::new(&document).collect();
            let inside = &events[1..events.len() - 1];
            assert_eq!(
                inside,
                [
                    Event::Text("x ".into()),
                    Event::Code(shown.into()),
                    Event::Text(" y".into())
                ],
                "{document}"
            );
        }
    }

    #[test]
    fn a_value_can_begin_a_line() {
        for value in [
            "``` sh",
            "- a",
            "# a",
            "> a",
            "    a",
            "1. a",
            "[a]: http://b",
        ] {
            let document = code_span(value);
            let events: Vec<Event<'_>> = Parser::new(&document).collect();
            assert_eq!(events[1], Event::Code(value.into()), "{document}");
            assert_eq!(events.len(), 3, "{document}");
        }
    }

    #[test]
    fn no_line_ends_a_block() {
        for text in ["a", "```", "a\n````\n# b\n```", "~~~\n    ```"] {
            let document = code_block("json", text);
            let events: Vec<Event<'_>> = Parser::new(&document).collect();
            let kind = CodeBlockKind::Fenced("json".into());
            assert_eq!(events.first(), Some(&Event::Start(Tag::CodeBlock(kind))));
            assert_eq!(events.last(), Some(&Event::End(TagEnd::CodeBlock)));
            let inside = events[1..events.len() - 1].iter().map(|event| match event {
                Event::Text(text) => text.to_string(),
                other => panic!("{other:?} in {document}"),
            });
            assert_eq!(inside.collect::<String>(), format!("{text}\n"));
        }
    }

    #[test]
    fn json_says_the_same_and_hides_nothing() {
        let value = json!({ "name\u{202e}": ["a\nb\u{7f}", "\u{e0041}\u{2028}", "é 大 ```"] });
        let text = json_text(&value);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        let hidden = |character: &char| *character != '\n' && is_invisible(*character);
        assert_eq!(text.chars().find(hidden), None);
        assert!(
            text.contains(r"name\u202e") && text.contains(r"\udb40\udc41\u2028"),
            "{text}"
        );
    }
}
