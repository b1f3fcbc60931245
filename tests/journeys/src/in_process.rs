//! The page's network: the tenant in this process, behind the browser's rules.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use base::Clock;
use base::Timestamp;
use base::TransportError;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::header::ORIGIN;

use crate::Microsoft;
use crate::Sender;
use crate::Tab;
use crate::cors;
use crate::tab::Fate;

/// Sends as `fetch` does from a page of one origin: asks first where it must, and hides what the page may not read.
#[derive(Clone)]
pub struct InProcess {
    microsoft: Rc<Microsoft>,
    origin: String,
    tab: Rc<Tab>,
    /// Until when what was asked and admitted need not be asked again.
    permissions: Rc<RefCell<BTreeMap<String, Timestamp>>>,
}

impl std::fmt::Debug for InProcess {
    /// Who is at the other end would say too much.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_tuple("InProcess")
            .field(&self.origin)
            .finish()
    }
}

impl InProcess {
    /// The network of a page of `origin`, e.g. `http://localhost:8080`, in a tab that stays open.
    pub fn new(microsoft: &Rc<Microsoft>, origin: &str) -> Self {
        Self {
            microsoft: Rc::clone(microsoft),
            origin: origin.to_owned(),
            tab: Rc::default(),
            permissions: Rc::default(),
        }
    }

    /// The tab that the page is in.
    pub(crate) fn tab(&self) -> &Tab {
        &self.tab
    }

    /// Whether the other side lets the page send this: asked, unless it was asked the very same a moment ago.
    fn may_send(&self, request: &Request<Vec<u8>>) -> bool {
        let Some(question) = cors::preflight(request, &self.origin) else {
            return true;
        };
        let now = self.microsoft.clock().now();
        let asked = cors::asked(&question);
        let known = self.permissions.borrow().get(&asked).copied();
        if known.is_some_and(|until| now < until) {
            return true;
        }
        let answer = self.microsoft.answer(Sender::Browser, question);
        let admitted = !tenant::is_lost(&answer) && cors::admits(&answer, request, &self.origin);
        if admitted {
            let until = now.plus(cors::max_age(&answer));
            self.permissions.borrow_mut().insert(asked, until);
        }
        admitted
    }

    fn exchange(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        let no_answer = TransportError::NoAnswer { host };
        let origin = HeaderValue::from_str(&self.origin).expect("an origin is plain text");
        request.headers_mut().insert(ORIGIN, origin);
        if !self.may_send(&request) {
            return Err(no_answer);
        }
        let answer = self.microsoft.answer(Sender::Page, request);
        if tenant::is_lost(&answer) {
            return Err(no_answer);
        }
        // A redirect is an error to the page's fetch.
        if !cors::is_readable(&answer, &self.origin) || answer.status().is_redirection() {
            return Err(no_answer);
        }
        Ok(cors::filtered(answer))
    }
}

impl base::Transport for InProcess {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let fate = self.tab.next_request();
        let host = request.uri().host().unwrap_or_default().to_owned();
        let (Fate::Closes { carried_out } | Fate::Lost { carried_out }) = fate else {
            return self.exchange(request);
        };
        if carried_out {
            // Nobody learns of the answer.
            let _ = self.exchange(request);
        }
        match fate {
            Fate::Lost { .. } => Err(TransportError::NoAnswer { host }),
            _ => std::future::pending().await,
        }
    }
}
