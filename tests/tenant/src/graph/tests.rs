//! Tests of Graph by its requests and answers only. Every exchange is held to Microsoft's metadata on the way.

mod access;
mod contract;
mod scene;
mod transport;

pub(crate) use scene::Answer;
pub(crate) use scene::Scene;
pub(crate) use scene::WRITE_SCOPES;
