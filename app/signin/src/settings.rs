//! The part of `config.json` that says where to sign in: checked field by field, all problems at once.

use base::AppId;
use base::Key;
use base::Message;
use serde::Deserialize;
use url::Url;

use crate::Authority;
use crate::Cloud;
use crate::TenantSegment;
use crate::registration::is_secure;

/// What `config.json` says about signing in, as it stands there.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// Tenant id, a domain of the tenant, or `organizations`.
    pub tenant: Option<String>,
    /// Client id of the console's own application.
    pub client_id: Option<String>,
    /// Name of a cloud; `worldwide` if neither this nor addresses are given.
    pub cloud: Option<String>,
    /// Address of Entra instead of a cloud's; needs `graph_url` too.
    pub login_url: Option<String>,
    /// Address of Microsoft Graph instead of a cloud's; needs `login_url` too.
    pub graph_url: Option<String>,
}

/// What is wrong with one field of the settings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SettingProblem {
    /// The field's name in `config.json`.
    pub field: &'static str,
    /// What is wrong.
    pub reason: SettingReason,
}

/// What can be wrong with a field of the settings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SettingReason {
    /// The field is missing or empty.
    Missing,
    /// Neither a tenant id, nor a domain, nor `organizations`.
    NotTenant,
    /// Not a GUID.
    NotClientId,
    /// No cloud has this name.
    UnknownCloud,
    /// Not an absolute http or https address.
    NotAddress,
    /// http to another computer.
    NotSecure,
    /// The address has a user name, a query or a fragment.
    AddressTooMuch,
    /// A cloud and addresses are both given, or only one of the two addresses is.
    CloudOrAddresses,
}

impl SettingProblem {
    /// The message for whoever wrote `config.json`.
    pub fn message(&self) -> Message {
        let key = match self.reason {
            SettingReason::Missing => Key::SignInSettingMissing,
            SettingReason::NotTenant => Key::SignInSettingTenant,
            SettingReason::NotClientId => Key::SignInSettingClientId,
            SettingReason::UnknownCloud => Key::SignInSettingCloud,
            SettingReason::NotAddress => Key::SignInSettingAddress,
            SettingReason::NotSecure => Key::SignInSettingNotSecure,
            SettingReason::AddressTooMuch => Key::SignInSettingAddressTooMuch,
            SettingReason::CloudOrAddresses => Key::SignInSettingCloudOrAddresses,
        };
        Message::new(key).with("field", self.field)
    }
}

impl Settings {
    /// Checks every field and returns where to sign in with which client id, or everything that is wrong.
    pub fn check(&self) -> Result<(Authority, AppId), Vec<SettingProblem>> {
        let mut problems = Vec::new();
        let tenant = keep(&mut problems, "tenant", self.check_tenant());
        let client_id = keep(&mut problems, "clientId", self.check_client_id());
        let endpoints = self.check_endpoints(&mut problems);
        match (tenant, client_id, endpoints) {
            (Some(tenant), Some(client_id), Some((login, graph))) => {
                let authority = Authority {
                    login,
                    graph,
                    tenant,
                };
                Ok((authority, client_id))
            }
            _ => Err(problems),
        }
    }

    fn check_tenant(&self) -> Result<TenantSegment, SettingReason> {
        required(&self.tenant)?
            .parse()
            .map_err(|_| SettingReason::NotTenant)
    }

    fn check_client_id(&self) -> Result<AppId, SettingReason> {
        required(&self.client_id)?
            .parse()
            .map_err(|_| SettingReason::NotClientId)
    }

    fn check_endpoints(&self, problems: &mut Vec<SettingProblem>) -> Option<(Url, Url)> {
        let (login, graph) = match (&self.cloud, &self.login_url, &self.graph_url) {
            (cloud, None, None) => {
                let cloud = keep(problems, "cloud", check_cloud(cloud.as_deref()))?;
                (cloud.login(), cloud.graph())
            }
            (None, Some(login), Some(graph)) => (login.as_str(), graph.as_str()),
            (Some(_), _, _) => {
                return keep(problems, "cloud", Err(SettingReason::CloudOrAddresses));
            }
            (None, None, Some(_)) => {
                return keep(problems, "loginUrl", Err(SettingReason::CloudOrAddresses));
            }
            (None, Some(_), None) => {
                return keep(problems, "graphUrl", Err(SettingReason::CloudOrAddresses));
            }
        };
        let login = keep(problems, "loginUrl", check_address(login));
        let graph = keep(problems, "graphUrl", check_address(graph));
        login.zip(graph)
    }
}

/// Takes the value, or notes what is wrong with the field.
fn keep<T>(
    problems: &mut Vec<SettingProblem>,
    field: &'static str,
    checked: Result<T, SettingReason>,
) -> Option<T> {
    checked
        .map_err(|reason| problems.push(SettingProblem { field, reason }))
        .ok()
}

fn required(value: &Option<String>) -> Result<&str, SettingReason> {
    match value.as_deref().map(str::trim) {
        None | Some("") => Err(SettingReason::Missing),
        Some(text) => Ok(text),
    }
}

fn check_cloud(name: Option<&str>) -> Result<Cloud, SettingReason> {
    match name {
        None => Ok(Cloud::Worldwide),
        Some(name) => Cloud::named(name.trim()).ok_or(SettingReason::UnknownCloud),
    }
}

fn check_address(text: &str) -> Result<Url, SettingReason> {
    let url = Url::parse(text.trim()).map_err(|_| SettingReason::NotAddress)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(SettingReason::NotAddress);
    }
    if !is_secure(&url) {
        return Err(SettingReason::NotSecure);
    }
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if plain {
        Ok(url)
    } else {
        Err(SettingReason::AddressTooMuch)
    }
}

#[cfg(test)]
mod tests;
