//! Holds the repository to the rules of the house.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what cannot be read cannot be held to a rule"
)]

use std::path::Path;
use std::sync::LazyLock;

use tidy::Offence;
use tidy::Rule;
use tidy::Source;
use tidy::arrows;
use tidy::base_only;
use tidy::browser;
use tidy::cargo;
use tidy::hosts;
use tidy::machine;
use tidy::page;
use tidy::rust;
use tidy::source;
use tidy::style;

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| source::read_all(root()).unwrap());
static MEMBERS: LazyLock<Vec<cargo::Member>> = LazyLock::new(|| cargo::members(root()).unwrap());

/// The repository's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
}

fn hold(rule: &Rule) {
    none(
        rule.offences(&SOURCES)
            .expect("the rule finds no file to look at"),
    );
}

fn none(offences: Vec<Offence>) {
    let lines: Vec<_> = offences.iter().map(Offence::to_string).collect();
    assert!(
        lines.is_empty(),
        "{} offences:\n{}",
        lines.len(),
        lines.join("\n")
    );
}

#[test]
fn crates_need_only_what_stands_left_of_them() {
    assert!(MEMBERS.len() > 10, "only {} members", MEMBERS.len());
    none(arrows::offences(&MEMBERS));
}

#[test]
fn no_browser_below_the_console() {
    let inner = MEMBERS
        .iter()
        .filter(|member| member.is_app && !browser::BROWSER_SIDE.contains(&member.name.as_str()));
    let mut offences = Vec::new();
    let mut seen = 0;
    for member in inner {
        let needs_signin =
            member.name == "signin" || arrows::reaches(&MEMBERS, &member.name, "signin");
        let tree = cargo::wasm_tree(
            root(),
            &member.name,
            needs_signin.then_some(browser::EXCEPTED),
        )
        .unwrap();
        assert!(tree.starts_with(&member.name), "{tree}");
        offences.extend(browser::offences(&member.name, &tree));
        seen += 1;
    }
    assert!(seen >= 7, "only {seen} crates");
    none(offences);
}

/// If this fails, oauth2 no longer brings the browser along: take its exception away.
#[test]
fn the_exception_for_oauth2_is_needed() {
    let tree = cargo::wasm_tree(root(), "signin", None).unwrap();
    assert_ne!(browser::offences("signin", &tree), []);
}

#[test]
fn the_peers_take_only_ids_and_moments_from_base() {
    hold(&base_only::BASE_ONLY);
}

#[test]
fn no_mod_files() {
    hold(&rust::NO_MOD_FILES);
}

#[test]
fn every_file_opens_with_what_it_does() {
    hold(&rust::MODULE_DOCS);
}

#[test]
fn nothing_is_left_undone_skipped_or_slept_over() {
    hold(&rust::NOTHING_LEFT);
}

#[test]
fn no_file_is_too_long() {
    hold(&rust::SIZES);
}

#[test]
fn every_look_at_a_secret_says_why() {
    hold(&rust::EXPOSE);
}

#[test]
fn the_page_makes_no_markup_from_data_and_no_inline_style() {
    hold(&page::CODE);
}

#[test]
fn index_html_has_nothing_inline_and_nothing_absolute() {
    hold(&page::INDEX);
}

#[test]
fn the_page_names_no_third_party() {
    hold(&hosts::HOSTS_ONLY);
}

#[test]
fn no_path_of_a_machine() {
    hold(&machine::PATHS);
}

#[test]
fn no_package_registry() {
    hold(&machine::REGISTRY);
}

#[test]
fn colours_and_sizes_stand_in_the_tokens() {
    hold(&style::LITERALS);
}

#[test]
fn style_sheets_load_nothing() {
    hold(&style::LOADS_NOTHING);
}
