//! What each tenant, person and choice comes to. What suffices for what is Microsoft's word: the roles of the Graph pages
//! "Upsert application", "Update application", "Create servicePrincipal" and "Grant an appRoleAssignment for a service
//! principal", and the demands of "keyCredentialConfiguration resource type".

mod own_policy;
mod reading;

use std::collections::BTreeMap;
use std::time::Duration;

use base::CertificateFacts;
use base::Key;
use base::ObjectId;
use base::Thumbprint;
use graph::application::Application;
use graph::directory_role::DirectoryRole;
use graph::key_credential::KeyCredential;
use graph::me::Me;
use graph::organization::Organization;
use graph::owner::Owner;
use graph::policy::ApplicationRestrictions;
use graph::policy::DefaultUserRolePermissions;
use graph::policy::KeyCredentialRestriction;

use super::*;
use crate::CertificateChoice;
use crate::Role;

const NOW: &str = "2026-11-23T08:00:00Z";
/// When applications that are there were made.
const MADE: &str = "2026-05-01T08:00:00Z";
const DAY: u64 = 86_400;

const ME: char = 'e';
const ANNA: char = 'a';
const BEN: char = 'b';

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id<T: std::str::FromStr>(digit: char) -> T {
    let text = format!(
        "{}-0000-4000-8000-000000000000",
        digit.to_string().repeat(8)
    );
    text.parse().ok().unwrap()
}

fn owner(digit: char, name: Option<&str>) -> Owner {
    Owner {
        id: id(digit),
        kind: None,
        display_name: name.map(str::to_owned),
        user_principal_name: None,
    }
}

/// Number of the certificate that every application here has.
const THERE: u8 = 1;
/// Number of a certificate that none has.
const OTHER: u8 = 2;

fn thumbprint(number: u8) -> Thumbprint {
    Thumbprint::from_bytes([number; 20])
}

fn credential(number: u8) -> KeyCredential {
    KeyCredential {
        key_id: id('c'),
        custom_key_identifier: Some(thumbprint(number).to_string()),
        start_date_time: None,
        end_date_time: None,
        display_name: None,
        other: Default::default(),
    }
}

fn set_up(digit: char, key: Option<&str>, ours: bool) -> SetUp {
    SetUp {
        application: Application {
            key_credentials: vec![credential(THERE)],
            ..serde_json::from_value(serde_json::json!({
                "id": id::<ObjectId>(digit),
                "appId": id::<ObjectId>(digit),
                "displayName": "Push",
                "uniqueName": key,
                "createdDateTime": MADE,
            }))
            .unwrap()
        },
        ours,
        owners: Vec::new(),
        obsolete: Vec::new(),
    }
}

fn first() -> SetUp {
    set_up('1', Some("push"), true)
}

fn second() -> SetUp {
    set_up('2', Some("push-2"), true)
}

fn stranger() -> SetUp {
    set_up('3', None, false)
}

fn owned(set_up: SetUp, owners: &[char]) -> SetUp {
    let owners = owners.iter().map(|digit| owner(*digit, None)).collect();
    SetUp { owners, ..set_up }
}

fn facts(roles: &[Role], set_ups: Vec<SetUp>) -> Facts {
    let held = |role: &Role| DirectoryRole {
        display_name: None,
        role_template_id: role.template_id().to_uppercase(),
    };
    Facts {
        organization: Organization {
            id: id('0'),
            display_name: "University".to_owned(),
            verified_domains: Vec::new(),
        },
        me: Me {
            id: id(ME),
            display_name: None,
            user_principal_name: "me@university.example".to_owned(),
        },
        roles: roles.iter().map(held).collect(),
        set_ups,
        at: at(NOW),
    }
}

fn make(days: u32) -> CertificateChoice {
    CertificateChoice::Make {
        organisation: "University".to_owned(),
        country: "NL".to_owned(),
        common_name: "push.university.example".to_owned(),
        bits: 2048,
        days,
    }
}

fn vendor_for(number: u8, length: Duration) -> CertificateChoice {
    let certificate = CertificateFacts {
        der: Vec::new(),
        subject: "CN=push.vendor.example".to_owned(),
        issuer: "CN=Vendor".to_owned(),
        key_bits: 2048,
        not_before: at(NOW),
        not_after: at(NOW).plus(length),
        thumbprint: thumbprint(number),
        sha256: String::new(),
    };
    CertificateChoice::Vendor {
        certificate: Some(certificate),
    }
}

fn vendor(days: u64) -> CertificateChoice {
    vendor_for(OTHER, Duration::from_secs(days * DAY))
}

/// The vendor's certificate, which the application has already.
fn vendor_there() -> CertificateChoice {
    vendor_for(THERE, Duration::from_secs(9_999 * DAY))
}

fn keep() -> CertificateChoice {
    CertificateChoice::Keep {
        thumbprint: thumbprint(THERE),
    }
}

fn choice(certificate: CertificateChoice) -> Choice {
    Choice::new("Push", certificate)
}

fn existing(digit: char) -> ApplicationChoice {
    ApplicationChoice::Existing { id: id(digit) }
}

fn beside(key: Option<&str>) -> ApplicationChoice {
    ApplicationChoice::Beside {
        unique_name: key.map(str::to_owned),
    }
}

/// Members may register applications, or may not, or it is not said.
fn authorization(allowed_to_create_apps: Option<bool>) -> Option<AuthorizationPolicy> {
    let default_user_role_permissions = DefaultUserRolePermissions {
        allowed_to_create_apps,
        ..DefaultUserRolePermissions::default()
    };
    Some(AuthorizationPolicy {
        default_user_role_permissions,
    })
}

/// Members have these consent policies.
fn consent_policies(assigned: &[&str]) -> Option<AuthorizationPolicy> {
    let assigned = assigned.iter().map(|policy| (*policy).to_owned());
    let default_user_role_permissions = DefaultUserRolePermissions {
        permission_grant_policies_assigned: Some(assigned.collect()),
        ..DefaultUserRolePermissions::default()
    };
    Some(AuthorizationPolicy {
        default_user_role_permissions,
    })
}

fn restriction(kind: &str, longest: Option<u64>, since: Option<&str>) -> KeyCredentialRestriction {
    KeyCredentialRestriction {
        restriction_type: Some(kind.to_owned()),
        max_lifetime: longest.map(|days| format!("P{days}D")),
        restrict_for_apps_created_after_date_time: since.map(at),
        state: Some("enabled".to_owned()),
        exclude_actors: None,
    }
}

fn at_most(days: u64) -> KeyCredentialRestriction {
    restriction("asymmetricKeyLifetime", Some(days), None)
}

fn at_most_since(days: u64, since: &str) -> KeyCredentialRestriction {
    restriction("asymmetricKeyLifetime", Some(days), Some(since))
}

fn authority() -> KeyCredentialRestriction {
    restriction("trustedCertificateAuthority", None, None)
}

fn management(key_credentials: Vec<KeyCredentialRestriction>) -> Option<AppManagementPolicy> {
    Some(AppManagementPolicy {
        is_enabled: true,
        application_restrictions: Some(ApplicationRestrictions { key_credentials }),
    })
}

/// What a check says, without its values.
type Said = (Subject, Verdict, Key, Option<Key>);

fn said(check: &Check) -> Said {
    let advice = check.message.advice.as_ref().map(|advice| advice.key);
    (check.subject, check.verdict, check.message.key, advice)
}

fn parameters(message: &Message) -> BTreeMap<&str, &str> {
    let parameters = message.parameters.iter();
    parameters
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The one check about `subject`.
fn only(checks: Vec<Check>, subject: Subject) -> Check {
    let mut checks = checks.into_iter().filter(|check| check.subject == subject);
    let check = checks.next().unwrap();
    assert_eq!(checks.next(), None, "one check a subject");
    check
}

fn register(facts: &Facts, authorization: Option<AuthorizationPolicy>, choice: &Choice) -> Check {
    let policies = Policies {
        authorization,
        management: management(Vec::new()),
        own: Own::default(),
    };
    only(
        checks(facts, &policies, choice, at(NOW)),
        Subject::RegisterApplication,
    )
}

#[test]
fn a_role_that_suffices_is_enough_whatever_else_there_is() {
    use Role::*;
    for (roles, named) in [
        (vec![GlobalAdministrator], "Global Administrator"),
        (vec![ApplicationAdministrator], "Application Administrator"),
        (
            vec![CloudApplicationAdministrator],
            "Cloud Application Administrator",
        ),
        (
            vec![PrivilegedRoleAdministrator, ApplicationAdministrator],
            "Application Administrator",
        ),
    ] {
        for policy in [None, authorization(Some(false)), authorization(Some(true))] {
            for set_ups in [vec![], vec![first()], vec![stranger()]] {
                let check = register(&facts(&roles, set_ups), policy.clone(), &choice(make(365)));
                let expected = (Verdict::Pass, Key::CheckRegisterRole);
                assert_eq!((check.verdict, check.message.key), expected, "{roles:?}");
                assert_eq!(parameters(&check.message), [("role", named)].into());
                assert_eq!(check.message.advice, None);
            }
        }
    }
}

#[test]
fn without_a_role_a_new_application_depends_on_what_members_may() {
    for (policy, verdict, key) in [
        (
            authorization(Some(true)),
            Verdict::Warn,
            Key::CheckRegisterMember,
        ),
        (
            authorization(Some(false)),
            Verdict::Fail,
            Key::CheckRegisterRefused,
        ),
        (authorization(None), Verdict::Warn, Key::CheckRegisterUnread),
        (None, Verdict::Warn, Key::CheckRegisterUnread),
    ] {
        for roles in [vec![], vec![Role::PrivilegedRoleAdministrator]] {
            // Nothing is there, or only what a new one is made beside.
            for (set_ups, application) in [
                (vec![], ApplicationChoice::Ours),
                (vec![stranger()], ApplicationChoice::Ours),
                (vec![owned(first(), &[ME])], beside(None)),
                (vec![owned(first(), &[ME])], beside(Some("push-2"))),
            ] {
                let choice = Choice {
                    application,
                    ..choice(make(365))
                };
                let check = register(&facts(&roles, set_ups), policy.clone(), &choice);
                let expected = (verdict, key, Some(Key::CheckAdviceRole));
                let (_, verdict, key, advice) = said(&check);
                assert_eq!((verdict, key, advice), expected, "{policy:?} {choice:?}");
            }
        }
    }
}

#[test]
fn without_a_role_an_application_that_is_there_is_its_owners_to_change() {
    use Verdict::*;
    let leaving = Choice {
        remove_owners: vec![id(BEN)],
        ..choice(keep())
    };
    let adopting = |certificate| Choice {
        application: existing('3'),
        ..choice(certificate)
    };
    let again = Choice {
        application: beside(Some("push-2")),
        ..choice(make(365))
    };
    for (case, set_ups, choice, verdict, key) in [
        (
            "nothing to change?",
            vec![first()],
            choice(keep()),
            Warn,
            Key::CheckChangeUnsure,
        ),
        (
            "a new pair",
            vec![first()],
            choice(make(365)),
            Fail,
            Key::CheckChangeRefused,
        ),
        (
            "the vendor's",
            vec![first()],
            choice(vendor(365)),
            Fail,
            Key::CheckChangeRefused,
        ),
        (
            "has it",
            vec![first()],
            choice(vendor_there()),
            Warn,
            Key::CheckChangeUnsure,
        ),
        (
            "an owner leaves",
            vec![owned(first(), &[ANNA, BEN])],
            leaving.clone(),
            Fail,
            Key::CheckChangeRefused,
        ),
        (
            "has left already",
            vec![owned(first(), &[ANNA])],
            leaving.clone(),
            Warn,
            Key::CheckChangeUnsure,
        ),
        (
            "our label is added",
            vec![stranger()],
            adopting(keep()),
            Fail,
            Key::CheckChangeRefused,
        ),
        (
            "found again",
            vec![first(), second()],
            again,
            Fail,
            Key::CheckChangeRefused,
        ),
        (
            "hers",
            vec![owned(first(), &[ANNA, ME])],
            choice(make(365)),
            Warn,
            Key::CheckChangeOwner,
        ),
        (
            "hers to clear",
            vec![owned(first(), &[ME, BEN])],
            leaving,
            Warn,
            Key::CheckChangeOwner,
        ),
        (
            "hers to adopt",
            vec![owned(stranger(), &[ME])],
            adopting(make(365)),
            Warn,
            Key::CheckChangeOwner,
        ),
        (
            "not seen",
            vec![first()],
            adopting(make(365)),
            Warn,
            Key::CheckChangeUnsure,
        ),
    ] {
        // What members may do is about new applications.
        for policy in [authorization(Some(true)), authorization(Some(false)), None] {
            let check = register(&facts(&[], set_ups.clone()), policy, &choice);
            let expected = (
                Subject::RegisterApplication,
                verdict,
                key,
                Some(Key::CheckAdviceRole),
            );
            assert_eq!(said(&check), expected, "{case}");
            assert_eq!(
                parameters(&check.message),
                [("name", "Push")].into(),
                "{case}"
            );
            let advice = check.message.advice.unwrap();
            let roles =
                "Cloud Application Administrator, Application Administrator, Global Administrator";
            assert_eq!(parameters(&advice), [("roles", roles)].into());
        }
    }
}

#[test]
fn consent_needs_a_role_or_a_colleague() {
    use Role::*;
    let both = "Privileged Role Administrator, Global Administrator";
    let held = (Verdict::Pass, Key::CheckGrantRole);
    let missing = (Verdict::Warn, Key::CheckGrantMissing);
    let left = (Verdict::Pass, Key::CheckGrantLeft);
    for (roles, leave_consent, (verdict, key), parameter, advised) in [
        (
            vec![GlobalAdministrator],
            false,
            held,
            Some(("role", "Global Administrator")),
            false,
        ),
        (
            vec![CloudApplicationAdministrator, PrivilegedRoleAdministrator],
            false,
            held,
            Some(("role", "Privileged Role Administrator")),
            false,
        ),
        (
            vec![CloudApplicationAdministrator],
            false,
            missing,
            None,
            true,
        ),
        (vec![ApplicationAdministrator], false, missing, None, true),
        (vec![], false, missing, None, true),
        (vec![], true, left, Some(("roles", both)), false),
        (
            vec![GlobalAdministrator],
            true,
            left,
            Some(("roles", both)),
            false,
        ),
    ] {
        let choice = Choice {
            leave_consent,
            ..choice(make(365))
        };
        let policies = Policies::default();
        let checks = checks(&facts(&roles, vec![]), &policies, &choice, at(NOW));
        let check = only(checks, Subject::GrantPermission);
        assert_eq!(
            (check.verdict, check.message.key),
            (verdict, key),
            "{roles:?}"
        );
        assert_eq!(parameters(&check.message), parameter.into_iter().collect());
        let advice = check.message.advice.map(|advice| *advice);
        let expected = Message::new(Key::CheckAdviceGrant).with("roles", both);
        assert_eq!(
            advice,
            advised.then_some(expected),
            "{roles:?} {leave_consent}"
        );
    }
}

/// Entra page "Configure how users consent to applications": which policies are about users' consent for themselves.
#[test]
fn what_users_may_consent_to_is_told_and_stands_in_nobodys_way() {
    use Verdict::*;
    let (none, allowed) = (Key::CheckUserConsentNone, Key::CheckUserConsentAllowed);
    let unread = Key::CheckUserConsentUnread;
    let low = "ManagePermissionGrantsForSelf.microsoft-user-default-low";
    let custom = "managePermissionGrantsForSelf.university";
    let team =
        "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team";
    for (policy, verdict, key, named) in [
        (consent_policies(&[]), Pass, none, None),
        (consent_policies(&[team]), Pass, none, None),
        (
            consent_policies(&[team, low]),
            Pass,
            allowed,
            Some("microsoft-user-default-low"),
        ),
        (
            consent_policies(&[low, custom]),
            Pass,
            allowed,
            Some("microsoft-user-default-low, university"),
        ),
        (authorization(Some(true)), Pass, unread, None),
        (None, Pass, unread, None),
    ] {
        let parameter = named.map(|policies| ("policies", policies));
        for roles in [vec![], vec![Role::GlobalAdministrator]] {
            let policies = Policies {
                authorization: policy.clone(),
                ..Policies::default()
            };
            let choice = choice(make(365));
            let checks = checks(&facts(&roles, vec![]), &policies, &choice, at(NOW));
            let check = only(checks, Subject::UserConsent);
            let expected = (Subject::UserConsent, verdict, key, None);
            assert_eq!(said(&check), expected, "{policy:?} {roles:?}");
            assert_eq!(parameters(&check.message), parameter.into_iter().collect());
        }
    }
}

/// Who may not read the policies either lacks no role for the set-up by that.
#[test]
fn a_colleague_is_needed_for_each_task_whose_role_is_missing() {
    use Role::*;
    use Task::*;
    let owned = || owned(first(), &[ME]);
    for (roles, set_ups, leave_consent, expected) in [
        (
            vec![],
            vec![],
            false,
            vec![RegisterApplication, GrantPermission],
        ),
        (vec![], vec![], true, vec![RegisterApplication]),
        // An owner may meet a step that takes a role.
        (
            vec![],
            vec![owned()],
            false,
            vec![RegisterApplication, GrantPermission],
        ),
        (
            vec![CloudApplicationAdministrator],
            vec![first()],
            false,
            vec![GrantPermission],
        ),
        (vec![ApplicationAdministrator], vec![], true, vec![]),
        (
            vec![PrivilegedRoleAdministrator],
            vec![],
            false,
            vec![RegisterApplication],
        ),
        (vec![GlobalAdministrator], vec![], false, vec![]),
        (
            vec![PrivilegedRoleAdministrator, ApplicationAdministrator],
            vec![],
            false,
            vec![],
        ),
    ] {
        let choice = Choice {
            leave_consent,
            ..choice(make(365))
        };
        let unread = Policies::default();
        let checks = checks(&facts(&roles, set_ups), &unread, &choice, at(NOW));
        let policy = checks
            .iter()
            .find(|check| check.subject == Subject::CertificatePolicy);
        assert_eq!(policy.unwrap().verdict, Verdict::Warn);
        assert_eq!(lacking(&checks), expected, "{roles:?} {leave_consent}");
    }
}

/// What is said about the certificate.
fn about_certificate(
    set_ups: Vec<SetUp>,
    management: Option<AppManagementPolicy>,
    choice: &Choice,
) -> Vec<Check> {
    about_certificate_by(set_ups, management, Own::default(), choice)
}

/// The same, where the application has policies of its own.
fn about_certificate_by(
    set_ups: Vec<SetUp>,
    management: Option<AppManagementPolicy>,
    own: Own,
    choice: &Choice,
) -> Vec<Check> {
    let policies = Policies {
        authorization: None,
        management,
        own,
    };
    let facts = facts(&[], set_ups);
    let mut checks = checks(&facts, &policies, choice, at(NOW));
    checks.retain(|check| {
        matches!(
            check.subject,
            Subject::CertificatePolicy
                | Subject::OwnPolicy
                | Subject::Exemptions
                | Subject::CertificateLifetime
                | Subject::CertificateAuthority
        )
    });
    checks
}

const STAYS: Said = (
    Subject::CertificateLifetime,
    Verdict::Pass,
    Key::CheckCertificateStays,
    None,
);
const UNREAD: Said = (
    Subject::CertificatePolicy,
    Verdict::Warn,
    Key::CheckPolicyUnread,
    None,
);
const UNLIMITED: Said = (
    Subject::CertificateLifetime,
    Verdict::Pass,
    Key::CheckLifetimeUnlimited,
    None,
);
const FITS: Said = (
    Subject::CertificateLifetime,
    Verdict::Pass,
    Key::CheckLifetimeFits,
    None,
);
const LONG: Said = (
    Subject::CertificateLifetime,
    Verdict::Warn,
    Key::CheckLifetimeLong,
    Some(Key::CheckAdviceLifetimeLong),
);
const ANY_AUTHORITY: Said = (
    Subject::CertificateAuthority,
    Verdict::Pass,
    Key::CheckAuthorityNone,
    None,
);
const SELF_SIGNED: Said = (
    Subject::CertificateAuthority,
    Verdict::Fail,
    Key::CheckAuthorityRefused,
    Some(Key::CheckAdviceAuthority),
);
const AUTHORITY_UNSURE: Said = (
    Subject::CertificateAuthority,
    Verdict::Warn,
    Key::CheckAuthorityUnsure,
    Some(Key::CheckAdviceIssuer),
);

const fn too_long(advice: Key) -> Said {
    let subject = Subject::CertificateLifetime;
    (
        subject,
        Verdict::Fail,
        Key::CheckLifetimeRefused,
        Some(advice),
    )
}

#[test]
fn a_certificate_meets_the_policy_for_certificates() {
    use Key::*;
    let longer = |seconds| vendor_for(OTHER, Duration::from_secs(365 * DAY + seconds));
    for (case, restrictions, certificate, expected) in [
        (
            "nothing demanded",
            vec![],
            make(365),
            [UNLIMITED, ANY_AUTHORITY],
        ),
        (
            "nothing demanded of the vendor",
            vec![],
            vendor(9_999),
            [UNLIMITED, ANY_AUTHORITY],
        ),
        ("ten years", vec![], make(3650), [LONG, ANY_AUTHORITY]),
        ("two years", vec![], make(730), [UNLIMITED, ANY_AUTHORITY]),
        (
            "exactly fits",
            vec![at_most(365)],
            make(365),
            [FITS, ANY_AUTHORITY],
        ),
        (
            "easily fits",
            vec![at_most(400)],
            make(180),
            [FITS, ANY_AUTHORITY],
        ),
        (
            "ten years fit",
            vec![at_most(3650)],
            make(3650),
            [LONG, ANY_AUTHORITY],
        ),
        (
            "a day too long",
            vec![at_most(364)],
            make(365),
            [too_long(CheckAdviceLifetime), ANY_AUTHORITY],
        ),
        (
            "ten years too long",
            vec![at_most(3649)],
            make(3650),
            [too_long(CheckAdviceLifetime), ANY_AUTHORITY],
        ),
        (
            "none that is usual fits",
            vec![at_most(179)],
            make(180),
            [too_long(CheckAdviceLifetime), ANY_AUTHORITY],
        ),
        (
            "none fits",
            vec![at_most(0)],
            make(180),
            [too_long(CheckAdviceLifetimeNone), ANY_AUTHORITY],
        ),
        (
            "the vendor's fits",
            vec![at_most(365)],
            longer(0),
            [FITS, ANY_AUTHORITY],
        ),
        (
            "the vendor's by a second",
            vec![at_most(365)],
            longer(1),
            [too_long(CheckAdviceLifetimeVendor), ANY_AUTHORITY],
        ),
        (
            "the shortest counts",
            vec![at_most(730), at_most(180)],
            make(365),
            [too_long(CheckAdviceLifetime), ANY_AUTHORITY],
        ),
        (
            "self-signed",
            vec![authority()],
            make(365),
            [UNLIMITED, SELF_SIGNED],
        ),
        (
            "who issued it",
            vec![authority()],
            vendor(365),
            [UNLIMITED, AUTHORITY_UNSURE],
        ),
        (
            "as version 1.0 shows it",
            vec![restriction("unknownFutureValue", None, None)],
            make(365),
            [UNLIMITED, SELF_SIGNED],
        ),
        (
            "both",
            vec![at_most(90), authority()],
            make(365),
            [too_long(CheckAdviceLifetime), SELF_SIGNED],
        ),
        (
            "both, of the vendor",
            vec![at_most(90), authority()],
            vendor(365),
            [too_long(CheckAdviceLifetimeVendor), AUTHORITY_UNSURE],
        ),
        (
            "for new ones, and this is new",
            vec![at_most_since(180, NOW)],
            make(365),
            [too_long(CheckAdviceLifetime), ANY_AUTHORITY],
        ),
        (
            "for those of tomorrow",
            vec![at_most_since(180, "2026-11-24T08:00:00Z")],
            make(365),
            [UNLIMITED, ANY_AUTHORITY],
        ),
    ] {
        let checks = about_certificate(vec![], management(restrictions), &choice(certificate));
        assert_eq!(
            checks.iter().map(said).collect::<Vec<_>>(),
            expected,
            "{case}"
        );
    }
}

#[test]
fn an_application_that_is_there_is_bound_by_its_own_age() {
    let bound = too_long(Key::CheckAdviceLifetime);
    let ageless = || {
        let mut set_up = first();
        set_up.application.created_date_time = None;
        set_up
    };
    for (case, since, set_ups, expected) in [
        ("made after", "2026-05-01T07:59:59Z", vec![first()], bound),
        ("made then", MADE, vec![first()], bound),
        (
            "made before",
            "2026-05-01T08:00:01Z",
            vec![first()],
            UNLIMITED,
        ),
        ("of unknown age", NOW, vec![ageless()], bound),
        ("new", NOW, vec![], bound),
        ("new beside a stranger's", NOW, vec![stranger()], bound),
    ] {
        let policy = management(vec![at_most_since(180, since)]);
        let checks = about_certificate(set_ups, policy, &choice(make(365)));
        let said: Vec<_> = checks.iter().map(said).collect();
        assert_eq!(said, [expected, ANY_AUTHORITY], "{case}");
    }
}

#[test]
fn a_policy_that_is_off_demands_nothing() {
    let mut policy = management(vec![at_most(1), authority()]).unwrap();
    policy.is_enabled = false;
    let checks = about_certificate(vec![], Some(policy), &choice(make(365)));
    let said: Vec<_> = checks.iter().map(said).collect();
    assert_eq!(said, [UNLIMITED, ANY_AUTHORITY]);
}

#[test]
fn a_policy_that_cannot_be_read_may_still_stop_what_is_added() {
    for (certificate, expected) in [
        (make(365), vec![UNREAD]),
        (make(3650), vec![UNREAD, LONG]),
        (vendor(9_999), vec![UNREAD]),
        (keep(), vec![STAYS]),
        (vendor_there(), vec![STAYS]),
    ] {
        let checks = about_certificate(vec![first()], None, &choice(certificate));
        assert_eq!(checks.iter().map(said).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_certificate_that_is_there_meets_no_policy() {
    for certificate in [keep(), vendor_there()] {
        let policy = management(vec![at_most(1), authority()]);
        let checks = about_certificate(vec![first()], policy, &choice(certificate));
        assert_eq!(checks.iter().map(said).collect::<Vec<_>>(), [STAYS]);
    }
}

/// A certificate of the institution's own is judged as the vendor's is; only the advice is another.
#[test]
fn a_pair_of_ones_own_meets_the_same_policies() {
    let own = |certificate| match certificate {
        CertificateChoice::Vendor { certificate } => CertificateChoice::Own { certificate },
        other => other,
    };
    let checks_of = |certificate| {
        let policy = management(vec![at_most(90), authority()]);
        about_certificate(vec![], policy, &choice(certificate))
    };
    let (vendors, own) = (checks_of(vendor(365)), checks_of(own(vendor(365))));
    assert_eq!(own[1..], vendors[1..]);
    let check = only(own, Subject::CertificateLifetime);
    assert_eq!(check.longest_lifetime(), Some(90));
    assert_eq!(check.message.key, Key::CheckLifetimeRefused);
    let advice = check.message.advice.unwrap();
    assert_eq!(advice.key, Key::CheckAdviceLifetimeOwn);
    assert_eq!(parameters(&advice), [("longest", "90")].into());
}

#[test]
fn lifetimes_are_told_in_days() {
    let second_more = vendor_for(OTHER, Duration::from_secs(365 * DAY + 1));
    for (longest, certificate, told, advised) in [
        (729, make(730), ("730", "729"), Some(("days", "365"))),
        (180, make(730), ("730", "180"), Some(("days", "180"))),
        (30, make(180), ("180", "30"), Some(("days", "30"))),
        (0, make(180), ("180", "0"), None),
        (365, second_more, ("366", "365"), Some(("longest", "365"))),
    ] {
        let policy = management(vec![at_most(longest)]);
        let checks = about_certificate(vec![], policy, &choice(certificate));
        let check = only(checks, Subject::CertificateLifetime);
        let expected = [("days", told.0), ("longest", told.1)].into();
        assert_eq!(parameters(&check.message), expected);
        let advice = check.message.advice.unwrap();
        assert_eq!(parameters(&advice), advised.into_iter().collect());
    }
    // Half a day more than 180 allows no certificate of 181 days.
    let mut restriction = at_most(180);
    restriction.max_lifetime = Some("P180DT12H".to_owned());
    let checks = about_certificate(vec![], management(vec![restriction]), &choice(vendor(181)));
    let check = only(checks, Subject::CertificateLifetime);
    assert_eq!(
        parameters(&check.message),
        [("days", "181"), ("longest", "180")].into()
    );
}

#[test]
fn the_issuer_in_doubt_is_named() {
    let policy = management(vec![authority()]);
    let checks = about_certificate(vec![], policy, &choice(vendor(365)));
    let check = only(checks, Subject::CertificateAuthority);
    assert_eq!(parameters(&check.message), [("issuer", "CN=Vendor")].into());
}

fn about(subject: Subject, set_ups: Vec<SetUp>, choice: &Choice) -> Option<Check> {
    let checks = checks(&facts(&[], set_ups), &Policies::default(), choice, at(NOW));
    let mut checks = checks.into_iter().filter(|check| check.subject == subject);
    let check = checks.next();
    assert_eq!(checks.next(), None, "one check a subject");
    check
}

#[test]
fn what_is_there_is_used_or_a_new_one_is_made_beside_it() {
    use Verdict::*;
    let (ours, advice) = (ApplicationChoice::Ours, Some(Key::CheckAdviceBeside));
    let gone = Some(Key::UnblockApplicationGone);
    let client = "Push (33333333-0000-4000-8000-000000000000)";
    for (set_ups, application, verdict, key, advice, named) in [
        (vec![], ours.clone(), Pass, Key::CheckSetUpNone, None, None),
        (vec![], beside(None), Pass, Key::CheckSetUpNone, None, None),
        (
            vec![first()],
            ours.clone(),
            Pass,
            Key::CheckSetUpUsed,
            None,
            Some("Push (push)"),
        ),
        (
            vec![first(), second(), stranger()],
            ours.clone(),
            Pass,
            Key::CheckSetUpUsed,
            None,
            Some("Push (push)"),
        ),
        (
            vec![first(), second()],
            existing('2'),
            Pass,
            Key::CheckSetUpUsed,
            None,
            Some("Push (push-2)"),
        ),
        (
            vec![first(), stranger()],
            existing('3'),
            Pass,
            Key::CheckSetUpUsed,
            None,
            Some(client),
        ),
        (
            vec![first(), second()],
            beside(Some("push-2")),
            Pass,
            Key::CheckSetUpUsed,
            None,
            Some("Push (push-2)"),
        ),
        (
            vec![stranger()],
            ours,
            Warn,
            Key::CheckSetUpBeside,
            advice,
            Some(client),
        ),
        (
            vec![stranger()],
            beside(None),
            Warn,
            Key::CheckSetUpBeside,
            advice,
            Some(client),
        ),
        (
            vec![first()],
            beside(None),
            Warn,
            Key::CheckSetUpBeside,
            advice,
            Some("Push (push)"),
        ),
        (
            vec![first(), second()],
            beside(Some("push-3")),
            Warn,
            Key::CheckSetUpBeside,
            advice,
            Some("Push (push), Push (push-2)"),
        ),
        (
            vec![first()],
            existing('2'),
            Warn,
            Key::CheckSetUpUnseen,
            gone,
            None,
        ),
        (
            vec![],
            existing('2'),
            Warn,
            Key::CheckSetUpUnseen,
            gone,
            None,
        ),
    ] {
        let choice = Choice {
            application,
            ..choice(make(365))
        };
        let check = about(Subject::ExistingSetUps, set_ups, &choice).unwrap();
        let expected = (Subject::ExistingSetUps, verdict, key, advice);
        assert_eq!(said(&check), expected, "{:?}", choice.application);
        let values: Vec<_> = check
            .message
            .parameters
            .values()
            .map(String::as_str)
            .collect();
        assert_eq!(values, Vec::from_iter(named), "{:?}", choice.application);
    }
}

#[test]
fn owners_who_stay_are_warned_of() {
    use Verdict::*;
    let named = |owners: Vec<Owner>| SetUp { owners, ..first() };
    let anna = || owner(ANNA, Some("Anna"));
    let (me, ben) = (|| owner(ME, Some("Me")), || owner(BEN, None));
    let ben_id = "bbbbbbbb-0000-4000-8000-000000000000";
    let both = format!("Anna, {ben_id}");
    for (owners, leave, verdict, key, told) in [
        (vec![], vec![], Pass, Key::CheckOwnersNone, None),
        (vec![me()], vec![], Pass, Key::CheckOwnersNone, None),
        (vec![me()], vec![ME], Fail, Key::CheckOwnersLast, Some("Me")),
        (
            vec![me(), anna()],
            vec![ANNA, ME],
            Fail,
            Key::CheckOwnersLast,
            Some("Me, Anna"),
        ),
        (
            vec![anna()],
            vec![],
            Warn,
            Key::CheckOwnersStay,
            Some("Anna"),
        ),
        (
            vec![me(), anna()],
            vec![],
            Warn,
            Key::CheckOwnersStay,
            Some("Anna"),
        ),
        (
            vec![anna(), ben()],
            vec![],
            Warn,
            Key::CheckOwnersStay,
            Some(both.as_str()),
        ),
        (
            vec![anna(), ben()],
            vec![ANNA],
            Warn,
            Key::CheckOwnersStay,
            Some(ben_id),
        ),
        (
            vec![anna(), ben()],
            vec![ANNA, BEN],
            Fail,
            Key::CheckOwnersLast,
            Some(both.as_str()),
        ),
        (
            vec![me(), anna()],
            vec![ANNA],
            Pass,
            Key::CheckOwnersLeave,
            Some("Anna"),
        ),
    ] {
        let choice = Choice {
            remove_owners: leave.into_iter().map(id::<ObjectId>).collect(),
            ..choice(keep())
        };
        let check = about(Subject::Owners, vec![named(owners.clone())], &choice).unwrap();
        let advice = match verdict {
            Warn => Some(Key::CheckAdviceOwners),
            Fail => Some(Key::UnblockOwnerLast),
            Pass => None,
        };
        assert_eq!(
            said(&check),
            (Subject::Owners, verdict, key, advice),
            "{owners:?}"
        );
        let told = told.map(|owners| ("owners", owners));
        let expected = told.into_iter().chain([("name", "Push")]).collect();
        assert_eq!(parameters(&check.message), expected, "{owners:?}");
    }
}

#[test]
fn owners_of_an_application_that_is_not_used_do_not_matter() {
    let theirs = || owned(stranger(), &[ANNA, BEN]);
    for (set_ups, application) in [
        (vec![theirs()], ApplicationChoice::Ours),
        (vec![theirs()], beside(None)),
        (vec![first(), theirs()], existing('2')),
    ] {
        let choice = Choice {
            application,
            ..choice(make(365))
        };
        assert_eq!(about(Subject::Owners, set_ups, &choice), None);
    }
    let check = about(Subject::Owners, vec![first(), theirs()], &choice(keep())).unwrap();
    assert_eq!(check.message.key, Key::CheckOwnersNone);
}

#[test]
fn verdicts_are_ordered_by_how_bad_they_are() {
    assert!(Verdict::Pass < Verdict::Warn && Verdict::Warn < Verdict::Fail);
}
