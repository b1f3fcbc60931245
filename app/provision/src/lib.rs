//! The engine: observe, plan, approve, apply, settle, verify, and the journal of it all.
//!
//! [`plan`] is a pure function of what is desired and what is observed. [`Plan::approve`] is the only door to writing;
//! [`apply`] writes an intent to the [`Ledger`] before each request, and waits after each until the tenant shows it.
//! No private key is ever in here: a certificate's public part and its thumbprint are all that the engine sees.

mod apply;
mod approve;
mod desired;
mod drift;
mod history;
mod inventory;
mod journal;
mod leave;
mod observed;
mod plan;
mod refusals;
mod removal;
mod resource;
#[cfg(test)]
mod scene;
mod settle;
mod surroundings;
mod undo;
mod unfinished;
mod verify;

pub use apply::Event;
pub use apply::apply;
pub use apply::reading_problem;
pub use approve::Approved;
pub use approve::NotApprovable;
pub use desired::Desired;
pub use desired::DesiredCertificate;
pub use desired::check;
pub use drift::Drift;
pub use drift::drift;
pub use history::History;
pub use history::KnownCertificates;
pub use inventory::Inventory;
pub use inventory::added_since;
pub use journal::Beginning;
pub use journal::Entry;
pub use journal::Journal;
pub use journal::Ledger;
pub use journal::LedgerError;
pub use journal::Purpose;
pub use journal::RecordedRequest;
pub use journal::Run;
pub use journal::RunId;
pub use journal::Stop;
pub use journal::What;
pub use leave::plan_leave;
pub use observed::Observed;
pub use observed::ObservedSetUp;
pub use observed::observe;
pub use plan::Action;
pub use plan::Plan;
pub use plan::Step;
pub use plan::StepId;
pub use plan::plan;
pub use refusals::lacks_role;
pub use removal::Removal;
pub use removal::plan_removal;
pub use resource::CERTIFICATE;
pub use resource::Declared;
pub use resource::Goal;
pub use settle::Seen;
pub use surroundings::Surroundings;
pub use surroundings::observe_to_undo;
pub use undo::undo;
pub use undo::undo_scope;
pub use undo::undone_runs;
pub use unfinished::announced_keys;
pub use unfinished::left_over;
pub use verify::verify;
pub use verify::verify_removal;
pub use verify::verify_undone;
