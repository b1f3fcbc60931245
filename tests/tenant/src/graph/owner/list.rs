//! `GET /applications/{id}/owners` and `/servicePrincipals/{id}/owners`.
//!
//! A caller who may not read users learns only who the owners are by type and id: everything else is null (Graph,
//! "Overview of Microsoft Graph permissions", limited information returned for inaccessible member objects). Whether an
//! owner who asks would see herself by `User.Read` is not documented: here she does not.

use base::ObjectId;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::access;
use super::super::application;
use super::super::call::Call;
use super::super::filter::Filter;
use super::super::object::object;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::query::Select;
use super::super::service_principal;
use crate::rows::User;

const NAMES: [&str; 4] = ["id", "displayName", "mail", "userPrincipalName"];

/// Who owns an application.
pub(in crate::graph) fn list_of_application(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let (select, filter) = options(call)?;
    let owners = application::by_id(call)?.owners;
    answer(call, &select, &filter, &owners)
}

/// Who owns a service principal.
pub(in crate::graph) fn list_of_service_principal(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let (select, filter) = options(call)?;
    let owners = service_principal::by_path(call)?.owners;
    answer(call, &select, &filter, &owners)
}

fn options(call: &Call<'_>) -> Result<(Select, Filter), Problem> {
    let select = call
        .query
        .select("microsoft.graph.user", &NAMES, &NAMES)?
        .always(&["@odata.type"]);
    let filter = Filter::parse(call.query.get("$filter"), "microsoft.graph.user", &[])?;
    Ok((select, filter))
}

fn answer(
    call: &mut Call<'_>,
    select: &Select,
    filter: &Filter,
    owners: &[ObjectId],
) -> Result<Reply, Problem> {
    let readable = access::would_permit(call, "user.GetUser");
    let rows = call.rows();
    let users = owners.iter().filter_map(|id| rows.user(id));
    let objects = users.map(|user| shown(user, readable)).collect();
    page::collection(
        call,
        "directoryObjects",
        &page::DIRECTORY,
        filter,
        select,
        objects,
    )
}

fn shown(user: &User, readable: bool) -> Map<String, Value> {
    let told = |value: Value| if readable { value } else { Value::Null };
    object([
        ("@odata.type", json!("#microsoft.graph.user")),
        ("id", json!(user.id)),
        ("displayName", told(json!(user.display_name))),
        ("mail", told(json!(user.mail))),
        ("userPrincipalName", told(json!(user.user_principal_name))),
    ])
}
