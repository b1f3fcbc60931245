//! One simulated tenant: everything that it remembers.

use base::AppId;
use base::ObjectId;
use base::TenantId;
use base::Timestamp;

use crate::directory::Directory;
use crate::directory::Rows;
use crate::entra::Entra;
use crate::faults;
use crate::faults::Fault;
use crate::faults::Faults;
use crate::faults::OthersChange;
use crate::mailboxes::Mailboxes;
use crate::policies::AppManagement;
use crate::random::Random;
use crate::record::Recorded;
use crate::rows::Organization;
use crate::worlds;
use crate::worlds::World;

/// A tenant. All of it follows from the world and the seed, and from the requests it was sent.
#[derive(Debug)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// What it says of itself.
    pub organization: Organization,
    /// Users, groups, applications and what they may.
    pub directory: Directory,
    /// The rows with which it began: what was there before anybody did anything.
    pub start: Rows,
    /// The calendars.
    pub mailboxes: Mailboxes,
    /// Codes, tokens and consents under way.
    pub entra: Entra,
    /// Whether members without a role may register applications
    /// (`authorizationPolicy.defaultUserRolePermissions.allowedToCreateApps`).
    pub allowed_to_create_apps: bool,
    /// The consent policies of users (`authorizationPolicy.defaultUserRolePermissions.permissionGrantPoliciesAssigned`).
    pub permission_grant_policies: Vec<String>,
    /// What applications may have for certificates (`defaultAppManagementPolicy`).
    pub app_management: AppManagement,
    /// The same of single applications (`appManagementPolicies`), which overrides the tenant's for what it names.
    pub own_app_management: Vec<(ObjectId, AppManagement)>,
    /// The console's own registration, which another tenant owns.
    pub console: ConsoleRegistration,
    /// What goes wrong on purpose; see [`Tenant::add_fault`].
    pub(crate) faults: Faults,
    /// When it was asked last.
    pub(crate) seen: Timestamp,
    /// Randomness for ids, tokens and faults.
    pub random: Random,
    /// Every request that came in, control requests left out.
    pub recorded: Vec<Recorded>,
    /// Address of Entra, without a slash at the end, e.g. `https://login.microsoftonline.com`.
    pub login_url: String,
    /// Address of Graph, without a slash at the end, e.g. `https://graph.microsoft.com`.
    pub graph_url: String,
    /// Which world it began as.
    pub world: World,
    /// The seed it began with.
    pub seed: u64,
}

/// A multi-tenant application of another tenant, as far as sign-in must know it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsoleRegistration {
    /// Client id.
    pub app_id: AppId,
    /// The tenant that registered it.
    pub home_tenant_id: TenantId,
    /// Name shown at consent.
    pub display_name: String,
    /// Redirect URIs of type `spa`.
    pub spa_redirect_uris: Vec<String>,
    /// Redirect URIs of type `web`.
    pub web_redirect_uris: Vec<String>,
}

/// A sample sign-in.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Sign-in name.
    pub user_principal_name: String,
    /// Name.
    pub display_name: String,
    /// Names of the directory roles held.
    pub roles: Vec<String>,
}

impl Tenant {
    /// A tenant as it is when `world` begins.
    pub fn new(world: World, seed: u64, login_url: &str, graph_url: &str, now: Timestamp) -> Self {
        let mut random = Random::new(world.name(), seed);
        let id = random.tenant_id();
        let (organization, start) = worlds::start(world, &id, &mut random, now);
        let replicas = Random::new("replicas", random.next_u64());
        Self {
            id,
            organization,
            directory: Directory::new(start.clone(), replicas),
            start,
            mailboxes: Mailboxes::default(),
            entra: Entra::default(),
            // As Microsoft sets it for a new tenant (Entra, "Default user permissions").
            allowed_to_create_apps: true,
            // Users may consent to whatever needs no administrator: the one of Microsoft's policies that says what Entra
            // does here ("Configure how users consent to applications").
            permission_grant_policies: vec![
                "ManagePermissionGrantsForSelf.microsoft-user-default-legacy".to_owned(),
            ],
            app_management: AppManagement::default(),
            own_app_management: Vec::new(),
            console: worlds::console(),
            faults: Faults::new(seed),
            seen: now,
            random,
            recorded: Vec::new(),
            login_url: login_url.trim_end_matches('/').to_owned(),
            graph_url: graph_url.trim_end_matches('/').to_owned(),
            world,
            seed,
        }
    }

    /// Switches a fault on, until it is lifted; a reset keeps it.
    pub fn add_fault(&mut self, fault: Fault) {
        self.faults.add(fault);
        self.spread_as_the_faults_say();
    }

    /// Lifts a fault, and gives back what it took.
    pub fn lift(&mut self, fault: Fault) {
        self.faults.remove(fault);
        self.spread_as_the_faults_say();
        let now = self.faults.clock(self.seen);
        match fault {
            Fault::RoleWithdrawn => faults::give_back(self, now),
            Fault::ServicePrincipalDisabled => faults::enable(self, now),
            _ => {}
        }
    }

    /// The faults that are on.
    pub fn faults(&self) -> Vec<Fault> {
        self.faults.on().collect()
    }

    /// What colleagues changed so far (fault `concurrent-change`).
    pub fn others_changes(&self) -> &[OthersChange] {
        self.faults.others_changes()
    }

    fn spread_as_the_faults_say(&mut self) {
        self.directory.lagging = self.faults.is_on(Fault::Lag);
        self.directory.stale_reads = self.faults.is_on(Fault::StaleReads);
    }

    /// The sample sign-ins, which the account picker offers.
    pub fn people(&self) -> Vec<Person> {
        let rows = self.directory.primary();
        let samples = rows.users.iter().filter(|user| user.sample);
        samples
            .map(|user| Person {
                user_principal_name: user.user_principal_name.clone(),
                display_name: user.display_name.clone(),
                roles: rows
                    .roles_of(&user.id)
                    .map(|role| role.display_name.clone())
                    .collect(),
            })
            .collect()
    }

    /// Begins anew with another world and seed; addresses and faults stay.
    pub fn reset(&mut self, world: World, seed: u64, now: Timestamp) {
        let mut fresh = Self::new(world, seed, &self.login_url, &self.graph_url, now);
        for fault in self.faults.on() {
            fresh.add_fault(fault);
        }
        *self = fresh;
    }
}
