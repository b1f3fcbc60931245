//! Permissions that earlier manuals asked for and that are no longer needed.

use graph::application::Application;
use graph::application::ResourceAccess;
use graph::well_known;

/// A permission that is no longer needed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Obsolete {
    /// Client id of the API.
    pub api: &'static str,
    /// The API's name.
    pub api_name: &'static str,
    /// Id of the role or scope.
    pub id: &'static str,
    /// `Role` or `Scope`, as an application declares it.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// All of them: the right to calendars in the API from before Microsoft Graph, and the scope that the portal declares on
/// every new registration.
const ALL: [Obsolete; 2] = [
    Obsolete {
        api: well_known::EXCHANGE_ONLINE,
        api_name: "Office 365 Exchange Online",
        id: well_known::EXCHANGE_CALENDARS_READ_WRITE_ALL,
        kind: "Role",
        name: "Calendars.ReadWrite.All",
    },
    Obsolete {
        api: well_known::MICROSOFT_GRAPH,
        api_name: "Microsoft Graph",
        id: well_known::USER_READ,
        kind: "Scope",
        name: "User.Read",
    },
];

impl Obsolete {
    /// Those that `application` declares.
    pub fn declared_by(application: &Application) -> Vec<Self> {
        let declares = |one: &Self| {
            application
                .required_resource_access
                .iter()
                .filter(|access| access.resource_app_id == one.api)
                .flat_map(|access| &access.resource_access)
                .any(|access| one.is(access))
        };
        ALL.into_iter().filter(declares).collect()
    }

    /// Those that can be held as an application role.
    pub fn roles() -> impl Iterator<Item = Self> {
        ALL.into_iter().filter(|one| one.kind == "Role")
    }

    /// Whether `access` is this permission; its API is to be compared by whoever asks.
    pub fn is(&self, access: &ResourceAccess) -> bool {
        access.id.as_str() == self.id && access.kind == self.kind
    }
}
