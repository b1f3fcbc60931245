//! All that can go wrong with keys and certificates, by name.

use base::Key;
use base::Message;
use base::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::files::KeyFile;

/// Why a certificate was refused or key files could not be made or opened.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, thiserror::Error)]
pub enum KeyError {
    /// The input is empty or blank: the wrong file, or a paste that did not happen.
    #[error("nothing there")]
    NothingThere,
    /// The input is larger than any certificate: the wrong file.
    #[error("more than {most} bytes")]
    TooLarge {
        /// The most bytes that are read.
        most: usize,
    },
    /// The text around or inside the certificate is damaged: a paste that lost its begin or end, or a file changed by
    /// mail.
    #[error("the encoding is broken")]
    BrokenEncoding,
    /// Readable, but something else: another kind of file.
    #[error("not a certificate")]
    NotACertificate,
    /// A file of several certificates, such as a chain; which one is meant cannot be known.
    #[error("{count} certificates")]
    SeveralCertificates {
        /// How many there are.
        count: usize,
    },
    /// A request to a certificate authority instead of its answer.
    #[error("a certificate request")]
    CertificateRequest,
    /// A private key was given where only a public certificate belongs. Nothing of it is kept.
    #[error("a private key in the input")]
    PrivateKeyInInput,
    /// A certificate with something behind it.
    #[error("bytes behind the certificate")]
    TrailingBytes,
    /// The certificate's key is not RSA (elliptic curve, RSA-PSS), which Entra refuses for signing in.
    #[error("the key is not RSA")]
    KeyNotRsa,
    /// The certificate's RSA key is shorter than 2048 bits.
    #[error("the key has only {bits} bits")]
    KeyTooSmall {
        /// Its length.
        bits: usize,
    },
    /// The certificate is no longer valid: an old file.
    #[error("expired at {not_after}")]
    Expired {
        /// When its validity ended.
        not_after: Timestamp,
    },
    /// The certificate is not valid yet, or this computer's clock is behind.
    #[error("not valid before {not_before}")]
    NotYetValid {
        /// When its validity begins.
        not_before: Timestamp,
    },

    /// A field of the form was left empty.
    #[error("the field is empty")]
    FieldEmpty,
    /// A field holds more than a certificate may.
    #[error("more than {most} characters")]
    FieldTooLong {
        /// The most characters that the standard allows.
        most: usize,
    },
    /// A field holds a line break or another control character, as pasted text may.
    #[error("control characters")]
    FieldHasControls,
    /// No ISO 3166-1 alpha-2 code, e.g. `UK` for `GB`.
    #[error("not a country code")]
    CountryUnknown,
    /// Not a host's name: an address, a URL, or an internationalised name that is not in its ASCII form.
    #[error("not a host name")]
    HostNameInvalid,
    /// A key size that is not offered.
    #[error("no key size: {bits}")]
    SizeUnknown {
        /// The size asked for.
        bits: usize,
    },
    /// A lifetime of no days, or more than ten years.
    #[error("lifetime of {days} days")]
    LifetimeOutOfRange {
        /// The days asked for.
        days: u32,
        /// The most days that are offered.
        most: u32,
    },
    /// No password for the key file.
    #[error("the password is empty")]
    PasswordEmpty,

    /// The browser has no WebCrypto: the page was opened at an address that is not secure.
    #[error("no WebCrypto")]
    WebCryptoMissing,
    /// The key pair could not be made.
    #[error("no key pair: {detail}")]
    GenerationFailed {
        /// What the generator said.
        detail: String,
    },
    /// The key would not sign.
    #[error("no signature: {detail}")]
    SigningFailed {
        /// What the signer said.
        detail: String,
    },
    /// A certificate or key could not be written down; a mistake of ours, or a clock that is centuries off.
    #[error("cannot be encoded")]
    EncodingFailed,
    /// A file that was just made does not hold what it should. It is not given out.
    #[error("{file} is not what was made")]
    CheckFailed {
        /// Which file.
        file: KeyFile,
    },

    /// The key file is damaged or is another kind of file.
    #[error("not a key file")]
    KeyFileUnreadable,
    /// The key file is not encrypted, or by a method that is not read here.
    #[error("the key file is protected in another way")]
    KeyFileUnsupported,
    /// The key file does not open: the password is wrong, or (rarely) the file is damaged.
    #[error("wrong password")]
    PasswordWrong,
    /// The private key and the certificate are not a pair: files of two different runs.
    #[error("key and certificate do not belong together")]
    NotAPair,
    /// The page and its keys worker do not understand each other: one of them is an old copy in the browser's cache.
    #[error("page and worker differ")]
    ExchangeUnreadable,
}

impl KeyError {
    /// What to tell the person.
    pub fn message(&self) -> Message {
        let message = Message::new(self.key());
        match self {
            Self::TooLarge { most } | Self::FieldTooLong { most } => message.with("most", most),
            Self::SeveralCertificates { count } => message.with("count", count),
            Self::KeyTooSmall { bits } | Self::SizeUnknown { bits } => message.with("bits", bits),
            Self::Expired { not_after } => message.with("date", not_after),
            Self::NotYetValid { not_before } => message.with("date", not_before),
            Self::LifetimeOutOfRange { days, most } => {
                message.with("days", days).with("most", most)
            }
            Self::GenerationFailed { detail } | Self::SigningFailed { detail } => {
                message.with("detail", detail)
            }
            Self::CheckFailed { file } => message.with("file", file),
            _ => message,
        }
    }

    /// Which sentence tells it.
    fn key(&self) -> Key {
        match self {
            Self::NothingThere => Key::CertificateNothingThere,
            Self::TooLarge { .. } => Key::CertificateTooLarge,
            Self::BrokenEncoding => Key::CertificateBroken,
            Self::NotACertificate => Key::CertificateNotOne,
            Self::SeveralCertificates { .. } => Key::CertificateSeveral,
            Self::CertificateRequest => Key::CertificateIsRequest,
            Self::PrivateKeyInInput => Key::CertificateIsPrivateKey,
            Self::TrailingBytes => Key::CertificateTrailingBytes,
            Self::KeyNotRsa => Key::CertificateKeyNotRsa,
            Self::KeyTooSmall { .. } => Key::CertificateKeyTooSmall,
            Self::Expired { .. } => Key::CertificateExpired,
            Self::NotYetValid { .. } => Key::CertificateNotYetValid,
            Self::FieldEmpty => Key::FieldEmpty,
            Self::FieldTooLong { .. } => Key::FieldTooLong,
            Self::FieldHasControls => Key::KeyFieldHasControls,
            Self::CountryUnknown => Key::KeyCountryUnknown,
            Self::HostNameInvalid => Key::KeyHostNameInvalid,
            Self::SizeUnknown { .. } => Key::KeySizeUnknown,
            Self::LifetimeOutOfRange { .. } => Key::KeyLifetimeOutOfRange,
            Self::PasswordEmpty => Key::KeyPasswordEmpty,
            Self::WebCryptoMissing => Key::KeyWebCryptoMissing,
            Self::GenerationFailed { .. } => Key::KeyGenerationFailed,
            Self::SigningFailed { .. } => Key::KeySigningFailed,
            Self::EncodingFailed => Key::KeyEncodingFailed,
            Self::CheckFailed { .. } => Key::KeyCheckFailed,
            Self::KeyFileUnreadable => Key::KeyFileUnreadable,
            Self::KeyFileUnsupported => Key::KeyFileUnsupported,
            Self::PasswordWrong => Key::KeyPasswordWrong,
            Self::NotAPair => Key::KeyNotAPair,
            Self::ExchangeUnreadable => Key::KeyExchangeUnreadable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_carry_what_their_sentences_name() {
        let now: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
        let detail = "OperationError".to_owned();
        for (error, key, parameters) in [
            (
                KeyError::TooLarge { most: 9 },
                Key::CertificateTooLarge,
                vec![("most", "9")],
            ),
            (
                KeyError::SeveralCertificates { count: 2 },
                Key::CertificateSeveral,
                vec![("count", "2")],
            ),
            (
                KeyError::KeyTooSmall { bits: 1024 },
                Key::CertificateKeyTooSmall,
                vec![("bits", "1024")],
            ),
            (
                KeyError::Expired { not_after: now },
                Key::CertificateExpired,
                vec![("date", "2026-11-21T08:00:00Z")],
            ),
            (
                KeyError::NotYetValid { not_before: now },
                Key::CertificateNotYetValid,
                vec![("date", "2026-11-21T08:00:00Z")],
            ),
            (
                KeyError::FieldTooLong { most: 64 },
                Key::FieldTooLong,
                vec![("most", "64")],
            ),
            (
                KeyError::SizeUnknown { bits: 512 },
                Key::KeySizeUnknown,
                vec![("bits", "512")],
            ),
            (
                KeyError::LifetimeOutOfRange { days: 0, most: 7 },
                Key::KeyLifetimeOutOfRange,
                vec![("days", "0"), ("most", "7")],
            ),
            (
                KeyError::SigningFailed { detail },
                Key::KeySigningFailed,
                vec![("detail", "OperationError")],
            ),
            (
                KeyError::CheckFailed {
                    file: KeyFile::KeyPem,
                },
                Key::KeyCheckFailed,
                vec![("file", "key.pem")],
            ),
            (
                KeyError::PrivateKeyInInput,
                Key::CertificateIsPrivateKey,
                vec![],
            ),
            (KeyError::FieldEmpty, Key::FieldEmpty, vec![]),
        ] {
            let message = error.message();
            assert_eq!(message.key, key);
            let carried: Vec<_> = message
                .parameters
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            assert_eq!(carried, parameters, "{error:?}");
        }
    }
}
