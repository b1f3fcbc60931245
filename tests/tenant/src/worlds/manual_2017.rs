//! The university, where somebody set us up by hand after the manual of 2017, and others kept it alive: the permission
//! of the old Exchange API, later that of Microsoft Graph, a certificate of ten years and the one before it. "Grant
//! permissions" consented to everything that was declared, the portal's own User.Read included. It bears our name, and
//! neither our key nor our label. Beside it stands an application of another product with a similar name.

use base::TenantId;

use super::microsoft::EXCHANGE_APP_ID;
use super::microsoft::GRAPH_APP_ID;
use super::set_up;
use super::set_up::CALENDARS_READ_WRITE;
use super::university;
use crate::directory::Rows;
use crate::random::Random;
use crate::rows::Application;
use crate::rows::Organization;

/// Delegated scope `User.Read` of Microsoft Graph, which the portal declares on every new registration.
const USER_READ: &str = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
/// Two people who look after it, before the `@`.
const OWNERS: [&str; 2] = ["a.bakker", "p.smith"];
/// Where people were sent back to when they linked a calendar themselves.
const REDIRECT_URI: &str = "https://rooster.voorbeeld.example/schedule?zoneview=0&ec_type=o365";
/// Certificates, the older one over; how they were made stands in `fixtures/README.md`.
const CERTIFICATES: [&[u8]; 2] = [
    include_bytes!("../../fixtures/manual-2017-expired.der"),
    include_bytes!("../../fixtures/manual-2017-valid.der"),
];
/// When it was registered.
const CREATED: &str = "2017-09-12T09:14:33Z";
/// When the permission of Microsoft Graph was added.
const GRAPH_ADDED: &str = "2020-02-17T09:33:20Z";
/// When the other product came.
const OTHER_CREATED: &str = "2021-09-07T07:33:20Z";

pub(super) fn build(tenant: &TenantId, random: &mut Random) -> (Organization, Rows) {
    let (organization, mut rows) = university::build(random);
    add_set_up(&mut rows, tenant, random);
    add_other_product(&mut rows, tenant, random);
    (organization, rows)
}

fn add_set_up(rows: &mut Rows, tenant: &TenantId, random: &mut Random) {
    let (id, app_id) = (random.object_id(), random.app_id());
    let keys = CERTIFICATES
        .iter()
        .filter_map(|der| set_up::key_credential(random, "CN=rooster.voorbeeld.example", der, None))
        .collect();
    let application = Application {
        web_redirect_uris: vec![REDIRECT_URI.to_owned()],
        required_resource_access: vec![
            set_up::declared(
                GRAPH_APP_ID,
                &[(USER_READ, "Scope"), (CALENDARS_READ_WRITE, "Role")],
            ),
            set_up::declared(EXCHANGE_APP_ID, &[(CALENDARS_READ_WRITE, "Role")]),
        ],
        key_credentials: keys,
        owners: set_up::people(rows, &OWNERS),
        ..Application::new(
            id,
            app_id,
            "MyTimetable calendar push",
            super::moment(CREATED),
        )
    };
    let client = set_up::service_principal(tenant, random, &application);
    let role = CALENDARS_READ_WRITE;
    set_up::give_role(
        rows,
        random,
        &client,
        EXCHANGE_APP_ID,
        role,
        super::moment(CREATED),
    );
    set_up::give_role(
        rows,
        random,
        &client,
        GRAPH_APP_ID,
        role,
        super::moment(GRAPH_ADDED),
    );
    set_up::grant_for_all(rows, random, &client, "User.Read");
    rows.service_principals.push(client);
    rows.applications.push(application);
}

/// A page of the student union: nothing of it is ours.
fn add_other_product(rows: &mut Rows, tenant: &TenantId, random: &mut Random) {
    let (id, app_id) = (random.object_id(), random.app_id());
    let application = Application {
        spa_redirect_uris: vec!["https://mytimetables.example/".to_owned()],
        required_resource_access: vec![set_up::declared(GRAPH_APP_ID, &[(USER_READ, "Scope")])],
        ..Application::new(
            id,
            app_id,
            "MyTimetables calendar",
            super::moment(OTHER_CREATED),
        )
    };
    let client = set_up::service_principal(tenant, random, &application);
    set_up::grant_for_all(rows, random, &client, "User.Read openid profile");
    rows.service_principals.push(client);
    rows.applications.push(application);
}
