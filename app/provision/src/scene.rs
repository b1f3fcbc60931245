//! What the engine's tests share: a tenant with nothing of ours, one in which everything is set up, one in which somebody
//! did it by hand years ago, and what is desired of each.

pub(crate) mod changes;
pub(crate) mod declared;
pub(crate) mod story;
pub(crate) mod tenant;

use base::CertificateFacts;
use base::ObjectId;
use base::Thumbprint;
use base::Timestamp;
use graph::app_role_assignment::AppRoleAssignment;
use graph::application::Application;
use graph::application::ServicePrincipalLock;
use graph::federated_credential::FederatedCredential;
use graph::key_credential::KeyCredential;
use graph::owner::Owner;
use graph::service_principal::Api;
use graph::service_principal::AppRole;
use graph::service_principal::ServicePrincipal;
use graph::well_known;
use serde_json::Value;
use serde_json::json;
use survey::ApplicationChoice;
use survey::Marks;
use survey::Permission;

use self::declared::access;
use crate::Desired;
use crate::DesiredCertificate;
use crate::Observed;
use crate::ObservedSetUp;
use crate::Surroundings;

/// When everything is looked at.
pub(crate) const NOW: &str = "2026-11-21T08:00:00Z";
/// An end that is still to come.
pub(crate) const LATER: &str = "2027-11-21T08:00:00Z";

/// Digits of the ids of what is in the tenant; strangers have the other ones.
pub(crate) const APPLICATION: char = '1';
pub(crate) const CLIENT: char = '2';
pub(crate) const PRINCIPAL: char = '3';
pub(crate) const EXCHANGE: char = '8';
pub(crate) const MICROSOFT_GRAPH: char = '9';
/// Whoever carries the plans out.
pub(crate) const ADMINISTRATOR: char = 'a';

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

pub(crate) fn guid(digit: char) -> String {
    let digits = digit.to_string().repeat(8);
    format!("{digits}-0000-4000-8000-000000000000")
}

pub(crate) fn object(digit: char) -> ObjectId {
    guid(digit).parse().unwrap()
}

pub(crate) fn microsoft_graph() -> Api {
    let role = |value: &str, id: &str| AppRole {
        id: id.parse().unwrap(),
        value: Some(value.to_owned()),
        is_enabled: None,
    };
    Api {
        id: object(MICROSOFT_GRAPH),
        app_id: well_known::MICROSOFT_GRAPH.parse().unwrap(),
        app_roles: vec![
            role("Calendars.ReadWrite", well_known::CALENDARS_READ_WRITE),
            role(
                "MailboxSettings.ReadWrite",
                well_known::MAILBOX_SETTINGS_READ_WRITE,
            ),
        ],
    }
}

/// The certificate number `byte`: its thumbprint is that byte twenty times, and its subject tells it too.
pub(crate) fn certificate(byte: u8) -> CertificateFacts {
    CertificateFacts {
        der: vec![byte],
        subject: format!("CN={byte}"),
        issuer: format!("CN={byte}"),
        key_bits: 3072,
        not_before: now(),
        not_after: LATER.parse().unwrap(),
        thumbprint: Thumbprint::from_bytes([byte; 20]),
        sha256: String::new(),
    }
}

/// The same certificate on an application, ending at `end`.
pub(crate) fn ending(byte: u8, end: &str) -> KeyCredential {
    serde_json::from_value(json!({
        "keyId": format!("{byte:08x}-0000-4000-8000-00000000000c"),
        "customKeyIdentifier": Thumbprint::from_bytes([byte; 20]),
        "displayName": format!("CN={byte}"),
        "startDateTime": "2026-01-01T00:00:00Z",
        "endDateTime": end,
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
    }))
    .unwrap()
}

/// The same, still valid.
pub(crate) fn credential(byte: u8) -> KeyCredential {
    ending(byte, LATER)
}

/// Another entry of the certificate number `byte`, ending at `end`.
pub(crate) fn twin(byte: u8, end: &str) -> KeyCredential {
    KeyCredential {
        key_id: guid('d').parse().unwrap(),
        ..ending(byte, end)
    }
}

/// A role that the service principal holds. Read as from Graph, so that what it does not say is as if Graph did not.
pub(crate) fn holding(api: char, role: &str) -> AppRoleAssignment {
    serde_json::from_value(json!({
        "id": format!("{api}-{role}"),
        "appRoleId": role,
        "resourceId": guid(api),
    }))
    .unwrap()
}

/// The roles that MyTimetable needs.
pub(crate) fn wanted_roles() -> Vec<AppRoleAssignment> {
    vec![
        holding(MICROSOFT_GRAPH, well_known::CALENDARS_READ_WRITE),
        holding(MICROSOFT_GRAPH, well_known::MAILBOX_SETTINGS_READ_WRITE),
    ]
}

/// The role of the old Exchange API, which is no longer needed.
pub(crate) fn obsolete_role() -> AppRoleAssignment {
    holding(EXCHANGE, well_known::EXCHANGE_CALENDARS_READ_WRITE_ALL)
}

pub(crate) fn owner(digit: char) -> Owner {
    Owner {
        id: object(digit),
        kind: Some("#microsoft.graph.user".to_owned()),
        display_name: None,
        user_principal_name: None,
    }
}

pub(crate) fn lock(value: Value) -> Option<ServicePrincipalLock> {
    Some(serde_json::from_value(value).unwrap())
}

pub(crate) fn marks() -> Marks {
    Marks {
        unique_name: "push".to_owned(),
        tag: "console".to_owned(),
        display_name: "Push".to_owned(),
    }
}

/// Both permissions and a new certificate, on the application of ours.
pub(crate) fn desired() -> Desired {
    Desired {
        marks: marks(),
        application: ApplicationChoice::Ours,
        application_name: "Push".to_owned(),
        permissions: vec![
            Permission::CalendarsReadWrite,
            Permission::MailboxSettingsReadWrite,
        ],
        certificate: DesiredCertificate::Add(certificate(1)),
        remove_obsolete: false,
        remove_owners: Vec::new(),
        leave_consent: false,
        left_over: Vec::new(),
    }
}

/// The same on the application that is there.
pub(crate) fn adopting() -> Desired {
    let id = object(APPLICATION);
    Desired {
        application: ApplicationChoice::Existing { id },
        ..desired()
    }
}

/// A tenant with nothing of ours.
pub(crate) fn nothing() -> Observed {
    Observed {
        at: now(),
        microsoft_graph: microsoft_graph(),
        set_up: None,
        free_unique_name: "push".to_owned(),
    }
}

/// An application without anything on it.
pub(crate) fn bare_application(name: &str) -> Application {
    serde_json::from_value(json!({
        "id": guid(APPLICATION),
        "appId": guid(CLIENT),
        "displayName": name,
    }))
    .unwrap()
}

pub(crate) fn principal() -> ServicePrincipal {
    serde_json::from_value(json!({ "id": guid(PRINCIPAL), "appId": guid(CLIENT) })).unwrap()
}

/// What is around a set-up that only its administrators use.
pub(crate) fn around() -> Surroundings {
    let role = json!({
        "id": well_known::EXCHANGE_CALENDARS_READ_WRITE_ALL,
        "value": "Calendars.ReadWrite.All",
    });
    let exchange = json!({
        "id": guid(EXCHANGE),
        "appId": well_known::EXCHANGE_ONLINE,
        "appRoles": [role],
    });
    Surroundings {
        apis: vec![serde_json::from_value(exchange).unwrap()],
        ..Surroundings::default()
    }
}

/// A federated credential that somebody added, for tokens about `subject`.
pub(crate) fn federated(subject: &str) -> FederatedCredential {
    FederatedCredential {
        id: guid('f'),
        name: Some("pipeline".to_owned()),
        issuer: Some("https://issuer.example".to_owned()),
        subject: Some(subject.to_owned()),
    }
}

fn with_set_up(application: Application, assignments: Vec<AppRoleAssignment>) -> Observed {
    let mut observed = Observed {
        set_up: Some(ObservedSetUp {
            application,
            owners: Vec::new(),
            federated: Some(Vec::new()),
            service_principal: Some(principal()),
            assignments,
            obsolete: Vec::new(),
            surroundings: Some(around()),
        }),
        free_unique_name: "push-2".to_owned(),
        ..nothing()
    };
    tenant::look_for_obsolete(&mut observed);
    observed
}

/// A tenant in which everything is as [`desired`].
pub(crate) fn complete() -> Observed {
    let application = Application {
        unique_name: Some("push".to_owned()),
        tags: vec!["console".to_owned()],
        sign_in_audience: Some("AzureADMyOrg".to_owned()),
        required_resource_access: access("G=CM"),
        key_credentials: vec![credential(1)],
        service_principal_lock_configuration: Some(ServicePrincipalLock::full()),
        ..bare_application("Push")
    };
    with_set_up(application, wanted_roles())
}

/// A tenant in which somebody did it by hand after the old manual: no key, no label of ours, the old API's permission, two
/// certificates of which one is over, a secret, and two owners.
pub(crate) fn by_hand() -> Observed {
    let secret = json!({ "keyId": guid('5') });
    let application = Application {
        tags: vec!["timetable".to_owned()],
        sign_in_audience: Some("AzureADMultipleOrgs".to_owned()),
        required_resource_access: access("E=X G=U A=1"),
        key_credentials: vec![ending(5, NOW), credential(6)],
        password_credentials: vec![serde_json::from_value(secret).unwrap()],
        ..bare_application("Timetable to calendar")
    };
    let mut observed = with_set_up(application, vec![obsolete_role()]);
    if let Some(set_up) = &mut observed.set_up {
        set_up.owners = vec![owner('6'), owner('7')];
    }
    observed
}
