//! The contract's teeth in the tenant's own answers: whatever property of whatever answer is spoilt, it notices.

use base::KeyId;
use serde_json::Value;
use serde_json::json;

use super::Scene;
use crate::contract::Contract;
use crate::directory::Change;
use crate::rows::FederatedIdentityCredential;
use crate::rows::Row;
use crate::worlds::GRAPH_APP_ID;

/// Real answers to requests with `$select`.
fn selected() -> Vec<(String, Value)> {
    let scopes = "User.Read User.Read.All Application.ReadWrite.All Application.Read.All Directory.Read.All \
                  AppRoleAssignment.ReadWrite.All Organization.Read.All Policy.Read.All";
    let mut scene = Scene::signed_in("global.admin", scopes);
    let body = json!({ "displayName": "x", "uniqueName": "push", "tags": ["t"] });
    let app_id = scene.post("/applications", &body).text("appId");
    scene.settle();
    let federated = add_federated_credential(&mut scene);
    let client = scene
        .post("/servicePrincipals", &json!({ "appId": app_id }))
        .text("id");
    scene.settle();
    let graph = scene
        .get(&format!(
            "/servicePrincipals(appId='{GRAPH_APP_ID}')?$select=id"
        ))
        .text("id");
    let role = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";
    let give = json!({ "principalId": client, "resourceId": graph, "appRoleId": role });
    scene.post(
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
        &give,
    );
    scene.settle();
    let paths = [
        "/me?$select=id,displayName,userPrincipalName,mail,userType".to_owned(),
        "/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId&$count=true".to_owned(),
        "/organization?$select=id,displayName,verifiedDomains,defaultUsageLocation,countryLetterCode".to_owned(),
        "/users?$select=id,userPrincipalName,assignedPlans,accountEnabled&$top=5".to_owned(),
        "/applications?$filter=tags/any(t:t%20eq%20't')&$select=id,appId,displayName,tags,uniqueName".to_owned(),
        "/applications(uniqueName='push')?$select=id,keyCredentials,requiredResourceAccess,web,spa,api,publicClient".to_owned(),
        format!("/servicePrincipals(appId='{GRAPH_APP_ID}')?$select=id,appRoles,oauth2PermissionScopes"),
        format!("/servicePrincipals/{client}/appRoleAssignments?$select=id,appRoleId,resourceId,principalId"),
        format!("/servicePrincipals/{graph}/appRoleAssignedTo?$select=principalId,principalDisplayName,appRoleId"),
        format!("{federated}?$select=id,name,issuer,subject,description,audiences"),
        "/policies/authorizationPolicy?$select=id,defaultUserRolePermissions".to_owned(),
        "/policies/defaultAppManagementPolicy?$select=isEnabled,applicationRestrictions".to_owned(),
    ];
    paths
        .into_iter()
        .map(|path| {
            let body = scene.advanced(&path).body;
            (format!("/v1.0{path}"), body)
        })
        .collect()
}

/// Adds one to the application that was made last; returns the path of its collection.
fn add_federated_credential(scene: &mut Scene) -> String {
    let mut row = scene
        .tenant
        .directory
        .primary()
        .applications
        .last()
        .unwrap()
        .clone();
    let path = format!("/applications/{}/federatedIdentityCredentials", row.id);
    row.federated_identity_credentials
        .push(FederatedIdentityCredential {
            audiences: vec!["api://AzureADTokenExchange".to_owned()],
            description: Some("of a pipeline".to_owned()),
            id: KeyId::from_random([1; 16]),
            issuer: "https://issuer.example".to_owned(),
            name: "deploy".to_owned(),
            subject: Some("repository:deploy".to_owned()),
        });
    let change = Change::Put(Row::Application(row));
    scene.tenant.directory.write_everywhere(change);
    path
}

fn judge(path: &str, body: &Value) -> Result<(), Vec<String>> {
    Contract::new().check_response("GET", path, 200, body.to_string().as_bytes())
}

/// The object in an answer, or each one in a collection.
fn objects(body: &mut Value) -> Vec<&mut serde_json::Map<String, Value>> {
    if body["value"].is_array() {
        body["value"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .map(|value| value.as_object_mut().unwrap())
            .collect()
    } else {
        vec![body.as_object_mut().unwrap()]
    }
}

#[test]
fn removing_any_selected_property_of_any_object_is_noticed() {
    for (path, body) in selected() {
        assert_eq!(judge(&path, &body), Ok(()), "{path}");
        let names = path
            .split("$select=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let count = objects(&mut body.clone()).len();
        assert!(count > 0, "{path} answers nothing");
        for name in names.split(',') {
            for at in 0..count {
                let mut spoilt = body.clone();
                assert!(
                    objects(&mut spoilt)[at].remove(name).is_some(),
                    "{path} lacks {name}"
                );
                assert!(judge(&path, &spoilt).is_err(), "{path} without {name}");
            }
        }
    }
}

#[test]
fn one_property_too_many_and_one_of_the_wrong_type_are_noticed() {
    for (path, body) in selected() {
        let mut spoilt = body.clone();
        objects(&mut spoilt)[0].insert("colour".to_owned(), json!("red"));
        assert!(judge(&path, &spoilt).is_err(), "{path} with a colour");
        let names = path
            .split("$select=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        for name in names.split(',') {
            let mut spoilt = body.clone();
            // No property of these types is a bare number.
            objects(&mut spoilt)[0].insert(name.to_owned(), json!(7));
            assert!(
                judge(&path, &spoilt).is_err(),
                "{path} with a number for {name}"
            );
        }
    }
}

#[test]
fn the_names_each_serialiser_promises_are_the_ones_it_writes() {
    let scopes = "User.Read.All Application.Read.All Policy.Read.All Directory.Read.All User.Read";
    let mut scene = Scene::signed_in("global.admin", scopes);
    let graph = format!("/servicePrincipals(appId='{GRAPH_APP_ID}')");
    // Without $select everything simulated is answered; a name that is promised but not written would be missing.
    for (path, count) in [
        (graph.as_str(), 15),
        ("/organization", 7),
        (
            "/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true",
            5,
        ),
        ("/policies/authorizationPolicy", 9),
        ("/policies/defaultAppManagementPolicy", 6),
    ] {
        let mut body = scene.advanced(path).body;
        let mut objects = objects(&mut body);
        let names = objects[0]
            .keys()
            .filter(|name| !name.starts_with("@odata."))
            .count();
        assert_eq!(names, count, "{path}");
        assert!(!objects.remove(0).is_empty());
    }
}
