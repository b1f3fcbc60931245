//! What lies in session storage, what does not come back from there, and when a flow is over.

use super::*;
use crate::fixture;

#[test]
fn a_flow_comes_back_as_it_was_stored() {
    let flow = fixture::flow();
    let text = flow.stored().expose().clone();
    let restored = Flow::restore(&text).unwrap();
    assert_eq!(*restored.stored().expose(), text);
    assert_eq!(restored.purpose(), Purpose::Look);
    assert_eq!(restored.scopes(), ["User.Read", "Application.Read.All"]);
    assert_eq!(
        restored.redirect_uri(),
        &fixture::registration().redirect_uri
    );
    assert_eq!(restored.tenant(), &TenantSegment::Organizations);
    assert_eq!(restored.started(), fixture::now());
}

#[test]
fn verifier_state_and_nonce_are_43_characters_each_and_differ() {
    let flow = fixture::flow();
    let texts = [&flow.verifier, &flow.state, &flow.nonce].map(|secret| secret.expose().clone());
    for text in &texts {
        assert_eq!(text.len(), 43);
    }
    assert_ne!(texts[0], texts[1]);
    assert_ne!(texts[1], texts[2]);
    assert_ne!(texts[0], texts[2]);
}

#[test]
fn what_was_not_stored_by_us_is_refused() {
    let stored = fixture::flow().stored().expose().clone();
    let good: serde_json::Value = serde_json::from_str(&stored).unwrap();
    for (field, value) in [
        ("verifier", "short".into()),
        ("verifier", "a".repeat(200).into()),
        ("verifier", "+".repeat(43).into()),
        ("state", "".into()),
        ("nonce", "".into()),
        ("redirect_uri", "nowhere".into()),
        ("tenant", "common".into()),
        ("started", "yesterday".into()),
        ("purpose", "steal".into()),
        ("scopes", serde_json::Value::Null),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        let error = Flow::restore(&bad.to_string()).unwrap_err();
        assert_eq!(error, SignInError::FlowUnreadable, "{field}");
    }
    assert!(Flow::restore("").is_err());
    assert!(Flow::restore(&good.to_string()).is_ok());
}

#[test]
fn a_flow_is_over_after_ten_minutes_and_not_before() {
    let flow = fixture::flow();
    for (seconds, over) in [(0, false), (599, false), (600, true), (86_400, true)] {
        let now = fixture::now().plus(Duration::from_secs(seconds));
        assert_eq!(flow.is_over(now), over, "after {seconds} s");
    }
    assert!(!flow.is_over(fixture::now().minus(Duration::from_secs(60))));
    assert!(flow.is_over(fixture::now().minus(Duration::from_secs(600))));
}

#[test]
fn debug_tells_no_secret() {
    let flow = fixture::flow();
    let shown = format!("{flow:?} {:?}", flow.stored());
    for secret in [&flow.verifier, &flow.state, &flow.nonce] {
        assert!(!shown.contains(secret.expose().as_str()));
    }
    assert!(shown.contains("[redacted]"));
}
