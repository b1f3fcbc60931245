//! Living with certificates on the page: the reminder and the proof of a hand-over, a new certificate beside the old, and
//! the old one taken off.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "outside test functions too, a test fails by panicking"
)]

use std::cell::OnceCell;
use std::path::Path;

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit_and_search;
use serde_json::Value;
use serde_json::json;
use tenant::worlds::World;
use url::form_urlencoded::Serializer;

use super::engine::NAME;
use super::engine::look;
use super::openssl;
use super::own_pair;
use super::road::keys;
use super::road::walk;
use super::traces;

/// What the command for POSIX shells shows, once it shows the proof.
async fn shown_command(page: &Page) -> Result<String, Trouble> {
    page.until("the command with the proof in it", async || {
        let command = page.text_of("#proof-curl").await.ok()?;
        (!command.contains("********")).then_some(command)
    })
    .await
}

/// Sends what the command would send, from outside of any browser.
async fn sent(command: &str) -> Value {
    let words: Vec<&str> = command.split('\'').skip(1).step_by(2).collect();
    let [assertion, address, fields @ ..] = words.as_slice() else {
        panic!("no assertion and no address: {command}")
    };
    assert!(command.contains("client_assertion@-"), "{command}");
    let mut form = Serializer::new(String::new());
    form.append_pair("client_assertion", assertion);
    for (name, value) in fields.iter().filter_map(|field| field.split_once('=')) {
        form.append_pair(name, value);
    }
    let request = reqwest::Client::new()
        .post(*address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form.finish());
    let answer = request.send().await.expect("an answer");
    let answer = answer.bytes().await.expect("a whole answer");
    serde_json::from_slice(&answer).expect("JSON")
}

#[tokio::test]
async fn the_proof_is_shown_when_it_is_asked_for_and_accepted_by_entra() -> Result<(), Trouble> {
    let shown = OnceCell::new();
    let walk = async |page: &Page| {
        page.open().await?;
        walk::sign_in(page, walk::ADMINISTRATOR).await?;
        page.press("#confirm-tenant").await?;
        walk::choose_to_make_keys(page).await?;
        keys::make(page).await?;
        keys::save(page).await?;
        keys::go_on_unproved(page).await?;
        page.press("#approve").await?;
        page.see("Ready to hand over").await?;

        page.press("#save-reminder").await?;
        let reminder = page.downloaded("mytimetable-certificate.ics").await?;
        let reminder = std::fs::read_to_string(reminder)?;
        let thumbprint = page.text_of("#hand-over-thumbprint").await?;
        assert!(reminder.starts_with("BEGIN:VCALENDAR\r\n"), "{reminder}");
        let unfolded = reminder.replace("\r\n ", "");
        let client = page.text_of("#hand-over-client-id").await?;
        assert!(unfolded.contains(&format!("UID:certificate-{thumbprint}-{client}\r\n")));

        page.press("#prove-set-up summary").await?;
        page.press("#sign-proof").await?;
        page.see("This is a credential: until").await?;
        let masked = page.text_of("#proof-curl").await?;
        assert!(masked.contains("printf %s '********' |"), "{masked}");
        page.press("#show-proof").await?;
        let command = shown_command(page).await?;
        let answer = sent(&command).await;
        assert_eq!(answer["token_type"], json!("Bearer"), "{answer}");
        shown.set(signature(&command).to_owned()).unwrap();
        Ok(())
    };
    visit_and_search(Scene::new(World::University), walk, |remains| {
        let key = openssl::opened(&remains.downloads().join("key.pem"), walk::KEY_PASSWORD);
        // Who has the assertion is the application for ten minutes: it is a secret, too.
        let assertion = shown.get().unwrap();
        traces::expect_none(remains, &key, &[walk::KEY_PASSWORD, assertion]);
        Ok(())
    })
    .await
}

/// The signature of the assertion in a command (RFC 7515, section 3.1: the third part).
fn signature(command: &str) -> &str {
    let assertion = command.split('\'').nth(1).expect("an assertion");
    assertion.rsplit('.').next().expect("three parts")
}

/// The thumbprints of the certificates on the only application of ours.
fn thumbprints(page: &Page) -> Vec<String> {
    let applications = walk::applications(page);
    let credentials = applications.iter().flat_map(|row| {
        let credentials = row["keyCredentials"].as_array();
        credentials.cloned().unwrap_or_default()
    });
    let named = |one: Value| one["customKeyIdentifier"].as_str().map(str::to_owned);
    credentials.filter_map(named).collect()
}

/// Opens a key pair of the institution's own, and walks on to the plan.
async fn bring(page: &Page, files: &[&Path]) -> Result<(), Trouble> {
    page.press("#source-own").await?;
    own_pair::open(page, files).await?;
    page.press("#choose").await?;
    walk::consent(page, "#plan").await
}

/// Approves the plan, and waits until the certificate is handed over; its key is the institution's.
async fn approve(page: &Page) -> Result<(), Trouble> {
    page.press("#approve").await?;
    page.see("Ready to hand over").await?;
    page.see("Your own key pair stays where it is").await
}

/// The only certificate, which ends in thirty days, is told before anything else, and listed with how it stands, how old it is
/// and whose.
async fn expect_told(page: &Page, thumbprint: &str) -> Result<(), Trouble> {
    let ending = page.text_of("#ending").await?;
    let begins = format!("\u{201c}{NAME}\u{201d}: the certificate {thumbprint} is valid until ");
    assert!(ending.starts_with(&begins), "{ending}");
    let listed = page.text_of("#set-ups").await?;
    let (before, after) = listed.split_once(thumbprint).expect("the certificate");
    assert!(before.contains("Ends soon"), "{before}");
    assert!(after.starts_with(", since "), "{after}");
    let whose = "(0 days), added by this console, in this browser";
    assert!(after.contains(whose), "{after}");
    Ok(())
}

/// Has the page sign a proof with the files of the handed over certificate's pair; those of another certificate do not do.
/// Returns the signature.
async fn prove(page: &Page, others: &[&Path], files: &[&Path]) -> Result<String, Trouble> {
    const FILES: &str = "Choose the files of the key pair";
    page.press("#prove-set-up summary").await?;
    page.attach_all(FILES, others).await?;
    page.type_into("Password of the files", openssl::PASSWORD)
        .await?;
    page.press("#sign-proof-by-files").await?;
    page.see("The certificate in these files is not the one that was handed over.")
        .await?;
    page.attach_all(FILES, files).await?;
    page.press("#sign-proof-by-files").await?;
    page.see("This is a credential: until").await?;
    let password = page.field("Password of the files").await?;
    assert_eq!(password.prop("value").await?.as_deref(), Some(""));
    page.press("#show-proof").await?;
    let command = shown_command(page).await?;
    let answer = sent(&command).await;
    assert_eq!(answer["token_type"], json!("Bearer"), "{answer}");
    Ok(signature(&command).to_owned())
}

/// Takes a certificate off, which is done only once the application's name is typed.
async fn take_off(page: &Page, thumbprint: &str) -> Result<(), Trouble> {
    look(page).await?;
    page.press(&format!("#remove-{thumbprint}")).await?;
    walk::consent(page, "#confirm-undo").await?;
    let written = walk::writes(page).len();
    let label = "MyTimetable may be using this. To confirm, type the application's name:";
    page.type_into(&format!("{label} {NAME}"), NAME).await?;
    assert_eq!(walk::writes(page).len(), written, "before it was confirmed");
    page.press("#approve-undo").await?;
    page.see("The certificate is taken off").await
}

#[tokio::test]
async fn a_renewed_certificate_comes_beside_the_old_which_is_then_taken_off() -> Result<(), Trouble>
{
    let (private_key, shown) = (OnceCell::new(), OnceCell::new());
    let walk = async |page: &Page| {
        let folder = openssl::folder(page, "own");
        openssl::self_signed(&folder, "ours", "/CN=ours.example");
        let renew = "req -x509 -key ours.key -days 60 -subj /CN=renewed.example -out renewed.cer";
        openssl::run(&folder, renew);
        let pfx = openssl::pfx(&folder, "ours");
        let key = openssl::encrypted(&folder, "ours", openssl::PASSWORD);
        let opened = openssl::opened(&key, openssl::PASSWORD);
        private_key.set(opened).unwrap();
        let old = openssl::thumbprint(&folder, "ours.cer");
        let new = openssl::thumbprint(&folder, "renewed.cer");

        look(page).await?;
        page.press("#confirm-tenant").await?;
        bring(page, &[&pfx]).await?;
        approve(page).await?;
        assert_eq!(thumbprints(page), [old.as_str()]);

        look(page).await?;
        expect_told(page, &old).await?;
        page.press("[id^=new-certificate-]").await?;
        bring(page, &[&key, &folder.join("renewed.cer")]).await?;
        page.see("Certificates that it has already (1) stay untouched")
            .await?;
        approve(page).await?;
        assert_eq!(thumbprints(page), [old.as_str(), new.as_str()]);
        let renewed = [key.as_path(), &folder.join("renewed.cer")];
        shown.set(prove(page, &[&pfx], &renewed).await?).unwrap();

        take_off(page, &old).await?;
        assert_eq!(thumbprints(page), [new]);
        Ok(())
    };
    visit_and_search(Scene::new(World::University), walk, |remains| {
        let private_key = private_key.get().unwrap();
        let assertion = shown.get().unwrap();
        traces::expect_none(remains, private_key, &[openssl::PASSWORD, assertion]);
        Ok(())
    })
    .await
}
