//! The one door: `cargo xtask run`, `test`, `build`, `tenant`. It installs what a machine lacks, and then does it.
//!
//! It does nothing itself: it starts cargo, trunk, apt and the tenant's own program, in the right order.

mod checks;
mod count;
mod job;
mod local_run;
mod page;
mod repository;
mod say;
mod summary;
mod tools;

use checks::Group;
use std::process::ExitCode;
use tools::Cache;
use tools::PageTools;
use tools::Wants;
use xtask::Problem;

const USAGE: &str = "\
cargo xtask run [--world W] [--port N] [--latency MS] [--fault NAME]... [--seed N]
    builds the page and serves it beside a simulated tenant, on localhost
cargo xtask test [lint|native|browser]
    checks everything, or one part
cargo xtask build
    builds the page into dist
cargo xtask tenant --port N --world W [--latency MS] [--fault NAME]... [--seed N] [--login-url U --graph-url U]
    serves only the simulated tenant";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match go(&arguments) {
        Ok(code) => code,
        Err(problem) => {
            say::problem(&problem.to_string());
            ExitCode::FAILURE
        }
    }
}

fn go(arguments: &[String]) -> Result<ExitCode, Problem> {
    let usage = || Problem::Usage(USAGE.to_owned());
    let (command, rest) = arguments.split_first().ok_or_else(usage)?;
    let group = Group::named(rest.first().map(String::as_str)).filter(|_| rest.len() < 2);
    if !["run", "test", "build", "tenant"].contains(&command.as_str())
        || (command == "test" && group.is_none())
    {
        return Err(usage());
    }
    if let ("test", Some(group)) = (command.as_str(), group) {
        return Ok(exit_code(checks::run(group)));
    }
    let cache = Cache::open()?;
    let wants = Wants {
        page: command != "tenant",
        ..Wants::default()
    };
    let toolchain = tools::prepare(&cache, wants)?;
    match command.as_str() {
        "run" => local_run::run(&cache, &toolchain, rest)?,
        "build" => page::build(&PageTools::ensure(&cache, &toolchain)?)?,
        _ => local_run::tenant(&toolchain, rest)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// True to the number of failed checks.
fn exit_code(failed: u64) -> ExitCode {
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
