//! What a browser leaves when it has ended: files, what it wrote on its console, and what the tenant was asked.

use std::path::PathBuf;
use std::sync::PoisonError;

use thirtyfour::BrowserLogEntry;

use crate::driver;
use crate::scene::Stage;

/// What a visit leaves. Its files go with its drop.
#[derive(Debug)]
pub struct Remains {
    stage: Stage,
    console: Vec<BrowserLogEntry>,
}

impl Remains {
    pub(crate) fn new(stage: Stage, console: Vec<BrowserLogEntry>) -> Self {
        Self { stage, console }
    }

    /// The folder of the browser's profile: storage, caches, history and what else it keeps.
    pub fn profile(&self) -> PathBuf {
        driver::profile(&self.stage.scratch)
    }

    /// The folder of the files that the person saved.
    pub fn downloads(&self) -> PathBuf {
        driver::downloads(&self.stage.scratch)
    }

    /// The browser's log of its network: every byte that it sent or received, in base64.
    pub fn network_log(&self) -> PathBuf {
        driver::network_log(&self.stage.scratch)
    }

    /// Everything that was written on the console, a line each.
    pub fn console(&self) -> String {
        let lines: Vec<&str> = self
            .console
            .iter()
            .map(|entry| entry.message.as_str())
            .collect();
        lines.join("\n")
    }

    /// The requests that the tenant recorded, as its control address tells them: JSON, with `[redacted]` for the values of
    /// names such as `password`. The network's log has them, too.
    pub fn recorded_requests(&self) -> Vec<u8> {
        let mut tenant = self
            .stage
            .tenant
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut request = http::Request::new(Vec::new());
        *request.uri_mut() = http::Uri::from_static("/_tenant/requests");
        tenant::handle(&mut tenant, request, self.stage.pace.now()).into_body()
    }
}
