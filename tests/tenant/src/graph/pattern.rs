//! Paths of operations with their parameters, and how a request's path is matched against them.

use std::borrow::Cow;

/// The path of an operation, e.g. `/applications(appId='{appId}')/owners`.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Segment>);

#[derive(Debug)]
enum Segment {
    /// `applications`
    Literal(String),
    /// `{application-id}`
    Parameter,
    /// `applications(appId='{appId}')`: what stands before and after the value.
    Keyed(String, &'static str),
}

impl Pattern {
    /// Reads a path of the metadata.
    pub(super) fn parse(path: &str) -> Self {
        Self(
            path.trim_start_matches('/')
                .split('/')
                .map(Segment::parse)
                .collect(),
        )
    }

    /// The values of the parameters, if `path` (its segments, already decoded) is this one.
    pub(super) fn values(&self, path: &[Cow<'_, str>]) -> Option<Vec<String>> {
        if path.len() != self.0.len() {
            return None;
        }
        let mut values = Vec::new();
        for (segment, text) in self.0.iter().zip(path) {
            values.extend(segment.value(text)?);
        }
        Some(values)
    }

    /// How many segments at the beginning agree with `path`.
    pub(super) fn agreeing(&self, path: &[Cow<'_, str>]) -> usize {
        self.0
            .iter()
            .zip(path)
            .take_while(|(segment, text)| segment.value(text).is_some())
            .count()
    }

    /// How many segments leave no choice: the more there are, the better a match is.
    pub(super) fn literals(&self) -> usize {
        self.0
            .iter()
            .filter(|segment| matches!(segment, Segment::Literal(_)))
            .count()
    }
}

impl Segment {
    fn parse(text: &str) -> Self {
        match text.split_once("='{") {
            Some((before, _)) => Self::Keyed(format!("{before}='"), "')"),
            None if text.starts_with('{') => Self::Parameter,
            None => Self::Literal(text.to_owned()),
        }
    }

    /// The values in `text` (none or one), or nothing if it is not this segment.
    fn value(&self, text: &str) -> Option<Option<String>> {
        match self {
            Self::Literal(literal) => (literal == text).then_some(None),
            Self::Parameter => {
                (!text.is_empty() && !text.starts_with('$')).then(|| Some(text.to_owned()))
            }
            Self::Keyed(before, after) => {
                let inner = text.strip_prefix(before.as_str())?.strip_suffix(after)?;
                unquote(inner).map(Some)
            }
        }
    }
}

/// The text that stands between single quotes, where a quote is written twice (OData 4.01 URL conventions, 5.1.1.6.1).
fn unquote(inner: &str) -> Option<String> {
    let without_pairs = inner.replace("''", "");
    (!without_pairs.contains('\'')).then(|| inner.replace("''", "'"))
}

/// The segments of a request's path after the version, decoded.
pub(super) fn segments(path: &str) -> Vec<Cow<'_, str>> {
    path.trim_start_matches('/')
        .split('/')
        .map(|segment| percent_decode(segment).unwrap_or(Cow::Borrowed(segment)))
        .collect()
}

/// Decodes `%41` (RFC 3986, section 2.1); nothing where the result is not UTF-8.
fn percent_decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let decoded = (*first == b'%')
            .then(|| hex::decode(tail.get(..2)?).ok())
            .flatten();
        rest = if decoded.is_some() { &tail[2..] } else { tail };
        bytes.extend(decoded.unwrap_or_else(|| vec![*first]));
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pattern: &str, path: &str) -> Option<Vec<String>> {
        Pattern::parse(pattern).values(&segments(path))
    }

    #[test]
    fn parameters_of_every_kind() {
        assert_eq!(values("/applications", "/applications"), Some(vec![]));
        assert_eq!(
            values("/applications/{application-id}", "/applications/a"),
            Some(vec!["a".to_owned()])
        );
        assert_eq!(
            values("/users/{user-id}/events", "/users/a%40b/events"),
            Some(vec!["a@b".to_owned()])
        );
        assert_eq!(
            values(
                "/applications(uniqueName='{uniqueName}')",
                "/applications(uniqueName='it''s%20a%2Fb')"
            ),
            Some(vec!["it's a/b".to_owned()])
        );
    }

    #[test]
    fn what_does_not_match() {
        for (pattern, path) in [
            ("/applications", "/Applications"),
            ("/applications", "/applications/"),
            ("/applications/{id}", "/applications/$count"),
            ("/applications/{id}", "/applications/"),
            ("/applications(appId='{appId}')", "/applications(appId=a)"),
            (
                "/applications(appId='{appId}')",
                "/applications(appId='a' or 'b')",
            ),
            (
                "/applications(appId='{appId}')",
                "/applications(uniqueName='a')",
            ),
        ] {
            assert_eq!(values(pattern, path), None, "{pattern} {path}");
        }
    }
}
