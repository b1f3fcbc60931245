//! The page's network: the tenant in this process, behind the browser's rules.

use std::rc::Rc;

use base::TransportError;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::header::ORIGIN;

use crate::Microsoft;
use crate::Sender;
use crate::cors;

/// Sends as `fetch` does from a page of one origin: asks first where it must, and hides what the page may not read.
#[derive(Clone)]
pub struct InProcess {
    microsoft: Rc<Microsoft>,
    origin: String,
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
    /// The network of a page of `origin`, e.g. `http://localhost:8080`.
    pub fn new(microsoft: &Rc<Microsoft>, origin: &str) -> Self {
        Self {
            microsoft: Rc::clone(microsoft),
            origin: origin.to_owned(),
        }
    }
}

impl base::Transport for InProcess {
    async fn send(
        &self,
        mut request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, TransportError> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        let no_answer = TransportError::NoAnswer { host };
        let origin = HeaderValue::from_str(&self.origin).expect("an origin is plain text");
        request.headers_mut().insert(ORIGIN, origin);
        if let Some(question) = cors::preflight(&request, &self.origin) {
            let answer = self.microsoft.answer(Sender::Browser, question);
            if tenant::is_lost(&answer) || !cors::admits(&answer, &request, &self.origin) {
                return Err(no_answer);
            }
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
