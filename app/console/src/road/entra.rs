//! Leaving for Entra and coming back with tokens; and leaving for good.

use base::Clock;
use base::Key;
use base::Message;
use signin::Callback;
use signin::Flow;
use signin::Keeper;
use signin::Prompt;
use signin::Purpose;
use signin::Registration;
use signin::SignInError;

use super::past;
use crate::browser::address;
use crate::browser::clock::BrowserClock;
use crate::browser::document;
use crate::browser::entropy::BrowserEntropy;
use crate::browser::fetch::Fetch;
use crate::browser::session;
use crate::browser::session::Place;
use crate::console::Console;
use crate::draft::Draft;
use crate::invited;
use crate::stage::BrowserKeeper;
use crate::stage::Errand;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;
use crate::telling::TellingClock;

/// Scopes of the first sign-in: reading only.
const SCOPES_TO_LOOK: [&str; 2] = ["User.Read", "Application.Read.All"];

/// Scopes of the second sign-in. `Policy.Read.All` shows what of the tenant's policies would stop the run; consenting needs `Application.Read.All` beside `AppRoleAssignment.ReadWrite.All`
/// ("Grant an appRoleAssignment for a service principal", permissions).
const SCOPES_TO_WRITE: [&str; 6] = [
    "User.Read",
    "Application.Read.All",
    "Policy.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "offline_access",
];

/// The registration as `config.json` has it, for this very address.
fn registration(console: Console) -> Result<Registration, SignInError> {
    let nowhere = || SignInError::PageAddress {
        address: String::new(),
    };
    let config = console.config().ok_or_else(nowhere)?;
    let here = address::current().ok_or_else(nowhere)?;
    Registration::new(config.authority.clone(), config.client_id.clone(), &here)
}

/// What a sign-in is for, and how Entra is asked for it.
struct Departure<'a> {
    purpose: Purpose,
    prompt: Prompt,
    /// Sign-in name of the person who is expected.
    hint: Option<&'a str>,
    /// What the sign-in must prove, where Graph demanded it.
    challenge: Option<&'a str>,
}

/// Leaves for the first sign-in. What an earlier visit left behind is not meant any more.
pub(crate) fn sign_in(console: Console) {
    Draft::forget();
    match registration(console) {
        Ok(registration) => {
            let departure = Departure {
                purpose: Purpose::Look,
                prompt: Prompt::SelectAccount,
                hint: None,
                challenge: None,
            };
            leave(console, &registration, &departure);
        }
        Err(error) => console.go(Stage::Start(Some(Trouble::of_sign_in(&error)))),
    }
}

/// Leaves for the second sign-in, for the write scopes of an errand. `challenge` is what Graph demanded of it, if it did.
pub(crate) fn sign_in_to_write(
    console: Console,
    signed_in: &SignedIn,
    errand: Errand,
    challenge: Option<&str>,
) {
    let account = signed_in.keeper.account();
    let draft = Draft {
        tenant: account.tenant.clone(),
        by: signed_in.facts.me.id.clone(),
        imported: past::imported_for(signed_in, &errand),
        errand,
    };
    if !draft.put() {
        return storage_forbidden(console);
    }
    let departure = Departure {
        purpose: Purpose::Write,
        prompt: Prompt::WhereNeeded,
        hint: Some(account.username.as_str()),
        challenge,
    };
    leave(console, signed_in.keeper.registration(), &departure);
}

/// Leaves for the second sign-in once more, for the draft that an earlier try left behind.
pub(crate) fn sign_in_and_go_on(console: Console) {
    match (registration(console), Draft::peek()) {
        (Ok(registration), Some(draft)) => {
            let departure = Departure {
                purpose: Purpose::Write,
                prompt: Prompt::SelectAccount,
                hint: None,
                challenge: None,
            };
            leave(console, &registration.pinned(&draft.tenant), &departure);
        }
        _ => sign_in(console),
    }
}

/// Whether the tokens of `keeper` suffice for writing, so that nobody need sign in again.
pub(super) fn may_write(keeper: &BrowserKeeper) -> bool {
    let granted = keeper.scopes();
    let needed = SCOPES_TO_WRITE
        .iter()
        .filter(|scope| **scope != "offline_access");
    needed
        .into_iter()
        .all(|scope| granted.iter().any(|one| one == scope))
}

fn storage_forbidden(console: Console) {
    let message = Message::new(Key::SignInStorageForbidden);
    console.go(Stage::Start(Some(Trouble::new(message))));
}

fn leave(console: Console, registration: &Registration, departure: &Departure<'_>) {
    let scopes: &[&str] = match departure.purpose {
        Purpose::Look => &SCOPES_TO_LOOK,
        Purpose::Write => &SCOPES_TO_WRITE,
    };
    let purpose = departure.purpose;
    let now = BrowserClock.now();
    let flow = Flow::begin(registration, purpose, scopes, &BrowserEntropy, now);
    let (prompt, hint) = (departure.prompt, departure.hint);
    let address = signin::authorize_url(&flow, registration, prompt, hint, departure.challenge);
    let address = match address {
        Ok(address) => address,
        Err(error) => return console.go(Stage::Start(Some(Trouble::of_sign_in(&error)))),
    };
    // EXPOSE: the flow must survive the redirect; why it may lie in session storage stands in `signin::flow`.
    if session::put(Place::Flow, flow.stored().expose()) {
        document::guard(false);
        address::leave_for(&address);
    } else {
        storage_forbidden(console);
    }
}

/// Redeems what Entra sent the browser back with, and says what the person signed in for.
pub(super) async fn redeem(
    console: Console,
    callback: Callback,
) -> Result<(BrowserKeeper, Purpose), SignInError> {
    let registration = registration(console)?;
    let stored = session::take(Place::Flow);
    // EXPOSE: the flow is read back; it was taken out of the storage just now.
    let flow = stored
        .map(|text| Flow::restore(text.expose()))
        .transpose()?;
    let code = signin::accept(callback, flow.as_ref(), BrowserClock.now())?;
    let flow = flow.ok_or(SignInError::NoFlow)?;
    let clock = TellingClock(console);
    let keeper = Keeper::redeem(code, &flow, registration, Fetch, clock).await?;
    Ok((keeper, flow.purpose()))
}

/// Forgets everything and leaves for Entra's own sign-out. Where leaving would lose something, the browser asks first.
pub(crate) fn sign_out(console: Console) {
    Draft::forget();
    invited::forget();
    match registration(console) {
        Ok(registration) => address::leave_for(&signin::logout_url(&registration)),
        Err(error) => console.go(Stage::Start(Some(Trouble::of_sign_in(&error)))),
    }
}
