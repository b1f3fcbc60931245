//! What the tenant's policies are asked, and what follows from their answers.

use http::HeaderMap;
use http::StatusCode;
use serde_json::Value;
use serde_json::json;

use super::*;

fn answer(body: &Value) -> Answer {
    Answer {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: body.to_string().into_bytes(),
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const CREATED: &str = "2026-11-21T08:00:00Z";

/// No limit.
const FREE: LifetimeLimit = LifetimeLimit {
    at_most: None,
    is_unreadable: false,
};
/// A limit that is not known.
const UNREADABLE: LifetimeLimit = LifetimeLimit {
    at_most: None,
    is_unreadable: true,
};

fn days(number: u64) -> LifetimeLimit {
    LifetimeLimit {
        at_most: Some(Duration::from_secs(number * 86_400)),
        ..FREE
    }
}

/// A policy with these restrictions on certificates.
fn policy(is_enabled: bool, restrictions: &Value) -> AppManagementPolicy {
    let body = json!({
        "isEnabled": is_enabled,
        "applicationRestrictions": { "keyCredentials": restrictions, "passwordCredentials": [] },
    });
    GetDefaultAppManagementPolicy.reply(&answer(&body)).unwrap()
}

fn lifetime(longest: &str) -> Value {
    json!({
        "restrictionType": "asymmetricKeyLifetime",
        "maxLifetime": longest,
        "restrictForAppsCreatedAfterDateTime": null,
        "state": "enabled",
    })
}

#[test]
fn only_what_is_needed_is_asked() {
    assert_eq!(
        GetAuthorizationPolicy.request(),
        Request::get("/v1.0/policies/authorizationPolicy?$select=defaultUserRolePermissions")
    );
    assert_eq!(
        GetDefaultAppManagementPolicy.request(),
        Request::get(
            "/v1.0/policies/defaultAppManagementPolicy?$select=isEnabled,applicationRestrictions"
        )
    );
}

#[test]
fn members_may_or_may_not_register_applications_or_it_is_not_said() {
    for (permissions, expected) in [
        (json!({ "allowedToCreateApps": true }), Some(true)),
        (
            json!({ "allowedToCreateApps": false, "allowedToReadOtherUsers": true }),
            Some(false),
        ),
        (json!({}), None),
    ] {
        let body =
            json!({ "id": "authorizationPolicy", "defaultUserRolePermissions": permissions });
        let policy = GetAuthorizationPolicy.reply(&answer(&body)).unwrap();
        let permissions = policy.default_user_role_permissions;
        assert_eq!(permissions.allowed_to_create_apps, expected, "{body}");
    }
}

/// Lists as the Entra page "Configure how users consent to applications" has them.
#[test]
fn members_may_or_may_not_consent_for_themselves_or_it_is_not_said() {
    let low = "ManagePermissionGrantsForSelf.microsoft-user-default-low";
    let small = "managePermissionGrantsForSelf.university.own-policy";
    let team =
        "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team";
    for (assigned, expected) in [
        (json!([low]), Some(vec!["microsoft-user-default-low"])),
        (json!([team, small]), Some(vec!["university.own-policy"])),
        (
            json!([low, small]),
            Some(vec!["microsoft-user-default-low", "university.own-policy"]),
        ),
        (json!([team]), Some(vec![])),
        (json!([]), Some(vec![])),
        (json!(null), None),
    ] {
        let permissions = json!({ "permissionGrantPoliciesAssigned": assigned });
        let body = json!({ "defaultUserRolePermissions": permissions });
        let policy = GetAuthorizationPolicy.reply(&answer(&body)).unwrap();
        let permissions = policy.default_user_role_permissions;
        assert_eq!(permissions.policies_of_own_consent(), expected, "{body}");
    }
    let unsaid = DefaultUserRolePermissions::default();
    assert_eq!(unsaid.policies_of_own_consent(), None);
}

#[test]
fn a_lifetime_binds_where_policy_and_restriction_are_on() {
    let with = |name: &str, value: Value| {
        let mut restriction = lifetime("P180D");
        restriction[name] = value;
        json!([restriction])
    };
    let since = |text: &str| with("restrictForAppsCreatedAfterDateTime", json!(text));
    for (case, is_enabled, restrictions, expected) in [
        ("both on", true, json!([lifetime("P180D")]), days(180)),
        ("policy off", false, json!([lifetime("P180D")]), FREE),
        (
            "restriction off",
            true,
            with("state", json!("disabled")),
            FREE,
        ),
        ("state unsaid", true, with("state", json!(null)), FREE),
        ("made later", true, since("2026-11-21T07:59:59Z"), days(180)),
        ("made then", true, since(CREATED), days(180)),
        ("made before", true, since("2026-11-21T08:00:01Z"), FREE),
        (
            "no length",
            true,
            with("maxLifetime", json!(null)),
            UNREADABLE,
        ),
        (
            "unreadable",
            true,
            json!([lifetime("half a year")]),
            UNREADABLE,
        ),
        (
            "another kind",
            true,
            with("restrictionType", json!("trustedCertificateAuthority")),
            FREE,
        ),
        (
            "the shortest of several",
            true,
            json!([lifetime("P1Y"), lifetime("P90D")]),
            days(90),
        ),
        (
            "one of several unreadable",
            true,
            json!([lifetime("P90D"), lifetime("soon")]),
            LifetimeLimit {
                is_unreadable: true,
                ..days(90)
            },
        ),
        ("nothing", true, json!([]), FREE),
    ] {
        let policy = policy(is_enabled, &restrictions);
        assert_eq!(policy.longest_certificate(at(CREATED)), expected, "{case}");
    }
}

#[test]
fn an_authority_is_demanded_by_name_and_as_version_1_shows_it() {
    let restriction = |kind: Value, state: &str| {
        json!([{ "restrictionType": kind, "maxLifetime": null, "state": state,
            "restrictForAppsCreatedAfterDateTime": "2020-01-01T00:00:00Z" }])
    };
    for (is_enabled, restrictions, created, expected) in [
        (
            true,
            restriction(json!("trustedCertificateAuthority"), "enabled"),
            CREATED,
            true,
        ),
        (
            true,
            restriction(json!("unknownFutureValue"), "enabled"),
            CREATED,
            true,
        ),
        (
            true,
            restriction(json!("asymmetricKeyLifetime"), "enabled"),
            CREATED,
            false,
        ),
        (true, restriction(json!(null), "enabled"), CREATED, false),
        (
            true,
            restriction(json!("unknownFutureValue"), "disabled"),
            CREATED,
            false,
        ),
        (
            false,
            restriction(json!("unknownFutureValue"), "enabled"),
            CREATED,
            false,
        ),
        (
            true,
            restriction(json!("unknownFutureValue"), "enabled"),
            "2019-12-31T23:59:59Z",
            false,
        ),
    ] {
        let policy = policy(is_enabled, &restrictions);
        assert_eq!(
            policy.demands_trusted_authority(at(created)),
            expected,
            "{is_enabled} {restrictions} {created}"
        );
    }
}

#[test]
fn a_tenant_without_restrictions_demands_nothing() {
    for body in [
        json!({ "isEnabled": true, "applicationRestrictions": null }),
        json!({}),
    ] {
        let policy = GetDefaultAppManagementPolicy.reply(&answer(&body)).unwrap();
        assert_eq!(policy.longest_certificate(at(CREATED)), FREE, "{body}");
        assert!(!policy.demands_trusted_authority(at(CREATED)), "{body}");
    }
}

/// Whoever is let off is told by attributes that cannot be read; that some are can.
#[test]
fn a_restriction_may_let_some_off() {
    let with = |exempted: Value| {
        let mut restriction = lifetime("P180D");
        restriction["excludeActors"] = exempted;
        restriction
    };
    let attribute = json!({ "id": "Set_Attribute", "operator": "equals", "value": "x" });
    let some = json!({ "customSecurityAttributes": [attribute] });
    let disabled = json!({ "state": "disabled", "excludeActors": some,
        "restrictionType": "asymmetricKeyLifetime" });
    for (restriction, expected) in [
        (lifetime("P180D"), false),
        (with(json!(null)), false),
        (with(json!({})), false),
        (with(json!({ "customSecurityAttributes": [] })), false),
        (with(some.clone()), true),
        (disabled, false),
    ] {
        let policy = policy(true, &json!([restriction]));
        assert_eq!(policy.lets_some_off(at(CREATED)), expected, "{restriction}");
    }
}

#[test]
fn an_application_may_have_a_policy_of_its_own() {
    let list = ListOwnAppManagementPolicies {
        application: "11111111-0000-4000-8000-000000000000".parse().unwrap(),
    };
    assert_eq!(
        list.request(),
        Request::get(
            "/v1.0/applications/11111111-0000-4000-8000-000000000000/appManagementPolicies\
             ?$select=id,displayName,isEnabled,restrictions"
        )
    );
    let mut off = lifetime("P1D");
    off["state"] = json!("disabled");
    for (is_enabled, restrictions, limit, named) in [
        (true, json!([lifetime("P30D")]), days(30), true),
        (true, json!([off]), FREE, true),
        (true, json!([]), FREE, false),
        (false, json!([lifetime("P30D")]), FREE, false),
    ] {
        let policy = json!({ "id": "x", "displayName": "Push", "isEnabled": is_enabled,
            "restrictions": { "keyCredentials": restrictions, "passwordCredentials": [] } });
        let page = list.reply(&answer(&json!({ "value": [policy] }))).unwrap();
        let own = &page.values[0];
        assert_eq!(own.display_name.as_deref(), Some("Push"));
        let demands = own.demands();
        assert_eq!(demands.longest_certificate(at(CREATED)), limit, "{policy}");
        assert_eq!(demands.names_lifetime(), named, "{policy}");
        assert!(!demands.names_authority(), "{policy}");
    }
}
