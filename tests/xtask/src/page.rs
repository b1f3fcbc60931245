//! Builds the page into `dist`, unless nothing that it is made of has changed.

use crate::job;
use crate::repository;
use crate::say;
use crate::screen::Screen;
use crate::tools;
use crate::tools::PageTools;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::path::Path;
use std::path::PathBuf;
use xtask::Problem;

/// What the page is made of.
const INPUTS: [&str; 7] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "app",
    "index.html",
    "style",
];
/// The makers' own sources: what they do to the page is part of it, too.
const MAKERS: [&str; 2] = [include_str!("page.rs"), include_str!("tools/page.rs")];
/// The file of the page whose content is its host's.
const HOSTS_FILE: &str = "config.json";
/// The attribute that trunk writes on the link to the program, and the one that boot.js reads it from. Chromium
/// ignores the first on this kind of link and warns about it on the console.
const INTEGRITY: [&str; 2] = [" integrity=", " data-integrity="];

/// Builds the page if it is not the one of these sources, and tells about it on `screen`.
pub(crate) fn build(tools: &PageTools, screen: &mut Screen) -> Result<(), Problem> {
    let stamp = repository::target().join("page.stamp");
    let dist = repository::dist();
    let page = dist.join("index.html");
    let inputs = fingerprint(&makers(&tools.compiler()?))?;
    refresh(&stamp, &inputs, &dist, screen, |screen| {
        screen.line("- building the page into dist (trunk build --release)");
        let started = job::now();
        let mut trunk = tools.trunk();
        trunk
            .args(["build", "--release", "--offline", "--color", "never"])
            .current_dir(repository::root());
        job::shown("building the page", &mut trunk, screen)?;
        let html = std::fs::read_to_string(&page).map_err(Problem::file(&page))?;
        std::fs::write(&page, with_quiet_integrity(&html)?).map_err(Problem::file(&page))?;
        let time = say::duration(started.elapsed());
        screen.line(&format!("- building the page: done in {time}"));
        Ok(())
    })
}

/// Runs `build` unless the stamp says that the very page in `dist` was built of these very inputs. The stamp is away
/// while it is built: what a failed or interrupted build leaves never counts as fresh.
fn refresh(
    stamp: &Path,
    inputs: &str,
    dist: &Path,
    screen: &mut Screen,
    build: impl FnOnce(&mut Screen) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let stamp_now = || Ok(format!("{inputs} {}", contents(dist)?));
    let stamped = std::fs::read_to_string(stamp).ok();
    // Without a stamp, or without a page, there is nothing to be fresh.
    if stamped.is_some_and(|stamped| stamp_now().is_ok_and(|now: String| stamped == now)) {
        screen.line("- the page in dist is up to date");
        return Ok(());
    }
    if stamp.exists() {
        std::fs::remove_file(stamp).map_err(Problem::file(stamp))?;
    }
    build(screen)?;
    if let Some(folder) = stamp.parent() {
        std::fs::create_dir_all(folder).map_err(Problem::file(folder))?;
    }
    std::fs::write(stamp, stamp_now()?).map_err(Problem::file(stamp))
}

/// `html` with the digest of the program kept where boot.js looks for it.
fn with_quiet_integrity(html: &str) -> Result<String, Problem> {
    let problem = |what: &str| Problem::Unexpected(format!("the built index.html: {what}"));
    let is_of_program =
        |tag: &&str| tag.contains("rel=\"preload\"") && tag.contains("as=\"fetch\"");
    let mut tags = html.split_inclusive('>').filter(is_of_program);
    let (Some(tag), None) = (tags.next(), tags.next()) else {
        return Err(problem("not exactly one link preloads the program"));
    };
    if !tag.contains(INTEGRITY[0]) {
        return Err(problem("the link to the program has no digest"));
    }
    Ok(html.replace(tag, &tag.replace(INTEGRITY[0], INTEGRITY[1])))
}

/// Everything that makes the page of its sources: a compiler, tools, and this very program.
fn makers(compiler: &str) -> Vec<&str> {
    let tools = [tools::TRUNK, tools::WASM_BINDGEN, tools::BINARYEN];
    [compiler].into_iter().chain(tools).chain(MAKERS).collect()
}

/// A short text that changes whenever something does that the page is made of, or made by.
fn fingerprint(makers: &[&str]) -> Result<String, Problem> {
    let mut hasher = DefaultHasher::new();
    makers.hash(&mut hasher);
    for input in INPUTS {
        for file in files(&repository::root().join(input))? {
            file.hash(&mut hasher);
            read(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// A short text that changes whenever a file of the built page does, comes or goes. What the host wrote into his own file
/// is left out: nobody wants a new build to overwrite it.
fn contents(dist: &Path) -> Result<String, Problem> {
    let mut hasher = DefaultHasher::new();
    for file in files(dist)? {
        file.hash(&mut hasher);
        if file != dist.join(HOSTS_FILE) {
            read(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn read(file: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(file).map_err(Problem::file(file))
}

/// All files at or below `path`, in the order of their names.
fn files(path: &Path) -> Result<Vec<PathBuf>, Problem> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = std::fs::read_dir(path).map_err(Problem::file(path))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(Problem::file(path))?;
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        all.extend(files(&path)?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = r#"<link rel="modulepreload" href="./a.js" integrity="sha384-1">"#;
    const PROGRAM: &str = r#"<link rel="preload" href="./a.wasm" integrity="sha384-2" as="fetch">"#;

    #[test]
    fn only_the_programs_digest_moves() {
        let page = format!("<head>\n{SCRIPT}{PROGRAM}</head>");
        let quiet = r#"<link rel="preload" href="./a.wasm" data-integrity="sha384-2" as="fetch">"#;
        assert_eq!(
            with_quiet_integrity(&page).unwrap(),
            format!("<head>\n{SCRIPT}{quiet}</head>")
        );
    }

    #[test]
    fn a_page_whose_program_cannot_be_checked_is_refused() {
        let without_digest = PROGRAM.replace(" integrity=\"sha384-2\"", "");
        for page in [
            SCRIPT.to_owned(),
            without_digest,
            format!("{PROGRAM}{PROGRAM}"),
        ] {
            assert!(
                matches!(with_quiet_integrity(&page), Err(Problem::Unexpected(_))),
                "{page}"
            );
        }
    }

    /// A folder of its own with a stamp and a page of three files.
    struct Site {
        folder: PathBuf,
    }

    impl Site {
        fn new(name: &str) -> Self {
            let name = format!("xtask-{name}-{}", std::process::id());
            Self {
                folder: std::env::temp_dir().join(name),
            }
        }

        fn file(&self, name: &str) -> PathBuf {
            self.folder.join("dist").join(name)
        }

        /// Refreshes the page, with a build of this outcome. Says whether it was built, and what came of it.
        fn refreshed(
            &self,
            inputs: &str,
            outcome: Result<(), Problem>,
        ) -> (bool, Result<(), Problem>) {
            let mut has_built = false;
            let (stamp, dist) = (self.folder.join("target/page.stamp"), self.file(""));
            let mut screen = Screen::as_it_comes();
            let outcome = refresh(&stamp, inputs, &dist, &mut screen, |_| {
                has_built = true;
                std::fs::create_dir_all(&dist).unwrap();
                for name in ["index.html", "console.wasm", HOSTS_FILE] {
                    std::fs::write(self.file(name), inputs).unwrap();
                }
                outcome
            });
            (has_built, outcome)
        }

        fn is_built(&self, inputs: &str) -> bool {
            let (has_built, outcome) = self.refreshed(inputs, Ok(()));
            outcome.unwrap();
            has_built
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            // Another panic in a failed test would hide the first.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    #[test]
    fn only_a_finished_build_of_the_same_inputs_is_fresh() {
        let site = Site::new("page");
        assert!(site.is_built("one"));
        assert!(!site.is_built("one"));
        assert!(site.is_built("two"));

        let failed = Err(Problem::Unexpected("no space left".to_owned()));
        assert_eq!(site.refreshed("three", failed.clone()), (true, failed));
        assert!(
            site.is_built("three"),
            "what a failed build left is taken for the page"
        );
    }

    #[test]
    fn a_page_that_the_door_did_not_leave_there_is_built_again() {
        let site = Site::new("touched");
        assert!(site.is_built("one"));
        for name in ["index.html", "console.wasm"] {
            std::fs::write(site.file(name), "by hand").unwrap();
            assert!(site.is_built("one"), "{name} was changed");
            std::fs::remove_file(site.file(name)).unwrap();
            assert!(site.is_built("one"), "{name} was deleted");
        }
        std::fs::write(site.file("old.wasm"), "one").unwrap();
        assert!(site.is_built("one"), "a file came in");
        std::fs::remove_file(site.file("old.wasm")).unwrap();
        site.is_built("one");
        std::fs::remove_dir_all(site.file("")).unwrap();
        assert!(site.is_built("one"), "everything was deleted");
    }

    #[test]
    fn what_the_host_wrote_into_his_file_stays() {
        let site = Site::new("hosts");
        assert!(site.is_built("one"));
        std::fs::write(site.file(HOSTS_FILE), "the host's").unwrap();
        assert!(!site.is_built("one"));
        std::fs::remove_file(site.file(HOSTS_FILE)).unwrap();
        assert!(site.is_built("one"), "without it the page does not work");
    }

    #[test]
    fn another_compiler_or_another_door_makes_another_page() {
        let of = |makers: &[&str]| fingerprint(makers).unwrap();
        let makers = makers("rustc 1.96.0");
        assert_eq!(of(&makers), of(&makers));
        for maker in 0..makers.len() {
            let mut others = makers.clone();
            others[maker] = "another";
            assert_ne!(of(&makers), of(&others), "{}", makers[maker]);
        }
        let of_this_file = "fn with_quiet_integrity";
        assert!(makers[1..].iter().any(|maker| maker.contains(of_this_file)));
    }
}
