//! What the tenant is, and what the person chooses. Reads only: nothing here writes, plans or decides what to change.

mod choice;
mod facts;
mod obsolete;
mod preflight;
mod roles;
#[cfg(test)]
mod testing;

pub use choice::ApplicationChoice;
pub use choice::CertificateChoice;
pub use choice::Choice;
pub use choice::Field;
pub use choice::LIFETIMES;
pub use choice::LONGEST_LIFETIME;
pub use choice::Permission;
pub use choice::Problem;
pub use choice::SIZES;
pub use choice::Wish;
pub use facts::Facts;
pub use facts::Marks;
pub use facts::SetUp;
pub use facts::look;
pub use facts::owner_label;
pub use facts::valid_certificates;
pub use obsolete::Obsolete;
pub use preflight::Check;
pub use preflight::Subject;
pub use preflight::Verdict;
pub use preflight::lacking;
pub use preflight::preflight;
pub use roles::Role;
pub use roles::Task;
pub use roles::missing;
