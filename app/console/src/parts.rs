//! Pieces that several stages share.

pub(crate) mod certificate;
pub(crate) mod copied;
pub(crate) mod entry;
pub(crate) mod field;
pub(crate) mod file_field;
pub(crate) mod gone;
pub(crate) mod hand_on;
pub(crate) mod header;
pub(crate) mod insecure;
pub(crate) mod invite;
pub(crate) mod notice;
pub(crate) mod pair_files;
pub(crate) mod request;
pub(crate) mod saved_file;
pub(crate) mod steps;
pub(crate) mod strength;
pub(crate) mod typed_code;
pub(crate) mod typed_password;
pub(crate) mod unread;
pub(crate) mod work;
