//! The vendor's side: what MyTimetable does with what was handed over, and with nothing else.
//!
//! It opens the key and signs with the `openssl` command line, so that what this project's own code made is read by a
//! stranger. It knows no type of the console and none of the simulated tenant, and speaks to whatever it is given as a
//! [`Transport`]: the tenant in process, or a server over HTTP.

mod assertion;
mod error;
mod event;
mod folder;
mod openssl;

use base::AppId;
use base::TenantId;
use base::Timestamp;
pub use error::VendorError;
pub use event::Event;
use http::Request;
use http::Response;
use openssl::Key;
use openssl::Openssl;
use serde_json::Value;

/// Sends one request and brings the answer, whatever its status.
pub trait Transport {
    /// Sends `request`; `None` where no answer comes.
    fn send(&mut self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>>;
}

impl<F: FnMut(Request<Vec<u8>>) -> Response<Vec<u8>>> Transport for F {
    fn send(&mut self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        Some(self(request))
    }
}

/// Everything that was handed over, and where Microsoft is.
#[derive(Clone)]
pub struct HandedOver {
    /// The university's tenant.
    pub tenant_id: TenantId,
    /// The application in it.
    pub client_id: AppId,
    /// `key.pem`: the private key, PKCS#8, encrypted.
    pub key_pem: String,
    /// The password of `key.pem`.
    pub password: String,
    /// `cert.pem`: the certificate.
    pub certificate_pem: String,
    /// Address of Entra, e.g. `https://login.microsoftonline.com`.
    pub login_url: String,
    /// Address of Graph, e.g. `https://graph.microsoft.com`.
    pub graph_url: String,
}

/// An access token for Graph. It is not printed.
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// A vendor that has opened what it was given.
pub struct Vendor {
    tenant_id: TenantId,
    client_id: AppId,
    login_url: String,
    graph_url: String,
    key: Key,
    /// SHA-1 of the certificate, base64url.
    thumbprint: String,
}

impl Vendor {
    /// Opens the key with its password, and reads the certificate.
    pub fn open(handed_over: &HandedOver) -> Result<Self, VendorError> {
        Self::open_with(Openssl::on_path(), handed_over)
    }

    fn open_with(openssl: Openssl, handed_over: &HandedOver) -> Result<Self, VendorError> {
        Ok(Self {
            tenant_id: handed_over.tenant_id.clone(),
            client_id: handed_over.client_id.clone(),
            login_url: handed_over.login_url.trim_end_matches('/').to_owned(),
            graph_url: handed_over.graph_url.trim_end_matches('/').to_owned(),
            thumbprint: openssl.thumbprint(&handed_over.certificate_pem)?,
            key: Key::open(openssl, &handed_over.key_pem, &handed_over.password)?,
        })
    }

    /// Asks for a token of the application itself ("OAuth 2.0 client credentials flow"). A certificate or role that is
    /// new is not known everywhere at once: after a refusal the caller may ask again a little later.
    pub fn token(
        &self,
        transport: &mut impl Transport,
        now: Timestamp,
    ) -> Result<Token, VendorError> {
        let url = format!("{}/{}/oauth2/v2.0/token", self.login_url, self.tenant_id);
        let assertion = assertion::sign(&self.key, &self.thumbprint, &self.client_id, &url, now)?;
        // None of these values needs escaping but the scope and the type, which are escaped here.
        let scope = self.graph_url.replace(':', "%3A").replace('/', "%2F");
        let form = format!(
            "grant_type=client_credentials&client_id={}&scope={scope}%2F.default\
             &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
             &client_assertion={assertion}",
            self.client_id
        );
        let request =
            Request::post(&url).header("Content-Type", "application/x-www-form-urlencoded");
        let answer = exchange(transport, request, form.into_bytes(), 200)?;
        match answer.get("access_token").and_then(Value::as_str) {
            Some(token) => Ok(Token(token.to_owned())),
            None => Err(VendorError::NotUnderstood {
                what: "the token endpoint's answer",
            }),
        }
    }

    /// Writes an event into a person's calendar and returns its id ("Create event").
    pub fn create_event(
        &self,
        transport: &mut impl Transport,
        token: &Token,
        mailbox: &str,
        event: &Event,
    ) -> Result<String, VendorError> {
        let url = format!("{}/v1.0/users/{mailbox}/calendar/events", self.graph_url);
        let request = Request::post(url)
            .header("Authorization", format!("Bearer {}", token.0))
            .header("Content-Type", "application/json");
        let answer = exchange(
            transport,
            request,
            event.to_json().to_string().into_bytes(),
            201,
        )?;
        match answer.get("id").and_then(Value::as_str) {
            Some(id) => Ok(id.to_owned()),
            None => Err(VendorError::NotUnderstood {
                what: "the created event",
            }),
        }
    }

    /// Reads an event back ("Get event").
    pub fn read_event(
        &self,
        transport: &mut impl Transport,
        token: &Token,
        mailbox: &str,
        id: &str,
    ) -> Result<Event, VendorError> {
        let url = format!(
            "{}/v1.0/users/{mailbox}/events/{id}?$select=subject,start,end",
            self.graph_url
        );
        let request = Request::get(url).header("Authorization", format!("Bearer {}", token.0));
        let answer = exchange(transport, request, Vec::new(), 200)?;
        Event::from_json(&answer).ok_or(VendorError::NotUnderstood {
            what: "the event that was read",
        })
    }

    /// The whole proof: a token, an event, and the same event read back. Returns the event's id.
    pub fn prove(
        &self,
        transport: &mut impl Transport,
        mailbox: &str,
        event: &Event,
        now: Timestamp,
    ) -> Result<String, VendorError> {
        let token = self.token(transport, now)?;
        let id = self.create_event(transport, &token, mailbox, event)?;
        let read = self.read_event(transport, &token, mailbox, &id)?;
        if read == *event {
            Ok(id)
        } else {
            Err(VendorError::EventDiffers {
                written: Box::new(event.clone()),
                read: Box::new(read),
            })
        }
    }
}

/// Sends a request and reads the JSON of an answer that has the status `good`.
fn exchange(
    transport: &mut impl Transport,
    request: http::request::Builder,
    body: Vec<u8>,
    good: u16,
) -> Result<Value, VendorError> {
    let request = request.body(body).map_err(|_| VendorError::NotUnderstood {
        what: "an address that was given",
    })?;
    let response = transport.send(request).ok_or(VendorError::NoAnswer)?;
    if response.status().as_u16() != good {
        return Err(VendorError::refused(&response));
    }
    serde_json::from_slice(response.body()).map_err(|_| VendorError::NotUnderstood {
        what: "an answer that is no JSON",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_openssl_is_said_plainly() {
        let handed_over = HandedOver {
            tenant_id: "00000000-0000-4000-8000-000000000000".parse().unwrap(),
            client_id: "00000000-0000-4000-8000-000000000000".parse().unwrap(),
            key_pem: String::new(),
            password: String::new(),
            certificate_pem: String::new(),
            login_url: String::new(),
            graph_url: String::new(),
        };
        let missing = Openssl::named("openssl-that-is-not-installed");
        let problem = Vendor::open_with(missing, &handed_over).err();
        assert_eq!(problem, Some(VendorError::OpensslMissing));
        assert!(
            VendorError::OpensslMissing
                .to_string()
                .contains("not on PATH")
        );
    }
}
