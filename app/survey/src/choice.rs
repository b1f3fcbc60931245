//! What the person chooses, as typed: the state of the form. `provision` makes of it what is desired.
//!
//! A choice holds no secret (the certificate in it is public), so it may lie in the browser's session storage while the
//! person is away at Entra to sign in.

use base::CertificateFacts;
use base::Message;
use base::ObjectId;
use base::Thumbprint;
use serde::Deserialize;
use serde::Serialize;

/// Sizes of a key pair that can be chosen, in bits.
pub const SIZES: [usize; 3] = [2048, 3072, 4096];

/// Lifetimes of a certificate that are usually offered, in days.
pub const LIFETIMES: [u32; 6] = [180, 365, 730, 1095, 1825, 3650];

/// The longest lifetime of a certificate that is made, in days: the ten years of the manual.
pub const LONGEST_LIFETIME: u32 = 3650;

/// An application permission of Microsoft Graph that MyTimetable can use.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Permission {
    /// Write events into calendars.
    CalendarsReadWrite,
    /// Set the colours of Outlook's categories.
    MailboxSettingsReadWrite,
}

impl Permission {
    /// The permission's name in Microsoft Graph.
    pub fn value(self) -> &'static str {
        match self {
            Self::CalendarsReadWrite => "Calendars.ReadWrite",
            Self::MailboxSettingsReadWrite => "MailboxSettings.ReadWrite",
        }
    }

    /// Microsoft's id of the application role, against which the tenant's own answer is checked.
    pub fn well_known_id(self) -> &'static str {
        match self {
            Self::CalendarsReadWrite => graph::well_known::CALENDARS_READ_WRITE,
            Self::MailboxSettingsReadWrite => graph::well_known::MAILBOX_SETTINGS_READ_WRITE,
        }
    }
}

/// Which application the set-up is made with.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum ApplicationChoice {
    /// The one of ours, which is made where there is none.
    #[default]
    Ours,
    /// This one, which is there: ours, or somebody else's that is adopted.
    Existing {
        /// Its object id.
        id: ObjectId,
    },
    /// A new one beside those that are there.
    Beside {
        /// Its key, once a free one was found: so that a second run finds it instead of making another.
        unique_name: Option<String>,
    },
}

/// Where the application's certificate comes from.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum CertificateChoice {
    /// MyTimetable is hosted by the vendor, who sent a certificate.
    Vendor {
        /// The certificate, once one was read.
        certificate: Option<CertificateFacts>,
    },
    /// MyTimetable runs at the institution: a new key pair is made in the page.
    Make {
        /// Organisation in the certificate's subject.
        organisation: String,
        /// Two-letter country in the subject.
        country: String,
        /// Host name in the subject.
        common_name: String,
        /// Size of the key pair in bits.
        bits: usize,
        /// Lifetime in days.
        days: u32,
    },
    /// MyTimetable runs at the institution, which has a key pair with a certificate already.
    Own {
        /// The certificate, once it was seen that the key belongs to it.
        certificate: Option<CertificateFacts>,
    },
    /// The set-up that is there has a valid certificate, and it stays.
    Keep {
        /// Which: there may be several, and only the person knows which one MyTimetable signs with.
        thumbprint: Thumbprint,
    },
}

/// What the person chooses.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Choice {
    /// Which application.
    #[serde(default)]
    pub application: ApplicationChoice,
    /// Name of the application.
    pub application_name: String,
    /// Whether the colours of categories are wanted besides the calendars.
    pub mailbox_settings: bool,
    /// The certificate.
    pub certificate: CertificateChoice,
    /// Whether permissions that are no longer needed are taken away.
    #[serde(default)]
    pub remove_obsolete: bool,
    /// Owners of the application that are to be owners no longer.
    #[serde(default)]
    pub remove_owners: Vec<ObjectId>,
    /// Whether the consent is left to a colleague, who holds the role for it.
    #[serde(default)]
    pub leave_consent: bool,
}

impl Choice {
    /// A choice of a name and a certificate, and nothing out of the ordinary.
    pub fn new(application_name: impl Into<String>, certificate: CertificateChoice) -> Self {
        Self {
            application: ApplicationChoice::default(),
            application_name: application_name.into(),
            mailbox_settings: false,
            certificate,
            remove_obsolete: false,
            remove_owners: Vec::new(),
            leave_consent: false,
        }
    }

    /// The permissions that the choice amounts to.
    pub fn permissions(&self) -> Vec<Permission> {
        let mut permissions = vec![Permission::CalendarsReadWrite];
        if self.mailbox_settings {
            permissions.push(Permission::MailboxSettingsReadWrite);
        }
        permissions
    }
}

/// What a person wants: the choice, and the certificate of the key pair that was made for it since.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Wish {
    /// The choice.
    pub choice: Choice,
    /// The public part of what was made, where a key pair was chosen.
    pub made: Option<CertificateFacts>,
}

impl Wish {
    /// The certificate that MyTimetable signs with, where it is known.
    pub fn thumbprint(&self) -> Option<Thumbprint> {
        let certificate = match &self.choice.certificate {
            CertificateChoice::Keep { thumbprint } => return Some(*thumbprint),
            CertificateChoice::Vendor { certificate } | CertificateChoice::Own { certificate } => {
                certificate
            }
            CertificateChoice::Make { .. } => &self.made,
        };
        certificate
            .as_ref()
            .map(|certificate| certificate.thumbprint)
    }

    /// The same wish with another choice. The key pair stays if it is still the one that is asked for.
    pub fn with_choice(&self, choice: Choice) -> Self {
        let same = choice.certificate == self.choice.certificate;
        Self {
            choice,
            made: self.made.clone().filter(|_| same),
        }
    }
}

/// A field of the form.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Field {
    /// Which application.
    Application,
    /// Name of the application.
    ApplicationName,
    /// The vendor's certificate.
    Certificate,
    /// Organisation in the subject.
    Organisation,
    /// Country in the subject.
    Country,
    /// Host name in the subject.
    CommonName,
    /// Size of the key pair.
    Size,
    /// Lifetime of the certificate.
    Lifetime,
    /// Password of the key file.
    Password,
    /// Password of the key file, a second time.
    PasswordAgain,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// The field.
    pub field: Field,
    /// What is wrong and what would be right.
    pub message: Message,
}
