//! The thin server, over real sockets.

#![expect(clippy::unwrap_used, reason = "in a test a broken socket is a failure")]

use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use tenant::Tenant;
use tenant::faults::Fault;
use tenant::server;
use tenant::worlds::World;

/// Serves in a thread of its own, which ends with the test.
fn start<F>(serve: impl FnOnce(tokio::net::TcpListener) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = std::io::Result<()>>,
{
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            serve(tokio::net::TcpListener::from_std(listener).unwrap())
                .await
                .unwrap()
        });
    });
    address
}

/// The whole answer as text, head in lower case.
fn ask(address: SocketAddr, request: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "{request}").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_lowercase(), body.to_owned())
}

fn get(address: SocketAddr, path: &str) -> (String, String) {
    ask(
        address,
        &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
    )
}

#[test]
fn a_tenant_is_served_as_it_is() {
    let tenant = Tenant::new(
        World::Empty,
        1,
        "http://localhost:1",
        "http://localhost:1",
        "2026-12-01T08:00:00Z".parse().unwrap(),
    );
    let tenant = Arc::new(Mutex::new(tenant));
    let shared = Arc::clone(&tenant);
    let address = start(move |listener| server::serve(listener, shared, Duration::ZERO));

    let (head, body) = get(address, "/v1.0/me?$select=id");
    assert!(head.starts_with("http/1.1 401"), "{head}");
    assert!(head.contains("access-control-allow-origin: *"), "{head}");
    assert!(body.contains("InvalidAuthenticationToken"), "{body}");
    let (head, _) = ask(
        address,
        "POST /v1.0/applications HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: 19\r\n\r\n{\"displayName\":\"x\"}",
    );
    assert!(head.starts_with("http/1.1 401"), "{head}");

    let recorded = tenant.lock().unwrap().recorded.clone();
    assert_eq!(recorded[0].query["$select"], "id");
    assert_eq!(recorded[1].body["displayName"], "x");
}

#[test]
fn a_page_is_served_from_any_folder() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("site");
    std::fs::create_dir_all(folder.join("inner")).unwrap();
    for (name, text) in [
        ("index.html", "<!doctype html>"),
        ("app.wasm", "wasm"),
        ("app.js", "js"),
        ("inner/x.css", "css"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    for prefix in ["/", "/some/folder/"] {
        let served = folder.clone();
        let address = start(move |listener| server::site(listener, served, prefix));
        for (path, status, kind) in [
            ("", "200", "text/html"),
            ("index.html", "200", "text/html"),
            ("app.wasm", "200", "application/wasm"),
            ("app.js", "200", "text/javascript"),
            ("inner/x.css", "200", "text/css"),
            ("missing.js", "404", ""),
            ("../Cargo.toml", "404", ""),
        ] {
            let (head, _) = get(address, &format!("{prefix}{path}"));
            assert!(
                head.starts_with(&format!("http/1.1 {status}")),
                "{prefix}{path}: {head}"
            );
            assert!(
                head.contains(&format!("content-type: {kind}")) || kind.is_empty(),
                "{prefix}{path}: {head}"
            );
            assert!(
                head.contains("cache-control: no-cache"),
                "{prefix}{path}: {head}"
            );
        }
        let (_, body) = get(address, prefix);
        assert_eq!(body, "<!doctype html>");
    }
    let served = folder.clone();
    let address = start(move |listener| server::site(listener, served, "/some/folder/"));
    assert!(get(address, "/index.html").0.starts_with("http/1.1 404"));
    assert!(get(address, "/other/folder/").0.starts_with("http/1.1 404"));
}

#[test]
fn an_answer_that_is_lost_is_a_connection_that_ends() {
    let now = server::now();
    let mut tenant = Tenant::new(
        World::Empty,
        1,
        "http://localhost:1",
        "http://localhost:1",
        now,
    );
    tenant.add_fault(Fault::LostAfter);
    let tenant = Arc::new(Mutex::new(tenant));
    let shared = Arc::clone(&tenant);
    let address = start(move |listener| server::serve(listener, shared, Duration::ZERO));
    let mut lost = 0;
    for _ in 0..40 {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "GET /v1.0/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut bytes = Vec::new();
        // The connection may also end with a reset, which is no answer either.
        let _ = stream.read_to_end(&mut bytes);
        lost += usize::from(bytes.is_empty());
    }
    let tenant = tenant.lock().unwrap();
    let unanswered = tenant.recorded.iter().filter(|one| !one.answered).count();
    assert_eq!(lost, unanswered);
    assert!((1..40).contains(&lost), "{lost}");
}

/// A folder with a page, its worker, and another document.
fn page_with_policy(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let policy = "default-src 'none'; script-src 'self'";
    let page = format!(
        "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
    );
    for (name, text) in [
        ("index.html", page.as_str()),
        ("worker.js", ""),
        ("other.html", ""),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

#[test]
fn the_pages_own_policy_binds_its_worker_too() {
    let folder = page_with_policy("policy");
    let address = start(move |listener| server::site(listener, folder, "/app/"));
    let policy = "content-security-policy: default-src 'none'; script-src 'self'; frame-ancestors 'self'\r\n";
    for (path, whole) in [
        ("", true),
        ("index.html", true),
        ("worker.js", true),
        ("missing.js", true),
        ("other.html", false),
    ] {
        let head = get(address, &format!("/app/{path}")).0 + "\r\n";
        assert_eq!(head.contains(policy), whole, "{path}: {head}");
        assert!(head.contains("frame-ancestors 'self'\r\n"), "{path}");
        assert!(head.contains("x-content-type-options: nosniff\r\n"));
        assert!(head.contains("referrer-policy: no-referrer\r\n"));
    }
}

#[test]
fn a_host_may_send_other_headers() {
    let folder = page_with_policy("headers");
    let more = vec![
        (
            http::HeaderName::from_static("x-hosted-by"),
            http::HeaderValue::from_static("us"),
        ),
        (
            http::header::CONTENT_SECURITY_POLICY,
            http::HeaderValue::from_static("frame-ancestors 'none'"),
        ),
    ];
    let address = start(move |listener| server::site_with(listener, folder, "/", more));
    let head = get(address, "/").0 + "\r\n";
    assert!(head.contains("x-hosted-by: us\r\n"), "{head}");
    assert!(head.contains("content-security-policy: frame-ancestors 'none'\r\n"));
}
