//! Whether credentials have expired or soon will. Pure.

use std::time::Duration;

use base::Thumbprint;
use base::Timestamp;
use survey::SetUp;
use words::Text;

/// How long before its end a certificate asks for attention: enough for a renewal that needs several people.
const SOON: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// How a certificate or client secret stands; what matters most comes first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Standing {
    /// It ends within sixty days.
    Soon,
    /// It has ended.
    Expired,
    /// Its time has not begun.
    Later,
    /// Its end cannot be read.
    Unclear,
    /// It stands, and lasts longer than sixty days.
    Valid,
}

impl Standing {
    /// How a credential with this begin and end stands at `now`.
    pub(super) fn at(now: Timestamp, start: Option<Timestamp>, end: Option<Timestamp>) -> Self {
        let begun = start.is_none_or(|start| start <= now);
        match end {
            None => Self::Unclear,
            Some(end) if end <= now => Self::Expired,
            Some(_) if !begun => Self::Later,
            Some(end) if end <= now.plus(SOON) => Self::Soon,
            Some(_) => Self::Valid,
        }
    }

    pub(super) fn text(self) -> Text {
        match self {
            Self::Soon => Text::TenantCertificateSoon,
            Self::Expired => Text::TenantCertificateExpired,
            Self::Later => Text::TenantCertificateLater,
            Self::Unclear => Text::TenantCertificateUnclear,
            Self::Valid => Text::TenantCertificateValid,
        }
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Soon | Self::Unclear => "badge badge--update",
            Self::Expired => "badge badge--blocked",
            Self::Later | Self::Valid => "badge badge--keep",
        }
    }
}

/// Why the certificates of an application ask for attention.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Ending {
    /// It has certificates, and none of them is valid any more.
    Over,
    /// This one ends soon, and none lasts longer.
    Soon(Thumbprint, Timestamp),
    /// This one ends soon, and another lasts until the later moment.
    Beside(Thumbprint, Timestamp, Timestamp),
}

impl Ending {
    /// Those of `set_up` at `now`.
    pub(super) fn of(set_up: &SetUp, now: Timestamp) -> Vec<Self> {
        let valid = set_up.valid_certificates(now);
        let mut all = set_up.application.key_credentials.iter();
        if valid.is_empty() {
            let over = all.any(|one| one.end().is_some_and(|end| end <= now));
            return if over { vec![Self::Over] } else { Vec::new() };
        }
        let soon = now.plus(SOON);
        let last = valid.first().map(|(_, end)| *end);
        let lasting = last.filter(|end| *end > soon);
        let ending = valid.into_iter().filter(|(_, end)| *end <= soon);
        let named = |(thumbprint, end)| match lasting {
            Some(later) => Self::Beside(thumbprint, end, later),
            None => Self::Soon(thumbprint, end),
        };
        ending.map(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(1_800_000_000)
    }

    fn in_days(days: u32) -> Timestamp {
        now().plus(DAY * days)
    }

    fn days_ago(days: u32) -> Timestamp {
        now().minus(DAY * days)
    }

    fn thumbprint(number: u8) -> Thumbprint {
        Thumbprint::from_bytes([number; 20])
    }

    /// An application with certificates of these ends, numbered from 1.
    fn set_up(ends: &[Timestamp]) -> SetUp {
        let credential = |(number, end): (u8, &Timestamp)| {
            serde_json::json!({
                "keyId": format!("00000000-0000-4000-8000-{number:012}"),
                "customKeyIdentifier": thumbprint(number).to_string(),
                "startDateTime": days_ago(1000),
                "endDateTime": end,
                "usage": "Verify",
            })
        };
        let credentials: Vec<_> = (1..).zip(ends).map(credential).collect();
        let application = serde_json::json!({
            "id": "00000000-0000-4000-8000-000000000001",
            "appId": "00000000-0000-4000-8000-000000000002",
            "displayName": "Push",
            "keyCredentials": credentials,
        });
        SetUp {
            application: serde_json::from_value(application).unwrap(),
            ours: true,
            owners: Vec::new(),
            obsolete: Vec::new(),
        }
    }

    #[test]
    fn a_credential_stands_by_its_begin_and_end() {
        for (start, end, standing) in [
            (None, None, Standing::Unclear),
            (None, Some(now()), Standing::Expired),
            (None, Some(in_days(60)), Standing::Soon),
            (None, Some(in_days(61)), Standing::Valid),
            (Some(now()), Some(in_days(61)), Standing::Valid),
            (Some(in_days(1)), Some(in_days(2)), Standing::Later),
            (Some(days_ago(2)), Some(days_ago(1)), Standing::Expired),
        ] {
            assert_eq!(
                Standing::at(now(), start, end),
                standing,
                "{start:?} {end:?}"
            );
        }
    }

    #[test]
    fn only_what_asks_for_attention_is_named() {
        let (soon, lasting) = (in_days(10), in_days(400));
        for (ends, expected) in [
            (vec![], vec![]),
            (vec![lasting, days_ago(1)], vec![]),
            (vec![days_ago(1), days_ago(2)], vec![Ending::Over]),
            (
                vec![days_ago(1), soon],
                vec![Ending::Soon(thumbprint(2), soon)],
            ),
            (
                vec![soon, lasting],
                vec![Ending::Beside(thumbprint(1), soon, lasting)],
            ),
        ] {
            assert_eq!(Ending::of(&set_up(&ends), now()), expected, "{ends:?}");
        }
    }
}
