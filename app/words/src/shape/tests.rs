//! Rules that every text keeps, in both tables.

use std::collections::BTreeSet;

use crate::Text;
use crate::Words;
use crate::messages;

/// Texts that are rightly the same in both languages: names of Microsoft's, product names, and codes.
const SAME: [&str; 7] = [
    "ProductName",
    "StepTenant",
    "StepPlan",
    "HandOverSupportLine",
    "ChooseSizeBits",
    "ProblemCode",
    "ProblemDetail",
];

fn all() -> Vec<(&'static str, Words)> {
    let texts = Text::ALL.iter().map(|(name, text)| (*name, text.in_each()));
    let sentences = messages::ALL
        .iter()
        .map(|(name, key)| (*name, messages::words(*key)));
    texts.chain(sentences).collect()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn each_language_says_it_in_its_own_words() {
    let all = all();
    assert!(all.len() > 100, "only {} texts found", all.len());
    for (name, words) in &all {
        let same = words.english == words.dutch;
        assert_eq!(same, SAME.contains(name), "{name}: {:?}", words.english);
    }
    for name in SAME {
        assert!(
            all.iter().any(|(text, _)| *text == name),
            "{name} is not a text"
        );
    }
}

#[test]
fn each_language_names_the_same_values() {
    for (name, words) in all() {
        assert_eq!(
            placeholders(words.english),
            placeholders(words.dutch),
            "{name}"
        );
    }
}

#[test]
fn no_text_is_empty_or_has_stray_blanks() {
    for (name, words) in all() {
        for text in [words.english, words.dutch] {
            assert!(
                !text.is_empty() && text.trim() == text && !text.contains("  "),
                "{name}: {text:?}"
            );
        }
    }
}

#[test]
fn a_reason_fits_inside_a_sentence() {
    let mut count = 0;
    for (name, key) in messages::ALL {
        let words = messages::words(*key);
        if !name.starts_with("Reason") {
            continue;
        }
        count += 1;
        for text in [words.english, words.dutch] {
            assert!(
                text.starts_with(|letter: char| letter.is_ascii_lowercase())
                    && text.ends_with(char::is_alphanumeric)
                    && placeholders(text).is_empty(),
                "{name}: {text:?}"
            );
        }
    }
    assert!(count > 20, "only {count} reasons found");
}

#[test]
fn what_a_plan_says_is_no_markup() {
    // It also stands in a Markdown document, where its values are in code and its own words are as they stand.
    const ACTING: [&str; 12] = [
        "`", "*", "_", "<", "[", "\\", "|", "#", "@", "&", "http", "www.",
    ];
    let mut count = 0;
    for (name, words) in all() {
        let in_plan = ["Plan", "Undo", "Unblock", "How", "Leave", "ChangeRequest"];
        if !in_plan.iter().any(|group| name.starts_with(group)) {
            continue;
        }
        count += 1;
        for text in [words.english, words.dutch] {
            assert!(
                !ACTING.iter().any(|part| text.contains(part)),
                "{name}: {text:?}"
            );
        }
    }
    assert!(count > 40, "only {count} texts found");
}

#[test]
fn a_refused_sign_in_says_what_was_not_changed() {
    // A code that was typed in and that nobody knows: of that nothing can be said.
    const SILENT: [&str; 1] = ["SignInCodeUnknown"];
    const ENGLISH: [&str; 2] = ["Nothing was changed.", "what was done stands"];
    const DUTCH: [&str; 2] = ["Er is niets veranderd.", "wat gedaan is, blijft staan"];
    let mut count = 0;
    for (name, key) in messages::ALL {
        let words = messages::words(*key);
        if !name.starts_with("SignIn") || !placeholders(words.english).contains("code") {
            continue;
        }
        count += 1;
        let says = |text: &str, either: [&str; 2]| either.iter().any(|one| text.contains(one));
        assert_eq!(
            says(words.english, ENGLISH),
            !SILENT.contains(name),
            "{name}"
        );
        assert_eq!(says(words.dutch, DUTCH), !SILENT.contains(name), "{name}");
    }
    assert!(count > 20, "only {count} sentences found");
}
