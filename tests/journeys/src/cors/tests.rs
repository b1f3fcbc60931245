//! The browser's rules, one at a time.

use http::header::ACCEPT;

use super::*;

const ORIGIN_OF_PAGE: &str = "http://localhost:8080";

fn request(method: Method, headers: &[(&str, &str)]) -> Request<Vec<u8>> {
    let mut builder = Request::builder()
        .method(method)
        .uri("https://graph.microsoft.com/v1.0/me")
        .header(ACCEPT, "application/json");
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Vec::new()).unwrap()
}

fn answer(headers: &[(&str, &str)]) -> Response<Vec<u8>> {
    let mut builder = Response::builder().status(204);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Vec::new()).unwrap()
}

#[test]
fn only_what_a_form_could_send_goes_without_a_question() {
    for (method, headers, asked) in [
        (Method::GET, vec![], None),
        (
            Method::POST,
            vec![(
                "content-type",
                "application/x-www-form-urlencoded;charset=utf-8",
            )],
            None,
        ),
        (
            Method::POST,
            vec![("content-type", "application/json")],
            Some(("POST", "content-type")),
        ),
        (
            Method::GET,
            vec![("authorization", "Bearer x")],
            Some(("GET", "authorization")),
        ),
        (
            Method::PATCH,
            vec![("prefer", "x"), ("authorization", "Bearer x")],
            Some(("PATCH", "authorization,prefer")),
        ),
        (
            Method::GET,
            vec![("consistencylevel", "eventual")],
            Some(("GET", "consistencylevel")),
        ),
    ] {
        let question = preflight(&request(method, &headers), ORIGIN_OF_PAGE);
        let found = question.as_ref().map(|question| {
            let header = |name| question.headers()[name].to_str().unwrap();
            (
                header(ACCESS_CONTROL_REQUEST_METHOD),
                header(ACCESS_CONTROL_REQUEST_HEADERS),
            )
        });
        assert_eq!(found, asked, "{headers:?}");
    }
}

#[test]
fn each_part_of_the_permission_is_needed() {
    let request = request(
        Method::PATCH,
        &[("authorization", "Bearer x"), ("prefer", "x")],
    );
    let permission = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "GET, PATCH"),
        ("access-control-allow-headers", "Authorization, Prefer"),
    ];
    assert!(admits(&answer(&permission), &request, ORIGIN_OF_PAGE));
    for (at, narrower) in [
        (0, "https://elsewhere.example"),
        (1, "GET"),
        (2, "prefer"),
        (2, "authorization"),
        (2, "*"),
    ] {
        let mut less = permission;
        less[at].1 = narrower;
        assert!(
            !admits(&answer(&less), &request, ORIGIN_OF_PAGE),
            "{less:?}"
        );
    }
    for missing in 0..permission.len() {
        let mut less = permission.to_vec();
        less.remove(missing);
        assert!(
            !admits(&answer(&less), &request, ORIGIN_OF_PAGE),
            "{less:?}"
        );
    }
}

#[test]
fn an_answer_is_read_by_whom_it_names() {
    for (headers, readable) in [
        (vec![], false),
        (vec![("access-control-allow-origin", "*")], true),
        (vec![("access-control-allow-origin", ORIGIN_OF_PAGE)], true),
        (
            vec![("access-control-allow-origin", "http://localhost:8081")],
            false,
        ),
        (
            vec![
                ("access-control-allow-origin", "*"),
                ("access-control-allow-origin", ORIGIN_OF_PAGE),
            ],
            false,
        ),
    ] {
        assert_eq!(
            is_readable(&answer(&headers), ORIGIN_OF_PAGE),
            readable,
            "{headers:?}"
        );
    }
}

#[test]
fn headers_that_are_not_exposed_are_hidden() {
    let seen = filtered(answer(&[
        ("access-control-expose-headers", "Retry-After, ETag"),
        ("retry-after", "3"),
        ("content-type", "text/plain"),
        ("x-secret", "1"),
    ]));
    let mut names: Vec<&str> = seen.headers().keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["content-type", "retry-after"]);
}
