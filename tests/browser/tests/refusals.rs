//! What goes wrong, and what the page says of it.

use browser::Scene;
use browser::Trouble;
use browser::visit;
use tenant::worlds::World;

#[tokio::test]
async fn who_declines_at_entra_is_back_at_the_start_and_is_told() -> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
        page.open().await?;
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
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_role_that_does_not_suffice_is_told_before_and_stops_the_step_it_is_needed_for()
-> Result<(), Trouble> {
    visit(Scene::new(World::University), async |page| {
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
        page.press("#approve").await?;
        page.see("Microsoft refused this step: Insufficient privileges to complete the operation.")
            .await?;
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
    })
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
fn certificate(page: &browser::Page) -> Result<String, Trouble> {
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
