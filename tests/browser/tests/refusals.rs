//! What goes wrong, and what the page says of it.

use base::Timestamp;
use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::visit;
use tenant::worlds::World;

/// The field for a code that Microsoft showed.
const CODE: &str = "Code of the error";

/// Signs in with a name that nobody has, and returns all that Microsoft's own page says of that.
async fn mistype_the_account(page: &Page) -> Result<String, Trouble> {
    page.press("#sign-in").await?;
    page.type_into("Another account", "nobody@voorbeeld.example")
        .await?;
    page.click("Next").await?;
    page.see("AADSTS50034").await?;
    page.text().await
}

/// Asks what the code means that is typed now, and returns what the page says.
async fn explained(page: &Page, begins: &str) -> Result<String, Trouble> {
    page.press("#explain-code").await?;
    page.see(begins).await?;
    page.text_of("#code-answer").await
}

/// Has a code explained that Microsoft showed, pasted with all around it; one that is in no table; and what is none.
async fn ask_what_codes_mean(page: &Page, shown: &str) -> Result<(), Trouble> {
    let asked = page.tenant().recorded.len();
    page.press("#typed-code summary").await?;
    page.paste_into(CODE, shown).await?;
    let answer = explained(page, "There is no account of that name here").await?;
    for part in [
        "(AADSTS50034)",
        "Nothing was changed.",
        "Sign in again and type both anew",
    ] {
        assert!(answer.contains(part), "{part} is missing from {answer}");
    }

    page.type_into(CODE, "AADSTS99999").await?;
    let answer = explained(page, "This page does not know AADSTS99999").await?;
    assert!(
        answer.contains("https://login.microsoftonline.com/error"),
        "{answer}"
    );
    page.type_into(CODE, "something with <b> in it").await?;
    let answer = explained(page, "There is no code in this.").await?;
    assert!(answer.contains("It begins with AADSTS"), "{answer}");
    assert_eq!(page.tenant().recorded.len(), asked, "it leaves the page");
    Ok(())
}

/// What is shown for support, each with its label. Of the time, which is shown in the person's zone, the one in UTC.
async fn facts(page: &Page) -> Result<Vec<(String, String)>, Trouble> {
    let script = "return Array.from(document.querySelectorAll('#trouble-facts dt'), (label) => {
        const value = label.nextElementSibling;
        return [label.innerText, value.querySelector('time')?.dateTime ?? value.innerText];
    });";
    let facts = page.driver.execute(script, Vec::new()).await?;
    Ok(facts.convert()?)
}

/// What is shown under a label; nothing where that is not there.
fn fact<'a>(facts: &'a [(String, String)], label: &str) -> Option<&'a str> {
    let fact = facts.iter().find(|(name, _)| name == label);
    fact.map(|(_, value)| value.as_str())
}

/// Copies what is shown for support: it is the sentence and every fact with its label, a line each.
async fn copy_for_support(page: &Page, facts: &[(String, String)]) -> Result<(), Trouble> {
    page.press("#trouble-copy button").await?;
    page.until("that it was copied", async || {
        let said = page.text_of("#trouble-copy .said").await.ok()?;
        (said == "Copied").then_some(())
    })
    .await?;
    let mut lines = vec![page.text_of("#trouble").await?];
    lines.extend(
        facts
            .iter()
            .map(|(label, value)| format!("{label}: {value}")),
    );
    assert_eq!(page.copied().await?, lines.join("\n"));
    Ok(())
}

/// Notes the ids of the requests that Graph refuses from now on.
const NOTE_REFUSALS: &str = "
    const { fetch } = globalThis;
    globalThis.refused = [];
    globalThis.fetch = async (...asked) => {
        const answer = await fetch(...asked);
        if (answer.status === 403) refused.push(answer.headers.get('request-id'));
        return answer;
    };";

/// Shows and copies what Microsoft's support asks for: the code, the id of the very request that was refused, and the time.
async fn expect_facts_of_the_refusal(page: &Page) -> Result<(), Trouble> {
    let refused = page.driver.execute("return refused", Vec::new()).await?;
    let refused: Vec<String> = refused.convert()?;
    let facts = facts(page).await?;
    assert_eq!(
        fact(&facts, "Code"),
        Some("403 Authorization_RequestDenied")
    );
    assert_eq!(
        fact(&facts, "Request id"),
        refused.last().map(String::as_str)
    );
    let time = fact(&facts, "Time").map(str::parse::<Timestamp>);
    assert!(matches!(time, Some(Ok(_))), "{facts:?}");
    copy_for_support(page, &facts).await
}

#[tokio::test]
async fn what_entra_said_is_explained_and_who_declines_is_back_at_the_start() -> Result<(), Trouble>
{
    visit(Scene::new(World::University), async |page| {
        page.open().await?;
        let shown = mistype_the_account(page).await?;
        page.open().await?;
        ask_what_codes_mean(page, &shown).await?;

        page.press("#sign-in").await?;
        page.press("button[value=\"setup.admin@voorbeeld.example\"]")
            .await?;
        page.press("#cancel").await?;
        page.see("You cancelled, or declined what was asked (AADSTS65004). Nothing was changed.")
            .await?;
        let address = page.driver.current_url().await?;
        assert_eq!(
            address.as_str(),
            page.address(),
            "the answer is still in the address"
        );
        let facts = facts(page).await?;
        assert_eq!(fact(&facts, "Code"), Some("AADSTS65004"));
        for label in ["Request id", "Correlation id"] {
            let id = fact(&facts, label).map(str::parse::<base::ObjectId>);
            assert!(matches!(id, Some(Ok(_))), "{label}: {facts:?}");
        }
        copy_for_support(page, &facts).await
    })
    .await
}

#[tokio::test]
async fn a_role_that_does_not_suffice_is_told_before_and_stops_the_step_it_is_needed_for()
-> Result<(), Trouble> {
    visit(
        Scene::new(World::University).in_a_whole_browser(),
        async |page| {
            page.open().await?;
            page.press("#sign-in").await?;
            page.press("button[value=\"cloud.app.admin@voorbeeld.example\"]")
                .await?;
            page.press("#accept").await?;
            let missing = page.text_of("#roles-missing").await?;
            assert!(
                missing.contains("Privileged Role Administrator"),
                "{missing}"
            );
            page.press("#confirm-tenant").await?;
            page.press("#source-vendor").await?;
            page.type_into("or paste its text", &certificate(page)?)
                .await?;
            page.see("CN=push.mytimetable.example").await?;
            page.press("#choose").await?;
            page.press("#accept").await?;
            page.see("You hold no role for consenting").await?;
            page.press("#after-checks").await?;
            page.driver.execute(NOTE_REFUSALS, Vec::new()).await?;
            page.press("#approve").await?;
            page.see(
                "Microsoft refused this step: Insufficient privileges to complete the operation.",
            )
            .await?;
            expect_facts_of_the_refusal(page).await?;
            // The certificate got there before, so whoever goes on keeps it.
            page.see("is on the application and stays").await?;
            let offered = page.text_of("#hand-on-roles").await?;
            assert!(!offered.contains("Cloud Application"), "{offered}");
            let stopped = page.text_of(".progress__step--stopped").await?;
            assert!(
                stopped.starts_with("Consent to Calendars.ReadWrite"),
                "{stopped}"
            );
            let tenant = page.tenant();
            let rows = tenant.directory.primary();
            let mut ours = rows
                .applications
                .iter()
                .filter(|application| application.unique_name.is_some());
            let application = ours.next().unwrap();
            assert_eq!(
                application.key_credentials.len(),
                1,
                "what came before the refused step stands"
            );
            let principal = rows
                .service_principals
                .iter()
                .find(|one| one.app_id == application.app_id)
                .unwrap();
            let granted = rows
                .assignments
                .iter()
                .any(|one| one.principal_id == principal.id);
            assert!(!granted, "the refused step was done");
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn a_broken_configuration_is_explained_field_by_field() -> Result<(), Trouble> {
    let config = r#"{ "tenant": 7, "clientId": "mine", "cluod": "worldwide" }"#;
    let scene = Scene {
        config: Some(config.to_owned()),
        ..Scene::new(World::Empty)
    };
    visit(scene, async |page| {
        page.open().await?;
        let problems = page.text_of("#config-problems").await?;
        for field in [
            "tenant: this must be a text.",
            "clientId: give the client id",
            "cluod: there is no such field.",
        ] {
            assert!(
                problems.contains(field),
                "{field} is missing from {problems}"
            );
        }
        Ok(())
    })
    .await
}

/// A certificate's text, made by openssl.
fn certificate(page: &Page) -> Result<String, Trouble> {
    let folder = page.site().join("from-support");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("vendor.pem");
    let mut openssl = std::process::Command::new("openssl");
    openssl.args([
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
    ]);
    openssl
        .args(["-subj", "/CN=push.mytimetable.example", "-keyout"])
        .arg(folder.join("vendor.key"));
    assert!(openssl.arg("-out").arg(&file).output()?.status.success());
    Ok(std::fs::read_to_string(&file)?)
}
