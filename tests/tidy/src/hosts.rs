//! Third parties: the page names no host but Microsoft's own of the four clouds, the portal it links to, and the names
//! of XML namespaces, which nobody asks.

use crate::Rule;
use crate::lines_with;

/// Hosts that the page may name.
const HOSTS: [&str; 11] = [
    "dod-graph.microsoft.us",
    "entra.microsoft.com",
    "graph.microsoft.com",
    "graph.microsoft.us",
    "localhost",
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "microsoftgraph.chinacloudapi.cn",
    "portal.azure.com",
    "www.w3.org",
];

/// Every address in what the page is made of. Comments and tests may name others: nobody asks them.
pub const HOSTS_ONLY: Rule = Rule {
    looks_at: |source| {
        let is_page = source.path == "index.html"
            || source.path.starts_with("app/")
            || source.path.starts_with("style/");
        let is_text = [".rs", ".js", ".html", ".css", ".json", ".svg"]
            .iter()
            .any(|ending| source.path.ends_with(ending));
        is_page && is_text && !source.is_test
    },
    check: |source| {
        lines_with(&source.path, source.production(), |line| {
            let is_comment = line.trim_start().starts_with("//");
            let foreign = hosts(line).into_iter().find(|host| !HOSTS.contains(host))?;
            (!is_comment).then(|| format!("names the host {foreign}"))
        })
    },
};

/// The hosts of the addresses in a line. An address whose host is put in at run time has none.
fn hosts(line: &str) -> Vec<&str> {
    let ends = |letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
    let addresses = line.match_indices("://").filter(|(at, _)| {
        ["http", "https", "ws", "wss"]
            .iter()
            .any(|scheme| line[..*at].ends_with(scheme))
    });
    addresses
        .map(|(at, mark)| {
            let rest = &line[at + mark.len()..];
            rest.split(ends).next().unwrap_or(rest)
        })
        .filter(|host| host.contains(char::is_alphanumeric))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    fn count(line: &str) -> usize {
        (HOSTS_ONLY.check)(&Source::new("app/console/src/a.rs", line)).len()
    }

    #[test]
    fn known_hosts_and_comments_are_fine() {
        for line in [
            r#"const LOGIN: &str = "https://login.microsoftonline.com/organizations";"#,
            r#""http://localhost:8080/""#,
            r#"format!("https://{host}/")"#,
            "// https://learn.microsoft.com/graph",
            r#"starts_with("https://")"#,
            r#""It must begin with https://.""#,
        ] {
            assert_eq!(count(line), 0, "{line}");
        }
    }

    #[test]
    fn any_other_host_is_an_offence() {
        for line in [
            r#""https://cdn.example/x.js""#,
            r#""https://graph.microsoft.com.example/""#,
            r#""https://graph.microsoft.com/ https://evil.example/""#,
            r#""wss://push.example""#,
        ] {
            assert_eq!(count(line), 1, "{line}");
        }
    }
}
