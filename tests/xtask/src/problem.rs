//! Everything that can go wrong at the door, as one flat list.

use std::fmt;
use std::path::Path;
use std::path::PathBuf;

/// Why the door could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The command line makes no sense; the text says what would.
    Usage(String),
    /// Things that the door cannot install here: a system without apt, or no rights. One line each, with the way to get it.
    Missing(Vec<String>),
    /// A command could not even be started: most likely it is not installed.
    NotStarted {
        /// The command as one would type it.
        command: String,
        /// What the system says.
        detail: String,
    },
    /// A command ended badly. Its output lies in the log, or was shown already if there is none.
    Failed {
        /// What the command was for.
        step: String,
        /// Where its whole output lies.
        log: Option<PathBuf>,
        /// The last lines of that output.
        tail: String,
    },
    /// A file or folder could not be read or written: rights, or a full disk.
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// Something that the door built on is not as it must be, e.g. a page without a content policy.
    Unexpected(String),
}

impl Problem {
    /// For `map_err` on file operations.
    pub fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |error| Self::File {
            path,
            detail: error.to_string(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Unexpected(text) => write!(f, "{text}"),
            Self::Missing(things) => write!(f, "Missing here:\n  {}", things.join("\n  ")),
            Self::NotStarted { command, detail } => {
                write!(f, "`{command}` could not be started: {detail}")
            }
            Self::Failed {
                step, log: None, ..
            } => write!(f, "Failed: {step}"),
            Self::Failed {
                step,
                log: Some(log),
                tail,
            } => {
                write!(
                    f,
                    "Failed: {step}\n\n{tail}\n\nThe whole output: {}",
                    log.display()
                )
            }
            Self::File { path, detail } => write!(f, "{}: {detail}", path.display()),
        }
    }
}

impl std::error::Error for Problem {}
