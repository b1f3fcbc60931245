//! `cargo xtask run` and `cargo xtask tenant`: the simulated tenant, with or without the page beside it.

use crate::job;
use crate::page;
use crate::repository;
use crate::say;
use crate::screen::Screen;
use crate::tools::Cache;
use crate::tools::PageTools;
use crate::tools::Toolchain;
use xtask::Problem;
use xtask::local_config;
use xtask::local_copy;

/// The port of the page if none is named; the tenant has the next one.
const PORT: u16 = 8080;

/// What `run` was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wishes {
    port: u16,
    world: String,
    /// Arguments for the tenant as they are.
    others: Vec<String>,
}

/// Builds the page, serves a copy of it and the tenant on two ports of localhost, and keeps running.
pub(crate) fn run(
    cache: &Cache,
    toolchain: &Toolchain,
    arguments: &[String],
) -> Result<(), Problem> {
    let wishes = read(arguments)?;
    let mut screen = Screen::as_it_comes();
    page::build(&PageTools::ensure(cache, toolchain)?, &mut screen)?;
    let tenant_port = wishes.port + 1;
    let copy = repository::target()
        .join("local")
        .join(wishes.port.to_string());
    let origin = format!("http://localhost:{tenant_port}");
    local_copy(&repository::dist(), &copy, &origin, &local_config(&origin))?;
    let mut words = vec![
        "--port".to_owned(),
        tenant_port.to_string(),
        "--world".to_owned(),
        wishes.world,
    ];
    words.extend([
        "--site".to_owned(),
        copy.display().to_string(),
        "--site-port".to_owned(),
        wishes.port.to_string(),
    ]);
    words.extend(wishes.others);
    tenant(toolchain, &words)
}

/// Builds and starts the tenant's own program; its command line is its own affair.
pub(crate) fn tenant(toolchain: &Toolchain, arguments: &[String]) -> Result<(), Problem> {
    say::line("- building the simulated tenant, then starting it; end it with Ctrl+C");
    let mut cargo = toolchain.cargo();
    cargo
        .args(["run", "--quiet", "--package", "tenant", "--"])
        .args(arguments)
        .current_dir(repository::root());
    job::become_it(&mut cargo)
}

/// Reads `--port` and `--world`; everything else is the tenant's.
fn read(arguments: &[String]) -> Result<Wishes, Problem> {
    let mut wishes = Wishes {
        port: PORT,
        world: "university".to_owned(),
        others: Vec::new(),
    };
    let mut words = arguments.iter();
    while let Some(name) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| Problem::Usage(format!("{name} wants a value")))?;
        match name.as_str() {
            "--port" => {
                let port = value.parse().ok().filter(|port| *port < u16::MAX);
                wishes.port =
                    port.ok_or_else(|| Problem::Usage(format!("--port: '{value}' is not a port")))?;
            }
            "--world" => wishes.world.clone_from(value),
            _ => wishes.others.extend([name.clone(), value.clone()]),
        }
    }
    Ok(wishes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn port_and_world_are_read_and_the_rest_goes_to_the_tenant() {
        let wishes = read(&words(
            "--fault lag --port 9000 --seed 7 --world empty --fault throttle",
        ))
        .unwrap();
        assert_eq!((wishes.port, wishes.world.as_str()), (9000, "empty"));
        assert_eq!(
            wishes.others,
            words("--fault lag --seed 7 --fault throttle")
        );
        assert_eq!(
            read(&[]).unwrap(),
            Wishes {
                port: 8080,
                world: "university".to_owned(),
                others: Vec::new()
            }
        );
    }

    #[test]
    fn a_port_without_a_next_one_and_a_name_without_a_value_are_refused() {
        for line in ["--port 65535", "--port x", "--world"] {
            assert!(
                matches!(read(&words(line)), Err(Problem::Usage(_))),
                "{line}"
            );
        }
    }
}
