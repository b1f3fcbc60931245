//! What was previewed, what the journal says and what the tenant recorded must be the same. This compares them.

use base::Clock;
use graph::CLIENT_REQUEST_ID;
use graph::Known;
use graph::Reference;
use graph::Request;
use provision::Journal;
use provision::Plan;
use provision::RecordedRequest;
use provision::What;
use tenant::record::Recorded;

use crate::Exchange;
use crate::Happening;
use crate::Microsoft;

/// The requests of a plan as they were previewed, with the ids that the journal tells; in order. Steps whose ids never
/// became known are left out.
pub fn filled_requests(plan: &Plan, journal: &Journal) -> Vec<Request> {
    let mut known = Known::new();
    for entry in &journal.entries {
        if let What::Done { step, ids, .. } = &entry.what {
            for (field, id) in ids {
                known.insert(Reference::new(step.0.clone(), *field), id.clone());
            }
        }
    }
    plan.steps
        .iter()
        .filter_map(|step| step.action.write())
        .filter_map(|write| write.fill(&known).ok())
        .collect()
}

/// The tenant recorded each request of the finished plan once with success, in order, as it was previewed; before that
/// at most the same request, refused; and from `recorded_before` on nothing else.
///
/// # Panics
///
/// Where it did not.
pub fn assert_done_as_planned(
    microsoft: &Microsoft,
    plan: &Plan,
    journal: &Journal,
    recorded_before: usize,
) {
    assert!(journal.is_finished(), "{:?}", journal.stop());
    let planned = filled_requests(plan, journal);
    assert_eq!(planned.len(), plan.changes(), "every id became known");
    let recorded = microsoft.recorded_writes().split_off(recorded_before);
    let mut attempts = recorded.iter();
    for request in &planned {
        let done = attempts.by_ref().find(|attempt| {
            assert_same(request, attempt);
            attempt.status < 300
        });
        assert!(done.is_some(), "{request:?} was never accepted");
    }
    let more: Vec<&Recorded> = attempts.collect();
    assert!(more.is_empty(), "not on the plan: {more:#?}");
    let told: Vec<RecordedRequest> = planned.iter().map(RecordedRequest::from).collect();
    let intents: Vec<RecordedRequest> = journal.requests().cloned().collect();
    assert_eq!(intents, told, "the journal's intents");
}

fn assert_same(planned: &Request, recorded: &Recorded) {
    assert_eq!(recorded.method, planned.method.as_str());
    assert_eq!(recorded.path, planned.path);
    assert!(recorded.query.is_empty(), "{recorded:?}");
    assert_eq!(Some(&recorded.body), planned.body.as_ref());
    for (name, value) in &planned.headers {
        let sent = recorded.headers.get(&name.to_ascii_lowercase());
        assert_eq!(sent, Some(value), "{name}");
    }
}

/// Every write came after a durable intent to send exactly it under the id that is told there, and no later line of the journal stands between.
///
/// # Panics
///
/// Where one did not.
pub fn assert_intents_come_first(microsoft: &Microsoft) {
    let mut intent = None;
    for happening in microsoft.happenings().iter() {
        match happening {
            Happening::Noted(entry) => {
                assert!(entry.at <= microsoft.clock().now());
                intent = match &entry.what {
                    What::Intent {
                        request,
                        client_request_id,
                        ..
                    } => Some((on_the_wire(request.clone()), client_request_id.clone())),
                    _ => None,
                };
            }
            Happening::Exchanged(exchange) if exchange.is_write() => {
                let sent = RecordedRequest {
                    method: exchange.method.to_string(),
                    path: exchange.path_and_query(),
                    headers: own_headers(exchange),
                    body: exchange.json(),
                };
                let id = exchange.headers.get(CLIENT_REQUEST_ID);
                let id = id.map(|id| id.to_str().expect("plain text").to_owned());
                assert!(id.is_some(), "{sent:?} has no id of ours");
                assert_eq!(intent, Some((sent, id)), "sent without an intent");
            }
            Happening::Exchanged(_) => {}
        }
    }
}

/// The headers that neither browser nor client add by themselves, names in lower case.
fn own_headers(exchange: &Exchange) -> Vec<(String, String)> {
    let added = [
        "accept",
        "authorization",
        CLIENT_REQUEST_ID,
        "content-type",
        "origin",
    ];
    exchange
        .headers
        .iter()
        .filter(|(name, _)| !added.contains(&name.as_str()))
        .map(|(name, value)| {
            let value = value.to_str().expect("plain text");
            (name.to_string(), value.to_owned())
        })
        .collect()
}

/// The intent as it goes over the wire, where names of headers are in lower case.
fn on_the_wire(mut request: RecordedRequest) -> RecordedRequest {
    for (name, _) in &mut request.headers {
        name.make_ascii_lowercase();
    }
    request
}
