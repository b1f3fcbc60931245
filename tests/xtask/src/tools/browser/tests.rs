//! Which browser is taken of those that are there, and where a missing one comes from.

use super::*;

/// A program by its path; what lies below `/snap` is a snap's.
fn program(path: &str, version: u32) -> Program {
    Program {
        path: path.into(),
        version,
        is_snap: path.starts_with("/snap/"),
    }
}

fn taken(
    browsers: &[(&str, u32)],
    drivers: &[(&str, u32)],
    snaps_may_serve: bool,
) -> Option<Browser> {
    with_shells(browsers, drivers, &[], snaps_may_serve)
}

fn with_shells(
    browsers: &[(&str, u32)],
    drivers: &[(&str, u32)],
    shells: &[(&str, u32)],
    snaps_may_serve: bool,
) -> Option<Browser> {
    let all = |list: &[(&str, u32)]| -> Vec<Program> {
        let programs = list.iter().map(|(path, version)| program(path, *version));
        programs.collect()
    };
    pair(&all(browsers), &all(drivers), &all(shells), snaps_may_serve)
}

fn browser(chromium: Option<&str>, driver: &str) -> Option<Browser> {
    Some(Browser {
        chromium: chromium.map(PathBuf::from),
        driver: driver.into(),
        shell: None,
    })
}

const SNAP: (&str, u32) = ("/snap/bin/chromium", 150);
const SNAPS_DRIVER: (&str, u32) = ("/snap/bin/chromium.chromedriver", 150);
const CHROME: (&str, u32) = ("/usr/bin/google-chrome", 150);
const CHROMES_DRIVER: (&str, u32) = ("/usr/bin/chromedriver", 150);
const OLD_DRIVER: (&str, u32) = ("/usr/bin/old-driver", 149);

#[test]
fn browser_and_driver_are_of_one_version() {
    let older = ("/usr/bin/chromium", 149);
    let chrome = browser(Some(CHROME.0), CHROMES_DRIVER.0);
    assert_eq!(
        taken(&[CHROME], &[OLD_DRIVER, CHROMES_DRIVER], true),
        chrome
    );
    assert_eq!(taken(&[older, CHROME], &[CHROMES_DRIVER], true), chrome);
    assert_eq!(taken(&[CHROME], &[OLD_DRIVER], true), None);
    assert_eq!(taken(&[CHROME], &[], true), None);
    assert_eq!(taken(&[], &[CHROMES_DRIVER], true), None);
}

#[test]
fn a_snaps_browser_and_driver_belong_together_and_the_driver_finds_the_browser_itself() {
    let snap = browser(None, SNAPS_DRIVER.0);
    assert_eq!(taken(&[SNAP], &[SNAPS_DRIVER], true), snap);
    assert_eq!(taken(&[SNAP], &[CHROMES_DRIVER, SNAPS_DRIVER], true), snap);
    assert_eq!(taken(&[SNAP], &[CHROMES_DRIVER], true), None);
    assert_eq!(taken(&[CHROME], &[SNAPS_DRIVER], true), None);
}

#[test]
fn a_snap_that_may_not_use_the_tests_folders_is_as_good_as_missing() {
    assert_eq!(taken(&[SNAP], &[SNAPS_DRIVER], false), None);
    let both = taken(&[SNAP, CHROME], &[SNAPS_DRIVER, CHROMES_DRIVER], false);
    assert_eq!(both, browser(Some(CHROME.0), CHROMES_DRIVER.0));
}

#[test]
fn a_headless_shell_comes_with_a_browser_of_its_version_and_with_no_snap() {
    let shell = ("/usr/bin/chromium-headless-shell", 150);
    let older = ("/opt/older-shell", 149);
    let of = |browser, driver, shells: &[_]| {
        let found = with_shells(&[browser], &[driver], shells, true).unwrap();
        found.shell.map(|path| path.display().to_string())
    };
    let found = of(CHROME, CHROMES_DRIVER, &[older, shell]);
    assert_eq!(found.as_deref(), Some(shell.0));
    assert_eq!(of(CHROME, CHROMES_DRIVER, &[older]), None);
    assert_eq!(of(SNAP, SNAPS_DRIVER, &[shell]), None);
}

#[test]
fn a_shell_that_does_not_fit_is_not_told_of() {
    let mut command = Command::new("cargo");
    command.env("CHROMIUM_HEADLESS_SHELL", "another");
    browser(Some("chrome"), "driver")
        .unwrap()
        .name_to(&mut command);
    let mut variables = command.get_envs();
    let told = variables.find(|(variable, _)| *variable == "CHROMIUM_HEADLESS_SHELL");
    assert_eq!(told.map(|(_, value)| value), Some(None), "taken away");
}

#[test]
fn a_snaps_driver_is_not_told_of_any_browser() {
    let value = |browser: Option<Browser>, name: &str| {
        let mut command = Command::new("cargo");
        browser.unwrap().name_to(&mut command);
        let mut variables = command.get_envs();
        let (_, value) = variables.find(|(variable, _)| *variable == name)?;
        Some(value.map(PathBuf::from))
    };
    let (snap, chrome) = (browser(None, "driver"), browser(Some("chrome"), "driver"));
    assert_eq!(value(snap.clone(), "CHROMIUM"), Some(None), "taken away");
    assert_eq!(value(snap, "CHROMEDRIVER"), Some(Some("driver".into())));
    assert_eq!(value(chrome, "CHROMIUM"), Some(Some("chrome".into())));
}

#[test]
fn a_missing_browser_comes_from_where_the_system_has_one_that_works() {
    let by_apt = Source {
        apt: &["chromium", "chromium-driver"],
        snap: &[],
        hint: ANYWHERE,
    };
    let by_snap = Source {
        apt: &[],
        snap: &["chromium"],
        hint: UBUNTU,
    };
    let by_hand = |hint| Source {
        apt: &[],
        snap: &[],
        hint,
    };
    for (system, snapd_runs, snaps_may_serve, expected) in [
        (System::Debian, false, true, by_apt),
        (System::Debian, true, true, by_apt),
        (System::Other, false, true, by_apt),
        (System::Ubuntu, true, true, by_snap),
        (System::Ubuntu, true, false, by_hand(UBUNTU_ELSEWHERE)),
        (System::Ubuntu, false, true, by_hand(UBUNTU_WITHOUT_SNAPD)),
        (System::Ubuntu, false, false, by_hand(UBUNTU_WITHOUT_SNAPD)),
        (System::Fedora, true, true, by_hand(ANYWHERE)),
        (System::Macos, false, false, by_hand(MACOS)),
    ] {
        let found = source(system, || snapd_runs, snaps_may_serve);
        assert_eq!(found, expected, "{system:?} {snapd_runs} {snaps_may_serve}");
    }
}

#[test]
fn what_a_person_does_by_hand_is_told_with_its_commands() {
    for hint in [MACOS, UBUNTU, UBUNTU_ELSEWHERE, UBUNTU_WITHOUT_SNAPD] {
        for variable in ["CHROMIUM", "CHROMEDRIVER"] {
            assert!(
                hint.contains(&format!("\n    export {variable}=")),
                "{hint}"
            );
        }
    }
    assert!(UBUNTU_ELSEWHERE.contains("home folder"));
}
