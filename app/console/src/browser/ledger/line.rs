//! The lines of the journal as they are stored: in a versioned form, each with its tenant. Pure.

use base::TenantId;
use provision::Entry;
use serde::Deserialize;
use serde::Serialize;

/// Version of a line's form.
const FORM: u32 = 1;

/// One line as it is stored.
#[derive(Deserialize, Serialize)]
struct Line {
    form: u32,
    entry: Entry,
}

/// Of a line only whose it is, which a line of another version may tell, too.
#[derive(Deserialize)]
struct Of {
    entry: OfEntry,
}

#[derive(Deserialize)]
struct OfEntry {
    tenant: TenantId,
}

/// What is stored of one tenant, or may be of it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Lines {
    /// What can be read, in order.
    pub(super) entries: Vec<Entry>,
    /// How many more there are.
    pub(super) unread: usize,
    /// All of them as they are stored.
    pub(super) raw: Vec<String>,
}

/// The line that stores `entry`.
pub(super) fn written(entry: &Entry) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Line {
        form: FORM,
        entry: entry.clone(),
    })
}

/// Reads the lines of `tenant` out of all. One that does not say whose it is counts as well: it may be of this tenant.
pub(super) fn read(all: impl IntoIterator<Item = String>, tenant: &TenantId) -> Lines {
    let mut lines = Lines::default();
    for line in all {
        if tenant_of(&line).is_some_and(|of| of != *tenant) {
            continue;
        }
        match entry(&line) {
            Some(entry) => lines.entries.push(entry),
            None => lines.unread += 1,
        }
        lines.raw.push(line);
    }
    lines
}

/// Which of all lines go when `tenant` is forgotten: its own, whether they can be read or not. What does not say whose it is
/// may be of any tenant that is left, and goes with the last.
pub(super) fn forgotten(all: &[String], tenant: &TenantId) -> Vec<bool> {
    let owners: Vec<Option<TenantId>> = all.iter().map(|line| tenant_of(line)).collect();
    let is_last = owners.iter().flatten().all(|of| of == tenant);
    let goes = |of: &Option<TenantId>| of.as_ref().map_or(is_last, |of| of == tenant);
    owners.iter().map(goes).collect()
}

fn tenant_of(line: &str) -> Option<TenantId> {
    let of: Of = serde_json::from_str(line).ok()?;
    Some(of.entry.tenant)
}

fn entry(line: &str) -> Option<Entry> {
    let line: Line = serde_json::from_str(line).ok()?;
    (line.form == FORM).then_some(line.entry)
}

#[cfg(test)]
mod tests {
    use provision::RunId;
    use provision::What;

    use super::*;

    const OURS: &str = "11111111-0000-4000-8000-000000000000";
    const THEIRS: &str = "22222222-0000-4000-8000-000000000000";

    fn tenant(id: &str) -> TenantId {
        id.parse().unwrap()
    }

    fn finished(of: &str) -> Entry {
        Entry {
            tenant: tenant(of),
            run: RunId("run".to_owned()),
            at: "2026-11-21T08:00:00Z".parse().unwrap(),
            what: What::Finished,
        }
    }

    fn line(of: &str) -> String {
        written(&finished(of)).unwrap()
    }

    /// A line of a version that is to come: another form, or something that nothing here has a word for.
    fn of_tomorrow(of: &str) -> [String; 2] {
        [
            line(of).replace("\"form\":1", "\"form\":2"),
            line(of).replace("finished", "reconsidered"),
        ]
    }

    #[test]
    fn what_was_written_is_read_and_other_tenants_lines_are_nobodys_business() {
        let all = [line(OURS), line(THEIRS), line(OURS)];
        let lines = read(all, &tenant(OURS));
        let expected = Lines {
            entries: vec![finished(OURS), finished(OURS)],
            unread: 0,
            raw: vec![line(OURS), line(OURS)],
        };
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_line_that_cannot_be_read_counts_unless_it_is_of_another_tenant() {
        let cut_off = line(OURS).split_at(30).0.to_owned();
        for (case, extra, unread) in [
            ("ours, of another version", of_tomorrow(OURS).to_vec(), 2),
            (
                "theirs, of another version",
                of_tomorrow(THEIRS).to_vec(),
                0,
            ),
            ("cut off", vec![cut_off], 1),
            ("empty, as what is no text", vec![String::new()], 1),
            ("something else", vec!["{}".to_owned(), "7".to_owned()], 2),
        ] {
            let all = [line(OURS)].into_iter().chain(extra.clone());
            let lines = read(all.chain([line(OURS)]), &tenant(OURS));
            assert_eq!((lines.entries.len(), lines.unread), (2, unread), "{case}");
            assert_eq!(lines.raw.len(), 2 + unread, "{case}");
            assert!(unread == 0 || lines.raw[1] == extra[0], "{case}: as it is");
        }
    }

    #[test]
    fn forgetting_takes_a_tenants_own_lines_and_the_last_one_all() {
        let [ours_too, _] = of_tomorrow(OURS);
        let nobodys = || "{}".to_owned();
        let all = [line(OURS), ours_too, line(THEIRS), nobodys()];
        assert_eq!(forgotten(&all, &tenant(OURS)), [true, true, false, false]);
        assert_eq!(
            forgotten(&all, &tenant(THEIRS)),
            [false, false, true, false]
        );
        let last = [nobodys(), line(THEIRS)];
        assert_eq!(forgotten(&last, &tenant(THEIRS)), [true, true]);
        assert_eq!(forgotten(&last, &tenant(OURS)), [false, false]);
        assert_eq!(forgotten(&[nobodys()], &tenant(OURS)), [true]);
    }
}
