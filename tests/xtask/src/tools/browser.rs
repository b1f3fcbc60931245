//! Chromium and ChromeDriver, of one version, for the browser tests: found, or where they come from on this system.

use crate::repository;
use crate::tools::apt;
use crate::tools::need::Need;
use crate::tools::on_path;
use crate::tools::root;
use crate::tools::snap;
use crate::tools::system::System;
use crate::tools::version;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// The variables that name them to the browser tests.
const VARIABLES: [&str; 3] = ["CHROMIUM", "CHROMEDRIVER", "CHROMIUM_HEADLESS_SHELL"];
/// Where systems have Chromium or Chrome: names on PATH, and the place of macOS.
const CHROMIUM: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/// Where systems have ChromeDriver.
const DRIVER: [&str; 3] = [
    "chromedriver",
    "chromium.chromedriver",
    "/snap/bin/chromium.chromedriver",
];
/// Where systems have the headless shell: Chromium's engine without a window's machinery, which starts in a fifth of the time.
/// Visits that can do without a whole browser are made in it, where there is one.
const SHELL: [&str; 2] = ["chromium-headless-shell", "chrome-headless-shell"];
/// Debian's fonts for what the page's languages and the sample names need; other systems bring their own.
const FONTS: &str = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";

/// What a person does on an Ubuntu whose snap is of no use: Google's build, with the libraries that a computer without
/// a desktop lacks.
macro_rules! ubuntu_by_npx {
    ($why:literal) => {
        concat!(
            "Ubuntu has them as a snap only, which ",
            $why,
            " by Node.js 18 or newer:
    export CHROMIUM=\"$(sudo npx --yes @puppeteer/browsers@2 install chrome@stable --install-deps --path /opt/browsers | cut -d' ' -f2-)\"
    export CHROMEDRIVER=\"$(sudo npx --yes @puppeteer/browsers@2 install chromedriver@stable --path /opt/browsers | cut -d' ' -f2-)\""
        )
    };
}

/// A browser and its driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Browser {
    /// The browser's program; none where only the driver can start it, which is in the same snap.
    chromium: Option<PathBuf>,
    /// The driver's program.
    driver: PathBuf,
    /// The headless shell's program, where there is one of their version.
    shell: Option<PathBuf>,
}

impl Browser {
    /// The first browser that starts with a driver of its version that does. What the variables `CHROMIUM` and
    /// `CHROMEDRIVER` name goes first.
    pub(crate) fn find() -> Option<Self> {
        pair(
            &programs(VARIABLES[0], &CHROMIUM),
            &programs(VARIABLES[1], &DRIVER),
            &programs(VARIABLES[2], &SHELL),
            snaps_may_serve(),
        )
    }

    /// Names them to the browser tests that `command` runs.
    pub(crate) fn name_to(&self, command: &mut Command) {
        command.env(VARIABLES[1], &self.driver);
        for (variable, program) in [(VARIABLES[0], &self.chromium), (VARIABLES[2], &self.shell)] {
            match program {
                Some(program) => command.env(variable, program),
                None => command.env_remove(variable),
            };
        }
    }
}

/// A program that starts, and of which version it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Program {
    path: PathBuf,
    version: u32,
    is_snap: bool,
}

/// Every program of these names that starts.
fn programs(variable: &str, names: &[&str]) -> Vec<Program> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let found = names.iter().filter_map(|name| on_path(name));
    let started = |path: PathBuf| {
        Some(Program {
            version: version::major(&path, "--version")?,
            is_snap: snap::has(&path),
            path,
        })
    };
    named.into_iter().chain(found).filter_map(started).collect()
}

/// The first two of one version that can work together: a snap's browser takes no driver but its own. Those of a snap do
/// not serve where they cannot use the tests' folders. A headless shell comes with them where it is of that version, too.
fn pair(
    browsers: &[Program],
    drivers: &[Program],
    shells: &[Program],
    snaps_may_serve: bool,
) -> Option<Browser> {
    let mut serving = browsers
        .iter()
        .filter(|browser| snaps_may_serve || !browser.is_snap);
    serving.find_map(|browser| {
        let fits = |driver: &&Program| {
            driver.version == browser.version && driver.is_snap == browser.is_snap
        };
        let driver = drivers.iter().find(fits)?;
        let mut shells = shells.iter().filter(fits);
        Some(Browser {
            chromium: (!browser.is_snap).then(|| browser.path.clone()),
            driver: driver.path.clone(),
            shell: shells.next().map(|shell| shell.path.clone()),
        })
    })
}

/// Whether a snap's browser could use the profiles, downloads and uploads of the tests, which lie in `target`.
fn snaps_may_serve() -> bool {
    let home = std::env::home_dir();
    snap::may_use(&repository::target(), home.as_deref())
}

/// The need for both, for the headless shell where apt can bring it, and for fonts where a system may have none.
pub(crate) fn needs() -> [Need<'static>; 3] {
    let source = source(System::here(), snap::is_running, snaps_may_serve());
    let browser = Need {
        what: "Chromium or Chrome and ChromeDriver, both of the same version",
        is_there: Box::new(|| Browser::find().is_some()),
        apt: source.apt,
        snap: source.snap,
        dnf: &["chromium", "chromedriver"],
        brew: &[],
        hint: source.hint,
        is_optional: false,
    };
    let shell = Need {
        what: "Chromium's headless shell",
        is_there: Box::new(|| {
            let can_come = root::command("apt-get").is_some() && apt::may_have(SHELL[0]);
            !can_come || !programs(VARIABLES[2], &SHELL).is_empty()
        }),
        apt: &["chromium-headless-shell"],
        snap: &[],
        dnf: &[],
        brew: &[],
        hint: "Debian's package of it",
        is_optional: true,
    };
    let fonts = Need {
        what: "fonts for the page's pictures",
        is_there: Box::new(|| !apt::is_here() || Path::new(FONTS).exists()),
        apt: &["fonts-noto-core"],
        snap: &[],
        dnf: &[],
        brew: &[],
        hint: "Debian's package of the Noto fonts",
        is_optional: false,
    };
    [browser, shell, fonts]
}

/// Where a missing browser comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Source {
    apt: &'static [&'static str],
    snap: &'static [&'static str],
    /// What a person does where neither brings it.
    hint: &'static str,
}

/// What is done about a missing browser on a system where snapd runs or does not, and where a snap's browser could or
/// could not use the tests' folders.
fn source(system: System, snapd_runs: impl FnOnce() -> bool, snaps_may_serve: bool) -> Source {
    let (mut apt, mut snap): (&[_], &[_]) = (&[], &[]);
    let hint = match system {
        System::Debian | System::Other => {
            apt = &["chromium", "chromium-driver"];
            ANYWHERE
        }
        System::Fedora => ANYWHERE,
        System::Macos => MACOS,
        System::Ubuntu if !snapd_runs() => UBUNTU_WITHOUT_SNAPD,
        System::Ubuntu if !snaps_may_serve => UBUNTU_ELSEWHERE,
        System::Ubuntu => {
            snap = &["chromium"];
            UBUNTU
        }
    };
    Source { apt, snap, hint }
}

const ANYWHERE: &str =
    "so that they are on PATH, or name them by the variables CHROMIUM and CHROMEDRIVER";
/// Homebrew no longer has the driver, which Apple has not notarised.
const MACOS: &str = "by Node.js 18 or newer:
    export CHROMIUM=\"$(npx --yes @puppeteer/browsers@2 install chrome@stable --path ~/browsers | cut -d' ' -f2-)\"
    export CHROMEDRIVER=\"$(npx --yes @puppeteer/browsers@2 install chromedriver@stable --path ~/browsers | cut -d' ' -f2-)\"";
const UBUNTU: &str = ubuntu_by_npx!("`sudo snap install chromium` brings. Or");
const UBUNTU_ELSEWHERE: &str = ubuntu_by_npx!(
    "may not use this folder. Move the repository into your home folder, below no hidden folder of it, or"
);
const UBUNTU_WITHOUT_SNAPD: &str = ubuntu_by_npx!("needs snapd, and that does not run here. So");

#[cfg(test)]
mod tests;
