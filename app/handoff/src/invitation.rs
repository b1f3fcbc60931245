//! What a person without the role for a step gives to a colleague who has it: the choice, as a link or a file.
//!
//! It says what the set-up is to be like and nothing more: no id, no request, no certificate, no secret. On the other side
//! it fills the form, and everything is observed and planned anew. Whoever sends it is a stranger until then, so it is
//! read strictly, and what takes something away (permissions, owners) is not in it: that is for whoever carries it out to
//! choose.

use base::Key;
use base::Message;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;
use survey::ApplicationChoice;
use survey::CertificateChoice;
use survey::Choice;

/// What is before the choice in the fragment of a link.
const IN_FRAGMENT: &str = "choice=";
/// The form in which the choice is written.
const FORM: u32 = 2;
/// Most bytes of a fragment or a file that are read.
const MOST_BYTES: usize = 4 * 1024;
/// Longest name of an application ("application resource type").
const LONGEST_NAME: usize = 120;

/// Where MyTimetable runs, which says where its certificate comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hosting {
    /// At the vendor, who sends a certificate.
    Hosted,
    /// At the institution, which makes a key pair.
    OnPremises,
    /// At the institution, which has a key pair already.
    OwnPair,
}

/// Which application is meant, as far as that can be said without an id: where more than one can be meant, the person on
/// the other side says which.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meant {
    /// The one of this console's, which is made where there is none.
    Ours,
    /// One that is there.
    Existing,
    /// A new one beside those that are there.
    Beside,
}

/// A choice for a colleague.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invitation {
    /// Which application is meant.
    pub application: Meant,
    /// Name of the application.
    pub application_name: String,
    /// Whether the colours of categories are wanted besides the calendars.
    pub mailbox_settings: bool,
    /// Where MyTimetable runs: which source of a certificate the form proposes where there is none to be kept.
    pub hosting: Hosting,
}

/// Why a link or file holds no choice that can be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InvitationError {
    /// The fragment is another one.
    #[error("there is no choice in the link")]
    Missing,
    /// It is larger than 4 KiB, so it is something else.
    #[error("it is larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// It is damaged, cut off, or something else, or it has members that no choice has.
    #[error("it cannot be read")]
    Unreadable,
    /// Another version of the page wrote it.
    #[error("it has another form than {FORM}")]
    OtherForm,
    /// The name is longer than an application's can be, or has control characters.
    #[error("its name is longer than {LONGEST_NAME} characters or has control characters")]
    Name,
}

impl InvitationError {
    /// What happened and what to do, for a person.
    pub fn message(self) -> Message {
        match self {
            Self::Missing => Message::new(Key::InvitationMissing),
            Self::TooLarge => Message::new(Key::InvitationTooLarge).with("most", MOST_BYTES),
            Self::Unreadable => Message::new(Key::InvitationUnreadable),
            Self::OtherForm => Message::new(Key::InvitationForm),
            Self::Name => Message::new(Key::InvitationName).with("most", LONGEST_NAME),
        }
    }
}

/// Of what is written only the form, which says how to read the rest.
#[derive(Deserialize)]
struct Form {
    form: u32,
}

/// What is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "form")]
    _form: u32,
    application: Meant,
    application_name: String,
    mailbox_settings: bool,
    hosting: Hosting,
}

impl Invitation {
    /// What of `choice` a colleague needs to know. A certificate that is kept does not say where MyTimetable runs; then it
    /// is what most have: hosted by the vendor.
    pub fn of(choice: &Choice) -> Self {
        let name = choice.application_name.trim().chars();
        let readable = name.map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        });
        Self {
            application: match choice.application {
                ApplicationChoice::Ours => Meant::Ours,
                ApplicationChoice::Existing { .. } => Meant::Existing,
                ApplicationChoice::Beside { .. } => Meant::Beside,
            },
            application_name: readable.take(LONGEST_NAME).collect(),
            mailbox_settings: choice.mailbox_settings,
            hosting: match choice.certificate {
                CertificateChoice::Make { .. } => Hosting::OnPremises,
                CertificateChoice::Own { .. } => Hosting::OwnPair,
                CertificateChoice::Vendor { .. } | CertificateChoice::Keep { .. } => {
                    Hosting::Hosted
                }
            },
        }
    }

    /// The fragment of a link to this page, without `#`: `choice=` and the JSON in base64url (RFC 4648, section 5). A
    /// fragment stays in the browser; no server sees it.
    pub fn to_fragment(&self) -> String {
        let json = self.json().to_string();
        format!("{IN_FRAGMENT}{}", BASE64_URL_SAFE_NO_PAD.encode(json))
    }

    /// Reads the fragment of a link, with or without `#`.
    ///
    /// # Errors
    ///
    /// [`InvitationError`], where it holds no choice that can be used.
    pub fn from_fragment(fragment: &str) -> Result<Self, InvitationError> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let Some(encoded) = fragment.strip_prefix(IN_FRAGMENT) else {
            return Err(InvitationError::Missing);
        };
        if encoded.len() > MOST_BYTES {
            return Err(InvitationError::TooLarge);
        }
        let json = BASE64_URL_SAFE_NO_PAD.decode(encoded);
        Self::from_file(&json.map_err(|_| InvitationError::Unreadable)?)
    }

    /// The choice as a file, in JSON.
    pub fn to_file(&self) -> String {
        format!("{:#}\n", self.json())
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`InvitationError`], where it holds no choice that can be used.
    pub fn from_file(file: &[u8]) -> Result<Self, InvitationError> {
        if file.len() > MOST_BYTES {
            return Err(InvitationError::TooLarge);
        }
        let unreadable = |_| InvitationError::Unreadable;
        let Form { form } = serde_json::from_slice(file).map_err(unreadable)?;
        if form != FORM {
            return Err(InvitationError::OtherForm);
        }
        let written: Written = serde_json::from_slice(file).map_err(unreadable)?;
        let name = written.application_name;
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(InvitationError::Name);
        }
        Ok(Self {
            application: written.application,
            application_name: name,
            mailbox_settings: written.mailbox_settings,
            hosting: written.hosting,
        })
    }

    /// The form's `choice` with what the colleague chose. Application and certificate stay as the form has them: only the
    /// form knows which ones the tenant has already, and what a new certificate is made of; [`Self::application`] and
    /// [`Self::hosting`] say what to propose.
    pub fn apply_to(&self, choice: Choice) -> Choice {
        Choice {
            application_name: self.application_name.clone(),
            mailbox_settings: self.mailbox_settings,
            ..choice
        }
    }

    fn json(&self) -> Value {
        json!({
            "form": FORM,
            "application": self.application,
            "application_name": self.application_name,
            "mailbox_settings": self.mailbox_settings,
            "hosting": self.hosting,
        })
    }
}

#[cfg(test)]
mod tests;
