//! Rules that keep the page within its content policy, and free of markup made from data.

use crate::Offence;
use crate::Rule;
use crate::lines_with;

/// Ways to make markup or code from text, and styles that the policy blocks.
const FORBIDDEN_IN_CODE: [(&str, &str); 7] = [
    ("inner_html", "markup made from data"),
    ("innerHTML", "markup made from data"),
    ("outerHTML", "markup made from data"),
    ("insertAdjacentHTML", "markup made from data"),
    ("document.write", "markup made from data"),
    (
        " style=",
        "a style attribute, which the policy blocks: use a class, or style:name=",
    ),
    (
        "\"style\"",
        "a style attribute, which the policy blocks: use a class, or style:name=",
    ),
];

/// The page's code.
pub const CODE: Rule = Rule {
    looks_at: |source| {
        let is_code = source.is_rust() || source.path.ends_with(".js");
        source.path.starts_with("app/console/") && is_code
    },
    check: |source| {
        lines_with(&source.path, source.production(), |line| {
            let found = FORBIDDEN_IN_CODE
                .iter()
                .find(|(needle, _)| line.contains(needle));
            let markup = found.map(|(needle, why)| format!("{}: {why}", needle.trim()));
            markup.or_else(|| calls_eval(line).then(|| "eval: code made from data".to_owned()))
        })
    },
};

/// `index.html`: nothing inline, and every address relative, so that the page works in any folder.
pub const INDEX: Rule = Rule {
    looks_at: |source| source.path == "index.html",
    check: |source| {
        let whats = tags(&source.text)
            .into_iter()
            .filter_map(|tag| wrong_with(&tag));
        whats
            .map(|what| Offence {
                place: source.path.clone(),
                line: 0,
                what,
            })
            .collect()
    },
};

fn calls_eval(line: &str) -> bool {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices("eval(")
        .any(|(at, _)| !line[..at].ends_with(is_name))
}

/// One opening tag and the text up to the next tag.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    text: &'a str,
}

fn wrong_with(tag: &Tag<'_>) -> Option<String> {
    let has = |name: &str| tag.attributes.iter().any(|(found, _)| *found == name);
    if tag.name == "style" {
        return Some("an inline style".to_owned());
    }
    if tag.name == "script" && (!has("src") || !tag.text.trim().is_empty()) {
        return Some("an inline script".to_owned());
    }
    tag.attributes.iter().find_map(|(name, value)| match *name {
        "style" => Some("a style attribute".to_owned()),
        "href" | "src" | "srcset" | "action" if is_absolute(value) => {
            Some(format!("the absolute address {value}"))
        }
        handler if handler.starts_with("on") => Some(format!("the inline handler {handler}")),
        _ => None,
    })
}

/// Whether an address does not move with the page. `data:` carries its own content.
fn is_absolute(address: &str) -> bool {
    let address = address.trim();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    address.starts_with('/') || scheme.is_some_and(|scheme| scheme != "data")
}

/// The opening tags of an HTML document, comments left out. Attribute values are expected in quotes.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = match after.strip_prefix("!--") {
            Some(comment) => comment.split_once("-->").map_or("", |(_, after)| after),
            None => after,
        };
        if rest.len() == after.len()
            && after.starts_with(|letter: char| letter.is_ascii_alphabetic())
        {
            let end = end_of_tag(after);
            let (inside, behind) = (&after[..end], after.get(end + 1..).unwrap_or(""));
            let name_end = inside
                .find(|letter: char| letter.is_whitespace())
                .unwrap_or(inside.len());
            tags.push(Tag {
                name: &inside[..name_end],
                attributes: attributes(&inside[name_end..]),
                text: behind.split('<').next().unwrap_or(""),
            });
            rest = behind;
        }
    }
    tags
}

/// Where the tag closes: the first `>` outside quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn attributes(mut text: &str) -> Vec<(&str, &str)> {
    let mut attributes = Vec::new();
    loop {
        text = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        let name_end = text
            .find(|letter: char| letter.is_whitespace() || letter == '=')
            .unwrap_or(text.len());
        let (name, rest) = text.split_at(name_end);
        if name.is_empty() {
            return attributes;
        }
        let (value, rest) = match rest.strip_prefix("=") {
            None => ("", rest),
            Some(quoted) if quoted.starts_with(['"', '\'']) => {
                let (open, inner) = quoted.split_at(1);
                inner.split_once(open).unwrap_or((inner, ""))
            }
            Some(bare) => bare.split_once(char::is_whitespace).unwrap_or((bare, "")),
        };
        attributes.push((name, value));
        text = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    fn index(html: &str) -> Vec<String> {
        (INDEX.check)(&Source::new("index.html", html))
            .into_iter()
            .map(|offence| offence.what)
            .collect()
    }

    #[test]
    fn a_page_within_the_policy_is_fine() {
        let html = r##"<!doctype html><html lang="en"><head>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src https://a.example">
            <!-- <style>not here</style> -->
            <link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>">
            <link data-trunk rel="css" href="style/tokens.css"/><script data-trunk type="module" src="boot.js"></script>
            </head><body><a href="#main">Skip</a><noscript>1 < 2</noscript></body></html>"##;
        assert_eq!(index(html), [""; 0]);
    }

    #[test]
    fn everything_inline_or_absolute_is_an_offence() {
        for (html, what) in [
            ("<script>go()</script>", "an inline script"),
            ("<script src=a.js>go()</script>", "an inline script"),
            ("<style>a{}</style>", "an inline style"),
            ("<p title='>' style=\"color: red\">", "a style attribute"),
            ("<body onload=\"go()\">", "the inline handler onload"),
            (
                "<link href=\"/style.css\">",
                "the absolute address /style.css",
            ),
            (
                "<img src=\"//cdn.example/a.png\">",
                "the absolute address //cdn.example/a.png",
            ),
            (
                "<script src='https://cdn.example/a.js'></script>",
                "the absolute address https://cdn.example/a.js",
            ),
            (
                "<a href=\"javascript:go()\">",
                "the absolute address javascript:go()",
            ),
        ] {
            assert_eq!(index(html), [what], "{html}");
        }
    }

    #[test]
    fn code_that_the_policy_blocks_is_found() {
        let count = |line: &str| (CODE.check)(&Source::new("app/console/src/part.rs", line)).len();
        for line in [
            "view! { <p inner_html=text/> }",
            "view! { <p style=\"color: red\"/> }",
            "view! { <p style=move || width()/> }",
            "element.set_attribute(\"style\", value)",
            "element.innerHTML = text;",
            "js_sys::eval(text)",
        ] {
            assert_eq!(count(line), 1, "{line}");
        }
        for line in [
            "view! { <p class=\"wide\" style:width=width/> }",
            "let style = 1;",
            "retrieval(x)",
        ] {
            assert_eq!(count(line), 0, "{line}");
        }
    }
}
