//! The certificate with which MyTimetable proves who it is. Only its public part is ever here.

use base::CertificateFacts;
use base::Clock;
use base::Key;
use base::KeyId;
use base::Message;
use base::ObjectId;
use base::Thumbprint;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::application::Application;
use graph::application::GetApplication;
use graph::application::add_certificate;
use graph::application::remove_certificate;
use graph::key_credential::KeyCredential;
use serde_json::Value;
use serde_json::json;

use super::CERTIFICATE;
use super::Goal;
use super::Ids;
use super::application_id;
use super::step;
use crate::Action;
use crate::Desired;
use crate::DesiredCertificate;
use crate::Observed;
use crate::Step;

/// Certificates that an unfinished run left behind go first, one step each, so that each is looked at; then comes the one
/// that is desired. Every other one stays.
pub(crate) fn plan(desired: &Desired, observed: &Observed) -> Vec<Step> {
    let mut existing = match &observed.set_up {
        Some(set_up) => set_up.application.key_credentials.clone(),
        None => Vec::new(),
    };
    let mut steps = Vec::new();
    for thumbprint in &desired.left_over {
        let is_it = |one: &KeyCredential| one.thumbprint() == Some(*thumbprint);
        if *thumbprint != desired.thumbprint() && existing.iter().any(is_it) {
            steps.push(take_off(*thumbprint, &existing, observed));
            existing.retain(|one| !is_it(one));
        }
    }
    let (sentence, action) = match &desired.certificate {
        DesiredCertificate::Add(certificate) => add(certificate, &existing, observed),
        DesiredCertificate::Keep(thumbprint) => keep(*thumbprint, &existing, observed),
    };
    steps.push(Step {
        id: step(CERTIFICATE),
        sentence,
        action,
    });
    steps
}

/// Takes a certificate that a run added off the application that has the `existing` ones.
fn take_off(thumbprint: Thumbprint, existing: &[KeyCredential], observed: &Observed) -> Step {
    let of_it = |one: &&KeyCredential| one.thumbprint() == Some(thumbprint);
    let entries: Vec<&KeyCredential> = existing.iter().filter(of_it).collect();
    let action = match entries.as_slice() {
        [one] => without(&one.key_id, thumbprint, existing, observed),
        several => blocked_by_twins(several.len()),
    };
    Step {
        id: step(format!("{CERTIFICATE}-{thumbprint}")),
        sentence: Message::new(Key::PlanCertificateLeftOver).with("thumbprint", thumbprint),
        action,
    }
}

/// Takes the entry `key_id`, which is one of the certificate `thumbprint`, off the application that has the `existing` ones.
pub(crate) fn without(
    key_id: &KeyId,
    thumbprint: Thumbprint,
    existing: &[KeyCredential],
    observed: &Observed,
) -> Action {
    let application = application_id(observed);
    let others = existing.iter().filter(|one| one.key_id != *key_id);
    Action::Remove {
        write: remove_certificate(&application, existing, key_id),
        before: json!(entries(existing)),
        goal: Goal::Certificate {
            application,
            thumbprint,
            is: false,
            beside: others.map(|one| one.key_id.clone()).collect(),
        },
    }
}

/// Where `count` entries are of the certificate that a run added: the journal names it by its thumbprint, as Graph gives the
/// entry its id only when it is there, and so does not tell which of them came by the run.
pub(crate) fn blocked_by_twins(count: usize) -> Action {
    Action::Blocked {
        unblock: Message::new(Key::UnblockCertificateTwice).with("count", count),
    }
}

fn add(
    certificate: &CertificateFacts,
    existing: &[KeyCredential],
    observed: &Observed,
) -> (Message, Action) {
    let mut there = existing
        .iter()
        .filter(|credential| credential.thumbprint() == Some(certificate.thumbprint))
        .peekable();
    let is_there = there.peek().is_some();
    // Its entry may end before it does itself: Graph lets whoever adds it say until when.
    let has_ended = there.all(|credential| credential.has_ended_at(observed.at));
    let sentence = |key| {
        Message::new(key)
            .with("thumbprint", certificate.thumbprint)
            .with("until", certificate.not_after)
            .with("others", existing.len())
    };
    if is_there && has_ended {
        let unblock = Message::new(Key::UnblockCertificateEnded);
        return (
            sentence(Key::PlanCertificateEnded),
            Action::Blocked { unblock },
        );
    }
    if is_there {
        return (sentence(Key::PlanCertificateKeep), Action::Keep);
    }
    let application = application_id(observed);
    let before = entries(existing);
    let mut after = before.clone();
    // Its id is Graph's to give.
    after.push(json!({ "customKeyIdentifier": certificate.thumbprint }));
    let action = Action::Update {
        write: add_certificate(&application, existing, certificate, &certificate.subject),
        before: json!(before),
        after: json!(after),
        goal: Goal::Certificate {
            application,
            thumbprint: certificate.thumbprint,
            is: true,
            beside: existing
                .iter()
                .map(|credential| credential.key_id.clone())
                .collect(),
        },
    };
    let key = if existing.is_empty() {
        Key::PlanCertificateCreate
    } else {
        Key::PlanCertificateBeside
    };
    (sentence(key), action)
}

/// The certificates by what names them, in the form in which a plan holds them: each entry by its id, as several may be of
/// one certificate, and by that certificate.
pub(crate) fn entries(credentials: &[KeyCredential]) -> Vec<Value> {
    credentials.iter().map(entry).collect()
}

/// One of them.
pub(crate) fn entry(credential: &KeyCredential) -> Value {
    json!({
        "keyId": credential.key_id,
        "customKeyIdentifier": credential.custom_key_identifier,
    })
}

/// The certificates as they are now, in the form in which a plan holds them.
pub(crate) fn current(application: &Application) -> Value {
    json!(entries(&application.key_credentials))
}

fn keep(
    thumbprint: Thumbprint,
    existing: &[KeyCredential],
    observed: &Observed,
) -> (Message, Action) {
    let valid = survey::valid_certificates(existing, observed.at);
    let Some((_, until)) = valid.into_iter().find(|(one, _)| *one == thumbprint) else {
        let unblock = Message::new(Key::UnblockCertificateNone);
        let sentence = Message::new(Key::PlanCertificateNone).with("thumbprint", thumbprint);
        return (sentence, Action::Blocked { unblock });
    };
    let sentence = Message::new(Key::PlanCertificateKeep)
        .with("thumbprint", thumbprint)
        .with("until", until);
    (sentence, Action::Keep)
}

pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: &ObjectId,
    thumbprint: &Thumbprint,
    is: bool,
    beside: &[KeyId],
) -> Result<Option<Ids>, GraphError> {
    let call = GetApplication {
        id: application.clone(),
    };
    let Some(application) = graph.find(&call).await? else {
        return Ok(None);
    };
    Ok(is_borne(&application, thumbprint, is, beside).then(Vec::new))
}

/// Whether an application bears the certificate, or does not besides by an entry of `beside`, as `is` says; and every entry of
/// `beside`.
pub(crate) fn is_borne(
    application: &Application,
    thumbprint: &Thumbprint,
    is: bool,
    beside: &[KeyId],
) -> bool {
    let credentials = &application.key_credentials;
    let there = credentials.iter().any(|credential| {
        let was_left = !is && beside.contains(&credential.key_id);
        credential.thumbprint().as_ref() == Some(thumbprint) && !was_left
    });
    let others_kept = beside.iter().all(|id| {
        credentials
            .iter()
            .any(|credential| credential.key_id == *id)
    });
    there == is && others_kept
}

#[cfg(test)]
mod tests;
