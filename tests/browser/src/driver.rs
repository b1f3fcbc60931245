//! ChromeDriver, and the browser that it starts.

use std::io::BufRead as _;
use std::io::BufReader;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

use serde_json::json;
use thirtyfour::ChromeCapabilities;
use thirtyfour::ChromiumLikeCapabilities as _;
use thirtyfour::DesiredCapabilities;
use thirtyfour::WebDriver;
use thirtyfour::common::log::LoggingPrefsLogLevel;

use crate::Trouble;

/// Nothing that Chromium does by itself may disturb a test or leave the computer; and what moves for the eye alone would keep
/// it busy.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--window-size=1200,1000",
    // A shell heeds no preference that says so.
    "--accept-lang=en",
];
/// How much the browser writes down of what happens on its network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NetworkLog {
    /// Addresses and headers, without cookies and authorization.
    Addresses,
    /// Every byte that is sent and received, too, in base64; that keeps it busy.
    Everything,
}

impl NetworkLog {
    /// The browser's own name for it.
    fn mode(self) -> &'static str {
        match self {
            Self::Addresses => "Default",
            Self::Everything => "Everything",
        }
    }
}

/// What a visit is made in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A browser as people have it, without a window.
    Whole,
    /// Its engine without a window's machinery, where there is one (`CHROMIUM_HEADLESS_SHELL`): starts in a fifth of the time.
    /// It saves no files where it is told, and has no clipboard.
    Shell,
}

impl Kind {
    /// The program; none is what ChromeDriver finds by itself.
    fn program(self) -> Option<String> {
        let shell = std::env::var_os("CHROMIUM_HEADLESS_SHELL").is_some();
        match self {
            Self::Shell if shell => Some(STARTS_SHELL.to_owned()),
            Self::Shell | Self::Whole => std::env::var("CHROMIUM").ok(),
        }
    }
}

/// Starts the headless shell with a page: ChromeDriver looks for one, and names none.
const STARTS_SHELL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/start-headless-shell");
/// How often ChromeDriver is started until it has a port.
const ATTEMPTS: usize = 5;
/// How ChromeDriver says that it is ready, before the port's number.
const READY: &str = "started successfully on port ";

/// A running ChromeDriver. Its drop ends it and every browser it started.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    port: u16,
    /// Kept open, since ChromeDriver ends when it can no longer write.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts ChromeDriver on a port that it chooses itself. It ends at once where the port that the system gave it for IPv4
    /// is taken for IPv6, by another visit's ChromeDriver for example; then it is started again.
    pub(crate) fn start() -> Result<Self, Trouble> {
        let mut started = Self::start_once();
        for _ in 1..ATTEMPTS {
            if started.is_ok() {
                break;
            }
            started = Self::start_once();
        }
        started
    }

    fn start_once() -> Result<Self, Trouble> {
        let program = program("CHROMEDRIVER", "chromedriver");
        let trouble = |detail: String| Trouble::NotStarted {
            program: program.clone(),
            detail,
        };
        // A process group of its own, so that the browser can be ended with it.
        let mut command = Command::new(&program);
        command.arg("--port=0").process_group(0);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = command
            .spawn()
            .map_err(|error| trouble(error.to_string()))?;
        let output = process
            .stdout
            .take()
            .ok_or_else(|| trouble("it has no output".to_owned()))?;
        let mut output = BufReader::new(output);
        let port = port(&mut output).ok_or_else(|| trouble("it names no port".to_owned()))?;
        Ok(Self {
            process,
            port,
            _output: output,
        })
    }

    /// Starts a browser with an empty profile, which lies in `scratch` with all that it writes.
    pub(crate) async fn browser(
        &self,
        scratch: &Path,
        kind: Kind,
        log: NetworkLog,
    ) -> Result<WebDriver, Trouble> {
        let capabilities = capabilities(scratch, kind, log)?;
        WebDriver::new(format!("http://127.0.0.1:{}", self.port), capabilities)
            .await
            .map_err(|error| Trouble::NotStarted {
                program: "the browser".to_owned(),
                detail: error.to_string(),
            })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        // Whatever is no longer there need not be ended; after a good visit that is everything but ChromeDriver.
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.process.wait();
    }
}

/// The program that the environment names, else the one on PATH.
fn program(variable: &str, name: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| name.to_owned())
}

/// Reads the port from ChromeDriver's own words.
fn port(output: &mut BufReader<ChildStdout>) -> Option<u16> {
    for line in output.lines() {
        let line = line.ok()?;
        if let Some((_, port)) = line.split_once(READY) {
            return port.trim_end_matches('.').parse().ok();
        }
    }
    None
}

/// Where the browser of a visit keeps its profile.
pub(crate) fn profile(scratch: &Path) -> PathBuf {
    scratch.join("profile")
}

/// Where the browser of a visit saves downloads.
pub(crate) fn downloads(scratch: &Path) -> PathBuf {
    scratch.join("downloads")
}

/// Where the browser of a visit writes down what happens on its network; whole once the browser has ended.
pub(crate) fn network_log(scratch: &Path) -> PathBuf {
    scratch.join("network.json")
}

/// What the browser is asked for.
fn capabilities(
    scratch: &Path,
    kind: Kind,
    log: NetworkLog,
) -> Result<ChromeCapabilities, Trouble> {
    let mut chrome = DesiredCapabilities::chrome();
    for flag in FLAGS {
        chrome.add_arg(flag)?;
    }
    let profile = profile(scratch);
    chrome.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    chrome.add_arg(&format!("--net-log-capture-mode={}", log.mode()))?;
    chrome.add_arg(&format!("--log-net-log={}", network_log(scratch).display()))?;
    if let Some(program) = kind.program() {
        chrome.set_binary(&program)?;
    }
    let preferences = json!({
        "download.default_directory": downloads(scratch),
        "download.prompt_for_download": false,
        // The page saves more than one file at once; the browser would ask the person about the second.
        "profile.default_content_setting_values.automatic_downloads": 1,
        "intl.accept_languages": "en",
    });
    chrome.add_experimental_option("prefs", preferences)?;
    chrome.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
    Ok(chrome)
}
