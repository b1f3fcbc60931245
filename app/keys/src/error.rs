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
    /// A block of PEM text was cut off, as when a copy did not reach far enough: its BEGIN or its END line is missing.
    #[error("block {position} is cut off")]
    BlockTorn {
        /// Which block of the text, counted from 1.
        position: usize,
    },
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
    /// A PFX or a Java key store was given where only a public certificate belongs. Nothing of it is kept.
    #[error("a key store in the input")]
    KeyStoreInInput,
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
    /// The certificate's signature rests on a digest that can be forged.
    #[error("signed with {algorithm}")]
    WeakSignature {
        /// The digest, e.g. `SHA-1`.
        algorithm: String,
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

    /// A PFX or JKS cannot have this password: Java opens printable ASCII only.
    #[error("character {position} of the password is {character}")]
    PasswordCharacter {
        /// Which character, counted from 1.
        position: usize,
        /// That one character and its code point.
        character: String,
    },
    /// A JKS cannot have so short a password: keytool refuses it.
    #[error("the password has less than {least} characters")]
    PasswordTooShort {
        /// The fewest characters.
        least: usize,
    },

    /// The browser has no WebCrypto: the page was opened at an address that is not secure.
    #[error("no WebCrypto")]
    WebCryptoMissing,
    /// The key pair could not be made.
    #[error("no key pair: {detail}")]
    GenerationFailed {
        /// What the generator said.
        detail: String,
    },
    /// No key could be derived from the password.
    #[error("no derived key: {detail}")]
    DerivationFailed {
        /// What the browser said.
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

    /// The archive of all files does not hold what it should. It is not given out.
    #[error("the archive is not what was made")]
    ArchiveCheckFailed,

    /// The key file is damaged or is another kind of file.
    #[error("not a key file")]
    KeyFileUnreadable,
    /// The key file is not encrypted, or by a method that is not read here.
    #[error("the key file is protected in another way")]
    KeyFileUnsupported,
    /// The private key of the pair, in a file that is not encrypted: that it opens says nothing of the password.
    #[error("the key file is not encrypted")]
    KeyFileUnencrypted,
    /// The key file does not open: the password is wrong, or (rarely) the file is damaged.
    #[error("wrong password")]
    PasswordWrong,
    /// A private key encrypted in openssl's older way (`Proc-Type: 4,ENCRYPTED`), which is not read here because its
    /// password is hashed only once.
    #[error("encrypted in the old way")]
    KeyFileTraditional,
    /// A private key that is not RSA.
    #[error("the private key is not RSA")]
    KeyFileNotRsa,
    /// A file that was to prove that a key pair is saved holds another one.
    #[error("another key pair")]
    OtherPair,
    /// A PFX is protected by a method that is not opened here, because it is broken (RC4) or rare (PBMAC1).
    #[error("PFX protected by {method}")]
    ProtectionRefused {
        /// What the method is called, or its object identifier.
        method: String,
    },
    /// The same of a private key in a file of its own, e.g. by scrypt.
    #[error("key protected by {method}")]
    KeyFileProtectionRefused {
        /// As above.
        method: String,
    },
    /// The same of a Java key store: JCEKS, or a key protected otherwise than in a JKS.
    #[error("Java key store protected by {method}")]
    JavaProtectionRefused {
        /// As above.
        method: String,
    },
    /// Opening a key store would take minutes: it asks for more rounds of key derivation than any program writes.
    #[error("{rounds} rounds of key derivation")]
    TooManyRounds {
        /// The rounds that were done for the file and those that it asks for next.
        rounds: u64,
        /// The most that are done for one file.
        most: u64,
    },
    /// A key store of certificates only: exported without the private key.
    #[error("no private key in the key store")]
    PrivateKeyMissing,
    /// A key store of several private keys; which one is meant cannot be known.
    #[error("{count} private keys")]
    SeveralPrivateKeys {
        /// How many there are.
        count: usize,
    },
    /// The JKS opens, but the private key in it has a password of its own.
    #[error("the key has another password than the key store")]
    EntryPasswordDiffers,
    /// The private key and the certificate are not a pair: files of two different runs.
    #[error("key and certificate do not belong together")]
    NotAPair,
    /// The page and its keys worker do not understand each other: one of them is an old copy in the browser's cache.
    #[error("page and worker differ")]
    ExchangeUnreadable,
    /// The keys worker did not start, or stopped: a file is missing at the host, or the browser forbids workers.
    #[error("no worker: {detail}")]
    WorkerFailed {
        /// What the browser said.
        detail: String,
    },
}

impl KeyError {
    /// Whether what was refused holds a private key, as far as it can be told, so that no copy may stay on the screen.
    pub fn is_of_a_secret(&self) -> bool {
        matches!(self, Self::PrivateKeyInInput | Self::KeyStoreInInput)
    }

    /// What to tell the person.
    pub fn message(&self) -> Message {
        let message = Message::new(self.key());
        match self {
            Self::TooLarge { most } | Self::FieldTooLong { most } => message.with("most", most),
            Self::BlockTorn { position } => message.with("position", position),
            Self::SeveralCertificates { count } | Self::SeveralPrivateKeys { count } => {
                message.with("count", count)
            }
            Self::KeyTooSmall { bits } | Self::SizeUnknown { bits } => message.with("bits", bits),
            Self::WeakSignature { algorithm } => message.with("algorithm", algorithm),
            Self::Expired { not_after } => message.with("date", not_after),
            Self::NotYetValid { not_before } => message.with("date", not_before),
            Self::LifetimeOutOfRange { days, most } => {
                message.with("days", days).with("most", most)
            }
            Self::GenerationFailed { detail }
            | Self::DerivationFailed { detail }
            | Self::SigningFailed { detail }
            | Self::WorkerFailed { detail } => message.with("detail", detail),
            Self::CheckFailed { file } => message.with("file", file),
            Self::PasswordCharacter {
                position,
                character,
            } => message
                .with("position", position)
                .with("character", character),
            Self::PasswordTooShort { least } => message.with("least", least),
            Self::ProtectionRefused { method }
            | Self::KeyFileProtectionRefused { method }
            | Self::JavaProtectionRefused { method } => message.with("method", method),
            Self::TooManyRounds { rounds, most } => {
                message.with("rounds", rounds).with("most", most)
            }
            _ => message,
        }
    }

    /// Which sentence tells it.
    fn key(&self) -> Key {
        match self {
            Self::NothingThere => Key::CertificateNothingThere,
            Self::TooLarge { .. } => Key::CertificateTooLarge,
            Self::BrokenEncoding => Key::CertificateBroken,
            Self::BlockTorn { .. } => Key::BlockTorn,
            Self::NotACertificate => Key::CertificateNotOne,
            Self::SeveralCertificates { .. } => Key::CertificateSeveral,
            Self::CertificateRequest => Key::CertificateIsRequest,
            Self::PrivateKeyInInput => Key::CertificateIsPrivateKey,
            Self::KeyStoreInInput => Key::CertificateIsKeyStore,
            Self::TrailingBytes => Key::CertificateTrailingBytes,
            Self::KeyNotRsa => Key::CertificateKeyNotRsa,
            Self::KeyTooSmall { .. } => Key::CertificateKeyTooSmall,
            Self::WeakSignature { .. } => Key::CertificateSignatureWeak,
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
            Self::PasswordCharacter { .. } => Key::KeyPasswordCharacter,
            Self::PasswordTooShort { .. } => Key::KeyPasswordTooShort,
            Self::WebCryptoMissing => Key::KeyWebCryptoMissing,
            Self::GenerationFailed { .. } => Key::KeyGenerationFailed,
            Self::DerivationFailed { .. } => Key::KeyDerivationFailed,
            Self::SigningFailed { .. } => Key::KeySigningFailed,
            Self::EncodingFailed => Key::KeyEncodingFailed,
            Self::CheckFailed { .. } => Key::KeyCheckFailed,
            Self::ArchiveCheckFailed => Key::KeyArchiveCheckFailed,
            Self::KeyFileUnreadable => Key::KeyFileUnreadable,
            Self::KeyFileUnsupported => Key::KeyFileUnsupported,
            Self::KeyFileUnencrypted => Key::KeyFileUnencrypted,
            Self::PasswordWrong => Key::KeyPasswordWrong,
            Self::KeyFileTraditional => Key::KeyFileTraditional,
            Self::KeyFileNotRsa => Key::KeyFileNotRsa,
            Self::OtherPair => Key::KeyOtherPair,
            Self::ProtectionRefused { .. } => Key::KeyProtectionRefused,
            Self::KeyFileProtectionRefused { .. } => Key::KeyFileProtectionRefused,
            Self::JavaProtectionRefused { .. } => Key::KeyJavaProtectionRefused,
            Self::TooManyRounds { .. } => Key::KeyTooManyRounds,
            Self::PrivateKeyMissing => Key::KeyPrivateKeyMissing,
            Self::SeveralPrivateKeys { .. } => Key::KeySeveralPrivateKeys,
            Self::EntryPasswordDiffers => Key::KeyEntryPasswordDiffers,
            Self::NotAPair => Key::KeyNotAPair,
            Self::ExchangeUnreadable => Key::KeyExchangeUnreadable,
            Self::WorkerFailed { .. } => Key::KeyWorkerFailed,
        }
    }
}

#[cfg(test)]
mod tests;
