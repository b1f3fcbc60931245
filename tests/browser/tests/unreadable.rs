//! A journal of which a line is damaged: nothing of it is believed and nothing is begun, and the person can save and forget it.

use browser::Scene;
use browser::Trouble;
use browser::visit;
use tenant::worlds::World;
use thirtyfour::By;

use super::engine::look;

/// What stands in the journal in place of a line.
const DAMAGED: &str = "no line of ours";
/// Puts it there.
const DAMAGE: &str = "const [line, done] = arguments;
    const opening = indexedDB.open('mytimetable-setup-console');
    opening.onsuccess = () => {
        const adding = opening.result.transaction('journal', 'readwrite');
        adding.objectStore('journal').add(line);
        adding.oncomplete = () => { opening.result.close(); done(); };
    };";

#[tokio::test]
async fn a_damaged_journal_keeps_all_from_being_written_until_it_is_forgotten()
-> Result<(), Trouble> {
    visit(
        Scene::new(World::University).in_a_whole_browser(),
        async |page| {
            look(page).await?;
            let line = vec![serde_json::json!(DAMAGED)];
            page.driver.execute_async(DAMAGE, line).await?;
            page.press("#look-again").await?;
            page.first_of(&["#journal-unreadable"]).await?;
            let ways_on = page.driver.find_all(By::Css("#confirm-tenant")).await?;
            assert!(ways_on.is_empty());

            page.press("#save-lines").await?;
            let saved = page.downloaded("mytimetable-journal-lines.txt").await?;
            assert_eq!(std::fs::read_to_string(saved)?, format!("{DAMAGED}\n"));

            page.press("#history summary").await?;
            page.press("#forget-tenant").await?;
            page.press("#forget-confirm").await?;
            page.first_of(&["#confirm-tenant"]).await?;
            page.wait_gone("#journal-unreadable").await
        },
    )
    .await
}
