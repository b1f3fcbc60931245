//! `GET /applications/{id}/owners` and `/servicePrincipals/{id}/owners`.

use base::ObjectId;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::application;
use super::super::call::Call;
use super::super::filter::Filter;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::query::Select;
use super::super::service_principal;

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
    let rows = call.rows();
    let users = owners.iter().filter_map(|id| rows.user(id));
    let objects: Vec<Map<String, Value>> = users
        .map(|user| {
            Map::from_iter([
                ("@odata.type".to_owned(), json!("#microsoft.graph.user")),
                ("id".to_owned(), json!(user.id)),
                ("displayName".to_owned(), json!(user.display_name)),
                ("mail".to_owned(), json!(user.mail)),
                (
                    "userPrincipalName".to_owned(),
                    json!(user.user_principal_name),
                ),
            ])
        })
        .collect();
    page::collection(
        call,
        "directoryObjects",
        &page::DIRECTORY,
        filter,
        select,
        objects,
    )
}
