//! Why the vendor could not do its work.

use http::Response;
use serde_json::Value;

use crate::Event;

/// What went wrong on the vendor's side.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum VendorError {
    /// The `openssl` command line is missing: install it.
    #[error("openssl is not on PATH: install the openssl command line")]
    OpensslMissing,
    /// `openssl` could not be run, or failed at something that should not fail.
    #[error("openssl failed to {step}: {text}")]
    Openssl {
        /// What it was to do.
        step: &'static str,
        /// What it said.
        text: String,
    },
    /// The key file could not be opened: the password is wrong, or the file is damaged.
    #[error("key.pem cannot be opened with this password: {text}")]
    KeyNotOpened {
        /// What openssl said.
        text: String,
    },
    /// The key file is not an encrypted PKCS#8 key in PEM: it would lie open on the disk.
    #[error("key.pem is not an encrypted PKCS#8 key")]
    KeyNotEncrypted,
    /// The certificate file is not a certificate in PEM.
    #[error("cert.pem is not a certificate: {text}")]
    CertificateNotRead {
        /// What openssl said.
        text: String,
    },
    /// The private folder for openssl's files could not be made or written.
    #[error("no private folder for temporary files: {text}")]
    Folder {
        /// What the system said.
        text: String,
    },
    /// No answer came; whether the request was carried out is not known.
    #[error("no answer came")]
    NoAnswer,
    /// Entra or Graph refused.
    #[error("refused with status {status}: {text}")]
    Refused {
        /// Number behind AADSTS, where Entra refused.
        code: Option<u32>,
        /// HTTP status.
        status: u16,
        /// The error as it came: Entra's description, or Graph's code and message.
        text: String,
    },
    /// Something came that is not what Microsoft sends.
    #[error("cannot make sense of {what}")]
    NotUnderstood {
        /// What it was.
        what: &'static str,
    },
    /// The event that was read back is not the one that was written.
    #[error("the event was written as {written:?} and read as {read:?}")]
    EventDiffers {
        /// What was written.
        written: Box<Event>,
        /// What was read.
        read: Box<Event>,
    },
}

impl VendorError {
    /// Reads the refusal in an answer of Entra (`error_description`) or Graph (`error.code`, `error.message`).
    pub(crate) fn refused(response: &Response<Vec<u8>>) -> Self {
        let status = response.status().as_u16();
        let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        if let Some(text) = body.get("error_description").and_then(Value::as_str) {
            let code = body
                .pointer("/error_codes/0")
                .and_then(Value::as_u64)
                .and_then(|code| u32::try_from(code).ok());
            return Self::Refused {
                code,
                status,
                text: text.to_owned(),
            };
        }
        let part = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
        let text = match (part("/error/code"), part("/error/message")) {
            (Some(code), Some(message)) => format!("{code}: {message}"),
            _ => String::from_utf8_lossy(response.body()).into_owned(),
        };
        Self::Refused {
            code: None,
            status,
            text,
        }
    }
}
