//! What the copy changes, and when it refuses. That the built page's copy differs by nothing else is tested in `browser`.

use super::*;

const PAGE: &str = "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
    connect-src 'self' https://a.example https://b.example; worker-src 'self'\">\n<meta charset=\"utf-8\">\n";

#[test]
fn only_the_hosts_to_connect_to_are_replaced() {
    let copy = with_local_policy(PAGE, "http://localhost:8081").unwrap();
    assert_eq!(
        copy,
        PAGE.replace(
            "https://a.example https://b.example",
            "http://localhost:8081"
        )
    );
}

#[test]
fn a_page_without_exactly_one_policy_is_refused() {
    let without_policy = PAGE.replace("Content-Security-Policy", "refresh");
    let with_two = format!("{PAGE}{PAGE}");
    let without_connect = PAGE.replace("connect-src", "img-src");
    let without_end = "<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src 'self' https://a.example\">";
    for page in [&without_policy, &with_two, &without_connect, without_end] {
        let refused = with_local_policy(page, "http://localhost:8081");
        assert!(matches!(refused, Err(Problem::Unexpected(_))), "{page}");
    }
}

#[test]
fn the_page_in_the_repository_has_one_policy_and_names_its_encoding_early() {
    let html = include_str!("../../../../index.html");
    with_local_policy(html, "http://localhost:8081").unwrap();
    let head = html.find("<head>").unwrap();
    let policy = html.find(POLICY).unwrap();
    assert!(
        html[head..policy].lines().count() <= 2,
        "the policy must be the first thing in the head"
    );
    // A browser looks for the encoding in the first 1024 bytes only (HTML, 4.2.5.4).
    assert!(html.find("<meta charset=\"utf-8\">").unwrap() < 1000);
}

#[test]
fn a_copy_replaces_what_was_there() {
    let folder = std::env::temp_dir().join(format!("xtask-local-copy-{}", std::process::id()));
    let (dist, target) = (folder.join("dist"), folder.join("copy"));
    std::fs::create_dir_all(dist.join("part")).unwrap();
    std::fs::create_dir_all(&target).unwrap();
    std::fs::write(target.join("left-over.js"), "x").unwrap();
    std::fs::write(dist.join("index.html"), PAGE).unwrap();
    std::fs::write(dist.join("config.json"), "{}").unwrap();
    std::fs::write(dist.join("part/page.wasm"), [0, 159]).unwrap();

    local_copy(
        &dist,
        &target,
        "http://localhost:1",
        &local_config("http://localhost:1"),
    )
    .unwrap();

    assert!(!target.join("left-over.js").exists());
    assert_eq!(
        std::fs::read(target.join("part/page.wasm")).unwrap(),
        [0, 159]
    );
    assert!(
        std::fs::read_to_string(target.join("index.html"))
            .unwrap()
            .contains("connect-src 'self' http://localhost:1;")
    );
    assert!(
        std::fs::read_to_string(target.join("config.json"))
            .unwrap()
            .contains("\"loginUrl\": \"http://localhost:1\"")
    );
    std::fs::remove_dir_all(folder).unwrap();
}
