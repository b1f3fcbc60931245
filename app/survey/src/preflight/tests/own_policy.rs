//! Policies of an application's own, people who are let off, and limits that cannot be read. Graph pages: "appManagementPolicy
//! resource type", "tenantAppManagementPolicy resource type" (which of the two counts).

use graph::policy::ActorExemptions;

use super::*;

const OWN: Said = (Subject::OwnPolicy, Verdict::Pass, Key::CheckOwnPolicy, None);
const OWN_UNREAD: Said = (
    Subject::OwnPolicy,
    Verdict::Warn,
    Key::CheckOwnPolicyUnread,
    None,
);
const EXEMPTED: Said = (
    Subject::Exemptions,
    Verdict::Warn,
    Key::CheckExempted,
    Some(Key::CheckAdviceExempted),
);
const LIFETIME_UNREAD: Said = (
    Subject::CertificateLifetime,
    Verdict::Warn,
    Key::CheckLifetimeUnread,
    Some(Key::CheckAdviceLifetimeUnread),
);

fn own(is_enabled: bool, key_credentials: Vec<KeyCredentialRestriction>) -> Own {
    Own::Read(vec![OwnAppManagementPolicy {
        display_name: Some("Push".to_owned()),
        is_enabled,
        restrictions: Some(ApplicationRestrictions { key_credentials }),
    }])
}

fn off(restriction: KeyCredentialRestriction) -> KeyCredentialRestriction {
    KeyCredentialRestriction {
        state: Some("disabled".to_owned()),
        ..restriction
    }
}

fn unreadable() -> KeyCredentialRestriction {
    KeyCredentialRestriction {
        max_lifetime: Some("half a year".to_owned()),
        ..at_most(0)
    }
}

fn letting_off(restriction: KeyCredentialRestriction) -> KeyCredentialRestriction {
    let attribute = serde_json::json!({ "id": "Set_Attribute", "operator": "equals" });
    let exclude_actors = Some(ActorExemptions {
        custom_security_attributes: vec![attribute],
    });
    KeyCredentialRestriction {
        exclude_actors,
        ..restriction
    }
}

#[test]
fn an_applications_own_policy_counts_for_what_it_names() {
    let short = || too_long(Key::CheckAdviceLifetime);
    for (case, tenants, own, expected) in [
        (
            "none",
            vec![],
            Own::default(),
            vec![UNLIMITED, ANY_AUTHORITY],
        ),
        (
            "harsher",
            vec![at_most(730)],
            own(true, vec![at_most(90)]),
            vec![OWN, short(), ANY_AUTHORITY],
        ),
        (
            "milder",
            vec![at_most(90)],
            own(true, vec![at_most(730)]),
            vec![OWN, FITS, ANY_AUTHORITY],
        ),
        (
            "lets it off",
            vec![at_most(90)],
            own(true, vec![off(at_most(90))]),
            vec![OWN, UNLIMITED, ANY_AUTHORITY],
        ),
        (
            "names something else",
            vec![at_most(90)],
            own(true, vec![authority()]),
            vec![OWN, short(), SELF_SIGNED],
        ),
        (
            "lets off self-signed ones only",
            vec![at_most(90), authority()],
            own(true, vec![off(authority())]),
            vec![OWN, short(), ANY_AUTHORITY],
        ),
        (
            "names nothing",
            vec![at_most(90)],
            own(true, vec![]),
            vec![OWN, short(), ANY_AUTHORITY],
        ),
        (
            "is off",
            vec![at_most(90)],
            own(false, vec![at_most(730)]),
            vec![short(), ANY_AUTHORITY],
        ),
        (
            "may not be read",
            vec![at_most(730)],
            Own::Unread,
            vec![OWN_UNREAD, FITS, ANY_AUTHORITY],
        ),
        // It may let the application off; what the tenant's refuses is foretold all the same.
        (
            "may not be read, and the tenant's refuses",
            vec![at_most(90), authority()],
            Own::Unread,
            vec![OWN_UNREAD, short(), SELF_SIGNED],
        ),
    ] {
        let choice = choice(make(365));
        let checks = about_certificate_by(vec![first()], management(tenants), own, &choice);
        let found: Vec<Said> = checks.iter().map(said).collect();
        assert_eq!(found, expected, "{case}");
        for check in checks.iter().filter(|it| it.subject == Subject::OwnPolicy) {
            assert_eq!(parameters(&check.message)["name"], "Push", "{case}");
        }
    }
}

/// Of the tenant's policy and the application's own, each may be readable without the other.
#[test]
fn an_own_policy_is_told_where_the_tenants_cannot_be_read() {
    let short = || too_long(Key::CheckAdviceLifetime);
    for (case, own, days, expected) in [
        ("neither", Own::Unread, 365, vec![OWN_UNREAD, UNREAD]),
        (
            "neither, for long",
            Own::Unread,
            3650,
            vec![OWN_UNREAD, UNREAD, LONG],
        ),
        ("has none", Own::default(), 365, vec![UNREAD]),
        (
            "allows",
            own(true, vec![at_most(730)]),
            365,
            vec![OWN, UNREAD, FITS],
        ),
        (
            "refuses",
            own(true, vec![at_most(90)]),
            365,
            vec![OWN, UNREAD, short()],
        ),
        (
            "refuses the issuer",
            own(true, vec![authority()]),
            365,
            vec![OWN, UNREAD, SELF_SIGNED],
        ),
        (
            "lets off",
            own(true, vec![letting_off(at_most(730))]),
            365,
            vec![OWN, UNREAD, EXEMPTED, FITS],
        ),
        ("is off", own(false, vec![at_most(90)]), 365, vec![UNREAD]),
    ] {
        let choice = choice(make(days));
        let checks = about_certificate_by(vec![first()], None, own, &choice);
        let found: Vec<Said> = checks.iter().map(said).collect();
        assert_eq!(found, expected, "{case}");
    }
}

/// No limit and a limit that cannot be read are two things.
#[test]
fn a_limit_that_cannot_be_read_is_said() {
    for (restrictions, expected) in [
        (vec![], UNLIMITED),
        (vec![unreadable()], LIFETIME_UNREAD),
        (vec![off(unreadable())], UNLIMITED),
        (vec![unreadable(), at_most(730)], LIFETIME_UNREAD),
        (
            vec![unreadable(), at_most(90)],
            too_long(Key::CheckAdviceLifetime),
        ),
    ] {
        let case = format!("{restrictions:?}");
        let choice = choice(make(365));
        let checks = about_certificate(vec![], management(restrictions), &choice);
        assert_eq!(said(&checks[0]), expected, "{case}");
        let unread = checks.iter().filter(|it| said(it) == LIFETIME_UNREAD);
        for check in unread {
            assert_eq!(parameters(&check.message), [("days", "365")].into());
        }
    }
}

#[test]
fn whoever_may_be_let_off_is_told_so() {
    let exempting = |days| vec![letting_off(at_most(days))];
    for (tenants, own, expected) in [
        (exempting(90), Own::default(), true),
        (vec![off(letting_off(at_most(90)))], Own::default(), false),
        (vec![at_most(90)], own(true, exempting(90)), true),
        // The application's own rule counts, and that lets nobody off.
        (
            exempting(90),
            own(true, vec![at_most(90), authority()]),
            false,
        ),
    ] {
        let case = format!("{tenants:?} {own:?}");
        let choice = choice(make(365));
        let checks = about_certificate_by(vec![first()], management(tenants), own, &choice);
        let is_said = checks.iter().any(|check| said(check) == EXEMPTED);
        assert_eq!(is_said, expected, "{case}");
    }
}

/// Where no certificate is added, no policy for certificates matters.
#[test]
fn a_certificate_that_stays_meets_no_policy() {
    let demands = vec![letting_off(at_most(1))];
    let own = own(true, demands.clone());
    let choice = choice(keep());
    let checks = about_certificate_by(vec![first()], management(demands), own, &choice);
    assert_eq!(checks.iter().map(said).collect::<Vec<_>>(), [STAYS]);
}
