//! How changes spread.

use std::time::Duration;

use base::Timestamp;

use super::Change;
use super::Directory;
use super::Rows;
use crate::random::Random;
use crate::rows::Group;
use crate::rows::Row;

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000)
}

fn group(random: &mut Random, name: &str) -> Group {
    Group {
        id: random.object_id(),
        display_name: name.to_owned(),
        mail: None,
        mail_enabled: false,
        security_enabled: true,
        group_types: Vec::new(),
        members: Vec::new(),
    }
}

/// How many of 100 reads, each of some replica, know the group by this name.
fn known(directory: &mut Directory, name: &str, at: Timestamp) -> usize {
    (0..100)
        .filter(|_| {
            directory
                .read(at)
                .groups
                .iter()
                .any(|group| group.display_name == name)
        })
        .count()
}

#[test]
fn the_primary_knows_at_once_and_all_replicas_in_the_end() {
    for (lagging, none_before, all_after) in [(false, 0, 1_501), (true, 4_999, 40_001)] {
        let mut random = Random::new("test", 1);
        let mut directory = Directory::new(Rows::default(), Random::new("replicas", 1));
        directory.lagging = lagging;
        directory.write(now(), Change::Put(Row::Group(group(&mut random, "x"))));
        assert_eq!(directory.primary().groups.len(), 1);
        let after = |milliseconds| now().plus(Duration::from_millis(milliseconds));
        if lagging {
            assert_eq!(known(&mut directory, "x", after(none_before)), 0);
        }
        assert_eq!(known(&mut directory, "x", after(all_after)), 100);
    }
}

#[test]
fn in_between_replicas_disagree() {
    let mut disagreed = 0;
    for seed in 0..20 {
        let mut random = Random::new("test", seed);
        let mut directory = Directory::new(Rows::default(), Random::new("replicas", seed));
        directory.write(now(), Change::Put(Row::Group(group(&mut random, "x"))));
        for step in 0..15 {
            let count = known(
                &mut directory,
                "x",
                now().plus(Duration::from_millis(step * 100)),
            );
            disagreed += usize::from((1..100).contains(&count));
        }
    }
    assert!(disagreed > 20, "{disagreed}");
}

#[test]
fn each_replica_keeps_the_order_of_changes() {
    for seed in 0..50 {
        let mut random = Random::new("test", seed);
        let mut directory = Directory::new(Rows::default(), Random::new("replicas", seed));
        let first = group(&mut random, "first");
        directory.write(now(), Change::Put(Row::Group(first.clone())));
        directory.write(
            now(),
            Change::Put(Row::Group(Group {
                display_name: "second".to_owned(),
                ..first
            })),
        );
        directory.write(now(), Change::Put(Row::Group(group(&mut random, "third"))));
        for step in 0..20 {
            let at = now().plus(Duration::from_millis(step * 100));
            let names: Vec<&str> = directory
                .read(at)
                .groups
                .iter()
                .map(|group| group.display_name.as_str())
                .collect();
            assert!(
                ["", "first", "second", "second third"].contains(&names.join(" ").as_str()),
                "{names:?}"
            );
        }
    }
}

#[test]
fn stale_reads_hide_a_change_however_late_they_come() {
    let late = now().plus(Duration::from_secs(3600));
    for seed in 0..20 {
        let mut random = Random::new("test", seed);
        let mut directory = Directory::new(Rows::default(), Random::new("replicas", seed));
        directory.stale_reads = true;
        directory.write(now(), Change::Put(Row::Group(group(&mut random, "x"))));
        let shown: Vec<bool> = (0..100)
            .map(|_| !directory.read(late).groups.is_empty())
            .collect();
        assert!(!shown[0], "the first read of any replica is stale");
        let stale = shown.iter().filter(|shown| !**shown).count();
        assert!(
            (3..=15).contains(&stale),
            "one to five of each replica: {stale}"
        );
        assert!(shown[60..].iter().all(|shown| *shown));
    }
}

#[test]
fn what_is_written_everywhere_overtakes_nothing() {
    for seed in 0..20 {
        let mut random = Random::new("test", seed);
        let mut directory = Directory::new(Rows::default(), Random::new("replicas", seed));
        let first = group(&mut random, "first");
        directory.write(now(), Change::Put(Row::Group(first.clone())));
        let second = Group {
            display_name: "second".to_owned(),
            ..first
        };
        directory.write_everywhere(Change::Put(Row::Group(second)));
        assert_eq!(known(&mut directory, "second", now()), 100);
        let late = now().plus(Duration::from_secs(60));
        assert_eq!(known(&mut directory, "second", late), 100);
    }
}

#[test]
fn the_directory_is_settled_once_every_replica_shows_everything() {
    let mut random = Random::new("test", 1);
    let mut directory = Directory::new(Rows::default(), Random::new("replicas", 1));
    assert!(directory.is_settled(now()));
    directory.lagging = true;
    directory.write(now(), Change::Put(Row::Group(group(&mut random, "x"))));
    assert!(!directory.is_settled(now().plus(Duration::from_secs(4))));
    let late = now().plus(Duration::from_secs(41));
    assert!(directory.is_settled(late), "though nobody read");
    directory.stale_reads = true;
    directory.write(now(), Change::Put(Row::Group(group(&mut random, "y"))));
    assert!(!directory.is_settled(late), "however late");
    known(&mut directory, "y", late);
    assert!(directory.is_settled(late));
}

#[test]
fn it_is_known_when_an_object_was_written_last() {
    let mut random = Random::new("test", 1);
    let mut directory = Directory::new(Rows::default(), Random::new("replicas", 1));
    let row = group(&mut random, "x");
    let id = row.id.to_string();
    let later = now().plus(Duration::from_secs(5));
    assert!(!directory.was_written_since(&id, now()));
    directory.write(now(), Change::Put(Row::Group(row.clone())));
    assert!(directory.was_written_since(&id, now()));
    assert!(!directory.was_written_since(&id, later));
    directory.write_everywhere(Change::Put(Row::Group(row.clone())));
    assert!(!directory.was_written_since(&id, later), "as if long ago");
    directory.write(later, Change::Put(Row::Group(row)));
    assert!(directory.was_written_since(&id, later));
}
