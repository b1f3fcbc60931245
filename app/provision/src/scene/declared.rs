//! Declared permissions in short, so that a row of a table holds them: `E=X G=CU A=1`.
//!
//! Before the `=` stands the API: `G` Microsoft Graph, `E` the old Exchange API, `A` and `B` strangers. Behind it each
//! permission: `C` calendars and `M` mailbox settings, which are wanted; `X` the calendars of Exchange (its id is that of
//! `C`) and `U` the portal's own scope User.Read, which are obsolete; `c` a delegated scope with the id of `C`; `1` to `3`
//! roles of strangers.

use graph::application::RequiredResourceAccess;
use graph::application::ResourceAccess;
use graph::well_known;
use serde_json::Map;

use super::guid;

fn api(letter: char) -> String {
    match letter {
        'G' => well_known::MICROSOFT_GRAPH.to_owned(),
        'E' => well_known::EXCHANGE_ONLINE.to_owned(),
        'A' => guid('b'),
        'B' => guid('c'),
        other => panic!("no API is written {other}"),
    }
}

fn permission(letter: char) -> ResourceAccess {
    let (id, kind) = match letter {
        'C' | 'X' => (well_known::CALENDARS_READ_WRITE.to_owned(), "Role"),
        'c' => (well_known::CALENDARS_READ_WRITE.to_owned(), "Scope"),
        'M' => (well_known::MAILBOX_SETTINGS_READ_WRITE.to_owned(), "Role"),
        'U' => (well_known::USER_READ.to_owned(), "Scope"),
        '1'..='3' => (guid(letter), "Role"),
        other => panic!("no permission is written {other}"),
    };
    ResourceAccess {
        id: id.parse().unwrap(),
        kind: kind.to_owned(),
    }
}

/// Reads the short form.
pub(crate) fn access(short: &str) -> Vec<RequiredResourceAccess> {
    let entry = |word: &str| {
        let (letter, permissions) = word.split_once('=').unwrap();
        RequiredResourceAccess {
            resource_app_id: api(letter.parse().unwrap()),
            resource_access: permissions.chars().map(permission).collect(),
            other: Map::new(),
        }
    };
    short.split_whitespace().map(entry).collect()
}

/// Writes the short form.
pub(crate) fn short(access: &[RequiredResourceAccess]) -> String {
    let entry = |entry: &RequiredResourceAccess| {
        let letter = "GEAB"
            .chars()
            .find(|one| api(*one) == entry.resource_app_id);
        let letter = letter.unwrap_or('?');
        let name = |one: &ResourceAccess| {
            let names = if letter == 'E' { "X123" } else { "CcMU123" };
            let found = names.chars().find(|name| permission(*name) == *one);
            found.unwrap_or('?')
        };
        let permissions: String = entry.resource_access.iter().map(name).collect();
        format!("{letter}={permissions}")
    };
    let words: Vec<String> = access.iter().map(entry).collect();
    words.join(" ")
}
