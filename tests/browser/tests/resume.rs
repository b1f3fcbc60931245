//! Going on with an interrupted run for which the page made a key pair: it kept no key, so the person gives the saved file
//! back, or has another pair made.

#![expect(
    clippy::unwrap_used,
    reason = "outside test functions too, a test fails by panicking"
)]

use std::cell::OnceCell;
use std::path::Path;
use std::path::PathBuf;

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit_and_search;
use serde_json::json;
use tenant::worlds::World;

use super::engine::look;
use super::openssl;
use super::road::keys;
use super::road::proof;
use super::road::walk;
use super::traces;

/// The file field.
const FILE: &str = "Choose the saved file";
/// The field for the file's password.
const PASSWORD: &str = "Its password";

/// Has a pair made, saves certificate and key, and approves the plan; leaves the page at the first write from then on, and
/// returns where the files are.
async fn begin(page: &Page) -> Result<(PathBuf, PathBuf), Trouble> {
    keys::make(page).await?;
    let files = (
        keys::save_one(page, "cert.pem").await?,
        keys::save_one(page, "key.pem").await?,
    );
    keys::go_on_unproved(page).await?;
    let before = walk::writes(page).len();
    page.press("#approve").await?;
    page.until("one more write", async || {
        (walk::writes(page).len() > before).then_some(())
    })
    .await?;
    Ok(files)
}

/// Opens the page anew, up to the question whether the key files are still there.
async fn go_on_with_the_run(page: &Page) -> Result<(), Trouble> {
    look(page).await?;
    page.press("#go-on-run").await?;
    walk::consent(page, "#resume-with-keys").await?;
    page.see("Are the key files still there?").await
}

/// Moves the files of the first pair to where the browser does not save the next ones of their names.
fn set_aside(page: &Page, files: &(PathBuf, PathBuf)) -> Result<PathBuf, Trouble> {
    let folder = openssl::folder(page, "first-pair");
    std::fs::rename(&files.0, folder.join("cert.pem"))?;
    std::fs::rename(&files.1, folder.join("key.pem"))?;
    Ok(folder)
}

/// Gives a file with the password that is typed already.
async fn give(page: &Page, file: &Path, said: &str) -> Result<(), Trouble> {
    page.attach(FILE, file).await?;
    page.press("#resume-with-keys").await?;
    page.see(said).await
}

/// Gives what does not do: the key of the first pair, the certificate alone, and the right key with a wrong password.
async fn fail_to_give_the_key(
    page: &Page,
    first: &Path,
    files: &(PathBuf, PathBuf),
) -> Result<(), Trouble> {
    let (certificate, key) = files;
    page.type_into(PASSWORD, walk::KEY_PASSWORD).await?;
    let other = "This file is of another key pair than this run.";
    give(page, &first.join("key.pem"), other).await?;
    give(page, certificate, "but the private key is not in it.").await?;
    page.type_into(PASSWORD, walk::WRONG_PASSWORD).await?;
    give(page, key, "The password does not open the key file.").await
}

/// The set-up is whole, and its only certificate is the one with `thumbprint`. Returns the client id.
async fn expect_whole(page: &Page, thumbprint: &str) -> Result<String, Trouble> {
    let client_id = page.text_of("#hand-over-client-id").await?;
    walk::expect_complete_rows(page, &client_id);
    let application = walk::applications(page).pop().unwrap();
    let credential = &application["keyCredentials"][0];
    assert_eq!(credential["customKeyIdentifier"], json!(thumbprint));
    // The page opened the key, and kept it no longer than that.
    page.press("#prove-set-up summary").await?;
    let without_key = page.text_of("#proof-no-key").await?;
    assert!(without_key.contains(thumbprint), "{without_key}");
    Ok(client_id)
}

#[tokio::test]
async fn keys_that_are_lost_are_made_anew_and_a_run_goes_on_with_the_saved_file()
-> Result<(), Trouble> {
    let lost_key = OnceCell::new();
    let walk = async |page: &Page| {
        look(page).await?;
        page.press("#confirm-tenant").await?;
        walk::choose_to_make_keys(page).await?;
        let first = set_aside(page, &begin(page).await?)?;
        let key = openssl::opened(&first.join("key.pem"), walk::KEY_PASSWORD);
        lost_key.set(key).unwrap();

        go_on_with_the_run(page).await?;
        page.press("#resume-anew").await?;
        let second = begin(page).await?;

        go_on_with_the_run(page).await?;
        fail_to_give_the_key(page, &first, &second).await?;
        page.type_into(PASSWORD, walk::KEY_PASSWORD).await?;
        page.press("#resume-with-keys").await?;
        // What was approved is carried out: nobody is asked again.
        page.first_of(&["#progress"]).await?;
        page.see("Ready to hand over").await?;

        let (certificate, key) = &second;
        let thumbprint = openssl::thumbprint(certificate.parent().unwrap(), "cert.pem");
        let client_id = expect_whole(page, &thumbprint).await?;
        let tenant_id = page.tenant().id.to_string();
        proof::write_event(page, &tenant_id, &client_id, certificate, key).await
    };
    let scene = Scene::new(World::University).at_life_s_pace();
    visit_and_search(scene, walk, |remains| {
        let key = openssl::opened(&remains.downloads().join("key.pem"), walk::KEY_PASSWORD);
        traces::expect_none(remains, lost_key.get().unwrap(), &[]);
        traces::expect_none(remains, &key, &[walk::KEY_PASSWORD, walk::WRONG_PASSWORD]);
        Ok(())
    })
    .await
}
