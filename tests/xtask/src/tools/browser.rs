//! Chromium and ChromeDriver, of one version, for the browser tests.

use crate::tools::apt;
use crate::tools::need::Need;
use crate::tools::on_path;
use crate::tools::version;
use std::path::Path;
use std::path::PathBuf;

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
/// Debian's fonts for what the page's languages and the sample names need; other systems bring their own.
const FONTS: &str = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";

/// A browser and its driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Browser {
    /// The browser's program.
    pub(crate) chromium: PathBuf,
    /// The driver's program.
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// The first browser that starts with a driver of its version that does. What the variables `CHROMIUM` and
    /// `CHROMEDRIVER` name goes first.
    pub(crate) fn find() -> Option<Self> {
        let versions = |variable, names: &[&str]| -> Vec<(PathBuf, u32)> {
            let version = |path: PathBuf| Some((path.clone(), version::major(&path, "--version")?));
            programs(variable, names).filter_map(version).collect()
        };
        pair(
            &versions("CHROMIUM", &CHROMIUM),
            &versions("CHROMEDRIVER", &DRIVER),
        )
    }
}

/// The need for both, and for fonts where a system may have none.
pub(crate) fn needs() -> [Need<'static>; 2] {
    let is_ubuntu = apt::is_ubuntu();
    let browser = Need {
        what: "Chromium or Chrome and ChromeDriver, both of the same version",
        is_there: Box::new(|| Browser::find().is_some()),
        apt: if is_ubuntu {
            &[]
        } else {
            &["chromium", "chromium-driver"]
        },
        dnf: &["chromium", "chromedriver"],
        brew: &["google-chrome", "chromedriver"],
        hint: if is_ubuntu { UBUNTU } else { ELSEWHERE },
    };
    let fonts = Need {
        what: "fonts for the page's pictures",
        is_there: Box::new(|| !apt::is_here() || Path::new(FONTS).exists()),
        apt: &["fonts-noto-core"],
        dnf: &[],
        brew: &[],
        hint: "Debian's package of the Noto fonts",
    };
    [browser, fonts]
}

const ELSEWHERE: &str =
    "so that they are on PATH, or name them by the variables CHROMIUM and CHROMEDRIVER";
const UBUNTU: &str = "Ubuntu's packages only point to a snap. On a desktop: sudo snap install chromium. In a \
     container: npx @puppeteer/browsers install chrome@stable; npx @puppeteer/browsers install chromedriver@stable; \
     then set CHROMIUM and CHROMEDRIVER to the two programs";

/// Every program of these names that there is.
fn programs<'a>(variable: &str, names: &'a [&str]) -> impl Iterator<Item = PathBuf> + use<'a> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    named
        .into_iter()
        .chain(names.iter().filter_map(|name| on_path(name)))
}

/// The first two of one version.
fn pair(browsers: &[(PathBuf, u32)], drivers: &[(PathBuf, u32)]) -> Option<Browser> {
    browsers.iter().find_map(|(chromium, version)| {
        let (driver, _) = drivers.iter().find(|(_, driver)| driver == version)?;
        Some(Browser {
            chromium: chromium.clone(),
            driver: driver.clone(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(name: &str, version: u32) -> (PathBuf, u32) {
        (PathBuf::from(name), version)
    }

    #[test]
    fn browser_and_driver_are_of_one_version() {
        let browsers = [program("chromium", 150), program("chrome", 156)];
        let found = pair(&browsers, &[program("old", 149), program("new", 156)]);
        assert_eq!(
            found,
            Some(Browser {
                chromium: "chrome".into(),
                driver: "new".into()
            })
        );
        assert_eq!(pair(&browsers, &[program("old", 149)]), None);
        assert_eq!(pair(&[], &[program("new", 156)]), None);
    }
}
