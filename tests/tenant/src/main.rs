//! Serves a simulated tenant, and a static page beside it, until it is stopped.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use tenant::Tenant;
use tenant::faults::Fault;
use tenant::server;
use tenant::worlds::World;
use tokio::net::TcpListener;

/// What a program on the command line says of itself; worlds and faults follow.
const USAGE: &str = "\
tenant --port N --world W [--latency MS] [--fault NAME]... [--seed N] [--login-url U] [--graph-url U]
       [--site FOLDER --site-port N]

  --world      how it begins; see below
  --latency    every answer comes so many milliseconds later
  --fault      what goes wrong; several may be named; see below
  --login-url  address by which Entra is reached from outside, if not http://localhost:N
  --graph-url  the same for Graph
  --site       folder of a static page, served on --site-port";

/// What the command line asks for.
#[derive(Default)]
struct Arguments {
    port: Option<u16>,
    world: Option<World>,
    latency: Duration,
    faults: Vec<Fault>,
    seed: u64,
    login_url: Option<String>,
    graph_url: Option<String>,
    site: Option<PathBuf>,
    site_port: Option<u16>,
}

#[expect(
    clippy::print_stderr,
    reason = "what a program on the command line says when it cannot go on"
)]
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match read(std::env::args().skip(1)) {
        Ok(arguments) => run(arguments).await.map_err(|error| error.to_string()),
        Err(problem) => Err(format!("{problem}\n\n{}", usage())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let worlds = World::ALL.map(World::name).join(", ");
    let faults = Fault::ALL.map(Fault::name).join(", ");
    format!("{USAGE}\n\nworlds: {worlds}\nfaults: {faults}")
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments = Arguments {
        seed: 1,
        ..Arguments::default()
    };
    while let Some(name) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{name} wants a value"))?;
        set(&mut arguments, &name, value)?;
    }
    if arguments.port.is_none() || arguments.world.is_none() {
        return Err("--port and --world are needed".to_owned());
    }
    if arguments.site.is_some() != arguments.site_port.is_some() {
        return Err("--site and --site-port go together".to_owned());
    }
    Ok(arguments)
}

fn set(arguments: &mut Arguments, name: &str, value: String) -> Result<(), String> {
    let number = |value: &str| {
        value
            .parse::<u64>()
            .map_err(|_| format!("{name}: '{value}' is not a number"))
    };
    let port = |value: &str| {
        value
            .parse::<u16>()
            .map_err(|_| format!("{name}: '{value}' is not a port"))
    };
    match name {
        "--port" => arguments.port = Some(port(&value)?),
        "--world" => {
            arguments.world = Some(
                value
                    .parse::<World>()
                    .map_err(|unknown| unknown.to_string())?,
            )
        }
        "--latency" => arguments.latency = Duration::from_millis(number(&value)?),
        "--fault" => arguments.faults.push(
            value
                .parse::<Fault>()
                .map_err(|unknown| unknown.to_string())?,
        ),
        "--seed" => arguments.seed = number(&value)?,
        "--login-url" => arguments.login_url = Some(value),
        "--graph-url" => arguments.graph_url = Some(value),
        "--site" => arguments.site = Some(PathBuf::from(value)),
        "--site-port" => arguments.site_port = Some(port(&value)?),
        other => return Err(format!("unknown argument {other}")),
    }
    Ok(())
}

async fn run(arguments: Arguments) -> std::io::Result<()> {
    let listener = listen(arguments.port.unwrap_or_default()).await?;
    let own = format!("http://localhost:{}", listener.local_addr()?.port());
    let login_url = arguments.login_url.unwrap_or_else(|| own.clone());
    let graph_url = arguments.graph_url.unwrap_or(own);
    let world = arguments.world.unwrap_or(World::University);
    let mut tenant = Tenant::new(world, arguments.seed, &login_url, &graph_url, server::now());
    for fault in arguments.faults {
        tenant.add_fault(fault);
    }
    tell(&tenant);
    let serve = server::serve(listener, Arc::new(Mutex::new(tenant)), arguments.latency);
    let (Some(folder), Some(port)) = (arguments.site, arguments.site_port) else {
        return serve.await;
    };
    let site = listen(port).await?;
    tell_site(site.local_addr()?.port());
    tokio::try_join!(serve, server::site(site, folder, "/"))?;
    Ok(())
}

/// Only this computer may come in: the tenant has no secrets, but no doors either.
async fn listen(port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| std::io::Error::new(error.kind(), format!("port {port}: {error}")))
}

#[expect(
    clippy::print_stdout,
    reason = "the addresses are what this program is started for"
)]
fn tell(tenant: &Tenant) {
    println!("Entra        {}", tenant.login_url);
    println!("Graph        {}", tenant.graph_url);
    println!(
        "Tenant       {} ({})",
        tenant.id, tenant.organization.display_name
    );
    println!("World        {}, seed {}", tenant.world.name(), tenant.seed);
    println!("Sample sign-ins:");
    for person in tenant.people() {
        let roles = if person.roles.is_empty() {
            "no role".to_owned()
        } else {
            person.roles.join(" + ")
        };
        println!("  {}  {roles}", person.user_principal_name);
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the addresses are what this program is started for"
)]
fn tell_site(port: u16) {
    println!("Page         http://localhost:{port}/");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Arguments, String> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_full_line_is_understood() {
        let line = "--port 4000 --world taken --latency 20 --fault lag --fault throttle --seed 7 --site dist --site-port 4001";
        let arguments = of(line).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(
            (arguments.port, arguments.site_port, arguments.seed),
            (Some(4000), Some(4001), 7)
        );
        assert_eq!(arguments.world, Some(World::Taken));
        assert_eq!(arguments.faults, [Fault::Lag, Fault::Throttle]);
        assert_eq!(arguments.latency, Duration::from_millis(20));
        assert!(of("--port 4000 --world empty").is_ok());
    }

    #[test]
    fn the_usage_names_every_world_and_every_fault() {
        let names = World::ALL.map(World::name).into_iter();
        for name in names.chain(Fault::ALL.map(Fault::name)) {
            assert!(usage().contains(name), "{name}");
        }
    }

    #[test]
    fn anything_else_is_refused_by_name() {
        for (line, word) in [
            ("", "--port"),
            ("--port 4000", "--world"),
            ("--port 70000 --world empty", "70000"),
            ("--port 4000 --world moon", "moon"),
            ("--port 4000 --world empty --fault rain", "rain"),
            ("--port 4000 --world empty --latency soon", "soon"),
            ("--port 4000 --world empty --site dist", "--site-port"),
            ("--port 4000 --world empty --colour red", "--colour"),
            ("--port 4000 --world", "--world"),
        ] {
            let problem = of(line).err().unwrap_or_default();
            assert!(problem.contains(word), "{line}: {problem}");
        }
    }
}
