//! What becomes of a run that is interrupted, how it is undone, and what people do one after the other.

use std::collections::BTreeSet;

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit;
use serde_json::Value;
use serde_json::json;
use tenant::faults::Fault;
use tenant::worlds::World;

use super::road::proof;
use super::road::walk;
use super::road::walk::ADMINISTRATOR;

/// Name that the page proposes for the application.
pub(crate) const NAME: &str = "MyTimetable calendar push";

/// Signs in for looking, and waits for the tenant page.
pub(crate) async fn look(page: &Page) -> Result<(), Trouble> {
    page.open().await?;
    walk::sign_in(page, ADMINISTRATOR).await
}

/// The rows of the tenant, in the form in which runs are compared.
pub(crate) fn rows(page: &Page) -> Value {
    tenant::canonical(&page.tenant())
}

/// Which roles are held, by whom, of which API.
fn roles_held(page: &Page) -> BTreeSet<String> {
    let assignments = walk::rows(page, "app-role-assignments").into_iter();
    let held = |row: Value| {
        let names = ["principalId", "resourceId", "appRoleId"];
        names.map(|name| row[name].to_string()).join(" ")
    };
    assignments.map(held).collect()
}

/// Undoes the last entry of this browser's history, up to the page that says so.
async fn undo_last(page: &Page) -> Result<(), Trouble> {
    look(page).await?;
    page.press("#history summary").await?;
    page.press("#undo-1").await?;
    confirm_undo(page).await
}

/// Confirms by typing the name, wrongly first, and waits until it is undone.
pub(crate) async fn confirm_undo(page: &Page) -> Result<(), Trouble> {
    walk::consent(page, "#confirm-undo").await?;
    page.press("#approve-undo").await?;
    page.see("That is not the name. Nothing was done.").await?;
    let label = "MyTimetable may be using this. To confirm, type the application's name:";
    page.type_into(&format!("{label} {NAME}"), NAME).await?;
    page.press("#approve-undo").await?;
    page.see("What the plan said was done and read back.").await
}

#[tokio::test]
async fn reloaded_in_the_middle_it_goes_on_to_the_end_and_is_undone_to_the_start()
-> Result<(), Trouble> {
    visit(
        Scene::new(World::University).at_life_s_pace(),
        async |page| {
            let certificate = proof::vendor_certificate(page);
            walk::to_the_plan(page, &certificate).await?;
            // Only now: consenting to the console is a change too, and not the run's.
            let before = rows(page);
            page.press("#approve").await?;
            page.until("a second write", async || {
                (walk::writes(page).len() >= 2).then_some(())
            })
            .await?;

            look(page).await?;
            page.see("in this browser did not finish.").await?;
            page.press("#go-on-run").await?;
            // What was approved is carried out: nobody is asked again.
            walk::consent(page, "#progress").await?;
            page.see("Ready to hand over").await?;
            let client_id = page.text_of("#hand-over-client-id").await?;
            walk::expect_complete_rows(page, &client_id);
            assert_eq!(walk::writes(page).len(), 5, "nothing was done twice");

            undo_last(page).await?;
            assert_eq!(walk::applications(page), Vec::<Value>::new());
            assert_eq!(rows(page), before);
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn a_set_up_made_by_hand_is_adopted_cleaned_and_given_back() -> Result<(), Trouble> {
    visit(Scene::new(World::Manual2017), async |page| {
        look(page).await?;
        page.press("#confirm-tenant").await?;
        page.press("#application-0").await?;
        page.press("#remove-obsolete").await?;
        page.press("#choose").await?;
        walk::consent(page, "#checks").await?;
        let before = (rows(page)["applications"].clone(), roles_held(page));
        page.press("#after-checks").await?;
        page.see("Its name and its certificates stay.").await?;
        page.press("#approve").await?;
        page.see("Ready to hand over").await?;
        let client_id = page.text_of("#hand-over-client-id").await?;
        let adopted = walk::applications(page)
            .into_iter()
            .find(|row| row["appId"] == json!(client_id));
        let adopted = adopted.unwrap_or_default();
        assert_eq!(adopted["displayName"], json!(NAME));
        assert_eq!(adopted["tags"], json!(["mytimetable-setup-console"]));
        assert_eq!(adopted["keyCredentials"].as_array().map(Vec::len), Some(2));
        let declared = adopted["requiredResourceAccess"].to_string();
        assert!(
            !declared.contains("00000002-0000-0ff1-ce00-000000000000"),
            "{declared}"
        );

        assert_ne!(
            roles_held(page),
            before.1,
            "the old API's role is still held"
        );

        undo_last(page).await?;
        // A role that was withdrawn and is given again is held since now, and under another id: only that differs.
        let after = (rows(page)["applications"].clone(), roles_held(page));
        assert_eq!(after, before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_consent_is_handed_to_a_colleague_by_a_link() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        let certificate = proof::vendor_certificate(page);
        page.open().await?;
        walk::sign_in(page, "cloud.app.admin@voorbeeld.example").await?;
        page.press("#confirm-tenant").await?;
        page.press("#source-vendor").await?;
        page.attach("Choose the file", &certificate).await?;
        page.see("CN=push.mytimetable.example").await?;
        page.press("#choose").await?;
        walk::consent(page, "#checks").await?;
        page.press("button#leave-consent").await?;
        page.press("#approve").await?;
        page.see("Almost ready: a colleague has to consent").await?;
        let link = page.text_of("#invitation-link").await?;
        let client_id = page.text_of("#hand-over-client-id").await?;
        for id in [&client_id, &page.tenant().id.to_string()] {
            assert!(!link.contains(id.as_str()), "{link}");
        }

        page.driver.goto("about:blank").await?;
        page.driver.goto(&link).await?;
        page.see("A colleague").await?;
        let shown = page.driver.current_url().await?;
        assert_eq!(shown.fragment(), None, "the choice stays in the address");
        walk::sign_in(page, "global.admin@voorbeeld.example").await?;
        page.press("#confirm-tenant").await?;
        page.press("#choose").await?;
        walk::consent(page, "#plan").await?;
        page.see("One change will be made").await?;
        page.press("#approve").await?;
        page.see("Ready to hand over").await?;
        walk::expect_complete_rows(page, &client_id);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_may_not_register_hands_the_whole_set_up_on_before_anything_is_written()
-> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        let certificate = proof::vendor_certificate(page);
        page.open().await?;
        walk::sign_in(page, "privileged.role.admin@voorbeeld.example").await?;
        page.press("#confirm-tenant").await?;
        page.press("#source-vendor").await?;
        page.attach("Choose the file", &certificate).await?;
        page.see("CN=push.mytimetable.example").await?;
        page.press("#choose").await?;
        walk::consent(page, "#hand-on").await?;
        let roles = page.text_of("#hand-on-roles").await?;
        assert!(roles.contains("Cloud Application Administrator"), "{roles}");
        page.see("on together with the link").await?;
        let link = page.text_of("#invitation-link").await?;
        assert_eq!(walk::writes(page), []);

        page.driver.goto("about:blank").await?;
        page.driver.goto(&link).await?;
        page.see("A colleague").await?;
        walk::sign_in(page, walk::ADMINISTRATOR).await?;
        page.press("#confirm-tenant").await?;
        page.attach("Choose the file", &certificate).await?;
        page.see("CN=push.mytimetable.example").await?;
        page.press("#choose").await?;
        walk::consent(page, "#plan").await?;
        page.press("#approve").await?;
        page.see("Ready to hand over").await?;
        let client_id = page.text_of("#hand-over-client-id").await?;
        walk::expect_complete_rows(page, &client_id);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_claims_challenge_in_the_middle_is_answered_and_the_run_goes_on() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        let certificate = proof::vendor_certificate(page);
        walk::to_the_plan(page, &certificate).await?;
        page.tenant().add_fault(Fault::ClaimsChallenge);
        page.press("#approve").await?;
        page.see("Microsoft asks you to sign in once more").await?;
        page.press("main #look-again").await?;
        // The person is known to Entra; what was approved goes on by itself.
        walk::consent(page, "#progress").await?;
        page.tenant().lift(Fault::ClaimsChallenge);
        page.see("Ready to hand over").await?;
        let client_id = page.text_of("#hand-over-client-id").await?;
        walk::expect_complete_rows(page, &client_id);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn at_the_end_the_console_withdraws_its_own_consent() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        let certificate = proof::vendor_certificate(page);
        walk::to_the_plan(page, &certificate).await?;
        page.press("#approve").await?;
        page.see("Ready to hand over").await?;
        let client_id = page.text_of("#hand-over-client-id").await?;
        page.press("#leave").await?;
        page.see("Only this console loses what it was allowed in your tenant.")
            .await?;
        page.press("#approve").await?;
        page.see("The set-up for MyTimetable stays as it is.")
            .await?;
        walk::expect_complete_rows(page, &client_id);
        let console = json!(tenant::worlds::CONSOLE_APP_ID);
        let principals = walk::rows(page, "service-principals");
        assert!(principals.iter().all(|row| row["appId"] != console));
        Ok(())
    })
    .await
}
