//! No bytes of a key or a password anywhere they should not be: what the browser left is searched for them.

#![expect(
    clippy::unwrap_used,
    reason = "outside test functions too, a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::process::Command;
use std::process::Stdio;

use browser::Remains;
use browser::Scene;
use browser::Trouble;
use browser::visit_and_search;
use oracle::Found;
use oracle::Secrets;
use oracle::Traces;
use serde_json::json;
use tenant::worlds::World;

use super::openssl::printed;

/// A password that is planted.
const PASSWORD: &str = "correct horse battery";

/// A search for a key (PKCS#8, DER) and passwords.
fn search_for(key: &[u8], passwords: &[&str]) -> Traces {
    let mut secrets = Secrets::default();
    secrets.add_key(key).unwrap();
    for password in passwords {
        secrets.add_password(password).unwrap();
    }
    Traces::of(&secrets).unwrap()
}

/// Everything that is found in what the browser left, but for the files that the person saved.
fn found(traces: &Traces, remains: &Remains) -> Vec<Found> {
    let mut found = traces.in_folder(&remains.profile()).unwrap();
    let network = std::fs::read(remains.network_log()).unwrap();
    let requests = remains.recorded_requests();
    for (place, bytes) in [
        ("the network", network.as_slice()),
        ("the tenant's record", requests.as_slice()),
        ("the console", remains.console().as_bytes()),
    ] {
        found.extend(traces.in_bytes(place, bytes));
    }
    found
}

/// How the parts of a key are called where they are found.
const PARTS: [&str; 6] = [
    "the coefficient, raw",
    "the exponent d mod p-1, raw",
    "the exponent d mod q-1, raw",
    "the exponent d, raw",
    "the factor p, raw",
    "the factor q, raw",
];
/// How a password is called that has blanks in it, but nothing that JSON escapes.
const PLAIN: [&str; 2] = ["the password, in JSON", "the password, raw"];

/// Puts a secret into the profile, and returns what must be found of it.
fn planted(remains: &Remains, name: &str, secret: &[u8], whats: &[&str]) -> Vec<(String, String)> {
    let file = remains.profile().join(name);
    std::fs::write(&file, secret).unwrap();
    let place = file.display().to_string();
    let found = whats.iter().map(|what| (place.clone(), (*what).to_owned()));
    found.collect()
}

/// That neither `key` (PKCS#8, DER) nor one of `passwords`, which have blanks in them, is anywhere in what the browser left,
/// the saved files among it; and that the same search finds each of them once it does lie in the profile.
pub(crate) fn expect_none(remains: &Remains, key: &[u8], passwords: &[&str]) {
    let traces = search_for(key, passwords);
    assert_eq!(found(&traces, remains), Vec::new());
    assert_eq!(traces.in_folder(&remains.downloads()).unwrap(), Vec::new());

    let mut expected = planted(remains, "planted-key", key, &PARTS);
    for (at, password) in passwords.iter().enumerate() {
        let name = format!("planted-password-{at}");
        expected.extend(planted(remains, &name, password.as_bytes(), &PLAIN));
    }
    let found: BTreeSet<_> = found(&traces, remains)
        .into_iter()
        .map(|found| (found.place, found.what))
        .collect();
    assert_eq!(found, BTreeSet::from_iter(expected));
}

/// A new key (PKCS#8, DER).
fn new_key() -> Vec<u8> {
    let mut genpkey = Command::new("openssl");
    genpkey.args(["genpkey", "-algorithm", "RSA"]);
    let mut pkcs8 = Command::new("openssl");
    pkcs8.args(["pkcs8", "-topk8", "-nocrypt", "-outform", "DER"]);
    // On its error output it shows its progress.
    genpkey.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut genpkey = genpkey.spawn().unwrap();
    let key = printed(pkcs8.stdin(genpkey.stdout.take().unwrap()));
    let output = genpkey.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    key
}

/// What a page that is careless with keys would do with them.
const CARELESS: &str = "
    const [password, done] = arguments;
    fetch('planted.der').then((answer) => answer.arrayBuffer()).then((key) => {
        const text = btoa(String.fromCharCode(...new Uint8Array(key)));
        localStorage.setItem('planted', text);
        sessionStorage.setItem('planted', password);
        console.info(password);
        const opening = indexedDB.open('planted', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
        opening.onsuccess = () => {
            const writing = opening.result.transaction('keys', 'readwrite', { durability: 'strict' });
            writing.objectStore('keys').put(key, 'planted');
            writing.oncomplete = done;
        };
    });";

#[tokio::test]
async fn the_search_finds_what_a_careless_page_leaves() -> Result<(), Trouble> {
    let key = new_key();
    visit_and_search(
        Scene::new(World::Empty),
        async |page| {
            std::fs::write(page.site().join("planted.der"), &key)?;
            page.open().await?;
            page.wait_gone("#skeleton").await?;
            let password = vec![json!(PASSWORD)];
            page.driver.execute_async(CARELESS, password).await?;
            let hint = PASSWORD.replace(' ', "+");
            let asked = format!("{}/?hint={hint}", page.tenant_origin());
            Ok(page.driver.goto(&asked).await?)
        },
        |remains| {
            let found = found(&search_for(&key, &[PASSWORD]), remains);
            for (what, place) in [
                ("the factor p", "IndexedDB"),
                ("the factor q", "Local Storage"),
                ("the exponent d", "the network"),
                ("the password", "Session Storage"),
                ("the password", "the console"),
                ("the password", "the network"),
                ("the password", "the tenant's record"),
            ] {
                let is_it =
                    |found: &Found| found.what.starts_with(what) && found.place.contains(place);
                assert!(found.iter().any(is_it), "{what} in {place}: {found:?}");
            }
            Ok(())
        },
    )
    .await
}
