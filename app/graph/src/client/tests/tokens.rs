//! What the client does when Graph no longer takes its token: renew it once, and send the same again where nothing can have
//! happened.

use super::*;

/// Graph's own refusal of a token (GRAPH.md, section 2: frequent codes).
fn refused() -> Scripted {
    let body = json!({ "error": { "code": "InvalidAuthenticationToken", "message": "Expired." } });
    answer(401, &[("request-id", "r-1")], &body)
}

fn write() -> Request {
    Request {
        method: http::Method::POST,
        body: Some(json!({ "displayName": "x" })),
        ..Request::get("/v1.0/applications")
    }
}

fn bearers(asked: &[http::Request<Vec<u8>>]) -> Vec<&str> {
    let bearer = |request: &http::Request<Vec<u8>>| request.headers()["authorization"].clone();
    let known = ["Bearer token", "Bearer token-1", "Bearer token-2"];
    let of = |request| known.into_iter().find(|one| bearer(request) == *one);
    asked.iter().filter_map(of).collect()
}

#[test]
fn a_read_goes_on_with_a_renewed_token() {
    let answers = vec![refused(), answer(200, &[], &me())];
    let (reply, asked, pauses) = run_renewing(9, answers, async |graph| graph.call(&GetMe).await);
    assert_eq!(reply.unwrap().user_principal_name, "a@example.edu");
    assert_eq!(bearers(&asked), ["Bearer token", "Bearer token-1"]);
    assert_eq!(asked[0].uri(), asked[1].uri());
    assert_eq!(pauses, Vec::<u128>::new());
}

#[test]
fn a_write_that_graph_itself_refused_is_sent_again_as_it_was() {
    let answers = vec![refused(), answer(201, &[], &json!({}))];
    let (reply, asked, _) = run_renewing(9, answers, async |graph| graph.send_once(&write()).await);
    assert_eq!(reply.unwrap().status, 201);
    assert_eq!(bearers(&asked), ["Bearer token", "Bearer token-1"]);
    assert_eq!(asked[0].body(), asked[1].body());
    assert_eq!(asked[1].method(), http::Method::POST);
}

#[test]
fn the_second_refusal_in_a_row_is_the_persons_matter() {
    let ended = GraphError::SignInAgain {
        request_id: Some("r-1".to_owned()),
    };
    let twice = || vec![refused(), refused()];
    let (reply, asked, _) = run_renewing(9, twice(), async |graph| graph.call(&GetMe).await);
    assert_eq!((reply.unwrap_err(), asked.len()), (ended.clone(), 2));
    let (reply, asked, _) = run_renewing(9, twice(), async |graph| graph.send_once(&write()).await);
    assert_eq!((reply.unwrap_err(), asked.len()), (ended.clone(), 2));

    let (reply, asked, _) = run(vec![refused()], async |graph| graph.call(&GetMe).await);
    let not_renewed = (reply.unwrap_err(), asked.len());
    assert_eq!(
        not_renewed,
        (ended, 1),
        "where nothing renews it, it is the first"
    );
}

/// A renewal without an answer is no lost answer of Graph: nothing was done, and the person need not sign in.
#[test]
fn a_renewal_that_gets_no_answer_leaves_nothing_in_doubt() {
    let token = Token {
        renewed: Cell::new(0),
        left: Cell::new(9),
        lost: Cell::new(1),
    };
    let send = async |graph: &Graph<&Script, &Token, &Jumping>| graph.send_once(&write()).await;
    let (reply, asked, _) = run_with(&token, vec![refused()], send);
    assert_eq!(reply.unwrap_err(), GraphError::NoToken(no_entra()));
    assert_eq!(
        asked.len(),
        1,
        "it is not sent again with the refused token"
    );

    let answers = vec![refused(), answer(201, &[], &json!({}))];
    let (reply, asked, _) = run_with(&token, answers, send);
    assert_eq!(reply.unwrap().status, 201);
    assert_eq!(bearers(&asked), ["Bearer token", "Bearer token-1"]);
}

#[test]
fn what_was_throttled_first_is_renewed_too() {
    let busy = answer(429, &[("retry-after", "2")], &json!({}));
    let answers = vec![busy, refused(), answer(200, &[], &me())];
    let (reply, asked, pauses) = run_renewing(9, answers, async |graph| graph.call(&GetMe).await);
    assert!(reply.is_ok());
    assert_eq!(
        (bearers(&asked)[2], pauses),
        ("Bearer token-1", vec![2_000])
    );
}

#[test]
fn a_refusal_that_is_not_graphs_says_nothing_of_the_token_and_leaves_a_write_in_doubt() {
    let foreign = || answer(401, &[], &json!("who are you?"));
    let (reply, asked, _) = run_renewing(9, vec![foreign()], async |graph| {
        graph.send_once(&write()).await
    });
    let error = reply.unwrap_err();
    assert_eq!(error.refusal().map(|refusal| refusal.status), Some(401));
    assert!(error.is_fault(), "whoever sent it has to look first");
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_challenge_is_not_answered_by_renewing() {
    let header = "Bearer error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"";
    let body = json!({ "error": { "code": "InvalidAuthenticationToken" } });
    let challenge = answer(401, &[("www-authenticate", header)], &body);
    let (reply, asked, _) =
        run_renewing(9, vec![challenge], async |graph| graph.call(&GetMe).await);
    assert!(matches!(reply, Err(GraphError::ClaimsChallenge { .. })));
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_part_of_a_batch_whose_token_is_refused_has_the_batch_sent_again_once() {
    let body = json!({ "error": { "code": "InvalidAuthenticationToken" } });
    let refused = || batch_of(json!([{ "id": "0", "status": 401, "body": body }]));
    let good = batch_of(json!([{ "id": "0", "status": 200, "body": me() }]));
    let find = async |graph: &Graph<&Script, &Token, &Jumping>| graph.find(&GetMe).await;
    let (reply, asked, _) = run_renewing(9, vec![refused(), good], find);
    assert!(reply.unwrap().is_some());
    assert_eq!(bearers(&asked), ["Bearer token", "Bearer token-1"]);

    let (reply, asked, _) = run_renewing(9, vec![refused(), refused()], find);
    let ended = GraphError::SignInAgain { request_id: None };
    assert_eq!((reply.unwrap_err(), asked.len()), (ended, 2));
}
