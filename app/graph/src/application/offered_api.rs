//! What an application offers to others as an API. Graph page: "apiApplication resource type".

use base::AppId;
use base::RoleId;
use serde::Deserialize;

/// What an application offers to others as an API.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct OfferedApi {
    /// Scopes that others may ask people's consent to.
    #[serde(default)]
    pub oauth2_permission_scopes: Vec<Scope>,
    /// Applications that need nobody's consent to them.
    #[serde(default)]
    pub pre_authorized_applications: Vec<PreAuthorized>,
    /// Applications whose consent covers this one.
    #[serde(default)]
    pub known_client_applications: Vec<AppId>,
}

/// A delegated scope that an application offers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// Its id.
    pub id: RoleId,
    /// Its name in tokens.
    #[serde(default)]
    pub value: Option<String>,
}

/// An application that needs nobody's consent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct PreAuthorized {
    /// Its client id.
    pub app_id: AppId,
}
