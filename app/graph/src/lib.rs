//! Typed Microsoft Graph, as much of it as the console needs.
//!
//! A call is data: [`Call`] makes a request and reads its answer, and touches nothing else. [`Graph`] carries calls out:
//! it adds the token, obeys throttling, follows pages, and reads errors. A write is a [`Template`]: a request in which
//! ids may stand that only an earlier step will bear, so that what is previewed is what is sent.
//!
//! One file per entity. Nothing here decides what should be in the tenant: that is `provision`.

mod address;
pub mod app_role_assignment;
pub mod application;
mod batch;
mod call;
mod challenge;
mod client;
pub mod deleted_item;
pub mod directory_role;
mod duration;
mod error;
pub mod federated_credential;
pub mod key_credential;
pub mod me;
pub mod organization;
pub mod owner;
mod pace;
mod page;
pub mod policy;
mod retry;
pub mod service_principal;
mod template;
pub mod well_known;

pub use call::Answer;
pub use call::Call;
pub use call::Request;
pub use client::CLIENT_REQUEST_ID;
pub use client::Graph;
pub use error::GraphError;
pub use error::Refusal;
pub use page::Page;
pub use template::Field;
pub use template::Known;
pub use template::Reference;
pub use template::Slot;
pub use template::Template;
pub use template::Unfilled;
pub use template::shown_body;
