//! Signing out (OpenID Connect RP-Initiated Logout, section 2).

use base::Timestamp;
use http::Request;
use http::Response;

use super::answer;
use super::client::same_address;
use super::flow::account;
use super::page;
use super::parameters::Parameters;
use super::reply::Reply;
use super::reply::ResponseMode;
use crate::Tenant;

/// Answers `GET .../oauth2/v2.0/logout`. Only a registered address is gone back to; any other is ignored.
pub(crate) fn handle(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let parameters = match Parameters::of_query(request) {
        Ok(parameters) => parameters,
        Err(refusal) => return refusal.page(tenant, now),
    };
    let address = parameters.get("post_logout_redirect_uri");
    let mut response = match address.filter(|address| is_registered(tenant, address, now)) {
        Some(address) => {
            let reply = Reply {
                redirect_uri: address.to_owned(),
                state: parameters.get("state").map(str::to_owned),
                mode: ResponseMode::Query,
            };
            answer::redirect(&reply.address(&[]))
        }
        None => answer::html(200, page::signed_out()),
    };
    account::sign_out(tenant, request, &mut response);
    response
}

fn is_registered(tenant: &mut Tenant, address: &str, now: Timestamp) -> bool {
    let matches = |known: &String| same_address(known, address);
    let console = tenant.console.clone();
    let mut here = console
        .spa_redirect_uris
        .iter()
        .chain(&console.web_redirect_uris);
    here.any(matches)
        || tenant.directory.read(now).applications.iter().any(|row| {
            let mut addresses = row.spa_redirect_uris.iter().chain(&row.web_redirect_uris);
            addresses.any(matches)
        })
}
