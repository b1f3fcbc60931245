//! What an administrator does on the road, and what is then to be seen in the tenant.

use std::path::Path;

use browser::Page;
use browser::Trouble;
use serde_json::Value;
use serde_json::json;

/// The sample sign-in whose roles suffice for the whole set-up.
pub(crate) const ADMINISTRATOR: &str = "setup.admin@voorbeeld.example";
/// The password that is typed for the key file.
pub(crate) const KEY_PASSWORD: &str = "correct horse battery";
/// A password that opens nothing, in words that the page itself does not say: it is searched for, too.
pub(crate) const WRONG_PASSWORD: &str = "paperclip under the desk";

/// A write to Graph: method, path, body.
pub(crate) type Write = (String, String, Value);

/// Signs in for looking, up to the question whether it is the right tenant.
pub(crate) async fn sign_in(page: &Page, user: &str) -> Result<(), Trouble> {
    page.press("#sign-in").await?;
    page.press(&format!("button[value=\"{user}\"]")).await?;
    consent(page, "#confirm-tenant").await
}

/// Agrees where Entra asks, and waits for `then`.
pub(crate) async fn consent(page: &Page, then: &str) -> Result<(), Trouble> {
    if page.first_of(&["#accept", then]).await? == "#accept" {
        page.press("#accept").await?;
        page.first_of(&[then]).await?;
    }
    Ok(())
}

/// Opens the page anew and walks to the plan, with the vendor's certificate.
pub(crate) async fn to_the_plan(page: &Page, certificate: &Path) -> Result<(), Trouble> {
    page.open().await?;
    sign_in(page, ADMINISTRATOR).await?;
    page.press("#confirm-tenant").await?;
    page.press("#source-vendor").await?;
    page.attach("Choose the file", certificate).await?;
    page.see("CN=push.mytimetable.example").await?;
    page.press("#choose").await?;
    consent(page, "#plan").await
}

/// Saves the plan as a change request and returns its text.
pub(crate) async fn saved_change_request(page: &Page) -> Result<String, Trouble> {
    page.press("#save-change-request").await?;
    Ok(std::fs::read_to_string(
        page.downloaded("change-request.md").await?,
    )?)
}

/// Fills the form in for a new key pair, and signs in for writing.
pub(crate) async fn choose_to_make_keys(page: &Page) -> Result<(), Trouble> {
    describe_key_pair(page).await?;
    page.press("#choose").await?;
    consent(page, "#make-keys").await
}

/// Fills the form in for a new key pair.
pub(crate) async fn describe_key_pair(page: &Page) -> Result<(), Trouble> {
    page.press("#source-make").await?;
    page.type_into("Country", "NL").await?;
    page.see("Netherlands").await?;
    page.type_into("Host name of your MyTimetable", "rooster.voorbeeld.example")
        .await?;
    page.press("#size option[value=\"2048\"]").await
}

/// Unfolds every request of the plan and returns them as they are shown. What would be sent only if no answer comes to
/// a request stands behind it, and is left folded.
pub(crate) async fn unfold_plan(page: &Page) -> Result<Vec<Write>, Trouble> {
    let script = "return Array.from(document.querySelectorAll('#plan li > details:first-of-type'), details => {
        details.querySelector('summary').click();
        return [details.querySelector('code').innerText, details.querySelector('pre').innerText];
    });";
    let shown: Vec<(String, String)> = page.driver.execute(script, Vec::new()).await?.convert()?;
    let write = |(line, body): (String, String)| {
        let (method, path) = line.split_once(' ').unwrap();
        (
            method.to_owned(),
            path.to_owned(),
            serde_json::from_str(&body).unwrap(),
        )
    };
    Ok(shown.into_iter().map(write).collect())
}

/// While a step settles the page says what it waits for and how far that is; and so it does while all is read back.
pub(crate) async fn see_what_is_waited_for(page: &Page) -> Result<(), Trouble> {
    let now = "document.querySelector('.progress__step--now .progress__state')";
    let script = format!("return {now}?.innerText ?? ''");
    let far = page.until("a step that settles", async || {
        let state = page.driver.execute(&script, Vec::new()).await.ok()?;
        let state: String = state.convert().ok()?;
        let far = state.strip_prefix("sent; waiting until Entra shows it everywhere (")?;
        Some(far.to_owned())
    });
    let far = far.await?;
    // Three good reads in a row count.
    assert!(
        far.contains(" of 3 good reads, ") && far.ends_with(" s)"),
        "{far}"
    );
    // Both in one look: the sentence stands for a few seconds.
    let text = "return document.body.innerText";
    let reading = page.until("the reading back", async || {
        let all = page.driver.execute(text, Vec::new()).await.ok()?;
        let all: String = all.convert().ok()?;
        let begin = all.find("Reading everything back: ")?;
        Some(all[begin..].lines().next()?.to_owned())
    });
    let reading = reading.await?;
    assert!(
        reading.contains(" of 3 good readings in a row."),
        "{reading}"
    );
    Ok(())
}

/// The previewed requests with the ids that the tenant has given since.
pub(crate) fn filled(page: &Page, previews: &[Write], client_id: &str) -> Vec<Write> {
    let application = application(page, client_id);
    let principal = rows(page, "service-principals")
        .into_iter()
        .find(|row| row["appId"] == json!(client_id))
        .unwrap();
    let fill = |text: &str| {
        text.replace("{application/id}", application["id"].as_str().unwrap())
            .replace("{application/appId}", client_id)
            .replace("{service-principal/id}", principal["id"].as_str().unwrap())
    };
    let write = |(method, path, body): &Write| {
        (
            method.clone(),
            fill(path),
            serde_json::from_str(&fill(&body.to_string())).unwrap(),
        )
    };
    previews.iter().map(write).collect()
}

/// Every write that Graph was sent, batches of reads left out.
pub(crate) fn writes(page: &Page) -> Vec<Write> {
    let tenant = page.tenant();
    let is_write = |path: &str, method: &str| {
        path.starts_with("/v1.0/") && path != "/v1.0/$batch" && !matches!(method, "GET" | "OPTIONS")
    };
    let recorded = tenant
        .recorded
        .iter()
        .filter(|request| is_write(&request.path, &request.method));
    recorded
        .map(|request| {
            (
                request.method.clone(),
                request.path.clone(),
                request.body.clone(),
            )
        })
        .collect()
}

/// Rows of the tenant as its control address tells them.
pub(crate) fn rows(page: &Page, kind: &str) -> Vec<Value> {
    let request = http::Request::get(format!("{}/_tenant/rows/{kind}", page.tenant_origin()))
        .body(Vec::new())
        .unwrap();
    let response = tenant::handle(&mut page.tenant(), request, page.now());
    serde_json::from_slice(response.body()).unwrap()
}

/// All applications of the tenant.
pub(crate) fn applications(page: &Page) -> Vec<Value> {
    rows(page, "applications")
}

fn application(page: &Page, client_id: &str) -> Value {
    applications(page)
        .into_iter()
        .find(|row| row["appId"] == json!(client_id))
        .unwrap()
}

/// Everything of a set-up is there: application, service principal, declaration, grant, certificate; and once only.
pub(crate) fn expect_complete_rows(page: &Page, client_id: &str) {
    const CALENDARS: &str = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";
    assert_eq!(applications(page).len(), 1);
    let application = application(page, client_id);
    assert_eq!(application["uniqueName"], "mytimetable-calendar-push");
    assert_eq!(application["signInAudience"], "AzureADMyOrg");
    assert_eq!(application["tags"], json!(["mytimetable-setup-console"]));
    assert_eq!(
        application["requiredResourceAccess"],
        json!([{
            "resourceAppId": "00000003-0000-0000-c000-000000000000",
            "resourceAccess": [{ "id": CALENDARS, "type": "Role" }],
        }])
    );
    assert_eq!(
        application["keyCredentials"].as_array().map(Vec::len),
        Some(1)
    );
    let principal = rows(page, "service-principals")
        .into_iter()
        .find(|row| row["appId"] == json!(client_id))
        .unwrap();
    let held: Vec<Value> = rows(page, "app-role-assignments")
        .into_iter()
        .filter(|row| row["principalId"] == principal["id"])
        .map(|row| row["appRoleId"].clone())
        .collect();
    assert_eq!(held, [json!(CALENDARS)]);
}

/// A second run finds the set-up, plans nothing but Keep, and writes nothing.
pub(crate) async fn expect_nothing_to_change(page: &Page, client_id: &str) -> Result<(), Trouble> {
    let before = writes(page).len();
    page.open().await?;
    sign_in(page, ADMINISTRATOR).await?;
    page.see("made by this console").await?;
    page.press("#confirm-tenant").await?;
    page.see("Keep the certificate that is there").await?;
    page.press("#choose").await?;
    consent(page, "#plan").await?;
    page.see("there is nothing to change").await?;
    page.click("Check it and hand over").await?;
    page.see("Ready to hand over").await?;
    assert_eq!(page.text_of("#hand-over-client-id").await?, client_id);
    assert_eq!(writes(page).len(), before, "the second run wrote something");
    Ok(())
}

/// Closes the tab that the page is in, and opens an empty one at the same host.
pub(crate) async fn close_tab(page: &Page) -> Result<(), Trouble> {
    let old = page.driver.window().await?;
    let new = page.new_tab().await?;
    page.driver.switch_to_window(old).await?;
    page.driver.close_window().await?;
    page.driver.switch_to_window(new).await?;
    // A file of the same origin, so that its storage can be read without starting the page.
    page.driver
        .goto(&format!("{}config.json", page.address()))
        .await?;
    Ok(())
}

/// The requests that the journal in IndexedDB says were about to be sent.
pub(crate) async fn journal_intents(page: &Page) -> Result<Vec<Write>, Trouble> {
    let script = "const done = arguments[arguments.length - 1];
        const opening = indexedDB.open('mytimetable-setup-console');
        opening.onsuccess = () => {
            const all = opening.result.transaction('journal').objectStore('journal').getAll();
            all.onsuccess = () => { opening.result.close(); done(all.result); };
        };";
    let lines: Vec<String> = page
        .driver
        .execute_async(script, Vec::new())
        .await?
        .convert()?;
    let entry =
        |line: &String| serde_json::from_str::<Value>(line).unwrap()["entry"]["what"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let intents = lines
        .iter()
        .map(entry)
        .filter(|what| what["kind"] == "intent")
        .map(|what| {
            let request = &what["request"];
            (
                text(&request["method"]),
                text(&request["path"]),
                request["body"].clone(),
            )
        });
    Ok(intents.collect())
}
