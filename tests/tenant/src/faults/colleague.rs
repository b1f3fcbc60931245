//! The fault `concurrent-change`: a colleague changes the application that was written last.
//!
//! It happens before a read and is seen everywhere at once: whoever reads right before she writes can keep it. Between
//! that read and the write nobody could, since applications have no version that a write could name.

use base::ObjectId;
use serde::Serialize;

use super::Fault;
use crate::certificate;
use crate::directory::Change;
use crate::random::Random;
use crate::rows::Application;
use crate::rows::KeyCredential;
use crate::rows::RequiredResourceAccess;
use crate::rows::ResourceAccess;
use crate::rows::Row;
use crate::tenant::Tenant;
use crate::worlds::GRAPH_APP_ID;
use crate::worlds::known;

/// The label that a colleague adds.
const TAG: &str = "timetabling-team";
/// Delegated scope `Calendars.Read` of Microsoft Graph, which a colleague declares.
const CALENDARS_READ: &str = "465a38f9-76ea-45b9-9f34-9e8b0d4b0b42";
/// The certificate that a colleague adds; how it was made stands in `fixtures/README.md`.
const CERTIFICATE: &[u8] = include_bytes!("../../fixtures/colleague.der");

/// What a colleague did to an application.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum OthersChange {
    /// Added a certificate.
    Certificate {
        /// Object id of the application.
        application: ObjectId,
        /// Its thumbprint.
        thumbprint: String,
    },
    /// Added a label.
    Tag {
        /// Object id of the application.
        application: ObjectId,
        /// The label.
        tag: String,
    },
    /// Declared a permission of Microsoft Graph.
    Permission {
        /// Object id of the application.
        application: ObjectId,
        /// The permission.
        permission: String,
    },
}

impl OthersChange {
    /// The application that was changed.
    pub fn application(&self) -> &ObjectId {
        match self {
            Self::Certificate { application, .. }
            | Self::Tag { application, .. }
            | Self::Permission { application, .. } => application,
        }
    }

    /// Whether it is still there.
    pub(crate) fn is_in(&self, row: &Application) -> bool {
        let mut without = row.clone();
        self.take_out(&mut without);
        without != *row
    }

    /// Takes it out again.
    pub(crate) fn take_out(&self, row: &mut Application) {
        match self {
            Self::Certificate { thumbprint, .. } => row
                .key_credentials
                .retain(|key| key.custom_key_identifier != *thumbprint),
            Self::Tag { tag, .. } => row.tags.retain(|known| known != tag),
            Self::Permission { permission, .. } => {
                for api in &mut row.required_resource_access {
                    let other = |access: &ResourceAccess| access.id.as_str() != permission;
                    api.resource_access.retain(other);
                }
                let declares = |api: &RequiredResourceAccess| !api.resource_access.is_empty();
                row.required_resource_access.retain(declares);
            }
        }
    }
}

/// What the colleague has in mind, and has done.
#[derive(Debug)]
pub(super) struct Colleague {
    /// The application that was written last.
    written: Option<ObjectId>,
    /// What is still to do, the next one last.
    plans: Vec<Kind>,
    done: Vec<OthersChange>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Certificate,
    Tag,
    Permission,
}

impl Colleague {
    pub(super) fn new(random: &mut Random) -> Self {
        let mut plans = vec![Kind::Certificate, Kind::Tag, Kind::Permission];
        let first = random.below(3);
        plans.rotate_left(usize::try_from(first).unwrap_or_default());
        Self {
            written: None,
            plans,
            done: Vec::new(),
        }
    }
}

impl super::Faults {
    /// Notes which application somebody wrote through Graph.
    pub(crate) fn note_written(&mut self, application: &ObjectId) {
        self.colleague.written = Some(application.clone());
    }

    /// What colleagues did so far.
    pub(crate) fn others_changes(&self) -> &[OthersChange] {
        &self.colleague.done
    }
}

/// Before a read: perhaps a colleague was there first.
pub(crate) fn interfere(tenant: &mut Tenant) {
    let written = tenant.faults.colleague.written.clone();
    let row = written.and_then(|id| tenant.directory.primary().application(&id).cloned());
    let Some(mut row) = row else { return };
    if tenant.faults.colleague.plans.is_empty()
        || !tenant.faults.strikes_seldom(Fault::ConcurrentChange, 4, 3)
    {
        return;
    }
    let Some(kind) = tenant.faults.colleague.plans.pop() else {
        return;
    };
    let done = match kind {
        Kind::Certificate => add_certificate(tenant, &mut row),
        Kind::Tag => Some(add_tag(&mut row)),
        Kind::Permission => Some(declare(&mut row)),
    };
    tenant.faults.colleague.done.extend(done);
    tenant
        .directory
        .write_everywhere(Change::Put(Row::Application(row)));
}

fn add_certificate(tenant: &mut Tenant, row: &mut Application) -> Option<OthersChange> {
    let facts = certificate::read(CERTIFICATE)?;
    row.key_credentials.push(KeyCredential {
        custom_key_identifier: facts.thumbprint.clone(),
        display_name: Some("CN=Colleague of the timetabling team".to_owned()),
        end_date_time: facts.not_after.into(),
        key: CERTIFICATE.to_vec(),
        key_id: tenant.random.key_id(),
        start_date_time: facts.not_before.into(),
        kind: "AsymmetricX509Cert".to_owned(),
        usage: "Verify".to_owned(),
    });
    Some(OthersChange::Certificate {
        application: row.id.clone(),
        thumbprint: facts.thumbprint,
    })
}

fn add_tag(row: &mut Application) -> OthersChange {
    row.tags.push(TAG.to_owned());
    OthersChange::Tag {
        application: row.id.clone(),
        tag: TAG.to_owned(),
    }
}

fn declare(row: &mut Application) -> OthersChange {
    let permission = ResourceAccess {
        id: known(CALENDARS_READ),
        kind: "Scope".to_owned(),
    };
    let declared = &mut row.required_resource_access;
    let graph = declared
        .iter_mut()
        .find(|api| api.resource_app_id.as_str() == GRAPH_APP_ID);
    match graph {
        Some(api) => api.resource_access.push(permission),
        None => declared.push(RequiredResourceAccess {
            resource_app_id: known(GRAPH_APP_ID),
            resource_access: vec![permission],
        }),
    }
    OthersChange::Permission {
        application: row.id.clone(),
        permission: CALENDARS_READ.to_owned(),
    }
}
