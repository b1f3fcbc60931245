//! `GET /directory/deletedItems/microsoft.graph.application` and `/microsoft.graph.servicePrincipal`.

use super::super::application;
use super::super::application::KeyMaterial;
use super::super::call::Call;
use super::super::filter::Filter;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::service_principal;
use crate::rows::Application;

const FILTERABLE: [&str; 4] = ["id", "appId", "displayName", "uniqueName"];

/// Lists, filters and pages deleted applications.
pub(in crate::graph) fn list_applications(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let (names, type_name) = (&application::NAMES, application::TYPE);
    let select = call.query.select(type_name, names, names)?;
    let filter = Filter::parse(call.query.get("$filter"), type_name, &FILTERABLE)?;
    let now = call.now;
    let rows: Vec<Application> = call.rows().deleted_applications(now).cloned().collect();
    let objects = rows
        .iter()
        .map(|row| application::shown(call.tenant, row, KeyMaterial::Hidden))
        .collect();
    page::collection(
        call,
        "applications",
        &page::DIRECTORY,
        &filter,
        &select,
        objects,
    )
}

/// Lists, filters and pages deleted service principals.
pub(in crate::graph) fn list_service_principals(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let (names, type_name) = (&service_principal::NAMES, service_principal::TYPE);
    let select = call.query.select(type_name, names, names)?;
    let filter = Filter::parse(call.query.get("$filter"), type_name, &FILTERABLE[..3])?;
    let now = call.now;
    let rows = call.rows();
    let principals = rows.restorable_service_principals(now);
    let shown = |row| service_principal::shown(rows, row);
    let objects = principals.map(shown).collect();
    page::collection(
        call,
        "servicePrincipals",
        &page::DIRECTORY,
        &filter,
        &select,
        objects,
    )
}
