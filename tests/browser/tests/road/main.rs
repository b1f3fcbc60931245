//! The main road in a browser: from signing in to a calendar event that the vendor's side writes with nothing but what
//! the page gave.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "outside test functions too, a test fails by panicking"
)]

pub(crate) mod keys;
pub(crate) mod proof;
pub(crate) mod walk;

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit;
use browser::visit_and_search;
use serde_json::json;
use tenant::worlds::World;
use walk::ADMINISTRATOR;
use walk::KEY_PASSWORD;

use super::openssl;
use super::traces;

#[tokio::test]
async fn on_premises_the_saved_files_and_shown_ids_write_a_calendar_event() -> Result<(), Trouble> {
    let walk = async |page: &Page| {
        page.open().await?;
        walk::sign_in(page, ADMINISTRATOR).await?;
        let tenant_id = page.tenant().id.to_string();
        assert_eq!(page.text_of("#tenant-id").await?, tenant_id);
        page.press("#confirm-tenant").await?;
        walk::choose_to_make_keys(page).await?;
        keys::make(page).await?;
        keys::make_store(page).await?;
        let (certificate, key) = keys::save(page).await?;
        keys::save_all(page).await?;
        keys::go_on_unproved(page).await?;

        page.see("5 changes will be made").await?;
        assert_eq!(
            walk::writes(page),
            Vec::<walk::Write>::new(),
            "something was written before approval"
        );
        let previews = walk::unfold_plan(page).await?;
        page.screenshot("plan").await?;
        page.press("#approve").await?;
        walk::see_what_is_waited_for(page).await?;
        page.see("Ready to hand over").await?;
        page.screenshot("hand-over").await?;

        let client_id = page.text_of("#hand-over-client-id").await?;
        assert_eq!(page.text_of("#hand-over-tenant-id").await?, tenant_id);
        walk::expect_complete_rows(page, &client_id);
        assert_eq!(
            walk::writes(page),
            walk::filled(page, &previews, &client_id)
        );
        let support = page.text_of("#support-text").await?;
        assert!(
            support.contains(&tenant_id) && support.contains(&client_id),
            "{support}"
        );
        assert!(
            !support.contains(KEY_PASSWORD),
            "the password is in the text for support"
        );

        proof::write_event(page, &tenant_id, &client_id, &certificate, &key).await?;

        walk::expect_nothing_to_change(page, &client_id).await
    };
    visit_and_search(
        Scene::new(World::University).at_life_s_pace(),
        walk,
        |remains| {
            let key = openssl::opened(&remains.downloads().join("key.pem"), KEY_PASSWORD);
            traces::expect_none(remains, &key, &[KEY_PASSWORD, keys::STORE_PASSWORD]);
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn hosted_in_dutch_beside_strangers_of_the_same_name() -> Result<(), Trouble> {
    visit(Scene::new(World::Taken).at_life_s_pace(), async |page| {
        let strangers = walk::applications(page);
        assert_eq!(strangers.len(), 2);
        page.open().await?;
        page.click("Nederlands").await?;
        walk::sign_in(page, ADMINISTRATOR).await?;
        let set_ups = page.text_of("#set-ups").await?;
        assert_eq!(
            set_ups.matches("niet door deze console gemaakt").count(),
            2,
            "{set_ups}"
        );
        page.press("#confirm-tenant").await?;
        page.press("#source-vendor").await?;
        page.attach("Kies het bestand", &proof::vendor_certificate(page))
            .await?;
        page.see("CN=push.mytimetable.example").await?;
        page.press("#mailbox-settings").await?;
        page.press("#choose").await?;
        walk::consent(page, "#checks").await?;
        page.see("Al aanwezig:").await?;
        page.press("#after-checks").await?;
        page.see("6 wijzigingen").await?;
        page.press("#approve").await?;
        page.see("Klaar om over te dragen").await?;

        let permissions = page.text_of("#hand-over-permissions").await?;
        assert_eq!(
            permissions,
            "Calendars.ReadWrite, MailboxSettings.ReadWrite"
        );
        let after = walk::applications(page);
        assert_eq!(after.len(), 3);
        for stranger in strangers {
            assert!(
                after.contains(&stranger),
                "a stranger's application was changed: {stranger}"
            );
        }
        let ours = after
            .iter()
            .find(|row| row["uniqueName"] == json!("mytimetable-calendar-push"));
        assert_eq!(
            ours.map(|row| row["tags"].clone()),
            Some(json!(["mytimetable-setup-console"]))
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whatever_was_written_stands_in_the_journal_when_the_tab_is_closed() -> Result<(), Trouble>
{
    visit(
        Scene::new(World::University).at_life_s_pace(),
        async |page| {
            let certificate = proof::vendor_certificate(page);
            // The last visit leaves at least one of the five writes to do: its run did not finish.
            while walk::writes(page).len() < 4 {
                walk::to_the_plan(page, &certificate).await?;
                let before = walk::writes(page).len();
                page.press("#approve").await?;
                page.until("one more write", async || {
                    (walk::writes(page).len() > before).then_some(())
                })
                .await?;
                walk::close_tab(page).await?;
                // First what was sent, then what was announced: a request is announced before it is sent.
                let written = walk::writes(page);
                let intents = walk::journal_intents(page).await?;
                for write in written {
                    assert!(
                        intents.contains(&write),
                        "{write:?} is not in the journal: {intents:?}"
                    );
                }
            }
            page.open().await?;
            walk::sign_in(page, ADMINISTRATOR).await?;
            page.see("in this browser did not finish.").await
        },
    )
    .await
}

#[tokio::test]
async fn of_two_tabs_only_one_carries_out() -> Result<(), Trouble> {
    visit(
        Scene::new(World::University)
            .at_life_s_pace()
            .in_a_whole_browser(),
        async |page| {
            let certificate = proof::vendor_certificate(page);
            walk::to_the_plan(page, &certificate).await?;
            let first = page.driver.window().await?;
            let second = page.new_tab().await?;
            walk::to_the_plan(page, &certificate).await?;
            let document = walk::saved_change_request(page).await?;
            assert!(
                document
                    .contains("PATCH /v1.0/applications(uniqueName='mytimetable-calendar-push')"),
                "{document}"
            );

            page.driver.switch_to_window(first.clone()).await?;
            page.press("#approve").await?;
            page.until("a first write", async || {
                (!walk::writes(page).is_empty()).then_some(())
            })
            .await?;
            page.driver.switch_to_window(second).await?;
            page.press("#approve").await?;
            page.see("Another tab of this browser is carrying out a plan for this tenant.")
                .await?;

            page.driver.switch_to_window(first).await?;
            page.see("Ready to hand over").await?;
            assert_eq!(walk::writes(page).len(), 5);
            assert_eq!(walk::applications(page).len(), 1);
            Ok(())
        },
    )
    .await
}
