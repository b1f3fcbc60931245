//! Certificates: those that came go, and those that a person had taken off come back where the journal has their public key.

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
use crate::resource::certificate::identifiers;
use crate::resource::certificate::is_there_twice;
use crate::undo::effects::Effects;

/// Certificates that the runs added are taken off, every other one kept: one write each, so that each is looked at.
pub(super) fn take(effects: &Effects, application: &Application) -> Vec<Step> {
    let mut left = application.key_credentials.clone();
    let mut steps = Vec::new();
    for thumbprint in &effects.certificates.came {
        let before = left.clone();
        left.retain(|one| one.thumbprint() != Some(*thumbprint));
        if left.len() == before.len() {
            continue;
        }
        let slot = Slot::text(&application.id);
        let action = match is_there_twice(*thumbprint, &before) {
            Some(unblock) => Action::Blocked { unblock },
            None => Action::Update {
                write: remove_certificate(&slot, &before, thumbprint),
                before: json!(identifiers(&before)),
                after: json!(identifiers(&left)),
                goal: Goal::Certificate {
                    application: slot,
                    thumbprint: *thumbprint,
                    is: false,
                    beside: left.iter().map(|one| one.key_id.clone()).collect(),
                },
            },
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
                let before = identifiers(&there);
                let mut after = before.clone();
                after.push(Some(thumbprint.to_string()));
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
