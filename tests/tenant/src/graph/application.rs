//! Application registrations (Graph, "application resource type").

mod create;
mod delete;
mod find;
mod get;
mod keys;
mod list;
mod lock;
mod redirect_uris;
mod required_access;
mod restrictions;
mod shown;
#[cfg(test)]
mod tests;
mod update;
mod upsert;
mod written;

pub(super) use create::create;
pub(super) use create::owner;
pub(super) use delete::delete;
pub(super) use delete::delete_by_app_id;
pub(super) use find::by_id;
pub(super) use get::get;
pub(super) use get::get_by_app_id;
pub(super) use get::get_by_unique_name;
pub(super) use list::list;
pub(super) use shown::KeyMaterial;
pub(super) use shown::NAMES;
pub(super) use shown::TYPE;
pub(super) use shown::shown;
pub(super) use shown::shown_password;
pub(super) use update::change_owners;
pub(super) use update::update;
pub(super) use update::update_by_app_id;
pub(super) use upsert::upsert;
