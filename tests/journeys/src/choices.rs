//! What people choose.

use base::CertificateFacts;
use base::ObjectId;
use base::Thumbprint;
use survey::ApplicationChoice;
use survey::CertificateChoice;
use survey::Choice;

/// The name that the page proposes.
pub(crate) const NAME: &str = "MyTimetable calendar push";

/// MyTimetable runs at the institution: a new key pair.
pub fn on_premises() -> Choice {
    choice(CertificateChoice::Make {
        organisation: "Voorbeeld Universiteit".to_owned(),
        country: "NL".to_owned(),
        common_name: "push.voorbeeld.example".to_owned(),
        bits: 2048,
        days: 365,
    })
}

/// MyTimetable is hosted by the vendor, who sent this certificate.
pub fn hosted(certificate: CertificateFacts) -> Choice {
    choice(CertificateChoice::Vendor {
        certificate: Some(certificate),
    })
}

/// The certificate of this thumbprint, which is there, stays.
pub fn keep(thumbprint: Thumbprint) -> Choice {
    choice(CertificateChoice::Keep { thumbprint })
}

/// The same, and colours of categories besides.
pub fn with_mailbox_settings(choice: Choice) -> Choice {
    Choice {
        mailbox_settings: true,
        ..choice
    }
}

/// The same, with an application of its own beside those that are there.
pub fn beside(choice: Choice) -> Choice {
    let application = ApplicationChoice::Beside { unique_name: None };
    Choice {
        application,
        ..choice
    }
}

/// The same, with this application, which is there.
pub fn adopting(id: ObjectId, choice: Choice) -> Choice {
    let application = ApplicationChoice::Existing { id };
    Choice {
        application,
        ..choice
    }
}

fn choice(certificate: CertificateChoice) -> Choice {
    Choice::new(NAME, certificate)
}
