//! The vendor at the other end: gets what was handed over, and asks the same Microsoft from outside of any browser.

use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use handoff::HandOver;
use http::Request;
use http::Response;
use vendor::Event;
use vendor::HandedOver;
use vendor::Vendor;
use vendor::VendorError;

use crate::Microsoft;
use crate::PASSWORD;
use crate::Sender;
use crate::microsoft::GRAPH;
use crate::microsoft::LOGIN;

/// How often the vendor asks while what is new is not known everywhere, five seconds apart.
const ATTEMPTS: usize = 12;

/// The vendor's network: no browser, no origin.
pub struct VendorLine(pub Rc<Microsoft>);

impl vendor::Transport for VendorLine {
    fn send(&mut self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        let answer = self.0.answer(Sender::Vendor, request);
        (!tenant::is_lost(&answer)).then_some(answer)
    }
}

/// What reaches the vendor: the lines of the hand-over, key and certificate, and the password of [`PASSWORD`].
pub fn handed_over(hand_over: &HandOver, key_pem: &str, certificate_pem: &str) -> HandedOver {
    HandedOver {
        tenant_id: hand_over.tenant_id.clone(),
        client_id: hand_over.client_id.clone(),
        key_pem: key_pem.to_owned(),
        password: PASSWORD.to_owned(),
        certificate_pem: certificate_pem.to_owned(),
        login_url: LOGIN.to_owned(),
        graph_url: GRAPH.to_owned(),
    }
}

/// An event to write.
pub fn lecture() -> Event {
    Event {
        subject: "Statistics I".to_owned(),
        start: "2026-11-24T09:00:00".to_owned(),
        end: "2026-11-24T10:45:00".to_owned(),
    }
}

/// The whole proof: a token, an event in `mailbox`, and the event read back. Refused, the vendor asks again for a minute,
/// because what is new is not known everywhere at once; and so it does where no answer comes, and may then write a second
/// event.
///
/// # Errors
///
/// The last refusal, or that no answer came.
pub fn prove(
    microsoft: &Rc<Microsoft>,
    handed_over: &HandedOver,
    mailbox: &str,
) -> Result<String, VendorError> {
    let vendor = Vendor::open(handed_over)?;
    let clock = microsoft.clock();
    let mut line = VendorLine(Rc::clone(microsoft));
    let mut attempts = 1;
    loop {
        match vendor.prove(&mut line, mailbox, &lecture(), clock.now()) {
            Err(VendorError::Refused { .. } | VendorError::NoAnswer) if attempts < ATTEMPTS => {
                attempts += 1;
                clock.jump(Duration::from_secs(5));
            }
            outcome => return outcome,
        }
    }
}
