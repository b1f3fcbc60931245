//! The tenant itself (Graph, "organization resource type").

mod list;
#[cfg(test)]
mod tests;

pub(super) use list::list;
