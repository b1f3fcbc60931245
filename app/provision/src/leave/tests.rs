//! Reads of copies that lag behind one another, and what is believed of them.

use std::cell::RefCell;
use std::time::Duration;

use base::Timestamp;

use super::*;

/// A clock that jumps.
struct Jumping(RefCell<Timestamp>);

impl Clock for Jumping {
    fn now(&self) -> Timestamp {
        *self.0.borrow()
    }

    async fn sleep(&self, duration: Duration) {
        let later = self.now().plus(duration);
        self.0.replace(later);
    }
}

/// What comes of these reads, and how many were made: `-` shows nothing, `!` is refused, a letter is what is there; after
/// the last they go on as `then`, over and over.
fn reads(first: &str, then: &str) -> (Result<Option<char>, GraphError>, usize) {
    let clock = Jumping(RefCell::new(Timestamp::from_unix_seconds(0)));
    let mut reads = first.chars().chain(then.chars().cycle());
    let mut count = 0;
    let read = async || {
        count += 1;
        match reads.next() {
            Some('!') => Err(GraphError::SignInAgain { request_id: None }),
            Some('-') | None => Ok(None),
            found => Ok(found),
        }
    };
    let result = pollster::block_on(agreed(&clock, read));
    (result, count)
}

#[test]
fn three_reads_in_a_row_must_agree() {
    for (first, found, count) in [
        ("aaa", Some('a'), 3),
        ("---", None, 3),
        // One copy does not know of it, or of its end, yet.
        ("-aaaa", Some('a'), 5),
        ("aa-aaaa", Some('a'), 7),
        ("a----", None, 5),
        ("a-a----", None, 7),
        // Deleted and made anew between two reads.
        ("abbbb", Some('b'), 5),
    ] {
        assert_eq!(reads(first, "!"), (Ok(found), count), "{first}");
    }
}

#[test]
fn what_any_read_showed_is_there_where_they_never_agree() {
    let (found, count) = reads("", "a-");
    assert_eq!(found, Ok(Some('a')));
    assert!(count >= 30, "{count}");
}

#[test]
fn a_tenant_that_cannot_be_asked_is_an_error() {
    let refused = Err(GraphError::SignInAgain { request_id: None });
    assert_eq!(reads("a!", "!"), (refused, 2));
}
