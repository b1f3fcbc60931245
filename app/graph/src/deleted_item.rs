//! Applications in the recycle bin, where they lie for 30 days and may go on holding their key: whether they do is not
//! documented.
//! Graph page: "List deletedItems (directory objects)".

use base::AppId;
use base::ObjectId;
use base::Timestamp;
use serde::Deserialize;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;

/// A deleted application that can still be restored.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct DeletedApplication {
    /// Object id.
    pub id: ObjectId,
    /// Client id.
    pub app_id: AppId,
    /// Name; not unique in a tenant.
    #[serde(default)]
    pub display_name: String,
    /// Key chosen by whoever made it.
    #[serde(default)]
    pub unique_name: Option<String>,
    /// When it was deleted.
    #[serde(default)]
    pub deleted_date_time: Option<Timestamp>,
}

/// Lists the deleted applications.
#[derive(Clone, Copy, Debug)]
pub struct ListDeletedApplications;

impl Call for ListDeletedApplications {
    type Reply = Page<DeletedApplication>;

    fn request(&self) -> Request {
        Request::get(
            "/v1.0/directory/deletedItems/microsoft.graph.application?$select=id,appId,displayName,uniqueName,deletedDateTime",
        )
    }

    fn reply(&self, answer: &Answer) -> Result<Page<DeletedApplication>, GraphError> {
        answer.json()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::StatusCode;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_deleted_is_read_with_its_key() {
        assert_eq!(
            ListDeletedApplications.request(),
            Request::get(
                "/v1.0/directory/deletedItems/microsoft.graph.application?$select=id,appId,displayName,uniqueName,deletedDateTime"
            )
        );
        let body = json!({ "value": [{
            "id": "11111111-0000-4000-8000-000000000000",
            "appId": "22222222-0000-4000-8000-000000000000",
            "displayName": "Push",
            "uniqueName": "push-3",
            "deletedDateTime": "2026-11-20T08:00:00Z",
        }, {
            "id": "11111111-0000-4000-8000-000000000000",
            "appId": "22222222-0000-4000-8000-000000000000",
            "displayName": "By hand",
            "uniqueName": null,
            "deletedDateTime": null,
        }] });
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.to_string().into_bytes(),
        };
        let deleted = ListDeletedApplications.reply(&answer).unwrap().values;
        assert_eq!(deleted[0].unique_name.as_deref(), Some("push-3"));
        assert_eq!(
            deleted[0].deleted_date_time,
            "2026-11-20T08:00:00Z".parse().ok()
        );
        assert_eq!(deleted[1].unique_name, None);
        assert_eq!(deleted[1].deleted_date_time, None);
    }
}
