//! One request, understood: the operation it means, who calls, and the parts of path, query and body.

use base::ObjectId;
use base::Timestamp;
use http::HeaderMap;
use http::StatusCode;
use serde_json::Map;
use serde_json::Value;

use super::Incoming;
use super::body;
use super::metadata;
use super::metadata::Operation;
use super::pattern;
use super::problem::Problem;
use super::query::Query;
use super::query::Select;
use super::trouble;
use crate::directory::Rows;
use crate::entra::Bearer;
use crate::entra::BearerProblem;
use crate::tenant::Tenant;

/// One request to Graph.
pub(super) struct Call<'a> {
    pub(super) tenant: &'a mut Tenant,
    pub(super) now: Timestamp,
    pub(super) caller: Bearer,
    pub(super) operation: &'static Operation,
    /// Values of the path's parameters, in order.
    pub(super) parameters: Vec<String>,
    pub(super) query: Query,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    /// Path from the version on.
    pub(super) path: &'a str,
    /// Whether it collides with another write to the same object, if there was one a moment ago.
    pub(super) collides: bool,
}

impl<'a> Call<'a> {
    /// Understands a request: its token first, then its path, then its query.
    pub(super) fn read(
        tenant: &'a mut Tenant,
        incoming: &Incoming<'a>,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let (caller, token) = caller(tenant, incoming.headers, now)?;
        if !incoming.within_batch {
            trouble::check_token(tenant, token, &caller, now)?;
            trouble::before_call(tenant, &caller, now);
        }
        let (operation, parameters) = route(incoming.method, incoming.path)?;
        let query = Query::read(incoming.query, incoming.headers)?;
        let mut call = Self {
            tenant,
            now,
            caller,
            operation,
            parameters,
            query,
            headers: incoming.headers,
            body: incoming.body,
            path: incoming.path,
            collides: incoming.collides,
        };
        if operation.method == "GET" && !incoming.within_batch {
            trouble::before_read(&mut call);
        }
        Ok(call)
    }

    /// Members cast to one type are an advanced query: it needs `$count=true` and `ConsistencyLevel: eventual` (Graph,
    /// "Advanced query capabilities on Microsoft Entra ID objects"; "OData cast").
    pub(super) fn check_cast(&self) -> Result<(), Problem> {
        if !self.operation.casts_members || self.query.count()? {
            return Ok(());
        }
        let message =
            "The specified query requires the header ConsistencyLevel: eventual and $count=true.";
        Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "Request_UnsupportedQuery",
            message,
        ))
    }

    /// What one of the replicas knows now.
    pub(super) fn rows(&mut self) -> &Rows {
        self.tenant.directory.read(self.now)
    }

    /// The path's parameter at this place.
    pub(super) fn parameter(&self, at: usize) -> &str {
        self.parameters.get(at).map_or("", String::as_str)
    }

    /// Whether the header `Prefer` names this preference (RFC 7240, section 2).
    pub(super) fn prefers(&self, preference: &str) -> bool {
        let values = self.headers.get_all("prefer").into_iter();
        let texts = values.filter_map(|value| value.to_str().ok());
        texts
            .flat_map(|value| value.split(','))
            .any(|named| named.trim() == preference)
    }

    /// The body as one JSON object; writing takes no query options.
    pub(super) fn object(&self) -> Result<Value, Problem> {
        self.query.for_none()?;
        body::object(self.headers, self.body)
    }

    /// One object as an answer, e.g. with the context `applications`.
    pub(super) fn entity(
        &self,
        context: &str,
        select: &Select,
        object: Map<String, Value>,
    ) -> Value {
        let mut answer = Map::new();
        answer.insert(
            "@odata.context".to_owned(),
            self.context(&format!("{context}{}/$entity", select.context())),
        );
        answer.extend(select.apply(object));
        Value::Object(answer)
    }

    /// The address of what an answer consists of (OData, "Context URL").
    pub(super) fn context(&self, context: &str) -> Value {
        Value::String(format!(
            "{}/{}/$metadata#{context}",
            self.tenant.graph_url, self.operation.version
        ))
    }

    /// The id of a directory object that a body names by its address.
    pub(super) fn directory_object(&self, address: &str) -> Option<ObjectId> {
        directory_object(&self.tenant.graph_url, address)
    }

    /// The address of a directory object, as Graph puts it in `Location`.
    pub(super) fn location(&self, id: &str) -> String {
        format!(
            "{}/v2/{}/directoryObjects/{id}",
            self.tenant.graph_url, self.tenant.id
        )
    }
}

/// The id of a directory object out of its address at this Graph, or at Microsoft's public one.
fn directory_object(graph_url: &str, address: &str) -> Option<ObjectId> {
    let hosts = [graph_url, "https://graph.microsoft.com"];
    let path = hosts
        .iter()
        .find_map(|host| address.strip_prefix(host)?.strip_prefix("/v1.0/"))?;
    let (collection, id) = path.split_once('/')?;
    let known = ["directoryObjects", "users"].contains(&collection);
    known.then(|| id.parse().ok()).flatten()
}

/// Who calls, and the token by which that is known.
fn caller<'a>(
    tenant: &Tenant,
    headers: &'a HeaderMap,
    now: Timestamp,
) -> Result<(Bearer, &'a str), Problem> {
    let sent = headers
        .get(http::header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let token = sent
        .strip_prefix("Bearer ")
        .map(str::trim)
        .unwrap_or_default();
    if token.is_empty() {
        return Err(Problem::unauthorised("Access token is empty."));
    }
    let bearer = match tenant.entra.bearer(token, now) {
        Ok(bearer) if bearer.audience_is_graph => bearer,
        Ok(_) => {
            let message = "Access token validation failure. Invalid audience.";
            return Err(Problem::unauthorised(message));
        }
        Err(BearerProblem::Expired) => {
            let message = "Lifetime validation failed, the token is expired.";
            return Err(Problem::unauthorised(message));
        }
        Err(_) => return Err(Problem::unauthorised("Access token validation failure.")),
    };
    Ok((bearer, token))
}

/// The operation that method and path mean; where several match, the one with the most literal segments.
pub(super) fn route(
    method: &str,
    path: &str,
) -> Result<(&'static Operation, Vec<String>), Problem> {
    let (version, rest) = path
        .trim_start_matches('/')
        .split_once('/')
        .unwrap_or_default();
    let segments = pattern::segments(rest);
    let of_version = || {
        metadata::operations()
            .iter()
            .filter(|operation| operation.version == version)
    };
    let matching = of_version()
        .filter_map(|operation| Some((operation, operation.pattern.values(&segments)?)))
        .collect::<Vec<_>>();
    if matching.is_empty() {
        let agreeing = of_version()
            .map(|operation| operation.pattern.agreeing(&segments))
            .max()
            .unwrap_or(0);
        let segment = segments
            .get(agreeing)
            .or(segments.last())
            .map_or("", |segment| segment.as_ref());
        let message = format!("Resource not found for the segment '{segment}'.");
        return Err(Problem::new(StatusCode::BAD_REQUEST, "BadRequest", message));
    }
    let best = matching
        .into_iter()
        .filter(|(operation, _)| operation.method == method);
    best.max_by_key(|(operation, _)| operation.pattern.literals())
        .ok_or_else(|| {
            let message = "Specified HTTP method is not allowed for the request target.";
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "Request_BadRequest",
                message,
            )
        })
}
