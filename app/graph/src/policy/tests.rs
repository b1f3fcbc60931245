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

fn days(number: u64) -> Option<Duration> {
    Some(Duration::from_secs(number * 86_400))
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
        ("policy off", false, json!([lifetime("P180D")]), None),
        (
            "restriction off",
            true,
            with("state", json!("disabled")),
            None,
        ),
        ("state unsaid", true, with("state", json!(null)), None),
        ("made later", true, since("2026-11-21T07:59:59Z"), days(180)),
        ("made then", true, since(CREATED), days(180)),
        ("made before", true, since("2026-11-21T08:00:01Z"), None),
        ("no length", true, with("maxLifetime", json!(null)), None),
        ("unreadable", true, json!([lifetime("half a year")]), None),
        (
            "another kind",
            true,
            with("restrictionType", json!("trustedCertificateAuthority")),
            None,
        ),
        (
            "the shortest of several",
            true,
            json!([lifetime("P1Y"), lifetime("P90D"), lifetime("soon")]),
            days(90),
        ),
        ("nothing", true, json!([]), None),
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
        assert_eq!(policy.longest_certificate(at(CREATED)), None, "{body}");
        assert!(!policy.demands_trusted_authority(at(CREATED)), "{body}");
    }
}
