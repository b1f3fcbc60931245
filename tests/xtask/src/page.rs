//! Builds the page into `dist`, unless nothing that it is made of has changed.

use crate::job;
use crate::repository;
use crate::say;
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
/// The attribute that trunk writes on the link to the program, and the one that boot.js reads it from. Chromium
/// ignores the first on this kind of link and warns about it on the console.
const INTEGRITY: [&str; 2] = [" integrity=", " data-integrity="];

/// Builds the page if it is not the one of these sources.
pub(crate) fn build(tools: &PageTools) -> Result<(), Problem> {
    let stamp = repository::target().join("page.stamp");
    let page = repository::dist().join("index.html");
    let inputs = fingerprint(&tools.compiler()?)?;
    refresh(&stamp, &inputs, page.exists(), || {
        say::line("- building the page into dist (trunk build --release)");
        let started = job::now();
        let mut trunk = tools.trunk();
        trunk
            .args(["build", "--release", "--offline", "--color", "never"])
            .current_dir(repository::root());
        job::shown("building the page", &mut trunk)?;
        let html = std::fs::read_to_string(&page).map_err(Problem::file(&page))?;
        std::fs::write(&page, with_quiet_integrity(&html)?).map_err(Problem::file(&page))?;
        let time = say::duration(started.elapsed());
        say::line(&format!("- building the page: done in {time}"));
        Ok(())
    })
}

/// Runs `build` unless the stamp says that the page that `is_there` is made of these very inputs. The stamp is away
/// while it is built: what a failed or interrupted build leaves never counts as fresh.
fn refresh(
    stamp: &Path,
    inputs: &str,
    is_there: bool,
    build: impl FnOnce() -> Result<(), Problem>,
) -> Result<(), Problem> {
    if is_there && std::fs::read_to_string(stamp).is_ok_and(|stamp| stamp == inputs) {
        say::line("- the page in dist is up to date");
        return Ok(());
    }
    if stamp.exists() {
        std::fs::remove_file(stamp).map_err(Problem::file(stamp))?;
    }
    build()?;
    if let Some(folder) = stamp.parent() {
        std::fs::create_dir_all(folder).map_err(Problem::file(folder))?;
    }
    std::fs::write(stamp, inputs).map_err(Problem::file(stamp))
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

/// A short text that changes whenever something does that the page is made of, tools and compiler included.
fn fingerprint(compiler: &str) -> Result<String, Problem> {
    let mut hasher = DefaultHasher::new();
    compiler.hash(&mut hasher);
    [tools::TRUNK, tools::WASM_BINDGEN, tools::BINARYEN].hash(&mut hasher);
    for input in INPUTS {
        for file in files(&repository::root().join(input))? {
            file.hash(&mut hasher);
            std::fs::read(&file)
                .map_err(Problem::file(&file))?
                .hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
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

    #[test]
    fn only_a_finished_build_of_the_same_inputs_is_fresh() {
        let folder = std::env::temp_dir().join(format!("xtask-page-{}", std::process::id()));
        let stamp = folder.join("target/page.stamp");
        let built = |inputs: &str, is_there| {
            let mut has_built = false;
            refresh(&stamp, inputs, is_there, || {
                has_built = true;
                Ok(())
            })
            .unwrap();
            has_built
        };
        assert!(built("one", false));
        assert!(!built("one", true));
        assert!(
            built("one", false),
            "a page that was deleted is built again"
        );
        assert!(built("two", true));

        let failed = Err(Problem::Unexpected("no space left".to_owned()));
        assert_eq!(refresh(&stamp, "three", true, || failed.clone()), failed);
        assert!(
            built("two", true),
            "a failed build took the page of before for fresh"
        );
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn another_compiler_makes_another_page() {
        let of = |compiler| fingerprint(compiler).unwrap();
        assert_eq!(of("rustc 1.96.0"), of("rustc 1.96.0"));
        assert_ne!(of("rustc 1.96.0"), of("rustc 1.97.0"));
    }
}
