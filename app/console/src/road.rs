//! The road from one stage to the next: what is asked of the lower crates, in which order.
//!
//! Nothing is decided here. Whatever fails leads to a stage that says so and what to do next.

mod carry_out;
mod entra;
pub(crate) mod keys;
mod leave;
mod past;
pub(crate) mod proof;
mod removal;
mod resume;
mod set_up;
mod undo;

use std::rc::Rc;

use base::Transport;
use graph::Graph;
use handoff::ImportedHistory;
use provision::RunId;
use signin::Callback;
use signin::Purpose;
use words::Text;

pub(crate) use self::carry_out::Stopped;
pub(crate) use self::carry_out::carry_out;
pub(crate) use self::entra::sign_in;
pub(crate) use self::entra::sign_in_and_go_on;
pub(crate) use self::entra::sign_in_to_write;
pub(crate) use self::entra::sign_out;
pub(crate) use self::past::forget_tenant;
pub(crate) use self::past::import_journal;
pub(crate) use self::resume::resume_with_keys;
pub(crate) use self::set_up::after_checks;
pub(crate) use self::set_up::plan;

use crate::browser::address;
use crate::browser::clock::BrowserClock;
use crate::browser::entropy::BrowserEntropy;
use crate::browser::fetch::Fetch;
use crate::config;
use crate::config::Config;
use crate::config::ConfigProblem;
use crate::console::Console;
use crate::draft::Draft;
use crate::invited;
use crate::stage::BrowserKeeper;
use crate::stage::Errand;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// Opens the page: reads the configuration, then goes on where the person comes from.
pub(crate) async fn open(console: Console) {
    let here = address::current();
    let callback = here.as_ref().and_then(Callback::read);
    let invitation = here.as_ref().filter(|_| callback.is_none());
    let invitation = invitation.map_or(Ok(()), invited::take);
    if let Some(here) = &here {
        // At once, before anything can fail: a code must not stay in the address, and a colleague's choice is read once.
        let clean = invited::cleaned(signin::cleaned(here));
        if clean != *here {
            address::replace(&clean);
        }
    }
    match load_config().await {
        Ok(config) => console.configure(config),
        Err(problems) => return console.go(Stage::Config(Rc::new(problems))),
    }
    match callback {
        None => {
            let unreadable = invitation.err();
            let trouble = unreadable.map(|error| Trouble::new(error.message()));
            console.go(Stage::Start(trouble));
        }
        Some(callback) => returned(console, callback).await,
    }
}

async fn load_config() -> Result<Config, Vec<ConfigProblem>> {
    let missing = |status: String| vec![ConfigProblem::Missing(status)];
    let here = address::current().ok_or_else(|| missing("no address".to_owned()))?;
    let place = here
        .join("config.json")
        .map_err(|problem| missing(problem.to_string()))?;
    let request = http::Request::get(place.as_str())
        .body(Vec::new())
        .map_err(|problem| missing(problem.to_string()))?;
    let response = Fetch
        .send(request)
        .await
        .map_err(|problem| missing(problem.to_string()))?;
    if !response.status().is_success() {
        return Err(missing(response.status().to_string()));
    }
    config::read(response.body())
}

/// Comes back from Entra.
async fn returned(console: Console, callback: Callback) {
    console.go(Stage::Working(Text::WorkingSignIn));
    match entra::redeem(console, callback).await {
        Ok((keeper, Purpose::Look)) => look(console, Rc::new(keeper), None, None).await,
        Ok((keeper, Purpose::Write)) => {
            let draft = Draft::peek();
            let tenant = &keeper.account().tenant;
            let imported = draft
                .as_ref()
                .and_then(|draft| past::imported_again(draft, tenant));
            look(console, Rc::new(keeper), draft, imported).await;
        }
        Err(error) => console.go(Stage::Start(Some(Trouble::of_sign_in(&error)))),
    }
}

/// Looks at the tenant, then goes on with what was begun for it, or asks whether it is the right tenant. The history that was
/// `imported` for it stays taken in.
async fn look(
    console: Console,
    keeper: Rc<BrowserKeeper>,
    draft: Option<Draft>,
    imported: Option<ImportedHistory>,
) {
    console.go(Stage::Working(Text::WorkingLook));
    let signed_in = match looked(console, keeper, imported).await {
        Some(Ok(signed_in)) => signed_in,
        Some(Err(trouble)) => return console.go(Stage::Start(Some(trouble))),
        None => return,
    };
    match draft {
        Some(draft) if draft.tenant == signed_in.facts.organization.id => {
            // Only now was it used: until here a failure must not lose it.
            Draft::forget();
            if draft.by == signed_in.facts.me.id {
                go_on(console, signed_in, draft.errand).await;
            } else {
                console.go(begun_by_another(signed_in, draft.errand));
            }
        }
        _ => console.go(Stage::Tenant(signed_in)),
    }
}

/// Where whoever signed in finds what another account of the tenant began: nothing goes on before they say so.
fn begun_by_another(signed_in: Rc<SignedIn>, errand: Errand) -> Stage {
    match errand {
        // The key pair that was made for it must not be lost.
        Errand::SetUp(wish) => Stage::Choose(signed_in, Some(wish)),
        Errand::Resume(_) | Errand::Undo(_) | Errand::RemoveCertificate { .. } | Errand::Leave => {
            Stage::Tenant(signed_in)
        }
    }
}

/// Looks at the tenant, and at what this browser's journal holds of it, beside the history that was `imported`; `None` where
/// there is no configuration.
async fn looked(
    console: Console,
    keeper: Rc<BrowserKeeper>,
    imported: Option<ImportedHistory>,
) -> Option<Result<Rc<SignedIn>, Trouble>> {
    let config = console.config()?;
    let root = config.authority.graph.as_str();
    let graph = Graph::new(
        root,
        Fetch,
        Rc::clone(&keeper),
        BrowserClock,
        BrowserEntropy,
    )
    .telling(move |wait| console.asked_to_wait(wait));
    let seen = async {
        let facts = survey::look(&graph, &config.marks).await?;
        let past = past::of(&graph, &config.marks, &facts.organization.id).await?;
        Ok((facts, past))
    };
    let (facts, mut past) = match seen.await {
        Ok(seen) => seen,
        Err(error) => return Some(Err(Trouble::of_graph(&error))),
    };
    past.imported = imported;
    Some(Ok(Rc::new(SignedIn {
        keeper,
        graph,
        facts,
        past,
    })))
}

/// Looks once more with the tokens that are there, and goes on with `run`, which stopped: the journal and the tenant have
/// changed since the page looked. Where that fails, it can be tried again.
pub(crate) async fn look_again_to_resume(console: Console, before: Rc<SignedIn>, run: RunId) {
    console.go(Stage::Working(Text::WorkingLook));
    // An undoing may be of what only that names.
    let imported = before.past.imported.clone();
    match looked(console, Rc::clone(&before.keeper), imported).await {
        // Whoever made its key pair in this very tab is not asked for it again.
        Some(Ok(signed_in)) => resume::resume_with_keys(console, signed_in, run).await,
        Some(Err(trouble)) => console.go(Stage::Trouble(before, Errand::Resume(run), trouble)),
        None => {}
    }
}

/// Looks once more with the tokens that are there. A journal that was taken in stays so.
pub(crate) async fn look_again(console: Console, signed_in: Rc<SignedIn>) {
    let imported = signed_in.past.imported.clone();
    look(console, Rc::clone(&signed_in.keeper), None, imported).await;
}

/// Sets out on an errand: with the tokens that are there if they suffice for writing, else by way of Entra.
pub(crate) async fn set_out(console: Console, signed_in: Rc<SignedIn>, errand: Errand) {
    if entra::may_write(&signed_in.keeper) {
        go_on(console, signed_in, errand).await;
    } else {
        entra::sign_in_to_write(console, &signed_in, errand, None);
    }
}

/// Goes on after the second sign-in.
pub(crate) async fn go_on(console: Console, signed_in: Rc<SignedIn>, errand: Errand) {
    // Nothing is chosen, made and approved that could not be carried out; there it is said why.
    if !signed_in.past.is_whole() {
        return console.go(Stage::Tenant(signed_in));
    }
    match errand {
        Errand::SetUp(wish) => set_up::check(console, signed_in, wish).await,
        Errand::Resume(run) => resume::resume(console, signed_in, run).await,
        Errand::Undo(run) => undo::plan(console, signed_in, run, None).await,
        Errand::RemoveCertificate {
            application,
            key_id,
        } => removal::plan(console, signed_in, application, key_id).await,
        Errand::Leave => leave::plan(console, signed_in, None).await,
    }
}
