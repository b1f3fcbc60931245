//! What the tenant's policies say, and that writes obey them. The certificates' part of it stands with the applications.

use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Scene;

const SCOPES: &str = "Policy.Read.All Application.ReadWrite.All";
const DENIED: &str = "403 Authorization_RequestDenied";

fn allowed_to_create(scene: &mut Scene) -> Value {
    let policy = scene.get("/policies/authorizationPolicy?$select=id,defaultUserRolePermissions");
    assert_eq!(policy.text("id"), "authorizationPolicy");
    policy.body["defaultUserRolePermissions"]["allowedToCreateApps"].clone()
}

#[test]
fn any_member_sees_whether_members_may_register_applications() {
    let mut scene = Scene::signed_in("staff.member", SCOPES);
    for allowed in [true, false] {
        scene.tenant.allowed_to_create_apps = allowed;
        assert_eq!(allowed_to_create(&mut scene), json!(allowed));
    }
}

#[test]
fn any_member_sees_which_consent_policies_users_have() {
    let mut scene = Scene::signed_in("staff.member", SCOPES);
    let team =
        "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team";
    let low = "ManagePermissionGrantsForSelf.microsoft-user-default-low";
    for policies in [vec![], vec![team, low]] {
        scene.tenant.permission_grant_policies =
            policies.iter().map(|id| (*id).to_owned()).collect();
        let policy = scene.get("/policies/authorizationPolicy?$select=defaultUserRolePermissions");
        let permissions = &policy.body["defaultUserRolePermissions"];
        assert_eq!(
            permissions["permissionGrantPoliciesAssigned"],
            json!(policies)
        );
    }
}

/// Who may register though members may not: those whose role has the right, and nobody else.
#[test]
fn where_members_may_not_register_applications_a_role_is_needed() {
    for (person, verdict) in [
        ("staff.member", DENIED),
        ("exchange.admin", DENIED),
        ("privileged.role.admin", DENIED),
        ("cloud.app.admin", "201"),
        ("app.admin", "201"),
        ("global.admin", "201"),
    ] {
        let mut scene = Scene::signed_in(person, SCOPES);
        scene.tenant.allowed_to_create_apps = false;
        let body = json!({ "displayName": "x" });
        assert_eq!(
            scene.post("/applications", &body).verdict(),
            verdict,
            "{person}"
        );
        let upsert = scene.send(
            "PATCH",
            "/applications(uniqueName='x')",
            Some(&body),
            &[("Prefer", "create-if-missing")],
        );
        assert_eq!(upsert.verdict(), verdict, "{person}, upsert");
    }
}

#[test]
fn what_a_member_owns_already_she_may_go_on_changing() {
    let mut scene = Scene::signed_in("staff.member", SCOPES);
    let id = scene
        .post("/applications", &json!({ "displayName": "x" }))
        .text("id");
    scene.settle();
    scene.tenant.allowed_to_create_apps = false;
    let path = format!("/applications/{id}");
    assert_eq!(
        scene.patch(&path, &json!({ "displayName": "y" })).verdict(),
        "204"
    );
}
