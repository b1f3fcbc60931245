//! The way to the page that makes a key pair.

use browser::Page;
use browser::Trouble;

/// The sample sign-in whose roles suffice for the whole set-up.
const ADMINISTRATOR: &str = "setup.admin@voorbeeld.example";

/// Signs in for looking, and fills the form in but for the size.
pub(crate) async fn to_the_form(page: &Page) -> Result<(), Trouble> {
    page.open().await?;
    page.press("#sign-in").await?;
    page.press(&format!("button[value=\"{ADMINISTRATOR}\"]"))
        .await?;
    consent(page, "#confirm-tenant").await?;
    page.press("#confirm-tenant").await?;
    page.press("#source-make").await?;
    page.type_into("Country", "NL").await?;
    page.type_into("Host name of your MyTimetable", "rooster.voorbeeld.example")
        .await
}

/// From a pair's files back to the form, which is still filled in.
pub(crate) async fn back_to_the_form(page: &Page) -> Result<(), Trouble> {
    page.press("#another-pair").await?;
    page.press("#restart").await
}

/// Chooses the size and goes on to the page that asks for the password.
pub(crate) async fn choose(page: &Page, bits: u32) -> Result<(), Trouble> {
    page.press(&format!("#size option[value=\"{bits}\"]"))
        .await?;
    page.press("#choose").await?;
    consent(page, "#make-keys").await
}

/// Agrees where Entra asks, and waits for `then`.
async fn consent(page: &Page, then: &str) -> Result<(), Trouble> {
    if page.first_of(&["#accept", then]).await? == "#accept" {
        page.press("#accept").await?;
        page.first_of(&[then]).await?;
    }
    Ok(())
}
