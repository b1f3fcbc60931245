//! The addresses to navigate to: for signing in and for signing out. They are never fetched (Entra's authorize
//! endpoint answers a navigation only), and reading what comes back is in [`crate::callback`].

use std::borrow::Cow;

use oauth2::AuthUrl;
use oauth2::ClientId;
use oauth2::CsrfToken;
use oauth2::PkceCodeChallenge;
use oauth2::PkceCodeVerifier;
use oauth2::RedirectUrl;
use oauth2::Scope;
use oauth2::basic::BasicClient;
use url::Url;

use crate::Flow;
use crate::Registration;
use crate::SignInError;
use crate::claims;

/// What Entra asks of the person (OpenID Connect Core 1.0, section 3.1.2.1, `prompt`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Prompt {
    /// Nothing that is not needed: who is signed in already may come back without a question.
    WhereNeeded,
    /// Which account, even if only one is signed in. Administrators often have several.
    SelectAccount,
    /// The password again.
    Login,
    /// Consent, even if it was given before.
    Consent,
}

impl Prompt {
    fn parameter(self) -> Option<&'static str> {
        match self {
            Self::WhereNeeded => None,
            Self::SelectAccount => Some("select_account"),
            Self::Login => Some("login"),
            Self::Consent => Some("consent"),
        }
    }
}

/// The address to send the browser to, so that the person signs in for `flow`.
///
/// The answer comes in the fragment, which no server on the way sees. `login_hint` is the user name of the account
/// already confirmed; with it the second sign-in does not ask for an account. `claims` is the JSON text of a claims
/// challenge of Graph, where one is the reason to sign in again; a text that is no JSON object is refused.
///
/// Source: "Microsoft identity platform and OAuth 2.0 authorization code flow", Request an authorization code.
pub fn authorize_url(
    flow: &Flow,
    registration: &Registration,
    prompt: Prompt,
    login_hint: Option<&str>,
    claims: Option<&str>,
) -> Result<Url, SignInError> {
    let claims = claims::parameter(claims)?;
    let authority = registration.authority.with_tenant(flow.tenant().clone());
    // EXPOSE: state and nonce are part of the address; of the verifier only its digest is.
    let (state, nonce) = (flow.state.expose(), flow.nonce.expose());
    let verifier = PkceCodeVerifier::new(flow.verifier.expose().clone()); // EXPOSE: hashed on the next line.
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);

    let client = BasicClient::new(ClientId::new(registration.client_id.to_string()))
        .set_auth_uri(AuthUrl::from_url(
            authority.endpoint("oauth2/v2.0/authorize"),
        ))
        .set_redirect_uri(RedirectUrl::from_url(flow.redirect_uri().clone()));
    let mut request = client
        .authorize_url(|| CsrfToken::new(state.clone()))
        .add_scopes(
            flow.requested_scopes()
                .split(' ')
                .map(|scope| Scope::new(scope.to_owned())),
        )
        .set_pkce_challenge(challenge)
        .add_extra_param("response_mode", "fragment")
        .add_extra_param("nonce", Cow::Borrowed(nonce.as_str()))
        .add_extra_param("claims", claims);
    if let Some(prompt) = prompt.parameter() {
        request = request.add_extra_param("prompt", prompt);
    }
    if let Some(hint) = login_hint {
        request = request.add_extra_param("login_hint", hint);
    }
    Ok(request.url().0)
}

/// The address to send the browser to for signing out; Entra sends it back to this page afterwards.
///
/// Forgetting the tokens is the caller's part, and enough for this page: this ends the session at Entra too (OpenID
/// Connect RP-Initiated Logout 1.0).
pub fn logout_url(registration: &Registration) -> Url {
    let mut url = registration.authority.endpoint("oauth2/v2.0/logout");
    url.query_pairs_mut().append_pair(
        "post_logout_redirect_uri",
        registration.redirect_uri.as_str(),
    );
    url
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use super::*;
    use crate::fixture;

    /// RFC 4648 of the bytes 0..=31, 32..=63 and 64..=95, and RFC 7636's S256 of the first, as the `openssl` and
    /// `basenc` commands compute it.
    const STATE: &str = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8";
    const NONCE: &str = "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8";
    const CHALLENGE: &str = "6oZqdX5MOLq_qBJ8vppAnT4fk6AP8UiP9zX8-Rev_9A";

    /// `{"access_token":{"xms_cc":{"values":["cp1"]}}}` as a form has it.
    const CP1: &str =
        "%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D";

    fn address(
        flow: &Flow,
        prompt: Prompt,
        hint: Option<&str>,
        claims: Option<&str>,
    ) -> Result<Url, SignInError> {
        authorize_url(flow, &fixture::registration(), prompt, hint, claims)
    }

    #[test]
    fn the_first_sign_in_is_this_address() {
        let url = address(&fixture::flow(), Prompt::SelectAccount, None, None).unwrap();
        assert_eq!(
            url.as_str(),
            format!(
                "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?response_type=code\
                 &client_id=5e7c0de0-0000-4000-8000-000000000001&state={STATE}&code_challenge={CHALLENGE}\
                 &code_challenge_method=S256&redirect_uri=https%3A%2F%2Fsetup.example.edu%2Fcalendar%2F\
                 &scope=openid+profile+User.Read+Application.Read.All&response_mode=fragment&nonce={NONCE}\
                 &claims={CP1}\
                 &prompt=select_account"
            )
        );
    }

    #[test]
    fn the_second_sign_in_names_tenant_and_account_and_no_prompt() {
        let tenant = fixture::TENANT_ID.parse().unwrap();
        let registration = fixture::registration().pinned(&tenant);
        let flow = fixture::flow_of(&registration);
        let hint = Some("ada+admin@example.edu");
        // After the redirect the page has only what config.json says; the flow knows the tenant.
        let url = address(&flow, Prompt::WhereNeeded, hint, None).unwrap();
        assert_eq!(
            url.as_str(),
            format!(
                "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/oauth2/v2.0/authorize\
                 ?response_type=code&client_id=5e7c0de0-0000-4000-8000-000000000001&state={STATE}\
                 &code_challenge={CHALLENGE}&code_challenge_method=S256\
                 &redirect_uri=https%3A%2F%2Fsetup.example.edu%2Fcalendar%2F\
                 &scope=openid+profile+User.Read+Application.Read.All&response_mode=fragment&nonce={NONCE}\
                 &claims={CP1}\
                 &login_hint=ada%2Badmin%40example.edu"
            )
        );
    }

    #[test]
    fn the_verifier_itself_never_leaves() {
        let flow = fixture::flow();
        let url = address(&flow, Prompt::Consent, None, None).unwrap();
        assert!(!url.as_str().contains(flow.verifier.expose().as_str()));
        assert!(url.as_str().ends_with("&prompt=consent"));
    }

    #[test]
    fn what_graph_demands_goes_along_and_nonsense_goes_nowhere() {
        let flow = fixture::flow();
        let with = |claims| address(&flow, Prompt::WhereNeeded, None, Some(claims));
        let url = with(r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#).unwrap();
        let mut claims = url.query_pairs().filter(|(name, _)| name == "claims");
        let (_, text) = claims.next().unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap(),
            json!({"access_token": {
                "acrs": {"essential": true, "value": "c1"},
                "xms_cc": {"values": ["cp1"]},
            }})
        );
        assert_eq!(claims.next(), None);
        assert_eq!(with("[]"), Err(SignInError::ChallengeUnreadable));
    }

    #[test]
    fn signing_out_comes_back_to_the_page() {
        assert_eq!(
            logout_url(&fixture::registration()).as_str(),
            "https://login.microsoftonline.com/organizations/oauth2/v2.0/logout\
             ?post_logout_redirect_uri=https%3A%2F%2Fsetup.example.edu%2Fcalendar%2F"
        );
    }
}
