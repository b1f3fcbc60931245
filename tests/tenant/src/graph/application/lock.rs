//! `servicePrincipalLockConfiguration`, the app instance property lock: replaced whole, or taken away by null.

use serde_json::Value;

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::problem::Problem;
use crate::rows::LockConfiguration;

const LOCK: Writable = Writable {
    type_name: "microsoft.graph.servicePrincipalLockConfiguration",
    resource: "ServicePrincipalLockConfiguration",
    names: &[
        "isEnabled",
        "allProperties",
        "credentialsWithUsageSign",
        "credentialsWithUsageVerify",
        "tokenEncryptionKeyId",
    ],
    read_only: &[],
};

/// Reads the lock of a body.
pub(super) fn read(fields: &Fields) -> Result<Option<Option<LockConfiguration>>, Problem> {
    match fields.value("servicePrincipalLockConfiguration") {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(None)),
        Some(value) => lock(value).map(|lock| Some(Some(lock))),
    }
}

fn lock(value: &Value) -> Result<LockConfiguration, Problem> {
    let fields = Fields::open(value, &LOCK)?;
    let flag = |name: &str| match fields.value(name) {
        Some(Value::Null) => Ok(None),
        _ => fields.flag(name),
    };
    Ok(LockConfiguration {
        is_enabled: fields
            .flag("isEnabled")?
            .ok_or_else(|| fields.missing("isEnabled"))?,
        all_properties: flag("allProperties")?,
        credentials_with_usage_verify: flag("credentialsWithUsageVerify")?,
        credentials_with_usage_sign: flag("credentialsWithUsageSign")?,
        token_encryption_key_id: flag("tokenEncryptionKeyId")?,
    })
}
