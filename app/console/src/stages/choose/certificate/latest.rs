//! Which of several inputs came last: a file that is read slowly must not replace what was given after it.

use leptos::prelude::*;

/// The count of inputs. Copied freely; the count is kept once, as long as the component that made it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Latest(StoredValue<u32>);

impl Latest {
    /// No input yet.
    pub(super) fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// A new input: all before it count no more. Returns its number.
    pub(super) fn begin(self) -> u32 {
        self.0.update_value(|count| *count = count.wrapping_add(1));
        self.0.get_value()
    }

    /// Whether the input of this number is the last one, and somebody is left to take it.
    pub(super) fn is(self, number: u32) -> bool {
        self.0.try_get_value() == Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_input_counts_and_none_once_the_component_is_gone() {
        let owner = Owner::new();
        let latest = owner.with(Latest::new);
        let (first, second) = (latest.begin(), latest.begin());
        assert!(!latest.is(first));
        assert!(latest.is(second));
        owner.cleanup();
        assert!(!latest.is(second));
    }
}
