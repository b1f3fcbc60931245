//! Looking an application up by each of its keys, in a replica.

use super::super::call::Call;
use super::super::problem::Problem;
use crate::rows::Application;

/// By the object id in the path.
pub(in crate::graph) fn by_id(call: &mut Call<'_>) -> Result<Application, Problem> {
    let text = call.parameter(0).to_owned();
    let id = text
        .parse()
        .map_err(|_| Problem::bad_request(format!("Invalid object identifier '{text}'.")))?;
    call.rows()
        .application(&id)
        .cloned()
        .ok_or_else(|| Problem::not_found(text))
}

/// By the client id in the path.
pub(super) fn by_app_id(call: &mut Call<'_>) -> Result<Application, Problem> {
    let text = call.parameter(0).to_owned();
    let id = text
        .parse()
        .map_err(|_| Problem::invalid_value("appId", "Application"))?;
    call.rows()
        .application_by_app_id(&id)
        .cloned()
        .ok_or_else(|| Problem::not_found(text))
}

/// By the alternate key in the path.
pub(super) fn by_unique_name(call: &mut Call<'_>) -> Result<Application, Problem> {
    let name = unique_name(call)?;
    call.rows()
        .application_by_unique_name(&name)
        .cloned()
        .ok_or_else(|| Problem::not_found(name))
}

/// The alternate key in the path, which may not be empty or too long.
pub(super) fn unique_name(call: &Call<'_>) -> Result<String, Problem> {
    let name = call.parameter(0).to_owned();
    let length = name.chars().count();
    if (1..=255).contains(&length) {
        Ok(name)
    } else {
        Err(Problem::invalid_value("uniqueName", "Application"))
    }
}
