//! `GET /applications/{id}`, `/applications(appId='..')`, `/applications(uniqueName='..')`.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::find;
use super::shown::KeyMaterial;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;
use crate::rows::Application;

/// By object id.
pub(in crate::graph) fn get(call: &mut Call<'_>) -> Result<Reply, Problem> {
    answer(call, find::by_id)
}

/// By client id.
pub(in crate::graph) fn get_by_app_id(call: &mut Call<'_>) -> Result<Reply, Problem> {
    answer(call, find::by_app_id)
}

/// By alternate key.
pub(in crate::graph) fn get_by_unique_name(call: &mut Call<'_>) -> Result<Reply, Problem> {
    answer(call, find::by_unique_name)
}

fn answer(
    call: &mut Call<'_>,
    find: fn(&mut Call<'_>) -> Result<Application, Problem>,
) -> Result<Reply, Problem> {
    call.query.for_one()?;
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let row = find(call)?;
    let material = if select.asks("keyCredentials") {
        KeyMaterial::Shown
    } else {
        KeyMaterial::Hidden
    };
    let object = shown(call.tenant, &row, material);
    Ok(Reply::ok(call.entity("applications", &select, object)))
}
