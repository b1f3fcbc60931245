//! Where to sign in: a cloud's hosts and the tenant's part of the path. Reading them from `config.json` is in
//! [`crate::settings`].

use std::fmt;
use std::str::FromStr;

use base::TenantId;
use url::Url;

/// A Microsoft cloud. Each has its own hosts and its own application registrations.
///
/// Hosts: "National clouds", learn.microsoft.com/entra/identity-platform/authentication-national-cloud.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cloud {
    /// The worldwide cloud, GCC included.
    Worldwide,
    /// US Government L4 (GCC High).
    UsGov,
    /// US Government L5 (Department of Defense).
    UsGovDod,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// Every cloud.
    pub const ALL: [Self; 4] = [Self::Worldwide, Self::UsGov, Self::UsGovDod, Self::China];

    /// The name that `config.json` uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Worldwide => "worldwide",
            Self::UsGov => "us-gov",
            Self::UsGovDod => "us-gov-dod",
            Self::China => "china",
        }
    }

    /// The cloud of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| cloud.name() == name)
    }

    /// Address of Entra in this cloud, without a slash at the end.
    pub fn login(self) -> &'static str {
        match self {
            Self::Worldwide => "https://login.microsoftonline.com",
            Self::UsGov | Self::UsGovDod => "https://login.microsoftonline.us",
            Self::China => "https://login.partner.microsoftonline.cn",
        }
    }

    /// Address of Microsoft Graph in this cloud, without a slash at the end.
    pub fn graph(self) -> &'static str {
        match self {
            Self::Worldwide => "https://graph.microsoft.com",
            Self::UsGov => "https://graph.microsoft.us",
            Self::UsGovDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }
}

/// The tenant's part of Entra's path.
///
/// `common` and `consumers` are left out: personal accounts have no tenant to set up.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TenantSegment {
    /// Any work or school account; the tenant is known after the sign-in.
    Organizations,
    /// One tenant, by its id.
    Id(TenantId),
    /// One tenant, by one of its domains. Its id is known after the sign-in.
    Domain(String),
}

impl fmt::Display for TenantSegment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organizations => formatter.write_str("organizations"),
            Self::Id(id) => id.fmt(formatter),
            Self::Domain(domain) => formatter.write_str(domain),
        }
    }
}

/// A text that is no tenant id, no domain and not `organizations`.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a tenant id, a domain, or `organizations`")]
pub struct InvalidTenant;

impl FromStr for TenantSegment {
    type Err = InvalidTenant;

    fn from_str(text: &str) -> Result<Self, InvalidTenant> {
        let text = text.trim().to_ascii_lowercase();
        if text == "organizations" {
            return Ok(Self::Organizations);
        }
        if let Ok(id) = text.parse() {
            return Ok(Self::Id(id));
        }
        if is_domain(&text) {
            return Ok(Self::Domain(text));
        }
        Err(InvalidTenant)
    }
}

/// Whether `text` is a host name of at least two labels (RFC 1123, section 2.1), so that it cannot change the path.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}

/// Where to sign in and which Graph the tokens are for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Authority {
    /// Address of Entra.
    pub login: Url,
    /// Address of Microsoft Graph.
    pub graph: Url,
    /// Which tenant.
    pub tenant: TenantSegment,
}

impl Authority {
    /// The same cloud, another tenant.
    pub fn with_tenant(&self, tenant: TenantSegment) -> Self {
        Self {
            tenant,
            ..self.clone()
        }
    }

    /// Address of one of the tenant's endpoints at Entra, e.g. `oauth2/v2.0/token`.
    pub fn endpoint(&self, tail: &str) -> Url {
        let mut url = self.login.clone();
        let prefix = self.login.path().trim_end_matches('/');
        url.set_path(&format!("{prefix}/{}/{tail}", self.tenant));
        url
    }

    /// The issuer of tokens for `tenant` (OpenID Connect Discovery 1.0, section 3; Entra's v2.0 form).
    pub fn issuer(&self, tenant: &TenantId) -> String {
        format!(
            "{}/{tenant}/v2.0",
            self.login.as_str().trim_end_matches('/')
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tenant_segment_reads_as_it_prints() {
        for text in [
            "organizations",
            "72f988bf-86f1-41af-91ab-2d7cd011db47",
            "example.onmicrosoft.com",
        ] {
            assert_eq!(
                text.parse::<TenantSegment>()
                    .map(|tenant| tenant.to_string()),
                Ok(text.to_owned())
            );
        }
        assert_eq!(
            "Example.EDU".parse(),
            Ok(TenantSegment::Domain("example.edu".to_owned()))
        );
    }

    #[test]
    fn nothing_else_is_a_tenant() {
        for text in [
            "",
            "common",
            "consumers",
            "example",
            "example..edu",
            ".example.edu",
            "-example.edu",
            "example.edu/../common",
            "example.edu?x=1",
            "exämple.edu",
            &format!("{}.edu", "a".repeat(64)),
        ] {
            assert_eq!(
                text.parse::<TenantSegment>(),
                Err(InvalidTenant),
                "{text:?}"
            );
        }
    }

    #[test]
    fn endpoints_and_issuer_keep_a_prefix_of_the_login_address() {
        let tenant: TenantId = "72f988bf-86f1-41af-91ab-2d7cd011db47".parse().unwrap();
        for login in ["https://login.example.edu", "http://localhost:8081/entra/"] {
            let authority = Authority {
                login: login.parse().unwrap(),
                graph: "https://graph.microsoft.com".parse().unwrap(),
                tenant: TenantSegment::Organizations,
            };
            let bare = login.trim_end_matches('/');
            assert_eq!(
                authority.endpoint("oauth2/v2.0/token").as_str(),
                format!("{bare}/organizations/oauth2/v2.0/token")
            );
            assert_eq!(
                authority.issuer(&tenant),
                format!("{bare}/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0")
            );
        }
    }

    #[test]
    fn clouds_are_found_by_name_and_have_https_hosts() {
        for cloud in Cloud::ALL {
            assert_eq!(Cloud::named(cloud.name()), Some(cloud));
            for address in [cloud.login(), cloud.graph()] {
                assert_eq!(Url::parse(address).unwrap().scheme(), "https", "{address}");
            }
        }
        assert_eq!(Cloud::named("germany"), None);
    }
}
