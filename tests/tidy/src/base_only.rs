//! The simulated tenant and the vendor's side take ids and moments from `base`, and nothing else: certificate facts,
//! messages and ports are the page's, and a peer that shares its client's types agrees with its mistakes.

use crate::Offence;
use crate::Rule;
use crate::Source;
use crate::lines_with;

const SHARED: [&str; 8] = [
    "AppId",
    "InvalidId",
    "InvalidTimestamp",
    "KeyId",
    "ObjectId",
    "RoleId",
    "TenantId",
    "Timestamp",
];

/// What the two peers import from `base`.
pub const BASE_ONLY: Rule = Rule {
    looks_at: |source| {
        let is_peer = ["tests/tenant/", "tests/vendor/"]
            .iter()
            .any(|folder| source.path.starts_with(folder));
        is_peer && source.is_rust()
    },
    check,
};

fn check(source: &Source) -> Vec<Offence> {
    lines_with(&source.path, &source.text, |line| {
        let foreign = taken(line)
            .into_iter()
            .find(|name| !SHARED.contains(&name.as_str()))?;
        Some(format!("takes {foreign} from base"))
    })
}

/// The names that a line takes from `base`, one by one also where they stand in braces.
fn taken(line: &str) -> Vec<String> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut names = Vec::new();
    for (at, prefix) in line.match_indices("base::") {
        let is_whole = !line[..at].ends_with(|letter| is_name(letter) || letter == ':');
        let rest = &line[at + prefix.len()..];
        let list = match rest.strip_prefix('{') {
            // A list that goes on in the next line is not followed: the unclosed brace is the name, and an offence.
            Some(inner) => inner.split_once('}').map_or("{", |(list, _)| list),
            None => rest
                .split(|letter| !is_name(letter) && letter != '*')
                .next()
                .unwrap_or(rest),
        };
        if is_whole {
            names.extend(
                list.split(',')
                    .map(|name| name.trim().to_owned())
                    .filter(|name| !name.is_empty()),
            );
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offences(line: &str) -> usize {
        check(&Source::new("tests/tenant/src/rows.rs", line)).len()
    }

    #[test]
    fn ids_and_moments_are_fine() {
        for line in [
            "use base::TenantId;",
            "use base::{AppId, Timestamp};",
            "id: base::ObjectId,",
            "use database::Key;",
        ] {
            assert_eq!(offences(line), 0, "{line}");
        }
    }

    #[test]
    fn everything_else_is_an_offence() {
        for line in [
            "use base::CertificateFacts;",
            "use base::{AppId, Key};",
            "use base::*;",
            "use base::{",
            "fn say() -> base::Message {",
        ] {
            assert_eq!(offences(line), 1, "{line}");
        }
    }
}
