//! What the tenant shall be like: a choice whose every field was checked.

use base::CertificateFacts;
use base::Key;
use base::Message;
use base::ObjectId;
use base::Thumbprint;
use survey::ApplicationChoice;
use survey::CertificateChoice;
use survey::Choice;
use survey::Field;
use survey::LONGEST_LIFETIME;
use survey::Marks;
use survey::Permission;
use survey::Problem;
use survey::SIZES;

/// Longest name of an application ("application resource type").
const LONGEST_NAME: usize = 120;
/// Longest organisation name in a certificate (RFC 5280, appendix A.1, ub-organization-name).
const LONGEST_ORGANISATION: usize = 64;

/// The certificate that the application shall have.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DesiredCertificate {
    /// This one, beside those that are there.
    Add(CertificateFacts),
    /// This one, which is there.
    Keep(Thumbprint),
}

/// What the tenant shall be like.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Desired {
    /// By what the application is recognised.
    pub marks: Marks,
    /// Which application it is about.
    pub application: ApplicationChoice,
    /// Name of the application.
    pub application_name: String,
    /// Permissions to declare and consent to.
    pub permissions: Vec<Permission>,
    /// The certificate.
    pub certificate: DesiredCertificate,
    /// Whether permissions that are no longer needed are taken away.
    pub remove_obsolete: bool,
    /// Owners that are to be owners no longer.
    pub remove_owners: Vec<ObjectId>,
    /// Whether the consent is left to a colleague.
    pub leave_consent: bool,
    /// Certificates that unfinished runs left behind ([`crate::left_over`]), which are to go.
    pub left_over: Vec<Thumbprint>,
}

impl Desired {
    /// The certificate that MyTimetable signs with.
    pub fn thumbprint(&self) -> Thumbprint {
        match &self.certificate {
            DesiredCertificate::Add(certificate) => certificate.thumbprint,
            DesiredCertificate::Keep(thumbprint) => *thumbprint,
        }
    }

    /// Checks what a person chose. `made` is the certificate of a key pair made since, where one was to be made.
    ///
    /// # Errors
    ///
    /// Every field that is not right, each with what is wrong. Without `made`, a choice to make a key pair is itself
    /// checked, and refused last for the certificate that is missing.
    pub fn new(
        choice: &Choice,
        marks: &Marks,
        made: Option<&CertificateFacts>,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = check(choice);
        let certificate = match &choice.certificate {
            CertificateChoice::Keep { thumbprint } => Some(DesiredCertificate::Keep(*thumbprint)),
            CertificateChoice::Vendor { certificate } | CertificateChoice::Own { certificate } => {
                certificate.clone().map(DesiredCertificate::Add)
            }
            CertificateChoice::Make { .. } => made.cloned().map(DesiredCertificate::Add),
        };
        match certificate {
            Some(certificate) if problems.is_empty() => Ok(Self {
                marks: marks.clone(),
                application: choice.application.clone(),
                application_name: choice.application_name.trim().to_owned(),
                permissions: choice.permissions(),
                certificate,
                remove_obsolete: choice.remove_obsolete,
                remove_owners: choice.remove_owners.clone(),
                leave_consent: choice.leave_consent,
                left_over: Vec::new(),
            }),
            Some(_) => Err(problems),
            None => {
                if problems.is_empty() {
                    problems.push(problem(
                        Field::Certificate,
                        Message::new(Key::FieldCertificateMissing),
                    ));
                }
                Err(problems)
            }
        }
    }
}

/// Checks every field of a form. Empty if all are right; whether the common name is a host name and the country a country
/// is for `keys` to say, which writes them.
pub fn check(choice: &Choice) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(text(
        Field::ApplicationName,
        &choice.application_name,
        LONGEST_NAME,
    ));
    match &choice.certificate {
        CertificateChoice::Keep { .. } => {}
        CertificateChoice::Vendor {
            certificate: Some(_),
        }
        | CertificateChoice::Own {
            certificate: Some(_),
        } => {}
        CertificateChoice::Vendor { certificate: None }
        | CertificateChoice::Own { certificate: None } => {
            problems.push(problem(
                Field::Certificate,
                Message::new(Key::FieldCertificateMissing),
            ));
        }
        CertificateChoice::Make {
            organisation,
            bits,
            days,
            ..
        } => {
            problems.extend(text(
                Field::Organisation,
                organisation,
                LONGEST_ORGANISATION,
            ));
            if !SIZES.contains(bits) {
                problems.push(problem(Field::Size, Message::new(Key::FieldNotOffered)));
            }
            if !(1..=LONGEST_LIFETIME).contains(days) {
                problems.push(problem(Field::Lifetime, Message::new(Key::FieldNotOffered)));
            }
        }
    }
    problems
}

fn problem(field: Field, message: Message) -> Problem {
    Problem { field, message }
}

/// What is wrong with a text that must be there and must not be longer than `most` characters.
fn text(field: Field, value: &str, most: usize) -> Option<Problem> {
    match value.trim().chars().count() {
        0 => Some(problem(field, Message::new(Key::FieldEmpty))),
        length if length > most => Some(problem(
            field,
            Message::new(Key::FieldTooLong).with("most", most),
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Marks {
        Marks {
            unique_name: "push".to_owned(),
            tag: "console".to_owned(),
            display_name: "Push".to_owned(),
        }
    }

    fn making() -> Choice {
        let certificate = CertificateChoice::Make {
            organisation: "Example".to_owned(),
            country: "NL".to_owned(),
            common_name: "push.example.edu".to_owned(),
            bits: 3072,
            days: 365,
        };
        Choice::new("Push", certificate)
    }

    fn fields(choice: &Choice) -> Vec<Field> {
        match Desired::new(choice, &marks(), None) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|problem| problem.field).collect(),
        }
    }

    #[test]
    fn each_field_is_refused_by_name() {
        let with = |change: fn(&mut Choice)| {
            let mut choice = making();
            change(&mut choice);
            fields(&choice)
        };
        fn made(choice: &mut Choice, change: impl Fn(&mut String, &mut usize, &mut u32)) {
            if let CertificateChoice::Make {
                organisation,
                bits,
                days,
                ..
            } = &mut choice.certificate
            {
                change(organisation, bits, days);
            }
        }
        assert_eq!(
            with(|_| {}),
            [Field::Certificate],
            "the key pair is not made yet"
        );
        assert_eq!(
            with(|choice| choice.application_name = "  ".to_owned()),
            [Field::ApplicationName]
        );
        assert_eq!(
            with(|choice| choice.application_name = "x".repeat(121)),
            [Field::ApplicationName]
        );
        assert_eq!(
            with(|choice| choice.application_name = "ü".repeat(120)),
            [Field::Certificate]
        );
        assert_eq!(
            with(|choice| made(choice, |organisation, _, _| organisation.clear())),
            [Field::Organisation]
        );
        assert_eq!(
            with(|choice| made(choice, |_, bits, _| *bits = 1024)),
            [Field::Size]
        );
        // As short as a tenant's policy may ask for, but not longer than the manual's ten years.
        for (lifetime, refused) in [
            (0, Field::Lifetime),
            (1, Field::Certificate),
            (3650, Field::Certificate),
            (3651, Field::Lifetime),
        ] {
            let mut choice = making();
            made(&mut choice, |_, _, days| *days = lifetime);
            assert_eq!(fields(&choice), [refused], "{lifetime} days");
        }
        assert_eq!(
            with(|choice| choice.certificate = CertificateChoice::Vendor { certificate: None }),
            [Field::Certificate]
        );
        assert_eq!(
            with(|choice| choice.certificate = CertificateChoice::Own { certificate: None }),
            [Field::Certificate]
        );
        assert_eq!(
            with(|choice| choice.certificate = CertificateChoice::Keep {
                thumbprint: Thumbprint::from_bytes([1; 20])
            }),
            []
        );
    }
}
