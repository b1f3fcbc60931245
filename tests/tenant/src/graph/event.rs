//! Events of calendars (Graph, "event resource type"). Only whoever has a mailbox has a calendar; a person reaches her
//! own, an application with the permission every one.

mod create;
mod get;
mod list;
mod shown;
#[cfg(test)]
mod tests;
mod written;

pub(super) use create::create;
pub(super) use get::get;
pub(super) use list::list;

use http::StatusCode;

use super::call::Call;
use super::problem::Problem;
use crate::rows::User;

/// The user in the path, whose calendar the caller may use.
fn calendar_owner(call: &mut Call<'_>) -> Result<User, Problem> {
    let key = call.parameter(0).to_owned();
    let user = call.rows().user_by_key(&key).cloned();
    let user = user.ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "ErrorInvalidUser",
            format!("The requested user '{key}' is invalid."),
        )
    })?;
    if call
        .caller
        .user
        .as_ref()
        .is_some_and(|caller| *caller != user.id)
    {
        let message = "Access is denied. Check credentials and try again.";
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "ErrorAccessDenied",
            message,
        ));
    }
    if user.mailbox.is_none() {
        let message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            "MailboxNotEnabledForRESTAPI",
            message,
        ));
    }
    Ok(user)
}

/// `users('..')/events`, or with `calendar`, for `@odata.context`.
fn context(call: &Call<'_>) -> String {
    let calendar = if call.path.contains("/calendar/") {
        "calendar/"
    } else {
        ""
    };
    format!(
        "users('{}')/{calendar}events",
        call.parameter(0).replace('@', "%40")
    )
}
