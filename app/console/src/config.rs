//! `config.json`, which whoever hosts the page puts beside it: where to sign in, product names, defaults.
//!
//! It is read strictly. Every problem is told by the name of its field, all of them at once.

use base::AppId;
use serde_json::Map;
use serde_json::Value;
use signin::Authority;
use signin::Settings;
use survey::LIFETIMES;
use survey::Marks;
use survey::SIZES;
use words::Language;
use words::Text;

/// Key of our applications; written down before the request is sent, so that a repeat finds the same one.
const UNIQUE_NAME: &str = "mytimetable-calendar-push";
/// Label of our applications.
const TAG: &str = "mytimetable-setup-console";

/// What `config.json` says, checked.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) authority: Authority,
    pub(crate) client_id: AppId,
    pub(crate) product: String,
    pub(crate) marks: Marks,
    pub(crate) defaults: Defaults,
}

/// What the form proposes.
#[derive(Clone, Debug)]
pub(crate) struct Defaults {
    pub(crate) country: String,
    pub(crate) bits: usize,
    pub(crate) days: u32,
    pub(crate) mailbox_settings: bool,
}

/// What is wrong with `config.json`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ConfigProblem {
    /// It could not be loaded: HTTP status, or words for there being no answer.
    Missing(String),
    /// It is not JSON.
    NotJson(String),
    /// A field of a name that does not exist.
    UnknownField(String),
    /// A field of another type than it should be.
    WrongType(String, Expected),
    /// A field of sign-in with a value that cannot be.
    SignIn(signin::SettingProblem),
}

/// What a field should have been.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expected {
    Text,
    Object,
    YesNo,
    OneOf(Vec<u64>),
}

impl ConfigProblem {
    pub(crate) fn sentence(&self, language: Language) -> String {
        match self {
            Self::Missing(status) => Text::ConfigMissing.with(language, &[("status", status)]),
            Self::NotJson(detail) => Text::ConfigNotJson.with(language, &[("detail", detail)]),
            Self::UnknownField(field) => {
                Text::ConfigUnknownField.with(language, &[("field", field)])
            }
            Self::WrongType(field, expected) => {
                let expected = expected.words(language);
                Text::ConfigWrongType.with(language, &[("field", field), ("expected", &expected)])
            }
            Self::SignIn(problem) => words::sentence(&problem.message(), language),
        }
    }
}

impl Expected {
    fn words(&self, language: Language) -> String {
        match self {
            Self::Text => Text::ConfigText.words(language).to_owned(),
            Self::Object => Text::ConfigObject.words(language).to_owned(),
            Self::YesNo => Text::ConfigYesNo.words(language).to_owned(),
            Self::OneOf(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                Text::ConfigNumber.with(language, &[("values", &values.join(", "))])
            }
        }
    }
}

/// Reads the file's content.
pub(crate) fn read(content: &[u8]) -> Result<Config, Vec<ConfigProblem>> {
    let value: Value = serde_json::from_slice(content)
        .map_err(|problem| vec![ConfigProblem::NotJson(problem.to_string())])?;
    let Value::Object(root) = value else {
        return Err(vec![ConfigProblem::WrongType(
            "config.json".to_owned(),
            Expected::Object,
        )]);
    };
    let mut reader = Reader {
        problems: Vec::new(),
    };
    reader.known(
        &root,
        "",
        &[
            "tenant", "clientId", "cloud", "loginUrl", "graphUrl", "product", "defaults",
        ],
    );
    let product = reader.object(&root, "product");
    reader.known(&product, "product.", &["name", "applicationName"]);
    let defaults = reader.object(&root, "defaults");
    reader.known(
        &defaults,
        "defaults.",
        &["country", "keyBits", "certificateDays", "mailboxSettings"],
    );
    let settings = Settings {
        tenant: reader.text(&root, "tenant"),
        client_id: reader.text(&root, "clientId"),
        cloud: reader.text(&root, "cloud"),
        login_url: reader.text(&root, "loginUrl"),
        graph_url: reader.text(&root, "graphUrl"),
    };
    let name = reader
        .text(&product, "name")
        .unwrap_or_else(|| "MyTimetable".to_owned());
    let application_name = reader.text(&product, "product.applicationName");
    let marks = Marks {
        unique_name: UNIQUE_NAME.to_owned(),
        tag: TAG.to_owned(),
        display_name: application_name.unwrap_or_else(|| format!("{name} calendar push")),
    };
    let sizes: Vec<u64> = SIZES.iter().map(|size| *size as u64).collect();
    let lifetimes: Vec<u64> = LIFETIMES.iter().map(|days| u64::from(*days)).collect();
    let defaults = Defaults {
        country: reader
            .text(&defaults, "defaults.country")
            .unwrap_or_default(),
        bits: reader
            .number(&defaults, "defaults.keyBits", &sizes)
            .and_then(|bits| bits.try_into().ok())
            .unwrap_or(3072),
        days: reader
            .number(&defaults, "defaults.certificateDays", &lifetimes)
            .and_then(|days| days.try_into().ok())
            .unwrap_or(365),
        mailbox_settings: reader
            .yes_no(&defaults, "defaults.mailboxSettings")
            .unwrap_or(false),
    };
    match settings.check() {
        Ok((authority, client_id)) if reader.problems.is_empty() => Ok(Config {
            authority,
            client_id,
            product: name,
            marks,
            defaults,
        }),
        Ok(_) => Err(reader.problems),
        Err(problems) => {
            reader
                .problems
                .extend(problems.into_iter().map(ConfigProblem::SignIn));
            Err(reader.problems)
        }
    }
}

/// The last part of a field's whole name, e.g. `country` of `defaults.country`.
fn own(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Reads fields by their whole names, and notes what is wrong with them.
struct Reader {
    problems: Vec<ConfigProblem>,
}

impl Reader {
    fn known(&mut self, object: &Map<String, Value>, prefix: &str, names: &[&str]) {
        let unknown = object.keys().filter(|name| !names.contains(&name.as_str()));
        self.problems
            .extend(unknown.map(|name| ConfigProblem::UnknownField(format!("{prefix}{name}"))));
    }

    fn wrong(&mut self, name: &str, expected: Expected) {
        self.problems
            .push(ConfigProblem::WrongType(name.to_owned(), expected));
    }

    fn object(&mut self, object: &Map<String, Value>, name: &str) -> Map<String, Value> {
        match object.get(own(name)) {
            None => Map::new(),
            Some(Value::Object(inner)) => inner.clone(),
            Some(_) => {
                self.wrong(name, Expected::Object);
                Map::new()
            }
        }
    }

    fn text(&mut self, object: &Map<String, Value>, name: &str) -> Option<String> {
        match object.get(own(name))? {
            Value::String(text) => Some(text.clone()),
            _ => {
                self.wrong(name, Expected::Text);
                None
            }
        }
    }

    fn yes_no(&mut self, object: &Map<String, Value>, name: &str) -> Option<bool> {
        match object.get(own(name))? {
            Value::Bool(value) => Some(*value),
            _ => {
                self.wrong(name, Expected::YesNo);
                None
            }
        }
    }

    fn number(&mut self, object: &Map<String, Value>, name: &str, values: &[u64]) -> Option<u64> {
        let number = object
            .get(own(name))?
            .as_u64()
            .filter(|number| values.contains(number));
        if number.is_none() {
            self.wrong(name, Expected::OneOf(values.to_vec()));
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{
        "tenant": "organizations",
        "clientId": "5e7c0de0-0000-4000-8000-000000000001",
        "product": { "name": "MyTimetable" },
        "defaults": { "country": "NL", "keyBits": 4096, "certificateDays": 180, "mailboxSettings": true }
    }"#;

    /// How a sentence begins, and the change that calls it forth.
    type Row = (&'static str, fn(&mut Value));

    fn problems(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let mut value: Value = serde_json::from_str(GOOD).unwrap();
        change(&mut value);
        match read(value.to_string().as_bytes()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems
                .iter()
                .map(|problem| problem.sentence(Language::English))
                .collect(),
        }
    }

    #[test]
    fn what_is_given_is_taken_and_the_rest_has_defaults() {
        let config = read(GOOD.as_bytes()).unwrap();
        assert_eq!(config.defaults.bits, 4096);
        assert_eq!(config.defaults.days, 180);
        assert!(config.defaults.mailbox_settings);
        assert_eq!(config.marks.display_name, "MyTimetable calendar push");
        let bare =
            r#"{ "tenant": "example.edu", "clientId": "5e7c0de0-0000-4000-8000-000000000001" }"#;
        let config = read(bare.as_bytes()).unwrap();
        assert_eq!((config.defaults.bits, config.defaults.days), (3072, 365));
    }

    #[test]
    fn each_field_is_refused_by_its_name() {
        assert_eq!(problems(|_| {}), Vec::<String>::new());
        let rows: [Row; 7] = [
            ("clientid: there is no such field", |value| {
                value["clientid"] = "x".into()
            }),
            ("defaults.keybits: there is no such field", |value| {
                value["defaults"]["keybits"] = 1.into()
            }),
            ("tenant: this must be a text", |value| {
                value["tenant"] = 7.into()
            }),
            ("product: this must be an object", |value| {
                value["product"] = "MyTimetable".into()
            }),
            (
                "defaults.keyBits: this must be one of the numbers 2048, 3072, 4096",
                |value| {
                    value["defaults"]["keyBits"] = 1024.into();
                },
            ),
            (
                "defaults.mailboxSettings: this must be true or false",
                |value| value["defaults"]["mailboxSettings"] = 1.into(),
            ),
            ("clientId: give the client id", |value| {
                value["clientId"] = "mine".into()
            }),
        ];
        for (expected, change) in rows {
            let found = problems(change);
            assert!(
                found.iter().any(|sentence| sentence.starts_with(expected)),
                "{expected}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_no_json_object_is_refused() {
        assert!(matches!(
            read(b"{").unwrap_err()[..],
            [ConfigProblem::NotJson(_)]
        ));
        assert!(matches!(
            read(b"[]").unwrap_err()[..],
            [ConfigProblem::WrongType(_, Expected::Object)]
        ));
    }
}
