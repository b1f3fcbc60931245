//! Lengths of time as Graph writes them in policies, e.g. `P180D` (ISO 8601-1, 5.5.2; OData CSDL 4.01, "Edm.Duration").

use std::time::Duration;

const DAY: u64 = 24 * 60 * 60;

/// Units before the `T`, with their seconds. Years and months have no fixed length: 365 and 30 days are what they count.
const OF_DATES: [(char, u64); 4] = [
    ('Y', 365 * DAY),
    ('M', 30 * DAY),
    ('W', 7 * DAY),
    ('D', DAY),
];

/// Units after the `T`, with their seconds.
const OF_TIMES: [(char, u64); 3] = [('H', 60 * 60), ('M', 60), ('S', 1)];

/// Reads a length of time in whole seconds; a fraction of a second is dropped. `None` for what is not one, negative ones
/// included.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    let parts = text.strip_prefix('P')?;
    let (dates, times) = match parts.split_once('T') {
        Some((_, "")) => return None,
        Some((dates, times)) => (dates, times),
        None if parts.is_empty() => return None,
        None => (parts, ""),
    };
    let seconds = seconds(dates, &OF_DATES)?.checked_add(seconds(times, &OF_TIMES)?)?;
    Some(Duration::from_secs(seconds))
}

/// The sum of a row of numbers, each before its unit; the units come in this order, and each at most once.
fn seconds(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut rest = text;
    let mut sum: u64 = 0;
    for (unit, length) in units {
        if let Some((number, after)) = rest.split_once(*unit) {
            let whole = match number.split_once('.') {
                Some((whole, fraction)) if *unit == 'S' && is_number(fraction) => whole,
                _ => number,
            };
            let number: u64 = is_number(whole).then(|| whole.parse().ok())??;
            sum = sum.checked_add(number.checked_mul(*length)?)?;
            rest = after;
        }
    }
    rest.is_empty().then_some(sum)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_counts() {
        for (text, seconds) in [
            ("P180D", 180 * 86_400),
            ("P1Y", 31_536_000),
            ("P2M", 60 * 86_400),
            ("P3W", 21 * 86_400),
            ("P90DT0H30M", 90 * 86_400 + 1_800),
            // The example of the page "keyCredentialConfiguration resource type".
            ("P4DT12H30M5S", 4 * 86_400 + 45_005),
            ("P1Y2M3W4DT5H6M7S", 31_536_000 + 85 * 86_400 + 18_367),
            ("PT1M", 60),
            ("PT5.9S", 5),
            ("P0D", 0),
        ] {
            assert_eq!(parse(text), Some(Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_length_of_time_has_none() {
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "180D",
            "-P1D",
            "P-1D",
            "P+1D",
            "P1",
            "PD",
            "P1D2Y",
            "P1D1D",
            "P1H",
            "PT1D",
            "P1.5D",
            "PT1.S",
            "PT.5S",
            "p1d",
            " P1D",
            "P1D ",
            "P99999999999999999999D",
            "P999999999999999999Y",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
