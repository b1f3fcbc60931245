//! The vendor's proof: over HTTP, with the files from the disk and the ids from the page.

use std::path::Path;
use std::path::PathBuf;

use base::Timestamp;
use browser::Page;
use browser::Trouble;
use tokio::runtime::Handle;
use vendor::Event;
use vendor::HandedOver;
use vendor::Vendor;
use vendor::VendorError;

use super::walk::KEY_PASSWORD;
use crate::openssl;

/// Has the vendor's side write an event into a calendar, and fail with another key.
pub(crate) async fn write_event(
    page: &Page,
    tenant_id: &str,
    client_id: &str,
    certificate: &Path,
    key: &Path,
) -> Result<(), Trouble> {
    let handed_over = HandedOver {
        tenant_id: tenant_id.parse().unwrap(),
        client_id: client_id.parse().unwrap(),
        key_pem: std::fs::read_to_string(key)?,
        password: KEY_PASSWORD.to_owned(),
        certificate_pem: std::fs::read_to_string(certificate)?,
        login_url: page.tenant_origin().to_owned(),
        graph_url: page.tenant_origin().to_owned(),
    };
    let mailbox = mailbox(page);
    let wrong = with_another_key(page, &handed_over)?;
    let outcome = proved(handed_over, mailbox.clone(), page.now()).await;
    let id = outcome.unwrap_or_else(|error| panic!("the vendor's side failed: {error}"));
    let refused = proved(wrong, mailbox, page.now()).await;
    assert!(
        matches!(
            refused,
            Err(VendorError::Refused {
                code: Some(700_027),
                ..
            })
        ),
        "{refused:?}"
    );
    let events = super::walk::rows(page, "events");
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["id"], serde_json::json!(id));
    assert_eq!(events[0]["subject"], serde_json::json!("Linear algebra"));
    Ok(())
}

/// The sign-in name of somebody with a mailbox.
fn mailbox(page: &Page) -> String {
    let rows = super::walk::rows(page, "users");
    let owner = rows
        .iter()
        .find(|user| user["mailbox"] == "user" && user["sample"] == false)
        .unwrap();
    owner["userPrincipalName"].as_str().unwrap().to_owned()
}

/// Runs the vendor's side on a thread of its own: it waits for its answers, while the servers go on here.
async fn proved(
    handed_over: HandedOver,
    mailbox: String,
    now: Timestamp,
) -> Result<String, VendorError> {
    let handle = Handle::current();
    let client = reqwest::Client::new();
    let prove = move || {
        let mut send =
            |request: http::Request<Vec<u8>>| handle.block_on(exchange(&client, request));
        let event = Event {
            subject: "Linear algebra".to_owned(),
            start: "2026-11-23T09:00:00".to_owned(),
            end: "2026-11-23T11:00:00".to_owned(),
        };
        Vendor::open(&handed_over)?.prove(&mut send, &mailbox, &event, now)
    };
    tokio::task::spawn_blocking(prove).await.unwrap()
}

async fn exchange(
    client: &reqwest::Client,
    request: http::Request<Vec<u8>>,
) -> http::Response<Vec<u8>> {
    let answer = client.execute(request.try_into().unwrap()).await.unwrap();
    let response = http::Response::builder().status(answer.status());
    response
        .body(answer.bytes().await.unwrap().to_vec())
        .unwrap()
}

/// The same hand-over with a key pair and certificate that the tenant does not know.
fn with_another_key(page: &Page, handed_over: &HandedOver) -> Result<HandedOver, Trouble> {
    let folder = openssl::folder(page, "another-key");
    let certificate = openssl::self_signed(&folder, "another", "/CN=another");
    let key = openssl::encrypted(&folder, "another", KEY_PASSWORD);
    Ok(HandedOver {
        key_pem: std::fs::read_to_string(key)?,
        certificate_pem: std::fs::read_to_string(certificate)?,
        ..handed_over.clone()
    })
}

/// A certificate as the vendor's support would send it.
pub(crate) fn vendor_certificate(page: &Page) -> PathBuf {
    let folder = openssl::folder(page, "from-support");
    let subject = "/C=NL/O=Vendor/CN=push.mytimetable.example";
    openssl::self_signed(&folder, "vendor", subject)
}
