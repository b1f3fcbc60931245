//! The vendor's certificate as people give it: twice, as a file and then as text, several at once, or not a certificate.

#![expect(
    clippy::unwrap_used,
    reason = "outside test functions too, a test fails by panicking"
)]

use std::cell::OnceCell;
use std::path::Path;
use std::path::PathBuf;

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit_and_search;
use tenant::worlds::World;

use super::openssl;
use super::road::walk;
use super::slow_disk;
use super::traces;

/// The file field.
const FILE: &str = "Choose the file";
/// The field for the text.
const TEXT: &str = "or paste its text";

/// Files that were made elsewhere.
struct Given(PathBuf);

impl Given {
    /// Two certificates, of which the first issued a third.
    fn make(page: &Page) -> Self {
        let folder = openssl::folder(page, "given");
        openssl::self_signed(&folder, "first", "/CN=first.example");
        openssl::self_signed(&folder, "second", "/CN=second.example");
        let third = "-subj /CN=third.example -keyout third.key";
        let issue = "req -newkey rsa:2048 -nodes -days 30 -CA first.cer -CAkey first.key";
        openssl::run(&folder, &format!("{issue} {third} -out third.cer"));
        let ask = "req -new -key third.key -subj /CN=third.example -out third.csr";
        openssl::run(&folder, ask);
        let given = Self(folder);
        let chain = [given.text("third.cer"), given.text("first.cer")].concat();
        std::fs::write(given.file("chain.pem"), chain).unwrap();
        given
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    /// What stands between the lines of BEGIN and END.
    fn base64(&self, name: &str) -> String {
        let text = self.text(name);
        let lines = text.lines().filter(|line| !line.starts_with("-----"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Chooses a file, and another one before the first is read.
async fn choose_twice(page: &Page, first: &Path, second: &Path) -> Result<(), Trouble> {
    slow_disk::begin(page).await?;
    page.attach(FILE, first).await?;
    slow_disk::until_one_waits(page).await?;
    page.attach(FILE, second).await?;
    page.see("CN=second.example").await?;
    slow_disk::let_go(page).await
}

/// What the page says that it recognised.
async fn recognised(page: &Page) -> Result<String, Trouble> {
    page.text_of("#recognised").await
}

/// The page says of a self-signed certificate what openssl says of it, in all forms that other programs ask for.
async fn expect_facts(page: &Page, given: &Given, name: &str) -> Result<(), Trouble> {
    let folder = &given.0;
    page.press("#recognised summary").await?;
    let told = recognised(page).await?;
    let mut expected = vec![
        "itself (self-signed)".to_owned(),
        "RSA, 2048 bits".to_owned(),
        openssl::fingerprint(folder, name, "sha1"),
        // In the case of sha256sum.
        openssl::fingerprint(folder, name, "sha256").to_lowercase(),
        given.base64(name).replace('\n', ""),
    ];
    openssl::run(folder, &format!("x509 -in {name} -outform DER -out der"));
    for digest in ["sha1", "sha256"] {
        openssl::run(folder, &format!("dgst -{digest} -binary -out digest der"));
        let base64 = openssl::run(folder, "base64 -in digest");
        let base64 = String::from_utf8(base64).unwrap().trim().to_owned();
        // RFC 4648, section 5, without padding.
        let url = base64.replace('+', "-").replace('/', "_");
        expected.push(url.trim_end_matches('=').to_owned());
        if digest == "sha1" {
            expected.push(base64);
        }
    }
    for fact in expected {
        let is_told = told.lines().any(|line| line.trim() == fact);
        assert!(is_told, "no {fact} in {told}");
    }
    Ok(())
}

/// That the page names `problem`, and has recognised nothing.
async fn expect_refused(page: &Page, problem: &str) -> Result<(), Trouble> {
    page.see(problem).await?;
    assert_eq!(recognised(page).await?, "");
    Ok(())
}

/// The text that stands in the field for it.
async fn text_in_the_field(page: &Page) -> Result<Option<String>, Trouble> {
    Ok(page.field(TEXT).await?.prop("value").await?)
}

/// Gives a private key, typed, pasted and as a file: it does not stay in the page, and there is no way on with it.
async fn give_a_private_key(page: &Page, given: &Given) -> Result<(), Trouble> {
    let problem = "This holds a private key. It was refused, not kept and not sent anywhere.";
    let typed = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----";
    page.type_into(TEXT, typed).await?;
    expect_refused(page, problem).await?;
    assert_eq!(text_in_the_field(page).await?.as_deref(), Some(""));
    page.press("#choose").await?;
    page.see("Please look at these fields").await?;

    page.paste_into(TEXT, &given.text("first.key")).await?;
    expect_refused(page, problem).await?;
    assert_eq!(text_in_the_field(page).await?.as_deref(), Some(""));

    page.attach(FILE, &given.file("second.cer")).await?;
    page.see("CN=second.example").await?;
    page.attach(FILE, &given.file("first.key")).await?;
    expect_refused(page, problem).await?;
    assert_eq!(page.text_of("#certificate-file-chosen").await?, "");
    Ok(())
}

/// Gives a chain: nothing is taken before the person has said which one is meant.
async fn give_several(page: &Page, given: &Given) -> Result<(), Trouble> {
    page.attach(FILE, &given.file("chain.pem")).await?;
    page.see("2 certificates were found. Which one did support mean")
        .await?;
    assert_eq!(recognised(page).await?, "");
    page.press("#choose").await?;
    page.see("Give the certificate first.").await?;

    let of_first = page.text_of("#candidate-0-help").await?;
    assert!(
        of_first.contains("It issued none of the others"),
        "{of_first}"
    );
    page.press("#candidate-0").await?;
    page.see("Recognised").await?;
    assert!(recognised(page).await?.contains("CN=third.example"));
    page.press("#candidate-1").await?;
    page.until("the other one", async || {
        let is_other = |text: &String| !text.contains("CN=third.example");
        recognised(page).await.ok().filter(is_other)
    })
    .await?;
    assert!(recognised(page).await?.contains("CN=first.example"));
    Ok(())
}

#[tokio::test]
async fn what_was_given_last_counts_and_a_private_key_stays_nowhere() -> Result<(), Trouble> {
    let key = OnceCell::new();
    let walk = async |page: &Page| {
        let given = Given::make(page);
        let first = openssl::opened(&given.file("first.key"), "");
        key.set(first).unwrap();
        page.open().await?;
        walk::sign_in(page, walk::ADMINISTRATOR).await?;
        page.press("#confirm-tenant").await?;
        page.press("#source-vendor").await?;

        choose_twice(page, &given.file("first.cer"), &given.file("second.cer")).await?;
        let both = recognised(page).await?;
        assert!(both.contains("CN=second.example") && !both.contains("CN=first.example"));

        expect_facts(page, &given, "second.cer").await?;
        page.drop_onto("#certificate-file", &given.file("third.cer"))
            .await?;
        page.see("CN=third.example").await?;
        page.see("Chosen: third.cer").await?;

        // Without its lines it is taken at once only because it came at once.
        page.paste_into(TEXT, &given.base64("first.cer")).await?;
        page.see("A certificate in base64, without its BEGIN and END lines.")
            .await?;
        assert!(recognised(page).await?.contains("CN=first.example"));
        assert_eq!(page.text_of("#certificate-file-chosen").await?, "");

        give_a_private_key(page, &given).await?;
        give_several(page, &given).await?;

        // What is no secret stays, to be mended.
        let request = given.text("third.csr");
        page.paste_into(TEXT, &request).await?;
        expect_refused(page, "This is a certificate request, not a certificate.").await?;
        assert_eq!(text_in_the_field(page).await?, Some(request));
        Ok(())
    };
    visit_and_search(Scene::new(World::University), walk, |remains| {
        traces::expect_none(remains, key.get().unwrap(), &[]);
        Ok(())
    })
    .await
}
