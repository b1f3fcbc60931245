//! Builders for users and for the roles they hold.

use base::ObjectId;

use crate::directory::Rows;
use crate::random::Random;
use crate::rows::User;

/// Service plan "Exchange Online (Plan 2)", which brings a mailbox.
pub(super) const EXCHANGE_PLAN: &str = "efb87545-963c-4e0d-99df-69c6916d9eb0";
/// Service plan "Exchange Foundation", which is in almost every licence and brings none.
pub(super) const FOUNDATION_PLAN: &str = "113feb6c-3fe4-4440-bddc-54d774bf0318";

/// The sample sign-ins: name before the `@`, display name, and the directory roles they hold.
const SAMPLES: [(&str, &str, &[&str]); 7] = [
    ("global.admin", "Gerda Visser", &["Global Administrator"]),
    (
        "privileged.role.admin",
        "Pim de Boer",
        &["Privileged Role Administrator"],
    ),
    (
        "cloud.app.admin",
        "Claire Dubois",
        &["Cloud Application Administrator"],
    ),
    ("app.admin", "Anton Keller", &["Application Administrator"]),
    (
        "setup.admin",
        "Sofia Lindqvist",
        &[
            "Cloud Application Administrator",
            "Privileged Role Administrator",
        ],
    ),
    ("exchange.admin", "Ewa Nowak", &["Exchange Administrator"]),
    ("staff.member", "Tom Jansen", &[]),
];

/// A licensed member with a mailbox.
pub(super) fn member(
    random: &mut Random,
    name: &str,
    display_name: &str,
    domain: &str,
    language: &str,
) -> User {
    let address = format!("{name}@{domain}");
    User {
        id: random.object_id(),
        user_principal_name: address.clone(),
        display_name: display_name.to_owned(),
        mail: Some(address),
        user_type: "Member".to_owned(),
        account_enabled: true,
        usage_location: Some("NL".to_owned()),
        language: language.to_owned(),
        on_premises_distinguished_name: None,
        mailbox: Some("user".to_owned()),
        assigned_plans: vec![EXCHANGE_PLAN.to_owned(), FOUNDATION_PLAN.to_owned()],
        sample: false,
    }
}

/// Adds the sample sign-ins, all or only the Global Administrator.
pub(super) fn add_samples(rows: &mut Rows, random: &mut Random, domain: &str, only_global: bool) {
    let count = if only_global { 1 } else { SAMPLES.len() };
    for (name, display_name, roles) in &SAMPLES[..count] {
        let mut user = member(random, name, display_name, domain, "en-GB");
        user.sample = true;
        give_roles(rows, &user.id, roles);
        rows.users.push(user);
    }
}

fn give_roles(rows: &mut Rows, user: &ObjectId, names: &[&str]) {
    for role in &mut rows.directory_roles {
        if names.contains(&role.display_name.as_str()) {
            role.members.push(user.clone());
        }
    }
}
