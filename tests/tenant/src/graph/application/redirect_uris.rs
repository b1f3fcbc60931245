//! Redirect URIs and their limits (Entra, "Redirect URI (reply URL) restrictions and limitations").

use url::Url;

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::problem::Problem;

const WEB: Writable = Writable {
    type_name: "microsoft.graph.webApplication",
    resource: "Application",
    names: &["redirectUris"],
    read_only: &[],
};
const SPA: Writable = Writable {
    type_name: "microsoft.graph.spaApplication",
    ..WEB
};

/// Reads `web.redirectUris` or `spa.redirectUris`.
pub(super) fn read(fields: &Fields, platform: &str) -> Result<Option<Vec<String>>, Problem> {
    let Some(value) = fields.value(platform) else {
        return Ok(None);
    };
    let inner = Fields::open(value, if platform == "web" { &WEB } else { &SPA })?;
    let Some(uris) = inner.texts("redirectUris", 1..=256)? else {
        return Ok(None);
    };
    let repeated = uris
        .iter()
        .enumerate()
        .any(|(at, uri)| uris[..at].contains(uri));
    if uris.len() > 256 || repeated || !uris.iter().all(|uri| is_allowed(uri)) {
        return Err(Problem::invalid_value("redirectUris", "Application"));
    }
    Ok(Some(uris))
}

/// `https`, or `http` for this computer; no fragment, no wildcard, none of the characters that are not supported.
fn is_allowed(uri: &str) -> bool {
    let Ok(url) = Url::parse(uri) else {
        return false;
    };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    let scheme = url.scheme() == "https" || (url.scheme() == "http" && local);
    scheme && url.fragment().is_none() && !uri.contains(['!', '$', '\'', '(', ')', ',', ';', '*'])
}
