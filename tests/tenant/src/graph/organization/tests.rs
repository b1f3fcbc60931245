//! The tenant as it shows itself.

use serde_json::Value;

use crate::graph::tests::Scene;

#[test]
fn little_with_user_read_and_more_with_more() {
    let path = "/organization?$select=id,displayName,verifiedDomains,defaultUsageLocation";
    let mut scene = Scene::signed_in("staff.member", "User.Read");
    let little = scene.get(path).values()[0].clone();
    assert_eq!(little["id"], scene.tenant.id.as_str());
    assert_eq!(little["displayName"], "Voorbeeld Universiteit");
    assert_eq!(little["verifiedDomains"].as_array().unwrap().len(), 2);
    assert_eq!(little["defaultUsageLocation"], Value::Null);
    scene.sign_in("staff.member", "Organization.Read.All");
    assert_eq!(scene.get(path).values()[0]["defaultUsageLocation"], "NL");
}
