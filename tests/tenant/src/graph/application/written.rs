//! What may be written to an application, and its limits (Graph, "application resource type"; Entra, "Validation
//! differences by supported account types").

use serde_json::Value;

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::keys;
use super::keys::WrittenKey;
use super::lock;
use super::redirect_uris;
use super::required_access;
use crate::rows::Application;
use crate::rows::LockConfiguration;
use crate::rows::RequiredResourceAccess;

const APPLICATION: Writable = Writable {
    type_name: super::shown::TYPE,
    resource: "Application",
    names: &[
        "displayName",
        "keyCredentials",
        "notes",
        "requiredResourceAccess",
        "servicePrincipalLockConfiguration",
        "signInAudience",
        "spa",
        "tags",
        "uniqueName",
        "web",
    ],
    read_only: &[
        "id",
        "appId",
        "createdDateTime",
        "deletedDateTime",
        "publisherDomain",
        "passwordCredentials",
    ],
};

const AUDIENCES: [&str; 4] = [
    "AzureADMyOrg",
    "AzureADMultipleOrgs",
    "AzureADandPersonalMicrosoftAccount",
    "PersonalMicrosoftAccount",
];

/// The properties that a body sets; those it leaves out are none.
pub(super) struct Written {
    empty: bool,
    display_name: Option<String>,
    unique_name: Option<Option<String>>,
    sign_in_audience: Option<String>,
    tags: Option<Vec<String>>,
    notes: Option<Option<String>>,
    web_redirect_uris: Option<Vec<String>>,
    spa_redirect_uris: Option<Vec<String>>,
    required_access: Option<Vec<RequiredResourceAccess>>,
    keys: Option<Vec<WrittenKey>>,
    lock: Option<Option<LockConfiguration>>,
}

impl Written {
    /// Reads a body, refusing all that can be refused without knowing the application.
    pub(super) fn read(body: &Value) -> Result<Self, Problem> {
        let fields = Fields::open(body, &APPLICATION)?;
        Ok(Self {
            empty: fields.is_empty(),
            display_name: fields.text("displayName", 1..=120)?,
            unique_name: fields.nullable_text("uniqueName", 1..=255)?,
            sign_in_audience: fields.choice("signInAudience", &AUDIENCES)?,
            tags: fields.texts("tags", 1..=256)?,
            notes: fields.nullable_text("notes", 0..=1024)?,
            web_redirect_uris: redirect_uris::read(&fields, "web")?,
            spa_redirect_uris: redirect_uris::read(&fields, "spa")?,
            required_access: required_access::read(&fields)?,
            keys: keys::read(&fields)?,
            lock: lock::read(&fields)?,
        })
    }

    /// Whether nothing is set.
    pub(super) fn is_empty(&self) -> bool {
        self.empty
    }

    /// Refuses a body without a name.
    pub(super) fn require_display_name(&self) -> Result<(), Problem> {
        match self.display_name {
            Some(_) => Ok(()),
            None => Err(Problem::bad_request(
                "A value is required for property 'displayName' of resource 'Application'.",
            )),
        }
    }

    /// Takes the alternate key out of the path; a body that names another is refused.
    pub(super) fn take_key(&mut self, key: Option<String>) -> Result<(), Problem> {
        let Some(key) = key else { return Ok(()) };
        if self
            .unique_name
            .as_ref()
            .is_some_and(|name| name.as_deref() != Some(key.as_str()))
        {
            return Err(Problem::bad_request(
                "The value of property 'uniqueName' differs from the key in the request URI.",
            ));
        }
        self.unique_name = Some(Some(key));
        Ok(())
    }

    /// Refuses to give an alternate key to an application that was made without one. Whether Microsoft would is not
    /// documented.
    pub(super) fn check_update(&self, row: &Application) -> Result<(), Problem> {
        match (&row.unique_name, &self.unique_name) {
            (None, Some(Some(_))) => Err(immutable_unique_name()),
            _ => Ok(()),
        }
    }

    /// Puts all of it on a row, or none of it.
    pub(super) fn apply(&self, row: &mut Application, call: &mut Call<'_>) -> Result<(), Problem> {
        if let Some(name) = &self.unique_name {
            check_unique_name(row, name.as_deref(), call)?;
        }
        if let Some(written) = &self.keys {
            row.key_credentials = keys::merge(row, written, call)?;
        }
        set(&mut row.unique_name, &self.unique_name);
        set(&mut row.display_name, &self.display_name);
        set(&mut row.sign_in_audience, &self.sign_in_audience);
        set(&mut row.tags, &self.tags);
        set(&mut row.notes, &self.notes);
        set(&mut row.web_redirect_uris, &self.web_redirect_uris);
        set(&mut row.spa_redirect_uris, &self.spa_redirect_uris);
        set(&mut row.required_resource_access, &self.required_access);
        set(&mut row.service_principal_lock_configuration, &self.lock);
        Ok(())
    }
}

fn set<T: Clone>(place: &mut T, written: &Option<T>) {
    if let Some(value) = written {
        place.clone_from(value);
    }
}

/// An alternate key never changes once it is set, and no other application may have it. That a deleted one holds its
/// name as long as it can be restored is not documented; clients of real tenants report it.
fn check_unique_name(
    row: &Application,
    name: Option<&str>,
    call: &Call<'_>,
) -> Result<(), Problem> {
    if row.unique_name.as_deref() == name {
        return Ok(());
    }
    if row.unique_name.is_some() {
        return Err(immutable_unique_name());
    }
    let rows = call.tenant.directory.primary();
    let mut others = rows
        .applications
        .iter()
        .chain(rows.deleted_applications(call.now))
        .filter(|other| other.id != row.id);
    if others.any(|other| other.unique_name.as_deref() == name) {
        return Err(Problem::taken("uniqueName"));
    }
    Ok(())
}

fn immutable_unique_name() -> Problem {
    Problem::bad_request("Property 'uniqueName' is immutable and cannot be updated.")
}
