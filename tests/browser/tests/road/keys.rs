//! The key pair on the road: made, and its files saved one by one and together.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use browser::Page;
use browser::Trouble;

use super::walk::KEY_PASSWORD;
use crate::openssl;

/// The password that is typed for the Java key store.
pub(crate) const STORE_PASSWORD: &str = "staple of the store";
/// The alias that is typed for it.
const ALIAS: &str = "rooster-push";
/// What the archive of all files is called.
pub(crate) const ARCHIVE: &str = "mytimetable-keys.zip";
/// What is said as long as no file was given back.
pub(crate) const UNPROVED: &str = "This page cannot see whether the browser saved a file.";
/// Every file that can be saved alone, with its button.
const FILES: [(&str, &str); 6] = [
    ("cert.pem", "#save-certificate"),
    ("cert.cer", "#save-cer"),
    ("key.pem", "#save-key"),
    ("cert.pfx", "#save-pfx"),
    ("cert-compatible.pfx", "#save-pfx-compatible"),
    ("cert.jks", "#save-jks"),
];

/// Types the password and has the pair made.
pub(crate) async fn make(page: &Page) -> Result<(), Trouble> {
    page.type_into("Password of the key file", KEY_PASSWORD)
        .await?;
    page.type_into("The same password again", KEY_PASSWORD)
        .await?;
    page.press("#make-keys").await?;
    page.first_of(&["#files"]).await.map(|_| ())
}

/// Has the Java key store made, with an alias and a password of its own.
pub(crate) async fn make_store(page: &Page) -> Result<(), Trouble> {
    page.press("#jks summary").await?;
    page.type_into("Store password", STORE_PASSWORD).await?;
    page.type_into("Alias of the entry", "Rooster Push").await?;
    page.press("#make-jks").await?;
    page.see("Use 1 to 64 lower-case letters, digits and hyphens.")
        .await?;
    page.type_into("Alias of the entry", ALIAS).await?;
    page.press("#make-jks").await?;
    page.first_of(&["#save-jks"]).await.map(|_| ())
}

/// Tries to go on before there is a file with the key in it, then saves certificate and key; returns where the browser put
/// them.
pub(crate) async fn save(page: &Page) -> Result<(PathBuf, PathBuf), Trouble> {
    let first = "First save at least one file with the private key in it";
    page.press("#to-plan").await?;
    page.see(first).await?;
    let certificate = save_one(page, "cert.pem").await?;
    page.press("#to-plan").await?;
    page.see(first).await?;
    Ok((certificate, save_one(page, "key.pem").await?))
}

/// Saves one file, and returns where the browser put it.
pub(crate) async fn save_one(page: &Page, name: &str) -> Result<PathBuf, Trouble> {
    let (_, button) = FILES.iter().find(|(file, _)| *file == name).unwrap();
    page.press(button).await?;
    page.downloaded(name).await
}

/// Saves what [`save`] did not and the archive of all. A stranger opens that: in it are the same files.
pub(crate) async fn save_all(page: &Page) -> Result<(), Trouble> {
    for name in ["cert.cer", "cert.pfx", "cert-compatible.pfx", "cert.jks"] {
        save_one(page, name).await?;
    }
    let store = std::fs::read(page.downloaded("cert.jks").await?)?;
    assert_eq!(alias(&store), ALIAS.as_bytes());
    page.press("#save-all").await?;
    let unpacked = unpacked(page, &page.downloaded(ARCHIVE).await?)?;
    assert_eq!(std::fs::read_dir(&unpacked)?.count(), FILES.len());
    for (name, _) in FILES {
        let alone = std::fs::read(page.downloaded(name).await?)?;
        assert!(
            std::fs::read(unpacked.join(name))? == alone,
            "{name} differs"
        );
    }
    Ok(())
}

/// The alias of the only entry of a Java key store: it follows magic, version, count and tag, each of four bytes, and its own
/// length in two (OpenJDK, `sun.security.provider.JavaKeyStore`, `engineStore`).
fn alias(store: &[u8]) -> &[u8] {
    let length = u16::from_be_bytes([store[16], store[17]]);
    &store[18..18 + usize::from(length)]
}

/// The folder with what Python finds in an archive.
fn unpacked(page: &Page, archive: &Path) -> Result<PathBuf, Trouble> {
    let folder = openssl::folder(page, "unpacked");
    let python = std::env::var("ORACLE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut zipfile = Command::new(python);
    zipfile
        .args(["-m", "zipfile", "-e"])
        .arg(archive)
        .arg(&folder);
    assert!(
        zipfile.status()?.success(),
        "Python does not open the archive"
    );
    Ok(folder)
}

/// Goes on to the plan without giving a file back; the person's word must do.
pub(crate) async fn go_on_unproved(page: &Page) -> Result<(), Trouble> {
    page.see(UNPROVED).await?;
    page.press("#to-plan").await?;
    page.see("Tick the box once the files and the password are safe.")
        .await?;
    page.press("#saved").await?;
    page.press("#to-plan").await
}
