//! A tenant with four people, three applications and two APIs, and a browser that keeps its cookie.

use std::time::Duration;

use base::AppId;
use base::ObjectId;
use base::RoleId;
use base::Timestamp;
use http::Request;
use http::Response;
use serde_json::Value;

use crate::Tenant;
use crate::directory::Change;
use crate::directory::Directory;
use crate::directory::Rows;
use crate::entra;
use crate::random::Random;
use crate::rows;
use crate::rows::Row;
use crate::worlds::World;

pub(super) const LOGIN: &str = "https://login.test";
pub(super) const GRAPH: &str = "https://graph.test";
pub(super) const DOMAIN: &str = "uni.test";
/// A page: the console's own registration, with redirect URI [`PAGE_URI`].
pub(super) const PAGE: &str = "5e7c0de0-0000-4000-8000-000000000001";
pub(super) const PAGE_URI: &str = "http://localhost:8080/";
pub(super) const PAGE_ORIGIN: &str = "http://localhost:8080";
/// A server of this tenant, with a certificate and redirect URI [`SERVER_URI`].
pub(super) const SERVER: &str = "11111111-1111-4111-8111-111111111111";
pub(super) const SERVER_URI: &str = "https://server.test/back?zone=0";
/// An application of this tenant without a service principal.
pub(super) const ORPHAN: &str = "22222222-2222-4222-8222-222222222222";
/// Name of a client id that is registered nowhere.
pub(super) const NOBODY: &str = "33333333-3333-4333-8333-333333333333";
pub(super) const CALENDARS_ROLE: &str = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";
pub(super) const USER_READ: &str = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
/// RFC 7636, appendix B.
pub(super) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(super) const ADMIN: &str = "admin@uni.test";
pub(super) const CLOUD: &str = "cloud@uni.test";
pub(super) const PLAIN: &str = "plain@uni.test";
pub(super) const DISABLED: &str = "disabled@uni.test";

pub(super) struct Scene {
    pub(super) tenant: Tenant,
    pub(super) now: Timestamp,
    pub(super) cookie: Option<String>,
}

impl Scene {
    pub(super) fn new() -> Self {
        let now: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
        let mut tenant = Tenant::new(World::Empty, 1, LOGIN, GRAPH, now);
        tenant.organization.verified_domains[0].name = DOMAIN.to_owned();
        tenant.console.app_id = app_id(PAGE);
        tenant.console.spa_redirect_uris = vec!["http://localhost/".to_owned()];
        tenant.directory = Directory::new(start(now), Random::new("replicas", 1));
        Self {
            tenant,
            now,
            cookie: None,
        }
    }

    /// Lets time pass.
    pub(super) fn wait(&mut self, seconds: u64) {
        self.now = self.now.plus(Duration::from_secs(seconds));
    }

    /// Writes a row and waits until every replica knows it.
    pub(super) fn put(&mut self, row: Row) {
        self.tenant.directory.write(self.now, Change::Put(row));
        self.wait(2);
    }

    pub(super) fn get(&mut self, path: &str, parameters: &[(&str, &str)]) -> Response<Vec<u8>> {
        let query = form(parameters);
        self.send(Request::get(format!("{LOGIN}{path}?{query}")), Vec::new())
    }

    pub(super) fn post(
        &mut self,
        path: &str,
        parameters: &[(&str, &str)],
        origin: Option<&str>,
    ) -> Response<Vec<u8>> {
        let mut request = Request::post(format!("{LOGIN}{path}"));
        request = request.header(
            "Content-Type",
            "application/x-www-form-urlencoded;charset=utf-8",
        );
        if let Some(origin) = origin {
            request = request.header("Origin", origin);
        }
        self.send(request, form(parameters).into_bytes())
    }

    pub(super) fn send(
        &mut self,
        request: http::request::Builder,
        body: Vec<u8>,
    ) -> Response<Vec<u8>> {
        let cookie = self.cookie.clone().into_iter();
        let request = cookie.fold(request, |request, cookie| {
            request.header("Cookie", format!("other=1; {cookie}"))
        });
        let response = entra::handle(&mut self.tenant, &request.body(body).unwrap(), self.now);
        if let Some(set) = response.headers().get("Set-Cookie") {
            let text = set.to_str().unwrap();
            assert!(
                text.ends_with("; Path=/; HttpOnly; SameSite=Lax") || text.contains("Max-Age=0"),
                "{text}"
            );
            self.cookie = Some(text.split(';').next().unwrap().to_owned());
        }
        response
    }

    pub(super) fn token(
        &mut self,
        parameters: &[(&str, &str)],
        origin: Option<&str>,
    ) -> Response<Vec<u8>> {
        self.post("/organizations/oauth2/v2.0/token", parameters, origin)
    }

    /// A request to Graph with the access token of an answer.
    pub(super) fn graph(&mut self, method: &str, path: &str, answer: &Value) -> Response<Vec<u8>> {
        let token = answer["access_token"].as_str().unwrap();
        let request = Request::builder()
            .method(method)
            .uri(format!("{GRAPH}/v1.0{path}"))
            .header("Authorization", format!("Bearer {token}"));
        crate::handle(
            &mut self.tenant,
            request.body(Vec::new()).unwrap(),
            self.now,
        )
    }

    /// Clicks an account on the picker.
    pub(super) fn pick(&mut self, page: &Response<Vec<u8>>, account: &str) -> Response<Vec<u8>> {
        assert!(text(page).contains("id=\"pick-account\""), "{}", text(page));
        self.post(
            "/organizations/login",
            &[("flow", &flow(page)), ("account", account)],
            Some(LOGIN),
        )
    }

    /// Clicks a button of the consent page.
    pub(super) fn decide(&mut self, page: &Response<Vec<u8>>, decision: &str) -> Response<Vec<u8>> {
        assert!(text(page).contains("id=\"consent\""), "{}", text(page));
        self.post(
            "/organizations/consent/set",
            &[("flow", &flow(page)), ("decision", decision)],
            Some(LOGIN),
        )
    }

    /// The whole way of a page to a code.
    pub(super) fn code(&mut self, account: &str, scope: &str) -> String {
        let page = self.get(
            "/organizations/oauth2/v2.0/authorize",
            &with(&page_request(), "scope", Some(scope)),
        );
        let picker = text(&page).contains("id=\"pick-account\"");
        let page = if picker {
            self.pick(&page, account)
        } else {
            page
        };
        let back = if page.status() == 302 {
            page
        } else {
            self.decide(&page, "accept")
        };
        answer(&back)
            .into_iter()
            .find(|(name, _)| name == "code")
            .unwrap()
            .1
    }

    pub(super) fn grants(&self) -> Vec<(String, Option<ObjectId>, String)> {
        let grants = &self.tenant.directory.primary().grants;
        grants
            .iter()
            .map(|row| {
                (
                    row.consent_type.clone(),
                    row.principal_id.clone(),
                    row.scope.clone(),
                )
            })
            .collect()
    }

    pub(super) fn person(&self, name: &str) -> ObjectId {
        self.tenant
            .directory
            .primary()
            .user_by_name(name)
            .unwrap()
            .id
            .clone()
    }

    pub(super) fn application(&self, id: &str) -> rows::Application {
        self.tenant
            .directory
            .primary()
            .application_by_app_id(&app_id(id))
            .unwrap()
            .clone()
    }

    pub(super) fn service_principal(&self, id: &str) -> rows::ServicePrincipal {
        self.tenant
            .directory
            .primary()
            .service_principal_by_app_id(&app_id(id))
            .unwrap()
            .clone()
    }
}

/// A good authorization request of the page.
pub(super) fn page_request() -> Vec<(&'static str, &'static str)> {
    vec![
        ("client_id", PAGE),
        ("response_type", "code"),
        ("redirect_uri", PAGE_URI),
        ("response_mode", "fragment"),
        ("scope", "openid profile offline_access User.Read"),
        ("state", "my state & more"),
        ("nonce", "my-nonce"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
}

/// The same parameters with one changed, added or left out.
pub(super) fn with<'a>(
    parameters: &[(&'a str, &'a str)],
    name: &'a str,
    value: Option<&'a str>,
) -> Vec<(&'a str, &'a str)> {
    let mut changed = parameters.to_vec();
    let at = changed
        .iter()
        .position(|(known, _)| *known == name)
        .unwrap_or(changed.len());
    if at < changed.len() {
        changed.remove(at);
    }
    changed.splice(at..at, value.map(|value| (name, value)));
    changed
}

fn form(parameters: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

pub(super) fn text(response: &Response<Vec<u8>>) -> String {
    String::from_utf8(response.body().clone()).unwrap()
}

pub(super) fn json(response: &Response<Vec<u8>>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

pub(super) fn location(response: &Response<Vec<u8>>) -> String {
    assert_eq!(response.status(), 302, "{}", text(response));
    response.headers()["Location"].to_str().unwrap().to_owned()
}

/// What the page reads behind the number sign of its address.
pub(super) fn answer(response: &Response<Vec<u8>>) -> Vec<(String, String)> {
    let address = location(response);
    let rest = address
        .strip_prefix(PAGE_URI)
        .and_then(|rest| rest.strip_prefix('#'))
        .unwrap();
    url::form_urlencoded::parse(rest.as_bytes())
        .into_owned()
        .collect()
}

/// `error` and the AADSTS number of a refusal that went back to the page, with its state.
pub(super) fn refusal(response: &Response<Vec<u8>>) -> (String, u32) {
    let answer = answer(response);
    let value = |name: &str| {
        answer
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
            .unwrap()
    };
    assert_eq!(value("state"), "my state & more");
    let description = value("error_description");
    let number = description
        .strip_prefix("AADSTS")
        .unwrap()
        .split(':')
        .next()
        .unwrap();
    (value("error"), number.parse().unwrap())
}

/// `error` and the AADSTS number of a refusal in JSON, with the status.
pub(super) fn json_refusal(response: &Response<Vec<u8>>) -> (u16, String, u32) {
    let body = json(response);
    let number = u32::try_from(body["error_codes"][0].as_u64().unwrap()).unwrap();
    let description = body["error_description"].as_str().unwrap();
    assert!(
        description.starts_with(&format!("AADSTS{number}: ")),
        "{description}"
    );
    assert!(
        description.contains("Trace ID: ") && description.contains("Correlation ID: "),
        "{description}"
    );
    assert!(
        description.ends_with(&format!(
            "Timestamp: {}",
            body["timestamp"].as_str().unwrap()
        )),
        "{description}"
    );
    (
        response.status().as_u16(),
        body["error"].as_str().unwrap().to_owned(),
        number,
    )
}

fn flow(page: &Response<Vec<u8>>) -> String {
    let page = text(page);
    let rest = page.split_once("name=\"flow\" value=\"").unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

pub(super) fn app_id(text: &str) -> AppId {
    text.parse().unwrap()
}

fn start(now: Timestamp) -> Rows {
    let mut random = Random::new("scene", 1);
    let people = [
        (ADMIN, true),
        (CLOUD, true),
        (PLAIN, true),
        (DISABLED, false),
    ];
    let users: Vec<rows::User> = people
        .map(|(name, enabled)| user(random.object_id(), name, enabled))
        .into();
    let roles = [
        ("Global Administrator", 0),
        ("Cloud Application Administrator", 1),
        ("Exchange Administrator", 2),
    ];
    let directory_roles = roles.map(|(name, holder): (&str, usize)| rows::DirectoryRole {
        id: random.object_id(),
        role_template_id: random.object_id().to_string(),
        display_name: name.to_owned(),
        members: vec![users[holder].id.clone()],
    });
    let server = application(random.object_id(), SERVER, now);
    let service_principals = vec![
        graph(random.object_id()),
        exchange(random.object_id()),
        service_principal(random.object_id(), PAGE),
        service_principal(random.object_id(), SERVER),
    ];
    Rows {
        applications: vec![server, application(random.object_id(), ORPHAN, now)],
        service_principals,
        users,
        directory_roles: directory_roles.into(),
        ..Rows::default()
    }
}

fn user(id: ObjectId, name: &str, enabled: bool) -> rows::User {
    rows::User {
        id,
        user_principal_name: name.to_owned(),
        display_name: format!("Name of {name}"),
        mail: Some(name.to_owned()),
        user_type: "Member".to_owned(),
        account_enabled: enabled,
        usage_location: None,
        language: "en-GB".to_owned(),
        on_premises_distinguished_name: None,
        mailbox: Some("user".to_owned()),
        assigned_plans: Vec::new(),
        sample: true,
    }
}

fn application(id: ObjectId, app: &str, now: Timestamp) -> rows::Application {
    let access = |id: &str, kind: &str| rows::ResourceAccess {
        id: id.parse().unwrap(),
        kind: kind.to_owned(),
    };
    rows::Application {
        web_redirect_uris: vec![SERVER_URI.to_owned()],
        required_resource_access: vec![rows::RequiredResourceAccess {
            resource_app_id: app_id(entra::scope::GRAPH),
            resource_access: vec![access(CALENDARS_ROLE, "Role"), access(USER_READ, "Scope")],
        }],
        ..rows::Application::new(id, app_id(app), "Server <b>", now)
    }
}

fn service_principal(id: ObjectId, app: &str) -> rows::ServicePrincipal {
    rows::ServicePrincipal::new(id, app_id(app), "Application", None)
}

fn graph(id: ObjectId) -> rows::ServicePrincipal {
    let mut row = service_principal(id, entra::scope::GRAPH);
    let role: RoleId = CALENDARS_ROLE.parse().unwrap();
    row.app_roles = vec![rows::AppRole {
        id: role,
        value: "Calendars.ReadWrite".to_owned(),
    }];
    row.oauth2_permission_scopes = vec![
        scope(USER_READ, "User.Read", false),
        scope(
            "c79f8feb-a9db-4090-85f9-90d820caa0eb",
            "Application.Read.All",
            true,
        ),
        scope(
            "bdfbf15f-ee85-4955-8675-146e8e5296b5",
            "Application.ReadWrite.All",
            true,
        ),
        scope(
            "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
            "offline_access",
            false,
        ),
        scope("37f7f235-527c-4136-accd-4a02d197296e", "openid", false),
        scope("14dad69e-099b-42c9-810b-d002981feec1", "profile", false),
        scope("64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", "email", false),
    ];
    row
}

fn exchange(id: ObjectId) -> rows::ServicePrincipal {
    let mut row = service_principal(id, "00000002-0000-0ff1-ce00-000000000000");
    row.oauth2_permission_scopes = vec![scope(
        "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c",
        "Exchange.Manage",
        false,
    )];
    row
}

fn scope(id: &str, value: &str, admin: bool) -> rows::Scope {
    rows::Scope {
        id: id.parse().unwrap(),
        value: value.to_owned(),
        admin,
    }
}
