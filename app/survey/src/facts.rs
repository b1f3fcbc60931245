//! What is in the tenant that bears on the set-up.

use base::Clock;
use base::Thumbprint;
use base::Timestamp;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::app_role_assignment::ListAppRoleAssignments;
use graph::application::Application;
use graph::application::GetApplicationByUniqueName;
use graph::application::ListApplicationsByName;
use graph::application::ListApplicationsByTag;
use graph::directory_role::DirectoryRole;
use graph::directory_role::ListMyDirectoryRoles;
use graph::key_credential::KeyCredential;
use graph::me::GetMe;
use graph::me::Me;
use graph::organization::GetOrganization;
use graph::organization::Organization;
use graph::owner::ListOwners;
use graph::owner::Owner;
use graph::service_principal::GetServicePrincipal;

use crate::ApplicationChoice;
use crate::CertificateChoice;
use crate::Choice;
use crate::Obsolete;
use crate::Permission;

/// By what an application is recognised as one of this console's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Marks {
    /// Key of the first set-up; later ones have `-2`, `-3` behind it.
    pub unique_name: String,
    /// Label that every set-up bears.
    pub tag: String,
    /// Name that is proposed; a stranger that bears it is shown.
    pub display_name: String,
}

impl Marks {
    /// Whether `application` is one of this console's: made by it (our label and a key of our form) or adopted (our label).
    ///
    /// A name or a key alone is not enough: anyone may give an application our name.
    pub fn are_on(&self, application: &Application) -> bool {
        application.tags.contains(&self.tag)
    }

    /// The key of the `number`th set-up of a tenant.
    pub fn numbered(&self, number: u32) -> String {
        match number {
            0 | 1 => self.unique_name.clone(),
            _ => format!("{}-{number}", self.unique_name),
        }
    }

    /// By what applications of this console are ordered: made ones by number, then adopted ones by age.
    pub fn order(&self, application: &Application) -> (bool, Option<u32>, Option<Timestamp>) {
        let key = application.unique_name.as_deref();
        let number = key.and_then(|key| self.number_of(key));
        (number.is_none(), number, application.created_date_time)
    }

    /// Which set-up the key belongs to, if it is of our form.
    pub fn number_of(&self, unique_name: &str) -> Option<u32> {
        match unique_name.strip_prefix(&self.unique_name)? {
            "" => Some(1),
            rest => rest
                .strip_prefix('-')?
                .parse()
                .ok()
                .filter(|number| *number >= 2),
        }
    }
}

/// An application that is ours, or bears our name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SetUp {
    /// The application as Graph shows it.
    pub application: Application,
    /// Whether it is this console's.
    pub ours: bool,
    /// Who may add credentials to it, besides administrators.
    pub owners: Vec<Owner>,
    /// Permissions that it declares or holds and that are no longer needed.
    pub obsolete: Vec<Obsolete>,
}

impl SetUp {
    /// The certificates that can sign at `now` and can be named, the one that lasts longest first.
    pub fn valid_certificates(&self, now: Timestamp) -> Vec<(Thumbprint, Timestamp)> {
        valid_certificates(&self.application.key_credentials, now)
    }

    /// Whether it declares that it may set the colours of categories.
    pub fn declares_mailbox_settings(&self) -> bool {
        let api = graph::well_known::MICROSOFT_GRAPH.parse();
        let role = Permission::MailboxSettingsReadWrite.well_known_id().parse();
        match (api, role) {
            (Ok(api), Ok(role)) => self.application.declares(&api, &role),
            _ => false,
        }
    }

    /// The choice of a new certificate beside those that are there. It comes from where the one of `before` came, what was
    /// chosen before; all else stays as it is.
    pub fn with_new_certificate(&self, before: Option<&Choice>) -> Choice {
        let certificate = match before.map(|before| &before.certificate) {
            Some(made @ CertificateChoice::Make { .. }) => made.clone(),
            Some(CertificateChoice::Own { .. }) => CertificateChoice::Own { certificate: None },
            Some(CertificateChoice::Vendor { .. } | CertificateChoice::Keep { .. }) | None => {
                CertificateChoice::Vendor { certificate: None }
            }
        };
        Choice {
            application: ApplicationChoice::Existing {
                id: self.application.id.clone(),
            },
            mailbox_settings: self.declares_mailbox_settings(),
            ..Choice::new(&self.application.display_name, certificate)
        }
    }
}

/// What an owner is called: name and sign-in name as far as they can be read, else the object id.
pub fn owner_label(owner: &Owner) -> String {
    match (&owner.display_name, &owner.user_principal_name) {
        (Some(name), Some(account)) => format!("{name} ({account})"),
        (Some(name), None) => name.clone(),
        (None, Some(account)) => account.clone(),
        (None, None) => owner.id.to_string(),
    }
}

/// Of `credentials` those that can sign at `now` and can be named, the one that lasts longest first.
pub fn valid_certificates(
    credentials: &[KeyCredential],
    now: Timestamp,
) -> Vec<(Thumbprint, Timestamp)> {
    let mut valid: Vec<(Thumbprint, Timestamp)> = credentials
        .iter()
        .filter(|credential| credential.is_valid_at(now))
        .filter_map(|credential| Some((credential.thumbprint()?, credential.end()?)))
        .collect();
    valid.sort_by_key(|(thumbprint, end)| (std::cmp::Reverse(*end), *thumbprint));
    valid
}

/// What the tenant is, as far as a set-up needs to know.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Facts {
    /// The tenant.
    pub organization: Organization,
    /// The person who is signed in.
    pub me: Me,
    /// Directory roles that the person holds now. Roles that must first be activated cannot be seen.
    pub roles: Vec<DirectoryRole>,
    /// Applications that are ours or bear our name; ours first.
    pub set_ups: Vec<SetUp>,
    /// When this was seen.
    pub at: Timestamp,
}

impl Facts {
    /// Our set-up: the one with the lowest number, if there is any.
    pub fn ours(&self) -> Option<&SetUp> {
        self.set_ups.iter().find(|set_up| set_up.ours)
    }

    /// Applications that bear our name and are not ours.
    pub fn strangers(&self) -> impl Iterator<Item = &SetUp> {
        self.set_ups.iter().filter(|set_up| !set_up.ours)
    }

    /// The domain that the tenant was born with, which every tenant has.
    pub fn initial_domain(&self) -> Option<&str> {
        self.organization
            .verified_domains
            .iter()
            .find(|domain| domain.is_initial)
            .map(|domain| domain.name.as_str())
    }
}

/// Looks at the tenant. Reads only; needs `User.Read` and `Application.Read.All`.
///
/// # Errors
///
/// [`GraphError`], where a read fails; nothing was changed.
pub async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    marks: &Marks,
) -> Result<Facts, GraphError> {
    let organization = graph.call(&GetOrganization).await?;
    let me = graph.call(&GetMe).await?;
    let roles = graph.list(&ListMyDirectoryRoles).await?;
    let tagged = graph
        .list(&ListApplicationsByTag {
            tag: marks.tag.clone(),
        })
        .await?;
    let named = graph
        .list(&ListApplicationsByName {
            display_name: marks.display_name.clone(),
        })
        .await?;
    let first = GetApplicationByUniqueName {
        unique_name: marks.numbered(1),
    };
    let keyed = graph.find(&first).await?;
    let named = named.into_iter().chain(keyed).collect();
    let mut set_ups = set_ups(tagged, named, marks);
    for set_up in &mut set_ups {
        let application = set_up.application.id.clone();
        let owners = graph.find_list(&ListOwners { application }).await?;
        set_up.owners = owners.unwrap_or_default();
        set_up.obsolete = obsolete(graph, &set_up.application).await?;
    }
    Ok(Facts {
        organization,
        me,
        roles,
        set_ups,
        at: graph.clock().now(),
    })
}

/// The permissions of `application` that are no longer needed.
async fn obsolete<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: &Application,
) -> Result<Vec<Obsolete>, GraphError> {
    let app_id = application.app_id.clone();
    let principal = graph.find(&GetServicePrincipal { app_id }).await?;
    let assignments = match principal.map(|principal| principal.id) {
        Some(principal) => {
            graph
                .find_list(&ListAppRoleAssignments { principal })
                .await?
        }
        None => None,
    };
    let held = Obsolete::held(graph, &assignments.unwrap_or_default()).await?;
    Ok(Obsolete::declared_or_held(application, &held))
}

/// Joins the two lists: every application once, ours first and by number, strangers by age.
fn set_ups(tagged: Vec<Application>, named: Vec<Application>, marks: &Marks) -> Vec<SetUp> {
    let mut found: Vec<SetUp> = Vec::new();
    for application in tagged.into_iter().chain(named) {
        if found
            .iter()
            .all(|known| known.application.id != application.id)
        {
            let ours = marks.are_on(&application);
            found.push(SetUp {
                application,
                ours,
                owners: Vec::new(),
                obsolete: Vec::new(),
            });
        }
    }
    found.sort_by_key(|set_up| (!set_up.ours, marks.order(&set_up.application)));
    found
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

    fn application(id: char, key: Option<&str>, tags: &[&str]) -> Application {
        let id = format!("{}-0000-4000-8000-000000000000", id.to_string().repeat(8));
        let application = serde_json::json!({
            "id": id,
            "appId": "00000000-0000-4000-8000-000000000000",
            "displayName": "Push",
            "uniqueName": key,
            "tags": tags,
        });
        serde_json::from_value(application).unwrap()
    }

    #[test]
    fn ours_bears_our_label() {
        for (key, tags, ours) in [
            (Some("push"), vec!["console"], true),
            (Some("push-2"), vec!["other", "console"], true),
            (Some("push"), vec![], false),
            (None, vec!["console"], true),
            (Some("theirs"), vec!["console"], true),
            (None, vec!["consoles"], false),
        ] {
            assert_eq!(
                marks().are_on(&application('1', key, &tags)),
                ours,
                "{key:?} {tags:?}"
            );
        }
    }

    #[test]
    fn a_renewal_is_about_that_application_and_asks_for_a_certificate_anew() {
        let mut set_up = SetUp {
            application: application('4', Some("push"), &["console"]),
            ours: true,
            owners: Vec::new(),
            obsolete: Vec::new(),
        };
        let plain = set_up.with_new_certificate(None);
        let id = set_up.application.id.clone();
        assert_eq!(plain.application, ApplicationChoice::Existing { id });
        assert_eq!(plain.application_name, "Push");
        assert!(!plain.mailbox_settings, "it is not declared");
        let made = CertificateChoice::Make {
            organisation: "Example".to_owned(),
            country: "NL".to_owned(),
            common_name: "push.example.edu".to_owned(),
            bits: 4096,
            days: 180,
        };
        let thumbprint = Thumbprint::from_bytes([1; 20]);
        let vendor = CertificateChoice::Vendor { certificate: None };
        for (before, expected) in [
            (made.clone(), made),
            (CertificateChoice::Keep { thumbprint }, vendor.clone()),
            (vendor.clone(), vendor),
        ] {
            let before = Choice {
                remove_obsolete: true,
                ..Choice::new("Another", before)
            };
            let renewal = set_up.with_new_certificate(Some(&before));
            assert_eq!(renewal.certificate, expected);
            assert!(!renewal.remove_obsolete, "that was for then");
            assert_eq!(renewal.application_name, "Push");
        }
        let declared = serde_json::json!([{
            "resourceAppId": graph::well_known::MICROSOFT_GRAPH,
            "resourceAccess": [{ "id": graph::well_known::MAILBOX_SETTINGS_READ_WRITE, "type": "Role" }],
        }]);
        set_up.application.required_resource_access = serde_json::from_value(declared).unwrap();
        assert!(set_up.with_new_certificate(None).mailbox_settings);
    }

    #[test]
    fn every_application_is_listed_once_and_ours_come_first() {
        let second = application('2', Some("push-2"), &["console"]);
        let first = application('1', Some("push"), &["console"]);
        let stranger = application('3', None, &[]);
        let found = set_ups(
            vec![second.clone(), first.clone()],
            vec![stranger.clone(), first.clone(), second.clone()],
            &marks(),
        );
        let ids: Vec<_> = found
            .iter()
            .map(|set_up| (&set_up.application.id, set_up.ours))
            .collect();
        assert_eq!(
            ids,
            [(&first.id, true), (&second.id, true), (&stranger.id, false)]
        );
    }
}
