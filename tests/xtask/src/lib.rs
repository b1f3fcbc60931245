//! What the one door shares with the browser tests: the copy of the page that talks to a local tenant.
//!
//! The door itself is the program of the same name. Neither has any dependency, so that both build in a moment with
//! whatever toolchain is there.

mod local_copy;
mod problem;

pub use local_copy::CONSOLE_APP_ID;
pub use local_copy::local_config;
pub use local_copy::local_copy;
pub use problem::Problem;
