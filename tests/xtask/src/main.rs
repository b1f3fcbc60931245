//! The one door: `cargo xtask run`, `test`, `build`, `seeds`, `bench`, `tenant`. It installs what a machine
//! lacks, and then does it.
//!
//! It does nothing itself: it starts cargo, trunk, apt and the tenant's own program, in the right order.

mod bench;
mod checks;
mod count;
mod job;
mod local_run;
mod page;
mod repository;
mod say;
mod screen;
mod seeds;
mod summary;
mod tools;

use checks::Group;
use screen::Screen;
use seeds::Seeds;
use std::process::ExitCode;
use tools::Cache;
use tools::PageTools;
use tools::Toolchain;
use tools::Wants;
use xtask::Problem;

const USAGE: &str = "\
cargo xtask run [--world W] [--port N] [--latency MS] [--fault NAME]... [--seed N]
    builds the page and serves it beside a simulated tenant, on localhost
cargo xtask test [lint|native|browser]
    checks everything, or one part
cargo xtask build
    builds the page into dist
cargo xtask seeds N [--seed S]
    runs N seeds of the tests that draw world, faults and interruption, from S or 1 on; without N only the seed S
cargo xtask bench keys
    measures in a browser how long the built page takes to make a key pair and its files
cargo xtask tenant --port N --world W [--latency MS] [--fault NAME]... [--seed N] [--login-url U --graph-url U]
    serves only the simulated tenant";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match go(&arguments) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(problem) => {
            say::problem(&problem.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Does what the command line asks for. Returns how many checks failed, if it asks for any.
fn go(arguments: &[String]) -> Result<u64, Problem> {
    let usage = || Problem::Usage(USAGE.to_owned());
    let (command, rest) = arguments.split_first().ok_or_else(usage)?;
    let page = Wants {
        page: true,
        ..Wants::default()
    };
    match command.as_str() {
        "test" => Ok(checks::run(group(rest).ok_or_else(usage)?)),
        "seeds" => {
            let seeds = Seeds::read(rest)?;
            let wants = Wants {
                openssl: true,
                ..Wants::default()
            };
            seeds::run(&prepared(wants)?.1, seeds)
        }
        "bench" => {
            let bench = bench::named(rest).ok_or_else(usage)?;
            let (cache, toolchain) = prepared(bench::WANTS)?;
            bench::run(&cache, &toolchain, bench).map(|()| 0)
        }
        "run" => {
            let (cache, toolchain) = prepared(page)?;
            local_run::run(&cache, &toolchain, rest).map(|()| 0)
        }
        "build" => {
            let (cache, toolchain) = prepared(page)?;
            let tools = PageTools::ensure(&cache, &toolchain)?;
            page::build(&tools, &mut Screen::as_it_comes()).map(|()| 0)
        }
        "tenant" => local_run::tenant(&prepared(Wants::default())?.1, rest).map(|()| 0),
        _ => Err(usage()),
    }
}

/// The group of checks that the words after `test` name.
fn group(words: &[String]) -> Option<Group> {
    match words {
        [] => Some(Group::Everything),
        [name] => Group::named(name),
        _ => None,
    }
}

/// The cache folder, and the toolchain of a machine that has what is wanted.
fn prepared(wants: Wants) -> Result<(Cache, Toolchain), Problem> {
    let cache = Cache::open()?;
    let toolchain = tools::prepare(&cache, wants)?;
    Ok((cache, toolchain))
}
