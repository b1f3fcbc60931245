//! Authorization codes: given at the end of a sign-in, redeemed once.

use std::time::Duration;

use base::ObjectId;
use base::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Response;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;

use super::Code;
use super::Delegation;
use super::issue;
use crate::Tenant;
use crate::entra::answer;
use crate::entra::client::Client;
use crate::entra::flow::Flow;
use crate::entra::flow::SignIn;
use crate::entra::parameters::Parameters;
use crate::entra::refusal::Refusal;

/// How long a code can be redeemed ("OAuth 2.0 authorization code flow": about ten minutes).
const LIFETIME: Duration = Duration::from_secs(600);

/// Ends a sign-in: back to the client with a code.
pub(crate) fn give(
    tenant: &mut Tenant,
    flow: &Flow,
    sign_in: &SignIn,
    person: &ObjectId,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let code = tenant.random.text(48);
    let session_state = tenant.random.object_id();
    let row = Code {
        delegation: Delegation {
            client_id: flow.client.app_id.clone(),
            person: person.clone(),
            scopes: flow.asked.clone(),
            kind: sign_in.kind,
            claims: sign_in.claims.clone(),
        },
        redirect_uri: flow.reply.redirect_uri.clone(),
        challenge: sign_in.challenge.clone(),
        nonce: sign_in.nonce.clone(),
        ends: now.plus(LIFETIME),
        used: false,
    };
    tenant.entra.codes.insert(code.clone(), row);
    let parameters = [
        ("code", code.as_str()),
        ("session_state", session_state.as_str()),
    ];
    answer::redirect(&flow.reply.address(&parameters))
}

/// Redeems a code (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
pub(super) fn redeem(
    tenant: &mut Tenant,
    form: &Parameters,
    client: &Client,
    cross_origin: bool,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let text = form.need("code")?;
    let redirect_uri = form.need("redirect_uri")?;
    let code = tenant.entra.codes.get(text).cloned();
    let code = code
        .filter(|code| code.delegation.client_id == client.app_id)
        .ok_or_else(|| Refusal::new(70000, "The code is not valid for this application."))?;
    if redirect_uri != code.redirect_uri {
        return Err(Refusal::new(
            500112,
            "The redirect_uri is not the one with which the code was asked.",
        ));
    }
    super::check_kind(
        tenant,
        form,
        client,
        code.delegation.kind,
        cross_origin,
        now,
    )?;
    if code.used {
        return Err(Refusal::new(54005, "The code was already redeemed."));
    }
    if now >= code.ends {
        return Err(Refusal::new(70008, "The code has expired: sign in again."));
    }
    check_verifier(form, code.challenge.as_deref())?;
    let ends = issue::refresh_end(code.delegation.kind, now);
    let body = issue::delegated(
        tenant,
        form,
        client,
        &code.delegation,
        code.nonce.as_deref(),
        ends,
        now,
    )?;
    tenant
        .entra
        .codes
        .insert(text.to_owned(), Code { used: true, ..code });
    Ok(body)
}

fn check_verifier(form: &Parameters, challenge: Option<&str>) -> Result<(), Refusal> {
    let Some(challenge) = challenge else {
        return Ok(());
    };
    let verifier = form.need("code_verifier")?;
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge {
        Ok(())
    } else {
        Err(Refusal::new(
            501481,
            "The code_verifier does not match the code_challenge of the sign-in.",
        ))
    }
}
