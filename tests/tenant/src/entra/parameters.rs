//! The parameters of a request: of its query, or of the form in its body.

use http::Request;
use http::header::CONTENT_TYPE;
use http::header::COOKIE;

use super::refusal::Refusal;

/// Names and values, each name once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// The parameters of the query.
    pub(crate) fn of_query(request: &Request<Vec<u8>>) -> Result<Self, Refusal> {
        Self::parse(request.uri().query().unwrap_or_default().as_bytes())
    }

    /// The parameters of the form in the body. A body of another type has none.
    pub(crate) fn of_form(request: &Request<Vec<u8>>) -> Result<Self, Refusal> {
        let content_type = header(request, CONTENT_TYPE.as_str()).unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Self::parse(request.body())
        } else {
            Ok(Self::default())
        }
    }

    /// A name may occur once only (RFC 6749, section 3.1).
    fn parse(text: &[u8]) -> Result<Self, Refusal> {
        let mut parameters = Self::default();
        for (name, value) in url::form_urlencoded::parse(text) {
            if parameters.0.iter().any(|(known, _)| *known == *name) {
                return Err(Refusal::malformed(format!(
                    "The parameter '{name}' occurs more than once."
                )));
            }
            parameters.0.push((name.into_owned(), value.into_owned()));
        }
        Ok(parameters)
    }

    /// The value of `name`, if there is one that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The value of `name`, or a refusal that names it.
    pub(crate) fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::missing(name))
    }
}

/// One header as text.
pub(crate) fn header<'a>(request: &'a Request<Vec<u8>>, name: &str) -> Option<&'a str> {
    request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
}

/// One cookie (RFC 6265, section 4.2.1).
pub(crate) fn cookie<'a>(request: &'a Request<Vec<u8>>, name: &str) -> Option<&'a str> {
    header(request, COOKIE.as_str())?
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}
