//! Every test of the built page, as one program. What is about one matter is one module; a new one is named here.

mod certificates;
mod copy;
mod engine;
mod given;
mod history;
mod making;
mod opens;
mod openssl;
mod own_pair;
mod refusals;
mod resume;
#[path = "road/main.rs"]
mod road;
mod saved;
mod slow_disk;
mod traces;
mod unreadable;
mod watch;
