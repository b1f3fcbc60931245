//! Commands with the rights of root, where they can be had without asking anyone.

use crate::job;
use std::process::Command;

/// `program` with the rights of root: as it is for root, by sudo for who may use it without a password. `None` for
/// everyone else: a door that stops to ask for a password would hang where nobody sits before it.
pub(crate) fn command(program: &str) -> Option<Command> {
    let prefix: &[&str] = if is_root() {
        &["env"]
    } else if job::succeeds(Command::new("sudo").args(["-n", "true"])) {
        &["sudo", "-n", "env"]
    } else {
        return None;
    };
    let mut command = Command::new(prefix[0]);
    command
        .args(&prefix[1..])
        .args(["DEBIAN_FRONTEND=noninteractive", program]);
    Some(command)
}

fn is_root() -> bool {
    job::captured(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
