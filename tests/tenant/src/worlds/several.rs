//! The university after some years with the console: two set-ups of ours, what looks like one without being it, and one
//! that was deleted and still holds its key.

use std::time::Duration;

use base::ObjectId;
use base::TenantId;
use base::Timestamp;

use super::microsoft::GRAPH_APP_ID;
use super::set_up;
use super::set_up::CALENDARS_READ_WRITE;
use super::university;
use crate::directory::Rows;
use crate::random::Random;
use crate::rows::Application;
use crate::rows::LockConfiguration;
use crate::rows::Organization;
use crate::rows::PasswordCredential;
use crate::rows::ServicePrincipal;

/// The name that the console gives.
const NAME: &str = "MyTimetable calendar push";
/// The label that the console gives.
const TAG: &str = "mytimetable-setup-console";
/// The keys of our set-ups, the last one deleted.
const KEYS: [&str; 3] = [
    "mytimetable-calendar-push",
    "mytimetable-calendar-push-2",
    "mytimetable-calendar-push-3",
];
/// A certificate for each set-up; how they were made stands in `fixtures/README.md`.
const CERTIFICATES: [(&str, &[u8]); 2] = [
    (
        "CN=Timetabling server",
        include_bytes!("../../fixtures/timetabling-server.der"),
    ),
    (
        "CN=Timetabling test server",
        include_bytes!("../../fixtures/timetabling-test-server.der"),
    ),
];
/// Who owns the second set-up, before the `@`: somebody of staff.
const OWNER: &str = "b.smit";
/// Who own the stranger.
const OWNERS_OF_STRANGER: [&str; 2] = ["a.bakker", "p.smith"];
/// For how many days a client secret is used: two years, the longest that the portal offers.
const DAYS_OF_SECRET: u64 = 730;

pub(super) fn build(
    tenant: &TenantId,
    random: &mut Random,
    now: Timestamp,
) -> (Organization, Rows) {
    let (organization, mut rows) = university::build(random);
    let mut builder = Builder {
        rows: &mut rows,
        tenant,
        random,
        now,
    };
    builder.add_first();
    builder.add_second();
    builder.add_label_only();
    builder.add_stranger();
    builder.add_deleted();
    (organization, rows)
}

/// What every application here is made with.
struct Builder<'a> {
    rows: &'a mut Rows,
    tenant: &'a TenantId,
    random: &'a mut Random,
    now: Timestamp,
}

impl Builder<'_> {
    /// The set-up in use, as the console leaves it.
    fn add_first(&mut self) {
        let first = self.set_up(NAME, 0, 90);
        self.add_with_role(first);
    }

    /// A second one for the test server, to which its owner, no administrator, has added a client secret.
    fn add_second(&mut self) {
        let mut second = self.set_up("MyTimetable calendar push (test)", 1, 60);
        second.owners = self.people(&[OWNER]);
        let start = self.days_ago(45);
        second.password_credentials = vec![PasswordCredential {
            display_name: Some("for a try".to_owned()),
            end_date_time: start.plus(days(DAYS_OF_SECRET)).into(),
            hint: Some("x7Q".to_owned()),
            key_id: self.random.key_id(),
            start_date_time: start.into(),
        }];
        self.add_with_role(second);
    }

    /// Somebody's copy: the label went along, the key could not.
    fn add_label_only(&mut self) {
        let mut copy = self.application("Copy of MyTimetable calendar push", 30);
        copy.tags = vec![TAG.to_owned()];
        self.rows.applications.push(copy);
    }

    /// Of our name, and not ours.
    fn add_stranger(&mut self) {
        let mut stranger = self.application(NAME, 400);
        stranger.owners = self.people(&OWNERS_OF_STRANGER);
        let client = self.service_principal(&stranger);
        self.rows.service_principals.push(client);
        self.rows.applications.push(stranger);
    }

    /// One that was deleted ten days ago, and its service principal with it: both can be restored for twenty more.
    fn add_deleted(&mut self) {
        let mut gone = self.application(NAME, 50);
        gone.unique_name = Some(KEYS[2].to_owned());
        gone.tags = vec![TAG.to_owned()];
        let mut client = self.service_principal(&gone);
        gone.deleted_date_time = Some(self.days_ago(10));
        client.deleted_date_time = gone.deleted_date_time;
        self.rows.deleted_service_principals.push(client);
        self.rows.deleted.push(gone);
    }

    /// An application with key, label, lock, declared permission and certificate, made so many days ago.
    fn set_up(&mut self, name: &str, which: usize, days: u64) -> Application {
        let (subject, der) = CERTIFICATES[which];
        let key = set_up::key_credential(self.random, subject, der, None);
        let permissions = [(CALENDARS_READ_WRITE, "Role")];
        Application {
            unique_name: Some(KEYS[which].to_owned()),
            tags: vec![TAG.to_owned()],
            required_resource_access: vec![set_up::declared(GRAPH_APP_ID, &permissions)],
            key_credentials: key.into_iter().collect(),
            service_principal_lock_configuration: Some(LockConfiguration {
                is_enabled: true,
                all_properties: Some(true),
                credentials_with_usage_verify: None,
                credentials_with_usage_sign: None,
                token_encryption_key_id: None,
            }),
            ..self.application(name, days)
        }
    }

    fn application(&mut self, name: &str, days: u64) -> Application {
        let (id, app_id) = (self.random.object_id(), self.random.app_id());
        Application::new(id, app_id, name, self.days_ago(days))
    }

    fn service_principal(&mut self, application: &Application) -> ServicePrincipal {
        set_up::service_principal(self.tenant, self.random, application)
    }

    /// Adds an application, its service principal and the role that it declares.
    fn add_with_role(&mut self, application: Application) {
        let client = self.service_principal(&application);
        let (role, given) = (CALENDARS_READ_WRITE, application.created_date_time);
        set_up::give_role(self.rows, self.random, &client, GRAPH_APP_ID, role, given);
        self.rows.service_principals.push(client);
        self.rows.applications.push(application);
    }

    fn people(&self, names: &[&str]) -> Vec<ObjectId> {
        set_up::people(self.rows, names)
    }

    fn days_ago(&self, count: u64) -> Timestamp {
        self.now.minus(days(count)).whole_seconds()
    }
}

fn days(count: u64) -> Duration {
    Duration::from_secs(count * 24 * 3600)
}
