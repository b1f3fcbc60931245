//! Texts as parts of an address: they cannot leave the place that they are given.

/// The value as a literal of OData: single quotes are doubled (OData 4.01, URL conventions, 5.1.1.1), and what a query
/// may not hold is percent-encoded.
pub(crate) fn literal(text: &str) -> String {
    let quoted: Vec<String> = text.split('\'').map(segment).collect();
    format!("'{}'", quoted.join("''"))
}

/// The value as one segment of a path: all but the unreserved characters is percent-encoded (RFC 3986, section 2.3).
pub(crate) fn segment(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_cannot_leave_its_literal() {
        assert_eq!(literal("O'Neill & sons"), "'O''Neill%20%26%20sons'");
        assert_eq!(literal("''"), "''''''");
        assert_eq!(literal("é"), "'%C3%A9'");
    }

    #[test]
    fn an_id_cannot_leave_its_segment() {
        assert_eq!(segment("aZ09-._~"), "aZ09-._~");
        assert_eq!(segment("a/../b?c#d%"), "a%2F..%2Fb%3Fc%23d%25");
    }
}
