//! Which files there are, what they are called, and what needs them.

use std::fmt;

use base::Key;
use base::Message;
use serde::Deserialize;
use serde::Serialize;

/// The name of the archive with all files.
pub const ARCHIVE_NAME: &str = "mytimetable-keys.zip";

/// One of the files.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum KeyFile {
    /// `cert.pem`, the certificate as text: public.
    CertificatePem,
    /// `cert.cer`, the certificate in bytes (DER): public.
    CertificateDer,
    /// `key.pem`, the encrypted private key.
    KeyPem,
    /// `cert.pfx`, key and certificate, encrypted in today's way.
    Pfx,
    /// `cert-compatible.pfx`, the same encrypted in the old way.
    PfxCompatible,
    /// `cert.jks`, key and certificate in Java's own store.
    Jks,
}

impl KeyFile {
    /// Every file, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::CertificatePem,
        Self::CertificateDer,
        Self::KeyPem,
        Self::Pfx,
        Self::PfxCompatible,
        Self::Jks,
    ];

    /// The name under which it is saved.
    pub fn name(self) -> &'static str {
        match self {
            Self::CertificatePem => "cert.pem",
            Self::CertificateDer => "cert.cer",
            Self::KeyPem => "key.pem",
            Self::Pfx => "cert.pfx",
            Self::PfxCompatible => "cert-compatible.pfx",
            Self::Jks => "cert.jks",
        }
    }

    /// Its media type: RFC 8555, section 9.1; RFC 2585, section 4.1; RFC 7292's by common use; Java has none.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::CertificatePem | Self::KeyPem => "application/x-pem-file",
            Self::CertificateDer => "application/pkix-cert",
            Self::Pfx | Self::PfxCompatible => "application/x-pkcs12",
            Self::Jks => "application/octet-stream",
        }
    }

    /// What needs it.
    pub fn purpose(self) -> Message {
        Message::new(match self {
            Self::CertificatePem => Key::KeyFileUseCertificatePem,
            Self::CertificateDer => Key::KeyFileUseCertificateDer,
            Self::KeyPem => Key::KeyFileUseKeyPem,
            Self::Pfx => Key::KeyFileUsePfx,
            Self::PfxCompatible => Key::KeyFileUsePfxCompatible,
            Self::Jks => Key::KeyFileUseJks,
        })
    }
}

impl fmt::Display for KeyFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
