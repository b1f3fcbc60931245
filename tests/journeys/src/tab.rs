//! The tab that a page is in: it can be closed in the middle of a request, and then nothing of the page goes on; or its
//! network can be lost, and then the page goes on without any answer.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

/// When a tab is closed, or its network lost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Interruption {
    /// What is lost.
    pub loses: Loss,
    /// So many requests of the page are answered before.
    pub after: usize,
    /// Whether the one that is then under way is carried out. Its answer does not reach the page either way.
    pub carried_out: bool,
}

/// What is lost by an interruption.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Loss {
    /// The tab, with the page in it.
    Tab,
    /// The network, until the next visit.
    Network,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    /// It goes its way.
    Goes,
    /// The tab is closed while it is under way.
    Closes {
        /// Whether it is carried out.
        carried_out: bool,
    },
    /// No answer to it comes.
    Lost {
        /// Whether it is carried out.
        carried_out: bool,
    },
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
    interruption: Cell<Option<Interruption>>,
    closed: Cell<bool>,
}

impl Tab {
    /// From now on the tab will be closed or lose its network at that moment, if the page comes so far. A network that was
    /// lost is back.
    pub fn will_be_interrupted(&self, interruption: Option<Interruption>) {
        self.interruption.set(interruption);
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

    /// Counts a request; says what becomes of it.
    pub(crate) fn next_request(&self) -> Fate {
        let before = self.requests.get();
        self.requests.set(before + 1);
        let fate = match self.interruption.get() {
            Some(it) if it.after == before && it.loses == Loss::Tab => Fate::Closes {
                carried_out: it.carried_out,
            },
            Some(it) if it.after <= before && it.loses == Loss::Network => Fate::Lost {
                carried_out: it.carried_out && it.after == before,
            },
            _ => Fate::Goes,
        };
        self.closed.set(matches!(fate, Fate::Closes { .. }));
        fate
    }
}
