//! What every crate shares: typed ids, secrets that redact themselves, time, messages, certificate facts, and
//! the ports through which the core reaches the world.
//!
//! This crate does nothing by itself: no network, no clock, no randomness, no browser. It holds no sentence that a
//! person reads (see `words`) and no type of Microsoft Graph (see `graph`).

mod certificate;
mod id;
mod message;
mod port;
pub mod retry;
mod secret;
mod timestamp;

pub use certificate::CertificateFacts;
pub use certificate::Thumbprint;
pub use id::AppId;
pub use id::InvalidId;
pub use id::KeyId;
pub use id::ObjectId;
pub use id::RoleId;
pub use id::TenantId;
pub use message::Key;
pub use message::Message;
pub use port::Clock;
pub use port::Entropy;
pub use port::Tokens;
pub use port::TokensError;
pub use port::Transport;
pub use port::TransportError;
pub use secret::Secret;
pub use timestamp::InvalidTimestamp;
pub use timestamp::Timestamp;
