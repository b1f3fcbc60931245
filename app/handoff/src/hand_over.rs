//! The facts that the vendor needs once a set-up stands, line by line, and a text that says them.

use base::AppId;
use base::TenantId;
use base::Thumbprint;
use base::Timestamp;
use provision::Observed;
use provision::ObservedSetUp;
use survey::Facts;
use words::Language;
use words::Text;

use crate::Standing;
use crate::plain_text::one_line;

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
    /// Whether the permissions are in effect.
    pub standing: Standing,
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
            standing: Standing::of(set_up, observed),
        })
    }

    /// The lines, in the order in which support asks for them. What is not known, or in effect already, has none.
    pub fn lines(&self) -> Vec<Line> {
        let line = |label, value: String| Line { label, value };
        let mut lines = vec![
            line(Text::HandOverTenantId, self.tenant_id.to_string()),
            line(Text::HandOverClientId, self.client_id.to_string()),
            line(Text::HandOverTenantName, self.tenant_name.clone()),
        ];
        let domain = self.initial_domain.clone();
        lines.extend(domain.map(|domain| line(Text::HandOverInitialDomain, domain)));
        if let Some(certificate) = &self.certificate {
            let thumbprint = certificate.thumbprint.to_string();
            lines.push(line(Text::HandOverThumbprint, thumbprint));
            let not_after = certificate.not_after.to_string();
            lines.push(line(Text::HandOverExpiry, not_after));
        }
        if !self.permissions.is_empty() {
            let permissions = self.permissions.join(", ");
            lines.push(line(Text::HandOverPermissions, permissions));
        }
        if let Standing::NotYetEverywhere { until } = self.standing {
            let until = until.whole_seconds().to_string();
            lines.push(line(Text::HandOverEffectFrom, until));
        }
        lines
    }

    /// The text to paste to support: every line with its name, nothing else. Each value stays on its own line.
    pub fn support_text(&self, language: Language) -> String {
        let application = one_line(&self.application_name);
        let opening = [("application", application.as_str())];
        // Without a permission the set-up waits for somebody's consent.
        let said = if self.permissions.is_empty() {
            Text::HandOverSupportWaiting
        } else {
            Text::HandOverSupportOpening
        };
        let mut text = said.with(language, &opening);
        text.push('\n');
        for Line { label, value } in self.lines() {
            let value = one_line(&value);
            let values = [("label", label.words(language)), ("value", &value)];
            text.push('\n');
            text.push_str(&Text::HandOverSupportLine.with(language, &values));
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
        let mut held = set_up.assignments.iter();
        held.any(|held| held.resource_id == api.id && held.app_role_id == role)
    };
    let roles = api.app_roles.iter();
    let mut names: Vec<String> = roles
        .filter(|role| held(role.id.clone()))
        .filter_map(|role| role.value.clone())
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests;
