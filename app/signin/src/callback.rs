//! The address that Entra sent the browser back to: whether it is an answer, whether it answers our flow, and the same
//! address without it.
//!
//! Everything in the address is untrusted: anybody can make a link to this page. Nothing of an answer is believed
//! before its state is that of the pending flow, an error's text included.

use base::Key;
use base::Secret;
use base::Timestamp;
use url::Url;
use url::form_urlencoded;

use crate::Flow;
use crate::Refusal;
use crate::SignInError;

/// Longest fragment or query that is read; Entra's codes are one to two thousand characters.
const ANSWER_LIMIT: usize = 16 * 1024;

/// Parameters that an answer of Entra may have, for cleaning them out of a query.
const ANSWER_PARAMETERS: [&str; 12] = [
    "client_info",
    "cloud_instance_host_name",
    "cloud_instance_name",
    "code",
    "error",
    "error_description",
    "error_subcode",
    "error_uri",
    "iss",
    "msgraph_host",
    "session_state",
    "state",
];

/// What Entra sent the browser back with, not yet believed.
#[derive(Clone, Debug)]
pub struct Callback {
    state: Option<Secret<String>>,
    answer: Answer,
}

#[derive(Clone, Debug)]
enum Answer {
    Code(Secret<String>),
    Refused(Box<Refusal>),
    Malformed(Key),
}

/// An authorization code that answered our flow. It can be redeemed once.
#[derive(Clone, Debug)]
pub struct Code(pub(crate) Secret<String>);

impl Callback {
    /// Reads the page's own address; `None` if it is no answer to a sign-in at all.
    pub fn read(page: &Url) -> Option<Self> {
        let parts = [page.fragment(), page.query()];
        let mut answers = parts.into_iter().flatten().filter(|part| is_answer(part));
        let answer = answers.next()?;
        if answers.next().is_some() {
            return Some(Self::malformed(Key::ReasonAnswerTwice));
        }
        Some(Self::parse(answer).unwrap_or_else(Self::malformed))
    }

    fn malformed(reason: Key) -> Self {
        Self {
            state: None,
            answer: Answer::Malformed(reason),
        }
    }

    /// Reads an answer (RFC 6749, sections 4.1.2 and 4.1.2.1).
    fn parse(answer: &str) -> Result<Self, Key> {
        if answer.len() > ANSWER_LIMIT {
            return Err(Key::ReasonAnswerTooLong);
        }
        let code = only(answer, "code")?;
        let error = only(answer, "error")?;
        let state = only(answer, "state")?.map(Secret::new);
        let description = only(answer, "error_description")?.unwrap_or_default();
        let subcode = only(answer, "error_subcode")?;
        let answer = match (code, error) {
            (Some(code), None) if !code.is_empty() => Answer::Code(Secret::new(code)),
            (None, Some(error)) => {
                let refusal = Refusal::described(&error, &description, subcode.as_deref());
                Answer::Refused(Box::new(refusal))
            }
            (Some(_), Some(_)) => return Err(Key::ReasonCodeAndError),
            _ => return Err(Key::ReasonCodeEmpty),
        };
        Ok(Self { state, answer })
    }
}

/// Returns the code, if `callback` answers `flow`, which is the pending flow just taken out of session storage.
///
/// In this order: an answer that cannot be read; an answer nobody here asked for (login CSRF: a stranger's link would
/// sign the person in as somebody else, RFC 6749, section 10.12); an answer to another flow; one that came too late;
/// Entra's own refusal.
pub fn accept(
    callback: Callback,
    flow: Option<&Flow>,
    now: Timestamp,
) -> Result<Code, SignInError> {
    if let Answer::Malformed(reason) = callback.answer {
        return Err(SignInError::AnswerMalformed { reason });
    }
    let flow = flow.ok_or(SignInError::NoFlow)?;
    // EXPOSE: the states are compared and go nowhere.
    let same = callback
        .state
        .is_some_and(|state| state.expose() == flow.state.expose());
    if !same {
        return Err(SignInError::StateMismatch);
    }
    if flow.is_over(now) {
        return Err(SignInError::FlowExpired);
    }
    match callback.answer {
        Answer::Code(code) => Ok(Code(code)),
        Answer::Refused(refusal) => Err(SignInError::Refused(refusal)),
        Answer::Malformed(reason) => Err(SignInError::AnswerMalformed { reason }),
    }
}

/// The page's address without Entra's answer, to put in its place at once: a code must not stay in the history, in a
/// bookmark or in what somebody copies. An address without an answer comes back as it was.
pub fn cleaned(page: &Url) -> Url {
    let mut clean = page.clone();
    if page.fragment().is_some_and(is_answer) {
        clean.set_fragment(None);
    }
    if let Some(query) = page.query().filter(|query| is_answer(query)) {
        let rest: Vec<_> = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| !ANSWER_PARAMETERS.contains(&name.as_ref()))
            .collect();
        clean.set_query(None);
        if !rest.is_empty() {
            clean.query_pairs_mut().extend_pairs(rest);
        }
    }
    clean
}

/// Whether a fragment or query is an answer to a sign-in: one with a code or an error.
fn is_answer(part: &str) -> bool {
    form_urlencoded::parse(part.as_bytes()).any(|(name, _)| name == "code" || name == "error")
}

/// The parameter of that name; an error if there are several (RFC 6749, section 3.1: none may be included twice).
fn only(answer: &str, name: &str) -> Result<Option<String>, Key> {
    let mut values = form_urlencoded::parse(answer.as_bytes()).filter(|(found, _)| found == name);
    let value = values.next().map(|(_, value)| value.into_owned());
    match values.next() {
        None => Ok(value),
        Some(_) => Err(Key::ReasonParameterTwice),
    }
}

#[cfg(test)]
mod tests;
