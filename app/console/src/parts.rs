//! Pieces that several stages share.

pub(crate) mod copied;
pub(crate) mod field;
pub(crate) mod header;
pub(crate) mod notice;
pub(crate) mod request;
pub(crate) mod steps;
pub(crate) mod typed_code;
