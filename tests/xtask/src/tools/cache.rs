//! The cache folder of the user: tools by name and version, logs, and a lock against two doors at once.

use crate::say;
use std::fs::File;
use std::fs::TryLockError;
use std::path::Path;
use std::path::PathBuf;
use xtask::Problem;

/// The name of the folder within the user's cache folder.
const NAME: &str = "mytimetable-setup-console";

/// The cache folder.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// `$XDG_CACHE_HOME`, else `~/.cache`, made if it is not there (XDG Base Directory Specification).
    pub(crate) fn open() -> Result<Self, Problem> {
        let named = |name: &str| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        let base =
            named("XDG_CACHE_HOME").or_else(|| named("HOME").map(|home| home.join(".cache")));
        let base = base.ok_or_else(|| {
            Problem::Missing(vec![
                "a folder for tools: set HOME or XDG_CACHE_HOME to an absolute path".to_owned(),
            ])
        })?;
        Self::at(base.join(NAME))
    }

    /// The cache in a given folder.
    pub(super) fn at(folder: PathBuf) -> Result<Self, Problem> {
        let logs = folder.join("logs");
        std::fs::create_dir_all(&logs).map_err(Problem::file(&logs))?;
        Ok(Self { folder })
    }

    /// Waits until nobody else, in this program or another one, installs things of this kind, and says so first if there
    /// is anybody. The lock ends with the returned file.
    pub(crate) fn lock(&self, kind: &str) -> Result<File, Problem> {
        let path = self.folder.join(format!("{kind}.lock"));
        let file = File::create(&path).map_err(Problem::file(&path))?;
        if !is_locked_at_once(&file).map_err(Problem::file(&path))? {
            say::line(&format!(
                "- waiting for another door, which holds {}",
                path.display()
            ));
            file.lock().map_err(Problem::file(&path))?;
        }
        Ok(file)
    }

    /// Where the log of a step lies.
    pub(crate) fn log(&self, step: &str) -> PathBuf {
        self.folder.join("logs").join(format!("{step}.log"))
    }

    /// The folder of one tool in one version. It exists only when the tool is wholly installed.
    pub(crate) fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.folder.join(format!("{name}-{version}"))
    }

    /// A folder to build in; kept when a build fails, so that the next one goes on from there.
    pub(crate) fn scratch(&self, name: &str) -> Result<PathBuf, Problem> {
        let folder = self.folder.join("build").join(name);
        std::fs::create_dir_all(&folder).map_err(Problem::file(&folder))?;
        Ok(folder)
    }

    /// Has `install` fill a folder unless it is there and `works`, which is tried each time: a new system library or a
    /// full disk can break what worked. The folder gets its real name only when all went well, so that an interrupted
    /// installation is never taken for a tool.
    pub(crate) fn install(
        &self,
        tool: &Path,
        works: impl Fn(&Path) -> bool,
        install: impl FnOnce(&Path) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if tool.exists() && works(tool) {
            return Ok(());
        }
        let mut partial = tool.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        remove(&partial)?;
        std::fs::create_dir_all(&partial).map_err(Problem::file(&partial))?;
        install(&partial)?;
        if !works(&partial) {
            let what = format!("{} was installed but does not start", partial.display());
            return Err(Problem::Unexpected(what));
        }
        remove(tool)?;
        std::fs::rename(&partial, tool).map_err(Problem::file(tool))
    }
}

/// Locks the file if that needs no waiting, and says whether it did.
fn is_locked_at_once(file: &File) -> std::io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Removes a folder if it is there.
fn remove(folder: &Path) -> Result<(), Problem> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(Problem::file(folder))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(name: &str) -> Cache {
        let name = format!("xtask-{name}-{}", std::process::id());
        Cache::at(std::env::temp_dir().join(name)).unwrap()
    }

    fn has_program(folder: &Path) -> bool {
        std::fs::read_to_string(folder.join("program")).is_ok_and(|text| text == "works")
    }

    fn write(text: &'static str) -> impl Fn(&Path) -> Result<(), Problem> {
        move |folder| std::fs::write(folder.join("program"), text).map_err(Problem::file(folder))
    }

    fn must_not_run(_: &Path) -> Result<(), Problem> {
        Err(Problem::Usage("was run".to_owned()))
    }

    #[test]
    fn a_door_that_has_to_wait_knows_it_before_it_waits() {
        let cache = cache("lock");
        let first = cache.lock("page").unwrap();
        let at_once = |kind: &str| {
            let lock = File::open(cache.folder.join(format!("{kind}.lock"))).unwrap();
            is_locked_at_once(&lock).unwrap()
        };
        assert!(!at_once("page"));
        drop(cache.lock("prepare").unwrap());
        assert!(at_once("prepare"), "another kind is in the way");
        drop(first);
        assert!(at_once("page"));
        std::fs::remove_dir_all(&cache.folder).unwrap();
    }

    #[test]
    fn a_failed_installation_is_no_tool_and_can_be_repeated() {
        let cache = cache("failed");
        let tool = cache.tool("trunk", "1.0");
        let interrupted = Err(Problem::Usage("interrupted".to_owned()));
        let broken = cache.install(&tool, has_program, |partial| {
            std::fs::write(partial.join("half"), "x").unwrap();
            interrupted.clone()
        });
        assert_eq!(broken, interrupted);
        assert!(!tool.exists());

        cache.install(&tool, has_program, write("works")).unwrap();
        assert!(has_program(&tool));
        assert!(!tool.join("half").exists());
        cache.install(&tool, has_program, must_not_run).unwrap();
        std::fs::remove_dir_all(&cache.folder).unwrap();
    }

    #[test]
    fn a_tool_that_no_longer_starts_is_installed_again_and_one_that_never_does_is_told() {
        let cache = cache("broken");
        let tool = cache.tool("trunk", "1.0");
        cache.install(&tool, has_program, write("works")).unwrap();
        write("is broken")(&tool).unwrap();
        cache.install(&tool, has_program, write("works")).unwrap();
        assert!(has_program(&tool));

        write("is broken")(&tool).unwrap();
        let outcome = cache.install(&tool, has_program, write("is broken too"));
        assert!(
            matches!(outcome, Err(Problem::Unexpected(_))),
            "{outcome:?}"
        );
        std::fs::remove_dir_all(&cache.folder).unwrap();
    }
}
