//! Consent: the page that asks, and what follows from the answer.

use base::ObjectId;
use base::Timestamp;
use http::Request;
use http::Response;

use super::Flow;
use super::Purpose;
use super::account;
use crate::Tenant;
use crate::entra::admin_consent;
use crate::entra::answer;
use crate::entra::consent;
use crate::entra::page;
use crate::entra::page::ConsentPage;
use crate::entra::parameters::Parameters;
use crate::entra::refusal::Refusal;
use crate::entra::token::code;

/// Shows everything that is asked, and who may decide what.
pub(crate) fn ask(tenant: &mut Tenant, mut flow: Flow, person: ObjectId) -> Response<Vec<u8>> {
    let rows = tenant.directory.primary();
    let account = rows
        .user(&person)
        .map(|user| user.user_principal_name.clone())
        .unwrap_or_default();
    let mut decisions = vec![("accept", "Accept")];
    if matches!(flow.purpose, Purpose::SignIn(_)) && consent::is_administrator(rows, &person) {
        decisions.push(("accept-for-organization", "Accept for my organisation"));
    }
    decisions.push(("cancel", "Cancel"));
    let scopes = flow.asked.iter().map(|scope| scope.name.clone());
    let roles = flow
        .roles
        .iter()
        .map(|role| format!("{} (without a user)", role.value));
    let permissions: Vec<String> = scopes.chain(roles).collect();
    let action = format!("{}/{}/consent/set", tenant.login_url, flow.segment);
    let client = flow.client.display_name.clone();
    flow.person = Some(person);
    let id = super::keep(tenant, flow);
    let shown = ConsentPage {
        action: &action,
        flow: &id,
        client: &client,
        account: &account,
        permissions: &permissions,
        decisions: &decisions,
    };
    answer::html(200, page::consent(&shown))
}

/// Answers the consent page's form. A decision is taken once.
pub(crate) fn decided(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let (id, flow, person, decision) = match read_form(tenant, request) {
        Ok(found) => found,
        Err(refusal) => return refusal.page(tenant, now),
    };
    tenant.entra.flows.remove(&id);
    match decision {
        Decision::Accept { everybody } => accepted(tenant, &flow, &person, everybody, now),
        Decision::Cancel => {
            let refusal = Refusal::new(65004, "The person declined to consent.");
            flow.reply.refuse(tenant, &refusal, now)
        }
    }
}

/// What the person decided.
enum Decision {
    Accept { everybody: bool },
    Cancel,
}

fn read_form(
    tenant: &Tenant,
    request: &Request<Vec<u8>>,
) -> Result<(String, Flow, ObjectId, Decision), Refusal> {
    let form = Parameters::of_form(request)?;
    let id = form.need("flow")?;
    let flow = super::under_way(tenant, id)?;
    let decision = match form.need("decision")? {
        "accept" => Decision::Accept { everybody: false },
        "accept-for-organization" => Decision::Accept { everybody: true },
        "cancel" => Decision::Cancel,
        _ => return Err(Refusal::malformed("The decision is none that was offered.")),
    };
    match account::signed_in(tenant, request).map(|user| user.id.clone()) {
        Some(person) if flow.person.as_ref() == Some(&person) => {
            Ok((id.to_owned(), flow, person, decision))
        }
        _ => {
            let text = "The decision came without the session of the person who was asked.";
            Err(Refusal::new(50058, text))
        }
    }
}

/// What a forged form could claim is checked again.
fn accepted(
    tenant: &mut Tenant,
    flow: &Flow,
    person: &ObjectId,
    everybody: bool,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let administrator = consent::is_administrator(tenant.directory.primary(), person);
    if super::lacks_administrator(tenant, flow, person) || (everybody && !administrator) {
        return super::need_admin(tenant, flow, now);
    }
    match &flow.purpose {
        Purpose::AdminConsent(scope) => {
            admin_consent::accepted(tenant, flow, scope.as_deref(), now)
        }
        Purpose::SignIn(sign_in) => {
            let for_whom = (!everybody).then_some(person);
            let client = consent::service_principal(tenant, &flow.client, now);
            consent::grant(tenant, &client, for_whom, &flow.asked, now);
            code::give(tenant, flow, sign_in, person, now)
        }
    }
}
