//! What the person came to do, and what of it is left for a colleague where it cannot be begun.

use base::KeyId;
use base::ObjectId;
use handoff::Remainder;
use provision::History;
use provision::RunId;
use serde::Deserialize;
use serde::Serialize;
use survey::Wish;

/// What the person came to do with write access.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) enum Errand {
    /// To make or to change a set-up.
    SetUp(Wish),
    /// To go on with a run that was interrupted.
    Resume(RunId),
    /// To undo this run and all since.
    Undo(RunId),
    /// To take a certificate off an application.
    RemoveCertificate {
        /// The application's object id.
        application: ObjectId,
        /// Which certificate.
        key_id: KeyId,
    },
    /// To withdraw this console's own consent.
    Leave,
}

impl Errand {
    /// What is left for a colleague where the person may not even read what it takes. What a run did that is gone on with,
    /// `history` tells; `None` where it does not know the run.
    pub(crate) fn remainder(&self, history: &History) -> Option<Remainder> {
        match self {
            Self::SetUp(wish) => Some(Remainder::of_wish(wish)),
            Self::Resume(run) => {
                let run = history.run(run);
                run.and_then(|run| Remainder::of_run(run, history))
            }
            Self::Undo(_) => Some(Remainder::of_undoing()),
            Self::RemoveCertificate { .. } => Some(Remainder::of_removal()),
            Self::Leave => Some(Remainder::of_leaving()),
        }
    }
}

#[cfg(test)]
mod tests {
    use handoff::Way;
    use survey::CertificateChoice;
    use survey::Choice;

    use super::*;

    #[test]
    fn only_a_set_up_goes_by_link_and_an_unknown_run_not_at_all() {
        let certificate = CertificateChoice::Vendor { certificate: None };
        let wish = Wish {
            choice: Choice::new("Push", certificate),
            made: None,
        };
        let run = || RunId("1".to_owned());
        let removal = Errand::RemoveCertificate {
            application: "11111111-0000-4000-8000-000000000000".parse().unwrap(),
            key_id: "22222222-0000-4000-8000-000000000000".parse().unwrap(),
        };
        for (errand, by_link) in [
            (Errand::SetUp(wish), Some(true)),
            (Errand::Resume(run()), None),
            (Errand::Undo(run()), Some(false)),
            (removal, Some(false)),
            (Errand::Leave, Some(false)),
        ] {
            let remainder = errand.remainder(&History::default());
            let is_link = |it: Remainder| matches!(it.way, Way::Invitation { .. });
            assert_eq!(remainder.map(is_link), by_link, "{errand:?}");
        }
    }
}
