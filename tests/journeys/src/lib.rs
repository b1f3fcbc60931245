//! Whole runs natively: the app crates against the simulated tenant in process, in milliseconds.
//!
//! Everything that the browser would bring is stood in for here, and nothing else is: [`InProcess`] is the network and
//! obeys the browser's rules of CORS, [`Browser`] walks the tenant's own pages of sign-in and consent, [`JumpingClock`]
//! waits in no time, [`MemoryLedger`] keeps the journal. [`Page`] has a verb for each stage and takes them in the order
//! of the page's own `road`. [`Microsoft`] is the other side; it holds every request and answer to Microsoft's schemas
//! and fails at once where one does not fit.
//!
//! What helps tests may fail as tests do, so these helpers panic where a test would.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what helps tests may fail as tests do"
)]

/// A whole run is mostly many small things of a moment; the system's own allocator takes a third of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod browser;
mod certificates;
mod choices;
mod clock;
mod colleague;
mod cors;
mod difference;
mod entropy;
mod in_process;
mod ledger;
mod microsoft;
mod neutral;
mod page;
mod record;
mod road;
mod scene;
mod secrets;
mod story;
mod tab;
mod traffic;
mod truth;
mod vendor_side;

pub use browser::Browser;
pub use browser::Decision;
pub use browser::Person;
pub use browser::Stuck;
pub use certificates::PASSWORD;
pub use certificates::VendorPair;
pub use certificates::make_keys;
pub use certificates::saved_files;
pub use certificates::thumbprints;
pub use certificates::vendor_files;
pub use certificates::wish;
pub use choices::adopting;
pub use choices::beside;
pub use choices::hosted;
pub use choices::keep;
pub use choices::on_premises;
pub use choices::with_mailbox_settings;
pub use clock::JumpingClock;
pub use colleague::filled_in;
pub use colleague::take_roles;
pub use difference::assert_same_rows;
pub use difference::differences;
pub use difference::duplicates;
pub use difference::restorable;
pub use entropy::SeededEntropy;
pub use in_process::InProcess;
pub use ledger::MemoryLedger;
pub use microsoft::Microsoft;
pub use microsoft::START;
pub use neutral::Names;
pub use page::NotSignedIn;
pub use page::Page;
pub use page::Planned;
pub use page::SignedIn;
pub use record::assert_done_as_planned;
pub use record::assert_intents_come_first;
pub use record::filled_requests;
pub use road::Walked;
pub use road::walk;
pub use scene::Scene;
pub use scene::behind_our_back;
pub use scene::canonical;
pub use scene::put;
pub use secrets::SeenSecret;
pub use secrets::secrets_in;
pub use story::Done;
pub use story::Errand;
pub use story::Mended;
pub use story::Story;
pub use story::Told;
pub use story::Trouble;
pub use tab::Interruption;
pub use tab::Loss;
pub use tab::Tab;
pub use traffic::Exchange;
pub use traffic::Happening;
pub use traffic::Sender;
pub use truth::untruths;
pub use vendor_side::VendorLine;
pub use vendor_side::handed_over;
pub use vendor_side::lecture;
pub use vendor_side::prove;
