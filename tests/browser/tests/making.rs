//! A key pair that the page makes: where it cannot, what is loaded when, what a policy caps, and what is told of a password.

#![expect(
    clippy::unwrap_used,
    reason = "outside test functions too, a test fails by panicking"
)]

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit;
use tenant::policies::AppManagement;
use tenant::worlds::World;
use thirtyfour::By;
use url::Url;

use super::engine::look;
use super::road::walk;

/// Browsers offer no cryptography at an address that is not secure (Web Cryptography API, `SubtleCrypto`: secure contexts
/// only). A test has no such address: one of localhost is always secure.
const WITHOUT_CRYPTOGRAPHY: &str =
    "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })";
/// The field for the password.
const PASSWORD: &str = "Password of the key file";
/// The field for it again.
const AGAIN: &str = "The same password again";

#[tokio::test]
async fn without_cryptography_the_page_says_why_there_are_no_keys_and_what_to_do()
-> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        page.run_first(WITHOUT_CRYPTOGRAPHY).await?;
        look(page).await?;
        page.press("#confirm-tenant").await?;
        let here = Url::parse(page.address()).unwrap().origin();
        let why = format!(
            "The page was opened at {}, which is not secure",
            here.ascii_serialization()
        );
        for source in ["#source-make", "#source-own"] {
            page.press(source).await?;
            page.see("At this address the page can make and open no keys")
                .await?;
            page.see(&why).await?;
            for control in ["#size", "#open-own"] {
                let found = page.driver.find_all(By::Css(control)).await?;
                assert!(found.is_empty(), "{control} with {source}");
            }
            // Nothing is heard of it where no key is needed.
            page.press("#source-vendor").await?;
            page.field("Choose the file").await?;
            assert!(!page.text().await?.contains(&why));
        }
        Ok(())
    })
    .await
}

/// The files of the worker that the page has loaded.
async fn loaded(page: &Page) -> Result<Vec<String>, Trouble> {
    let script = "return performance.getEntriesByType('resource')
        .map((entry) => new URL(entry.name).pathname.split('/').at(-1))
        .filter((name) => name.startsWith('worker'))";
    let loaded = page.driver.execute(script, Vec::new()).await?;
    Ok(loaded.convert()?)
}

/// What stands in both fields for the password.
async fn typed(page: &Page) -> Result<[String; 2], Trouble> {
    let mut both = [const { String::new() }; 2];
    for (text, label) in both.iter_mut().zip([PASSWORD, AGAIN]) {
        *text = page.field(label).await?.prop("value").await?.unwrap();
    }
    Ok(both)
}

/// Waits until the element that the selector finds says `words`.
async fn says(page: &Page, selector: &str, words: &str) -> Result<(), Trouble> {
    let what = format!("'{words}' in '{selector}'");
    page.until(&what, async || {
        let told = page.text_of(selector).await.ok()?;
        (told == words).then_some(())
    })
    .await
}

#[tokio::test]
async fn a_password_is_made_or_it_is_told_how_good_the_typed_one_is() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        look(page).await?;
        page.press("#confirm-tenant").await?;
        walk::describe_key_pair(page).await?;
        assert_eq!(loaded(page).await?, Vec::<String>::new());
        page.press("#choose").await?;
        walk::consent(page, "#make-keys").await?;
        // Only now a key is near.
        page.until("the worker", async || {
            let loaded = loaded(page).await.ok()?;
            loaded.iter().any(|name| name == "worker_loader.js").then_some(())
        })
        .await?;

        page.press("#make-keys").await?;
        says(page, "#password-problem", "At least 12 characters.").await?;

        page.press("#generate-password").await?;
        let made = page.text_of("#generated-password").await?;
        assert!(made.len() > 20, "{made}");
        assert_eq!(typed(page).await?, [made.clone(), made]);
        let strong = "Strength: strong, unless it consists of words or names.";
        says(page, "#password-strength", strong).await?;
        page.wait_gone("#password-problem").await?;

        page.type_into(PASSWORD, "aaaaaaaaaaaa").await?;
        page.wait_gone("#generated-password").await?;
        let weak = "Strength: weak. Whoever has the file would guess it within days.";
        says(page, "#password-strength", weak).await?;
        page.press("#make-keys").await?;
        says(page, "#password-again-problem", "The two passwords differ.").await?;
        page.wait_gone("#password-problem").await?;

        page.type_into(PASSWORD, "tR4fz8Qm2Ws").await?;
        let fair = "Strength: fair, unless it consists of words or names.";
        says(page, "#password-strength", fair).await?;
        assert_eq!(page.text_of("#password-left-out").await?, "");
        page.type_into(PASSWORD, "p\u{e4}ssword of ours").await?;
        let left_out = "key.pem takes this password, but with it no PFX is made. \
            Character 2 of the password is \u{e4} (U+00E4). For PFX and JKS use only the letters, digits and signs of a plain \
            English keyboard: Java opens no others.";
        says(page, "#password-left-out", left_out).await
    })
    .await
}

#[tokio::test]
async fn what_a_policy_forbids_is_not_offered_once_it_is_read() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        page.tenant().app_management = AppManagement {
            max_key_lifetime_days: Some(800),
            ..AppManagement::default()
        };
        look(page).await?;
        page.press("#confirm-tenant").await?;
        walk::describe_key_pair(page).await?;
        page.press("#lifetime option[value=\"3650\"]").await?;
        page.see("auditors").await?;
        page.press("#choose").await?;
        walk::consent(page, "#checks").await?;
        page.press("#back-to-choices").await?;

        page.see("A policy of the tenant allows at most 800 days").await?;
        let script = "return Array.from(document.querySelectorAll('#lifetime option'), (option) => option.value)";
        let offered = page.driver.execute(script, Vec::new()).await?;
        assert_eq!(offered.convert::<Vec<String>>()?, ["180", "365", "730"]);
        // The nearest that is left stands in place of the one that was chosen.
        let lifetime = page.driver.find(By::Id("lifetime")).await?;
        assert_eq!(lifetime.prop("value").await?.as_deref(), Some("730"));
        page.press("#choose").await?;
        walk::consent(page, "#make-keys").await
    })
    .await
}
