//! `GET /me/transitiveMemberOf/microsoft.graph.directoryRole`: active roles only, eligible ones do not show.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::call::Call;
use super::super::filter::Filter;
use super::super::object::object;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::own_id;
use crate::rows::DirectoryRole;

const TYPE: &str = "microsoft.graph.directoryRole";
const NAMES: [&str; 5] = [
    "id",
    "deletedDateTime",
    "description",
    "displayName",
    "roleTemplateId",
];

/// Lists the directory roles that the caller holds.
pub(in crate::graph) fn list_directory_roles(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let filter = Filter::parse(
        call.query.get("$filter"),
        TYPE,
        &["displayName", "roleTemplateId"],
    )?;
    let id = own_id(call)?;
    let objects = call.rows().roles_of(&id).map(shown).collect();
    page::collection(
        call,
        "directoryRoles",
        &page::DIRECTORY,
        &filter,
        &select,
        objects,
    )
}

fn shown(row: &DirectoryRole) -> Map<String, Value> {
    object([
        ("id", json!(row.id)),
        ("deletedDateTime", Value::Null),
        (
            "description",
            json!(format!("Holders act as {}.", row.display_name)),
        ),
        ("displayName", json!(row.display_name)),
        ("roleTemplateId", json!(row.role_template_id)),
    ])
}
