//! The simulated tenant: Entra and Microsoft Graph as one pure function, [`handle`], with a thin server around it.
//!
//! It knows nothing of its clients' types: of `base` it takes ids and `Timestamp`, and computes everything else
//! itself. It refuses what Microsoft refuses, and is never bent to make a test pass.

mod canonical;
mod certificate;
#[cfg(feature = "contract")]
pub mod contract;
mod control;
pub mod directory;
pub mod entra;
pub mod faults;
mod graph;
mod lost;
pub mod mailboxes;
pub mod policies;
pub mod random;
pub mod record;
pub mod rows;
#[cfg(feature = "server")]
pub mod server;
pub mod tenant;
pub mod worlds;

use base::Timestamp;
pub use canonical::canonical;
pub use canonical::canonical_recycle_bin;
pub use canonical::canonical_without_others;
pub use canonical::others_lost;
pub use lost::is_lost;
pub use tenant::Tenant;

use record::Recorded;

/// Answers one request as Entra or Graph would at `now`, and notes it in [`Tenant::recorded`].
///
/// `/v1.0/` and `/beta/` are Graph's, `/_tenant/` is for tests, all else is Entra's. With a fault on, the answer may
/// never arrive: see [`is_lost`].
pub fn handle(
    tenant: &mut Tenant,
    request: http::Request<Vec<u8>>,
    now: Timestamp,
) -> http::Response<Vec<u8>> {
    let path = request.uri().path();
    if control::is_control(path) {
        return control::handle(tenant, &request, now);
    }
    tenant.seen = now;
    let now = tenant.faults.clock(now);
    let mut recorded = Recorded::of(&request);
    let response = if graph::is_graph(path) {
        graph::handle(tenant, &request, now)
    } else {
        entra::handle(tenant, &request, now)
    };
    recorded.status = lost::status(&response);
    recorded.answered = !is_lost(&response);
    tenant.recorded.push(recorded);
    response
}
