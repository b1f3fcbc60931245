//! The console's own application at Entra, as this page uses it: where it signs in, its client id, and the address
//! that Entra sends the browser back to.

use base::AppId;
use base::TenantId;
use url::Host;
use url::Url;

use crate::Authority;
use crate::SignInError;
use crate::TenantSegment;

/// Longest redirect URI that Entra takes ("Redirect URI restrictions and limitations").
const REDIRECT_URI_LIMIT: usize = 256;

/// The console's own application at Entra.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Registration {
    /// Where to sign in.
    pub authority: Authority,
    /// Client id of the console's application.
    pub client_id: AppId,
    /// This page's address, registered there as a redirect URI of type single-page application.
    pub redirect_uri: Url,
}

impl Registration {
    /// Puts the registration together; `page` is the page's address, whose query and fragment are dropped.
    ///
    /// Refused is an address that Entra would refuse as a redirect URI: neither https nor `http://localhost`, or too
    /// long.
    pub fn new(authority: Authority, client_id: AppId, page: &Url) -> Result<Self, SignInError> {
        let mut redirect_uri = page.clone();
        redirect_uri.set_query(None);
        redirect_uri.set_fragment(None);
        if !is_secure(&redirect_uri) || redirect_uri.as_str().len() > REDIRECT_URI_LIMIT {
            return Err(SignInError::PageAddress {
                address: redirect_uri.into(),
            });
        }
        Ok(Self {
            authority,
            client_id,
            redirect_uri,
        })
    }

    /// The same registration for one tenant only: after the first sign-in nothing else is meant.
    pub fn pinned(&self, tenant: &TenantId) -> Self {
        let authority = self
            .authority
            .with_tenant(TenantSegment::Id(tenant.clone()));
        Self {
            authority,
            ..self.clone()
        }
    }
}

/// Whether nobody on the way can read along: https, or http that never leaves this computer. Entra takes the name
/// `localhost` only, not its numbers.
pub(crate) fn is_secure(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => url.host() == Some(Host::Domain("localhost")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn new(page: &str) -> Result<Registration, SignInError> {
        let registration = fixture::registration();
        Registration::new(
            registration.authority,
            registration.client_id,
            &page.parse().unwrap(),
        )
    }

    #[test]
    fn query_and_fragment_are_no_part_of_the_redirect_uri() {
        for page in [
            "https://example.edu/setup/?step=2#top",
            "http://localhost:8080/setup/",
        ] {
            let registration = new(page).unwrap();
            assert!(registration.redirect_uri.as_str().ends_with("/setup/"));
        }
    }

    #[test]
    fn addresses_that_entra_would_refuse_are_refused() {
        let long = format!("https://example.edu/{}", "a".repeat(REDIRECT_URI_LIMIT));
        for page in [
            "http://example.edu/",
            "http://127.0.0.1:8080/",
            "http://localhost.example.edu/",
            "file:///setup/index.html",
            &long,
        ] {
            let address = page.to_owned();
            assert_eq!(new(page), Err(SignInError::PageAddress { address }));
        }
    }
}
