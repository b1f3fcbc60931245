//! Client secrets on an application. Graph page: "passwordCredential resource type". Their text is never shown again
//! after they were made, so only that they are there can be read.

use base::KeyId;
use base::Timestamp;
use serde::Deserialize;

/// A client secret on an application, without the secret.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct PasswordCredential {
    /// Its id within the application.
    pub key_id: KeyId,
    /// Text shown beside it.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Begin of use, as the text that was read.
    #[serde(default)]
    pub start_date_time: Option<String>,
    /// End of use, likewise.
    #[serde(default)]
    pub end_date_time: Option<String>,
}

impl PasswordCredential {
    /// End of use, if it can be read.
    pub fn end(&self) -> Option<Timestamp> {
        self.end_date_time.as_deref()?.parse().ok()
    }
}
