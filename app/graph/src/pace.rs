//! How fast requests follow each other, by how often Graph says that they come too fast. Pure: the client carries it out.
//!
//! `Retry-After` heals one request; without a pace the next ones would run into the same limit one after the other.

use std::time::Duration;

/// The first gap, and the smallest.
const LEAST: Duration = Duration::from_millis(250);
/// The greatest gap.
const MOST: Duration = Duration::from_secs(8);
/// After so many answers in a row that were not throttled, the gap is halved.
const ROW: u32 = 10;

/// The gap that is left before each new request.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Pace {
    gap: Duration,
    /// Answers since the last change that were not throttled.
    row: u32,
}

impl Pace {
    /// How long to wait before the next new request.
    pub(crate) fn gap(self) -> Duration {
        self.gap
    }

    /// The pace after one more answer.
    pub(crate) fn after(self, throttled: bool) -> Self {
        if throttled {
            let gap = (self.gap * 2).clamp(LEAST, MOST);
            return Self { gap, row: 0 };
        }
        if self.row + 1 < ROW {
            let row = self.row + 1;
            return Self { row, ..self };
        }
        let half = self.gap / 2;
        let gap = if half < LEAST { Duration::ZERO } else { half };
        Self { gap, row: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gap in milliseconds after answers: `t` throttled, `0` to `9` that many times ten that were not, `.` one that
    /// was not.
    fn gap_after(answers: &str) -> u128 {
        let answer = |pace: Pace, letter: char| match letter {
            't' => pace.after(true),
            '.' => pace.after(false),
            tens => (0..tens.to_digit(10).unwrap() * 10).fold(pace, |pace, _| pace.after(false)),
        };
        answers
            .chars()
            .fold(Pace::default(), answer)
            .gap()
            .as_millis()
    }

    #[test]
    fn throttling_doubles_the_gap_and_ten_good_answers_halve_it() {
        for (answers, expected) in [
            ("", 0),
            ("9", 0),
            ("t", 250),
            ("tt", 500),
            ("ttt", 1_000),
            ("tttttt", 8_000),
            ("ttttttttt", 8_000),
            ("tt.........", 500),
            ("tt..........", 250),
            ("tt1", 250),
            ("tt2", 0),
            ("t1", 0),
            ("tttttt5", 250),
            ("tttttt6", 0),
            // A row that throttling breaks begins anew, and so does one that was counted.
            ("t.........t.........", 500),
            ("ttt1.........", 500),
            ("t1t", 250),
        ] {
            assert_eq!(gap_after(answers), expected, "{answers:?}");
        }
    }
}
