//! Directory roles that a person holds. Graph page: "List a user's memberships (transitive)".

use serde::Deserialize;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;

/// A directory role. Only roles that are active now are listed; one that must first be activated (Privileged Identity
/// Management) is not.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryRole {
    /// Name, as the tenant shows it.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Microsoft's id of the role, the same in every tenant.
    pub role_template_id: String,
}

/// Lists the directory roles of the person who is signed in, those held through groups included.
#[derive(Clone, Copy, Debug)]
pub struct ListMyDirectoryRoles;

impl Call for ListMyDirectoryRoles {
    type Reply = Page<DirectoryRole>;

    /// The cast to one kind of object is an advanced query: it needs the header and the count
    /// ("Advanced query capabilities on Microsoft Entra objects").
    fn request(&self) -> Request {
        Request::get(
            "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId&$count=true",
        )
        .header("ConsistencyLevel", "eventual")
    }

    fn reply(&self, answer: &Answer) -> Result<Page<DirectoryRole>, GraphError> {
        answer.json()
    }
}
