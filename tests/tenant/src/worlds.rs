//! The worlds: what a tenant holds when a run begins.

use std::str::FromStr;

use base::TenantId;
use base::Timestamp;

use crate::directory::Rows;
use crate::random::Random;
use crate::rows::Organization;
use crate::rows::ServicePrincipal;
use crate::tenant::ConsoleRegistration;

mod empty;
mod manual_2017;
mod microsoft;
mod people;
mod set_up;
mod several;
mod taken;
mod university;

pub use microsoft::EXCHANGE_APP_ID;
pub use microsoft::GRAPH_APP_ID;

/// Client id of the console's own multi-tenant registration.
pub const CONSOLE_APP_ID: &str = "5e7c0de0-0000-4000-8000-000000000001";

/// The tenant in which the console is registered; every university's tenant is another.
const CONSOLE_HOME_TENANT_ID: &str = "5e7c0de0-0000-4000-8000-000000000002";

/// How a tenant begins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum World {
    /// A university with staff, groups, guests, rooms and admins of several kinds.
    University,
    /// One Global Administrator and nothing else: nobody has consented to the console yet.
    Empty,
    /// The university, where two applications already bear our name.
    Taken,
    /// The university, where we were set up by hand after the manual of 2017.
    Manual2017,
    /// The university with two set-ups of ours, two applications that look like one, and a deleted one.
    Several,
}

/// A world of this name does not exist.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownWorld(pub String);

impl std::fmt::Display for UnknownWorld {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = World::ALL.map(World::name).join(", ");
        write!(formatter, "unknown world '{}': known are {known}", self.0)
    }
}

impl std::error::Error for UnknownWorld {}

impl World {
    /// Every world.
    pub const ALL: [Self; 5] = [
        Self::University,
        Self::Empty,
        Self::Taken,
        Self::Manual2017,
        Self::Several,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::University => "university",
            Self::Empty => "empty",
            Self::Taken => "taken",
            Self::Manual2017 => "manual-2017",
            Self::Several => "several",
        }
    }
}

impl FromStr for World {
    type Err = UnknownWorld;

    fn from_str(name: &str) -> Result<Self, UnknownWorld> {
        Self::ALL
            .into_iter()
            .find(|world| world.name() == name)
            .ok_or_else(|| UnknownWorld(name.to_owned()))
    }
}

/// Builds the beginning of `world`.
pub(crate) fn start(
    world: World,
    tenant: &TenantId,
    random: &mut Random,
    now: Timestamp,
) -> (Organization, Rows) {
    match world {
        World::University => university::build(random),
        World::Empty => empty::build(random),
        World::Taken => taken::build(tenant, random, now),
        World::Manual2017 => manual_2017::build(tenant, random),
        World::Several => several::build(tenant, random, now),
    }
}

/// The console's registration, the same in every world. Entra ignores the port of `localhost`
/// (Microsoft identity platform, "Redirect URI (reply URL) restrictions and limitations").
pub(crate) fn console() -> ConsoleRegistration {
    ConsoleRegistration {
        app_id: known(CONSOLE_APP_ID),
        home_tenant_id: known(CONSOLE_HOME_TENANT_ID),
        display_name: "MyTimetable Setup Console".to_owned(),
        spa_redirect_uris: vec![
            "http://localhost/".to_owned(),
            "http://localhost/some/folder/".to_owned(),
        ],
        web_redirect_uris: Vec::new(),
    }
}

/// The console's service principal, as the first consent of somebody in the tenant makes it.
pub(crate) fn console_service_principal(
    console: &ConsoleRegistration,
    random: &mut Random,
) -> ServicePrincipal {
    ServicePrincipal {
        tags: vec!["WindowsAzureActiveDirectoryIntegratedApp".to_owned()],
        ..ServicePrincipal::new(
            random.object_id(),
            console.app_id.clone(),
            &console.display_name,
            Some(console.home_tenant_id.clone()),
        )
    }
}

/// Reads an id that stands in this crate's source.
#[expect(
    clippy::expect_used,
    reason = "only constants of this crate come here, and the tests read every one"
)]
pub(crate) fn known<T: FromStr<Err = base::InvalidId>>(id: &'static str) -> T {
    id.parse().expect("a constant id is well formed")
}

/// Reads a moment that stands in this crate's source.
#[expect(
    clippy::expect_used,
    reason = "only constants of this crate come here, and the tests read every one"
)]
fn moment(text: &'static str) -> Timestamp {
    text.parse().expect("a constant moment is well formed")
}

#[cfg(test)]
mod tests;
