//! Who may do what: each operation with just enough, and with just too little.

mod allowed;

use serde_json::json;

use super::Scene;
use crate::graph::call;
use crate::graph::metadata;
use crate::graph::operations::SIMULATED;
use crate::worlds::GRAPH_APP_ID;
use allowed::Allowed;
use allowed::SOME_ID;
use allowed::allowed;

#[test]
fn every_simulated_operation_is_in_the_table() {
    let mut listed: Vec<&str> = allowed().iter().map(|row| row.operation).collect();
    let mut simulated: Vec<&str> = SIMULATED.iter().map(|(operation, _)| *operation).collect();
    // Any token may post a batch; what is in it is asked about one by one.
    simulated.retain(|operation| *operation != "batch.PostBatch");
    listed.sort_unstable();
    simulated.sort_unstable();
    assert_eq!(listed, simulated);
    for row in allowed() {
        let (operation, _) = call::route(row.method, &format!("/v1.0{}", row.path)).unwrap();
        assert_eq!(operation.id, row.operation, "{} {}", row.method, row.path);
    }
}

#[test]
fn just_enough_is_enough_and_any_less_is_not() {
    for Allowed {
        method,
        path,
        body,
        scopes,
        person,
        ..
    } in allowed()
    {
        let send =
            |scopes: &str| Scene::signed_in(person, scopes).send(method, &path, body.as_ref(), &[]);
        let answer = send(scopes);
        assert_ne!(answer.status, 403, "{method} {path}: {}", answer.message());
        for left_out in scopes.split(' ') {
            let less: Vec<&str> = scopes
                .split(' ')
                .filter(|scope| *scope != left_out)
                .collect();
            let verdict = send(&less.join(" ")).verdict();
            assert_eq!(
                verdict, "403 Authorization_RequestDenied",
                "{method} {path} without {left_out}"
            );
        }
    }
}

#[test]
fn an_application_needs_application_permissions() {
    for Allowed {
        method,
        path,
        body,
        scopes,
        ..
    } in allowed()
    {
        let mut scene = Scene::writing();
        scene.sign_in_application("");
        let verdict = scene.send(method, &path, body.as_ref(), &[]).verdict();
        let wanted = if path.starts_with("/me") {
            "400 BadRequest"
        } else {
            "403 Authorization_RequestDenied"
        };
        assert_eq!(verdict, wanted, "{method} {path}, which wants {scopes}");
    }
    let mut scene = Scene::writing();
    scene.sign_in_application("Application.Read.All");
    assert_eq!(scene.get("/applications").verdict(), "200");
    scene.sign_in_application("Application.ReadWrite.OwnedBy");
    assert_eq!(
        scene.get("/applications").verdict(),
        "403 Authorization_RequestDenied"
    );
}

/// Where Microsoft does not say which of several permissions will do, only the least of them does.
#[test]
fn of_permissions_that_are_unsure_only_the_least_will_do() {
    let denied = "403 Authorization_RequestDenied";
    let bin = "/directory/deletedItems/microsoft.graph.application";
    let role = format!("/servicePrincipals/{SOME_ID}/appRoleAssignedTo/x");
    for (method, path, scopes, allowed) in [
        ("GET", bin, "Application.Read.All", true),
        ("GET", bin, "Application.ReadWrite.All", false),
        ("GET", bin, "Directory.Read.All", false),
        ("DELETE", &role, "AppRoleAssignment.ReadWrite.All", true),
        ("DELETE", &role, "Application.ReadWrite.All", false),
        // This one is documented.
        ("GET", "/applications", "Application.ReadWrite.All", true),
    ] {
        let mut scene = Scene::signed_in("setup.admin", scopes);
        let verdict = scene.send(method, path, None, &[]).verdict();
        assert_eq!(verdict != denied, allowed, "{method} {path} with {scopes}");
        scene.sign_in_application(scopes);
        let verdict = scene.send(method, path, None, &[]).verdict();
        assert_eq!(verdict != denied, allowed, "{method} {path} as {scopes}");
    }
}

#[test]
fn roles_are_needed_where_the_metadata_names_them() {
    let scopes = "Application.ReadWrite.All Application.Read.All AppRoleAssignment.ReadWrite.All Policy.Read.All";
    let denied = "403 Authorization_RequestDenied";
    for (method, path, person, refused) in [
        (
            "PATCH",
            "/applications(uniqueName='x')",
            "staff.member",
            true,
        ),
        (
            "PATCH",
            "/applications(uniqueName='x')",
            "exchange.admin",
            true,
        ),
        (
            "PATCH",
            "/applications(uniqueName='x')",
            "privileged.role.admin",
            true,
        ),
        (
            "PATCH",
            "/applications(uniqueName='x')",
            "cloud.app.admin",
            false,
        ),
        ("PATCH", "/applications(uniqueName='x')", "app.admin", false),
        (
            "PATCH",
            "/applications(uniqueName='x')",
            "global.admin",
            false,
        ),
        ("POST", "/servicePrincipals", "staff.member", true),
        ("POST", "/servicePrincipals", "privileged.role.admin", true),
        ("POST", "/servicePrincipals", "setup.admin", false),
        (
            "GET",
            "/policies/defaultAppManagementPolicy",
            "staff.member",
            true,
        ),
        (
            "GET",
            "/policies/defaultAppManagementPolicy",
            "exchange.admin",
            true,
        ),
        (
            "GET",
            "/policies/defaultAppManagementPolicy",
            "app.admin",
            false,
        ),
    ] {
        let body = match method {
            "PATCH" => Some(json!({ "displayName": "x" })),
            "POST" => Some(json!({ "appId": SOME_ID })),
            _ => None,
        };
        let answer = Scene::signed_in(person, scopes).send(method, path, body.as_ref(), &[]);
        assert_eq!(
            answer.verdict() == denied,
            refused,
            "{person} {method} {path}: {}",
            answer.verdict()
        );
    }
}

#[test]
fn members_may_register_applications_while_the_policy_lets_them() {
    let mut scene = Scene::signed_in("staff.member", "Application.ReadWrite.All");
    let body = json!({ "displayName": "x" });
    assert_eq!(scene.post("/applications", &body).verdict(), "201");
    scene.tenant.allowed_to_create_apps = false;
    assert_eq!(
        scene.post("/applications", &body).verdict(),
        "403 Authorization_RequestDenied"
    );
    scene.sign_in("app.admin", "Application.ReadWrite.All");
    assert_eq!(scene.post("/applications", &body).verdict(), "201");
}

#[test]
fn guests_have_no_member_rights() {
    for (method, path, scopes) in [
        ("POST", "/applications", "Application.ReadWrite.All"),
        ("GET", "/policies/authorizationPolicy", "Policy.Read.All"),
        ("GET", "/oauth2PermissionGrants", "Directory.Read.All"),
    ] {
        let body = (method == "POST").then(|| json!({ "displayName": "x" }));
        let mut scene = Scene::signed_in("maria_partner.example#EXT#", scopes);
        assert_eq!(
            scene.send(method, path, body.as_ref(), &[]).verdict(),
            "403 Authorization_RequestDenied",
            "{path}"
        );
    }
}

#[test]
fn who_registers_without_a_role_owns_it_and_may_change_it() {
    let mut scene = Scene::signed_in("staff.member", "Application.ReadWrite.All");
    let id = scene
        .post("/applications", &json!({ "displayName": "x" }))
        .text("id");
    scene.settle();
    let path = format!("/applications/{id}");
    assert_eq!(
        scene.patch(&path, &json!({ "displayName": "y" })).verdict(),
        "204"
    );
    let owners = scene.get(&format!("{path}/owners?$select=id"));
    assert_eq!(
        owners.values()[0]["id"],
        scene.user("staff.member").as_str()
    );
    for (person, owns) in [
        ("privileged.role.admin", true),
        ("cloud.app.admin", false),
        ("app.admin", false),
        ("setup.admin", false),
        ("global.admin", false),
    ] {
        scene.sign_in(person, "Application.ReadWrite.All");
        scene.post("/applications", &json!({ "displayName": "x" }));
        let rows = scene.tenant.directory.primary();
        let created = rows.applications.last().unwrap();
        let expected = Vec::from_iter(owns.then(|| scene.user(person)));
        assert_eq!(created.owners, expected, "{person}");
    }
    scene.sign_in("p.smith", "Application.ReadWrite.All");
    assert_eq!(
        scene.patch(&path, &json!({ "displayName": "z" })).verdict(),
        "403 Authorization_RequestDenied"
    );
    assert_eq!(
        scene.delete(&path).verdict(),
        "403 Authorization_RequestDenied"
    );
}

#[test]
fn roles_of_graph_itself_are_given_by_a_privileged_role_administrator_only() {
    let scopes = "AppRoleAssignment.ReadWrite.All Application.ReadWrite.All Application.Read.All";
    let mut scene = Scene::signed_in("setup.admin", scopes);
    let app_id = scene
        .post("/applications", &json!({ "displayName": "x" }))
        .text("appId");
    scene.settle();
    let client = scene
        .post("/servicePrincipals", &json!({ "appId": app_id }))
        .text("id");
    scene.settle();
    let graph = scene
        .get(&format!("/servicePrincipals(appId='{GRAPH_APP_ID}')"))
        .text("id");
    let exchange = scene
        .get(&format!(
            "/servicePrincipals(appId='{}')",
            crate::worlds::EXCHANGE_APP_ID
        ))
        .text("id");
    let give = |resource: &str| {
        let role = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";
        json!({ "appRoleId": role, "principalId": client, "resourceId": resource })
    };
    scene.sign_in("cloud.app.admin", scopes);
    for (resource, verdict) in [
        (&graph, "403 Authorization_RequestDenied"),
        (&exchange, "201"),
    ] {
        let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
        assert_eq!(scene.post(&path, &give(resource)).verdict(), verdict);
    }
    scene.sign_in("privileged.role.admin", scopes);
    let given = scene.post(
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
        &give(&graph),
    );
    assert_eq!(given.verdict(), "201");
    scene.settle();
    scene.sign_in("cloud.app.admin", scopes);
    let path = format!(
        "/servicePrincipals/{graph}/appRoleAssignedTo/{}",
        given.text("id")
    );
    assert_eq!(
        scene.delete(&path).verdict(),
        "403 Authorization_RequestDenied"
    );
}

/// A condition that the code does not know would silently harden an operation; this names all there are.
#[test]
fn every_condition_of_the_metadata_was_considered() {
    let considered = [
        "none needed while authorizationPolicy.defaultUserRolePermissions.allowedToCreateApps is true",
        "none needed for an owner of the application",
        "the page read lists them; default member rights usually allow reading",
        "the page says default user permissions work too",
        "none needed for an owner of the service principal; upsert: owner of a single-tenant application may do with Application Developer",
        // These loosen nothing here.
        "\"at least Global Reader\"",
        // Asked by the handlers themselves, who know the type.
        "applications and service principals: first three; users: User Administrator; groups: Groups Administrator",
        "an owner of the backing single-tenant application may do with Application Developer",
        "for app roles of Microsoft Graph and Azure AD Graph only Privileged Role Administrator; none needed for a \
         member who owns the resource application",
    ];
    for operation in metadata::operations() {
        let Some(condition) = &operation.roles_condition else {
            continue;
        };
        if SIMULATED.iter().any(|(id, _)| *id == operation.id) {
            assert!(
                considered.contains(&condition.as_str()),
                "{}: {condition}",
                operation.id
            );
        }
    }
}
