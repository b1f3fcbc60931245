//! NSS, the library of Firefox: its pk12util takes the file into a new data base. There certutil signs a request with the
//! key, which openssl checks: to give the key out again would take longer than to read it.

use std::fs;

use crate::format::Format;
use crate::program::Folder;
use crate::reader::Found;
use crate::reader::openssl;

const BASE: &str = "sql:.";

pub(crate) fn ask(folder: &Folder, format: Format, password: &str) -> Result<Found, String> {
    let run = |program: &str, arguments: &[&str]| folder.run(program, arguments, "");
    run("certutil", &["-N", "-d", BASE, "--empty-password"])?;
    let file = format.file_name();
    run(
        "pk12util",
        &["-i", file, "-d", BASE, "-K", "", "-W", password],
    )?;
    let listed = run("certutil", &["-L", "-d", BASE])?;
    let name = with_key(&listed)?;
    let pem = run("certutil", &["-L", "-d", BASE, "-n", name, "-a"])?;
    fs::write(folder.path().join("read.pem"), pem).map_err(|error| error.to_string())?;
    let request = [
        "-R",
        "-d",
        BASE,
        "-k",
        name,
        "-s",
        "CN=key",
        "-a",
        "-o",
        "request.pem",
    ];
    run("certutil", &request)?;
    Ok(Found {
        certificate: Some(openssl::certificate_modulus(folder, "read.pem")?),
        key: Some(openssl::request_modulus(folder, "request.pem")?),
    })
}

/// The one certificate of the list that NSS has the private key of, which its flags tell by a `u`.
fn with_key(listed: &str) -> Result<&str, String> {
    let mut names = listed
        .lines()
        .filter_map(|line| Some(line.trim_end().strip_suffix("u,u,u")?.trim()));
    match (names.next(), names.next()) {
        (Some(name), None) => Ok(name),
        _ => Err(format!("not one certificate with a key: {listed}")),
    }
}
