//! Text that strangers wrote, as one line that shows what is in it: names come from people and from other tenants.

/// `text` on one line: line breaks and other control characters become blanks; format characters, which are invisible or
/// turn the reading direction, are dropped. So nobody can forge a line, or the order in which one is read.
pub(crate) fn one_line(text: &str) -> String {
    let shown = text.chars().filter(|character| !is_format(*character));
    shown
        .map(|character| {
            if breaks_line(character) {
                ' '
            } else {
                character
            }
        })
        .collect()
}

/// Whether a character cannot be seen by itself, and acts on those around it.
pub(crate) fn is_invisible(character: char) -> bool {
    breaks_line(character) || is_format(character)
}

/// Control characters (general category Cc) and the separators of lines and paragraphs (Zl, Zp).
fn breaks_line(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Format characters: general category Cf of the Unicode Character Database, version 16.0, DerivedGeneralCategory.txt.
fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use unicode_general_category::GeneralCategory;
    use unicode_general_category::get_general_category;

    use super::*;

    #[test]
    fn invisible_is_what_unicode_calls_so() {
        // What is between and behind these is not assigned, or for private use.
        for character in ('\0'..='\u{3ffff}').chain('\u{e0000}'..='\u{e0fff}') {
            let category = get_general_category(character);
            let invisible = matches!(
                category,
                GeneralCategory::Control
                    | GeneralCategory::Format
                    | GeneralCategory::LineSeparator
                    | GeneralCategory::ParagraphSeparator
            );
            assert_eq!(
                is_invisible(character),
                invisible,
                "{character:?} is {category:?}"
            );
        }
    }

    #[test]
    fn nothing_can_break_or_turn_a_line() {
        for (text, shown) in [
            (
                "Université d'Été (Zürich) 大学",
                "Université d'Été (Zürich) 大学",
            ),
            ("a\r\nClient id: b", "a  Client id: b"),
            ("a\u{2028}b\u{85}c\td\0e\u{7f}f", "a b c d e f"),
            ("a\u{202e}gpj.exe\u{2066}\u{200b}\u{feff}", "agpj.exe"),
        ] {
            assert_eq!(one_line(text), shown);
        }
    }
}
