//! The tab that a page is in: it can be closed in the middle of a request, and then nothing of the page goes on.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

/// When a tab is closed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Interruption {
    /// So many requests of the page are answered before.
    pub after: usize,
    /// Whether the one that is then under way is carried out. Its answer comes too late either way.
    pub carried_out: bool,
}

impl Interruption {
    /// The same, in a tab whose page has sent so many requests already.
    pub(crate) fn counted_from(self, requests: usize) -> Self {
        let after = self.after + requests;
        Self { after, ..self }
    }
}

/// A tab.
#[derive(Debug, Default)]
pub struct Tab {
    requests: Cell<usize>,
    closes: Cell<Option<Interruption>>,
    closed: Cell<bool>,
}

impl Tab {
    /// From now on the tab will be closed at that moment, if the page comes so far.
    pub fn will_close(&self, interruption: Option<Interruption>) {
        self.closes.set(interruption);
    }

    /// How many requests the page has sent.
    pub fn requests(&self) -> usize {
        self.requests.get()
    }

    /// Lets the page do something until it is done, or until the tab is closed: `None`, and whatever was under way is
    /// dropped where it stood.
    ///
    /// # Panics
    ///
    /// Where the page waits for anything but an answer that never comes: on the jumping clock there is nothing else.
    pub fn run<F: Future>(&self, future: F) -> Option<F::Output> {
        let mut context = Context::from_waker(Waker::noop());
        match pin!(future).poll(&mut context) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => {
                assert!(self.closed.get(), "the page waits in an open tab");
                None
            }
        }
    }

    /// Counts a request; says whether the tab is closed during it.
    pub(crate) fn next_request(&self) -> Option<Interruption> {
        let before = self.requests.get();
        self.requests.set(before + 1);
        let strikes = |interruption: &Interruption| interruption.after == before;
        let interruption = self.closes.get().filter(strikes);
        self.closed.set(interruption.is_some());
        interruption
    }
}
