//! Signing in at Microsoft Entra as a single-page application: authorization code flow with PKCE.
//!
//! Nothing in here reaches the world. Requests are built and answers are read by pure functions; somebody else
//! navigates, sends, stores, tells the time and gives randomness. One sign-in goes through the modules in this order:
//!
//! 1. [`settings`]: `config.json`'s part about signing in becomes a [`Registration`], or problems by field;
//! 2. [`flow`]: what must survive the redirect is made and put into session storage;
//! 3. [`authorize`]: the address to navigate to;
//! 4. [`callback`]: the address that Entra sent the browser back to is read, compared with the flow and cleaned;
//! 5. [`token`]: the code is exchanged for tokens, or the refresh token for new ones;
//! 6. [`account`]: the id token says who signed in where, and is checked;
//! 7. [`session`]: holds the tokens in memory and decides when they must be renewed.
//!
//! Every request to Entra says by `claims` that this page handles claims challenges: when Graph demands a new sign-in on
//! conditions of its own, its demand goes into the address of that sign-in.
//!
//! Tokens are in no type that can be serialised or printed. Access tokens are opaque here: what they allow is what the
//! token endpoint said they allow.

pub mod account;
pub mod authority;
pub mod authorize;
pub mod callback;
mod claims;
pub mod error;
pub mod flow;
mod keeper;
pub mod registration;
pub mod session;
pub mod settings;
pub mod token;

#[cfg(test)]
mod fixture;

pub use account::Account;
pub use authority::Authority;
pub use authority::Cloud;
pub use authority::TenantSegment;
pub use authorize::Prompt;
pub use authorize::authorize_url;
pub use authorize::logout_url;
pub use callback::Callback;
pub use callback::Code;
pub use callback::accept;
pub use callback::cleaned;
pub use error::Refusal;
pub use error::SignInError;
pub use error::explain;
pub use flow::Flow;
pub use flow::Purpose;
pub use keeper::Keeper;
pub use registration::Registration;
pub use session::Renewal;
pub use session::Session;
pub use settings::SettingProblem;
pub use settings::SettingReason;
pub use settings::Settings;
pub use token::Tokens;
