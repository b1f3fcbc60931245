//! What leaves the page: the facts that the vendor needs and a text that says them, the plan as a change request, the
//! choice for a colleague, the journal as a file; and the reading of the last two. Besides, what whoever lacks a role
//! leaves to a colleague. Pure.
//!
//! No secret is kept in here: everything is made of what was observed in the tenant, chosen in the form, or written into
//! the journal, none of which holds a key or a password. The one exception is the command that proves a set-up: the
//! assertion that is put into it is a credential for ten minutes, and so is the command. What comes back in is a claim: a
//! colleague's choice only fills the form, and a journal from elsewhere is never taken for this browser's own.

mod change_request;
mod hand_over;
mod invitation;
mod journal_file;
mod markdown;
mod plain_text;
mod proof;
mod remainder;
mod reminder;
mod standing;

pub use change_request::change_request;
pub use change_request::plan_json;
pub use hand_over::HandOver;
pub use hand_over::HandedCertificate;
pub use hand_over::Line;
pub use invitation::Hosting;
pub use invitation::Invitation;
pub use invitation::InvitationError;
pub use invitation::Meant;
pub use journal_file::ImportedHistory;
pub use journal_file::JournalFileError;
pub use journal_file::journal_file;
pub use journal_file::read_journal_file;
pub use proof::PROOF_ANSWERS;
pub use proof::ProofAnswer;
pub use proof::ProofCommands;
pub use remainder::Remainder;
pub use remainder::Way;
pub use reminder::reminder;
pub use standing::Standing;
