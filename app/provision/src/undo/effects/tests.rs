//! What comes and goes, taken together.

use super::*;

/// `+a` comes, `-a` goes; what is left of it.
#[test]
fn what_came_and_went_again_is_no_effect() {
    for (happened, came, went) in [
        ("", "", ""),
        ("+a", "a", ""),
        ("-a", "", "a"),
        ("+a +b", "ab", ""),
        ("+a -b", "a", "b"),
        ("+a +a", "a", ""),
        ("-a -a", "", "a"),
        ("+a -a", "", ""),
        ("-a +a", "", ""),
        ("+a -a +a", "a", ""),
        ("-a +a -a", "", "a"),
        ("+a +b -a", "b", ""),
        ("+a -b +b -a", "", ""),
        ("-c +a -b +d", "ad", "cb"),
    ] {
        let mut changes = Changes::default();
        for one in happened.split_whitespace() {
            let (sign, thing) = one.split_at(1);
            changes.note(thing.to_owned(), sign == "+");
        }
        assert_eq!(changes.came.concat(), came, "{happened}");
        assert_eq!(changes.went.concat(), went, "{happened}");
    }
}
