//! One page of a list.

use serde::Deserialize;

/// One page of a list, as Graph answers it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Page<V> {
    /// What is on this page.
    #[serde(rename = "value")]
    pub values: Vec<V>,
    /// Address of the next page.
    #[serde(rename = "@odata.nextLink", default)]
    pub next: Option<String>,
}
