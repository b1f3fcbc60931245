//! A key pair that the institution has already: its files are opened with their password, and only the certificate goes on.

use std::cell::OnceCell;
use std::path::Path;

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit_and_search;
use tenant::worlds::World;

use super::openssl;
use super::road::walk;
use super::traces;

/// The file field.
const FILES: &str = "Choose the files of the key pair";
/// The field for the password.
const PASSWORD: &str = "Password of the files";
/// What the page says of a pair that it opened.
const OPENED: &str = "The file was opened, and the private key belongs to this certificate.";

/// Chooses `files`, and opens them with the password that everything here has.
pub(crate) async fn open(page: &Page, files: &[&Path]) -> Result<(), Trouble> {
    page.attach_all(FILES, files).await?;
    open_with(page, openssl::PASSWORD).await?;
    page.see(OPENED).await
}

/// Types a password and has the chosen files opened with it.
async fn open_with(page: &Page, password: &str) -> Result<(), Trouble> {
    page.type_into(PASSWORD, password).await?;
    page.press("#open-own").await
}

/// What the page says of the pair that it opened; nothing before it did.
async fn opened(page: &Page) -> Result<String, Trouble> {
    page.text_of("#own-opened").await
}

/// Waits until nothing is said any more of a pair that was opened.
async fn expect_cleared(page: &Page) -> Result<(), Trouble> {
    page.until("nothing opened", async || {
        opened(page).await.ok().filter(String::is_empty)
    })
    .await
    .map(|_| ())
}

/// What stands in the field for the password.
async fn password(page: &Page) -> Result<Option<String>, Trouble> {
    Ok(page.field(PASSWORD).await?.prop("value").await?)
}

/// A wrong password is named, and neither the file nor what was typed is lost over it.
async fn mistake_the_password(page: &Page, pfx: &Path) -> Result<(), Trouble> {
    page.press("#open-own").await?;
    page.see("Choose a file first.").await?;
    page.attach(FILES, pfx).await?;
    open_with(page, walk::WRONG_PASSWORD).await?;
    page.see("The password does not open the key file.").await?;
    assert_eq!(opened(page).await?, "");
    page.see("Chosen: ours.pfx").await?;
    let typed = password(page).await?;
    assert_eq!(typed.as_deref(), Some(walk::WRONG_PASSWORD));
    Ok(())
}

/// Another password lets go of what was opened: the form has no certificate any more.
async fn change_the_password(page: &Page) -> Result<(), Trouble> {
    page.type_into(PASSWORD, "another").await?;
    expect_cleared(page).await?;
    page.press("#choose").await?;
    page.see("Give the certificate first.").await
}

/// Other files let go of what was opened, too; those that are no pair are named.
async fn choose_other_files(page: &Page, folder: &Path) -> Result<(), Trouble> {
    let files = [folder.join("ours.key"), folder.join("theirs.cer")];
    let [key, certificate] = files.each_ref().map(|file| file.as_path());
    page.attach_all(FILES, &[key, certificate]).await?;
    expect_cleared(page).await?;
    page.press("#open-own").await?;
    page.see("The private key and the certificate do not belong together.")
        .await?;
    page.see("Chosen: ours.key, theirs.cer").await?;

    page.attach(FILES, key).await?;
    page.press("#open-own").await?;
    page.see("This is the private key only. Choose its certificate along with it.")
        .await?;
    assert_eq!(opened(page).await?, "");
    Ok(())
}

#[tokio::test]
async fn what_was_opened_is_shown_until_other_files_or_another_password_are_given()
-> Result<(), Trouble> {
    let private_key = OnceCell::new();
    let walk = async |page: &Page| {
        let folder = openssl::folder(page, "own");
        openssl::self_signed(&folder, "ours", "/CN=ours.example");
        let plain = openssl::opened(&folder.join("ours.key"), "");
        private_key.set(plain).unwrap();
        openssl::self_signed(&folder, "theirs", "/CN=theirs.example");
        let pfx = openssl::pfx(&folder, "ours");
        let key = openssl::encrypted(&folder, "ours", openssl::PASSWORD);
        page.open().await?;
        walk::sign_in(page, walk::ADMINISTRATOR).await?;
        page.press("#confirm-tenant").await?;
        page.press("#source-own").await?;

        mistake_the_password(page, &pfx).await?;
        open_with(page, openssl::PASSWORD).await?;
        page.see(OPENED).await?;
        assert!(opened(page).await?.contains("CN=ours.example"));
        assert_eq!(password(page).await?.as_deref(), Some(""));

        change_the_password(page).await?;
        open_with(page, openssl::PASSWORD).await?;
        page.see(OPENED).await?;
        choose_other_files(page, &folder).await?;
        open(page, &[&key, &folder.join("ours.cer")]).await?;
        assert!(opened(page).await?.contains("CN=ours.example"));
        Ok(())
    };
    visit_and_search(Scene::new(World::University), walk, |remains| {
        let passwords = [openssl::PASSWORD, walk::WRONG_PASSWORD];
        traces::expect_none(remains, private_key.get().unwrap(), &passwords);
        Ok(())
    })
    .await
}
