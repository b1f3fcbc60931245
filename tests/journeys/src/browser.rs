//! The person at the browser: goes where the page sends them, fills in Entra's own forms, and comes back.
//!
//! Pages are read as HTML and forms are sent as they stand there: no step of the sign-in is known beforehand.

mod html;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use http::Request;
use http::Response;
use http::header::CONTENT_TYPE;
use http::header::COOKIE;
use http::header::LOCATION;
use http::header::ORIGIN;
use http::header::SET_COOKIE;
use url::Url;
use url::form_urlencoded::Serializer;

use self::html::Document;
use self::html::Form;
use crate::Microsoft;
use crate::Sender;
use crate::microsoft::LOGIN;

/// More pages than any sign-in has.
const PAGES: usize = 10;

/// What a person does when Entra asks for consent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Decision {
    /// Agrees for herself.
    Accept,
    /// Agrees for everybody in the organisation.
    AcceptForOrganisation,
    /// Does not agree.
    Cancel,
}

impl Decision {
    /// Id of the button.
    fn button(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::AcceptForOrganisation => "accept-for-organization",
            Self::Cancel => "cancel",
        }
    }
}

/// Who sits at the browser.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Person<'a> {
    /// Her sign-in name before the `@`, or the whole of it.
    pub name: &'a str,
    /// What she does when Entra asks for consent.
    pub decision: Decision,
}

impl<'a> Person<'a> {
    /// Somebody who agrees to whatever is asked.
    pub fn named(name: &'a str) -> Self {
        Self {
            name,
            decision: Decision::Accept,
        }
    }
}

/// Entra shows a page that does not lead back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stuck {
    /// What the page says.
    pub text: String,
}

/// One browser, with the cookies that Entra gave it.
pub struct Browser {
    microsoft: Rc<Microsoft>,
    cookies: RefCell<BTreeMap<String, String>>,
    /// Ids of the headings of Entra's pages, in the order in which they were shown.
    shown: RefCell<Vec<String>>,
    /// What the consent pages listed.
    asked: RefCell<Vec<String>>,
}

impl Browser {
    /// A fresh browser.
    pub fn new(microsoft: &Rc<Microsoft>) -> Self {
        Self {
            microsoft: Rc::clone(microsoft),
            cookies: RefCell::default(),
            shown: RefCell::default(),
            asked: RefCell::default(),
        }
    }

    /// The pages of Entra that were shown since this was last asked.
    pub fn take_shown(&self) -> Vec<String> {
        self.shown.take()
    }

    /// The permissions that consent pages listed since this was last asked.
    pub fn take_asked(&self) -> Vec<String> {
        self.asked.take()
    }

    /// Follows `address` at Entra until the browser is sent elsewhere, and returns where.
    pub fn follow(&self, address: &Url, person: &Person<'_>) -> Result<Url, Stuck> {
        let mut next = Step::get(address.clone());
        for _ in 0..PAGES {
            if !next.url.as_str().starts_with(LOGIN) {
                return Ok(next.url);
            }
            let at = next.url.clone();
            let answer = self.send(next);
            next = match answer.headers().get(LOCATION) {
                Some(location) => Step::get(joined(&at, location.to_str().expect("an address"))),
                None => self.act(&at, &answer, person)?,
            };
        }
        panic!("more than {PAGES} pages at Entra");
    }

    /// Does what the person would do on the page that is shown.
    fn act(
        &self,
        at: &Url,
        answer: &Response<Vec<u8>>,
        person: &Person<'_>,
    ) -> Result<Step, Stuck> {
        let document = Document::read(&String::from_utf8_lossy(answer.body()));
        let heading = document.heading().unwrap_or_default().to_owned();
        self.shown.borrow_mut().push(heading.clone());
        match heading.as_str() {
            "pick-account" => Ok(pick(at, &document, person.name)),
            "consent" => {
                self.asked.borrow_mut().extend(document.list("permissions"));
                let button = person.decision.button();
                Ok(press(at, &document, |form| form.pressed_by_id(button)))
            }
            "need-admin" => {
                let back = document.link("back").expect("a way back");
                Ok(Step::get(joined(at, &back)))
            }
            _ => Err(Stuck {
                text: document.text(),
            }),
        }
    }

    fn send(&self, step: Step) -> Response<Vec<u8>> {
        let mut builder = Request::builder()
            .method(if step.form.is_some() { "POST" } else { "GET" })
            .uri(step.url.as_str());
        let cookies: Vec<String> = self
            .cookies
            .borrow()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            builder = builder.header(COOKIE, cookies.join("; "));
        }
        if step.form.is_some() {
            builder = builder
                .header(ORIGIN, LOGIN)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let body = step.form.unwrap_or_default().into_bytes();
        let request = builder.body(body).expect("a request");
        let answer = self.microsoft.answer(Sender::Browser, request);
        self.keep_cookies(&answer);
        answer
    }

    /// Keeps, or forgets, what the answer says (RFC 6265, section 5.2). Entra's cookies are for all of its host.
    fn keep_cookies(&self, answer: &Response<Vec<u8>>) {
        for value in answer.headers().get_all(SET_COOKIE) {
            let text = value.to_str().expect("a cookie is text");
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            if attributes.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies
                    .borrow_mut()
                    .insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The next thing that the browser asks for.
struct Step {
    url: Url,
    form: Option<String>,
}

impl Step {
    fn get(url: Url) -> Self {
        Self { url, form: None }
    }
}

/// The account picker: the account's button, or its name typed in.
fn pick(at: &Url, document: &Document, name: &str) -> Step {
    let is_it = |value: &str| value == name || value.split('@').next() == Some(name);
    let by_button = document.forms().into_iter().find_map(|form| {
        let fields = form.pressed_by_value("account", is_it)?;
        Some((form, fields))
    });
    match by_button {
        Some((form, fields)) => submit(at, &form, &fields),
        None => press(at, document, |form| form.typed("account", name)),
    }
}

/// Sends the first form for which `fields` has any.
fn press(
    at: &Url,
    document: &Document,
    fields: impl Fn(&Form) -> Option<Vec<(String, String)>>,
) -> Step {
    let found = document.forms().into_iter().find_map(|form| {
        let fields = fields(&form)?;
        Some((form, fields))
    });
    let (form, fields) = found.unwrap_or_else(|| panic!("no such button: {}", document.text()));
    submit(at, &form, &fields)
}

fn submit(at: &Url, form: &Form, fields: &[(String, String)]) -> Step {
    Step {
        url: joined(at, &form.action),
        form: Some(Serializer::new(String::new()).extend_pairs(fields).finish()),
    }
}

fn joined(at: &Url, address: &str) -> Url {
    at.join(address).expect("an address")
}
