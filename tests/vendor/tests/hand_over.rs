//! The vendor against the simulated tenant, on an application that is seeded by hand: key and certificate are made by
//! the openssl command line, so nothing here knows this project's own way to make them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what helps tests may fail as tests do"
)]

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use base::ObjectId;
use base::Timestamp;
use http::Request;
use http::Response;
use tenant::Tenant;
use tenant::directory::Change;
use tenant::rows::AppRoleAssignment;
use tenant::rows::Application;
use tenant::rows::KeyCredential;
use tenant::rows::Row;
use tenant::rows::ServicePrincipal;
use tenant::worlds::World;
use vendor::Event;
use vendor::HandedOver;
use vendor::Vendor;
use vendor::VendorError;

const GRAPH_APP: &str = "00000003-0000-0000-c000-000000000000";
const CALENDARS_ROLE: &str = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";
const PASSWORD: &str = "correct horse, battery staple ✓";

/// Key and certificate, as files of a test, named after it.
struct Pair {
    key_pem: String,
    certificate_pem: String,
    certificate: Vec<u8>,
    /// An hour after the certificate's validity began.
    now: Timestamp,
}

fn openssl(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl")
        .args(arguments)
        .env("PASSWORD", PASSWORD)
        .output();
    let output = output.expect("these tests need the openssl command line");
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn pair(name: &str) -> Pair {
    let file =
        |kind: &str| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{kind}.pem"));
    let (key, certificate) = (file("key"), file("cert"));
    let (key, certificate) = (key.to_str().unwrap(), certificate.to_str().unwrap());
    let make = "req -x509 -newkey rsa:2048 -sha256 -days 30 -subj /CN=push.example.edu -passout env:PASSWORD -keyout";
    let make: Vec<&str> = make.split(' ').chain([key, "-out", certificate]).collect();
    openssl(&make);
    let begin = openssl(&[
        "x509",
        "-in",
        certificate,
        "-noout",
        "-startdate",
        "-dateopt",
        "iso_8601",
    ]);
    let begin = String::from_utf8(begin)
        .unwrap()
        .trim()
        .replace("notBefore=", "")
        .replace(' ', "T");
    Pair {
        key_pem: std::fs::read_to_string(key).unwrap(),
        certificate_pem: std::fs::read_to_string(certificate).unwrap(),
        certificate: openssl(&["x509", "-in", certificate, "-outform", "DER"]),
        now: begin
            .parse::<Timestamp>()
            .unwrap()
            .plus(Duration::from_secs(3600)),
    }
}

/// A tenant with an application that has the certificate; and the role, where wanted.
fn seeded(pair: &Pair, with_role: bool) -> (Tenant, Application) {
    let begin = pair.now.minus(Duration::from_secs(3600));
    let mut tenant = Tenant::new(
        World::University,
        1,
        "https://login.test",
        "https://graph.test",
        begin,
    );
    let application = application(&mut tenant, &pair.certificate, begin);
    let principal = service_principal(tenant.random.object_id(), &application);
    let graph = GRAPH_APP.parse().unwrap();
    let graph = tenant
        .directory
        .primary()
        .service_principal_by_app_id(&graph)
        .unwrap()
        .id
        .clone();
    let assignment = AppRoleAssignment {
        id: "assignment".to_owned(),
        app_role_id: CALENDARS_ROLE.parse().unwrap(),
        created_date_time: begin,
        principal_id: principal.id.clone(),
        resource_id: graph,
    };
    tenant
        .directory
        .write(begin, Change::Put(Row::Application(application.clone())));
    tenant
        .directory
        .write(begin, Change::Put(Row::ServicePrincipal(principal)));
    if with_role {
        tenant
            .directory
            .write(begin, Change::Put(Row::AppRoleAssignment(assignment)));
    }
    (tenant, application)
}

fn application(tenant: &mut Tenant, certificate: &[u8], begin: Timestamp) -> Application {
    let (id, app_id) = (tenant.random.object_id(), tenant.random.app_id());
    let end = begin.plus(Duration::from_secs(30 * 24 * 3600));
    Application {
        key_credentials: vec![KeyCredential {
            custom_key_identifier: String::new(),
            display_name: None,
            end_date_time: end.into(),
            key: certificate.to_vec(),
            key_id: tenant.random.key_id(),
            start_date_time: begin.into(),
            kind: "AsymmetricX509Cert".to_owned(),
            usage: "Verify".to_owned(),
        }],
        ..Application::new(id, app_id, "MyTimetable calendar push", begin)
    }
}

fn service_principal(id: ObjectId, application: &Application) -> ServicePrincipal {
    let app_id = application.app_id.clone();
    ServicePrincipal::new(id, app_id, &application.display_name, None)
}

fn handed_over(tenant: &Tenant, application: &Application, pair: &Pair) -> HandedOver {
    HandedOver {
        tenant_id: tenant.id.clone(),
        client_id: application.app_id.clone(),
        key_pem: pair.key_pem.clone(),
        password: PASSWORD.to_owned(),
        certificate_pem: pair.certificate_pem.clone(),
        login_url: tenant.login_url.clone(),
        graph_url: tenant.graph_url.clone(),
    }
}

/// Somebody who has a mailbox.
fn mailbox(tenant: &Tenant) -> String {
    let mut users = tenant.directory.primary().users.iter();
    let user = users
        .find(|user| user.mailbox.as_deref() == Some("user"))
        .unwrap();
    user.user_principal_name.clone()
}

fn lecture() -> Event {
    Event {
        subject: "Statistics I".to_owned(),
        start: "2026-11-23T09:00:00".to_owned(),
        end: "2026-11-23T10:45:00".to_owned(),
    }
}

/// The tenant as a transport, at one moment.
fn at(tenant: &mut Tenant, now: Timestamp) -> impl FnMut(Request<Vec<u8>>) -> Response<Vec<u8>> {
    move |request| tenant::handle(tenant, request, now)
}

fn code(problem: &VendorError) -> Option<u32> {
    match problem {
        VendorError::Refused { code, .. } => *code,
        other => panic!("{other}"),
    }
}

#[test]
fn what_was_handed_over_writes_an_event() {
    let pair = pair("good");
    let (mut tenant, application) = seeded(&pair, true);
    let vendor = Vendor::open(&handed_over(&tenant, &application, &pair)).unwrap();
    let mailbox = mailbox(&tenant);
    let id = vendor
        .prove(
            &mut at(&mut tenant, pair.now),
            &mailbox,
            &lecture(),
            pair.now,
        )
        .unwrap();
    let user = tenant
        .directory
        .primary()
        .user_by_name(&mailbox)
        .unwrap()
        .id
        .clone();
    let event = &tenant.mailboxes.events_of(&user)[0];
    assert_eq!(
        (&event.id, &event.content["subject"]),
        (&id, &"Statistics I".into())
    );
    assert_eq!(event.created_by_app_id, application.app_id.to_string());
}

#[test]
fn another_key_than_the_registered_one_is_refused() {
    let (registered, other) = (pair("registered"), pair("other"));
    let (mut tenant, application) = seeded(&registered, true);
    // Another key under the registered certificate's name; and another pair altogether.
    let mut wrong_key = handed_over(&tenant, &application, &registered);
    wrong_key.key_pem = other.key_pem.clone();
    let wrong_pair = handed_over(&tenant, &application, &other);
    let now = registered.now;
    for (handed_over, reason) in [(wrong_key, "signature"), (wrong_pair, "key was not found")] {
        let vendor = Vendor::open(&handed_over).unwrap();
        let problem = vendor.token(&mut at(&mut tenant, now), now).unwrap_err();
        assert_eq!(code(&problem), Some(700027));
        assert!(problem.to_string().contains(reason), "{problem}");
    }
}

#[test]
fn a_wrong_password_is_said_clearly_and_nothing_is_sent() {
    let pair = pair("password");
    let (tenant, application) = seeded(&pair, true);
    let mut handed_over = handed_over(&tenant, &application, &pair);
    handed_over.password = "correct horse, battery stable ✓".to_owned();
    let problem = Vendor::open(&handed_over).err().unwrap();
    assert!(
        matches!(problem, VendorError::KeyNotOpened { .. }),
        "{problem:?}"
    );
    assert!(
        problem
            .to_string()
            .starts_with("key.pem cannot be opened with this password")
    );
}

#[test]
fn files_that_are_not_what_they_should_be_are_refused() {
    let pair = pair("files");
    let (tenant, application) = seeded(&pair, true);
    let good = handed_over(&tenant, &application, &pair);
    let mut damaged = good.clone();
    damaged.key_pem = damaged.key_pem.replacen("\nMII", "\nMIJ", 1);
    assert_ne!(damaged.key_pem, good.key_pem);
    assert!(matches!(
        Vendor::open(&damaged).err(),
        Some(VendorError::KeyNotOpened { .. })
    ));
    let mut open = good.clone();
    open.key_pem = open.key_pem.replace("ENCRYPTED ", "");
    assert_eq!(
        Vendor::open(&open).err(),
        Some(VendorError::KeyNotEncrypted)
    );
    let mut no_certificate = good;
    no_certificate.certificate_pem = no_certificate.key_pem.clone();
    assert!(matches!(
        Vendor::open(&no_certificate).err(),
        Some(VendorError::CertificateNotRead { .. })
    ));
}

#[test]
fn without_the_role_there_is_a_token_but_no_event() {
    let pair = pair("no-role");
    let (mut tenant, application) = seeded(&pair, false);
    let vendor = Vendor::open(&handed_over(&tenant, &application, &pair)).unwrap();
    let mailbox = mailbox(&tenant);
    let mut transport = at(&mut tenant, pair.now);
    let token = vendor.token(&mut transport, pair.now).unwrap();
    let problem = vendor
        .create_event(&mut transport, &token, &mailbox, &lecture())
        .unwrap_err();
    assert!(
        matches!(
            problem,
            VendorError::Refused {
                status: 403,
                code: None,
                ..
            }
        ),
        "{problem:?}"
    );
}

#[test]
fn another_tenant_does_not_know_the_application() {
    let pair = pair("elsewhere");
    let (tenant, application) = seeded(&pair, true);
    let vendor = Vendor::open(&handed_over(&tenant, &application, &pair)).unwrap();
    let mut other = Tenant::new(
        World::University,
        2,
        &tenant.login_url,
        &tenant.graph_url,
        pair.now,
    );
    let problem = vendor
        .token(&mut at(&mut other, pair.now), pair.now)
        .unwrap_err();
    assert_eq!(code(&problem), Some(90002));
    other.id = tenant.id.clone();
    let problem = vendor
        .token(&mut at(&mut other, pair.now), pair.now)
        .unwrap_err();
    assert_eq!(code(&problem), Some(700016));
}

#[test]
fn a_new_certificate_is_accepted_after_a_while() {
    let pair = pair("new");
    let (mut tenant, mut application) = seeded(&pair, true);
    let new = application.key_credentials.split_off(0);
    tenant
        .directory
        .write(pair.now, Change::Put(Row::Application(application.clone())));
    let vendor = Vendor::open(&handed_over(&tenant, &application, &pair)).unwrap();
    let mut now = pair.now.plus(Duration::from_secs(2));
    assert_eq!(
        code(&vendor.token(&mut at(&mut tenant, now), now).unwrap_err()),
        Some(700027)
    );
    tenant.directory.lagging = true;
    application.key_credentials = new;
    tenant
        .directory
        .write(now, Change::Put(Row::Application(application)));
    // Nothing is known in the first five seconds, and everything after forty.
    assert_eq!(
        code(&vendor.token(&mut at(&mut tenant, now), now).unwrap_err()),
        Some(700027)
    );
    let mut asked = 0;
    while let Err(problem) = vendor.token(&mut at(&mut tenant, now), now) {
        assert_eq!(code(&problem), Some(700027));
        now = now.plus(Duration::from_secs(5));
        asked += 1;
        assert!(asked <= 9, "not known after forty seconds");
    }
    assert!(asked > 0);
}
