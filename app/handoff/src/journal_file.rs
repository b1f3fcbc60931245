//! The journal as a file: kept with the change's papers, or carried to another computer.
//!
//! What is read from a file is a claim. It can be shown, and undone after everything was observed anew; but it says nothing
//! about what a person approved in this browser.

use base::Key;
use base::Message;
use base::TenantId;
use provision::Entry;
use provision::History;
use serde::Deserialize;
use serde_json::json;

/// The form in which the journal is written.
const FORM: u32 = 1;
/// Most MiB of a file that are read.
const MOST_MEBIBYTES: usize = 8;

/// A journal that came out of a file: what somebody claims was done.
///
/// It is a type of its own so that it cannot stand where this browser's own journal is asked for, such as where a run goes
/// on because its plan was approved before ([`provision::Plan::approve_within`]).
///
/// Who approved its runs is not believed, so an application that one of them made is not deleted where it has an owner, who
/// may or may not be its maker: the rest of what the run did is undone, and the owners are told
/// ([`provision::History::only_taking`]).
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedHistory(History);

impl ImportedHistory {
    /// What is claimed. Never approved of without being shown and observed anew.
    pub fn claimed(&self) -> &History {
        &self.0
    }
}

/// Why a file is not taken for the tenant's journal.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum JournalFileError {
    /// It is larger than 8 MiB.
    #[error("it is larger than {MOST_MEBIBYTES} MiB")]
    TooLarge,
    /// It is damaged, cut off, or something else; or a run in it lacks its beginning.
    #[error("it cannot be read")]
    Unreadable,
    /// Another version of the page wrote it.
    #[error("it has another form than {FORM}")]
    OtherForm,
    /// It is another tenant's.
    #[error("it is of the tenant {found}, not of {expected}")]
    OtherTenant {
        /// Whose it is.
        found: TenantId,
        /// Whose was asked for.
        expected: TenantId,
    },
    /// It names the right tenant, but has lines of others: somebody changed it.
    #[error("it has lines of other tenants")]
    Mixed,
}

impl JournalFileError {
    /// What happened and what to do, for a person.
    pub fn message(&self) -> Message {
        match self {
            Self::TooLarge => Message::new(Key::JournalFileTooLarge).with("most", MOST_MEBIBYTES),
            Self::Unreadable => Message::new(Key::JournalFileUnreadable),
            Self::OtherForm => Message::new(Key::JournalFileForm),
            Self::OtherTenant { found, expected } => Message::new(Key::JournalFileTenant)
                .with("found", found)
                .with("expected", expected),
            Self::Mixed => Message::new(Key::JournalFileMixed),
        }
    }
}

/// Of a file only its form, which says how to read the rest.
#[derive(Deserialize)]
struct Form {
    form: u32,
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "form")]
    _form: u32,
    tenant: TenantId,
    entries: Vec<Entry>,
}

/// The journal of `tenant` as a file, in JSON, run by run.
pub fn journal_file(tenant: &TenantId, history: &History) -> String {
    let entries: Vec<&Entry> = history.runs.iter().flat_map(|run| &run.entries).collect();
    let file = json!({ "form": FORM, "tenant": tenant, "entries": entries });
    format!("{file:#}\n")
}

/// Reads the journal of the tenant `expected` from a file.
///
/// # Errors
///
/// [`JournalFileError`], where the file is something else, or another tenant's journal.
pub fn read_journal_file(
    file: &[u8],
    expected: &TenantId,
) -> Result<ImportedHistory, JournalFileError> {
    if file.len() > MOST_MEBIBYTES * 1024 * 1024 {
        return Err(JournalFileError::TooLarge);
    }
    let unreadable = |_| JournalFileError::Unreadable;
    let Form { form } = serde_json::from_slice(file).map_err(unreadable)?;
    if form != FORM {
        return Err(JournalFileError::OtherForm);
    }
    let written: Written = serde_json::from_slice(file).map_err(unreadable)?;
    if written.tenant != *expected {
        return Err(JournalFileError::OtherTenant {
            found: written.tenant,
            expected: expected.clone(),
        });
    }
    if written
        .entries
        .iter()
        .any(|entry| entry.tenant != *expected)
    {
        return Err(JournalFileError::Mixed);
    }
    let history = whole(written.entries)?;
    Ok(ImportedHistory(history.only_taking()))
}

/// The runs that `entries` make up, if none of them lacks its beginning: of such a one nothing could be said.
fn whole(entries: Vec<Entry>) -> Result<History, JournalFileError> {
    let count = entries.len();
    let history = History::of(entries);
    let kept: usize = history.runs.iter().map(|run| run.entries.len()).sum();
    if kept == count {
        Ok(history)
    } else {
        Err(JournalFileError::Unreadable)
    }
}

#[cfg(test)]
mod tests;
