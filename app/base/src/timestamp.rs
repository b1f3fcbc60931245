//! A moment, independent of any clock.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A moment in UTC with a resolution of one millisecond; written as RFC 3339 text, as Graph does.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

/// A text that is not an RFC 3339 date and time.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a date and time of the form 2026-11-21T08:00:00Z")]
pub struct InvalidTimestamp;

/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59.999Z, before and after which RFC 3339 has no text, in milliseconds since
/// 1970-01-01T00:00:00Z.
const FIRST: i64 = -62_167_219_200_000;
const LAST: i64 = 253_402_300_799_999;

impl Timestamp {
    /// Makes a moment of milliseconds since 1970-01-01T00:00:00Z, which is what `Date.now()` gives; of those before or after
    /// all that can be written, the first or last that can.
    pub fn from_unix_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds.clamp(FIRST, LAST))
    }

    /// Makes a moment of seconds since 1970-01-01T00:00:00Z, which is what tokens carry.
    pub fn from_unix_seconds(seconds: i64) -> Self {
        Self::from_unix_milliseconds(seconds.saturating_mul(1000))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn unix_milliseconds(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment that lies `duration` later.
    pub fn plus(self, duration: Duration) -> Self {
        Self::from_unix_milliseconds(
            self.0
                .saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// The moment that lies `duration` earlier.
    pub fn minus(self, duration: Duration) -> Self {
        Self::from_unix_milliseconds(
            self.0
                .saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// How much later this is than `earlier`; zero if it is not later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The same moment without its fraction of a second; certificates know whole seconds only.
    pub fn whole_seconds(self) -> Self {
        Self::from_unix_seconds(self.unix_seconds())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .map_err(|_| fmt::Error)?;
        formatter.write_str(&moment.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| InvalidTimestamp)?;
        let milliseconds = i64::try_from(moment.unix_timestamp_nanos().div_euclid(1_000_000));
        match milliseconds {
            Ok(milliseconds) if (FIRST..=LAST).contains(&milliseconds) => Ok(Self(milliseconds)),
            _ => Err(InvalidTimestamp),
        }
    }
}

impl TryFrom<String> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(text: String) -> Result<Self, InvalidTimestamp> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(moment: Timestamp) -> String {
        moment.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_number_agree() {
        for (text, milliseconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-21T08:00:00Z", 1_795_248_000_000),
            ("2026-11-21T08:00:00.25Z", 1_795_248_000_250),
            ("1969-12-31T23:59:59.999Z", -1),
        ] {
            let moment = Timestamp::from_unix_milliseconds(milliseconds);
            assert_eq!(moment.to_string(), text);
            assert_eq!(text.parse(), Ok(moment));
        }
    }

    #[test]
    fn other_zones_are_converted_and_other_texts_refused() {
        let dutch: Timestamp = "2026-11-21T09:00:00+01:00".parse().unwrap();
        assert_eq!(dutch.to_string(), "2026-11-21T08:00:00Z");
        for text in [
            "",
            "yesterday",
            "2026-11-21",
            "2026-13-01T00:00:00Z",
            "9999-12-31T23:59:59-01:00",
            "0000-01-01T00:00:00+01:00",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text:?}");
        }
    }

    #[test]
    fn every_moment_can_be_written_and_read_back() {
        for (moment, text) in [
            (
                Timestamp::from_unix_seconds(i64::MAX),
                "9999-12-31T23:59:59.999Z",
            ),
            (
                Timestamp::from_unix_milliseconds(i64::MIN),
                "0000-01-01T00:00:00Z",
            ),
            (
                Timestamp::from_unix_milliseconds(LAST).plus(Duration::MAX),
                "9999-12-31T23:59:59.999Z",
            ),
            (
                Timestamp::from_unix_milliseconds(FIRST).minus(Duration::MAX),
                "0000-01-01T00:00:00Z",
            ),
        ] {
            assert_eq!(moment.to_string(), text);
            assert_eq!(text.parse(), Ok(moment));
        }
    }

    #[test]
    fn since_never_goes_below_zero() {
        let early = Timestamp::from_unix_seconds(10);
        let late = early.plus(Duration::from_secs(5));
        assert_eq!(late.since(early), Duration::from_secs(5));
        assert_eq!(early.since(late), Duration::ZERO);
    }
}
