//! Users (Graph, "user resource type").

mod get;
mod list;
mod shown;
#[cfg(test)]
mod tests;

pub(super) use get::get;
pub(super) use list::list;
pub(super) use shown::DEFAULT;
pub(super) use shown::NAMES;
pub(super) use shown::TYPE;
pub(super) use shown::shown;

use super::call::Call;
use super::problem::Problem;
use super::query::Select;

/// Properties that `User.ReadBasic.All` lets be read.
const BASIC: [&str; 5] = [
    "id",
    "displayName",
    "givenName",
    "mail",
    "userPrincipalName",
];
/// Permissions with which all properties can be read of everybody.
const FULL: [&str; 4] = [
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Refuses properties for which the caller's permission is too small.
fn check_breadth(call: &Call<'_>, select: &Select) -> Result<(), Problem> {
    let held = call.caller.scopes.iter().chain(&call.caller.roles);
    let full = held
        .into_iter()
        .any(|permission| FULL.contains(&permission.as_str()));
    let basic = select
        .names()
        .iter()
        .all(|name| BASIC.contains(&name.as_str()));
    if full || basic || call.query.get("$select").is_none() {
        Ok(())
    } else {
        Err(Problem::denied())
    }
}
