//! `POST /applications`.

use serde_json::Value;

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::query::Select;
use super::shown::KeyMaterial;
use super::shown::NAMES;
use super::shown::shown;
use super::written::Written;
use crate::directory::Change;
use crate::rows::Application;
use crate::rows::Row;

/// Roles whose holders are not made owners of what they create: theirs is the right `applications/create`, while
/// members and Application Developers create `asOwner` (Entra, "Microsoft Entra built-in roles"; "Default user
/// permissions"). A Privileged Role Administrator has no such right of her own and creates like any member.
const MANAGING_ROLES: [&str; 3] = [
    "Global Administrator",
    "Cloud Application Administrator",
    "Application Administrator",
];

/// Creates an application; a member without a managing role becomes its owner.
pub(in crate::graph) fn create(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let body = call.object()?;
    create_from(call, &body, None)
}

/// Creates an application of a body, under the alternate key in the path if there is one.
pub(super) fn create_from(
    call: &mut Call<'_>,
    body: &Value,
    key: Option<String>,
) -> Result<Reply, Problem> {
    let mut written = Written::read(body)?;
    written.require_display_name()?;
    written.take_key(key)?;
    let mut row = blank(call);
    written.apply(&mut row, call)?;
    call.tenant.faults.note_written(&row.id);
    call.tenant
        .directory
        .write(call.now, Change::Put(Row::Application(row.clone())));
    let select = Select::all(&NAMES);
    let object = shown(call.tenant, &row, KeyMaterial::Hidden);
    let location = format!(
        "{}/Microsoft.DirectoryServices.Application",
        call.location(row.id.as_str())
    );
    Ok(Reply::created(call.entity("applications", &select, object)).with("location", location))
}

fn blank(call: &mut Call<'_>) -> Application {
    let owners = owner(call).into_iter().collect();
    let (id, app_id) = (call.tenant.random.object_id(), call.tenant.random.app_id());
    Application {
        owners,
        ..Application::new(id, app_id, "", call.now.whole_seconds())
    }
}

/// Whoever creates something without a managing role owns it.
pub(in crate::graph) fn owner(call: &Call<'_>) -> Option<base::ObjectId> {
    let person = call.caller.user.clone()?;
    (!call
        .tenant
        .directory
        .primary()
        .holds_role(&person, &MANAGING_ROLES))
    .then_some(person)
}
