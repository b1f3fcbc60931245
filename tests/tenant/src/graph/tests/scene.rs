//! A tenant, somebody who is signed in, and requests.

use base::ObjectId;
use base::Timestamp;
use http::Request;
use serde_json::Value;
use std::time::Duration;

use crate::contract::Contract;
use crate::contract::Exchange;
use crate::entra::Bearer;
use crate::entra::claims;
use crate::entra::claims::Claims;
use crate::tenant::Tenant;
use crate::worlds::CONSOLE_APP_ID;
use crate::worlds::World;

/// What the console asks for when it writes.
pub(crate) const WRITE_SCOPES: &str = "User.Read Application.ReadWrite.All Application.Read.All \
                                       AppRoleAssignment.ReadWrite.All";

/// A tenant at a moment, and the token of whoever calls.
pub(crate) struct Scene {
    pub(crate) tenant: Tenant,
    pub(crate) now: Timestamp,
    token: String,
    contract: Contract,
}

/// One answer of Graph.
#[derive(Debug)]
pub(crate) struct Answer {
    /// 0 where no answer came.
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Value,
}

impl Scene {
    /// A world with nobody signed in.
    pub(crate) fn new(world: World) -> Self {
        let now: Timestamp = "2026-12-01T08:00:00Z".parse().unwrap();
        let tenant = Tenant::new(
            world,
            1,
            "https://login.example",
            "https://graph.example",
            now,
        );
        Self {
            tenant,
            now,
            token: String::new(),
            contract: Contract::new(),
        }
    }

    /// The university, where `name` (before the `@`) is signed in with these scopes.
    pub(crate) fn signed_in(name: &str, scopes: &str) -> Self {
        let mut scene = Self::new(World::University);
        scene.sign_in(name, scopes);
        scene
    }

    /// The university, where somebody who may do all that the console does is signed in.
    pub(crate) fn writing() -> Self {
        Self::signed_in("setup.admin", WRITE_SCOPES)
    }

    /// From now on `name` calls, with these scopes.
    pub(crate) fn sign_in(&mut self, name: &str, scopes: &str) {
        let user = self.user(name);
        self.admit(Some(user), scopes, "", Claims::new());
    }

    /// The same, by a sign-in that asked for claims in the access token.
    pub(crate) fn sign_in_with_claims(&mut self, name: &str, scopes: &str, claims: &Value) {
        let user = self.user(name);
        let claims = claims.as_object().unwrap().clone();
        self.admit(Some(user), scopes, "", claims);
    }

    /// From now on an application calls, with these roles.
    pub(crate) fn sign_in_application(&mut self, roles: &str) {
        self.admit(None, "", roles, Claims::new());
    }

    fn admit(&mut self, user: Option<ObjectId>, scopes: &str, roles: &str, claims: Claims) {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let bearer = Bearer {
            client_id: CONSOLE_APP_ID.parse().unwrap(),
            user,
            scopes: words(scopes),
            roles: words(roles),
            audience_is_graph: true,
            understands_challenges: claims::declare_challenges(&claims),
            claims,
        };
        self.token = format!("token-{}", self.tenant.random.next_u64());
        self.tenant.entra.admit(
            &self.token,
            bearer,
            self.now.plus(Duration::from_secs(3600)),
        );
    }

    /// What stands in the header `Authorization`.
    pub(crate) fn authorization(&self) -> String {
        format!("Bearer {}", self.token)
    }

    /// From now on this token is sent, whatever it is.
    pub(crate) fn use_token(&mut self, token: &str) {
        self.token = token.to_owned();
    }

    /// The object id of a person of the university.
    pub(crate) fn user(&self, name: &str) -> ObjectId {
        let rows = self.tenant.directory.primary();
        let user = rows
            .users
            .iter()
            .find(|user| user.user_principal_name.starts_with(&format!("{name}@")));
        user.unwrap_or_else(|| panic!("no user {name}")).id.clone()
    }

    /// Lets so much time pass that every replica knows everything.
    pub(crate) fn settle(&mut self) {
        self.now = self.now.plus(Duration::from_secs(60));
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, &[])
    }

    /// An advanced query (Graph, "Advanced query capabilities on Microsoft Entra ID objects").
    pub(crate) fn advanced(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, &[("ConsistencyLevel", "eventual")])
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(body), &[])
    }

    pub(crate) fn patch(&mut self, path: &str, body: &Value) -> Answer {
        self.send("PATCH", path, Some(body), &[])
    }

    pub(crate) fn delete(&mut self, path: &str) -> Answer {
        self.send("DELETE", path, None, &[])
    }

    /// Sends a request (path without the version) and holds the exchange to the metadata.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let path = format!("/v1.0{path}");
        let bytes = body
            .map(|body| body.to_string().into_bytes())
            .unwrap_or_default();
        let mut request = Request::builder().method(method).uri(&path);
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = crate::handle(
            &mut self.tenant,
            request.body(bytes.clone()).unwrap(),
            self.now,
        );
        if crate::is_lost(&response) {
            return Answer {
                status: 0,
                headers: http::HeaderMap::new(),
                body: Value::Null,
            };
        }
        let status = response.status().as_u16();
        self.hold_to_contract(Exchange {
            method,
            path_and_query: &path,
            request: &bytes,
            status,
            response: response.body(),
        });
        Answer {
            status,
            headers: response.headers().clone(),
            body: serde_json::from_slice(response.body()).unwrap_or(Value::Null),
        }
    }

    fn hold_to_contract(&self, exchange: Exchange<'_>) {
        let Exchange {
            method,
            path_and_query,
            status,
            response,
            ..
        } = exchange;
        let outcome = match status {
            // That something is not simulated is our own answer, not Microsoft's.
            501 => Ok(()),
            // These tests send wrong requests on purpose; of them only the refusal is held to the metadata.
            400.. => self
                .contract
                .check_response(method, path_and_query, status, response),
            _ => self.contract.check(&exchange),
        };
        outcome.unwrap_or_else(|faults| panic!("{method} {path_and_query}: {faults:#?}"));
    }
}

impl Answer {
    /// Status and error code, e.g. `403 Authorization_RequestDenied`; only the status where it went well.
    pub(crate) fn verdict(&self) -> String {
        match self.body["error"]["code"].as_str() {
            Some(code) => format!("{} {code}", self.status),
            None => self.status.to_string(),
        }
    }

    /// The message of the error.
    pub(crate) fn message(&self) -> &str {
        self.body["error"]["message"].as_str().unwrap_or_default()
    }

    /// A text of the body.
    pub(crate) fn text(&self, name: &str) -> String {
        self.body[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name} in {}", self.body))
            .to_owned()
    }

    /// The elements of a collection.
    pub(crate) fn values(&self) -> &[Value] {
        self.body["value"]
            .as_array()
            .unwrap_or_else(|| panic!("no collection: {}", self.body))
    }
}
