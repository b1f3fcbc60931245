//! The person who is signed in. Graph page: "Get a user".

use base::ObjectId;
use serde::Deserialize;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Request;

/// The person who is signed in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// Object id in this tenant.
    pub id: ObjectId,
    /// Name; may be empty.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Sign-in name.
    pub user_principal_name: String,
}

/// Reads the person who is signed in.
#[derive(Clone, Copy, Debug)]
pub struct GetMe;

impl Call for GetMe {
    type Reply = Me;

    fn request(&self) -> Request {
        Request::get("/v1.0/me?$select=id,displayName,userPrincipalName")
    }

    fn reply(&self, answer: &Answer) -> Result<Me, GraphError> {
        answer.json()
    }
}
