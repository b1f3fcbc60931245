//! Collections: which rows stand on a page, and the link to the next one.

use serde_json::Map;
use serde_json::Value;

use super::call::Call;
use super::filter::Filter;
use super::problem::Problem;
use super::problem::Reply;
use super::query::Select;

/// How long the pages of a collection are.
pub(super) struct PageSize {
    /// Without `$top`.
    pub(super) default: usize,
    /// At most.
    pub(super) max: usize,
}

/// Page sizes of directory objects.
pub(super) const DIRECTORY: PageSize = PageSize {
    default: 100,
    max: 999,
};
/// Page sizes of Outlook items.
pub(super) const OUTLOOK: PageSize = PageSize {
    default: 10,
    max: 1000,
};

/// Answers one page of `objects`, which have all their properties still.
pub(super) fn collection(
    call: &Call<'_>,
    context: &str,
    size: &PageSize,
    filter: &Filter,
    select: &Select,
    objects: Vec<Map<String, Value>>,
) -> Result<Reply, Problem> {
    let passing: Vec<_> = objects
        .into_iter()
        .filter(|object| filter.passes(object))
        .collect();
    let (top, offset) = (
        call.query.top(size.default, size.max)?,
        call.query.offset()?,
    );
    let mut answer = Map::new();
    let context = call.context(&format!("{context}{}", select.context()));
    answer.insert("@odata.context".to_owned(), context);
    if call.query.count()? {
        answer.insert("@odata.count".to_owned(), passing.len().into());
    }
    if offset + top < passing.len() {
        answer.insert("@odata.nextLink".to_owned(), next_link(call, offset + top));
    }
    let page = passing.into_iter().skip(offset).take(top);
    answer.insert(
        "value".to_owned(),
        page.map(|object| Value::Object(select.apply(object)))
            .collect(),
    );
    Ok(Reply::ok(Value::Object(answer)))
}

/// The same request for the page that begins at `offset`.
fn next_link(call: &Call<'_>, offset: usize) -> Value {
    format!(
        "{}{}?{}",
        call.tenant.graph_url,
        call.path,
        call.query.at(offset)
    )
    .into()
}
