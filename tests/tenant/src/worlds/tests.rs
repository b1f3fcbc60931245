//! What every world holds, and what makes them differ.

use std::collections::BTreeSet;

use base::Timestamp;

use super::CONSOLE_APP_ID;
use super::EXCHANGE_APP_ID;
use super::GRAPH_APP_ID;
use super::World;
use super::known;
use crate::Tenant;
use crate::rows::Application;

fn tenant(world: World, seed: u64) -> Tenant {
    let now: Timestamp = "2026-12-01T08:00:00Z".parse().unwrap();
    Tenant::new(
        world,
        seed,
        "https://login.example/",
        "https://graph.example/",
        now,
    )
}

#[test]
fn every_world_has_microsofts_apis_and_the_console() {
    for world in World::ALL {
        let tenant = tenant(world, 1);
        assert_eq!(tenant.graph_url, "https://graph.example");
        let rows = tenant.directory.primary();
        let graph = rows
            .service_principal_by_app_id(&known(GRAPH_APP_ID))
            .unwrap();
        assert!(
            graph
                .app_roles
                .iter()
                .any(|role| role.value == "Calendars.ReadWrite")
        );
        assert!(
            graph
                .oauth2_permission_scopes
                .iter()
                .any(|scope| scope.value == "Policy.Read.All" && scope.admin)
        );
        assert!(
            rows.service_principal_by_app_id(&known(EXCHANGE_APP_ID))
                .is_some()
        );
        let console = rows.service_principal_by_app_id(&known(CONSOLE_APP_ID));
        assert_eq!(console.is_none(), world == World::Empty, "no consent yet");
        assert_ne!(tenant.console.home_tenant_id, tenant.id);
        let home = Some(tenant.console.home_tenant_id.clone());
        assert!(console.is_none_or(|row| row.app_owner_organization_id == home));
        assert!(
            rows.application_by_app_id(&known(CONSOLE_APP_ID)).is_none(),
            "registered elsewhere"
        );
        assert_eq!(tenant.console.app_id, known(CONSOLE_APP_ID));
        let ids: BTreeSet<&str> = graph
            .oauth2_permission_scopes
            .iter()
            .map(|scope| scope.id.as_str())
            .collect();
        assert_eq!(
            ids.len(),
            graph.oauth2_permission_scopes.len(),
            "no id twice"
        );
    }
}

#[test]
fn ids_differ_between_tenants_and_only_microsofts_do_not() {
    let mut tenants = vec![tenant(World::University, 2)];
    tenants.extend(World::ALL.map(|world| tenant(world, 1)));
    let all = tenants.len();
    let ids = |pick: fn(&Tenant) -> String| tenants.iter().map(pick).collect::<BTreeSet<_>>().len();
    assert_eq!(ids(|tenant| tenant.id.to_string()), all);
    assert_eq!(
        ids(|tenant| tenant.directory.primary().service_principals[0]
            .id
            .to_string()),
        all
    );
    assert_eq!(
        ids(|tenant| tenant.directory.primary().users[0].id.to_string()),
        all
    );
    assert_eq!(
        ids(
            |tenant| tenant.directory.primary().service_principals[0].app_roles[0]
                .id
                .to_string()
        ),
        1
    );
    assert_eq!(
        ids(|tenant| tenant.directory.primary().directory_roles[0]
            .role_template_id
            .clone()),
        1
    );
    let again = tenant(World::University, 2);
    assert_eq!(again.directory.primary(), tenants[0].directory.primary());
}

#[test]
fn no_world_has_an_id_twice_or_a_reference_to_nothing() {
    for world in World::ALL {
        let tenant = tenant(world, 1);
        let rows = tenant.directory.primary();
        let mut ids: Vec<&str> = rows.users.iter().map(|row| row.id.as_str()).collect();
        ids.extend(rows.groups.iter().map(|row| row.id.as_str()));
        ids.extend(rows.service_principals.iter().map(|row| row.id.as_str()));
        ids.extend(rows.applications.iter().map(|row| row.id.as_str()));
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(distinct.len(), ids.len());
        let members = rows.groups.iter().flat_map(|row| &row.members);
        for member in members.chain(rows.directory_roles.iter().flat_map(|row| &row.members)) {
            assert!(distinct.contains(member.as_str()), "{member}");
        }
        let names: BTreeSet<String> = rows
            .users
            .iter()
            .map(|row| row.user_principal_name.to_lowercase())
            .collect();
        assert_eq!(names.len(), rows.users.len());
    }
}

#[test]
fn the_university_has_somebody_of_every_kind() {
    let tenant = tenant(World::University, 1);
    let rows = tenant.directory.primary();
    assert!(rows.users.len() > 36);
    let some = |wanted: fn(&crate::rows::User) -> bool| rows.users.iter().any(wanted);
    assert!(some(|user| user.user_type == "Guest"));
    assert!(some(|user| user.mailbox.as_deref() == Some("shared")));
    assert!(some(|user| user.mailbox.as_deref() == Some("room")));
    assert!(some(
        |user| user.mailbox.is_none() && user.user_type == "Member"
    ));
    assert!(some(
        |user| !user.account_enabled && !user.assigned_plans.is_empty()
    ));
    assert!(some(|user| user.on_premises_distinguished_name.is_some()));
    let languages: BTreeSet<&str> = rows
        .users
        .iter()
        .map(|user| user.language.as_str())
        .collect();
    assert!(languages.len() > 10);
    let nested = rows.groups.iter().filter(|group| {
        rows.groups
            .iter()
            .any(|outer| outer.members.contains(&group.id))
    });
    assert_eq!(nested.count(), 4);
    assert!(rows.applications.is_empty());
}

#[test]
fn the_samples_hold_the_roles_their_names_promise() {
    let roles = |name: &str| -> Vec<String> {
        let tenant = tenant(World::University, 1);
        let person = tenant
            .people()
            .into_iter()
            .find(|person| person.user_principal_name.starts_with(name));
        person.unwrap().roles
    };
    assert_eq!(roles("global.admin"), ["Global Administrator"]);
    assert_eq!(
        roles("setup.admin"),
        [
            "Privileged Role Administrator",
            "Cloud Application Administrator"
        ]
    );
    assert_eq!(roles("exchange.admin"), ["Exchange Administrator"]);
    assert!(roles("staff.member").is_empty());
    let empty = tenant(World::Empty, 1);
    assert_eq!(empty.people().len(), 1);
    assert_eq!(empty.directory.primary().users.len(), 1);
}

#[test]
fn two_applications_bear_our_name_in_taken() {
    let tenant = tenant(World::Taken, 1);
    let rows = tenant.directory.primary();
    assert_eq!(rows.applications.len(), 2);
    assert!(
        rows.applications
            .iter()
            .all(|row| row.display_name == "MyTimetable calendar push")
    );
    let keys: Vec<usize> = rows
        .applications
        .iter()
        .map(|row| row.key_credentials.len())
        .collect();
    assert_eq!(keys, [2, 0]);
    assert!(
        rows.applications[0]
            .key_credentials
            .iter()
            .any(|key| key.start_date_time.text().ends_with("12.1234567Z"))
    );
    let client = rows
        .service_principal_by_app_id(&rows.applications[0].app_id)
        .unwrap();
    assert_eq!(client.app_owner_organization_id, Some(tenant.id.clone()));
    assert_eq!(rows.assignments_of(&client.id).count(), 1);
}

#[test]
fn a_set_up_by_hand_after_the_manual_of_2017() {
    let tenant = tenant(World::Manual2017, 1);
    let rows = tenant.directory.primary();
    let names: Vec<&str> = rows
        .applications
        .iter()
        .map(|row| row.display_name.as_str())
        .collect();
    assert_eq!(
        names,
        ["MyTimetable calendar push", "MyTimetables calendar"]
    );
    let ours = &rows.applications[0];
    assert_eq!((&ours.unique_name, ours.tags.len()), (&None, 0));
    assert_eq!((ours.owners.len(), ours.web_redirect_uris.len()), (2, 1));
    assert!(ours.owners.iter().all(|owner| rows.user(owner).is_some()));
    let now: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
    let valid: Vec<bool> = ours
        .key_credentials
        .iter()
        .map(|key| key.start_date_time.at() <= now && now < key.end_date_time.at())
        .collect();
    assert_eq!(valid, [false, true]);
    let days = |key: &crate::rows::KeyCredential| {
        key.end_date_time
            .at()
            .since(key.start_date_time.at())
            .as_secs()
            / 86_400
    };
    assert!(ours.key_credentials.iter().all(|key| days(key) == 3650));
    let client = rows.service_principal_by_app_id(&ours.app_id).unwrap();
    let apis: BTreeSet<&str> = rows
        .assignments_of(&client.id)
        .map(|held| {
            rows.service_principal(&held.resource_id)
                .unwrap()
                .app_id
                .as_str()
        })
        .collect();
    assert_eq!(apis, BTreeSet::from([GRAPH_APP_ID, EXCHANGE_APP_ID]));
    let declared: Vec<usize> = ours
        .required_resource_access
        .iter()
        .map(|api| api.resource_access.len())
        .collect();
    assert_eq!(declared, [2, 1]);
}

#[test]
fn the_permissions_of_the_old_manual_are_declared_and_granted() {
    let tenant = tenant(World::Manual2017, 1);
    let rows = tenant.directory.primary();
    let ours = &rows.applications[0];
    let client = rows.service_principal_by_app_id(&ours.app_id).unwrap();
    let declares = |api: &str, id: &str, kind: &str| {
        let mut apis = ours.required_resource_access.iter();
        let api = apis.find(|access| access.resource_app_id.as_str() == api);
        let mut declared = api.unwrap().resource_access.iter();
        declared.any(|access| access.id.as_str() == id && access.kind == kind)
    };
    let calendars = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";
    assert!(declares(EXCHANGE_APP_ID, calendars, "Role"));
    let user_read = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
    assert!(declares(GRAPH_APP_ID, user_read, "Scope"));
    let exchange = rows
        .service_principal_by_app_id(&known(EXCHANGE_APP_ID))
        .unwrap();
    let role = exchange
        .app_roles
        .iter()
        .find(|role| role.id.as_str() == calendars);
    assert_eq!(role.unwrap().value, "Calendars.ReadWrite.All");
    let mut held = rows.assignments_of(&client.id);
    assert!(
        held.any(|held| held.resource_id == exchange.id && held.app_role_id.as_str() == calendars)
    );
    let grants: Vec<(&str, &str)> = rows
        .grants_of(&client.id)
        .map(|grant| (grant.consent_type.as_str(), grant.scope.as_str()))
        .collect();
    assert_eq!(grants, [("AllPrincipals", "User.Read")]);
}

#[test]
fn two_set_ups_of_ours_two_that_look_like_it_and_a_deleted_one_in_several() {
    let tenant = tenant(World::Several, 1);
    let rows = tenant.directory.primary();
    let facts = |row: &Application| {
        let client = rows.service_principal_by_app_id(&row.app_id);
        let roles = client.map_or(0, |client| rows.assignments_of(&client.id).count());
        let counts = [
            row.key_credentials.len(),
            row.password_credentials.len(),
            row.owners.len(),
            roles,
        ];
        (
            row.unique_name.clone(),
            row.tags == ["mytimetable-setup-console"],
            counts,
        )
    };
    let key = |text: &str| Some(text.to_owned());
    let all: Vec<_> = rows.applications.iter().map(facts).collect();
    assert_eq!(
        all,
        [
            (key("mytimetable-calendar-push"), true, [1, 0, 0, 1]),
            (key("mytimetable-calendar-push-2"), true, [1, 1, 1, 1]),
            (None, true, [0, 0, 0, 0]),
            (None, false, [0, 0, 2, 0]),
        ]
    );
    let names: Vec<&str> = rows
        .applications
        .iter()
        .map(|row| row.display_name.as_str())
        .collect();
    assert_eq!(names[0], names[3], "the stranger's is the same");
    let owners = rows.applications.iter().flat_map(|row| &row.owners);
    for owner in owners {
        assert!(rows.user(owner).is_some());
        assert_eq!(rows.roles_of(owner).count(), 0, "no administrator");
    }
    let now: Timestamp = "2026-12-01T08:00:00Z".parse().unwrap();
    let deleted: Vec<&Application> = rows.deleted_applications(now).collect();
    assert_eq!(deleted.len(), 1);
    assert_eq!(facts(deleted[0]).0, key("mytimetable-calendar-push-3"));
    assert_eq!(rows.restorable_service_principals(now).count(), 1);
}

#[test]
fn unknown_names_are_refused() {
    for world in World::ALL {
        assert_eq!(world.name().parse(), Ok(world));
    }
    assert!(
        "moon"
            .parse::<World>()
            .unwrap_err()
            .to_string()
            .contains("university")
    );
    for fault in crate::faults::Fault::ALL {
        assert_eq!(fault.name().parse(), Ok(fault));
    }
    assert!(
        "rain"
            .parse::<crate::faults::Fault>()
            .unwrap_err()
            .to_string()
            .contains("throttle")
    );
}
