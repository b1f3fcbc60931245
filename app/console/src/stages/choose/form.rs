//! The state of the form, and its checking.

use base::CertificateFacts;
use base::Thumbprint;
use base::Timestamp;
use keys::SubjectField;
use keys::SubjectFields;
use leptos::prelude::*;
use survey::CertificateChoice;
use survey::Choice;
use survey::Facts;
use survey::Field;
use survey::Problem;

use crate::console::Console;

/// Where the certificate comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    Keep(Thumbprint),
    Vendor,
    Make,
}

/// Everything that was typed. Copied freely; the data is kept once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) source: RwSignal<Source>,
    pub(crate) name: RwSignal<String>,
    pub(crate) mailbox_settings: RwSignal<bool>,
    pub(crate) certificate: RwSignal<Option<CertificateFacts>>,
    pub(crate) organisation: RwSignal<String>,
    pub(crate) country: RwSignal<String>,
    pub(crate) common_name: RwSignal<String>,
    pub(crate) bits: RwSignal<usize>,
    pub(crate) days: RwSignal<u32>,
    pub(crate) problems: RwSignal<Vec<Problem>>,
    kept: StoredValue<Vec<(Thumbprint, Timestamp)>>,
}

impl Form {
    /// The form as it is proposed: a choice made before, else what our set-up has, else the defaults of `config.json`.
    pub(crate) fn new(console: Console, facts: &Facts, choice: Option<Choice>) -> Self {
        let config = console.config();
        let defaults = config.as_ref().map(|config| config.defaults.clone());
        let ours = facts.ours();
        let kept = ours
            .map(|set_up| set_up.valid_certificates(facts.at))
            .unwrap_or_default();
        let proposed = config
            .map(|config| config.marks.display_name.clone())
            .unwrap_or_default();
        let name = ours.map_or(proposed, |set_up| set_up.application.display_name.clone());
        let source = kept
            .first()
            .map_or(Source::Vendor, |(thumbprint, _)| Source::Keep(*thumbprint));
        let form = Self {
            source: RwSignal::new(source),
            name: RwSignal::new(name),
            mailbox_settings: RwSignal::new(
                defaults
                    .as_ref()
                    .is_some_and(|defaults| defaults.mailbox_settings),
            ),
            certificate: RwSignal::new(None),
            organisation: RwSignal::new(facts.organization.display_name.clone()),
            country: RwSignal::new(
                defaults
                    .as_ref()
                    .map(|defaults| defaults.country.clone())
                    .unwrap_or_default(),
            ),
            common_name: RwSignal::new(String::new()),
            bits: RwSignal::new(defaults.as_ref().map_or(3072, |defaults| defaults.bits)),
            days: RwSignal::new(defaults.as_ref().map_or(365, |defaults| defaults.days)),
            problems: RwSignal::new(Vec::new()),
            kept: StoredValue::new(kept),
        };
        if let Some(choice) = choice {
            form.restore(choice);
        } else if ours.is_some_and(declares_mailbox_settings) {
            form.mailbox_settings.set(true);
        }
        form
    }

    fn restore(self, choice: Choice) {
        self.name.set(choice.application_name);
        self.mailbox_settings.set(choice.mailbox_settings);
        match choice.certificate {
            CertificateChoice::Keep { thumbprint } => self.source.set(Source::Keep(thumbprint)),
            CertificateChoice::Vendor { certificate } => {
                self.source.set(Source::Vendor);
                self.certificate.set(certificate);
            }
            CertificateChoice::Make {
                organisation,
                country,
                common_name,
                bits,
                days,
            } => {
                self.source.set(Source::Make);
                self.organisation.set(organisation);
                self.country.set(country);
                self.common_name.set(common_name);
                self.bits.set(bits);
                self.days.set(days);
            }
        }
    }

    /// Thumbprint and end of every certificate that can be kept.
    pub(crate) fn kept(self) -> Vec<(Thumbprint, Timestamp)> {
        self.kept.get_value()
    }

    /// The choice, if every field is right; otherwise the problems are shown.
    pub(crate) fn check(self) -> Option<Choice> {
        let choice = self.choice();
        let mut problems = provision::check(&choice);
        for problem in subject_problems(&choice) {
            if problems.iter().all(|known| known.field != problem.field) {
                problems.push(problem);
            }
        }
        let right = problems.is_empty();
        self.problems.set(problems);
        right.then_some(choice)
    }

    fn choice(self) -> Choice {
        let certificate = match self.source.get_untracked() {
            Source::Keep(thumbprint) => CertificateChoice::Keep { thumbprint },
            Source::Vendor => CertificateChoice::Vendor {
                certificate: self.certificate.get_untracked(),
            },
            Source::Make => CertificateChoice::Make {
                organisation: self.organisation.get_untracked(),
                country: self.country.get_untracked(),
                common_name: self.common_name.get_untracked(),
                bits: self.bits.get_untracked(),
                days: self.days.get_untracked(),
            },
        };
        Choice {
            application_name: self.name.get_untracked(),
            mailbox_settings: self.mailbox_settings.get_untracked(),
            certificate,
        }
    }
}

/// Whether our set-up already uses the permission for colours, so that a second run proposes to keep it.
fn declares_mailbox_settings(set_up: &survey::SetUp) -> bool {
    let (Ok(resource), Ok(role)) = (
        graph::well_known::MICROSOFT_GRAPH.parse(),
        graph::well_known::MAILBOX_SETTINGS_READ_WRITE.parse(),
    ) else {
        return false;
    };
    set_up.application.declares(&resource, &role)
}

/// What `keys` says of the subject's fields, where a pair is to be made.
fn subject_problems(choice: &Choice) -> Vec<Problem> {
    let CertificateChoice::Make {
        organisation,
        country,
        common_name,
        ..
    } = &choice.certificate
    else {
        return Vec::new();
    };
    let fields = SubjectFields {
        organisation: organisation.clone(),
        country: country.clone(),
        common_name: common_name.clone(),
    };
    let field = |field: SubjectField| match field {
        SubjectField::Organisation => Field::Organisation,
        SubjectField::Country => Field::Country,
        SubjectField::CommonName => Field::CommonName,
    };
    let problems = keys::Subject::parse(&fields).err().unwrap_or_default();
    problems
        .into_iter()
        .map(|problem| Problem {
            field: field(problem.field),
            message: problem.error.message(),
        })
        .collect()
}
