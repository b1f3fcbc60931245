//! A moment as a client wrote it: Graph shows a key's dates with the digits that were once sent.

use std::fmt;
use std::str::FromStr;

use base::InvalidTimestamp;
use base::Timestamp;
use serde::Serialize;

/// A moment in UTC and its text, which may have up to seven digits behind the seconds (Edm.DateTimeOffset as Graph
/// shows it). Two moments are the same only if their texts are.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(into = "String")]
pub struct Moment {
    at: Timestamp,
    text: String,
}

impl Moment {
    /// The moment itself, to the millisecond.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self {
            at,
            text: at.to_string(),
        }
    }
}

impl FromStr for Moment {
    type Err = InvalidTimestamp;

    /// Keeps the text of a moment in UTC; one of another zone is put into UTC. More than seven digits are refused.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let at: Timestamp = text.parse()?;
        let digits = match text.split_once('.') {
            Some((_, fraction)) => fraction
                .bytes()
                .take_while(|letter| letter.is_ascii_digit())
                .count(),
            None => 0,
        };
        match (digits, text.ends_with('Z')) {
            (0..=7, true) => Ok(Self {
                at,
                text: text.to_owned(),
            }),
            (0..=7, false) => Ok(at.into()),
            _ => Err(InvalidTimestamp),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.text
    }
}

/// A moment is compared with another time by what it means, not by its text.
impl PartialEq<Moment> for Timestamp {
    fn eq(&self, other: &Moment) -> bool {
        *self == other.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_as_they_were_written() {
        let text = "2026-01-12T08:00:12.1234567Z";
        let moment: Moment = text.parse().unwrap();
        assert_eq!(moment.to_string(), text);
        assert_eq!(moment.at().to_string(), "2026-01-12T08:00:12.123Z");
        assert_ne!(moment, moment.at().into());
        assert_eq!(moment.at(), moment);
    }

    #[test]
    fn other_zones_are_put_into_utc_and_too_many_digits_refused() {
        let dutch: Moment = "2026-01-12T09:00:00+01:00".parse().unwrap();
        assert_eq!(dutch.text(), "2026-01-12T08:00:00Z");
        for text in ["2026-01-12T08:00:12.12345678Z", "today", ""] {
            assert_eq!(text.parse::<Moment>(), Err(InvalidTimestamp), "{text}");
        }
    }
}
