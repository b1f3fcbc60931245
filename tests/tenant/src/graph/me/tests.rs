//! The signed-in person by requests and answers.

use serde_json::json;

use crate::graph::tests::Scene;

#[test]
fn exactly_what_was_selected() {
    let mut scene = Scene::signed_in("setup.admin", "User.Read");
    let answer = scene.get("/me?$select=displayName,userPrincipalName");
    assert_eq!(
        answer.body,
        json!({
            "@odata.context": "https://graph.example/v1.0/$metadata#users(displayName,userPrincipalName)/$entity",
            "displayName": "Sofia Lindqvist",
            "userPrincipalName": "setup.admin@voorbeeld.example",
        })
    );
}

#[test]
fn roles_held_and_none() {
    let path = "/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId&$count=true";
    let mut scene = Scene::signed_in("setup.admin", "User.Read");
    let answer = scene.advanced(path);
    assert_eq!(
        answer.values(),
        [
            json!({ "displayName": "Privileged Role Administrator", "roleTemplateId": "e8611ab8-c189-46e8-94e1-60213ab1f814" }),
            json!({ "displayName": "Cloud Application Administrator", "roleTemplateId": "158c047a-c907-4556-b7ef-446551a6b5f7" }),
        ]
    );
    scene.sign_in("staff.member", "User.Read");
    assert!(scene.advanced(path).values().is_empty());
}

#[test]
fn a_cast_needs_the_header_and_the_count() {
    let mut scene = Scene::signed_in("setup.admin", "User.Read");
    for cast in ["microsoft.graph.directoryRole", "graph.directoryRole"] {
        let path = format!("/me/transitiveMemberOf/{cast}");
        let refused = "400 Request_UnsupportedQuery";
        assert_eq!(scene.get(&path).verdict(), refused);
        assert_eq!(scene.advanced(&path).verdict(), refused);
        let path = format!("{path}?$count=true");
        assert_eq!(scene.get(&path).verdict(), refused);
        assert_eq!(scene.advanced(&path).verdict(), "200");
    }
}
