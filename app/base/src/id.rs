//! One newtype per kind of id, so that an application's client id cannot stand where its object id belongs.
//!
//! All are GUIDs in the lower-case, hyphenated form that Entra prints. Braces, upper case and surrounding blanks
//! are accepted and normalised, because people paste ids from many places.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// A text that is not a GUID.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an id of the form 00000000-0000-0000-0000-000000000000")]
pub struct InvalidId;

/// Returns the lower-case GUID in `text`, or an error if there is none.
fn guid(text: &str) -> Result<String, InvalidId> {
    let text = text.trim();
    let inner = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(text);
    let well_formed = inner.len() == 36
        && inner.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if well_formed {
        Ok(inner.to_ascii_lowercase())
    } else {
        Err(InvalidId)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the id as lower-case, hyphenated text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Makes a version 4 GUID (RFC 9562, section 5.4) of sixteen random bytes.
            pub fn from_random(mut bytes: [u8; 16]) -> Self {
                bytes[6] = (bytes[6] & 0x0f) | 0x40;
                bytes[8] = (bytes[8] & 0x3f) | 0x80;
                let digits = hex::encode(bytes);
                Self(format!(
                    "{}-{}-{}-{}-{}",
                    &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]
                ))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                guid(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// The client id of an application ("Application (client) ID" in the portal), the same in every tenant.
    AppId;
    /// The id of one key credential of an application.
    KeyId;
    /// The id of a directory object: application, service principal, user, group. Differs in every tenant.
    ObjectId;
    /// The id of an application role or delegated scope of an API; for Microsoft's APIs the same in every tenant.
    RoleId;
    /// The id of a tenant ("Directory (tenant) ID" in the portal).
    TenantId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_paste_is_normalised() {
        for text in [
            "EF54D2BF-783F-4E0F-BCA1-3210C0444D99",
            " {ef54d2bf-783f-4e0f-bca1-3210c0444d99}\n",
            "ef54d2bf-783f-4e0f-bca1-3210c0444d99",
        ] {
            let id: RoleId = text.parse().unwrap();
            assert_eq!(id.as_str(), "ef54d2bf-783f-4e0f-bca1-3210c0444d99");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "ef54d2bf783f4e0fbca13210c0444d99",
            "ef54d2bf-783f-4e0f-bca1-3210c0444d9",
            "ef54d2bf-783f-4e0f-bca1-3210c0444d9g",
            "{ef54d2bf-783f-4e0f-bca1-3210c0444d99",
            "ef54d2bf-783f-4e0f-bca1-3210c0444d99/../users",
        ] {
            assert_eq!(text.parse::<ObjectId>(), Err(InvalidId), "{text:?}");
            assert!(
                serde_json::from_value::<ObjectId>(text.into()).is_err(),
                "{text:?}"
            );
        }
    }

    #[test]
    fn random_ids_carry_version_and_variant() {
        assert_eq!(
            KeyId::from_random([0xff; 16]).as_str(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        assert_eq!(
            KeyId::from_random([0; 16]).as_str(),
            "00000000-0000-4000-8000-000000000000"
        );
    }
}
