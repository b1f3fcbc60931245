//! The watch's own eyesight: what it must report and what not.

use super::*;

const TENANT: &str = "http://localhost:2";

fn entry(level: &str, source: &str, message: &str) -> BrowserLogEntry {
    serde_json::from_value(
        serde_json::json!({ "level": level, "source": source, "message": message, "timestamp": 1 }),
    )
    .unwrap()
}

#[test]
fn errors_of_the_page_are_told_and_answers_of_the_tenant_are_not() {
    let not_found =
        "Failed to load resource: the server responded with a status of 404 (Not Found)";
    for (entry, is_error) in [
        (
            entry("SEVERE", "security", "Refused to apply inline style"),
            true,
        ),
        (
            entry(
                "SEVERE",
                "javascript",
                "http://localhost:1/a.js 1:1 Uncaught",
            ),
            true,
        ),
        (
            entry(
                "SEVERE",
                "network",
                &format!("http://localhost:1/a.js - {not_found}"),
            ),
            true,
        ),
        (
            entry(
                "SEVERE",
                "network",
                &format!("http://localhost:2/v1.0/me - {not_found}"),
            ),
            false,
        ),
        (
            entry(
                "SEVERE",
                "network",
                &format!("http://localhost:1/favicon.ico - {not_found}"),
            ),
            false,
        ),
        (
            entry(
                "SEVERE",
                "network",
                &format!("http://localhost:22/v1.0/me - {not_found}"),
            ),
            true,
        ),
        (
            entry(
                "SEVERE",
                "network",
                "http://localhost:2/v1.0/me - net::ERR_FAILED",
            ),
            true,
        ),
        (entry("INFO", "console-api", "hello"), false),
    ] {
        let errors = errors(std::slice::from_ref(&entry), TENANT);
        assert_eq!(!errors.is_empty(), is_error, "{entry:?}");
    }
}

#[test]
fn what_pages_ask_is_noticed_and_what_the_browser_asks_itself_is_not() {
    let log = r#"{"constants":{"logEventTypes":{}},
"events": [
{"params":{"initiator":"not an origin","method":"GET","url":"http://localhost:1/"},"phase":1,"type":2},
{"params":{"initiator":"chrome://newtab","url":"chrome://resources/a.js"},"phase":1,"type":2},
{"params":{"initiator":"http://localhost:1","url":"https://a.example/x"},"phase":1,"type":2},
{"params":{"initiator":"null [internally: (1) derived from http://localhost:1]","url":"wss://b.example/"},"type":2},
{"params":{"headers":["Host: c.example"],"line":"GET / HTTP/1.1"},"phase":0,"type":3},
{"phase":2,"type":2}],
"polledData": [{}]
}"#;
    assert_eq!(
        requests(log).unwrap(),
        ["https://a.example/x", "wss://b.example/"]
    );
}

#[test]
fn a_log_that_breaks_off_is_not_taken_for_a_whole_one() {
    assert!(requests(r#"{"constants":{}, "events": [{"phase":2},"#).is_err());
    assert!(requests("").is_err());
}

#[test]
fn only_the_two_origins_are_no_strangers() {
    let asked = [
        "http://localhost:1/some/folder/",
        "http://localhost:2/v1.0/me",
        "data:,",
        "blob:http://localhost:1/1",
        "http://localhost:3/",
        "https://localhost:1/",
        "wss://b.example/",
        "not an address",
    ];
    let asked = asked.map(str::to_owned);
    assert_eq!(
        strangers(&asked, &["http://localhost:1", TENANT]),
        asked[4..]
    );
}
