//! The built page in a real browser, against the served tenant: what the tests in `tests/` are written with.
//!
//! A test is one [`visit`]: a tenant and the page on two ports of localhost, a browser with an empty profile, and what a
//! person does, in a person's words: open, click, type, see. However it ends, the visit looks at what a person does not
//! see: errors on the console, violations of the content policy, requests to anyone else. Nothing here knows Entra,
//! Graph or what the page is for; nothing waits a fixed time. Time goes by ten times as fast for page and tenant, unless the
//! scene says otherwise.

mod driver;
pub mod figures;
mod find;
mod pace;
mod page;
mod patience;
mod remains;
mod scene;
mod trouble;
mod watch;

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::panic::resume_unwind;
use std::path::PathBuf;

use driver::NetworkLog;
use futures_util::FutureExt as _;
use thirtyfour::BrowserLogEntry;

pub use page::Page;
pub use remains::Remains;
pub use scene::Scene;
pub use scene::dist;
pub use trouble::Trouble;

/// Sets the scene, has `walk` act on the page, and looks behind the scene afterwards.
///
/// A failed walk leaves a picture of its last moment in `target/screenshots`.
pub async fn visit(
    scene: Scene,
    walk: impl AsyncFnOnce(&Page) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let page = Page::new(scene, NetworkLog::Addresses).await?;
    walked(page, walk).await.map(|_| ())
}

/// As [`visit`]; after a good one `search` looks at what the browser left when it ended.
pub async fn visit_and_search(
    scene: Scene,
    walk: impl AsyncFnOnce(&Page) -> Result<(), Trouble>,
    search: impl FnOnce(&Remains) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let page = Page::new(scene, NetworkLog::Everything).await?;
    search(&walked(page, walk).await?)
}

/// Walks, ends the browser, and tells what came of both.
async fn walked(
    page: Page,
    walk: impl AsyncFnOnce(&Page) -> Result<(), Trouble>,
) -> Result<Remains, Trouble> {
    // A failed assertion is a panic; the browser must be closed after it too.
    let outcome = AssertUnwindSafe(walk(&page)).catch_unwind().await;
    if !matches!(outcome, Ok(Ok(()))) {
        // The walk's own failure is the one to be told; a browser that cannot take a picture adds nothing to it.
        let _ = page.screenshot(&format!("failed-{}", test_name())).await;
    }
    let console = page.console().await;
    // A browser that crashed cannot be closed; that must not hide what came of the walk. A stranger comes first, since the
    // errors on the console are often about it.
    let (stage, strangers) = page.close().await;
    let console = console.and_then(|entries| without_errors(entries, &stage.tenant_origin));
    let behind = strangers.and(console.as_ref().map(|_| ()).map_err(Trouble::clone));
    verdict(outcome, behind)?;
    Ok(Remains::new(stage, console?))
}

/// What was written on the console, if no errors are among it; violations of the content policy would be.
fn without_errors(
    console: Vec<BrowserLogEntry>,
    tenant_origin: &str,
) -> Result<Vec<BrowserLogEntry>, Trouble> {
    let errors = watch::errors(&console, tenant_origin);
    if errors.is_empty() {
        return Ok(console);
    }
    Err(Trouble::Console(errors))
}

/// The walk's failure if it failed, else what was seen behind the scene. After a failed walk the latter is told as well,
/// since it is most often the cause.
fn verdict(
    outcome: Result<Result<(), Trouble>, Box<dyn Any + Send>>,
    behind: Result<(), Trouble>,
) -> Result<(), Trouble> {
    match (outcome, behind) {
        (Ok(Ok(())), behind) => behind,
        (Ok(Err(trouble)), Ok(())) => Err(trouble),
        (Ok(Err(trouble)), Err(cause)) => Err(Trouble::Both(Box::new(trouble), Box::new(cause))),
        (Err(panic), Ok(())) => resume_unwind(panic),
        (Err(panic), Err(cause)) => {
            let words = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            let failed = Trouble::Assertion(words.unwrap_or_else(|| "see above".to_owned()));
            Err(Trouble::Both(Box::new(failed), Box::new(cause)))
        }
    }
}

/// The running test's name, as a file's name.
fn test_name() -> String {
    let thread = std::thread::current();
    thread.name().unwrap_or("unnamed").replace("::", "-")
}

/// The repository's `target` folder.
fn target() -> PathBuf {
    repository().join("target")
}

/// The repository.
fn repository() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
