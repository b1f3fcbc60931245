//! Certificates: those that came go, and those that a person had taken off come back where the journal has their public key.
//! A certificate that came is known by its thumbprint alone; one that was taken off, by the id of its entry as well.

use base::Key;
use base::Message;
use base::Timestamp;
use graph::Slot;
use graph::application::Application;
use graph::application::remove_certificate;
use graph::application::restore_certificate;
use graph::key_credential::KeyCredential;
use serde_json::json;

use super::step;
use crate::Action;
use crate::Goal;
use crate::Step;
use crate::resource::certificate::blocked_by_twins;
use crate::resource::certificate::entries;
use crate::resource::certificate::entry;
use crate::undo::effects::Effects;

/// Certificates that the runs added are taken off, every other one kept: one write each, so that each is looked at.
pub(super) fn take(effects: &Effects, application: &Application) -> Vec<Step> {
    let mut left = application.key_credentials.clone();
    let mut steps = Vec::new();
    for thumbprint in &effects.certificates.came {
        let before = left.clone();
        let is_it = |one: &KeyCredential| one.thumbprint() == Some(*thumbprint);
        let gone: Vec<KeyCredential> = left.extract_if(.., |one| is_it(one)).collect();
        let slot = Slot::text(&application.id);
        let action = match gone.as_slice() {
            [] => continue,
            [one] => Action::Update {
                write: remove_certificate(&slot, &before, &one.key_id),
                before: json!(entries(&before)),
                after: json!(entries(&left)),
                goal: Goal::Certificate {
                    application: slot,
                    thumbprint: *thumbprint,
                    is: false,
                    beside: left.iter().map(|one| one.key_id.clone()).collect(),
                },
            },
            several => blocked_by_twins(several.len()),
        };
        let sentence = Message::new(Key::UndoCertificate).with("thumbprint", thumbprint);
        steps.push(step(format!("certificate-{thumbprint}"), sentence, action));
    }
    steps
}

/// Certificates that a person had taken off are put back; of those that cannot be, that is told. What a run took off because
/// its own pair was replaced was never handed over, and stays off.
pub(super) fn put_back(effects: &Effects, application: &Application, now: Timestamp) -> Vec<Step> {
    // One write each, behind those that take off: each names all that is there by then.
    let came = |one: &KeyCredential| {
        let thumbprint = one.thumbprint();
        thumbprint.is_some_and(|it| effects.certificates.came.contains(&it))
    };
    let mut there = application.key_credentials.clone();
    there.retain(|one| !came(one));
    let mut steps = Vec::new();
    for credential in &effects.removed {
        let Some(thumbprint) = credential.thumbprint() else {
            continue;
        };
        let is_back = there.iter().any(|one| one.thumbprint() == Some(thumbprint));
        if is_back || !effects.certificates.went.contains(&thumbprint) {
            continue;
        }
        let slot = Slot::text(&application.id);
        let write = restore_certificate(&slot, &there, credential);
        let (key, action) = match write.filter(|_| !credential.has_ended_at(now)) {
            None => (Key::UndoCertificateLost, Action::Keep),
            Some(write) => {
                let before = entries(&there);
                let mut after = before.clone();
                after.push(entry(credential));
                let goal = Goal::Certificate {
                    application: slot,
                    thumbprint,
                    is: true,
                    beside: there.iter().map(|one| one.key_id.clone()).collect(),
                };
                there.push(credential.clone());
                let action = Action::Update {
                    write,
                    before: json!(before),
                    after: json!(after),
                    goal,
                };
                (Key::UndoCertificateAgain, action)
            }
        };
        let sentence = Message::new(key).with("thumbprint", thumbprint);
        steps.push(step(format!("certificate-{thumbprint}"), sentence, action));
    }
    steps
}

/// Entries that a person had taken off while another one of the same certificate stayed. Whether Graph takes a certificate
/// that is there already is not documented, so they stay off as long as the other one is there; that is told.
pub(super) fn left_off(effects: &Effects, application: &Application) -> Vec<Step> {
    let there = &application.key_credentials;
    let told = effects.removed_entries.iter().filter_map(|gone| {
        let is_back = there.iter().any(|one| one.key_id == gone.key_id);
        let twin = there
            .iter()
            .find(|one| one.thumbprint() == gone.thumbprint());
        let thumbprint = twin.filter(|_| !is_back)?.thumbprint()?;
        let sentence = Message::new(Key::UndoCertificateEntryLost).with("thumbprint", thumbprint);
        let name = format!("certificate-entry-{}", gone.key_id);
        Some(step(name, sentence, Action::Keep))
    });
    told.collect()
}
