//! Handing on: how somebody comes to need a colleague, and what that one's form comes to by the link.

use handoff::Hosting;
use handoff::Invitation;
use survey::ApplicationChoice;
use survey::CertificateChoice;
use survey::Choice;
use survey::Facts;
use tenant::directory::Change;
use tenant::rows::Row;

use crate::Microsoft;
use crate::choices::on_premises;
use crate::vendor_files;

/// What the form comes to by the link's `fragment`, in a tenant with no application but one of ours at most. Its
/// certificate stays; where there is none, the vendor's and the institution's own are [`vendor_files`].
///
/// # Panics
///
/// Where there is no choice in the fragment.
pub fn filled_in(fragment: &str, facts: &Facts) -> Choice {
    let invitation = Invitation::from_fragment(fragment).expect("a colleague's choice");
    let kept = facts.ours().and_then(|set_up| {
        let valid = set_up.valid_certificates(facts.at);
        valid.first().map(|(thumbprint, _)| *thumbprint)
    });
    let given = || Some(vendor_files().facts);
    let certificate = match (kept, invitation.hosting) {
        (Some(thumbprint), _) => CertificateChoice::Keep { thumbprint },
        (None, Hosting::Hosted) => CertificateChoice::Vendor {
            certificate: given(),
        },
        (None, Hosting::OnPremises) => on_premises().certificate,
        (None, Hosting::OwnPair) => CertificateChoice::Own {
            certificate: given(),
        },
    };
    let application = match facts.ours() {
        Some(set_up) => ApplicationChoice::Existing {
            id: set_up.application.id.clone(),
        },
        None => ApplicationChoice::Ours,
    };
    invitation.apply_to(Choice {
        application,
        ..Choice::new("Proposed", certificate)
    })
}

/// Takes every directory role from whoever signs in with `name` before the @; everybody knows at once.
///
/// # Panics
///
/// Where there is nobody of that name.
pub fn take_roles(microsoft: &Microsoft, name: &str) {
    let prefix = format!("{name}@");
    let rows = microsoft.rows();
    let mut users = rows.users.iter();
    let user = users.find(|user| user.user_principal_name.starts_with(&prefix));
    let id = &user.expect("somebody of that name").id;
    for mut role in rows.roles_of(id).cloned() {
        role.members.retain(|member| member != id);
        let change = Change::Put(Row::DirectoryRole(role));
        microsoft.tenant().directory.write_everywhere(change);
    }
}
