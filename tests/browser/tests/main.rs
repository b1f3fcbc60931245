//! Every test of the built page, as one program. What is about one matter is one module; a new one is named here.

mod copy;
mod engine;
mod opens;
mod refusals;
#[path = "road/main.rs"]
mod road;
mod watch;
