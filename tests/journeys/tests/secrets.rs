//! No secret is where it must not be: not in journal, plan, events, texts, nor in what the tenant recorded.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::collections::BTreeSet;
use std::time::Duration;

use base::Clock;
use base::Secret;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use journeys::Microsoft;
use journeys::PASSWORD;
use journeys::Page;
use journeys::Person;
use journeys::SeenSecret;
use journeys::Walked;
use journeys::handed_over;
use journeys::on_premises;
use journeys::prove;
use journeys::saved_files;
use journeys::secrets_in;
use journeys::walk;
use keys::NativeDerivation;
use keys::PrivateKey;
use serde_json::json;
use tenant::worlds::World;
use words::Language;

/// The secrets of the key files: their password, every line of the encrypted key, and the key itself.
fn secrets_of_files() -> Vec<SeenSecret> {
    let files = saved_files();
    let pem = files.key_pem.expose();
    let password = Secret::new(PASSWORD.to_owned());
    let opened = PrivateKey::from_encrypted_pem(pem, &password, &NativeDerivation);
    let key = pollster::block_on(opened).unwrap();
    let secret = |kind, text: String| SeenSecret { kind, text };
    let lines = pem
        .lines()
        .filter(|line| line.len() == 64)
        .map(|line| secret("key file", line.to_owned()));
    lines
        .chain([
            secret("password", PASSWORD.to_owned()),
            secret("key", BASE64_STANDARD.encode(key.pkcs8().expose())),
        ])
        .collect()
}

/// Every text that is shown, kept or handed out.
fn texts(microsoft: &Microsoft, page: &Page, walked: &Walked) -> Vec<(&'static str, String)> {
    let recorded = tenant::handle(
        &mut microsoft.tenant(),
        http::Request::get("/_tenant/requests")
            .body(Vec::new())
            .unwrap(),
        microsoft.clock().now(),
    );
    let mut texts = vec![
        ("journal", json!(walked.journal).to_string()),
        ("ledger", json!(page.ledger.entries()).to_string()),
        ("plan", json!(walked.plan).to_string()),
        ("plan for the eye", format!("{:?}", walked.plan)),
        ("events", format!("{:?}", walked.events)),
        ("facts", format!("{:?}", walked.facts)),
        ("observed", format!("{:?}", walked.observed)),
        ("hand-over", format!("{:?}", walked.hand_over)),
        ("keeper", format!("{:?}", walked.signed_in.keeper)),
        ("files", format!("{:?}", walked.files)),
        ("record", String::from_utf8(recorded.into_body()).unwrap()),
    ];
    texts
        .extend(Language::ALL.map(|language| ("support", walked.hand_over.support_text(language))));
    texts
}

#[test]
fn no_secret_is_shown_kept_or_recorded() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let walked = walk(&page, &Person::named("global.admin"), &on_premises());
    // So that a refresh token was used, too.
    microsoft.clock().jump(Duration::from_secs(2 * 3600));
    page.look(&walked.signed_in).unwrap();
    let files = saved_files();
    let given = handed_over(
        &walked.hand_over,
        files.key_pem.expose(),
        &files.certificate_pem,
    );
    prove(&microsoft, &given, &microsoft.mailbox()).unwrap();

    let mut secrets = secrets_in(&microsoft.exchanges());
    let kinds: BTreeSet<&str> = secrets.iter().map(|secret| secret.kind).collect();
    let expected = [
        "access_token",
        "bearer",
        "client_assertion",
        "code",
        "code_verifier",
        "id_token",
        "refresh_token",
        "session",
    ];
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        expected,
        "all of them passed"
    );
    secrets.extend(secrets_of_files());
    for (place, text) in texts(&microsoft, &page, &walked) {
        assert!(text.len() > 50, "{place} is there");
        for secret in &secrets {
            assert!(
                secret.text.len() > 20,
                "{} is long enough to be found",
                secret.kind
            );
            assert!(
                !text.contains(&secret.text),
                "a {} is in the {place}",
                secret.kind
            );
        }
    }
}

#[test]
fn no_secret_is_in_an_address() {
    let microsoft = Microsoft::begin(World::University, 2, &[]);
    let page = Page::open(&microsoft, 2);
    walk(&page, &Person::named("global.admin"), &on_premises());
    let exchanges = microsoft.exchanges();
    let secrets = secrets_in(&exchanges);
    assert!(!secrets.is_empty());
    for exchange in &exchanges {
        for secret in &secrets {
            let is_in = exchange.url.as_str().contains(&secret.text);
            assert!(!is_in, "a {} is in {}", secret.kind, exchange.url);
        }
    }
}

#[test]
fn the_private_key_never_leaves_the_page() {
    let microsoft = Microsoft::begin(World::University, 3, &[]);
    let page = Page::open(&microsoft, 3);
    walk(&page, &Person::named("global.admin"), &on_premises());
    let certificate = BASE64_STANDARD.encode(saved_files().facts.der);
    let sent = |text: &str| {
        let exchanges = microsoft.exchanges();
        exchanges
            .iter()
            .any(|exchange| String::from_utf8_lossy(&exchange.body).contains(text))
    };
    assert!(sent(&certificate), "the certificate itself is sent");
    for secret in secrets_of_files() {
        assert!(!sent(&secret.text), "{}", secret.kind);
    }
}
