//! Which account: the picker, its form, and the cookie that remembers the choice. Nobody has a password here.

use base::ObjectId;
use base::Timestamp;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::header::SET_COOKIE;

use super::Flow;
use crate::Tenant;
use crate::directory::Rows;
use crate::entra::answer;
use crate::entra::page;
use crate::entra::parameters;
use crate::entra::parameters::Parameters;
use crate::entra::refusal::Refusal;
use crate::rows::User;

/// The cookie that remembers who is signed in.
const SESSION_COOKIE: &str = "ESTSAUTH";

/// The user whose session the request's cookie names.
pub(crate) fn signed_in<'a>(tenant: &'a Tenant, request: &Request<Vec<u8>>) -> Option<&'a User> {
    let session = parameters::cookie(request, SESSION_COOKIE)?;
    tenant
        .directory
        .primary()
        .user(tenant.entra.sessions.get(session)?)
}

/// Forgets the session that the request's cookie names, and makes the browser forget it.
pub(crate) fn sign_out(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    response: &mut Response<Vec<u8>>,
) {
    if let Some(session) = parameters::cookie(request, SESSION_COOKIE) {
        tenant.entra.sessions.remove(session);
    }
    set_cookie(response, "", "; Max-Age=0");
}

/// Refuses an account that may not sign in.
pub(crate) fn check(rows: &Rows, person: &ObjectId) -> Result<(), Refusal> {
    match rows.user(person) {
        Some(user) if user.account_enabled => Ok(()),
        Some(user) => {
            let text = format!("The account '{}' is disabled.", user.user_principal_name);
            Err(Refusal::new(50057, text))
        }
        None => Err(Refusal::new(50034, "The account does not exist any more.")),
    }
}

/// Shows the account picker: the account that the client hinted at first, then the sample accounts.
pub(crate) fn pick(tenant: &mut Tenant, flow: Flow) -> Response<Vec<u8>> {
    let rows = tenant.directory.primary();
    let hinted = flow.login_hint().and_then(|hint| rows.user_by_name(hint));
    let samples = rows.users.iter().filter(|user| user.sample);
    let others = samples.filter(|user| hinted.is_none_or(|hinted| hinted.id != user.id));
    let accounts: Vec<page::Account> = hinted
        .into_iter()
        .chain(others)
        .map(|user| shown(rows, user))
        .collect();
    let action = format!("{}/{}/login", tenant.login_url, flow.segment);
    let client = flow.client.display_name.clone();
    let id = super::keep(tenant, flow);
    answer::html(200, page::pick_account(&action, &id, &client, &accounts))
}

fn shown(rows: &Rows, user: &User) -> page::Account {
    let roles: Vec<&str> = rows
        .roles_of(&user.id)
        .map(|role| role.display_name.as_str())
        .collect();
    page::Account {
        user_principal_name: user.user_principal_name.clone(),
        display_name: user.display_name.clone(),
        roles: roles.join(", "),
    }
}

/// Answers the account picker's form.
pub(crate) fn picked(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let (flow, person) = match read_form(tenant, request) {
        Ok(found) => found,
        Err(refusal) => return refusal.page(tenant, now),
    };
    let session = tenant.random.text(32);
    tenant
        .entra
        .sessions
        .insert(session.clone(), person.clone());
    let mut response = super::identified(tenant, flow, person, now);
    set_cookie(&mut response, &session, "");
    response
}

fn read_form(tenant: &Tenant, request: &Request<Vec<u8>>) -> Result<(Flow, ObjectId), Refusal> {
    let form = Parameters::of_form(request)?;
    let flow = super::under_way(tenant, form.need("flow")?)?;
    let name = form.need("account")?.trim();
    let rows = tenant.directory.primary();
    let user = rows.user_by_name(name).ok_or_else(|| {
        Refusal::new(
            50034,
            format!("The account '{name}' does not exist in this tenant."),
        )
    })?;
    check(rows, &user.id)?;
    Ok((flow, user.id.clone()))
}

fn set_cookie(response: &mut Response<Vec<u8>>, session: &str, more: &str) {
    let text = format!("{SESSION_COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax{more}");
    // A session is base64url, which every header can carry.
    if let Ok(cookie) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
}
