//! The watch behind the scene sees what it is there for: each test does one forbidden thing and must be told of it.

use std::panic::AssertUnwindSafe;

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit;
use futures_util::FutureExt as _;
use tenant::worlds::World;

/// What became of the walk, in either kind of browser: both must be watched.
async fn in_each_kind(
    walk: impl AsyncFn(&Page) -> Result<(), Trouble>,
) -> [Result<(), Trouble>; 2] {
    let shell = visit(Scene::new(World::Empty), &walk).await;
    let whole = Scene::new(World::Empty).in_a_whole_browser();
    [shell, visit(whole, &walk).await]
}

/// Puts a page of our own beside the built one and opens it.
async fn open_instead(page: &Page, html: &str) -> Result<(), Trouble> {
    let whole = format!(r#"<!doctype html><link rel="icon" href="data:,">{html}<p>the end</p>"#);
    std::fs::write(page.site().join("other.html"), whole)?;
    page.driver
        .goto(&format!("{}other.html", page.address()))
        .await?;
    page.see("the end").await
}

#[tokio::test]
async fn a_faultless_page_passes() -> Result<(), Trouble> {
    visit(Scene::new(World::Empty), async |page| {
        open_instead(page, "<p>nothing forbidden</p>").await
    })
    .await
}

#[tokio::test]
async fn a_violation_of_the_policy_is_told() {
    let outcomes = in_each_kind(async |page| {
        let policy = r#"<meta http-equiv="Content-Security-Policy" content="style-src 'self'">"#;
        open_instead(page, &format!("{policy}<p style=\"color: red\">red?</p>")).await
    })
    .await;
    for outcome in outcomes {
        let Err(Trouble::Console(lines)) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(
            lines[0].starts_with("security: ") && lines[0].contains("style-src"),
            "{lines:?}"
        );
    }
}

#[tokio::test]
async fn an_error_of_a_script_is_told() {
    let outcome = visit(Scene::new(World::Empty), async |page| {
        open_instead(page, "<script>nobody.knows()</script>").await
    })
    .await;
    let Err(Trouble::Console(lines)) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(lines[0].contains("nobody is not defined"), "{lines:?}");
}

#[tokio::test]
async fn a_request_to_another_host_is_told() {
    let outcomes = in_each_kind(async |page| {
        // The same computer and the same port, but by another name: another origin, as any stranger is.
        let stranger = page.tenant_origin().replace("localhost", "127.0.0.1");
        open_instead(page, &format!("<img src=\"{stranger}/picture\">")).await
    })
    .await;
    for outcome in outcomes {
        let Err(Trouble::Strangers(addresses)) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(addresses[0].starts_with("http://127.0.0.1:"));
        assert!(addresses[0].ends_with("/picture"));
    }
}

/// Makes a worker of a script and waits for its message.
fn worker(script_address: &str) -> String {
    format!(
        r#"<p id="told"></p><script>
        new Worker({script_address}).onmessage = (event) => {{ told.textContent = event.data; }};
        </script>"#
    )
}

/// A worker's script that asks `address` and tells when the answer, or its refusal, is there.
fn asking(address: &str) -> String {
    format!("fetch('{address}').then(() => 'answered', () => 'refused').then(postMessage);")
}

#[tokio::test]
async fn a_request_of_a_worker_to_another_host_is_told() {
    let outcomes = in_each_kind(async |page| {
        let stranger = page.tenant_origin().replace("localhost", "127.0.0.1");
        // Made of a text, it has the policy of its page, which has none.
        let script = asking(&format!("{stranger}/data"));
        let address = format!("URL.createObjectURL(new Blob([\"{script}\"]))");
        open_instead(page, &worker(&address)).await?;
        page.see("refused").await
    })
    .await;
    for outcome in outcomes {
        let Err(Trouble::Strangers(addresses)) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(addresses[0].ends_with("/data"), "{addresses:?}");
    }
}

#[tokio::test]
async fn the_policy_that_the_host_sends_keeps_a_worker_from_asking_and_that_is_told() {
    let outcomes = in_each_kind(async |page| {
        let stranger = page.tenant_origin().replace("localhost", "127.0.0.1");
        let script = asking(&format!("{stranger}/data"));
        std::fs::write(page.site().join("asking.js"), script)?;
        open_instead(page, &worker("'asking.js'")).await?;
        page.see("refused").await
    })
    .await;
    for outcome in outcomes {
        // No stranger, or that would have been told; and the browser complains, as of any violation.
        let Err(Trouble::Console(lines)) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(
            lines[0].starts_with("worker: ") && lines[0].contains("connect-src"),
            "{lines:?}"
        );
    }
}

#[tokio::test]
async fn a_browser_that_crashes_does_not_hide_what_failed() {
    let outcome = visit(Scene::new(World::Empty), async |page| {
        page.driver.clone().quit().await?;
        assert_eq!("this", "that");
        Ok(())
    })
    .await;
    let Err(Trouble::Both(failed, _)) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(failed.to_string().contains("right: \"that\""), "{failed}");
}

#[tokio::test]
async fn a_failed_assertion_stays_one() {
    let visit = visit(Scene::new(World::Empty), async |page| {
        open_instead(page, "<p>this</p>").await?;
        assert_eq!(page.text().await?, "that");
        Ok(())
    });
    let panic = AssertUnwindSafe(visit).catch_unwind().await.unwrap_err();
    let words = panic.downcast_ref::<String>().unwrap();
    assert!(words.contains("right: \"that\""), "{words}");
}

/// That the page which is open has the clock of the visit. Both read this computer's clock in whole milliseconds, which the
/// visit makes ten of.
async fn expect_the_visit_s_clock(page: &Page) -> Result<(), Trouble> {
    const ROUNDING: i64 = 10;
    let before = page.now().unix_milliseconds();
    let clock = page.driver.execute("return Date.now()", Vec::new()).await?;
    let clock: i64 = clock.convert()?;
    let after = page.now().unix_milliseconds();
    let possible = before - ROUNDING..=after + ROUNDING;
    assert!(possible.contains(&clock), "{clock} in {possible:?}");
    Ok(())
}

#[tokio::test]
async fn every_tab_has_the_clock_of_its_visit() -> Result<(), Trouble> {
    visit(Scene::new(World::Empty), async |page| {
        page.open().await?;
        expect_the_visit_s_clock(page).await?;
        page.new_tab().await?;
        page.open().await?;
        expect_the_visit_s_clock(page).await
    })
    .await
}
