//! The application that asks: what its registration and this tenant's service principal say of it.

use base::AppId;
use base::ObjectId;
use base::Timestamp;

use super::authority::Authority;
use super::refusal::Refusal;
use crate::Tenant;
use crate::directory::Rows;
use crate::rows::KeyCredential;
use crate::rows::RequiredResourceAccess;

/// Type of a redirect URI. It decides who may redeem a code, and from where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RedirectKind {
    /// A page in a browser: PKCE, no client authentication, and only across origins.
    Spa,
    /// A server: client authentication, and never from a browser.
    Web,
}

/// A registered application.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Client {
    pub(crate) app_id: AppId,
    pub(crate) display_name: String,
    pub(crate) spa_redirect_uris: Vec<String>,
    pub(crate) web_redirect_uris: Vec<String>,
    pub(crate) single_tenant: bool,
    pub(crate) of_another_tenant: bool,
    pub(crate) key_credentials: Vec<KeyCredential>,
    pub(crate) required_resource_access: Vec<RequiredResourceAccess>,
    /// Object id of its service principal here, and whether it is enabled.
    pub(crate) service_principal: Option<(ObjectId, bool)>,
}

impl Client {
    /// Finds an application by the `client_id` of a request. What was registered here a moment ago may not be known yet;
    /// the service principal of the console is made by Entra itself, which knows it at once.
    pub(crate) fn find(
        tenant: &mut Tenant,
        client_id: &str,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let unknown = || unknown(client_id);
        let app_id: AppId = client_id.parse().map_err(|_| unknown())?;
        let console = (tenant.console.app_id == app_id).then(|| tenant.console.clone());
        let rows = match &console {
            Some(_) => tenant.directory.primary(),
            None => tenant.directory.read(now),
        };
        let mut client = match console {
            Some(console) => Self {
                app_id: console.app_id,
                display_name: console.display_name,
                spa_redirect_uris: console.spa_redirect_uris,
                web_redirect_uris: console.web_redirect_uris,
                single_tenant: false,
                of_another_tenant: true,
                key_credentials: Vec::new(),
                required_resource_access: Vec::new(),
                service_principal: None,
            },
            None => Self::registered_here(rows, &app_id).ok_or_else(unknown)?,
        };
        client.service_principal = rows
            .service_principal_by_app_id(&app_id)
            .map(|row| (row.id.clone(), row.account_enabled));
        Ok(client)
    }

    fn registered_here(rows: &Rows, app_id: &AppId) -> Option<Self> {
        let row = rows.application_by_app_id(app_id)?;
        Some(Self {
            app_id: row.app_id.clone(),
            display_name: row.display_name.clone(),
            spa_redirect_uris: row.spa_redirect_uris.clone(),
            web_redirect_uris: row.web_redirect_uris.clone(),
            single_tenant: row.sign_in_audience == "AzureADMyOrg",
            of_another_tenant: false,
            key_credentials: row.key_credentials.clone(),
            required_resource_access: row.required_resource_access.clone(),
            service_principal: None,
        })
    }

    /// Refuses an application of one tenant that asks without naming it.
    pub(crate) fn check_audience(&self, authority: &Authority) -> Result<(), Refusal> {
        match authority {
            Authority::AnyTenant(name) if self.single_tenant => Err(Refusal::new(
                50194,
                format!(
                    "Application '{}' is not multi-tenant: '/{name}' cannot be used for it.",
                    self.app_id
                ),
            )),
            _ => Ok(()),
        }
    }

    /// The object id of its enabled service principal here. An application for many tenants has none before somebody
    /// consents to it ("Apps and service principals in Microsoft Entra ID", consent).
    pub(crate) fn service_principal_if_any(&self) -> Result<Option<&ObjectId>, Refusal> {
        match &self.service_principal {
            None if !self.single_tenant => Ok(None),
            _ => self.enabled_service_principal().map(Some),
        }
    }

    /// The object id of its enabled service principal here, for a token on behalf of a person. An application of another
    /// tenant to which nobody consents, or no longer, is as good as unknown (AADSTS700016: "not installed by the
    /// administrator of the tenant or consented to by any user in the tenant").
    pub(crate) fn consented_service_principal(&self) -> Result<&ObjectId, Refusal> {
        if self.service_principal.is_none() && self.of_another_tenant {
            return Err(unknown(self.app_id.as_str()));
        }
        self.enabled_service_principal()
    }

    /// The object id of its enabled service principal here.
    pub(crate) fn enabled_service_principal(&self) -> Result<&ObjectId, Refusal> {
        match &self.service_principal {
            Some((id, true)) => Ok(id),
            Some((_, false)) => Err(Refusal::new(
                7000112,
                format!(
                    "Application '{}' ({}) is disabled.",
                    self.app_id, self.display_name
                ),
            )),
            None => Err(Refusal::new(
                7000229,
                format!(
                    "Application '{}' has no service principal in this tenant.",
                    self.app_id
                ),
            )),
        }
    }

    /// The type under which `address` is registered, or a refusal.
    pub(crate) fn redirect_kind(&self, address: &str) -> Result<RedirectKind, Refusal> {
        let among =
            |registered: &[String]| registered.iter().any(|known| same_address(known, address));
        if among(&self.spa_redirect_uris) {
            Ok(RedirectKind::Spa)
        } else if among(&self.web_redirect_uris) {
            Ok(RedirectKind::Web)
        } else {
            Err(Refusal::new(
                50011,
                format!(
                    "The redirect URI '{address}' is not registered for application '{}'.",
                    self.app_id
                ),
            ))
        }
    }
}

fn unknown(client_id: &str) -> Refusal {
    let text = format!("No application with identifier '{client_id}' was found here.");
    Refusal::new(700016, text)
}

/// Redirect URIs are compared letter for letter; only the port of `http://localhost` does not matter ("Redirect URI
/// (reply URL) restrictions and limitations", localhost exceptions).
pub(crate) fn same_address(registered: &str, asked: &str) -> bool {
    registered == asked
        || matches!((behind_localhost(registered), behind_localhost(asked)), (Some(one), Some(other)) if one == other)
}

/// What follows `http://localhost` and its port.
fn behind_localhost(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("http://localhost")?;
    let rest = match rest.strip_prefix(':') {
        Some(port) => port.trim_start_matches(|letter: char| letter.is_ascii_digit()),
        None => rest,
    };
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
}
