//! Who owns what.

use base::ObjectId;
use serde_json::json;

use crate::graph::tests::Answer;
use crate::graph::tests::Scene;
use crate::worlds::World;

/// The hand-made set-up and its owners: two people of staff.
fn scene() -> (Scene, String) {
    let mut scene = Scene::new(World::Manual2017);
    scene.sign_in(
        "setup.admin",
        "Application.ReadWrite.All Directory.Read.All",
    );
    let id = scene.tenant.directory.primary().applications[0]
        .id
        .to_string();
    (scene, format!("/applications/{id}/owners"))
}

fn add(scene: &mut Scene, path: &str, address: &str) -> Answer {
    scene.post(&format!("{path}/$ref"), &json!({ "@odata.id": address }))
}

fn names(scene: &mut Scene, path: &str) -> Vec<String> {
    scene.settle();
    let answer = scene.get(&format!("{path}?$select=userPrincipalName"));
    let name = |owner: &serde_json::Value| owner["userPrincipalName"].as_str().unwrap().to_owned();
    answer.values().iter().map(name).collect()
}

#[test]
fn owners_come_and_go() {
    let (mut scene, path) = scene();
    let (anna, peter) = ("a.bakker@voorbeeld.example", "p.smith@voorbeeld.example");
    assert_eq!(names(&mut scene, &path), [anna, peter]);
    let eva = scene.user("e.vandenberg");
    let address = format!("https://graph.microsoft.com/v1.0/users/{eva}");
    assert_eq!(add(&mut scene, &path, &address).verdict(), "204");
    assert_eq!(
        names(&mut scene, &path),
        [anna, peter, "e.vandenberg@voorbeeld.example"]
    );
    for name in ["a.bakker", "p.smith"] {
        let id = scene.user(name);
        let one = format!("{path}/{id}/$ref");
        assert_eq!(scene.delete(&one).verdict(), "204");
        scene.settle();
        assert_eq!(scene.delete(&one).verdict(), "404 Request_ResourceNotFound");
    }
    assert_eq!(names(&mut scene, &path), ["e.vandenberg@voorbeeld.example"]);
}

#[test]
fn the_last_owner_stays_until_there_is_another() {
    let (mut scene, path) = scene();
    let (anna, peter) = (scene.user("a.bakker"), scene.user("p.smith"));
    let one = |owner: &ObjectId| format!("{path}/{owner}/$ref");
    assert_eq!(scene.delete(&one(&anna)).verdict(), "204");
    // At once, whatever a replica still knows.
    let refused = scene.delete(&one(&peter));
    assert_eq!(refused.verdict(), "400 Request_BadRequest");
    assert!(refused.message().contains("at least one owner"));
    let eva = scene.user("e.vandenberg");
    let stranger = scene.delete(&one(&eva)).verdict();
    assert_eq!(stranger, "404 Request_ResourceNotFound", "no owner at all");
    let address = format!("https://graph.microsoft.com/v1.0/users/{eva}");
    assert_eq!(add(&mut scene, &path, &address).verdict(), "204");
    assert_eq!(scene.delete(&one(&peter)).verdict(), "204");
}

#[test]
fn one_rule_broken_at_a_time() {
    let (mut scene, path) = scene();
    let anna = scene.user("a.bakker");
    let nobody = "11111111-2222-4333-8444-555555555555";
    for (address, verdict) in [
        (
            format!("https://graph.example/v1.0/directoryObjects/{anna}"),
            "400 Request_BadRequest",
        ),
        (
            format!("https://graph.example/v1.0/directoryObjects/{nobody}"),
            "404 Request_ResourceNotFound",
        ),
        (
            format!("https://elsewhere.example/v1.0/directoryObjects/{nobody}"),
            "400 Request_BadRequest",
        ),
        (
            format!("https://graph.example/v1.0/groups/{nobody}"),
            "400 Request_BadRequest",
        ),
        (
            "https://graph.example/v1.0/directoryObjects/anna".to_owned(),
            "400 Request_BadRequest",
        ),
        (anna.to_string(), "400 Request_BadRequest"),
    ] {
        assert_eq!(
            add(&mut scene, &path, &address).verdict(),
            verdict,
            "{address}"
        );
    }
    let reference = format!("{path}/$ref");
    let eva = scene.user("e.vandenberg");
    let address = format!("https://graph.example/v1.0/directoryObjects/{eva}");
    for body in [
        json!({}),
        json!({ "@odata.id": 3 }),
        json!({ "@odata.id": address, "colour": "red" }),
    ] {
        assert_eq!(
            scene.post(&reference, &body).verdict(),
            "400 Request_BadRequest",
            "{body}"
        );
    }
    assert_eq!(add(&mut scene, &path, &address).verdict(), "204");
}

#[test]
fn an_owner_may_name_others_without_a_role() {
    let (mut scene, path) = scene();
    let id = scene.user("e.vandenberg");
    let address = format!("https://graph.example/v1.0/directoryObjects/{id}");
    let scopes = "Application.ReadWrite.All Directory.Read.All";
    scene.sign_in("b.smit", scopes);
    assert_eq!(
        add(&mut scene, &path, &address).verdict(),
        "403 Authorization_RequestDenied"
    );
    scene.sign_in("a.bakker", scopes);
    assert_eq!(add(&mut scene, &path, &address).verdict(), "204");
}

#[test]
fn service_principals_have_owners_of_their_own() {
    let (mut scene, _) = scene();
    let rows = scene.tenant.directory.primary();
    let mut row = rows.service_principals.last().unwrap().clone();
    let path = format!("/servicePrincipals/{}/owners", row.id);
    assert!(names(&mut scene, &path).is_empty());
    row.owners = vec![scene.user("a.bakker")];
    let id = row.id.clone();
    let change = crate::directory::Change::Put(crate::rows::Row::ServicePrincipal(row));
    scene.tenant.directory.write(scene.now, change);
    assert_eq!(names(&mut scene, &path), ["a.bakker@voorbeeld.example"]);
    let path = format!("/servicePrincipals/{id}");
    let body = json!({ "accountEnabled": false });
    scene.sign_in("b.smit", "Application.ReadWrite.All");
    assert_eq!(
        scene.patch(&path, &body).verdict(),
        "403 Authorization_RequestDenied"
    );
    scene.sign_in("a.bakker", "Application.ReadWrite.All");
    assert_eq!(scene.patch(&path, &body).verdict(), "204");
}

/// Graph, "Overview of Microsoft Graph permissions", limited information returned for inaccessible member objects.
#[test]
fn who_may_not_read_users_learns_only_their_ids() {
    let (mut scene, path) = scene();
    let path = format!("{path}?$select=id,displayName,mail,userPrincipalName");
    let anna = scene.user("a.bakker");
    let nothing_but_id = json!({
        "@odata.type": "#microsoft.graph.user", "id": anna,
        "displayName": null, "mail": null, "userPrincipalName": null,
    });
    let mail = "a.bakker@voorbeeld.example";
    let everything = json!({
        "@odata.type": "#microsoft.graph.user", "id": anna,
        "displayName": "Anna Bakker", "mail": mail, "userPrincipalName": mail,
    });
    for (scopes, expected) in [
        ("Application.Read.All", &nothing_but_id),
        ("Application.ReadWrite.All User.Read", &nothing_but_id),
        ("Application.Read.All User.ReadBasic.All", &everything),
        ("Application.Read.All User.Read.All", &everything),
        ("Directory.Read.All", &everything),
    ] {
        // Not even of herself does an owner learn more.
        for person in ["setup.admin", "a.bakker"] {
            scene.sign_in(person, scopes);
            assert_eq!(scene.get(&path).values()[0], *expected, "{person} {scopes}");
        }
    }
    for (roles, expected) in [
        ("Application.Read.All", &nothing_but_id),
        ("Application.Read.All User.Read.All", &everything),
    ] {
        scene.sign_in_application(roles);
        assert_eq!(scene.get(&path).values()[0], *expected, "{roles}");
    }
}
