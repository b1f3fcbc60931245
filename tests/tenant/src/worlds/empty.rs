//! A tenant with one Global Administrator and nothing else: even the console has no service principal yet.

use super::microsoft;
use super::people;
use crate::directory::Rows;
use crate::random::Random;
use crate::rows::Organization;
use crate::rows::VerifiedDomain;

const DOMAIN: &str = "nieuwehogeschool.onmicrosoft.com";

pub(super) fn build(random: &mut Random) -> (Organization, Rows) {
    let organization = Organization {
        display_name: "Nieuwe Hogeschool".to_owned(),
        verified_domains: vec![VerifiedDomain {
            name: DOMAIN.to_owned(),
            is_initial: true,
            is_default: true,
        }],
        country_letter_code: Some("NL".to_owned()),
        default_usage_location: None,
    };
    let mut rows = Rows {
        service_principals: microsoft::service_principals(random),
        directory_roles: microsoft::directory_roles(random),
        ..Rows::default()
    };
    people::add_samples(&mut rows, random, DOMAIN, true);
    (organization, rows)
}
