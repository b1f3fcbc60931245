//! The figures of the bench of keys: what is left of the time that a person waits once the browser's own work is taken
//! off. All times are milliseconds.

/// The most that may be left.
pub const MOST_LEFT: f64 = 150.0;
/// From here on a task on the main thread is a long one (Long Tasks API, section 1): the page does not answer meanwhile.
pub const LONG_TASK: f64 = 50.0;

/// One making of a key pair and its files.
#[derive(Debug, Clone, PartialEq)]
pub struct Making {
    /// From the click to all files ready.
    pub whole: f64,
    /// WebCrypto's `generateKey`.
    pub generate_key: f64,
    /// WebCrypto's time for as many rounds of PBKDF2 as the files' password derivations have.
    pub derivations: f64,
    /// The longest task of the main thread, if one was long.
    pub longest_task: Option<f64>,
}

impl Making {
    /// What the page itself took.
    pub fn left(&self) -> f64 {
        self.whole - self.generate_key - self.derivations
    }
}

/// The makings of one size, by their medians.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Median of [`Making::whole`].
    pub whole: f64,
    /// Median of [`Making::generate_key`].
    pub generate_key: f64,
    /// Median of [`Making::derivations`].
    pub derivations: f64,
    /// Median of [`Making::left`], each taken within its own making: the medians above do not add up to it.
    pub left: f64,
    /// Median of the shares that [`Making::left`] has in [`Making::whole`].
    pub share: f64,
    /// The longest of all tasks of the main thread, if one was long.
    pub longest_task: Option<f64>,
}

impl Figures {
    /// The figures of some makings; none of none.
    pub fn of(makings: &[Making]) -> Option<Self> {
        let median_of = |value: fn(&Making) -> f64| median(makings.iter().map(value).collect());
        let tasks = makings.iter().filter_map(|making| making.longest_task);
        Some(Self {
            whole: median_of(|making| making.whole)?,
            generate_key: median_of(|making| making.generate_key)?,
            derivations: median_of(|making| making.derivations)?,
            left: median_of(Making::left)?,
            share: median_of(|making| making.left() / making.whole)?,
            longest_task: tasks.max_by(f64::total_cmp),
        })
    }

    /// Whether no more is left than may be.
    pub fn holds(&self) -> bool {
        self.left <= MOST_LEFT
    }
}

/// The middle value, or the mean of the middle two.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = values.len() / 2;
    let lower = values.len().checked_sub(1)? / 2;
    Some((values[lower] + values[upper]) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn making(whole: f64, generate_key: f64, longest_task: Option<f64>) -> Making {
        Making {
            whole,
            generate_key,
            derivations: 400.0,
            longest_task,
        }
    }

    #[test]
    fn what_is_left_is_taken_within_each_making() {
        let makings = [
            making(1000.0, 500.0, None),
            making(3000.0, 2450.0, Some(70.0)),
            making(800.0, 280.0, Some(55.0)),
        ];
        let figures = Figures::of(&makings).unwrap();
        let left = [100.0, 150.0, 120.0];
        assert_eq!(makings.map(|making| making.left()), left);
        // 0.1, 0.05 and 0.15.
        assert!((figures.share - 0.1).abs() < 1e-9, "{figures:?}");
        assert_eq!((figures.whole, figures.left), (1000.0, 120.0));
        assert_eq!(figures.longest_task, Some(70.0));
        assert_eq!(Figures::of(&[]), None);
    }

    #[test]
    fn the_limit_itself_holds() {
        let left = |left: f64| Figures::of(&[making(left + 900.0, 500.0, None)]).unwrap();
        assert!(left(150.0).holds());
        assert!(!left(150.5).holds());
    }

    #[test]
    fn a_median_needs_no_order_and_may_lie_between_two() {
        assert_eq!(median(vec![9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(vec![9.0, 1.0, 5.0, 3.0]), Some(4.0));
        assert_eq!(median(Vec::new()), None);
    }
}
