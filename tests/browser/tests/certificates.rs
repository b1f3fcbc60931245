//! Living with certificates on the page: the reminder and the proof of a hand-over, a new certificate beside the old, and
//! the old one taken off.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "outside test functions too, a test fails by panicking"
)]

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit;
use serde_json::Value;
use serde_json::json;
use tenant::worlds::World;
use url::form_urlencoded::Serializer;

use super::engine::NAME;
use super::engine::look;
use super::road::keys;
use super::road::proof;
use super::road::walk;

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
    visit(Scene::new(World::University), async |page| {
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
        let answer = sent(&shown_command(page).await?).await;
        assert_eq!(answer["token_type"], json!("Bearer"), "{answer}");
        Ok(())
    })
    .await
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

#[tokio::test]
async fn a_new_certificate_comes_beside_the_old_which_is_then_taken_off() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        walk::to_the_plan(page, &proof::vendor_certificate(page)).await?;
        page.press("#approve").await?;
        page.see("Ready to hand over").await?;
        let old = thumbprints(page);

        look(page).await?;
        page.press("[id^=new-certificate-]").await?;
        page.attach("Choose the file", &proof::vendor_certificate(page))
            .await?;
        page.see("CN=push.mytimetable.example").await?;
        page.press("#choose").await?;
        walk::consent(page, "#plan").await?;
        page.see("Certificates that it has already (1) stay untouched")
            .await?;
        page.press("#approve").await?;
        page.see("Ready to hand over").await?;
        let both = thumbprints(page);
        assert_eq!(both.len(), 2);
        assert_eq!(both[..1], old);

        look(page).await?;
        page.press(&format!("#remove-{}", old[0])).await?;
        walk::consent(page, "#confirm-undo").await?;
        let written = walk::writes(page).len();
        let label = "MyTimetable may be using this. To confirm, type the application's name:";
        page.type_into(&format!("{label} {NAME}"), NAME).await?;
        assert_eq!(walk::writes(page).len(), written, "before it was confirmed");
        page.press("#approve-undo").await?;
        page.see("The certificate is taken off").await?;
        assert_eq!(thumbprints(page), both[1..]);
        Ok(())
    })
    .await
}
