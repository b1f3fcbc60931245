//! Enterprise applications (Graph, "servicePrincipal resource type").

mod create;
mod delete;
mod find;
mod get;
mod list;
mod shown;
#[cfg(test)]
mod tests;
mod update;

pub(super) use create::already_there;
pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use find::by_path;
pub(super) use get::get;
pub(super) use list::list;
pub(super) use shown::NAMES;
pub(super) use shown::TYPE;
pub(super) use shown::shown;
pub(super) use shown::shown_role;
pub(super) use shown::shown_scope;
pub(super) use update::update;
