//! Codes and refresh tokens become tokens: the requests to Entra's token endpoint and its answers. Deciding when to
//! renew is in [`crate::session`], reading the id token in [`crate::account`].

use std::time::Duration;

use base::Key;
use base::Secret;
use base::Timestamp;
use base::retry::retry_after;
use http::HeaderValue;
use http::Method;
use http::StatusCode;
use http::header;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::Authority;
use crate::Cloud;
use crate::Code;
use crate::Flow;
use crate::Refusal;
use crate::Registration;
use crate::SignInError;
use crate::claims::CAPABILITIES;
use crate::flow::scope_parameter;

/// Longest answer that is read. Entra's are a few thousand bytes; three tokens of 16 kB fit.
const REPLY_LIMIT: usize = 64 * 1024;

/// Longest single token. Graph's access tokens have two to four thousand characters.
const TOKEN_LIMIT: usize = 32 * 1024;

/// What the token endpoint gave. It lives in memory only.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For Graph, and opaque: nothing is read out of it.
    pub access: Secret<String>,
    /// For renewal, if `offline_access` was asked.
    pub refresh: Option<Secret<String>>,
    /// Who signed in, see [`crate::account`].
    pub id_token: Option<Secret<String>>,
    /// What was granted, by the short names of Graph's permissions.
    pub scopes: Vec<String>,
    /// When the access token ends.
    pub expires: Timestamp,
}

/// A success as RFC 6749, section 5.1, has it. No Debug: the fields are moved into secrets at once.
#[derive(Deserialize)]
struct TokenReply {
    token_type: String,
    access_token: String,
    expires_in: u32,
    scope: Option<String>,
    refresh_token: Option<String>,
    id_token: Option<String>,
}

/// The request that redeems `code` (RFC 6749, section 4.1.3, with RFC 7636, section 4.5). The code serves once, so an
/// unanswered request is not repeated: the person signs in again. One that Entra is too busy for redeemed nothing.
pub fn request(
    registration: &Registration,
    flow: &Flow,
    code: Code,
) -> Result<http::Request<Vec<u8>>, SignInError> {
    let authority = registration.authority.with_tenant(flow.tenant().clone());
    // EXPOSE: code and verifier are the request; the endpoint is Entra's.
    let (code, verifier) = (code.0.expose(), flow.verifier.expose());
    let body = Serializer::new(String::new())
        .append_pair("client_id", registration.client_id.as_str())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", flow.redirect_uri().as_str())
        .append_pair("code_verifier", verifier)
        .append_pair("scope", &flow.requested_scopes())
        .append_pair("claims", CAPABILITIES)
        .finish();
    post(&authority, body)
}

/// The request that renews tokens (RFC 6749, section 6). It can be repeated: Entra leaves the old refresh token valid.
pub fn refresh_request(
    registration: &Registration,
    refresh: &Secret<String>,
    scopes: &[String],
) -> Result<http::Request<Vec<u8>>, SignInError> {
    let body = Serializer::new(String::new())
        .append_pair("client_id", registration.client_id.as_str())
        .append_pair("grant_type", "refresh_token")
        .append_pair("refresh_token", refresh.expose()) // EXPOSE: it is the request; the endpoint is Entra's.
        .append_pair("scope", &scope_parameter(scopes))
        .append_pair("claims", CAPABILITIES)
        .finish();
    post(&registration.authority, body)
}

/// A form for the token endpoint. With these two headers the browser needs no preflight.
fn post(authority: &Authority, body: String) -> Result<http::Request<Vec<u8>>, SignInError> {
    let url = authority.endpoint("oauth2/v2.0/token");
    let mut request = http::Request::new(body.into_bytes());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = url
        .as_str()
        .parse()
        .map_err(|_| SignInError::EndpointAddress {
            address: url.into(),
        })?;
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    Ok(request)
}

/// Reads the answer to either request. `asked` are the scopes of the request; everything of Graph's among them must
/// have been granted.
pub fn reply(
    response: http::Response<Vec<u8>>,
    registration: &Registration,
    asked: &[String],
    now: Timestamp,
) -> Result<Tokens, SignInError> {
    let status = response.status();
    let malformed = |reason| SignInError::ReplyMalformed {
        status: status.as_u16(),
        reason,
    };
    if response.body().len() > REPLY_LIMIT {
        return Err(malformed(Key::ReasonAnswerTooLong));
    }
    if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
        return Err(SignInError::Unavailable {
            status: status.as_u16(),
            retry_after: retry_after(response.headers(), now),
            said: Refusal::replied(response.body()).map(Box::new),
        });
    }
    if status != StatusCode::OK {
        let refusal =
            Refusal::replied(response.body()).ok_or_else(|| malformed(Key::ReasonNoRefusal))?;
        return Err(SignInError::Refused(Box::new(refusal)));
    }
    let reply: TokenReply =
        serde_json::from_slice(response.body()).map_err(|_| malformed(Key::ReasonNoTokens))?;
    let tokens = tokens(reply, &registration.authority, asked, now).map_err(malformed)?;
    match missing(asked, &tokens.scopes) {
        missing if missing.is_empty() => Ok(tokens),
        missing => Err(SignInError::ScopesMissing { missing }),
    }
}

/// Takes the tokens into custody first, then looks at them.
fn tokens(
    reply: TokenReply,
    authority: &Authority,
    asked: &[String],
    now: Timestamp,
) -> Result<Tokens, Key> {
    let tokens = Tokens {
        access: Secret::new(reply.access_token),
        refresh: reply.refresh_token.map(Secret::new),
        id_token: reply.id_token.map(Secret::new),
        // RFC 6749, section 5.1: left out means that everything asked was granted.
        scopes: match reply.scope {
            None => asked.to_vec(),
            Some(scope) => scope
                .split_ascii_whitespace()
                .map(|scope| short_name(scope, authority))
                .collect(),
        },
        expires: now.plus(Duration::from_secs(reply.expires_in.into())),
    };
    if !reply.token_type.eq_ignore_ascii_case("Bearer") {
        return Err(Key::ReasonTokenType);
    }
    if reply.expires_in == 0 {
        return Err(Key::ReasonTokenOver);
    }
    let all = [
        Some(&tokens.access),
        tokens.refresh.as_ref(),
        tokens.id_token.as_ref(),
    ];
    if !all.into_iter().flatten().all(is_token) {
        return Err(Key::ReasonTokenText);
    }
    Ok(tokens)
}

/// Whether the text can be a token: it must fit into a header (RFC 6749, appendix A.12: visible characters only).
fn is_token(token: &Secret<String>) -> bool {
    let text = token.expose(); // EXPOSE: only length and kind of characters are looked at.
    (1..=TOKEN_LIMIT).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The short name of a Graph permission: Entra answers with the short or with the long form,
/// `https://graph.microsoft.com/User.Read`. Another API's scopes keep their long form.
fn short_name(scope: &str, authority: &Authority) -> String {
    let graphs = Cloud::ALL.map(Cloud::graph);
    let ours = authority.graph.as_str().trim_end_matches('/');
    graphs
        .into_iter()
        .chain([ours])
        .find_map(|graph| scope.strip_prefix(graph)?.strip_prefix('/'))
        .unwrap_or(scope)
        .to_owned()
}

/// What was asked of Graph and is not among the granted. Entra compares without regard to case, and whether it lists
/// the scopes of OpenID Connect is not settled, so those are not missed.
fn missing(asked: &[String], granted: &[String]) -> Vec<String> {
    let is_granted = |scope: &&String| {
        granted
            .iter()
            .any(|granted| granted.eq_ignore_ascii_case(scope))
    };
    let is_connect = |scope: &&String| {
        ["openid", "profile", "email", "offline_access"].contains(&scope.as_str())
    };
    asked
        .iter()
        .filter(|scope| !is_connect(scope) && !is_granted(scope))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests;
