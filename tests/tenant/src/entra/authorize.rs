//! The authorization endpoint: checks what the client asks, and begins a sign-in.
//!
//! What is wrong with the client or its redirect URI is shown here and goes nowhere (RFC 6749, section 4.1.2.1);
//! everything else goes back to the redirect URI as an error. The pages that follow are in `flow`.

use base::Timestamp;
use http::Request;
use http::Response;

use super::authority::Authority;
use super::claims;
use super::client::Client;
use super::client::RedirectKind;
use super::flow;
use super::flow::Flow;
use super::flow::Prompt;
use super::flow::Purpose;
use super::flow::SignIn;
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::reply::Reply;
use super::reply::ResponseMode;
use super::scope;
use crate::Tenant;

/// Answers `GET .../oauth2/v2.0/authorize`.
pub(crate) fn handle(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    authority: &Authority,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let known = Parameters::of_query(request).and_then(|parameters| {
        let (client, reply) = client_and_reply(tenant, &parameters, authority, now)?;
        Ok((parameters, client, reply))
    });
    let (parameters, client, reply) = match known {
        Ok(known) => known,
        Err(refusal) => return refusal.page(tenant, now),
    };
    match sign_in(tenant, &parameters, client, &reply, authority, now) {
        Ok(asked) => flow::begin(tenant, request, asked, now),
        Err(refusal) => reply.refuse(tenant, &refusal, now),
    }
}

/// The application and the registered address that a request names; whatever is wrong with these must not redirect.
pub(crate) fn client_and_reply(
    tenant: &mut Tenant,
    parameters: &Parameters,
    authority: &Authority,
    now: Timestamp,
) -> Result<(Client, Reply), Refusal> {
    let client = Client::find(tenant, parameters.need("client_id")?, now)?;
    client.check_audience(authority)?;
    client.service_principal_if_any()?;
    let redirect_uri = parameters.need("redirect_uri")?.to_owned();
    client.redirect_kind(&redirect_uri)?;
    let mode = match parameters.get("response_mode") {
        None | Some("query") => ResponseMode::Query,
        Some("fragment") => ResponseMode::Fragment,
        Some(other) => {
            let text = format!("The response_mode '{other}' is not supported.");
            return Err(Refusal::new(70007, text));
        }
    };
    let state = parameters.get("state").map(str::to_owned);
    Ok((
        client,
        Reply {
            redirect_uri,
            state,
            mode,
        },
    ))
}

fn sign_in(
    tenant: &mut Tenant,
    parameters: &Parameters,
    client: Client,
    reply: &Reply,
    authority: &Authority,
    now: Timestamp,
) -> Result<Flow, Refusal> {
    let response_type = parameters.need("response_type")?;
    if response_type != "code" {
        let text =
            format!("The response_type '{response_type}' is not enabled for this application.");
        return Err(Refusal::new(700054, text));
    }
    let kind = client.redirect_kind(&reply.redirect_uri)?;
    let challenge = challenge(parameters, kind)?;
    let asked = scope::read(tenant, &client, parameters.need("scope")?, now)?;
    Ok(Flow {
        purpose: Purpose::SignIn(SignIn {
            kind,
            challenge,
            nonce: parameters.get("nonce").map(str::to_owned),
            prompt: prompt(parameters)?,
            login_hint: parameters.get("login_hint").map(str::to_owned),
            claims: claims::read(parameters)?,
        }),
        service_principal: client.service_principal_if_any()?.cloned(),
        client,
        segment: authority.segment(tenant).to_owned(),
        reply: reply.clone(),
        asked,
        roles: Vec::new(),
        person: None,
    })
}

/// The S256 challenge (RFC 7636, section 4.3). A page must bring one, a server may.
fn challenge(parameters: &Parameters, kind: RedirectKind) -> Result<Option<String>, Refusal> {
    let needed = "A single-page application must prove its key for the code exchange: code_challenge with method S256.";
    match (
        parameters.get("code_challenge"),
        parameters.get("code_challenge_method"),
    ) {
        (None, _) if kind == RedirectKind::Spa => Err(Refusal::new(9002325, needed)),
        (None, _) => Ok(None),
        (Some(challenge), Some("S256")) => {
            let allowed =
                |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_');
            if challenge.len() == 43 && challenge.bytes().all(allowed) {
                Ok(Some(challenge.to_owned()))
            } else {
                Err(Refusal::new(
                    501491,
                    "The code_challenge is not 43 letters of base64url.",
                ))
            }
        }
        (Some(_), _) => Err(Refusal::new(9002325, needed)),
    }
}

fn prompt(parameters: &Parameters) -> Result<Prompt, Refusal> {
    match parameters.get("prompt") {
        None => Ok(Prompt::AsNeeded),
        Some("select_account") => Ok(Prompt::SelectAccount),
        Some("login") => Ok(Prompt::Login),
        Some("consent") => Ok(Prompt::Consent),
        Some("none") => Ok(Prompt::None),
        Some(other) => Err(Refusal::new(
            90023,
            format!("The prompt '{other}' is not supported."),
        )),
    }
}
