//! The page without its looks: a verb for each stage, with the calls and in the order of the console's `road`.

use std::cell::RefCell;
use std::rc::Rc;

use base::Clock;
use base::Entropy;
use base::KeyId;
use base::Secret;
use base::TenantId;
use graph::Graph;
use graph::GraphError;
use handoff::HandOver;
use provision::Approved;
use provision::Desired;
use provision::Event;
use provision::History;
use provision::Journal;
use provision::Observed;
use provision::Plan;
use provision::Purpose as RunPurpose;
use provision::Run;
use provision::RunId;
use provision::Verified;
use signin::Callback;
use signin::Flow;
use signin::Keeper;
use signin::Prompt;
use signin::Purpose;
use signin::Registration;
use signin::Settings;
use signin::SignInError;
use survey::ApplicationChoice;
use survey::Facts;
use survey::Marks;
use survey::Wish;
use tenant::worlds::CONSOLE_APP_ID;
use url::Url;

use crate::Browser;
use crate::InProcess;
use crate::JumpingClock;
use crate::MemoryLedger;
use crate::Microsoft;
use crate::Person;
use crate::SeededEntropy;
use crate::Stuck;
use crate::Tab;
use crate::choices;

/// Where the page is served.
const ADDRESS: &str = "http://localhost:8080/";
const ORIGIN: &str = "http://localhost:8080";

/// The scopes of the page's two sign-ins.
const SCOPES_TO_LOOK: [&str; 2] = ["User.Read", "Application.Read.All"];
const SCOPES_TO_WRITE: [&str; 6] = [
    "User.Read",
    "Application.Read.All",
    "Policy.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "offline_access",
];

/// Tokens of one sign-in.
pub(crate) type PageKeeper = Keeper<InProcess, Rc<JumpingClock>>;
/// Graph as the page asks it.
pub(crate) type PageGraph = Graph<InProcess, Rc<PageKeeper>, Rc<JumpingClock>>;

/// One tab with the page in it.
pub struct Page {
    /// The person's browser.
    pub browser: Rc<Browser>,
    /// Where the journal is kept.
    pub ledger: Rc<MemoryLedger>,
    /// By what our applications are recognised.
    pub marks: Marks,
    clock: Rc<JumpingClock>,
    entropy: Rc<SeededEntropy>,
    transport: InProcess,
    /// The tab's session storage, as far as sign-in uses it.
    pending: RefCell<Option<Secret<String>>>,
}

/// Somebody who is signed in.
pub struct SignedIn {
    /// Holds the tokens.
    pub keeper: Rc<PageKeeper>,
    /// Asks Graph with them.
    pub graph: PageGraph,
}

/// A wish with its plan.
pub struct Planned {
    /// The wish, with the key of its application.
    pub wish: Wish,
    /// What it amounts to.
    pub desired: Desired,
    /// What the plan was made from.
    pub observed: Observed,
    /// The plan.
    pub plan: Plan,
}

/// Why nobody is signed in.
#[derive(Debug, PartialEq)]
pub enum NotSignedIn {
    /// The page itself says why.
    Refused(SignInError),
    /// Entra shows a page that leads nowhere.
    Stuck(Stuck),
}

impl From<SignInError> for NotSignedIn {
    fn from(error: SignInError) -> Self {
        Self::Refused(error)
    }
}

impl Page {
    /// Opens the page in a fresh browser.
    pub fn open(microsoft: &Rc<Microsoft>, seed: u64) -> Self {
        let browser = Rc::new(Browser::new(microsoft));
        let ledger = Rc::new(MemoryLedger::new(microsoft));
        Self::open_in(microsoft, browser, ledger, seed)
    }

    /// Opens the page in another tab of a browser that was used before: its cookies and the journal are still there.
    pub fn open_in(
        microsoft: &Rc<Microsoft>,
        browser: Rc<Browser>,
        ledger: Rc<MemoryLedger>,
        seed: u64,
    ) -> Self {
        Self {
            browser,
            ledger,
            marks: Marks {
                unique_name: "mytimetable-calendar-push".to_owned(),
                tag: "mytimetable-setup-console".to_owned(),
                display_name: choices::NAME.to_owned(),
            },
            clock: microsoft.clock(),
            entropy: Rc::new(SeededEntropy::new("page", seed)),
            transport: InProcess::new(microsoft, ORIGIN),
            pending: RefCell::default(),
        }
    }

    /// The tab that the page is in.
    pub fn tab(&self) -> &Tab {
        self.transport.tab()
    }

    /// The first sign-in, to look.
    pub fn sign_in(&self, person: &Person<'_>) -> Result<SignedIn, NotSignedIn> {
        pollster::block_on(self.signing_in(person, None))
    }

    /// The second sign-in, to write.
    pub fn sign_in_to_write(
        &self,
        signed_in: &SignedIn,
        person: &Person<'_>,
    ) -> Result<SignedIn, NotSignedIn> {
        pollster::block_on(self.signing_in_to_write(signed_in, person, None))
    }

    /// The first sign-in, under way. `challenge` is what Graph demanded of it, if it did.
    pub async fn signing_in(
        &self,
        person: &Person<'_>,
        challenge: Option<&str>,
    ) -> Result<SignedIn, NotSignedIn> {
        let registration = registration()?;
        let flow = self.begin(&registration, Purpose::Look, &SCOPES_TO_LOOK);
        let prompt = Prompt::SelectAccount;
        let address = signin::authorize_url(&flow, &registration, prompt, None, challenge)?;
        self.leave_and_return(&address, person).await
    }

    /// The only sign-in of a later visit, to write at once in the tenant of before.
    pub async fn signing_in_to_go_on(
        &self,
        tenant: &TenantId,
        person: &Person<'_>,
        challenge: Option<&str>,
    ) -> Result<SignedIn, NotSignedIn> {
        let registration = registration()?.pinned(tenant);
        let flow = self.begin(&registration, Purpose::Write, &SCOPES_TO_WRITE);
        let prompt = Prompt::SelectAccount;
        let address = signin::authorize_url(&flow, &registration, prompt, None, challenge)?;
        self.leave_and_return(&address, person).await
    }

    /// The second sign-in, under way.
    pub async fn signing_in_to_write(
        &self,
        signed_in: &SignedIn,
        person: &Person<'_>,
        challenge: Option<&str>,
    ) -> Result<SignedIn, NotSignedIn> {
        let registration = signed_in.keeper.registration();
        let account = signed_in.keeper.account();
        let flow = self.begin(registration, Purpose::Write, &SCOPES_TO_WRITE);
        let hint = Some(account.username.as_str());
        let prompt = Prompt::WhereNeeded;
        let address = signin::authorize_url(&flow, registration, prompt, hint, challenge)?;
        self.leave_and_return(&address, person).await
    }

    fn begin(&self, registration: &Registration, purpose: Purpose, scopes: &[&str]) -> Flow {
        let flow = Flow::begin(
            registration,
            purpose,
            scopes,
            &self.entropy,
            self.clock.now(),
        );
        self.pending.replace(Some(flow.stored()));
        flow
    }

    /// Leaves the page for Entra; comes back to a page that knows only its address and its session storage.
    async fn leave_and_return(
        &self,
        address: &Url,
        person: &Person<'_>,
    ) -> Result<SignedIn, NotSignedIn> {
        let here = self
            .browser
            .follow(address, person)
            .map_err(NotSignedIn::Stuck)?;
        assert_eq!(
            signin::cleaned(&here).as_str(),
            ADDRESS,
            "where Entra sends people"
        );
        let callback = Callback::read(&here).expect("an answer");
        let stored = self.pending.take();
        // EXPOSE: the flow is read back; it was taken out of the storage just now.
        let flow = stored
            .map(|text| Flow::restore(text.expose()))
            .transpose()?;
        let code = signin::accept(callback, flow.as_ref(), self.clock.now())?;
        let flow = flow.ok_or(SignInError::NoFlow)?;
        let redeeming = Keeper::redeem(
            code,
            &flow,
            registration()?,
            self.transport.clone(),
            Rc::clone(&self.clock),
        );
        let keeper = Rc::new(redeeming.await?);
        let graph = Graph::new(
            crate::microsoft::GRAPH,
            self.transport.clone(),
            Rc::clone(&keeper),
            Rc::clone(&self.clock),
            Rc::clone(&self.entropy),
        );
        Ok(SignedIn { keeper, graph })
    }

    /// Looks at the tenant.
    pub fn look(&self, signed_in: &SignedIn) -> Result<Facts, GraphError> {
        pollster::block_on(survey::look(&signed_in.graph, &self.marks))
    }

    /// Observes and plans.
    pub fn plan(&self, signed_in: &SignedIn, desired: &Desired) -> Result<Plan, GraphError> {
        let observed = self.observe(signed_in, &desired.application)?;
        Ok(provision::plan(desired, &observed))
    }

    /// Observes and plans a wish. A new application beside others gets its key from here on, so that a second run finds
    /// what the first one made.
    ///
    /// # Panics
    ///
    /// Where the wish is not one that the form lets through.
    pub async fn planning(
        &self,
        signed_in: &SignedIn,
        mut wish: Wish,
    ) -> Result<Planned, GraphError> {
        let desired = Desired::new(&wish.choice, &self.marks, wish.made.as_ref());
        let mut desired = desired.expect("a choice that is right");
        let which = &desired.application;
        let observed = provision::observe(&signed_in.graph, &self.marks, which).await?;
        if let ApplicationChoice::Beside { unique_name } = &mut wish.choice.application {
            unique_name.get_or_insert(observed.free_unique_name.clone());
            desired.application = wish.choice.application.clone();
        }
        let plan = provision::plan(&desired, &observed);
        Ok(Planned {
            wish,
            desired,
            observed,
            plan,
        })
    }

    /// Observes the application that `which` names, and what is around it, as before undoing.
    pub fn observe(
        &self,
        signed_in: &SignedIn,
        which: &ApplicationChoice,
    ) -> Result<Observed, GraphError> {
        let observe = provision::observe_to_undo(&signed_in.graph, &self.marks, which);
        pollster::block_on(observe)
    }

    /// Approves a plan and carries it out.
    ///
    /// # Panics
    ///
    /// Where the plan cannot be approved.
    pub fn approve_and_apply(
        &self,
        signed_in: &SignedIn,
        plan: &Plan,
        tell: impl Fn(Event),
    ) -> Journal {
        let approved = plan.clone().approve().expect("no step is blocked");
        let run = self.run(signed_in, RunPurpose::SetUp { wish: any_wish() }, None);
        pollster::block_on(self.apply(signed_in, approved, run, tell))
    }

    /// A run that is about to begin.
    pub fn run(&self, signed_in: &SignedIn, purpose: RunPurpose, resumes: Option<RunId>) -> Run {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        let history = History::of(self.ledger.entries());
        Run {
            id: RunId(KeyId::from_random(bytes).to_string()),
            tenant: signed_in.keeper.account().tenant,
            purpose,
            resumes,
            by: Some(signed_in.keeper.account().user),
            announced: provision::announced_keys(&history),
            found: None,
        }
    }

    /// Carries out what was approved.
    pub async fn apply(
        &self,
        signed_in: &SignedIn,
        approved: Approved,
        run: Run,
        tell: impl Fn(Event),
    ) -> Journal {
        provision::apply(approved, run, &signed_in.graph, &*self.ledger, tell).await
    }

    /// Reads everything back.
    pub fn verify(&self, signed_in: &SignedIn, desired: &Desired) -> Result<Verified, GraphError> {
        let history = History::of(self.ledger.entries());
        let verifying = provision::verify(&signed_in.graph, desired, &history, |_| {});
        pollster::block_on(verifying)
    }

    /// What is handed over.
    pub fn hand_over(
        &self,
        facts: &Facts,
        desired: &Desired,
        observed: &Observed,
    ) -> Option<HandOver> {
        HandOver::new(facts, observed, desired.thumbprint())
    }
}

/// What `config.json` says, for this address.
fn registration() -> Result<Registration, SignInError> {
    let settings = Settings {
        tenant: Some("organizations".to_owned()),
        client_id: Some(CONSOLE_APP_ID.to_owned()),
        cloud: Some("worldwide".to_owned()),
        ..Settings::default()
    };
    let (authority, client_id) = settings.check().expect("settings that are right");
    Registration::new(authority, client_id, &ADDRESS.parse().expect("a constant"))
}

/// A wish for the journal of tests that do not go on with it.
fn any_wish() -> Wish {
    Wish {
        choice: choices::on_premises(),
        made: None,
    }
}
