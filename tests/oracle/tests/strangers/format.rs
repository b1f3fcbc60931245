//! The files that are judged, and the passwords that they are written with.

/// A file that the page gives out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    CertificatePem,
    CertificateDer,
    KeyPem,
    PfxModern,
    PfxCompatible,
    Jks,
}

impl Format {
    pub(crate) const ALL: [Self; 6] = [
        Self::CertificatePem,
        Self::CertificateDer,
        Self::KeyPem,
        Self::PfxModern,
        Self::PfxCompatible,
        Self::Jks,
    ];

    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::CertificatePem => "cert.pem",
            Self::CertificateDer => "cert.cer",
            Self::KeyPem => "key.pem",
            Self::PfxModern => "cert.pfx",
            Self::PfxCompatible => "cert-compatible.pfx",
            Self::Jks => "cert.jks",
        }
    }

    pub(crate) fn is_certificate(self) -> bool {
        matches!(self, Self::CertificatePem | Self::CertificateDer)
    }

    pub(crate) fn is_pfx(self) -> bool {
        matches!(self, Self::PfxModern | Self::PfxCompatible)
    }

    pub(crate) fn is_secret(self) -> bool {
        !self.is_certificate()
    }

    /// Whether the file is written with such a password: a certificate with none (which one class stands for), a store
    /// only with ASCII.
    pub(crate) fn takes(self, password: &Password) -> bool {
        match self {
            Self::CertificatePem | Self::CertificateDer => password.class == PASSWORDS[0].class,
            Self::KeyPem => true,
            Self::PfxModern | Self::PfxCompatible | Self::Jks => password.text.is_ascii(),
        }
    }
}

/// A password, and what it stands for.
#[derive(Debug)]
pub(crate) struct Password {
    pub(crate) class: &'static str,
    pub(crate) text: &'static str,
}

pub(crate) const PASSWORDS: [Password; 4] = [
    Password {
        class: "generated",
        text: "k7mna-4gzt2-xw8fp-9cqhe-u3ybr",
    },
    Password {
        class: "punctuation",
        // Every character of ASCII that is neither letter nor digit, with blanks at both ends.
        text: " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ",
    },
    Password {
        class: "long",
        text: "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ \
               0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    },
    Password {
        class: "not-ascii",
        text: "p\u{e4}ssw\u{f6}rd \u{20ac} \u{5bc6}\u{7801} \u{1f511}",
    },
];
