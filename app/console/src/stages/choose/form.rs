//! The state of the form, and its checking.

mod limit;
mod problems;
mod proposed;

use base::CertificateFacts;
use base::Key;
use base::Message;
use base::ObjectId;
use base::Thumbprint;
use base::Timestamp;
use graph::owner::Owner;
use handoff::Hosting;
use handoff::Invitation;
use keys::Given;
use keys::Unread;
use leptos::prelude::*;
use survey::CertificateChoice;
use survey::Choice;
use survey::Facts;
use survey::Field;
use survey::Obsolete;
use survey::Problem;
use survey::SetUp;
use survey::Task;

pub(crate) use self::limit::Limit;
use super::candidates::Candidates;
use super::candidates::Kind;
use super::candidates::Which;
use crate::config::Config;

/// Where the certificate comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    Keep(Thumbprint),
    Vendor,
    Make,
    Own,
}

/// Everything that was typed. Copied freely; the data is kept once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) application: RwSignal<Which>,
    pub(crate) source: RwSignal<Source>,
    pub(crate) name: RwSignal<String>,
    pub(crate) mailbox_settings: RwSignal<bool>,
    /// What was read as the vendor's certificate, or as several of them.
    pub(crate) given: RwSignal<Option<Given>>,
    pub(crate) certificate: RwSignal<Option<CertificateFacts>>,
    /// The certificate of the institution's own key pair, once that was opened.
    pub(crate) own: RwSignal<Option<CertificateFacts>>,
    /// The other certificates in its file.
    pub(crate) left_out: RwSignal<Vec<String>>,
    /// What in its file could not be read.
    pub(crate) unread: RwSignal<Unread>,
    pub(crate) organisation: RwSignal<String>,
    pub(crate) country: RwSignal<String>,
    pub(crate) common_name: RwSignal<String>,
    pub(crate) bits: RwSignal<usize>,
    pub(crate) days: RwSignal<u32>,
    pub(crate) remove_obsolete: RwSignal<bool>,
    pub(crate) remove_owners: RwSignal<Vec<ObjectId>>,
    pub(crate) leave_consent: RwSignal<bool>,
    pub(crate) problems: RwSignal<Vec<Problem>>,
    /// Where the certificate comes from by what a colleague filled in, if one did and none can be kept.
    pub(crate) invited: RwSignal<Option<Source>>,
    /// Why a colleague's file could not be used.
    pub(crate) invitation_problem: RwSignal<Option<Message>>,
    candidates: StoredValue<Candidates>,
    /// The name that is proposed for a new application.
    new_name: StoredValue<String>,
    lacks_consent: bool,
    /// What the policies allow one application, where they were read for it.
    limit: StoredValue<Option<Limit>>,
}

impl Form {
    /// The form as it is proposed: a choice made before, else what our set-up has, else the defaults of `config.json`.
    pub(crate) fn new(config: &Config, facts: &Facts, choice: Option<Choice>) -> Self {
        let defaults = &config.defaults;
        let before = choice.as_ref().map(|choice| choice.application.clone());
        let candidates = Candidates::new(facts, &config.marks, before);
        let proposed = candidates.proposed();
        let form = Self {
            application: RwSignal::new(proposed),
            source: RwSignal::new(Source::Vendor),
            name: RwSignal::new(String::new()),
            mailbox_settings: RwSignal::new(defaults.mailbox_settings),
            given: RwSignal::new(None),
            certificate: RwSignal::new(None),
            own: RwSignal::new(None),
            left_out: RwSignal::new(Vec::new()),
            unread: RwSignal::new(Unread::default()),
            organisation: RwSignal::new(facts.organization.display_name.clone()),
            country: RwSignal::new(defaults.country.clone()),
            common_name: RwSignal::new(String::new()),
            bits: RwSignal::new(defaults.bits),
            days: RwSignal::new(defaults.days),
            remove_obsolete: RwSignal::new(false),
            remove_owners: RwSignal::new(Vec::new()),
            leave_consent: RwSignal::new(false),
            problems: RwSignal::new(Vec::new()),
            invited: RwSignal::new(None),
            invitation_problem: RwSignal::new(None),
            candidates: StoredValue::new(candidates),
            new_name: StoredValue::new(config.marks.display_name.clone()),
            lacks_consent: survey::missing(&facts.roles).contains(&Task::GrantPermission),
            limit: StoredValue::new(None),
        };
        form.choose(proposed);
        if let Some(choice) = choice {
            form.restore(choice);
        }
        form
    }

    /// Forgets what was wrong with a field.
    pub(crate) fn forget_problem(self, field: Field) {
        self.problems
            .update(|problems| problems.retain(|problem| problem.field != field));
    }

    fn restore(self, choice: Choice) {
        self.rename(choice.application_name);
        self.mailbox_settings.set(choice.mailbox_settings);
        self.remove_obsolete.set(choice.remove_obsolete);
        self.remove_owners.set(choice.remove_owners);
        self.leave_consent.set(choice.leave_consent);
        match choice.certificate {
            CertificateChoice::Keep { thumbprint } => {
                // One that ended or was taken away since cannot be kept.
                let kept = self.kept_of(self.application.get_untracked());
                if kept.iter().any(|(kept, _)| *kept == thumbprint) {
                    self.source.set(Source::Keep(thumbprint));
                }
            }
            CertificateChoice::Vendor { certificate } => {
                self.source.set(Source::Vendor);
                self.certificate.set(certificate);
            }
            CertificateChoice::Own { certificate } => {
                self.source.set(Source::Own);
                self.own.set(certificate);
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

    /// Fills in what a colleague chose. A certificate that is there stays proposed; only where there is none does it matter
    /// where MyTimetable runs.
    pub(crate) fn invite(self, invitation: &Invitation) {
        let meant = invitation.application;
        let proposed = self
            .candidates
            .with_value(|all| all.proposed_to_invited(meant));
        if proposed == Which::Open {
            self.choose(proposed);
        }
        let choice = invitation.apply_to(self.choice());
        self.new_name.set_value(choice.application_name.clone());
        self.rename(choice.application_name);
        self.mailbox_settings.set(choice.mailbox_settings);
        let source = match invitation.hosting {
            Hosting::Hosted => Source::Vendor,
            Hosting::OnPremises => Source::Make,
            Hosting::OwnPair => Source::Own,
        };
        if !matches!(self.source.get_untracked(), Source::Keep(_)) {
            self.source.set(source);
        }
        self.invited.set(Some(source));
    }

    /// Whether a colleague filled it in, and could not say which of several applications is meant; following the choice.
    pub(crate) fn is_open_to_invited(self) -> bool {
        self.invited.get().is_some() && self.application.get() == Which::Open
    }

    /// Chooses an application, and proposes what it brings along. What was said of another one is not meant of this one.
    pub(crate) fn choose(self, which: Which) {
        self.application.set(which);
        let name = self.candidates.with_value(|all| all.name(which));
        self.name
            .set(name.unwrap_or_else(|| self.new_name.get_value()));
        if self
            .candidates
            .with_value(|all| all.declares_mailbox_settings(which))
        {
            self.mailbox_settings.set(true);
        }
        self.remove_obsolete.set(false);
        self.remove_owners.set(Vec::new());
        self.shorten();
        let depends = |field| matches!(field, Field::Application | Field::ApplicationName);
        self.problems
            .update(|problems| problems.retain(|problem| !depends(problem.field)));
        let source = self.source.get_untracked();
        let given = match source {
            Source::Vendor => self.certificate.with_untracked(Option::is_some),
            Source::Own => self.own.with_untracked(Option::is_some),
            Source::Make | Source::Keep(_) => false,
        };
        let invited = self.invited.get_untracked();
        let source = proposed::source(source, given, invited, &self.kept_of(which));
        // Setting it draws that part anew, and what was typed into it is gone.
        if source != self.source.get_untracked() {
            self.source.set(source);
        }
    }

    fn rename(self, name: String) {
        let which = self.application.get_untracked();
        if !self.candidates.with_value(|all| all.keeps_name(which)) {
            self.name.set(name);
        }
    }

    /// The applications that are there, each with what it is to this console.
    pub(crate) fn set_ups(self) -> Vec<(SetUp, Kind)> {
        self.candidates.with_value(|all| {
            let with_kind = |one: &SetUp| (one.clone(), all.kind(one));
            all.all().iter().map(with_kind).collect()
        })
    }

    /// Whether the chosen application keeps its name; following the choice.
    pub(crate) fn keeps_name(self) -> bool {
        let which = self.application.get();
        self.candidates.with_value(|all| all.keeps_name(which))
    }

    /// Thumbprint and end of every certificate of the chosen application that can be kept; following the choice.
    pub(crate) fn kept(self) -> Vec<(Thumbprint, Timestamp)> {
        self.kept_of(self.application.get())
    }

    fn kept_of(self, which: Which) -> Vec<(Thumbprint, Timestamp)> {
        self.candidates.with_value(|all| all.certificates(which))
    }

    /// The permissions of the chosen application that are no longer needed; following the choice.
    pub(crate) fn obsolete(self) -> Vec<Obsolete> {
        let which = self.application.get();
        self.candidates.with_value(|all| all.obsolete(which))
    }

    /// Who owns the chosen application besides the person, `None` for a new one; following the choice.
    pub(crate) fn other_owners(self) -> Option<Vec<Owner>> {
        let which = self.application.get();
        self.candidates.with_value(|all| all.other_owners(which))
    }

    /// Whether nobody would own the chosen application any more; following the choice.
    pub(crate) fn loses_last_owner(self) -> bool {
        let which = self.application.get();
        let leaving = self.remove_owners.get();
        self.candidates
            .with_value(|all| all.loses_last_owner(which, &leaving))
    }

    /// Whether the person lacks the role for consenting, so that it can be left to a colleague.
    pub(crate) fn lacks_consent(self) -> bool {
        self.lacks_consent
    }

    /// The choice, if every field is right; otherwise the problems are shown.
    pub(crate) fn check(self) -> Option<Choice> {
        let choice = self.choice();
        let mut problems = Vec::new();
        if self.application.get_untracked() == Which::Open {
            problems.push(Problem {
                field: Field::Application,
                message: Message::new(Key::FieldApplicationMissing),
            });
        }
        problems.extend(problems::of_address(&choice));
        problems.extend(provision::check(&choice));
        for problem in problems::of_subject(&choice) {
            if problems.iter().all(|known| known.field != problem.field) {
                problems.push(problem);
            }
        }
        let right = problems.is_empty();
        self.problems.set(problems);
        right.then_some(choice)
    }

    fn choice(self) -> Choice {
        let which = self.application.get_untracked();
        let candidates = self.candidates.read_value();
        let owners = candidates.other_owners(which).unwrap_or_default();
        let mut remove_owners = self.remove_owners.get_untracked();
        remove_owners.retain(|id| owners.iter().any(|owner| owner.id == *id));
        let obsolete = !candidates.obsolete(which).is_empty();
        Choice {
            application: candidates.choice(which),
            application_name: self.name.get_untracked(),
            mailbox_settings: self.mailbox_settings.get_untracked(),
            certificate: self.certificate_choice(),
            remove_obsolete: obsolete && self.remove_obsolete.get_untracked(),
            remove_owners,
            leave_consent: self.lacks_consent && self.leave_consent.get_untracked(),
        }
    }

    fn certificate_choice(self) -> CertificateChoice {
        match self.source.get_untracked() {
            Source::Keep(thumbprint) => CertificateChoice::Keep { thumbprint },
            Source::Vendor => CertificateChoice::Vendor {
                certificate: self.certificate.get_untracked(),
            },
            Source::Own => CertificateChoice::Own {
                certificate: self.own.get_untracked(),
            },
            Source::Make => CertificateChoice::Make {
                organisation: self.organisation.get_untracked(),
                country: self.country.get_untracked(),
                common_name: self.common_name.get_untracked(),
                bits: self.bits.get_untracked(),
                days: self.days.get_untracked(),
            },
        }
    }
}
