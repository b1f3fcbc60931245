//! One run from its beginning to its undoing, and everything that must hold on the way.

use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Key;
use base::Timestamp;
use graph::GraphError;
use journeys::Done;
use journeys::Errand;
use journeys::Interruption;
use journeys::Loss;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Names;
use journeys::Person;
use journeys::Story;
use journeys::Trouble;
use journeys::assert_intents_come_first;
use journeys::differences;
use journeys::duplicates;
use journeys::restorable;
use journeys::untruths;
use provision::Stop;
use serde_json::Value;
use tenant::directory::Change;
use tenant::faults::Fault;
use tenant::faults::OthersChange;
use tenant::rows::Application;

use crate::baseline;
use crate::drawn::Act;
use crate::drawn::Drawn;

/// How often a fault that only a new sign-in answers may strike during one errand: oftener, and nothing would get done.
const SIGN_INS: usize = 2;

/// What is newly known everywhere after this long, with any fault that passes.
const KNOWN_EVERYWHERE: Duration = Duration::from_secs(60);

/// One seed in so many is held to Microsoft's schemas, which takes a third of the time.
const JUDGED: u64 = 10;

/// What a run met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Met {
    /// Whether the tab was closed in the middle.
    pub(crate) closed: bool,
    /// How many times the person had to do something about a trouble.
    pub(crate) troubles: usize,
    /// Whether a fault blocked it, and a visit before that was lifted.
    pub(crate) blocked: bool,
    /// How many requests there were.
    requests: usize,
    /// When it was over.
    end: Timestamp,
}

struct Tale<'a> {
    drawn: &'a Drawn,
    microsoft: Rc<Microsoft>,
    story: Story<'static>,
    /// What the ids of the beginning are called.
    names: Names,
    /// How many applications lay in the recycle bin.
    deleted: usize,
    /// Whether the tab was closed in the middle.
    closed: Cell<bool>,
    /// How many times the person had to do something about a trouble.
    troubles: Cell<usize>,
    /// The causes of the troubles of this errand.
    struck: RefCell<Vec<Fault>>,
    /// By which fault the last visit of this errand ended blocked, and how many writes had been carried out by then.
    blocked: Cell<Option<(Fault, usize)>>,
    /// Whether a visit after such a one ended blocked too.
    stayed_blocked: Cell<bool>,
    /// Whether the network was lost already.
    network_lost: Cell<bool>,
    /// What must not have happened and did, in the midst of an errand.
    wrong: RefCell<Vec<String>>,
}

/// Plays the run that was drawn.
pub(crate) fn tell(drawn: &Drawn) -> Result<Met, String> {
    let microsoft = Microsoft::begin(drawn.way.world(), drawn.seed, &drawn.faults);
    if !drawn.seed.is_multiple_of(JUDGED) {
        microsoft.trust();
    }
    let tale = Tale {
        drawn,
        story: Story::begin(&microsoft, Person::named("global.admin")),
        names: Names::of(&microsoft),
        deleted: microsoft.rows().deleted.len(),
        microsoft,
        closed: Cell::default(),
        troubles: Cell::default(),
        struck: RefCell::default(),
        blocked: Cell::default(),
        network_lost: Cell::default(),
        stayed_blocked: Cell::default(),
        wrong: RefCell::default(),
    };
    tale.set_up()?;
    tale.set_up_again()?;
    tale.undo()?;
    assert_intents_come_first(&tale.microsoft);
    let requests = tale.microsoft.happenings().len();
    Ok(Met {
        closed: tale.closed.get(),
        troubles: tale.troubles.get(),
        blocked: tale.stayed_blocked.get(),
        requests,
        end: tale.microsoft.clock().now(),
    })
}

impl Tale<'_> {
    /// Sets up, and once more where that was drawn: the rows are those of a run with nothing in its way.
    fn set_up(&self) -> Result<(), String> {
        let way = self.drawn.way;
        let first = Errand::SetUp(way.first(&self.microsoft));
        self.play(Some(Act::First), &first)?;
        if way.twice {
            let history = self.story.history();
            let (_, first) = history.last_wish().ok_or("no first run")?;
            self.play(Some(Act::Second), &Errand::SetUp(way.second(first)))?;
        }
        self.lift_what_blocks();
        let end = tenant::canonical_without_others(&self.microsoft.tenant());
        self.same(&baseline::of(way).end, end, "set up")?;
        self.nothing_lost_and_nothing_twice()?;
        let deleted = self.microsoft.rows().deleted.len();
        must(deleted == self.deleted, "something was made and deleted")
    }

    /// The same once more: nothing is left to do. From a copy that lags further than those which were read back a plan may be
    /// made all the same; then what it sends is refused.
    fn set_up_again(&self) -> Result<(), String> {
        let before = (self.written(), self.microsoft.carried_out());
        let history = self.story.history();
        let (_, last) = history.last_wish().ok_or("no finished run")?;
        self.play(None, &Errand::SetUp(last.clone()))?;
        let after = (self.written(), self.microsoft.carried_out());
        let mut faults = self.drawn.faults.iter();
        let lags = faults.any(|fault| matches!(fault, Fault::Lag | Fault::StaleReads));
        let is_same = after == before || (lags && after.1 == before.1);
        must(is_same, "written when it was done already")
    }

    /// Undoes all runs: the rows are those of before, but for what others did since.
    fn undo(&self) -> Result<(), String> {
        self.add_what_was_lifted();
        let errand = Errand::Undo(self.story.first_run());
        self.play(Some(Act::Undo), &errand)?;
        self.lift_what_blocks();
        self.nothing_lost_and_nothing_twice()?;
        let deleted = self.microsoft.rows().deleted.len() - self.deleted;
        must(deleted <= 1, "more than one was made and deleted")?;
        if self.drawn.way.is_new() {
            self.take_what_others_need_away(deleted == 1)?;
        }
        let now = tenant::canonical_without_others(&self.microsoft.tenant());
        let start = &baseline::of(self.drawn.way).start;
        self.same(start, restorable(now), "undone")
    }

    /// An application that a run made stays where others put something on it: then nothing of ours is left on it but the
    /// label. To compare with before, it is deleted here.
    fn take_what_others_need_away(&self, deleted: bool) -> Result<(), String> {
        let rows = self.microsoft.rows();
        let changed = self.microsoft.tenant().others_changes().to_vec();
        let is_made =
            |row: &&Application| changed.iter().any(|change| *change.application() == row.id);
        let Some(row) = rows.applications.iter().find(is_made) else {
            return must(deleted, "it is still there, though nobody needs it");
        };
        must(!deleted, "one was deleted beside it")?;
        let without = tenant::canonical_without_others(&self.microsoft.tenant());
        let applications = without["applications"].as_array().into_iter().flatten();
        let key = row.unique_name.as_deref().unwrap_or_default();
        let mut ours = applications.filter(|one| one["uniqueName"] == key);
        let left = ours.next().ok_or("not in the canonical form")?;
        let empty = |name: &str| left[name].as_array().is_none_or(Vec::is_empty);
        must(empty("keyCredentials"), "our certificate is left")?;
        must(empty("requiredResourceAccess"), "our declaration is left")?;
        let principal = rows.service_principal_by_app_id(&row.app_id);
        let held = principal.map_or(0, |one| rows.assignments_of(&one.id).count());
        let given = changed.iter().filter(|change| is_role(change)).count();
        must(held == given, "our role is left")?;
        let now = self.microsoft.clock().now();
        let delete = Change::DeleteApplication(row.id.clone(), now);
        self.microsoft.tenant().directory.write_everywhere(delete);
        Ok(())
    }

    fn nothing_lost_and_nothing_twice(&self) -> Result<(), String> {
        let lost = tenant::others_lost(&self.microsoft.tenant());
        must(lost.is_empty(), &format!("lost of others: {lost:?}"))?;
        let twice = duplicates(&self.microsoft.rows());
        must(twice.is_empty(), &format!("twice: {}", twice.join(", ")))
    }

    fn written(&self) -> usize {
        let writes = self.microsoft.recorded_writes();
        writes.iter().filter(|write| write.status != 0).count()
    }

    fn same(&self, expected: &Value, mut now: Value, case: &str) -> Result<(), String> {
        for change in self.microsoft.tenant().others_changes() {
            if let OthersChange::DisplayName { from, to, .. } = change {
                let principals = now["servicePrincipals"].as_array_mut();
                let named = principals.into_iter().flatten();
                // A service principal is made with the name that the application has by then.
                for principal in named.filter(|one| one["displayName"] == to.as_str()) {
                    principal["displayName"] = from.as_str().into();
                }
            }
        }
        let found = differences(expected, &self.names.call(now));
        must(found.is_empty(), &format!("{case}: {}", found.join(" | ")))
    }

    /// Goes about an errand until it is done, through all that was drawn.
    fn play(&self, act: Option<Act>, errand: &Errand) -> Result<Done, String> {
        self.struck.take();
        self.blocked.take();
        let interruption = self.interruption(act);
        let played = self
            .story
            .play(errand, interruption, |trouble| self.mend(trouble));
        let wrong = self.wrong.borrow();
        must(wrong.is_empty(), &wrong.join(", "))?;
        let done = played.map_err(|trouble| format!("{act:?}: {trouble}"))?;
        // Where the last write was carried out before the fault, and only its answer was lost, nothing is left to write.
        let blocked = self.blocked.take();
        let wrote = blocked.is_some_and(|(_, before)| self.microsoft.carried_out() != before);
        must(!wrote, &format!("done, though blocked: {blocked:?}"))?;
        let untrue = untruths(&self.microsoft, &self.story.history());
        must(untrue.is_empty(), &format!("untrue: {untrue:?}"))?;
        // With nobody else at work, what was approved once need not be approved again.
        let alone = self.drawn.faults.is_empty();
        must(!alone || done.approved_anew == 0, "approved anew")?;
        // Nobody takes anything away here.
        let gone = &done.told.gone;
        must(gone.is_empty(), &format!("gone of before: {gone:?}"))?;
        Ok(done)
    }

    fn interruption(&self, act: Option<Act>) -> Option<Interruption> {
        let (drawn, interruption) = self.drawn.interrupted?;
        (Some(drawn) == act).then_some(interruption)
    }

    /// What is done about a trouble: it must have a cause among the faults that were drawn, and the journal must be
    /// truthful; a fault that blocks is lifted.
    fn mend(&self, trouble: Option<&Trouble>) -> Mended {
        self.microsoft.clock().jump(self.drawn.pause);
        let Some(trouble) = trouble else {
            self.closed.set(true);
            return Mended::Yes;
        };
        self.troubles.set(self.troubles.get() + 1);
        if let Trouble::Stopped(_) = trouble {
            let untrue = untruths(&self.microsoft, &self.story.history());
            self.wrong.borrow_mut().extend(untrue);
        }
        if self.lost_network(trouble) {
            return Mended::Yes;
        }
        let Some(cause) = self.cause(trouble) else {
            return Mended::No;
        };
        let wrong = self.blocked_wrongly(cause, trouble);
        self.wrong.borrow_mut().extend(wrong);
        self.struck.borrow_mut().push(cause);
        let times = self
            .struck
            .borrow()
            .iter()
            .filter(|one| **one == cause)
            .count();
        // Reading back once more would take longer than it proves.
        let is_read_back = matches!(trouble, Trouble::NotDone(_));
        if times >= SIGN_INS || (cause.blocks() && is_read_back) {
            self.blocked.set(None);
            self.lift(cause);
        }
        Mended::Yes
    }

    /// What is wrong about a visit that ended in `trouble` by a fault that blocks: it must have ended blocked, and the visits
    /// after the first such one, until the fault is lifted, must have changed nothing.
    fn blocked_wrongly(&self, cause: Fault, trouble: &Trouble) -> Option<String> {
        if !cause.blocks() {
            return None;
        }
        let done = self.microsoft.carried_out();
        let before = self.blocked.replace(Some((cause, done)));
        let is_the_same = before.filter(|(fault, _)| *fault == cause);
        self.stayed_blocked
            .set(self.stayed_blocked.get() || is_the_same.is_some());
        let changed = is_the_same.is_some_and(|(_, before)| before != done)
            && !(cause == Fault::RoleWithdrawn && self.is_owner());
        let wrong = match (trouble.is_blocked(), changed) {
            (false, _) => "did not end blocked",
            (true, true) => "changed something though blocked",
            (true, false) => return None,
        };
        Some(format!("{}: {wrong}: {trouble}", cause.name()))
    }

    /// Whether this comes of the network that was lost, once, as was drawn. It is back on the next visit.
    fn lost_network(&self, trouble: &Trouble) -> bool {
        let drawn = self.drawn.interrupted.map(|(_, it)| it.loses);
        drawn == Some(Loss::Network) && trouble.is_of_network() && !self.network_lost.replace(true)
    }

    /// Whether a colleague made the person an owner, who may write the application without any role.
    fn is_owner(&self) -> bool {
        let history = self.story.history();
        let mut runs = history.runs.iter().filter_map(|run| run.beginning());
        let person = runs.find_map(|run| run.by.cloned());
        let tenant = self.microsoft.tenant();
        tenant.others_changes().iter().any(|change| match change {
            OthersChange::Owner { owner, .. } => Some(owner) == person.as_ref(),
            _ => false,
        })
    }

    /// Which of the faults that were drawn can be the cause of this.
    fn cause(&self, trouble: &Trouble) -> Option<Fault> {
        // A step of a batch is struck so often only where answers to the batch are lost in between.
        let lossy = [Fault::LostAfter, Fault::LostBefore, Fault::GatewayTimeout];
        if matches!(trouble, Trouble::Reading(error) if error.is_fault())
            && !lossy.iter().any(|loss| self.drawn.faults.contains(loss))
        {
            return None;
        }
        let possible = causes(trouble).iter();
        possible
            .copied()
            .find(|cause| self.drawn.faults.contains(cause))
    }

    fn lift(&self, fault: Fault) {
        self.microsoft.tenant().lift(fault);
        self.microsoft.clock().jump(KNOWN_EVERYWHERE);
    }

    /// Lifts what blocks, whether it was met or not, so that the rows can be compared.
    fn lift_what_blocks(&self) {
        let blocking = self.drawn.faults.iter().filter(|fault| fault.blocks());
        blocking.for_each(|fault| self.lift(*fault));
    }

    /// Switches on again what was lifted.
    fn add_what_was_lifted(&self) {
        for fault in &self.drawn.faults {
            self.microsoft.tenant().add_fault(*fault);
        }
    }
}

fn is_role(change: &OthersChange) -> bool {
    matches!(change, OthersChange::Role { .. })
}

fn must(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(otherwise.to_owned())
    }
}

/// The faults of which each can be the cause of a trouble. All others pass by themselves, and may end no visit.
fn causes(trouble: &Trouble) -> &'static [Fault] {
    if trouble.challenge().is_some() {
        return &[Fault::ClaimsChallenge];
    }
    match trouble {
        Trouble::SignIn(_) => &[Fault::RoleWithdrawn],
        // The first sign-in, to look, brings nothing to renew its token with.
        Trouble::Reading(GraphError::SignInAgain { .. }) => {
            &[Fault::SignInRevoked, Fault::TokenExpired]
        }
        Trouble::Reading(error) if error.refusal().is_some_and(|it| it.status == 403) => {
            &[Fault::RoleWithdrawn]
        }
        // To the tenant, a request of a batch whose answer is lost got through, so that it may be struck once more.
        Trouble::Reading(error) if error.is_throttled() => &[Fault::BatchThrottle],
        Trouble::Reading(error) if error.is_fault() => &[Fault::Unavailable, Fault::GatewayTimeout],
        Trouble::Blocked(step) if step.0 == "service-principal" => {
            &[Fault::ServicePrincipalDisabled]
        }
        Trouble::Stopped(stop) => causes_of_stop(stop),
        Trouble::NotDone(plan) if plan.clone().approve().is_err() => {
            &[Fault::ServicePrincipalDisabled]
        }
        // Another name was given to the application since.
        Trouble::NotDone(_) => &[Fault::ConcurrentChange],
        Trouble::Reading(_) | Trouble::Blocked(_) => &[],
    }
}

fn causes_of_stop(stop: &Stop) -> &'static [Fault] {
    let status = stop.problem.parameters.get("status");
    let is = |wanted: u16| status.is_some_and(|status| *status == wanted.to_string());
    match stop.problem.key {
        Key::StoppedSignIn => &[Fault::SignInRevoked],
        Key::StoppedChangedSince => &[Fault::ConcurrentChange],
        // Made by a request whose answer was lost, or seen, but disabled by then.
        Key::StoppedDisabled => &[Fault::ServicePrincipalDisabled],
        _ if is(403) => &[Fault::RoleWithdrawn],
        _ => &[],
    }
}
