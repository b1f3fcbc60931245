//! Federated identity credentials of applications: whose tokens one may sign in with as the application, without a
//! certificate or secret of its own (Graph, "federatedIdentityCredential resource type").

mod list;
#[cfg(test)]
mod tests;

pub(super) use list::list;
