//! Which directory roles a person holds, and which task needs which.
//!
//! Sources: "Grant tenant-wide admin consent to an application" and "Least privileged roles by task" of the Entra
//! documentation, and the `x-directory-roles` of the operations.

use graph::directory_role::DirectoryRole;
use graph::well_known;

/// A directory role that matters here.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Role {
    /// May do everything.
    GlobalAdministrator,
    /// May grant any permission, those of Microsoft Graph included.
    PrivilegedRoleAdministrator,
    /// May manage applications, but not grant application permissions of Microsoft Graph.
    CloudApplicationAdministrator,
    /// As Cloud Application Administrator, and application proxies besides.
    ApplicationAdministrator,
}

impl Role {
    /// Every role that matters here, the most capable first.
    pub const ALL: [Self; 4] = [
        Self::GlobalAdministrator,
        Self::PrivilegedRoleAdministrator,
        Self::CloudApplicationAdministrator,
        Self::ApplicationAdministrator,
    ];

    /// Microsoft's id of the role.
    pub fn template_id(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => well_known::GLOBAL_ADMINISTRATOR,
            Self::PrivilegedRoleAdministrator => well_known::PRIVILEGED_ROLE_ADMINISTRATOR,
            Self::CloudApplicationAdministrator => well_known::CLOUD_APPLICATION_ADMINISTRATOR,
            Self::ApplicationAdministrator => well_known::APPLICATION_ADMINISTRATOR,
        }
    }

    /// Microsoft's English name of the role, which the portals show in every language of documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "Global Administrator",
            Self::PrivilegedRoleAdministrator => "Privileged Role Administrator",
            Self::CloudApplicationAdministrator => "Cloud Application Administrator",
            Self::ApplicationAdministrator => "Application Administrator",
        }
    }
}

/// Something that a directory role is needed for.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Task {
    /// Make or change the application, its service principal and its certificates.
    RegisterApplication,
    /// Consent to an application permission of Microsoft Graph.
    GrantPermission,
}

impl Task {
    /// Every task, in the order in which a run does them.
    pub const ALL: [Self; 2] = [Self::RegisterApplication, Self::GrantPermission];

    /// The roles of which one is enough.
    pub fn sufficient(self) -> &'static [Role] {
        match self {
            Self::RegisterApplication => &[
                Role::CloudApplicationAdministrator,
                Role::ApplicationAdministrator,
                Role::GlobalAdministrator,
            ],
            Self::GrantPermission => {
                &[Role::PrivilegedRoleAdministrator, Role::GlobalAdministrator]
            }
        }
    }
}

/// The tasks for which none of the `held` roles is enough.
pub fn missing(held: &[DirectoryRole]) -> Vec<Task> {
    let holds = |role: &Role| {
        held.iter().any(|one| {
            one.role_template_id
                .eq_ignore_ascii_case(role.template_id())
        })
    };
    Task::ALL
        .into_iter()
        .filter(|task| !task.sufficient().iter().any(holds))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_suffices_for_what_microsoft_says() {
        use Role::*;
        use Task::*;
        for (roles, expected) in [
            (vec![], vec![RegisterApplication, GrantPermission]),
            (vec![GlobalAdministrator], vec![]),
            (vec![CloudApplicationAdministrator], vec![GrantPermission]),
            (vec![ApplicationAdministrator], vec![GrantPermission]),
            (vec![PrivilegedRoleAdministrator], vec![RegisterApplication]),
            (
                vec![PrivilegedRoleAdministrator, ApplicationAdministrator],
                vec![],
            ),
        ] {
            let held: Vec<DirectoryRole> = roles
                .iter()
                .map(|role: &Role| DirectoryRole {
                    display_name: None,
                    role_template_id: role.template_id().to_uppercase(),
                })
                .collect();
            assert_eq!(missing(&held), expected, "{roles:?}");
        }
    }
}
