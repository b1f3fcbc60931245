//! One component per stage. Each draws what it is given and hands what the person did to `road`.

pub(crate) mod apply;
pub(crate) mod check;
pub(crate) mod choose;
pub(crate) mod config;
pub(crate) mod hand_over;
pub(crate) mod keys;
pub(crate) mod left;
pub(crate) mod plan;
pub(crate) mod removed;
pub(crate) mod resume;
pub(crate) mod start;
pub(crate) mod tenant;
pub(crate) mod trouble;
pub(crate) mod undone;
pub(crate) mod working;
