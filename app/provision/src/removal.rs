//! Taking one certificate off an application, because a person said so: a plan of its own. Every other one stays. Pure.

use base::Key;
use base::KeyId;
use base::Message;
use base::ObjectId;
use base::Thumbprint;
use graph::application::Application;
use graph::key_credential::KeyCredential;
use serde::Deserialize;
use serde::Serialize;
use survey::Marks;

use crate::Action;
use crate::Journal;
use crate::KnownCertificates;
use crate::Observed;
use crate::Plan;
use crate::Step;
use crate::StepId;
use crate::resource::certificate::without;

/// A certificate that is to be taken off an application: one entry of it, by the id of that.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Removal {
    /// The application's object id.
    pub application: ObjectId,
    /// Its name.
    pub application_name: String,
    /// Which certificate.
    pub thumbprint: Thumbprint,
    /// The certificate as it was seen, with its public key where Graph shows that: it can be put back from it.
    pub credential: KeyCredential,
}

impl Removal {
    /// The certificate `key_id` of the observed application; `None` where it is not there, or cannot be named.
    pub fn of(observed: &Observed, key_id: &KeyId) -> Option<Self> {
        let application = &observed.set_up.as_ref()?.application;
        let mut credentials = application.key_credentials.iter();
        let credential = credentials.find(|one| one.key_id == *key_id)?;
        Some(Self {
            application: application.id.clone(),
            application_name: application.display_name.clone(),
            thumbprint: credential.thumbprint()?,
            credential: credential.clone(),
        })
    }
}

/// Plans it. What is `known` of the certificate is said: that it was handed over last, or that it is somebody else's.
pub fn plan_removal(
    removal: &Removal,
    marks: &Marks,
    known: &KnownCertificates,
    observed: &Observed,
) -> Plan {
    let set_up = observed.set_up.as_ref();
    let application = set_up.map(|set_up| &set_up.application);
    let (sentence, action) = match application {
        Some(application) if application.id != removal.application => not_ours(removal),
        Some(application) if !marks.are_on(application) => not_ours(removal),
        Some(application) => take_off(removal, application, known, observed),
        None => gone(removal, false),
    };
    let step = Step {
        id: StepId(format!("certificate-{}", removal.thumbprint)),
        sentence,
        action,
    };
    Plan { steps: vec![step] }
}

fn take_off(
    removal: &Removal,
    application: &Application,
    known: &KnownCertificates,
    observed: &Observed,
) -> (Message, Action) {
    let existing = &application.key_credentials;
    let key_id = &removal.credential.key_id;
    let others = existing.iter().filter(|one| one.key_id != *key_id);
    let others: Vec<KeyCredential> = others.cloned().collect();
    let has_twin = others.iter().any(|one| is_of(removal, one));
    if others.len() == existing.len() {
        return gone(removal, has_twin);
    }
    let key = if has_twin {
        Key::PlanCertificateRemoveEntry
    } else {
        Key::PlanCertificateRemove
    };
    let mut sentence = about(removal, key).with("others", others.len());
    for key in warnings(removal, existing, &others, known, observed) {
        sentence = advised_too(sentence, Message::new(key));
    }
    let action = without(key_id, removal.thumbprint, existing, observed);
    (sentence, action)
}

/// Whether an entry is of the certificate that is to be taken off.
fn is_of(removal: &Removal, one: &KeyCredential) -> bool {
    one.thumbprint() == Some(removal.thumbprint)
}

/// What is to be known before the entry goes, which is one of the `existing` ones, and the `others` stay.
fn warnings(
    removal: &Removal,
    existing: &[KeyCredential],
    others: &[KeyCredential],
    known: &KnownCertificates,
    observed: &Observed,
) -> Vec<Key> {
    let thumbprint = removal.thumbprint;
    let valid = |credentials| survey::valid_certificates(credentials, observed.at);
    let left = valid(others);
    let is_last = left.is_empty() && !valid(existing).is_empty();
    // By another entry of it MyTimetable can still sign in.
    let still_signs = left.iter().any(|(one, _)| *one == thumbprint);
    let handed = known.handed_over.contains(&thumbprint);
    let is_others = !handed && !known.added.contains(&thumbprint);
    let is_lost = removal.credential.public_key().is_none();
    let ended = removal.credential.has_ended_at(observed.at);
    let has_twin = others.iter().any(|one| is_of(removal, one));
    [
        (handed && !still_signs, Key::AdviceCertificateHandedOver),
        (is_others, Key::AdviceCertificateOthers),
        (is_last, Key::AdviceCertificateLast),
        (is_lost || ended || has_twin, Key::AdviceCertificateForGood),
    ]
    .into_iter()
    .filter_map(|(applies, key)| applies.then_some(key))
    .collect()
}

/// `message` with one more advice behind those that it has.
fn advised_too(mut message: Message, advice: Message) -> Message {
    message.advice = Some(Box::new(match message.advice.take() {
        Some(first) => advised_too(*first, advice),
        None => advice,
    }));
    message
}

/// It is as it is to be: the entry is not there. Another one of the same certificate may be.
fn gone(removal: &Removal, has_twin: bool) -> (Message, Action) {
    let key = if has_twin {
        Key::PlanCertificateEntryGone
    } else {
        Key::PlanCertificateGone
    };
    (about(removal, key), Action::Keep)
}

/// Whether the plan of a run that takes an entry off left another one of the same certificate.
pub(crate) fn leaves_another(run: &Journal) -> bool {
    let steps = run.beginning().map(|it| it.plan.steps.as_slice());
    let mut sentences = steps.unwrap_or_default().iter().map(|it| it.sentence.key);
    let left = [
        Key::PlanCertificateRemoveEntry,
        Key::PlanCertificateEntryGone,
    ];
    sentences.any(|key| left.contains(&key))
}

/// The application does not bear our mark any more, and what does not is never touched.
fn not_ours(removal: &Removal) -> (Message, Action) {
    let unblock = Message::new(Key::UnblockCertificateNotOurs);
    let sentence = about(removal, Key::PlanCertificateNotOurs);
    (sentence, Action::Blocked { unblock })
}

fn about(removal: &Removal, key: Key) -> Message {
    let end = removal.credential.end();
    let until = end.map_or_else(|| "?".to_owned(), |end| end.to_string());
    Message::new(key)
        .with("thumbprint", removal.thumbprint)
        .with("name", &removal.application_name)
        .with("until", until)
}

#[cfg(test)]
mod tests;
