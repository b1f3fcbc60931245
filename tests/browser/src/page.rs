//! The page as a person has it before them, and what a person does with it.

use std::path::Path;
use std::path::PathBuf;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use base::Timestamp;
use tenant::Tenant;
use thirtyfour::BrowserLogEntry;
use thirtyfour::By;
use thirtyfour::Key;
use thirtyfour::WebDriver;
use thirtyfour::WebElement;
use thirtyfour::WindowHandle;
use url::Url;

use crate::Scene;
use crate::Trouble;
use crate::driver::Driver;
use crate::driver::Kind;
use crate::driver::NetworkLog;
use crate::driver::downloads;
use crate::driver::network_log;
use crate::find;
use crate::patience::until;
use crate::scene::Stage;
use crate::watch;

/// Finds elements by an XPath.
const BY_PATH: &str = "(path) => {
    const found = document.evaluate(path, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    return Array.from({ length: found.snapshotLength }, (_, at) => found.snapshotItem(at));
}";
/// Finds elements by a CSS selector.
const BY_SELECTOR: &str = "(selector) => Array.from(document.querySelectorAll(selector))";

/// Says whether a person can use an element. The choices of a closed list are as good as the list.
const USABLE: &str = "(element) =>
    (element.closest('select') ?? element).checkVisibility({ visibilityProperty: true }) &&
    !element.matches(':disabled')";

/// A browser window, with the tenant behind it.
#[derive(Debug)]
pub struct Page {
    /// For what the verbs here cannot say.
    pub driver: WebDriver,
    stage: Stage,
    /// Ends with the page.
    _chromedriver: Driver,
}

impl Page {
    pub(crate) async fn new(scene: Scene, log: NetworkLog) -> Result<Self, Trouble> {
        // What a shell leaves is not what a person's browser leaves.
        let kind = if scene.whole_browser || log == NetworkLog::Everything {
            Kind::Whole
        } else {
            Kind::Shell
        };
        let stage = Stage::set(scene).await?;
        let chromedriver = Driver::start()?;
        let driver = chromedriver.browser(&stage.scratch, kind, log).await?;
        let page = Self {
            driver,
            stage,
            _chromedriver: chromedriver,
        };
        page.keep_time().await?;
        Ok(page)
    }

    /// Where the page is hosted, e.g. `http://localhost:4711/some/folder/`.
    pub fn address(&self) -> &str {
        &self.stage.address
    }

    /// The folder whose files are served at [`address`](Self::address): this visit's own copy of the built page.
    pub fn site(&self) -> &Path {
        &self.stage.site
    }

    /// Where Entra and Graph are, e.g. `http://localhost:4712`.
    pub fn tenant_origin(&self) -> &str {
        &self.stage.tenant_origin
    }

    /// The tenant, to look at its rows and at what it was asked. Not to be held across an `await`: it could not answer.
    pub fn tenant(&self) -> MutexGuard<'_, Tenant> {
        self.stage
            .tenant
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The moment that it is for the page and the tenant.
    pub fn now(&self) -> Timestamp {
        self.stage.pace.now()
    }

    /// Opens one more tab and goes there.
    pub async fn new_tab(&self) -> Result<WindowHandle, Trouble> {
        let tab = self.driver.new_tab().await?;
        self.driver.switch_to_window(tab.clone()).await?;
        self.keep_time().await?;
        Ok(tab)
    }

    /// Has the pages of this tab live in the visit's time.
    async fn keep_time(&self) -> Result<(), Trouble> {
        match self.stage.pace.script() {
            Some(script) => self.run_first(&script).await,
            None => Ok(()),
        }
    }

    /// Goes to the page.
    pub async fn open(&self) -> Result<(), Trouble> {
        Ok(self.driver.goto(&self.stage.address).await?)
    }

    /// Has a script run before the page's own whenever a page opens from now on: for lesser browsers than this one.
    pub async fn run_first(&self, script: &str) -> Result<(), Trouble> {
        let command = "Page.addScriptToEvaluateOnNewDocument";
        let source = serde_json::json!({ "source": script });
        self.driver.cdp().send_raw(command, source).await?;
        Ok(())
    }

    /// Presses the button, link, or label that reads `words`, once it is there and can be pressed.
    pub async fn click(&self, words: &str) -> Result<(), Trouble> {
        let what = format!("something to press that reads '{words}'");
        let path = find::pressable(words);
        self.wait(&what, async || {
            let element = self.usable(&path).await?;
            // While the page is still drawing another element may lie in the way: look again.
            element.click().await.ok()
        })
        .await
    }

    /// Presses the first element that the CSS selector finds, once it can be pressed.
    pub async fn press(&self, selector: &str) -> Result<(), Trouble> {
        let what = format!("'{selector}' to press");
        self.wait(&what, async || {
            let element = self.first_usable(BY_SELECTOR, selector).await?;
            element.click().await.ok()
        })
        .await
    }

    /// Waits until one of the CSS selectors finds something, and returns the first that does.
    pub async fn first_of<'s>(&self, selectors: &[&'s str]) -> Result<&'s str, Trouble> {
        self.wait(&format!("one of {selectors:?}"), async || {
            for selector in selectors {
                let found = self.driver.find_all(By::Css(*selector)).await.ok()?;
                if !found.is_empty() {
                    return Some(*selector);
                }
            }
            None
        })
        .await
    }

    /// Waits until `look` finds something, behind the scene as well as on it.
    pub async fn until<T>(
        &self,
        what: &str,
        look: impl AsyncFn() -> Option<T>,
    ) -> Result<T, Trouble> {
        self.wait(what, look).await
    }

    /// Types `text` into the empty or emptied field whose label is `label`.
    pub async fn type_into(&self, label: &str, text: &str) -> Result<(), Trouble> {
        let field = self.field(label).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Pastes `text` into the empty or emptied field whose label is `label`, all of it at once. A browser without a window has
    /// a clipboard of its own.
    pub async fn paste_into(&self, label: &str, text: &str) -> Result<(), Trouble> {
        let field = self.field(label).await?;
        field.clear().await?;
        self.allow_clipboard().await?;
        let copy = "navigator.clipboard.writeText(arguments[0]).then(arguments[1])";
        let text = vec![serde_json::json!(text)];
        self.driver.execute_async(copy, text).await?;
        Ok(field.send_keys(Key::Control + "v").await?)
    }

    /// The text that was copied last.
    pub async fn copied(&self) -> Result<String, Trouble> {
        self.allow_clipboard().await?;
        let read = "navigator.clipboard.readText().then(arguments[0])";
        let text = self.driver.execute_async(read, Vec::new()).await?;
        Ok(text.convert()?)
    }

    /// Gives a file of this computer to the file field whose label is `label`.
    pub async fn attach(&self, label: &str, file: &Path) -> Result<(), Trouble> {
        self.attach_all(label, &[file]).await
    }

    /// Gives several files of this computer at once to the file field whose label is `label`.
    pub async fn attach_all(&self, label: &str, files: &[&Path]) -> Result<(), Trouble> {
        let path = find::field(label);
        let what = format!("a field labelled '{label}'");
        // Pages hide the browser's own file field behind a nicer one, so it need not be in sight.
        let field = self
            .wait(&what, async || {
                self.driver.find(By::XPath(path.as_str())).await.ok()
            })
            .await?;
        // One a line (WebDriver, section 12.5.3).
        let names: Vec<String> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        Ok(field.send_keys(names.join("\n")).await?)
    }

    /// Drags a file of this computer onto what holds the element that the CSS selector finds, and drops it.
    pub async fn drop_onto(&self, selector: &str, file: &Path) -> Result<(), Trouble> {
        let area = "const area = document.querySelector(arguments[0]).parentElement;
            area.scrollIntoView({ block: 'center' });
            const { x, y, width, height } = area.getBoundingClientRect();
            return [x + width / 2, y + height / 2];";
        let selector = vec![serde_json::json!(selector)];
        let place = self.driver.execute(area, selector).await?;
        let [x, y]: [f64; 2] = place.convert()?;
        let files = [file.display().to_string()];
        for event in ["dragEnter", "dragOver", "drop"] {
            let data = serde_json::json!({ "items": [], "files": files, "dragOperationsMask": 1 });
            let event = serde_json::json!({ "type": event, "x": x, "y": y, "data": data });
            let cdp = self.driver.cdp();
            cdp.send_raw("Input.dispatchDragEvent", event).await?;
        }
        Ok(())
    }

    /// The field whose label is `label`, once it can be used.
    pub async fn field(&self, label: &str) -> Result<WebElement, Trouble> {
        let path = find::field(label);
        let what = format!("a field labelled '{label}'");
        self.wait(&what, async || self.usable(&path).await).await
    }

    /// Waits until `text` can be read on the page.
    pub async fn see(&self, text: &str) -> Result<(), Trouble> {
        self.wait(&format!("the text '{text}'"), async || {
            self.text().await.ok().filter(|page| page.contains(text))
        })
        .await
        .map(|_| ())
    }

    /// The visible text of the first element that the CSS selector finds, once it is there.
    pub async fn text_of(&self, selector: &str) -> Result<String, Trouble> {
        self.wait(&format!("the element '{selector}'"), async || {
            self.driver
                .find(By::Css(selector))
                .await
                .ok()?
                .text()
                .await
                .ok()
        })
        .await
    }

    /// Waits until the CSS selector finds nothing any more.
    pub async fn wait_gone(&self, selector: &str) -> Result<(), Trouble> {
        self.wait(&format!("the end of '{selector}'"), async || {
            let left = self.driver.find_all(By::Css(selector)).await.ok()?;
            left.is_empty().then_some(())
        })
        .await
    }

    /// All that can be read on the page now.
    pub async fn text(&self) -> Result<String, Trouble> {
        let text = "return document.body.innerText";
        let text = self.driver.execute(text, Vec::new()).await?;
        Ok(text.convert()?)
    }

    /// A file that the browser has saved under this name, once it is complete.
    pub async fn downloaded(&self, name: &str) -> Result<PathBuf, Trouble> {
        let path = downloads(&self.stage.scratch).join(name);
        // Chromium writes under another name and gives the file its own when it is complete.
        self.wait(&format!("the downloaded file '{name}'"), async || {
            path.is_file().then(|| path.clone())
        })
        .await
    }

    /// Saves a picture of the page as `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> Result<(), Trouble> {
        let folder = crate::target().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        Ok(self.driver.screenshot(&file).await?)
    }

    /// All that was written on the console since the last look.
    pub(crate) async fn console(&self) -> Result<Vec<BrowserLogEntry>, Trouble> {
        Ok(self.driver.get_log("browser").await?)
    }

    /// Ends the browser, and looks whom it asked while it ran. Returns the stage, too, on which the tenant still is.
    pub(crate) async fn close(self) -> (Stage, Result<(), Trouble>) {
        let ended = self.driver.quit().await;
        let strangers = match ended {
            Ok(()) => no_strangers(&self.stage).await,
            Err(error) => Err(error.into()),
        };
        (self.stage, strangers)
    }

    /// Lets scripts of the test use the clipboard; the page itself may copy when the person presses something.
    async fn allow_clipboard(&self) -> Result<(), Trouble> {
        let allowed =
            serde_json::json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        let cdp = self.driver.cdp();
        cdp.send_raw("Browser.grantPermissions", allowed).await?;
        Ok(())
    }

    /// The first element at `path` that can be seen and used.
    async fn usable(&self, path: &str) -> Option<WebElement> {
        self.first_usable(BY_PATH, path).await
    }

    /// The first of the elements that `find` finds by `what` that can be seen and used. One question, not three for each
    /// element: what is not there yet is asked for many times.
    async fn first_usable(&self, find: &str, what: &str) -> Option<WebElement> {
        let script = format!("return ({find})(arguments[0]).find({USABLE}) ?? null;");
        let what = vec![serde_json::json!(what)];
        let found = self.driver.execute(script, what).await.ok()?;
        found.element().ok()
    }

    /// Looks until there is something, and tells what the page says if there never is.
    async fn wait<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> Result<T, Trouble> {
        if let Some(found) = until(look).await {
            return Ok(found);
        }
        Err(Trouble::NotSeen {
            what: what.to_owned(),
            address: self.driver.current_url().await?.to_string(),
            text: self.text().await?,
        })
    }
}

/// That the browser, which has ended, asked no one but the page's host and the tenant.
async fn no_strangers(stage: &Stage) -> Result<(), Trouble> {
    let log = network_log(&stage.scratch);
    let whole = until(async || watch::requests(&std::fs::read_to_string(&log).ok()?).ok());
    let asked = whole.await.ok_or_else(|| {
        Trouble::Computer("the browser's log of its network is not whole".to_owned())
    })?;
    let own = Url::parse(&stage.address)
        .map_err(|error| Trouble::Computer(error.to_string()))?
        .origin()
        .ascii_serialization();
    let strangers = watch::strangers(&asked, &[&own, &stage.tenant_origin]);
    if strangers.is_empty() {
        return Ok(());
    }
    Err(Trouble::Strangers(strangers))
}
