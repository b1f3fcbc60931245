//! What is proposed once an application is chosen.

use base::Thumbprint;
use base::Timestamp;

use super::Source;

/// Where the certificate comes from once an application is chosen whose certificates `kept` can be kept. What the person
/// has begun (a pair to be made, a certificate that was `given`) stays.
pub(super) fn source(now: Source, given: bool, kept: &[(Thumbprint, Timestamp)]) -> Source {
    match (now, kept.first()) {
        (Source::Make | Source::Own, _) => now,
        (Source::Vendor, _) if given => Source::Vendor,
        (_, Some((thumbprint, _))) => Source::Keep(*thumbprint),
        (_, None) => Source::Vendor,
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
            assert_eq!(source(now, given, &there), proposed, "{case}");
        }
    }
}
