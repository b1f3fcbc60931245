//! What the page makes of the journal on a later visit: several runs undone one by one and together, a journal that was
//! taken along as a file, and what has changed since.

#![expect(
    clippy::expect_used,
    reason = "outside test functions too, a test fails by panicking"
)]

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit;
use serde_json::Value;
use tenant::directory::Change;
use tenant::directory::Rows;
use tenant::rows::Application;
use tenant::rows::Row;
use tenant::worlds::World;

use super::engine::confirm_undo;
use super::engine::look;
use super::engine::rows;
use super::openssl;
use super::road::proof;
use super::road::walk;

/// The permission that every set-up consents to.
const PERMISSION: &str = "Calendars.ReadWrite";
/// What the button that gives a file of a journal is called.
const TAKE_IN: &str = "Take a journal in";

/// Sets up with the vendor's certificate; returns the rows of before, once the console itself was consented to.
async fn set_up(page: &Page) -> Result<Value, Trouble> {
    let certificate = proof::vendor_certificate(page);
    walk::to_the_plan(page, &certificate).await?;
    let before = rows(page);
    page.press("#approve").await?;
    page.see("Ready to hand over").await?;
    Ok(before)
}

/// A second run: what is there stays, and one permission more is asked and consented to.
async fn ask_for_mailbox_settings(page: &Page) -> Result<(), Trouble> {
    look(page).await?;
    page.press("#confirm-tenant").await?;
    page.press("#mailbox-settings").await?;
    page.press("#choose").await?;
    walk::consent(page, "#plan").await?;
    page.see("2 changes will be made").await?;
    page.press("#approve").await?;
    page.see("Ready to hand over").await
}

#[tokio::test]
async fn of_two_runs_the_later_is_undone_alone_and_then_all_of_them() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        let before = set_up(page).await?;
        let after_first = rows(page);
        ask_for_mailbox_settings(page).await?;
        assert_ne!(rows(page), after_first, "the second run did nothing");

        look(page).await?;
        page.press("#history summary").await?;
        page.press("#undo-1").await?;
        confirm_undo(page).await?;
        assert_eq!(rows(page), after_first, "more or less than the second run");

        look(page).await?;
        page.press("#history summary").await?;
        page.press("#undo-2").await?;
        confirm_undo(page).await?;
        assert_eq!(rows(page), before, "both runs");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_older_run_is_undone_with_every_run_since() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        let before = set_up(page).await?;
        ask_for_mailbox_settings(page).await?;
        look(page).await?;
        page.press("#history summary").await?;
        page.press("#undo-2").await?;
        confirm_undo(page).await?;
        assert_eq!(walk::applications(page), Vec::<Value>::new());
        assert_eq!(rows(page), before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_journal_taken_in_from_a_file_is_shown_as_a_claim_and_undone() -> Result<(), Trouble> {
    visit(
        Scene::new(World::University).in_a_whole_browser(),
        async |page| {
            let before = set_up(page).await?;
            look(page).await?;
            page.press("#history summary").await?;
            page.press("#save-journal").await?;
            let journal = page.downloaded("mytimetable-journal.json").await?;

            // Another computer knows nothing of it.
            page.press("#forget-tenant").await?;
            page.press("#forget-confirm").await?;
            page.see("History in this browser (0)").await?;
            page.press("#history summary").await?;
            assert!(!page.text().await?.contains("from another computer"));

            let damaged = page.site().join("damaged.json");
            std::fs::write(&damaged, "{")?;
            page.attach(TAKE_IN, &damaged).await?;
            page.see("This file cannot be read as a journal").await?;

            let written = walk::writes(page).len();
            page.attach(TAKE_IN, &journal).await?;
            page.see("A journal from another computer").await?;
            page.see("nothing of it is taken on trust").await?;
            assert_eq!(walk::writes(page).len(), written, "taking in is reading");
            page.press("#undo-imported-1").await?;
            confirm_undo(page).await?;
            assert_eq!(walk::applications(page), Vec::<Value>::new());
            assert_eq!(rows(page), before);
            Ok(())
        },
    )
    .await
}

/// The application of the set-up.
fn ours(rows: &Rows) -> &Application {
    let ours = rows
        .applications
        .iter()
        .find(|row| row.unique_name.as_deref() == Some("mytimetable-calendar-push"));
    ours.expect("a set-up")
}

/// Somebody takes every certificate off the application.
fn take_certificates_off(page: &Page) {
    let mut tenant = page.tenant();
    let bare = Application {
        key_credentials: Vec::new(),
        ..ours(tenant.directory.primary()).clone()
    };
    let change = Change::Put(Row::Application(bare));
    tenant.directory.write_everywhere(change);
}

/// Somebody withdraws the consent that a run gave.
fn withdraw_consent(page: &Page) {
    let mut tenant = page.tenant();
    let rows = tenant.directory.primary();
    let client = &ours(rows).app_id;
    let principal = rows.service_principal_by_app_id(client);
    let principal = principal.expect("its service principal").id.clone();
    let held = rows
        .assignments
        .iter()
        .find(|row| row.principal_id == principal);
    let held = held.expect("a consent").id.clone();
    // Everywhere at once: that copies lag behind is not what this is about.
    tenant
        .directory
        .write_everywhere(Change::RemoveAssignment(held));
}

#[tokio::test]
async fn what_has_changed_since_is_shown_and_set_right() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        set_up(page).await?;
        let client_id = page.text_of("#hand-over-client-id").await?;
        let done = rows(page);
        look(page).await?;
        assert!(!page.text().await?.contains("Changed since the last run"));

        withdraw_consent(page);
        look(page).await?;
        page.see("Changed since the last run").await?;
        let drift = page.text_of("#drift").await?;
        assert!(drift.contains(PERMISSION), "{drift}");
        assert_eq!(drift.lines().count(), 1, "only what has changed: {drift}");

        page.press("#show-drift").await?;
        walk::consent(page, "#plan").await?;
        page.see("One change will be made").await?;
        page.press("#approve").await?;
        page.see("Ready to hand over").await?;
        walk::expect_complete_rows(page, &client_id);
        assert_eq!(rows(page), done);

        look(page).await?;
        assert!(!page.text().await?.contains("Changed since the last run"));

        withdraw_consent(page);
        take_certificates_off(page);
        choose_again(page).await
    })
    .await
}

/// Where the certificate is gone no plan can set all right by itself: the choices are made again, and the plan holds the rest.
async fn choose_again(page: &Page) -> Result<(), Trouble> {
    look(page).await?;
    page.see("Changed since the last run").await?;
    page.see("The certificate of that set-up is not there any more")
        .await?;
    page.press("#choose-drift").await?;
    let certificate = proof::vendor_certificate(page);
    page.attach("Choose the file", &certificate).await?;
    page.see("CN=push.mytimetable.example").await?;
    page.press("#choose").await?;
    walk::consent(page, "#plan").await?;
    page.see("2 changes will be made").await?;
    let plan = page.text_of("#plan").await?;
    assert!(plan.contains(PERMISSION), "{plan}");
    let thumbprint = openssl::thumbprint(&openssl::folder(page, "from-support"), "vendor.cer");
    assert!(plan.contains(&thumbprint), "{plan}");
    Ok(())
}
