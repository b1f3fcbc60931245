//! The contract has teeth: every recorded answer of a whole journey, spoilt in one place, is refused by it.

#![expect(clippy::expect_used, reason = "what helps tests may fail as tests do")]

use journeys::Exchange;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::hosted;
use journeys::vendor_files;
use journeys::walk;
use serde_json::Value;
use serde_json::json;
use tenant::contract::Contract;
use tenant::contract::Exchange as Held;
use tenant::worlds::World;

/// Every exchange with Graph that read something, of one whole journey in a world with strangers.
fn reads() -> Vec<Exchange> {
    let microsoft = Microsoft::begin(World::Taken, 3, &[]);
    let page = Page::open(&microsoft, 3);
    walk(
        &page,
        &Person::named("global.admin"),
        &hosted(vendor_files().facts),
    );
    let of_graph = |exchange: &Exchange| {
        exchange.is_of_graph() && exchange.status == 200 && !exchange.answer.is_empty()
    };
    microsoft.exchanges().into_iter().filter(of_graph).collect()
}

fn holds(exchange: &Exchange, response: &Value) -> bool {
    let response = response.to_string();
    let held = Held {
        method: exchange.method.as_str(),
        path_and_query: &exchange.path_and_query(),
        request: &exchange.body,
        status: exchange.status,
        response: response.as_bytes(),
    };
    Contract::new().check(&held).is_ok()
}

/// The properties that the query of `address` selects.
fn selected(address: &str) -> Vec<String> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let select = pairs
        .find(|(name, _)| name == "$select")
        .map(|(_, value)| value.into_owned());
    select
        .iter()
        .flat_map(|names| names.split(','))
        .map(str::to_owned)
        .collect()
}

/// Where in the answer objects lie, and which properties were selected of each. A batch has an answer for each step.
fn objects(exchange: &Exchange, response: &Value) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut note = |place: String, body: &Value, selected: Vec<String>| match body["value"]
        .as_array()
    {
        Some(list) => found
            .extend((0..list.len()).map(|at| (format!("{place}/value/{at}"), selected.clone()))),
        None => found.push((place, selected)),
    };
    let request = exchange.json().unwrap_or_default();
    match request["requests"].as_array() {
        None => note(
            String::new(),
            response,
            selected(&exchange.path_and_query()),
        ),
        Some(steps) => {
            let answers = response["responses"].as_array().expect("a batch's answers");
            for (at, answer) in answers
                .iter()
                .enumerate()
                .filter(|(_, answer)| answer["status"] == 200)
            {
                let step = steps
                    .iter()
                    .find(|step| step["id"] == answer["id"])
                    .expect("its step");
                let address = step["url"].as_str().expect("its address");
                note(
                    format!("/responses/{at}/body"),
                    &answer["body"],
                    selected(address),
                );
            }
        }
    }
    found
}

#[test]
fn an_answer_without_one_selected_property_or_with_one_too_many_or_of_a_wrong_type_is_refused() {
    let mut spoilt = 0;
    for exchange in reads() {
        let response: Value = serde_json::from_slice(&exchange.answer).expect("JSON");
        assert!(
            holds(&exchange, &response),
            "{} is refused unspoilt",
            exchange.url
        );
        for (place, properties) in objects(&exchange, &response) {
            let refused = |what: &str, change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
                let mut copy = response.clone();
                let object = copy.pointer_mut(&place).and_then(Value::as_object_mut);
                change(object.expect("an object"));
                assert!(!holds(&exchange, &copy), "{} {place}: {what}", exchange.url);
            };
            for property in &properties {
                refused(&format!("without {property}"), &|object| {
                    object.remove(property);
                });
                refused(&format!("{property} as a number"), &|object| {
                    object.insert(property.clone(), json!(7));
                });
                spoilt += 1;
            }
            refused("one too many", &|object| {
                object.insert("inventedHere".to_owned(), json!("x"));
            });
        }
    }
    assert!(spoilt > 100, "only {spoilt} properties were spoilt");
}
