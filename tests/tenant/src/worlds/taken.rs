//! The university, where two applications already bear our name: one that colleagues use, with their certificates,
//! and one that somebody began and left.

use base::TenantId;
use base::Timestamp;

use super::microsoft::GRAPH_APP_ID;
use super::set_up;
use super::set_up::CALENDARS_READ_WRITE;
use super::university;
use crate::directory::Rows;
use crate::random::Random;
use crate::rows::Application;
use crate::rows::Organization;

/// The name that our own set-up would give.
const NAME: &str = "MyTimetable calendar push";
/// Certificates of other people; how they were made stands in `fixtures/README.md`.
const CERTIFICATES: [(&str, &[u8], Option<&str>); 2] = [
    (
        "CN=Timetabling server",
        include_bytes!("../../fixtures/timetabling-server.der"),
        None,
    ),
    (
        "CN=Timetabling test server",
        include_bytes!("../../fixtures/timetabling-test-server.der"),
        // As a tool wrote it that counts in ten-millionths of a second; whoever sends it back must send every digit.
        Some("2026-11-21T08:27:12.1234567Z"),
    ),
];

pub(super) fn build(
    tenant: &TenantId,
    random: &mut Random,
    now: Timestamp,
) -> (Organization, Rows) {
    let (organization, mut rows) = university::build(random);
    let used = used(random, now);
    let client = set_up::service_principal(tenant, random, &used);
    let role = CALENDARS_READ_WRITE;
    set_up::give_role(&mut rows, random, &client, GRAPH_APP_ID, role, now);
    rows.service_principals.push(client);
    rows.applications.push(used);
    rows.applications.push(application(random, now));
    (organization, rows)
}

/// The one that works: certificates, a declared permission, a role held.
fn used(random: &mut Random, now: Timestamp) -> Application {
    let mut used = application(random, now);
    used.key_credentials = CERTIFICATES
        .iter()
        .filter_map(|(name, der, start)| set_up::key_credential(random, name, der, *start))
        .collect();
    let permissions = [(CALENDARS_READ_WRITE, "Role")];
    used.required_resource_access = vec![set_up::declared(GRAPH_APP_ID, &permissions)];
    used
}

/// An application of our name with nothing in it.
fn application(random: &mut Random, now: Timestamp) -> Application {
    let created = now.minus(std::time::Duration::from_secs(200 * 24 * 3600));
    let (id, app_id) = (random.object_id(), random.app_id());
    Application::new(id, app_id, NAME, created.whole_seconds())
}
