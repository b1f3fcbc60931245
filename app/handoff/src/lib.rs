//! What leaves the page once a set-up stands: the facts that the vendor needs, and a text that says them.
//!
//! No secret is in here, and none can be: a hand-over is made of what was observed in the tenant, which shows no key.

mod change_request;

use base::AppId;
use base::TenantId;
use base::Thumbprint;
use base::Timestamp;
use provision::Observed;
use provision::ObservedSetUp;
use survey::Facts;
use words::Language;
use words::Text;

pub use change_request::change_request;
pub use change_request::plan_json;

/// The facts of a set-up that the vendor needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HandOver {
    /// Tenant id.
    pub tenant_id: TenantId,
    /// Name of the institution.
    pub tenant_name: String,
    /// The domain that the tenant was born with.
    pub initial_domain: Option<String>,
    /// Client id of the application.
    pub client_id: AppId,
    /// Name of the application.
    pub application_name: String,
    /// The certificate to sign with, if the tenant shows it as valid.
    pub certificate: Option<HandedCertificate>,
    /// Application permissions that were granted, by their names.
    pub permissions: Vec<String>,
}

/// The certificate that MyTimetable signs with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HandedCertificate {
    /// SHA-1 as Entra shows it.
    pub thumbprint: Thumbprint,
    /// End of validity.
    pub not_after: Timestamp,
}

/// One line of a hand-over: what it is, and the value to copy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// What it is.
    pub label: Text,
    /// The value.
    pub value: String,
}

impl HandOver {
    /// Takes the facts out of what was observed. `meant` is the certificate that MyTimetable signs with. `None`
    /// where there is no set-up.
    pub fn new(facts: &Facts, observed: &Observed, meant: Thumbprint) -> Option<Self> {
        let set_up = observed.set_up.as_ref()?;
        Some(Self {
            tenant_id: facts.organization.id.clone(),
            tenant_name: facts.organization.display_name.clone(),
            initial_domain: facts.initial_domain().map(str::to_owned),
            client_id: set_up.application.app_id.clone(),
            application_name: set_up.application.display_name.clone(),
            certificate: certificate(set_up, observed.at, meant),
            permissions: granted(set_up, observed),
        })
    }

    /// The lines, in the order in which support asks for them.
    pub fn lines(&self) -> Vec<Line> {
        let line = |label, value: String| Line { label, value };
        let mut lines = vec![
            line(Text::HandOverTenantId, self.tenant_id.to_string()),
            line(Text::HandOverClientId, self.client_id.to_string()),
            line(Text::HandOverTenantName, self.tenant_name.clone()),
        ];
        lines.extend(
            self.initial_domain
                .clone()
                .map(|domain| line(Text::HandOverInitialDomain, domain)),
        );
        if let Some(certificate) = &self.certificate {
            lines.push(line(
                Text::HandOverThumbprint,
                certificate.thumbprint.to_string(),
            ));
            lines.push(line(
                Text::HandOverExpiry,
                certificate.not_after.to_string(),
            ));
        }
        lines.push(line(Text::HandOverPermissions, self.permissions.join(", ")));
        lines
    }

    /// The text to paste to support: every line with its name, nothing else.
    pub fn support_text(&self, language: Language) -> String {
        let mut text =
            Text::HandOverSupportOpening.with(language, &[("application", &self.application_name)]);
        text.push('\n');
        for Line { label, value } in self.lines() {
            text.push('\n');
            text.push_str(&Text::HandOverSupportLine.with(
                language,
                &[("label", label.words(language)), ("value", &value)],
            ));
        }
        text.push('\n');
        text
    }
}

fn certificate(
    set_up: &ObservedSetUp,
    now: Timestamp,
    meant: Thumbprint,
) -> Option<HandedCertificate> {
    let valid = survey::valid_certificates(&set_up.application.key_credentials, now);
    let (thumbprint, not_after) = valid.into_iter().find(|(one, _)| *one == meant)?;
    Some(HandedCertificate {
        thumbprint,
        not_after,
    })
}

/// The names of the roles that are held, as the tenant's own Microsoft Graph names them.
fn granted(set_up: &ObservedSetUp, observed: &Observed) -> Vec<String> {
    let api = &observed.microsoft_graph;
    let held = |role| {
        set_up
            .assignments
            .iter()
            .any(|held| held.resource_id == api.id && held.app_role_id == role)
    };
    let mut names: Vec<String> = api
        .app_roles
        .iter()
        .filter(|role| held(role.id.clone()))
        .filter_map(|role| role.value.clone())
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hand_over() -> HandOver {
        HandOver {
            tenant_id: "11111111-0000-4000-8000-000000000000".parse().unwrap(),
            tenant_name: "Example University".to_owned(),
            initial_domain: Some("example.onmicrosoft.com".to_owned()),
            client_id: "22222222-0000-4000-8000-000000000000".parse().unwrap(),
            application_name: "MyTimetable calendar push".to_owned(),
            certificate: Some(HandedCertificate {
                thumbprint: Thumbprint::from_bytes([0xab; 20]),
                not_after: "2027-11-21T08:00:00Z".parse().unwrap(),
            }),
            permissions: vec!["Calendars.ReadWrite".to_owned()],
        }
    }

    #[test]
    fn the_text_for_support_says_every_value_in_each_language() {
        for language in Language::ALL {
            let text = hand_over().support_text(language);
            for Line { label, value } in hand_over().lines() {
                assert!(
                    text.contains(&format!("{}: {value}\n", label.words(language))),
                    "{text}"
                );
            }
            assert!(text.contains("MyTimetable calendar push"));
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let bare = HandOver {
            initial_domain: None,
            certificate: None,
            ..hand_over()
        };
        let labels: Vec<Text> = bare.lines().into_iter().map(|line| line.label).collect();
        assert_eq!(
            labels,
            [
                Text::HandOverTenantId,
                Text::HandOverClientId,
                Text::HandOverTenantName,
                Text::HandOverPermissions
            ]
        );
    }
}
