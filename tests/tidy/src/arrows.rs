//! Who may need whom: the arrows between the crates. A crate imports only what stands left of it in the design, so that
//! "provision never sees a private key" is a fact of the build.

use crate::Offence;
use crate::cargo::Member;

/// Each crate and the crates of the workspace that it may need.
pub const ARROWS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("words", &["base"]),
    ("signin", &["base"]),
    ("graph", &["base"]),
    ("keys", &["base"]),
    ("survey", &["base", "graph"]),
    ("provision", &["base", "graph", "survey"]),
    ("playbook", &["base", "graph", "survey", "provision"]),
    (
        "handoff",
        &[
            "base",
            "graph",
            "survey",
            "provision",
            "playbook",
            "words",
            "keys",
            "signin",
        ],
    ),
    ("console", PAGE),
    ("worker", &["base", "keys"]),
    ("rehearsal", &["base", "tenant", "vendor"]),
    ("tenant", &["base"]),
    ("vendor", &["base"]),
    ("journeys", JOURNEYS),
    ("oracle", &["base", "keys"]),
    ("browser", &["base", "oracle", "tenant", "vendor", "xtask"]),
    ("tidy", &[]),
    ("xtask", &[]),
];

const PAGE: &[&str] = &[
    "base",
    "words",
    "signin",
    "graph",
    "keys",
    "survey",
    "provision",
    "playbook",
    "handoff",
];

const JOURNEYS: &[&str] = &[
    "base",
    "words",
    "signin",
    "graph",
    "keys",
    "survey",
    "provision",
    "playbook",
    "handoff",
    "tenant",
    "vendor",
];

/// The simulated other side. Not even its tests may use the page's types: a peer that shares its client's types agrees
/// with its mistakes.
const PEERS: [&str; 2] = ["tenant", "vendor"];

/// The arrows that are not in the table, and the members that are not.
pub fn offences(members: &[Member]) -> Vec<Offence> {
    members.iter().flat_map(offences_of).collect()
}

fn offences_of(member: &Member) -> Vec<Offence> {
    let offence = |what| Offence {
        place: member.name.clone(),
        line: 0,
        what,
    };
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member.name) else {
        return vec![offence("is not in the table of arrows".to_owned())];
    };
    let normal = member
        .normal
        .iter()
        .filter(|needed| !allowed.contains(&needed.as_str()));
    let is_peer = PEERS.contains(&member.name.as_str());
    let for_peers = |needed: &&String| {
        let fine = *needed == "base" || PEERS.contains(&needed.as_str());
        is_peer && !fine
    };
    normal
        .map(|needed| offence(format!("must not need {needed}")))
        .chain(
            member
                .other
                .iter()
                .filter(for_peers)
                .map(|needed| offence(format!("must not need {needed}, not even in its tests"))),
        )
        .collect()
}

/// Whether `from` needs `to`, directly or through others.
pub fn reaches(members: &[Member], from: &str, to: &str) -> bool {
    let member = members.iter().find(|member| member.name == from);
    member.is_some_and(|member| {
        member
            .normal
            .iter()
            .any(|needed| needed == to || reaches(members, needed, to))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, normal: &[&str], other: &[&str]) -> Member {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Member {
            name: name.to_owned(),
            is_app: true,
            normal: owned(normal),
            other: owned(other),
        }
    }

    fn said(members: &[Member]) -> Vec<String> {
        offences(members)
            .iter()
            .map(|offence| format!("{} {}", offence.place, offence.what))
            .collect()
    }

    #[test]
    fn arrows_of_the_design_hold() {
        let members = [
            member("base", &[], &[]),
            member("provision", &["base", "graph"], &["tenant"]),
            member("vendor", &["base"], &["tenant"]),
        ];
        assert_eq!(said(&members), [""; 0]);
    }

    #[test]
    fn other_arrows_are_offences() {
        assert_eq!(
            said(&[member("provision", &["base", "keys"], &[])]),
            ["provision must not need keys"]
        );
        assert_eq!(
            said(&[member("base", &["graph"], &[])]),
            ["base must not need graph"]
        );
        assert_eq!(
            said(&[member("tenant", &["base", "graph"], &[])]),
            ["tenant must not need graph"]
        );
        assert_eq!(
            said(&[member("vendor", &["base"], &["keys"])]),
            ["vendor must not need keys, not even in its tests"]
        );
        assert_eq!(
            said(&[member("newcomer", &[], &[])]),
            ["newcomer is not in the table of arrows"]
        );
    }

    #[test]
    fn the_table_itself_has_no_circle_and_no_unknown_name() {
        let members: Vec<_> = ARROWS
            .iter()
            .map(|(name, allowed)| member(name, allowed, &[]))
            .collect();
        for (name, allowed) in ARROWS {
            assert!(
                allowed
                    .iter()
                    .all(|needed| ARROWS.iter().any(|(known, _)| known == needed)),
                "{name}"
            );
        }
        // Looking for a name that nobody has walks every path; a circle would never end.
        assert!(
            ARROWS
                .iter()
                .all(|(name, _)| !reaches(&members, name, "nobody"))
        );
        assert!(reaches(&members, "handoff", "signin") && !reaches(&members, "provision", "keys"));
    }
}
