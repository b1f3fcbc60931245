//! The shipped page, so copied that it talks to a simulated tenant on this computer.
//!
//! The page is built once. What is tried locally is that very build but for two things: the one line of `index.html`
//! that holds the content policy, whose `connect-src` names the local tenant, and `config.json`, which is the host's
//! own file anyway.

use crate::Problem;
use std::path::Path;

/// Client id of the console's registration in every simulated tenant.
pub const CONSOLE_APP_ID: &str = "5e7c0de0-0000-4000-8000-000000000001";

/// What marks the line of the content policy.
const POLICY: &str = "http-equiv=\"Content-Security-Policy\"";
/// Begins the policy's list of hosts that may be asked.
const CONNECT: &str = "connect-src 'self'";

/// Copies the page from `dist` to `target`, which is replaced, for a tenant that is reached at `tenant_origin`
/// (e.g. `http://localhost:8081`), with `config` as its `config.json`.
pub fn local_copy(
    dist: &Path,
    target: &Path,
    tenant_origin: &str,
    config: &str,
) -> Result<(), Problem> {
    if target.exists() {
        std::fs::remove_dir_all(target).map_err(Problem::file(target))?;
    }
    copy_folder(dist, target)?;
    let page = target.join("index.html");
    let html = std::fs::read_to_string(&page).map_err(Problem::file(&page))?;
    std::fs::write(&page, with_local_policy(&html, tenant_origin)?)
        .map_err(Problem::file(&page))?;
    let settings = target.join("config.json");
    std::fs::write(&settings, config).map_err(Problem::file(&settings))
}

/// A `config.json` for a tenant whose Entra and Graph are both reached at `tenant_origin`.
pub fn local_config(tenant_origin: &str) -> String {
    format!(
        r#"{{
  "tenant": "organizations",
  "clientId": "{CONSOLE_APP_ID}",
  "loginUrl": "{tenant_origin}",
  "graphUrl": "{tenant_origin}"
}}
"#
    )
}

/// `html` with the hosts of `connect-src` replaced by the local tenant: a page under test then cannot even try to
/// reach anyone else without the browser reporting it.
fn with_local_policy(html: &str, tenant_origin: &str) -> Result<String, Problem> {
    let unexpected = |what: &str| Problem::Unexpected(format!("index.html: {what}"));
    let lines: Vec<&str> = html.split('\n').collect();
    let mut of_policy = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.contains(POLICY));
    let (Some((number, line)), None) = (of_policy.next(), of_policy.next()) else {
        return Err(unexpected("not exactly one line holds the content policy"));
    };
    let start = line
        .find(CONNECT)
        .ok_or_else(|| unexpected("the policy has no connect-src with 'self'"))?;
    let end = line[start..]
        .find(';')
        .ok_or_else(|| unexpected("connect-src does not end with a semicolon"))?;
    let local = format!(
        "{}{CONNECT} {tenant_origin}{}",
        &line[..start],
        &line[start + end..]
    );
    let mut copy: Vec<&str> = lines.clone();
    copy[number] = &local;
    Ok(copy.join("\n"))
}

/// Copies a folder with all that is in it.
fn copy_folder(from: &Path, to: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(to).map_err(Problem::file(to))?;
    for entry in std::fs::read_dir(from).map_err(Problem::file(from))? {
        let entry = entry.map_err(Problem::file(from))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target).map_err(Problem::file(&target))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
