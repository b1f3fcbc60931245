//! Finding things by what a person calls them: the words on a button, the label of a field. As XPath.

/// Everything that is pressed, with `words` as its whole text.
pub(crate) fn pressable(words: &str) -> String {
    let words = literal(words);
    format!(
        "//*[(self::button or self::a or self::summary or self::label) and normalize-space(.)={words}] \
         | //input[(@type='submit' or @type='button') and @value={words}] \
         | //*[(self::button or self::a) and @aria-label={words}]"
    )
}

/// Every field whose label is `label`: by `for`, around it, or by `aria-label`.
pub(crate) fn field(label: &str) -> String {
    let label = literal(label);
    let kind = "(self::input or self::textarea or self::select)";
    format!(
        "//*[{kind} and @id=//label[normalize-space(.)={label}]/@for] \
         | //label[normalize-space(.)={label}]//*[{kind}] \
         | //*[{kind} and @aria-label={label}]"
    )
}

/// A text as XPath writes it. XPath 1.0 has no escapes, so a text with both kinds of quotes is put together.
fn literal(text: &str) -> String {
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let parts: Vec<String> = text.split('"').map(|part| format!("\"{part}\"")).collect();
    format!("concat({})", parts.join(", '\"', "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_both_kinds_can_be_looked_for() {
        assert_eq!(literal("it's"), r#""it's""#);
        assert_eq!(
            literal(r#"say "it's""#),
            r#"concat("say ", '"', "it's", '"', "")"#
        );
    }
}
