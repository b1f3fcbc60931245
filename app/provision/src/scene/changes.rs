//! Small differences, each with what it alone makes of the plan, and how several of them go together.
//!
//! A pattern has a letter per step: application, service principal, declared permissions, certificate, owner, consent to
//! calendars, consent to mailbox settings, obsolete role. `.` says nothing, `-` that there is no such step though there would
//! be one, and the others say keep, update, create, remove, by hand, blocked.

use survey::Permission;

use super::ADMINISTRATOR;
use super::complete;
use super::declared::access;
use super::desired;
use super::lock;
use super::object;
use super::obsolete_role;
use super::owner;
use super::tenant::look_for_obsolete;
use crate::Desired;
use crate::DesiredCertificate;
use crate::Observed;
use crate::ObservedSetUp;

/// What is desired, and what is there.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) desired: Desired,
    pub(crate) observed: Observed,
}

impl Case {
    /// Everything as desired.
    pub(crate) fn complete() -> Self {
        Self {
            desired: desired(),
            observed: complete(),
        }
    }

    /// What is there.
    pub(crate) fn there(&mut self) -> &mut ObservedSetUp {
        self.observed.set_up.as_mut().unwrap()
    }

    /// The application that is there.
    pub(crate) fn application(&mut self) -> &mut graph::application::Application {
        &mut self.there().application
    }

    /// Declares more than was declared.
    pub(crate) fn declare(&mut self, short: &str) {
        let more = access(short);
        self.application().required_resource_access.extend(more);
    }

    /// Makes the service principal hold a role that is no longer needed.
    pub(crate) fn hold_obsolete(&mut self) {
        self.there().assignments.push(obsolete_role());
        look_for_obsolete(&mut self.observed);
    }

    /// Takes the service principal away, and with it what it holds.
    pub(crate) fn without_principal(&mut self) {
        self.there().service_principal = None;
        self.there().assignments.clear();
        look_for_obsolete(&mut self.observed);
    }
}

/// What makes a case another one.
pub(crate) type Make = fn(&mut Case);

/// A difference: its name, its pattern, and what makes it.
pub(crate) type Change = (&'static str, &'static str, Make);

/// What there is to do where nothing differs.
const NOTHING_DIFFERS: &str = "kkkk.kk.";

/// In the order in which they are made.
#[rustfmt::skip]
pub(crate) const CHANGES: &[Change] = &[
    ("another name",              "u.......", |it| it.application().display_name = "Old".to_owned()),
    ("another audience",          "u.......", |it| it.application().sign_in_audience = Some("AzureADMultipleOrgs".to_owned())),
    ("no lock",                   "u.......", |it| it.application().service_principal_lock_configuration = None),
    ("half a lock",               "u.......", |it| it.application().service_principal_lock_configuration = half_a_lock()),
    ("no label",                  "u.......", |it| it.application().tags = vec!["theirs".to_owned()]),
    ("no key",                    "........", |it| it.application().unique_name = None),
    ("nothing declared",          "..u.....", |it| it.application().required_resource_access.clear()),
    ("others declared",           "........", |it| it.declare("A=12")),
    ("obsolete declared",         "........", |it| it.declare("E=X")),
    ("calendars not granted",     ".....c..", |it| it.there().assignments.retain(|held| !held.id.starts_with("9-ef54"))),
    ("settings not granted",      "......c.", |it| it.there().assignments.retain(|held| !held.id.starts_with("9-6931"))),
    ("no certificate",            "...u....", |it| it.application().key_credentials.clear()),
    ("others' certificates",      "........", |it| it.application().key_credentials.extend([super::ending(5, super::NOW), super::credential(6)])),
    ("a secret",                  "........", |it| it.application().password_credentials = super::by_hand().set_up.unwrap().application.password_credentials),
    ("obsolete granted",          "........", |it| it.hold_obsolete()),
    ("disabled",                  ".b......", |it| it.there().service_principal.as_mut().unwrap().account_enabled = Some(false)),
    ("no service principal",      ".c...cc.", |it| it.without_principal()),
    ("obsolete to go",            "........", |it| it.desired.remove_obsolete = true),
    ("an owner to go",            "....r...", |it| remove_owner(it)),
    ("consent left",              "........", |it| it.desired.leave_consent = true),
    ("its certificate to stay",   "........", |it| it.desired.certificate = DesiredCertificate::Keep(it.desired.thumbprint())),
    ("calendars only",            "......-.", |it| it.desired.permissions = vec![Permission::CalendarsReadWrite]),
    ("settings not offered",      "......b.", |it| it.observed.microsoft_graph.app_roles[1].is_enabled = Some(false)),
];

/// What several differences say besides what each of them says.
#[rustfmt::skip]
const TOGETHER: &[(&[&str], &str)] = &[
    (&["no certificate", "its certificate to stay"],          "...b...."),
    (&["obsolete declared", "obsolete to go"],                "..u....."),
    (&["obsolete granted", "obsolete to go"],                 ".......r"),
    (&["calendars not granted", "consent left"],              ".....h.."),
    (&["settings not granted", "consent left"],               "......h."),
    (&["no service principal", "consent left"],               ".....hh."),
    (&["obsolete granted", "obsolete to go", "consent left"], ".......h"),
];

/// Differences that say nothing beside another. An adopted application keeps its name and audience; who is not there is
/// not disabled and holds nothing.
#[rustfmt::skip]
const VOID: &[(&str, &[&str])] = &[
    ("no key", &["another name", "another audience"]),
    ("no service principal", &["disabled", "obsolete granted"]),
];

/// The letters of a pattern: of two, the one further right counts.
const WEAK_TO_STRONG: &str = ".kucrhb-";

fn half_a_lock() -> Option<graph::application::ServicePrincipalLock> {
    lock(serde_json::json!({ "isEnabled": true, "credentialsWithUsageVerify": true }))
}

/// Two own the application, and one of them shall no longer.
fn remove_owner(case: &mut Case) {
    case.there().owners = vec![owner(ADMINISTRATOR), owner('7')];
    case.desired.remove_owners = vec![object('7')];
}

/// The case with `changes`, and the letters of its plan by the rules above.
pub(crate) fn combined(changes: &[&Change]) -> (String, Case, String) {
    let mut case = Case::complete();
    changes.iter().for_each(|(_, _, make)| make(&mut case));
    let names: Vec<&str> = changes.iter().map(|(name, _, _)| *name).collect();
    let says = |name: &str| {
        let voids = |(by, void): &&(&str, &[&str])| names.contains(by) && void.contains(&name);
        names.contains(&name) && !VOID.iter().any(|one| voids(&one))
    };
    let alone = changes.iter().filter(|(name, _, _)| says(name));
    let alone = alone.map(|(_, pattern, _)| *pattern);
    let together = TOGETHER
        .iter()
        .filter(|(all, _)| all.iter().all(|name| says(name)));
    let together = together.map(|(_, pattern)| *pattern);
    let letters = alone
        .chain(together)
        .fold(NOTHING_DIFFERS.to_owned(), merge);
    (names.join(", "), case, letters.replace(['.', '-'], ""))
}

fn merge(one: String, other: &str) -> String {
    let rank = |letter: &char| WEAK_TO_STRONG.find(*letter);
    let pairs = one.chars().zip(other.chars());
    pairs
        .filter_map(|(one, other)| [one, other].into_iter().max_by_key(rank))
        .collect()
}

/// Every choice of up to three of the changes.
pub(crate) fn choices() -> Vec<Vec<&'static Change>> {
    let mut chosen: Vec<Vec<&Change>> = vec![Vec::new()];
    for (first, one) in CHANGES.iter().enumerate() {
        chosen.push(vec![one]);
        for (second, two) in CHANGES.iter().enumerate().skip(first + 1) {
            chosen.push(vec![one, two]);
            let rest = CHANGES.iter().skip(second + 1);
            chosen.extend(rest.map(|three| vec![one, two, three]));
        }
    }
    chosen
}
