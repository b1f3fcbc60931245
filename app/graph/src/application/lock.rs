//! The app instance property lock. Graph page: "servicePrincipalLockConfiguration resource type".

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

/// What of an application's service principals cannot be changed but through the application itself. Without the lock,
/// whoever may change a service principal can add a certificate or secret of their own to it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipalLock {
    /// Whether the rest has any effect.
    pub is_enabled: bool,
    /// Whether everything sensitive is locked: certificates, secrets and the key that encrypts tokens. Null means no.
    #[serde(default, deserialize_with = "null_is_no")]
    pub all_properties: bool,
    /// Every other field, kept as read so that it can be sent back unchanged.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl ServicePrincipalLock {
    /// The lock of everything sensitive.
    pub fn full() -> Self {
        Self {
            is_enabled: true,
            all_properties: true,
            other: Map::new(),
        }
    }

    /// Whether everything sensitive is locked.
    pub fn is_full(&self) -> bool {
        self.is_enabled && self.all_properties
    }
}

fn null_is_no<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
