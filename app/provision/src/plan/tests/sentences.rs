//! Which sentence stands at which step, and what it names.

use base::Key;
use base::Message;
use base::Thumbprint;
use survey::Permission;

use super::step;
use crate::Action;
use crate::DesiredCertificate;
use crate::plan;
use crate::scene::NOW;
use crate::scene::changes::Case;
use crate::scene::changes::Make;
use crate::scene::credential;
use crate::scene::declared::access;
use crate::scene::ending;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::owner;

const APPLICATION: &str = "application";
const PRINCIPAL: &str = "service-principal";
const DECLARED: &str = "declared-permissions";
const CERTIFICATE: &str = "certificate";
const CALENDARS: &str = "consent-Calendars.ReadWrite";
const OWNER: &str = "owner-77777777-0000-4000-8000-000000000000";
const LEFT_OVER: &str = "certificate-0505050505050505050505050505050505050505";
const OBSOLETE: &str = "obsolete-Calendars.ReadWrite.All";

fn keep(case: &mut Case) {
    case.desired.certificate = DesiredCertificate::Keep(case.desired.thumbprint());
}

fn adopted_and_renamed(case: &mut Case) {
    let application = case.application();
    application.unique_name = None;
    application.display_name = "Theirs".to_owned();
}

#[test]
fn each_step_says_what_it_does() {
    #[rustfmt::skip]
    let rows: &[(&str, Make, &str, Key)] = &[
        ("made",             |it| it.observed = nothing(),                                   APPLICATION, Key::PlanApplicationCreate),
        ("kept",             |_| {},                                                         APPLICATION, Key::PlanApplicationKeep),
        ("updated",          |it| it.application().sign_in_audience = None,                  APPLICATION, Key::PlanApplicationUpdate),
        ("adopted",          |it| it.application().tags.clear(),                             APPLICATION, Key::PlanApplicationAdopt),
        ("adopted before",   |it| it.application().unique_name = None,                       APPLICATION, Key::PlanApplicationKeep),
        ("locked again",     |it| { adopted_and_renamed(it); it.application().service_principal_lock_configuration = None }, APPLICATION, Key::PlanApplicationUpdate),
        ("gone",             |it| { it.desired = crate::scene::adopting(); it.observed = nothing() }, APPLICATION, Key::PlanApplicationGone),
        ("made",             |it| it.without_principal(),                                    PRINCIPAL, Key::PlanServicePrincipalCreate),
        ("kept",             |_| {},                                                         PRINCIPAL, Key::PlanServicePrincipalKeep),
        ("disabled",         |it| it.there().service_principal.as_mut().unwrap().account_enabled = Some(false), PRINCIPAL, Key::PlanServicePrincipalDisabled),
        ("declared",         |it| it.application().required_resource_access.clear(),         DECLARED, Key::PlanDeclareUpdate),
        ("kept",             |_| {},                                                         DECLARED, Key::PlanDeclareKeep),
        ("obsolete stays",   |it| it.declare("E=X"),                                         DECLARED, Key::PlanDeclareKeep),
        ("obsolete goes",    |it| { it.declare("E=X"); it.desired.remove_obsolete = true },  DECLARED, Key::PlanDeclareWithout),
        ("none obsolete",    |it| { it.desired.remove_obsolete = true; it.application().required_resource_access.clear() }, DECLARED, Key::PlanDeclareUpdate),
        ("the first one",    |it| it.application().key_credentials.clear(),                  CERTIFICATE, Key::PlanCertificateCreate),
        ("beside others",    |it| it.application().key_credentials = vec![credential(5)],    CERTIFICATE, Key::PlanCertificateBeside),
        ("kept",             |_| {},                                                         CERTIFICATE, Key::PlanCertificateKeep),
        ("its entry ended",  |it| it.application().key_credentials = vec![ending(1, NOW)],           CERTIFICATE, Key::PlanCertificateEnded),
        ("kept by wish",     keep,                                                           CERTIFICATE, Key::PlanCertificateKeep),
        ("none to keep",     |it| { keep(it); it.application().key_credentials.clear() },    CERTIFICATE, Key::PlanCertificateNone),
        ("given",            |it| it.there().assignments.clear(),                            CALENDARS, Key::PlanConsentCreate),
        ("kept",             |_| {},                                                         CALENDARS, Key::PlanConsentKeep),
        ("kept, though left", |it| it.desired.leave_consent = true,                          CALENDARS, Key::PlanConsentKeep),
        ("left",             |it| { it.desired.leave_consent = true; it.there().assignments.clear() }, CALENDARS, Key::PlanConsentLeft),
        ("not offered",      |it| it.observed.microsoft_graph.app_roles.clear(),             CALENDARS, Key::PlanConsentUnknown),
        ("obsolete goes",    |it| { it.hold_obsolete(); it.desired.remove_obsolete = true }, OBSOLETE, Key::PlanConsentObsolete),
        ("obsolete left",    |it| { it.hold_obsolete(); it.desired.remove_obsolete = true; it.desired.leave_consent = true }, OBSOLETE, Key::PlanConsentObsoleteLeft),
        ("an owner goes",    |it| { it.there().owners = vec![owner('7'), owner('8')]; it.desired.remove_owners = vec![object('7')] }, OWNER, Key::PlanOwnerRemove),
        ("the last owner",   |it| { it.there().owners = vec![owner('7')]; it.desired.remove_owners = vec![object('7')] }, OWNER, Key::PlanOwnerLast),
        ("left over",        |it| { it.application().key_credentials.push(credential(5)); it.desired.left_over = vec![Thumbprint::from_bytes([5; 20])] }, LEFT_OVER, Key::PlanCertificateLeftOver),
    ];
    for (name, make, id, key) in rows {
        let mut case = Case::complete();
        make(&mut case);
        let plan = plan(&case.desired, &case.observed);
        assert_eq!(step(&plan, id).sentence.key, *key, "{id}: {name}");
    }
}

/// What would unblock a step, or how a person does it, stands at the step.
#[test]
fn each_obstacle_says_what_to_do() {
    #[rustfmt::skip]
    let rows: &[(Make, &str, Key)] = &[
        (|it| { it.desired = crate::scene::adopting(); it.observed = nothing() },                         APPLICATION, Key::UnblockApplicationGone),
        (|it| it.there().service_principal.as_mut().unwrap().account_enabled = Some(false),               PRINCIPAL,   Key::UnblockServicePrincipalDisabled),
        (|it| { keep(it); it.application().key_credentials.clear() },                                     CERTIFICATE, Key::UnblockCertificateNone),
        (|it| it.observed.microsoft_graph.app_roles.clear(),                                              CALENDARS,   Key::UnblockConsentUnknown),
        (|it| { it.desired.leave_consent = true; it.there().assignments.clear() },                        CALENDARS,   Key::HowConsent),
        (|it| { it.there().owners = vec![owner('7')]; it.desired.remove_owners = vec![object('7')] },     OWNER,       Key::UnblockOwnerLast),
        (|it| { it.hold_obsolete(); it.desired.remove_obsolete = true; it.desired.leave_consent = true }, OBSOLETE,    Key::HowObsolete),
    ];
    for (make, id, key) in rows {
        let mut case = Case::complete();
        make(&mut case);
        let plan = plan(&case.desired, &case.observed);
        let said = match &step(&plan, id).action {
            Action::Blocked { unblock } => unblock.key,
            Action::ByHand { how, .. } => how.key,
            other => panic!("{other:?}"),
        };
        assert_eq!(said, *key, "{id}");
    }
}

fn said(make: impl FnOnce(&mut Case), id: &str) -> Vec<(String, String)> {
    let mut case = Case::complete();
    make(&mut case);
    let plan = plan(&case.desired, &case.observed);
    let Message { parameters, .. } = step(&plan, id).sentence.clone();
    parameters.into_iter().collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

/// What is made bears the name that was wished, what was adopted its own; the key where there is one.
#[test]
fn the_application_is_named_as_it_will_be() {
    let client = crate::scene::guid('2');
    assert_eq!(
        said(|it| it.observed = nothing(), APPLICATION),
        pairs(&[("key", "push"), ("name", "Push")])
    );
    assert_eq!(
        said(
            |it| it.application().display_name = "Old".to_owned(),
            APPLICATION
        ),
        pairs(&[("key", "push"), ("name", "Push")])
    );
    assert_eq!(
        said(adopted_and_renamed, APPLICATION),
        pairs(&[("key", &client), ("name", "Theirs")])
    );
    let adopt = |it: &mut Case| {
        it.application().tags.clear();
        it.application().display_name = "Theirs".to_owned();
    };
    assert_eq!(
        said(adopt, APPLICATION),
        pairs(&[("key", "push"), ("name", "Push")])
    );
    let adopt_a_stranger = |it: &mut Case| {
        adopt(it);
        it.application().unique_name = Some("theirs".to_owned());
    };
    assert_eq!(
        said(adopt_a_stranger, APPLICATION),
        pairs(&[("key", "theirs"), ("name", "Theirs")])
    );
}

#[test]
fn permissions_owners_and_certificates_are_named() {
    let thumbprint = "01".repeat(20);
    assert_eq!(
        said(
            |it| it.application().required_resource_access.clear(),
            DECLARED
        ),
        pairs(&[
            (
                "permissions",
                "Calendars.ReadWrite, MailboxSettings.ReadWrite"
            ),
            ("removed", ""),
        ])
    );
    let obsolete = |it: &mut Case| {
        it.application().required_resource_access = access("E=X G=UC");
        it.desired.permissions = vec![Permission::CalendarsReadWrite];
        it.desired.remove_obsolete = true;
    };
    assert_eq!(
        said(obsolete, DECLARED),
        pairs(&[
            ("permissions", "Calendars.ReadWrite"),
            (
                "removed",
                "Calendars.ReadWrite.All (Office 365 Exchange Online), User.Read (Microsoft Graph)"
            ),
        ])
    );
    let held = |it: &mut Case| {
        it.hold_obsolete();
        it.desired.remove_obsolete = true;
    };
    assert_eq!(
        said(held, OBSOLETE),
        pairs(&[
            ("api", "Office 365 Exchange Online"),
            ("permission", "Calendars.ReadWrite.All"),
        ])
    );
    assert_eq!(
        said(
            |it| it.application().key_credentials = vec![credential(5), credential(6)],
            CERTIFICATE
        ),
        pairs(&[
            ("others", "2"),
            ("thumbprint", &thumbprint),
            ("until", crate::scene::LATER),
        ])
    );
    let an_owner = |it: &mut Case| {
        let mut named = owner('7');
        named.display_name = Some("Anna".to_owned());
        named.user_principal_name = Some("anna@example.edu".to_owned());
        it.there().owners = vec![named];
        it.desired.remove_owners = vec![object('7')];
    };
    assert_eq!(
        said(an_owner, &format!("owner-{}", object('7'))),
        pairs(&[("owner", "Anna (anna@example.edu)")])
    );
}
