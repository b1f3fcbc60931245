//! The files of a new key pair once they are saved: the page forgets the passwords that were typed for them, keeps what it
//! offered long enough, and takes a file back as proof.

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit_and_search;
use serde_json::json;
use tenant::worlds::World;

use super::openssl;
use super::road::keys;
use super::road::walk;
use super::slow_disk;
use super::traces;

/// The file field of the proof.
const FILE: &str = "Choose a file that you saved";
/// The field for the file's password.
const PASSWORD: &str = "Its password";

/// Holds on to the controls that `selector` finds, to be looked at when the page no longer has them.
async fn hold(page: &Page, selector: &str) -> Result<(), Trouble> {
    let script = "globalThis.held = Array.from(document.querySelectorAll(arguments[0]))";
    let selector = vec![json!(selector)];
    page.driver.execute(script, selector).await?;
    Ok(())
}

/// What is left in the controls that were held.
async fn left(page: &Page) -> Result<Vec<String>, Trouble> {
    let script = "return held.map((control) => control.value)";
    let left = page.driver.execute(script, Vec::new()).await?;
    Ok(left.convert()?)
}

/// Stops the browser's clock for all that is to be done later than in ten seconds, and notes which addresses of objects are
/// given out and taken back.
const STOP_THE_CLOCK: &str = "
    globalThis.offered = [];
    globalThis.revoked = [];
    globalThis.later = new Map();
    const { createObjectURL, revokeObjectURL } = URL;
    const { setTimeout, clearTimeout } = globalThis;
    URL.createObjectURL = (content) => {
        const address = createObjectURL.call(URL, content);
        offered.push(address);
        return address;
    };
    URL.revokeObjectURL = (address) => {
        revoked.push(address);
        revokeObjectURL.call(URL, address);
    };
    globalThis.setTimeout = (act, wait) => {
        const id = setTimeout(wait > 10000 ? () => {} : act, wait);
        if (wait > 10000) later.set(id, act);
        return id;
    };
    globalThis.clearTimeout = (id) => {
        later.delete(id);
        clearTimeout(id);
    };";
/// Does all that was to be done later.
const LET_TIME_PASS: &str = "for (const act of later.values()) act(); later.clear();";

/// The addresses of objects that were given out, and those that were taken back.
async fn addresses(page: &Page) -> Result<(Vec<String>, Vec<String>), Trouble> {
    let addresses = page.driver.execute("return [offered, revoked]", Vec::new());
    Ok(addresses.await?.convert()?)
}

/// What is offered can be had for longer than the moment of the click, and not for ever.
async fn save_in_time(page: &Page) -> Result<(), Trouble> {
    page.driver.execute(STOP_THE_CLOCK, Vec::new()).await?;
    keys::save_one(page, "cert.cer").await?;
    page.press("#save-all").await?;
    page.downloaded(keys::ARCHIVE).await?;
    let (offered, revoked) = addresses(page).await?;
    assert_eq!(offered.len(), 2);
    assert_eq!(revoked, Vec::<String>::new());
    page.driver.execute(LET_TIME_PASS, Vec::new()).await?;
    assert_eq!(addresses(page).await?, (offered.clone(), offered));
    Ok(())
}

/// Gives back what proves nothing: a file of another pair, one that is public, and the right one with a wrong password.
async fn fail_to_prove(page: &Page) -> Result<(), Trouble> {
    let folder = openssl::folder(page, "other");
    openssl::self_signed(&folder, "other", "/CN=other.example");
    page.attach(FILE, &openssl::pfx(&folder, "other")).await?;
    page.type_into(PASSWORD, openssl::PASSWORD).await?;
    page.press("#prove").await?;
    page.see("This file is of another key pair.").await?;

    page.attach(FILE, &page.downloaded("cert.cer").await?)
        .await?;
    page.press("#prove").await?;
    page.see("This is cert.cer of this pair. It is public")
        .await?;

    let archive = page.downloaded(keys::ARCHIVE).await?;
    page.attach(FILE, &archive).await?;
    page.type_into(PASSWORD, walk::WRONG_PASSWORD).await?;
    page.press("#prove").await?;
    page.see("The password does not open the key file.").await?;
    page.see(&format!("Chosen: {}", keys::ARCHIVE)).await?;
    page.see(keys::UNPROVED).await
}

/// Begins to prove with what is given, which is not read as long as the disk is slow.
async fn begin_to_prove(page: &Page) -> Result<(), Trouble> {
    slow_disk::begin(page).await?;
    page.press("#prove").await?;
    slow_disk::until_one_waits(page).await
}

/// While a file is read, corrects the password, and then gives the archive instead, in which the Java key store has a password
/// of its own: nothing is waited for, and nothing said, of what is not wanted any more.
async fn prove(page: &Page) -> Result<(), Trouble> {
    let other = page.site().join("other").join("other.pfx");
    page.attach(FILE, &other).await?;
    begin_to_prove(page).await?;
    page.type_into(PASSWORD, walk::KEY_PASSWORD).await?;
    begin_to_prove(page).await?;
    let archive = page.downloaded(keys::ARCHIVE).await?;
    page.attach(FILE, &archive).await?;
    page.press("#prove").await?;
    page.see(
        "Proved: the content of cert.pem, cert.cer, key.pem, cert.pfx, cert-compatible.pfx belongs to this pair",
    )
    .await?;
    slow_disk::let_go(page).await?;
    assert_eq!(page.text_of("#proof-file-problem").await?, "");
    let typed = page.field(PASSWORD).await?.prop("value").await?;
    assert_eq!(typed.as_deref(), Some(""));
    assert_eq!(page.text_of("#proof-file-chosen").await?, "");
    assert_eq!(page.text_of("#unproved").await?, "");
    Ok(())
}

#[tokio::test]
async fn passwords_are_forgotten_files_stay_for_a_while_and_the_archive_proves_itself()
-> Result<(), Trouble> {
    let walk = async |page: &Page| {
        page.open().await?;
        walk::sign_in(page, walk::ADMINISTRATOR).await?;
        page.press("#confirm-tenant").await?;
        walk::choose_to_make_keys(page).await?;
        hold(page, "#password, #password-again").await?;
        keys::make(page).await?;
        assert_eq!(left(page).await?, ["", ""]);
        hold(page, "#store-password").await?;
        keys::make_store(page).await?;
        assert_eq!(left(page).await?, [""]);

        keys::save_one(page, "key.pem").await?;
        save_in_time(page).await?;
        fail_to_prove(page).await?;
        prove(page).await?;
        hold(page, "#proof-password").await?;
        page.type_into(PASSWORD, walk::KEY_PASSWORD).await?;
        page.press("#saved").await?;
        page.press("#to-plan").await?;
        page.see("5 changes will be made").await?;
        assert_eq!(left(page).await?, [""], "it was typed for nothing");
        Ok(())
    };
    visit_and_search(Scene::new(World::University), walk, |remains| {
        let key = openssl::opened(&remains.downloads().join("key.pem"), walk::KEY_PASSWORD);
        let passwords = [
            walk::KEY_PASSWORD,
            keys::STORE_PASSWORD,
            openssl::PASSWORD,
            walk::WRONG_PASSWORD,
        ];
        traces::expect_none(remains, &key, &passwords);
        Ok(())
    })
    .await
}
