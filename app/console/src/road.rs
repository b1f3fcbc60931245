//! The road from one stage to the next: what is asked of the lower crates, in which order.
//!
//! Nothing is decided here. Whatever fails leads to a stage that says so and what to do next.

mod entra;

use std::rc::Rc;

use base::Clock;
use base::Entropy;
use base::Key;
use base::KeyId;
use base::Message;
use base::Secret;
use base::Transport;
use graph::Graph;
use handoff::HandOver;
use keys::KeyError;
use keys::KeyRequest;
use provision::Approved;
use provision::Desired;
use provision::DesiredCertificate;
use provision::Event;
use provision::Journal;
use provision::RunId;
use provision::Seen;
use provision::What;
use signin::Callback;
use signin::Purpose;
use survey::CertificateChoice;
use survey::Choice;
use words::Text;

pub(crate) use self::entra::sign_in;
pub(crate) use self::entra::sign_in_and_go_on;
pub(crate) use self::entra::sign_in_to_write;
pub(crate) use self::entra::sign_out;

use crate::browser::address;
use crate::browser::clock::BrowserClock;
use crate::browser::describe;
use crate::browser::entropy::BrowserEntropy;
use crate::browser::fetch::Fetch;
use crate::browser::ledger::BrowserLedger;
use crate::browser::lock;
use crate::browser::lock::Lock;
use crate::browser::worker;
use crate::config;
use crate::config::Config;
use crate::config::ConfigProblem;
use crate::console::Console;
use crate::draft::Draft;
use crate::stage::BrowserKeeper;
use crate::stage::Planned;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;
use crate::stage::Wish;
use crate::stage::WithKeys;

/// Opens the page: reads the configuration, then goes on where the person comes from.
pub(crate) async fn open(console: Console) {
    let here = address::current();
    let callback = here.as_ref().and_then(Callback::read);
    if let (Some(here), Some(_)) = (&here, &callback) {
        // At once, before anything can fail: a code must not stay in the address.
        address::replace(&signin::cleaned(here));
    }
    match load_config().await {
        Ok(config) => console.configure(config),
        Err(problems) => return console.go(Stage::Config(Rc::new(problems))),
    }
    match callback {
        None => console.go(Stage::Start(None)),
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
        Ok((keeper, Purpose::Look)) => look(console, Rc::new(keeper), None).await,
        Ok((keeper, Purpose::Write)) => look(console, Rc::new(keeper), Draft::peek()).await,
        Err(error) => console.go(Stage::Start(Some(Trouble::of_sign_in(&error)))),
    }
}

/// Looks at the tenant, then goes on with what was wished for it, or asks whether it is the right tenant.
async fn look(console: Console, keeper: Rc<BrowserKeeper>, draft: Option<Draft>) {
    let Some(config) = console.config() else {
        return;
    };
    console.go(Stage::Working(Text::WorkingLook));
    let root = config.authority.graph.as_str();
    let graph = Graph::new(root, Fetch, Rc::clone(&keeper), BrowserClock)
        .telling(move |wait| console.asked_to_wait(wait));
    let facts = match survey::look(&graph, &config.marks).await {
        Ok(facts) => facts,
        Err(error) => return console.go(Stage::Start(Some(Trouble::of_graph(&error)))),
    };
    let unfinished = unfinished_run(&facts.organization.id).await;
    let signed_in = Rc::new(SignedIn {
        keeper,
        graph,
        facts,
        unfinished,
    });
    match draft {
        Some(draft) if draft.tenant == signed_in.facts.organization.id => {
            // Only now was it used: until here a failure must not lose it.
            Draft::forget();
            go_on(console, signed_in, draft.wish).await;
        }
        _ => console.go(Stage::Tenant(signed_in)),
    }
}

/// Looks once more with the tokens that are there.
pub(crate) async fn look_again(console: Console, signed_in: Rc<SignedIn>) {
    look(console, Rc::clone(&signed_in.keeper), None).await;
}

/// Goes on from the form: with the tokens that are there if they suffice for writing, else by way of Entra.
pub(crate) async fn chosen(console: Console, signed_in: Rc<SignedIn>, wish: Wish) {
    if entra::may_write(&signed_in.keeper) {
        go_on(console, signed_in, wish).await;
    } else {
        entra::sign_in_to_write(console, &signed_in, wish);
    }
}

/// When the last run of this browser in `tenant` began, if it never came to its end. A journal that cannot be read is
/// no obstacle to looking: it is needed for writing, and says so then.
async fn unfinished_run(tenant: &base::TenantId) -> Option<base::Timestamp> {
    let ledger = BrowserLedger::open().await.ok()?;
    let entries = ledger.entries(tenant).await.ok()?;
    let last = entries.last()?.run.clone();
    let run = Journal {
        entries: entries
            .into_iter()
            .filter(|entry| entry.run == last)
            .collect(),
    };
    let began = run
        .entries
        .first()
        .filter(|entry| matches!(entry.what, What::Began { .. }))?
        .at;
    (!run.is_finished()).then_some(began)
}

/// Goes on after the second sign-in: to the keys where a pair is to be made, else to the plan.
async fn go_on(console: Console, signed_in: Rc<SignedIn>, wish: Wish) {
    let making = matches!(wish.choice.certificate, CertificateChoice::Make { .. });
    console.makes_keys(making);
    if making && wish.made.is_none() {
        console.go(Stage::Keys(signed_in, wish.choice, None));
    } else {
        plan(console, signed_in, wish).await;
    }
}

/// Makes the key pair that was chosen, with `password` for its file.
pub(crate) async fn make_keys(
    choice: &Choice,
    password: Secret<String>,
) -> Result<keys::KeyFiles, KeyError> {
    let CertificateChoice::Make {
        organisation,
        country,
        common_name,
        bits,
        days,
    } = &choice.certificate
    else {
        return Err(KeyError::EncodingFailed);
    };
    let fields = keys::SubjectFields {
        organisation: organisation.clone(),
        country: country.clone(),
        common_name: common_name.clone(),
    };
    let request = KeyRequest {
        subject: keys::Subject::parse(&fields).map_err(|_| KeyError::EncodingFailed)?,
        size: keys::KeySize::from_bits(*bits)?,
        lifetime: keys::Lifetime::from_days(*days)?,
        now: BrowserClock.now(),
        password,
    };
    worker::make(&request).await
}

/// Observes and plans.
pub(crate) async fn plan(console: Console, signed_in: Rc<SignedIn>, wish: Wish) {
    let Some(config) = console.config() else {
        return;
    };
    console.go(Stage::Working(Text::WorkingPlan));
    let Ok(desired) = Desired::new(&wish.choice, &config.marks, wish.made.as_ref()) else {
        // The form was checked before; a draft that no longer fits is chosen anew.
        return console.go(Stage::Choose(signed_in, Some(wish)));
    };
    match provision::observe(&signed_in.graph, &desired.marks).await {
        Ok(observed) => {
            let plan = provision::plan(&desired, &observed);
            console.go(Stage::Plan(Rc::new(Planned {
                signed_in,
                wish,
                desired,
                plan,
            })));
        }
        Err(error) => console.go(Stage::Trouble(signed_in, wish, Trouble::of_graph(&error))),
    }
}

/// Carries an approved plan out, reads everything back, and goes to the hand-over. What stops it is returned, and the
/// page stays where it is.
pub(crate) async fn carry_out(
    console: Console,
    planned: &Planned,
    approved: Approved,
    tell: impl Fn(Event),
    verifying: impl Fn(Seen),
) -> Result<(), Trouble> {
    let signed_in = &planned.signed_in;
    let ledger = BrowserLedger::open()
        .await
        .map_err(|error| Trouble::new(Message::new(Key::StoppedLedger).with("reason", error.0)))?;
    let tenant = signed_in.facts.organization.id.clone();
    let _lock = lock_for(&tenant).await?;
    let journal =
        provision::apply(approved, tenant, new_run(), &signed_in.graph, &ledger, tell).await;
    if let Some(stop) = journal.stop() {
        return Err(Trouble::of_stop(stop));
    }
    let verified = provision::verify(&signed_in.graph, &planned.desired, verifying).await;
    let (observed, plan) = verified.map_err(|error| Trouble::of_graph(&error))?;
    let meant = match &planned.desired.certificate {
        DesiredCertificate::Add(certificate) => certificate.thumbprint,
        DesiredCertificate::Keep(thumbprint) => *thumbprint,
    };
    match HandOver::new(&signed_in.facts, &observed, meant) {
        Some(hand_over) if plan.is_kept() => {
            let with_keys = if planned.wish.made.is_some() {
                WithKeys::Yes
            } else {
                WithKeys::No
            };
            console.go(Stage::HandOver(
                Rc::clone(signed_in),
                Rc::new(hand_over),
                with_keys,
            ));
            Ok(())
        }
        _ => Err(Trouble::new(Message::new(Key::StoppedNotKept))),
    }
}

/// Takes the tenant's lock, which lasts until what it returns is dropped. A browser without locks is too old for much else
/// of this page, too; there, nothing is written.
async fn lock_for(tenant: &base::TenantId) -> Result<Lock, Trouble> {
    match lock::take(&format!("carry-out-{tenant}")).await {
        Ok(Some(lock)) => Ok(lock),
        Ok(None) => Err(Trouble::new(Message::new(Key::StoppedOtherTab))),
        Err(problem) => Err(Trouble::new(
            Message::new(Key::StoppedLedger).with("reason", describe(&problem)),
        )),
    }
}

fn new_run() -> RunId {
    let mut bytes = [0; 16];
    BrowserEntropy.fill(&mut bytes);
    RunId(KeyId::from_random(bytes).to_string())
}
