//! Refresh tokens: a new token without the person.

use base::Timestamp;
use serde_json::Value;

use super::issue;
use crate::Tenant;
use crate::entra::client::Client;
use crate::entra::client::RedirectKind;
use crate::entra::parameters::Parameters;
use crate::entra::refusal::Refusal;

/// Redeems a refresh token (RFC 6749, section 6). The old one stays good until its own end.
pub(super) fn redeem(
    tenant: &mut Tenant,
    form: &Parameters,
    client: &Client,
    cross_origin: bool,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let token = tenant
        .entra
        .refresh_tokens
        .get(form.need("refresh_token")?)
        .cloned();
    let token = token
        .filter(|token| token.delegation.client_id == client.app_id)
        .ok_or_else(|| {
            Refusal::new(
                70000,
                "The refresh token is not valid for this application.",
            )
        })?;
    let kind = token.delegation.kind;
    super::check_kind(tenant, form, client, kind, cross_origin, now)?;
    if token.is_revoked {
        let text = "The grant was revoked; a fresh sign-in is needed.";
        return Err(Refusal::new(50173, text));
    }
    if now >= token.ends {
        return Err(match kind {
            RedirectKind::Spa => Refusal::new(
                700084,
                "The refresh token was issued to a single-page application and its fixed lifetime of 24 hours is over.",
            ),
            RedirectKind::Web => Refusal::new(700082, "The refresh token has expired."),
        });
    }
    let ends = match kind {
        RedirectKind::Spa => token.ends,
        RedirectKind::Web => issue::refresh_end(kind, now),
    };
    issue::delegated(tenant, form, client, &token.delegation, None, ends, now)
}
