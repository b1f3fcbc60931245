//! Each fault: that it strikes, what it does, and that it ends.

mod collision;
mod others;
mod role;
mod service_principal;

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::json;

use super::Fault;
use super::OF_REQUESTS;
use crate::graph::tests::Answer;
use crate::graph::tests::Scene;
use crate::graph::tests::WRITE_SCOPES;
use crate::worlds::World;

/// Somebody who may do all that the console does, in a tenant with these faults.
fn with(faults: &[Fault]) -> Scene {
    let mut scene = Scene::writing();
    faults
        .iter()
        .for_each(|fault| scene.tenant.add_fault(*fault));
    scene
}

fn statuses(scene: &mut Scene, count: usize) -> Vec<u16> {
    (0..count).map(|_| scene.get("/me").status).collect()
}

/// Creates applications until so many requests were sent; returns the statuses.
fn create(scene: &mut Scene, count: usize) -> Vec<u16> {
    let body = json!({ "displayName": "x" });
    let answers = (0..count).map(|_| scene.post("/applications", &body).status);
    answers.collect()
}

fn applications(scene: &Scene) -> usize {
    scene.tenant.directory.primary().applications.len()
}

fn count(statuses: &[u16], wanted: u16) -> usize {
    statuses.iter().filter(|status| **status == wanted).count()
}

#[test]
fn requests_are_struck_now_and_then_and_never_three_times_in_a_row() {
    for (fault, status) in [
        (Fault::LostBefore, 0),
        (Fault::Throttle, 429),
        (Fault::Unavailable, 503),
        (Fault::GatewayTimeout, 504),
        (Fault::LostAfter, 0),
    ] {
        let seen = statuses(&mut with(&[fault]), 200);
        let struck = count(&seen, status);
        assert!((10..80).contains(&struck), "{fault:?}: {struck} of 200");
        assert_eq!(count(&seen, 200), 200 - struck, "{fault:?}");
        let three = seen
            .windows(3)
            .any(|row| row.iter().all(|seen| *seen == status));
        assert!(!three, "{fault:?}");
    }
    assert_eq!(count(&statuses(&mut with(&[]), 60), 200), 60);
}

#[test]
fn all_together_let_the_third_attempt_through() {
    let seen = statuses(&mut with(OF_REQUESTS), 300);
    let struck = |status: &u16| *status != 200;
    assert!(seen.iter().filter(|status| struck(status)).count() > 100);
    assert!(!seen.windows(3).any(|row| row.iter().all(struck)));
}

#[test]
fn strikes_follow_from_the_seed() {
    let seen = |seed| {
        let mut scene = Scene::new(World::University);
        scene.tenant.reset(World::University, seed, scene.now);
        scene.sign_in("staff.member", "User.Read");
        scene.tenant.add_fault(Fault::Throttle);
        statuses(&mut scene, 60)
    };
    assert_eq!(seen(1), seen(1));
    assert_ne!(seen(1), seen(2));
}

#[test]
fn refused_requests_and_those_that_never_came_change_nothing() {
    for fault in [Fault::Throttle, Fault::Unavailable, Fault::LostBefore] {
        let mut scene = with(&[fault]);
        let made = count(&create(&mut scene, 60), 201);
        assert!(made < 60);
        assert_eq!(applications(&scene), made, "{fault:?}");
        let recorded = &scene.tenant.recorded;
        let carried_out = recorded.iter().filter(|one| one.status == 201).count();
        assert_eq!(carried_out, made, "{fault:?}");
    }
}

#[test]
fn an_answer_that_is_lost_was_an_answer() {
    let mut scene = with(&[Fault::LostAfter]);
    let made = count(&create(&mut scene, 60), 201);
    assert!(made < 60);
    assert_eq!(applications(&scene), 60);
    let recorded = &scene.tenant.recorded;
    assert!(recorded.iter().all(|one| one.status == 201));
    assert_eq!(recorded.iter().filter(|one| one.answered).count(), made);
}

#[test]
fn after_a_timeout_nobody_knows() {
    let mut scene = with(&[Fault::GatewayTimeout]);
    let seen = create(&mut scene, 120);
    let (made, timeouts) = (count(&seen, 201), count(&seen, 504));
    assert_eq!(made + timeouts, 120);
    let secret = applications(&scene) - made;
    assert!((1..timeouts).contains(&secret), "{secret} of {timeouts}");
}

#[test]
fn retry_after_comes_in_every_spelling_or_not_at_all() {
    for fault in [Fault::Throttle, Fault::Unavailable] {
        let mut scene = with(&[fault]);
        let answers: Vec<Answer> = (0..400).map(|_| scene.get("/me")).collect();
        let kinds: BTreeSet<&str> = answers
            .iter()
            .filter(|answer| answer.status != 200)
            .map(|answer| match answer.headers.get("retry-after") {
                None => "absent",
                Some(text) => match text.to_str().unwrap() {
                    text if text.parse::<u32>().is_ok() => "integer",
                    text if text.parse::<f64>().is_ok() => "decimal",
                    text if text.ends_with(" GMT") => "date",
                    text => panic!("{text}"),
                },
            })
            .collect();
        assert_eq!(kinds.len(), 4, "{fault:?}: {kinds:?}");
    }
}

#[test]
fn within_a_batch_requests_are_throttled_under_a_200() {
    let mut scene = with(&[Fault::BatchThrottle]);
    let requests: Value = (0..20)
        .map(|id| json!({ "id": id.to_string(), "method": "GET", "url": "/me" }))
        .collect();
    let body = json!({ "requests": requests });
    let mut throttled = 0;
    for _ in 0..5 {
        let answer = scene.post("/$batch", &body);
        assert_eq!(answer.status, 200);
        let responses = answer.body["responses"].as_array().unwrap();
        throttled += responses.iter().filter(|one| one["status"] == 429).count();
    }
    assert!((1..100).contains(&throttled), "{throttled}");
    assert_eq!(
        count(&statuses(&mut scene, 60), 200),
        60,
        "outside of batches"
    );
}

#[test]
fn a_token_ends_before_its_time_and_the_next_one_does_not_at_once() {
    let mut scene = with(&[Fault::TokenExpired]);
    let mut lives = Vec::new();
    for _ in 0..4 {
        let alive = std::iter::repeat_with(|| scene.get("/me")).take_while(|one| one.status == 200);
        lives.push(alive.count());
        let dead = scene.get("/me");
        assert_eq!(
            dead.verdict(),
            "401 InvalidAuthenticationToken",
            "it stays dead"
        );
        scene.sign_in("setup.admin", WRITE_SCOPES);
    }
    assert!(
        lives[1..]
            .iter()
            .all(|requests| (25..200).contains(requests)),
        "{lives:?}"
    );
    scene.sign_in_application("Application.Read.All");
    let seen: BTreeSet<u16> = (0..100)
        .map(|_| scene.get("/applications").status)
        .collect();
    assert_eq!(
        seen,
        BTreeSet::from([200]),
        "tokens of applications live on"
    );
}

#[test]
fn a_revoked_sign_in_takes_the_token_and_rests_after() {
    let mut scene = with(&[Fault::SignInRevoked]);
    for _ in 0..3 {
        let alive = std::iter::repeat_with(|| scene.get("/me")).take_while(|one| one.status == 200);
        let alive = alive.take(400).count();
        assert!(alive < 400, "it strikes");
        let dead = scene.get("/me").verdict();
        assert_eq!(dead, "401 InvalidAuthenticationToken", "it stays dead");
        scene.sign_in("setup.admin", WRITE_SCOPES);
        assert_eq!(count(&statuses(&mut scene, 25), 200), 25, "it rests");
    }
    scene.sign_in_application("Application.Read.All");
    let seen = (0..100).map(|_| scene.get("/applications").status);
    let refused = seen.filter(|status| *status != 200).count();
    assert_eq!(refused, 0, "applications do not sign in as persons do");
}

#[test]
fn the_requests_of_a_batch_are_let_in_with_it() {
    let mut scene = with(&[Fault::TokenExpired]);
    let requests: Value = (0..20)
        .map(|id| json!({ "id": id.to_string(), "method": "GET", "url": "/me" }))
        .collect();
    let body = json!({ "requests": requests });
    let mut refused = 0;
    for _ in 0..60 {
        let answer = scene.post("/$batch", &body);
        if answer.status == 401 {
            refused += 1;
            scene.sign_in("setup.admin", WRITE_SCOPES);
            continue;
        }
        let responses = answer.body["responses"].as_array().unwrap();
        assert!(responses.iter().all(|one| one["status"] == 200));
    }
    assert!(refused > 0);
}

/// The claims in a challenge.
fn claims(answer: &Answer) -> Value {
    let header = answer.headers["www-authenticate"].to_str().unwrap();
    assert!(header.contains("error=\"insufficient_claims\""), "{header}");
    let (_, rest) = header.split_once("claims=\"").unwrap();
    let bytes = STANDARD.decode(rest.trim_end_matches('"')).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Claims by which a client says that it understands a challenge.
fn capable() -> Value {
    json!({ "xms_cc": { "values": ["cp1"] } })
}

#[test]
fn a_challenge_is_answered_by_a_sign_in_with_its_claims_only() {
    let mut scene = with(&[Fault::ClaimsChallenge]);
    scene.sign_in_with_claims("setup.admin", WRITE_SCOPES, &capable());
    let challenge = std::iter::repeat_with(|| scene.get("/me"))
        .take(500)
        .find(|answer| answer.status == 401)
        .unwrap();
    assert_eq!(challenge.verdict(), "401 InvalidAuthenticationToken");
    let header = challenge.headers["www-authenticate"].to_str().unwrap();
    let entra =
        "Bearer realm=\"\", authorization_uri=\"https://login.example/common/oauth2/authorize\", ";
    assert!(header.starts_with(entra), "{header}");
    let asked = claims(&challenge);
    assert!(asked["access_token"]["nbf"]["value"].is_string(), "{asked}");
    assert_eq!(scene.get("/me").status, 401);
    scene.sign_in_with_claims("setup.admin", WRITE_SCOPES, &capable());
    let again = claims(&scene.get("/me"));
    assert_eq!(again, asked, "a sign-in without them does not do");
    let mut other = capable();
    other["nbf"] = json!({ "essential": true, "value": "1" });
    scene.sign_in_with_claims("setup.admin", WRITE_SCOPES, &other);
    assert_eq!(scene.get("/me").status, 401, "other claims do not do");
    scene.sign_in_with_claims("staff.member", "User.Read", &capable());
    assert_eq!(scene.get("/me").status, 200, "somebody else was not asked");
    let mut answered = capable();
    answered["nbf"] = asked["access_token"]["nbf"].clone();
    scene.sign_in_with_claims("setup.admin", WRITE_SCOPES, &answered);
    let peace = count(&statuses(&mut scene, 50), 200);
    assert_eq!(peace, 50, "and then there is peace");
    scene.sign_in_with_claims("setup.admin", WRITE_SCOPES, &capable());
    assert_eq!(scene.get("/me").status, 401);
    scene.tenant.lift(Fault::ClaimsChallenge);
    assert_eq!(scene.get("/me").status, 200, "lifted");
}

#[test]
fn who_does_not_understand_challenges_gets_none_and_goes_on_to_the_tokens_end() {
    let mut scene = with(&[Fault::ClaimsChallenge]);
    assert_eq!(count(&statuses(&mut scene, 200), 200), 200);
    scene.now = scene.now.plus(std::time::Duration::from_secs(3600));
    let ended = scene.get("/me");
    assert_eq!(ended.verdict(), "401 InvalidAuthenticationToken");
    let header = ended.headers["www-authenticate"].to_str().unwrap();
    assert!(!header.contains("claims"), "{header}");
}

#[test]
fn clocks_are_off_by_less_than_what_entra_forgives() {
    let offsets: BTreeSet<i64> = (1..20)
        .map(|seed| {
            let mut scene = Scene::new(World::University);
            scene.tenant.reset(World::University, seed, scene.now);
            scene.tenant.add_fault(Fault::ClockSkew);
            let date = scene.get("/me").body["error"]["innerError"]["date"].clone();
            let told: base::Timestamp = format!("{}Z", date.as_str().unwrap()).parse().unwrap();
            told.unix_seconds() - scene.now.unix_seconds()
        })
        .collect();
    assert!(
        offsets
            .iter()
            .all(|offset| (60..=240).contains(&offset.abs())),
        "{offsets:?}"
    );
    assert!(offsets.iter().any(|offset| *offset < 0) && offsets.iter().any(|offset| *offset > 0));
}

/// After it struck, the fault rests for 25 requests; lifted and switched on again, it knows nothing of that.
#[test]
fn a_fault_that_is_switched_on_again_does_not_rest() {
    let mut scene = with(&[Fault::TokenExpired]);
    let mut lives = Vec::new();
    for _ in 0..20 {
        let alive = std::iter::repeat_with(|| scene.get("/me")).take_while(|one| one.status == 200);
        lives.push(alive.take(1000).count());
        scene.sign_in("setup.admin", WRITE_SCOPES);
        scene.tenant.lift(Fault::TokenExpired);
        scene.tenant.add_fault(Fault::TokenExpired);
    }
    let soon = lives[1..].iter().filter(|requests| **requests < 25).count();
    assert!(soon > 5, "{lives:?}");
}

#[test]
fn those_that_block_are_named() {
    let blocking: Vec<&str> = Fault::ALL
        .into_iter()
        .filter(|fault| fault.blocks())
        .map(Fault::name)
        .collect();
    assert_eq!(blocking, ["role-withdrawn", "service-principal-disabled"]);
}

#[test]
fn faults_are_listed_lifted_and_kept_by_a_reset() {
    let mut scene = with(&[Fault::Throttle, Fault::StaleReads, Fault::Throttle]);
    assert_eq!(scene.tenant.faults(), [Fault::StaleReads, Fault::Throttle]);
    assert!(scene.tenant.directory.stale_reads);
    scene.tenant.lift(Fault::Throttle);
    scene.tenant.lift(Fault::Lag);
    scene.tenant.reset(World::Empty, 1, scene.now);
    assert_eq!(scene.tenant.faults(), [Fault::StaleReads]);
    scene.tenant.lift(Fault::StaleReads);
    assert!(!scene.tenant.directory.stale_reads);
    assert_eq!(count(&statuses(&mut with(&[]), 60), 200), 60);
}
