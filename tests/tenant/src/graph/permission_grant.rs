//! Delegated grants (Graph, "oAuth2PermissionGrant resource type").

mod create;
mod delete;
mod find;
mod get;
mod list;
mod shown;
#[cfg(test)]
mod tests;
mod update;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use get::get;
pub(super) use list::list;
pub(super) use list::list_of_client;
pub(super) use update::update;

use super::problem::Problem;
use crate::rows::ServicePrincipal;

/// The scope names of a text, each once; refused where the API does not offer one. Microsoft may not look; whoever
/// writes a wrong name is to find out.
fn scopes(resource: &ServicePrincipal, text: &str) -> Result<String, Problem> {
    let mut names: Vec<&str> = Vec::new();
    for name in text.split_whitespace() {
        let mut offered = resource.oauth2_permission_scopes.iter();
        if !offered.any(|scope| scope.value == name) {
            return Err(Problem::invalid_value("scope", "OAuth2PermissionGrant"));
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names.join(" "))
}
