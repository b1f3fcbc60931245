//! A sign-in or admin consent under way: who is it, may they, do they agree; then back to the client.
//!
//! The person's browser carries only the flow's id from page to page. What was asked stays here.

use base::ObjectId;
use base::Timestamp;
use http::Request;
use http::Response;

use super::admin_consent::AskedRole;
use super::answer;
use super::claims::Claims;
use super::client::Client;
use super::client::RedirectKind;
use super::consent;
use super::page;
use super::refusal::Refusal;
use super::reply::Reply;
use super::scope::AskedScope;
use super::token::code;
use crate::Tenant;

pub(crate) mod account;
pub(crate) mod decision;

/// What the client wants to see (OpenID Connect Core, section 3.1.2.1, `prompt`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Prompt {
    AsNeeded,
    SelectAccount,
    Login,
    Consent,
    None,
}

/// What only a sign-in has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SignIn {
    pub(crate) kind: RedirectKind,
    pub(crate) challenge: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) prompt: Prompt,
    pub(crate) login_hint: Option<String>,
    /// What the client wants to stand in its access token.
    pub(crate) claims: Claims,
}

/// Why the person is here.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Purpose {
    /// A code for the client.
    SignIn(SignIn),
    /// Consent for everybody; the `scope` that was asked, where one was.
    AdminConsent(Option<String>),
}

/// One sign-in or admin consent under way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flow {
    pub(crate) purpose: Purpose,
    pub(crate) client: Client,
    /// The client's service principal here; none before anybody consented to it.
    pub(crate) service_principal: Option<ObjectId>,
    /// First segment of the paths that this flow uses.
    pub(crate) segment: String,
    pub(crate) reply: Reply,
    pub(crate) asked: Vec<AskedScope>,
    /// Application roles to be consented to; admin consent only.
    pub(crate) roles: Vec<AskedRole>,
    /// Who was asked to decide.
    pub(crate) person: Option<ObjectId>,
}

impl Flow {
    fn prompt(&self) -> Prompt {
        match &self.purpose {
            Purpose::SignIn(sign_in) => sign_in.prompt,
            Purpose::AdminConsent(_) => Prompt::Consent,
        }
    }

    fn login_hint(&self) -> Option<&str> {
        match &self.purpose {
            Purpose::SignIn(sign_in) => sign_in.login_hint.as_deref(),
            Purpose::AdminConsent(_) => None,
        }
    }
}

/// Begins: with the person who is signed in already, where the client does not want to choose anew.
pub(crate) fn begin(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    flow: Flow,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let fresh = matches!(flow.prompt(), Prompt::SelectAccount | Prompt::Login);
    let hinted = |name: &str| {
        flow.login_hint()
            .is_none_or(|hint| name.eq_ignore_ascii_case(hint))
    };
    let known = account::signed_in(tenant, request)
        .filter(|user| !fresh && hinted(&user.user_principal_name))
        .map(|user| user.id.clone());
    match known {
        Some(person) => identified(tenant, flow, person, now),
        None if flow.prompt() == Prompt::None => {
            let refusal = Refusal::new(
                50058,
                "Nobody is signed in here, and the request allows no question.",
            );
            flow.reply.refuse(tenant, &refusal, now)
        }
        None => account::pick(tenant, flow),
    }
}

/// The person is known: refuse, ask for consent, or go back with a code.
fn identified(
    tenant: &mut Tenant,
    flow: Flow,
    person: ObjectId,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let rows = tenant.directory.primary();
    if let Err(refusal) = account::check(rows, &person) {
        return refusal.page(tenant, now);
    }
    if lacks_administrator(tenant, &flow, &person) {
        return need_admin(tenant, &flow, now);
    }
    let client = flow.service_principal.as_ref();
    let lacking = consent::lacking(rows, client, &person, &flow.asked);
    let complete = lacking.is_empty();
    match &flow.purpose {
        Purpose::SignIn(sign_in) if complete && sign_in.prompt != Prompt::Consent => {
            code::give(tenant, &flow, sign_in, &person, now)
        }
        Purpose::SignIn(sign_in) if sign_in.prompt == Prompt::None => {
            let refusal = Refusal::new(
                65001,
                "The person has not consented to everything that is asked.",
            );
            flow.reply
                .refuse(tenant, &refusal.with_error("consent_required"), now)
        }
        _ => decision::ask(tenant, flow, person),
    }
}

/// Whether something is asked that this person may not grant and nobody has granted yet.
fn lacks_administrator(tenant: &Tenant, flow: &Flow, person: &ObjectId) -> bool {
    let rows = tenant.directory.primary();
    let administrator = consent::is_administrator(rows, person);
    match &flow.purpose {
        Purpose::AdminConsent(_) => {
            let graph_roles = flow.roles.iter().any(AskedRole::is_of_graph);
            !administrator || (graph_roles && !consent::may_grant_graph_roles(rows, person))
        }
        Purpose::SignIn(_) => {
            let client = flow.service_principal.as_ref();
            let lacking = consent::lacking(rows, client, person, &flow.asked);
            let users_may = consent::users_may(tenant);
            !administrator && lacking.iter().any(|scope| scope.admin || !users_may)
        }
    }
}

/// Shows that an administrator is needed; the way back to the client is a link.
fn need_admin(tenant: &mut Tenant, flow: &Flow, now: Timestamp) -> Response<Vec<u8>> {
    let refusal = Refusal::new(
        90094,
        "An administrator must consent to the permissions that are asked.",
    );
    if flow.prompt() == Prompt::None {
        return flow.reply.refuse(tenant, &refusal, now);
    }
    let back = flow.reply.refused_address(tenant, &refusal, now);
    answer::html(200, page::need_admin(&flow.client.display_name, &back))
}

/// Keeps a flow for the next page, and tells its id.
fn keep(tenant: &mut Tenant, flow: Flow) -> String {
    let id = tenant.random.text(24);
    tenant.entra.flows.insert(id.clone(), flow);
    id
}

/// The flow that a form names.
fn under_way(tenant: &Tenant, id: &str) -> Result<Flow, Refusal> {
    tenant.entra.flows.get(id).cloned().ok_or_else(|| {
        Refusal::malformed("This sign-in is not known, or over. Begin again at the application.")
    })
}
