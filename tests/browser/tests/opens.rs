//! The built page opens in any folder of a host and under its content policy, and where it cannot, it says so in words.

use browser::Scene;
use browser::Trouble;
use browser::visit;
use tenant::worlds::World;
use thirtyfour::By;

#[tokio::test]
async fn the_page_shows_its_heading_in_a_folder_of_its_host() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        page.open().await?;
        // The static words have gone: the program has started.
        page.wait_gone("#skeleton").await?;
        page.see("MyTimetable Setup Console").await?;
        page.screenshot("opened").await
    })
    .await
}

#[tokio::test]
async fn in_a_frame_there_is_nothing_but_the_way_out() -> Result<(), Trouble> {
    visit(Scene::new(World::Empty), async |page| {
        let frame = r#"<!doctype html><link rel="icon" href="data:,"><iframe src="./"></iframe>"#;
        std::fs::write(page.site().join("frame.html"), frame)?;
        page.driver
            .goto(&format!("{}frame.html", page.address()))
            .await?;
        page.driver
            .find(By::Tag("iframe"))
            .await?
            .enter_frame()
            .await?;
        let link = "Open MyTimetable Setup Console in its own window";
        page.see(link).await?;
        assert_eq!(page.text().await?, link);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_webassembly_it_says_what_is_needed() -> Result<(), Trouble> {
    visit(Scene::new(World::Empty), async |page| {
        page.run_first("delete globalThis.WebAssembly").await?;
        page.open().await?;
        page.see("This browser does not run WebAssembly").await
    })
    .await
}

#[tokio::test]
async fn without_javascript_it_says_what_is_needed_in_both_languages_and_nothing_else()
-> Result<(), Trouble> {
    visit(Scene::new(World::Empty), async |page| {
        let off = serde_json::json!({ "value": true });
        let command = "Emulation.setScriptExecutionDisabled";
        page.driver.cdp().send_raw(command, off).await?;
        page.open().await?;
        page.see("This page needs JavaScript.").await?;
        let text = page.text().await?;
        assert!(
            text.contains("Deze pagina heeft JavaScript nodig."),
            "{text}"
        );
        assert_eq!(
            text.lines().filter(|line| !line.trim().is_empty()).count(),
            3,
            "{text}"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_static_words_are_in_the_language_that_was_chosen_before() -> Result<(), Trouble> {
    visit(Scene::new(World::Empty), async |page| {
        page.run_first("delete globalThis.WebAssembly; localStorage.setItem('language', 'nl')")
            .await?;
        page.open().await?;
        page.see("Deze browser voert geen WebAssembly uit").await?;
        let text = page.text().await?;
        assert!(!text.contains("This browser"), "{text}");
        let root = page.driver.find(By::Tag("html")).await?;
        assert_eq!(root.attr("lang").await?.as_deref(), Some("nl"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_program_that_is_not_the_pages_own_is_not_run() -> Result<(), Trouble> {
    let outcome = visit(Scene::new(World::Empty), async |page| {
        for entry in std::fs::read_dir(page.site())? {
            let path = entry?.path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with("console-") && name.ends_with(".wasm") {
                // A custom section more changes nothing that runs; only the digest can tell.
                let mut program = std::fs::read(&path)?;
                program.extend([0, 2, 1, b'x']);
                std::fs::write(&path, program)?;
            }
        }
        page.open().await?;
        page.see("The program could not be loaded.").await
    })
    .await;
    let Err(Trouble::Console(lines)) = outcome else {
        panic!("the browser did not complain: {outcome:?}")
    };
    assert!(
        lines.iter().any(|line| line.contains("integrity")),
        "{lines:?}"
    );
    Ok(())
}
