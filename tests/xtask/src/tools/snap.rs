//! Snaps, as which Ubuntu ships its browser: whether they can be installed here, and what their programs may use.

use crate::job;
use crate::say;
use crate::tools::Cache;
use crate::tools::root;
use std::fs::File;
use std::io::Read;
use std::path::Component;
use std::path::Path;
use std::process::Command;

/// Where snaps have their programs.
const PROGRAMS: &str = "/snap/";

/// Whether snapd runs. In most containers it does not, even where the command `snap` is there.
pub(crate) fn is_running() -> bool {
    job::succeeds(Command::new("snap").arg("list"))
}

/// Installs snaps. Does nothing where the rights are missing; where it does not succeed, another way may be left.
pub(crate) fn install(cache: &Cache, snaps: &[&str]) {
    let Some(mut snap) = root::command("snap") else {
        return;
    };
    snap.arg("install").args(snaps);
    let step = format!("installing {} by snap, some minutes", snaps.join(", "));
    if let Err(problem) = job::logged(&step, &mut snap, &cache.log("snap")) {
        say::line(&format!("  that went wrong, going on: {problem}"));
    }
}

/// Whether a program lies in a snap, or is a script that starts one which does, as in Ubuntu's packages.
pub(crate) fn has(program: &Path) -> bool {
    let starts_one =
        || beginning(program).is_ok_and(|text| text.starts_with("#!") && text.contains(PROGRAMS));
    program.starts_with(PROGRAMS) || starts_one()
}

/// The first part of a file, which is all of such a script; a browser itself is large.
fn beginning(program: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    File::open(program)?.take(4096).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether the programs of snaps may read and write in `folder`. They see nothing but what lies in the person's home
/// folder and, right below it, in a folder that is not hidden (the snap interface `home`); `/tmp` is another one to them.
pub(crate) fn may_use(folder: &Path, home: Option<&Path>) -> bool {
    let Some(Ok(below)) = home.map(|home| folder.strip_prefix(home)) else {
        return false;
    };
    match below.components().next() {
        Some(Component::Normal(first)) => !first.to_string_lossy().starts_with('.'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snaps_may_use_what_is_in_the_home_folder_and_not_hidden_there() {
        let person = Path::new("/users/eva");
        for (folder, may) in [
            ("/users/eva/console", true),
            ("/users/eva/code/.trees/console", true),
            ("/users/eva/.cache/console", false),
            ("/users/eva", false),
            ("/users/evas/console", false),
            ("/srv/console", false),
            ("/tmp/console", false),
        ] {
            assert_eq!(may_use(Path::new(folder), Some(person)), may, "{folder}");
            assert!(!may_use(Path::new(folder), None), "{folder}");
        }
    }

    #[test]
    fn ubuntus_scripts_are_taken_for_the_snap_that_they_start() {
        let name = format!("xtask-snap-{}", std::process::id());
        let program = std::env::temp_dir().join(name);
        for (content, is_snap) in [
            (
                "#!/bin/sh\nexec /snap/bin/chromium.chromedriver \"$@\"\n",
                true,
            ),
            ("#!/bin/sh\nexec /opt/google/chrome/chrome \"$@\"\n", false),
            ("\x7fELF ... /snap/bin", false),
        ] {
            std::fs::write(&program, content).unwrap();
            assert_eq!(has(&program), is_snap, "{content}");
        }
        std::fs::remove_file(&program).unwrap();
        assert!(!has(&program), "not there");
        assert!(has(Path::new("/snap/bin/chromium")));
    }
}
