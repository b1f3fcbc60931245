//! The acceptance test of the whole product: after the road, the vendor, who has only what was handed over, writes an
//! event into a calendar; and with another key it cannot.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::rc::Rc;

use base::Clock;
use base::Secret;
use journeys::Microsoft;
use journeys::PASSWORD;
use journeys::Page;
use journeys::Person;
use journeys::VendorLine;
use journeys::VendorPair;
use journeys::handed_over;
use journeys::hosted;
use journeys::lecture;
use journeys::make_keys;
use journeys::on_premises;
use journeys::prove;
use journeys::walk;
use keys::NativeDerivation;
use keys::PrivateKey;
use provision::Desired;
use tenant::worlds::World;
use vendor::Vendor;
use vendor::VendorError;

/// The event with this id, wherever it is: whose calendar, by which application, and its subject.
fn event(microsoft: &Microsoft, id: &str) -> (String, String, String) {
    let tenant = microsoft.tenant();
    let event = tenant.mailboxes.all_events().find(|event| event.id == id);
    let event = event.unwrap();
    let user = tenant.directory.primary().user(&event.user_id).unwrap();
    (
        user.user_principal_name.clone(),
        event.created_by_app_id.clone(),
        event.content["subject"].as_str().unwrap().to_owned(),
    )
}

const MAILBOX: &str = "d.o-neill@voorbeeld.example";

#[test]
fn on_premises_the_handed_over_files_write_an_event() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let person = Person::named("global.admin");
    let first = page.sign_in(&person).unwrap();
    page.look(&first).unwrap();
    let choice = on_premises();
    let signed_in = page.sign_in_to_write(&first, &person).unwrap();
    let facts = page.look(&signed_in).unwrap();
    let files = make_keys(&choice, PASSWORD, microsoft.clock().now(), 1);
    let desired = Desired::new(&choice, &page.marks, Some(&files.facts)).unwrap();
    let plan = page.plan(&signed_in, &desired).unwrap();
    let journal = page.approve_and_apply(&signed_in, &plan, |_| {});
    assert!(journal.is_finished(), "{:?}", journal.stop());
    let verified = page.verify(&signed_in, &desired).unwrap();
    assert!(verified.plan.is_kept());
    let hand_over = page
        .hand_over(&facts, &desired, &verified.observed)
        .unwrap();

    let key_pem = files.key_pem.expose();
    let given = handed_over(&hand_over, key_pem, &files.certificate_pem);
    let id = prove(&microsoft, &given, MAILBOX).unwrap();
    let client_id = hand_over.client_id.to_string();
    let subject = lecture().subject;
    assert_eq!(
        event(&microsoft, &id),
        (MAILBOX.to_owned(), client_id, subject)
    );

    // Another pair, and another key under the registered certificate's name.
    let other = make_keys(&choice, PASSWORD, microsoft.clock().now(), 2);
    let other_key = other.key_pem.expose();
    for (certificate, reason) in [
        (&other.certificate_pem, "The key was not found."),
        (&files.certificate_pem, "The signature does not match"),
    ] {
        let vendor = Vendor::open(&handed_over(&hand_over, other_key, certificate)).unwrap();
        let mut line = VendorLine(Rc::clone(&microsoft));
        let refused = vendor.token(&mut line, microsoft.clock().now());
        match refused.unwrap_err() {
            VendorError::Refused { code, text, .. } => {
                assert_eq!(code, Some(700_027));
                assert!(text.contains(reason), "{text}");
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn hosted_the_vendor_uses_the_key_that_it_never_gave_away() {
    let pair = VendorPair::make();
    let microsoft = Microsoft::begin_at(pair.now, World::University, 2, &[]);
    let page = Page::open(&microsoft, 2);
    let certificate =
        keys::read_certificate(pair.certificate_pem.as_bytes(), microsoft.clock().now()).unwrap();
    let walked = walk(&page, &Person::named("setup.admin"), &hosted(certificate));
    assert!(walked.files.is_none());
    let given = handed_over(&walked.hand_over, &pair.key_pem, &pair.certificate_pem);
    let id = prove(&microsoft, &given, MAILBOX).unwrap();
    assert_eq!(event(&microsoft, &id).0, MAILBOX);
}

#[test]
fn the_saved_key_opens_with_its_password_only() {
    let files = journeys::saved_files();
    let open = |password: &str| {
        let password = Secret::new(password.to_owned());
        let pem = files.key_pem.expose();
        let opened = PrivateKey::from_encrypted_pem(pem, &password, &NativeDerivation);
        pollster::block_on(opened).is_ok()
    };
    assert!(open(PASSWORD));
    assert!(!open("correct horse, battery stable ✓"));
}
