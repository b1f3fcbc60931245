//! Rows of the plan table: what is there, what is desired, and what each step then does.

use base::AppId;
use base::CertificateFacts;
use base::ObjectId;
use base::Thumbprint;
use base::Timestamp;
use graph::app_role_assignment::AppRoleAssignment;
use graph::application::Application;
use graph::application::with_roles;
use graph::service_principal::Api;
use graph::service_principal::AppRole;
use graph::service_principal::ServicePrincipal;
use graph::well_known;
use serde_json::json;
use survey::Marks;
use survey::Permission;

use super::*;
use crate::DesiredCertificate;
use crate::NotApprovable;
use crate::ObservedSetUp;

const NOW: &str = "2026-11-21T08:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn guid(digit: char) -> String {
    format!(
        "{}-0000-4000-8000-000000000000",
        digit.to_string().repeat(8)
    )
}

fn object(digit: char) -> ObjectId {
    guid(digit).parse().unwrap()
}

fn microsoft_graph() -> Api {
    let role = |value: &str, id: &str| AppRole {
        id: id.parse().unwrap(),
        value: Some(value.to_owned()),
        is_enabled: None,
    };
    Api {
        id: object('9'),
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

fn certificate(byte: u8) -> CertificateFacts {
    CertificateFacts {
        der: vec![byte],
        subject: "CN=push.example.edu".to_owned(),
        issuer: "CN=push.example.edu".to_owned(),
        key_bits: 3072,
        not_before: now(),
        not_after: "2027-11-21T08:00:00Z".parse().unwrap(),
        thumbprint: Thumbprint::from_bytes([byte; 20]),
        sha256: String::new(),
    }
}

fn credential(byte: u8, end: &str) -> graph::key_credential::KeyCredential {
    serde_json::from_value(json!({
        "keyId": guid('7'),
        "customKeyIdentifier": Thumbprint::from_bytes([byte; 20]),
        "startDateTime": "2026-01-01T00:00:00Z",
        "endDateTime": end,
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
    }))
    .unwrap()
}

fn desired() -> Desired {
    Desired {
        marks: Marks {
            unique_name: "push".to_owned(),
            tag: "console".to_owned(),
            display_name: "Push".to_owned(),
        },
        application_name: "Push".to_owned(),
        permissions: vec![
            Permission::CalendarsReadWrite,
            Permission::MailboxSettingsReadWrite,
        ],
        certificate: DesiredCertificate::Add(certificate(1)),
    }
}

fn nothing() -> Observed {
    Observed {
        at: now(),
        microsoft_graph: microsoft_graph(),
        set_up: None,
        free_unique_name: "push".to_owned(),
    }
}

fn complete() -> Observed {
    let api = microsoft_graph();
    let roles: Vec<_> = api.app_roles.iter().map(|role| role.id.clone()).collect();
    let app_id: AppId = guid('2').parse().unwrap();
    let assignment = |role: &base::RoleId| AppRoleAssignment {
        id: format!("assignment of {role}"),
        app_role_id: role.clone(),
        resource_id: api.id.clone(),
    };
    let set_up = ObservedSetUp {
        application: Application {
            id: object('1'),
            app_id: app_id.clone(),
            display_name: "Push".to_owned(),
            unique_name: Some("push".to_owned()),
            tags: vec!["console".to_owned()],
            created_date_time: None,
            sign_in_audience: Some("AzureADMyOrg".to_owned()),
            required_resource_access: with_roles(&[], &api.app_id, &roles),
            key_credentials: vec![credential(1, "2027-11-21T08:00:00Z")],
        },
        service_principal: Some(ServicePrincipal {
            id: object('3'),
            app_id,
            account_enabled: Some(true),
        }),
        assignments: roles.iter().map(assignment).collect(),
    };
    Observed {
        set_up: Some(set_up),
        free_unique_name: "push-2".to_owned(),
        ..nothing()
    }
}

/// One letter per step: keep, create, update, blocked.
fn letters(desired: &Desired, observed: &Observed) -> String {
    plan(desired, observed)
        .steps
        .iter()
        .map(|step| match step.action {
            Action::Keep => 'k',
            Action::Create { .. } => 'c',
            Action::Update { .. } => 'u',
            Action::Blocked { .. } => 'b',
        })
        .collect()
}

/// The complete set-up with one thing about it changed.
fn with(change: impl FnOnce(&mut ObservedSetUp)) -> Observed {
    let mut observed = complete();
    change(observed.set_up.as_mut().unwrap());
    observed
}

#[test]
fn each_step_is_decided_by_what_is_there() {
    // application, service principal, declared, certificate, consent to calendars, consent to mailbox settings
    for (case, observed, expected) in [
        ("an empty tenant", nothing(), "ccuucc".to_owned()),
        ("a complete set-up", complete(), "kkkkkk".to_owned()),
        (
            "no service principal",
            with(|it| it.service_principal = None),
            "kckkkk".to_owned(),
        ),
        (
            "disabled",
            with(|it| it.service_principal.as_mut().unwrap().account_enabled = Some(false)),
            "kbkkkk".to_owned(),
        ),
        (
            "enabled unsaid",
            with(|it| it.service_principal.as_mut().unwrap().account_enabled = None),
            "kkkkkk".to_owned(),
        ),
        (
            "nothing declared",
            with(|it| it.application.required_resource_access.clear()),
            "kkukkk".to_owned(),
        ),
        (
            "declared as a scope only",
            with(|it| {
                for access in &mut it.application.required_resource_access[0].resource_access {
                    access.kind = "Scope".to_owned();
                }
            }),
            "kkukkk".to_owned(),
        ),
        (
            "nothing granted",
            with(|it| it.assignments.clear()),
            "kkkkcc".to_owned(),
        ),
        (
            "one granted",
            with(|it| it.assignments.truncate(1)),
            "kkkkkc".to_owned(),
        ),
        (
            "granted by another API",
            with(|it| it.assignments[0].resource_id = object('8')),
            "kkkkck".to_owned(),
        ),
        (
            "another name",
            with(|it| it.application.display_name = "Old".to_owned()),
            "ukkkkk".to_owned(),
        ),
        (
            "another audience",
            with(|it| it.application.sign_in_audience = Some("AzureADMultipleOrgs".to_owned())),
            "ukkkkk".to_owned(),
        ),
        (
            "audience unsaid",
            with(|it| it.application.sign_in_audience = None),
            "ukkkkk".to_owned(),
        ),
        (
            "no certificate",
            with(|it| it.application.key_credentials.clear()),
            "kkkukk".to_owned(),
        ),
        (
            "another certificate",
            with(|it| it.application.key_credentials = vec![credential(2, "2027-01-01T00:00:00Z")]),
            "kkkukk".to_owned(),
        ),
    ] {
        assert_eq!(letters(&desired(), &observed), expected, "{case}");
    }
}

#[test]
fn keeping_a_certificate_needs_a_valid_one() {
    let keep = Desired {
        certificate: DesiredCertificate::Keep(Thumbprint::from_bytes([1; 20])),
        ..desired()
    };
    for (case, observed, expected) in [
        ("valid", complete(), 'k'),
        (
            "another one",
            with(|it| it.application.key_credentials = vec![credential(2, "2027-11-21T08:00:00Z")]),
            'b',
        ),
        (
            "none",
            with(|it| it.application.key_credentials.clear()),
            'b',
        ),
        (
            "expired",
            with(|it| it.application.key_credentials = vec![credential(1, NOW)]),
            'b',
        ),
        ("no set-up", nothing(), 'b'),
    ] {
        assert_eq!(
            letters(&keep, &observed).chars().nth(3),
            Some(expected),
            "{case}"
        );
    }
}

#[test]
fn a_permission_that_the_tenant_does_not_offer_blocks_the_plan() {
    let mut foreign = nothing();
    foreign.microsoft_graph.app_roles[0].id = guid('5').parse().unwrap();
    let mut absent = nothing();
    absent.microsoft_graph.app_roles.remove(0);
    let mut disabled = nothing();
    disabled.microsoft_graph.app_roles[0].is_enabled = Some(false);
    for observed in [foreign, absent, disabled] {
        let blocked = plan(&desired(), &observed).approve().unwrap_err();
        assert_eq!(
            blocked,
            NotApprovable::Blocked(StepId("consent-Calendars.ReadWrite".to_owned()))
        );
    }
}

#[test]
fn the_key_that_is_free_is_taken() {
    let observed = Observed {
        free_unique_name: "push-2".to_owned(),
        ..nothing()
    };
    let plan = plan(&desired(), &observed);
    let write = plan.steps[0].action.write().unwrap();
    assert_eq!(
        write.shown_path(),
        "/v1.0/applications(uniqueName='push-2')"
    );
}

#[test]
fn strangers_entries_are_on_every_replaced_collection() {
    let observed = with(|it| {
        it.application.key_credentials =
            vec![credential(5, "2027-01-01T00:00:00Z"), credential(6, NOW)];
        it.application.required_resource_access = vec![
            serde_json::from_value(json!({
                "resourceAppId": guid('4'),
                "resourceAccess": [{ "id": guid('6'), "type": "Scope" }],
            }))
            .unwrap(),
        ];
    });
    let plan = plan(&desired(), &observed);
    let body = |at: usize, name: &str| {
        plan.steps[at]
            .action
            .write()
            .unwrap()
            .body
            .as_ref()
            .unwrap()[name]
            .clone()
    };
    let keys = body(3, "keyCredentials");
    let identifiers: Vec<_> = keys
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["customKeyIdentifier"].clone())
        .collect();
    assert_eq!(
        identifiers,
        [json!("05".repeat(20)), json!("06".repeat(20)), json!(null)]
    );
    assert_eq!(
        body(2, "requiredResourceAccess")[0]["resourceAppId"],
        json!(guid('4'))
    );
}

#[test]
fn every_id_is_referred_to_after_the_step_that_bears_it() {
    let plan = plan(&desired(), &nothing());
    let mut borne: Vec<&str> = Vec::new();
    for step in &plan.steps {
        let text = serde_json::to_string(step.action.write().unwrap()).unwrap();
        for id in ["application", "service-principal"] {
            let refers = text.contains(&format!("\"{id}/"))
                || text.contains(&format!("{{\"step\":\"{id}\""));
            assert!(!refers || borne.contains(&id), "{} refers to {id}", step.id);
        }
        borne.push(&step.id.0);
    }
    assert_eq!(borne.len(), 6);
}
