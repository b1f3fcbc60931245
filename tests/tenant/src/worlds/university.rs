//! A university: staff of several languages, nested groups, guests, shared and unlicensed mailboxes, rooms, and
//! administrators of several kinds.

use base::ObjectId;

use super::microsoft;
use super::people;
use super::people::FOUNDATION_PLAN;
use crate::directory::Rows;
use crate::random::Random;
use crate::rows::Group;
use crate::rows::Organization;
use crate::rows::User;
use crate::rows::VerifiedDomain;

const DOMAIN: &str = "voorbeeld.example";
const INITIAL_DOMAIN: &str = "voorbeelduniversiteit.onmicrosoft.com";

/// Staff: name before the `@`, display name, language of the mailbox, faculty.
const STAFF: [(&str, &str, &str, &str); 30] = [
    ("a.bakker", "Anna Bakker", "nl-NL", "Law"),
    ("b.smit", "Bram Smit", "nl-NL", "Law"),
    ("c.mulder", "Cato Mulder", "nl-NL", "Law"),
    ("d.o-neill", "Deirdre O'Neill", "en-IE", "Law"),
    ("e.vandenberg", "Eva van den Berg", "nl-NL", "Law"),
    ("f.garcia", "Fernando García Márquez", "es-ES", "Arts"),
    ("g.rossi", "Giulia Rossi", "it-IT", "Arts"),
    ("h.mueller", "Hans Müller", "de-DE", "Arts"),
    ("i.yilmaz", "İrem Yılmaz", "tr-TR", "Arts"),
    ("j.dupont", "Jérôme Dupont", "fr-FR", "Arts"),
    ("k.kowalska", "Katarzyna Kowalska", "pl-PL", "Arts"),
    ("l.sorensen", "Lærke Sørensen", "da-DK", "Science"),
    ("m.virtanen", "Mikko Virtanen", "fi-FI", "Science"),
    ("n.papadopoulou", "Νίκη Παπαδοπούλου", "el-GR", "Science"),
    ("o.shevchenko", "Олена Шевченко", "uk-UA", "Science"),
    ("p.tanaka", "田中 優子", "ja-JP", "Science"),
    ("q.chen", "陈 强", "zh-CN", "Science"),
    ("r.haddad", "رنا حداد", "ar-SA", "Science"),
    ("s.cohen", "שרה כהן", "he-IL", "Science"),
    ("t.silva", "Tiago da Silva", "pt-PT", "Science"),
    ("u.devries", "Ursula de Vries", "nl-NL", "Medicine"),
    ("v.meijer", "Victor Meijer", "nl-NL", "Medicine"),
    ("w.dejong", "Wim de Jong", "nl-NL", "Medicine"),
    ("x.bosch", "Xander Bosch", "nl-NL", "Medicine"),
    ("y.elamrani", "Yasmina El Amrani", "fr-FR", "Medicine"),
    ("z.horvath", "Zsófia Horváth", "hu-HU", "Medicine"),
    ("j.jansen", "Jan Jansen", "nl-NL", "Medicine"),
    ("j.jansen2", "Jan Jansen", "nl-NL", "Medicine"),
    (
        "m.vanderheijden",
        "Marieke van der Heijden-ter Brugge",
        "nl-NL",
        "Medicine",
    ),
    ("p.smith", "Peter Smith", "en-GB", "Medicine"),
];

const FACULTIES: [&str; 4] = ["Law", "Arts", "Science", "Medicine"];

pub(super) fn build(random: &mut Random) -> (Organization, Rows) {
    let mut rows = Rows {
        service_principals: microsoft::service_principals(random),
        directory_roles: microsoft::directory_roles(random),
        ..Rows::default()
    };
    let console = super::console_service_principal(&super::console(), random);
    rows.service_principals.push(console);
    people::add_samples(&mut rows, random, DOMAIN, false);
    add_staff(&mut rows, random);
    add_others(&mut rows, random);
    add_groups(&mut rows, random);
    (organization(), rows)
}

fn organization() -> Organization {
    Organization {
        display_name: "Voorbeeld Universiteit".to_owned(),
        verified_domains: vec![
            VerifiedDomain {
                name: DOMAIN.to_owned(),
                is_initial: false,
                is_default: true,
            },
            VerifiedDomain {
                name: INITIAL_DOMAIN.to_owned(),
                is_initial: true,
                is_default: false,
            },
        ],
        country_letter_code: Some("NL".to_owned()),
        default_usage_location: Some("NL".to_owned()),
    }
}

/// Staff of the faculties; those of Law and Medicine come from a local directory.
fn add_staff(rows: &mut Rows, random: &mut Random) {
    for (name, display_name, language, faculty) in STAFF {
        let mut user = people::member(random, name, display_name, DOMAIN, language);
        if ["Law", "Medicine"].contains(&faculty) {
            user.on_premises_distinguished_name = Some(format!(
                "CN={display_name},OU={faculty},OU=Staff,DC=voorbeeld,DC=example"
            ));
        }
        rows.users.push(user);
    }
}

/// Accounts that are not simply staff with a mailbox.
fn add_others(rows: &mut Rows, random: &mut Random) {
    for (name, display_name) in [
        ("reception", "Reception Desk"),
        ("timetabling", "Timetabling Office"),
    ] {
        rows.users
            .push(resource(random, name, display_name, "shared"));
    }
    for (name, display_name) in [
        ("room.a1.01", "Room A1.01"),
        ("room.b2.17", "Room B2.17 (Lab)"),
    ] {
        rows.users
            .push(resource(random, name, display_name, "room"));
    }
    for (name, display_name) in [
        ("n.ewcomer", "Noor Ewcomer"),
        ("p.hd", "Pieter Hendrik Dam"),
    ] {
        let mut user = people::member(random, name, display_name, DOMAIN, "nl-NL");
        user.mail = None;
        user.mailbox = None;
        user.assigned_plans = vec![FOUNDATION_PLAN.to_owned()];
        rows.users.push(user);
    }
    let mut former = people::member(random, "f.ormer", "Frits Ormer", DOMAIN, "nl-NL");
    former.account_enabled = false;
    rows.users.push(former);
    for (name, address) in [
        ("Maria Guest", "maria@partner.example"),
        ("Ola Guest", "ola@elsewhere.example"),
    ] {
        rows.users.push(guest(random, name, address));
    }
}

/// A shared mailbox or a room: no licence, no sign-in.
fn resource(random: &mut Random, name: &str, display_name: &str, kind: &str) -> User {
    let mut user = people::member(random, name, display_name, DOMAIN, "nl-NL");
    user.account_enabled = false;
    user.mailbox = Some(kind.to_owned());
    user.assigned_plans = Vec::new();
    user.usage_location = None;
    user
}

/// A guest: an account here, a mailbox elsewhere.
fn guest(random: &mut Random, display_name: &str, address: &str) -> User {
    let name = format!("{}#EXT#", address.replace('@', "_"));
    let mut user = people::member(random, &name, display_name, INITIAL_DOMAIN, "en-GB");
    user.user_type = "Guest".to_owned();
    user.mail = Some(address.to_owned());
    user.mailbox = None;
    user.assigned_plans = Vec::new();
    user.usage_location = None;
    user
}

/// A group per faculty, a group of those groups, and one group of each other kind.
fn add_groups(rows: &mut Rows, random: &mut Random) {
    let mut faculties = Vec::new();
    for faculty in FACULTIES {
        let members = STAFF
            .iter()
            .filter(|staff| staff.3 == faculty)
            .filter_map(|staff| id_of(rows, staff.0))
            .collect();
        let group = mail_enabled_security(random, &format!("Staff {faculty}"), members);
        faculties.push(group.id.clone());
        rows.groups.push(group);
    }
    let everyone = mail_enabled_security(random, "All staff", faculties);
    rows.groups.push(everyone);
    let members: Vec<ObjectId> = ["a.bakker", "h.mueller", "reception"]
        .iter()
        .filter_map(|name| id_of(rows, name))
        .collect();
    let plain = mail_enabled_security(random, "Timetable pilot", members.clone());
    rows.groups.push(Group {
        mail: None,
        mail_enabled: false,
        ..plain
    });
    let list = mail_enabled_security(random, "Newsletter", members.clone());
    rows.groups.push(Group {
        security_enabled: false,
        ..list
    });
    let team = mail_enabled_security(random, "Timetabling team", members);
    rows.groups.push(Group {
        security_enabled: false,
        group_types: vec!["Unified".to_owned()],
        ..team
    });
}

fn mail_enabled_security(random: &mut Random, display_name: &str, members: Vec<ObjectId>) -> Group {
    let alias = display_name.to_lowercase().replace(' ', "-");
    Group {
        id: random.object_id(),
        display_name: display_name.to_owned(),
        mail: Some(format!("{alias}@{DOMAIN}")),
        mail_enabled: true,
        security_enabled: true,
        group_types: Vec::new(),
        members,
    }
}

fn id_of(rows: &Rows, name: &str) -> Option<ObjectId> {
    rows.user_by_name(&format!("{name}@{DOMAIN}"))
        .map(|user| user.id.clone())
}
