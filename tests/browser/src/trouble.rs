//! Everything that can go wrong in a visit, as one flat list.

use thirtyfour::error::WebDriverError;
use thiserror::Error;

/// Why a visit failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Trouble {
    /// There is no built page.
    #[error("there is no built page: run `cargo xtask build`")]
    NoPage,
    /// ChromeDriver or Chromium did not start: not installed, or not of one version.
    #[error(
        "{program} did not start: {detail} (`cargo xtask test browser` installs what is missing)"
    )]
    NotStarted {
        /// Which program.
        program: String,
        /// What is known of the cause.
        detail: String,
    },
    /// The browser refused a command.
    #[error("the browser: {0}")]
    Browser(String),
    /// What should have come into sight did not in all the time there was.
    #[error("not seen: {what}\n--- the page at {address} reads:\n{text}\n---")]
    NotSeen {
        /// What was looked for.
        what: String,
        /// Where the page was.
        address: String,
        /// What it said instead.
        text: String,
    },
    /// A file or a port of this computer was not to be had.
    #[error("{0}")]
    Computer(String),
    /// Errors on the console; violations of the content policy are among them.
    #[error("on the browser's console:\n{}", .0.join("\n"))]
    Console(Vec<String>),
    /// Requests to others than the page's own host and the tenant.
    #[error("requests to other hosts:\n{}", .0.join("\n"))]
    Strangers(Vec<String>),
    /// An assertion of the test did not hold.
    #[error("{0}")]
    Assertion(String),
    /// The walk failed, and behind the scene there was something too: most likely the cause.
    #[error("{0}\nand {1}")]
    Both(Box<Trouble>, Box<Trouble>),
}

impl From<WebDriverError> for Trouble {
    fn from(error: WebDriverError) -> Self {
        Self::Browser(error.to_string())
    }
}

impl From<xtask::Problem> for Trouble {
    fn from(problem: xtask::Problem) -> Self {
        Self::Computer(problem.to_string())
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::Computer(error.to_string())
    }
}
