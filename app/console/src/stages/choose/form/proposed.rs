//! What is proposed once an application is chosen.

use base::Thumbprint;
use base::Timestamp;

use super::Source;

/// Where the certificate comes from once an application is chosen whose certificates `kept` can be kept. What the person
/// has begun (a pair to be made, a certificate that was `given` for it) stays. What a colleague's choice proposes, `invited`, is
/// not begun by anybody: it counts only where nothing can be kept.
pub(super) fn source(
    now: Source,
    given: bool,
    invited: Option<Source>,
    kept: &[(Thumbprint, Timestamp)],
) -> Source {
    let is_begun = match now {
        Source::Keep(_) => false,
        Source::Make | Source::Own if Some(now) != invited => true,
        Source::Make => false,
        Source::Vendor | Source::Own => given,
    };
    match kept.first() {
        _ if is_begun => now,
        Some((thumbprint, _)) => Source::Keep(*thumbprint),
        // What was kept belongs to another application; any other source is the person's choice, or was proposed already.
        None => match now {
            Source::Keep(_) => invited.unwrap_or(Source::Vendor),
            chosen => chosen,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_is_there_is_proposed_unless_another_was_begun() {
        let kept = |byte| {
            (
                Thumbprint::from_bytes([byte; 20]),
                Timestamp::from_unix_seconds(0),
            )
        };
        let keep = |byte| Source::Keep(kept(byte).0);
        for (now, given, there, proposed) in [
            (Source::Vendor, false, vec![], Source::Vendor),
            (Source::Vendor, false, vec![kept(1), kept(2)], keep(1)),
            (Source::Vendor, true, vec![kept(1)], Source::Vendor),
            (Source::Make, false, vec![kept(1)], Source::Make),
            (Source::Own, false, vec![kept(1)], Source::Own),
            // What was kept belonged to the application chosen before.
            (keep(3), false, vec![], Source::Vendor),
            (keep(3), true, vec![kept(1)], keep(1)),
        ] {
            let case = format!("{now:?} {given} {there:?}");
            assert_eq!(source(now, given, None, &there), proposed, "{case}");
        }
        // The colleague's form says where a new one would come from; one that is there goes before it.
        for invited in [Source::Vendor, Source::Make, Source::Own] {
            for (now, given, there, proposed) in [
                (invited, false, vec![], invited),
                (invited, false, vec![kept(1)], keep(1)),
                (keep(3), false, vec![], invited),
            ] {
                let case = format!("{now:?} {given} {there:?}, invited to {invited:?}");
                let source = source(now, given, Some(invited), &there);
                assert_eq!(source, proposed, "{case}");
            }
        }
        // What the person gave, or chose instead, stays.
        let (vendor, make, own) = (Source::Vendor, Source::Make, Source::Own);
        for (now, given, invited) in [
            (vendor, true, vendor),
            (own, true, own),
            (own, false, make),
            (make, false, vendor),
        ] {
            let source = source(now, given, Some(invited), &[kept(1)]);
            assert_eq!(source, now, "{now:?} {given} {invited:?}");
        }
        for (now, invited) in [(vendor, make), (vendor, own), (make, own), (own, make)] {
            let source = source(now, false, Some(invited), &[]);
            assert_eq!(source, now, "{now:?} {invited:?}, nothing to be kept");
        }
    }
}
