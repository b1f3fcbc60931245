//! What this browser's journal holds of a tenant, and what can be done with it besides going on.

use std::rc::Rc;

use base::Key;
use base::Message;
use base::TenantId;
use graph::GraphError;
use handoff::ImportedHistory;
use provision::History;
use provision::Since;
use survey::Marks;

use super::carry_out::lock_for;
use crate::browser::ledger::BrowserLedger;
use crate::browser::lock;
use crate::console::Console;
use crate::draft::Draft;
use crate::stage::BrowserGraph;
use crate::stage::Errand;
use crate::stage::Past;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// The name of the lock that whoever carries out a plan for `tenant` holds.
pub(super) fn lock_name(tenant: &TenantId) -> String {
    format!("carry-out-{tenant}")
}

/// Reads the journal of `tenant`, and looks whether what it says was done still stands. A journal that cannot be read is
/// no obstacle to looking: it is needed for writing, and says so then.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be observed.
pub(super) async fn of(
    graph: &BrowserGraph,
    marks: &Marks,
    tenant: &TenantId,
) -> Result<Past, GraphError> {
    let history = match BrowserLedger::open().await {
        Ok(ledger) => ledger.history(tenant).await,
        Err(error) => Err(error.into()),
    };
    let (history, unreadable) = match history {
        Ok(history) => (history, None),
        Err(unreadable) => (History::default(), Some(unreadable)),
    };
    // Nobody holds it: not carried out. A browser without locks cannot carry anything out either.
    let under_way = matches!(lock::is_held(&lock_name(tenant)).await, Ok(true));
    let since = if under_way {
        Since::default()
    } else {
        provision::look_since(graph, &history, marks).await?
    };
    Ok(Past {
        history,
        unreadable,
        under_way,
        drift: since.drift,
        added: since.added,
        imported: None,
    })
}

/// Forgets what this browser's journal holds of the tenant. Nothing in the tenant changes. Where a plan is being carried out
/// for the tenant, its journal stays: what it writes down is needed to go on with it or to undo it.
pub(crate) async fn forget_tenant(console: Console, signed_in: Rc<SignedIn>) {
    let tenant = signed_in.facts.organization.id.clone();
    match forget(&tenant).await {
        // What was taken in from a file is forgotten with it.
        Ok(()) => super::look(console, Rc::clone(&signed_in.keeper), None, None).await,
        Err(trouble) => console.go(Stage::Start(Some(trouble))),
    }
}

/// Forgets under the tenant's lock, which is free again when this returns.
async fn forget(tenant: &TenantId) -> Result<(), Trouble> {
    let _lock = lock_for(tenant).await?;
    let forgotten = match BrowserLedger::open().await {
        Ok(ledger) => ledger.forget(tenant).await,
        Err(error) => Err(error),
    };
    forgotten.map_err(|error| Trouble::new(error.message(Key::StoppedLedger)))
}

/// The file of the journal that was taken in, where `errand` is to undo a run that only it names, or to go on with what may
/// be such an undoing: it has to survive the sign-in.
pub(super) fn imported_for(signed_in: &SignedIn, errand: &Errand) -> Option<String> {
    let history = &signed_in.past.history;
    let is_needed = match errand {
        Errand::Undo(first) => !history.holds(first),
        Errand::Resume(run) => history.may_need_claimed(run),
        Errand::SetUp(_) | Errand::RemoveCertificate { .. } | Errand::Leave => false,
    };
    let imported = signed_in.past.imported.as_ref().filter(|_| is_needed)?;
    let tenant = &signed_in.facts.organization.id;
    Some(handoff::journal_file(tenant, imported.claimed()))
}

/// The journal that was taken in before the sign-in that `draft` outlasted. It was read then: what is not read now is of
/// another tenant, and so is the draft.
pub(super) fn imported_again(draft: &Draft, tenant: &TenantId) -> Option<ImportedHistory> {
    let file = draft.imported.as_deref()?;
    handoff::read_journal_file(file.as_bytes(), tenant).ok()
}

/// Takes a journal from another computer in, as a claim: it is shown, and what it says is observed anew.
pub(crate) fn import_journal(
    console: Console,
    signed_in: &SignedIn,
    file: &[u8],
) -> Result<(), Message> {
    let tenant = &signed_in.facts.organization.id;
    let imported = handoff::read_journal_file(file, tenant).map_err(|error| error.message())?;
    let past = Past {
        history: signed_in.past.history.clone(),
        unreadable: signed_in.past.unreadable.clone(),
        under_way: signed_in.past.under_way,
        drift: signed_in.past.drift.clone(),
        added: signed_in.past.added.clone(),
        imported: Some(imported),
    };
    console.go(Stage::Tenant(Rc::new(SignedIn {
        keeper: Rc::clone(&signed_in.keeper),
        graph: signed_in.graph.clone(),
        facts: signed_in.facts.clone(),
        past,
    })));
    Ok(())
}
