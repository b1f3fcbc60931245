//! Questions about applications. Graph pages: "Get application", "List applications".

use base::ObjectId;

use super::Application;
use super::SELECT;
use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;
use crate::address::literal;

/// Lists the applications that bear a tag.
#[derive(Clone, Debug)]
pub struct ListApplicationsByTag {
    /// The tag, in full.
    pub tag: String,
}

impl Call for ListApplicationsByTag {
    type Reply = Page<Application>;

    fn request(&self) -> Request {
        let tag = literal(&self.tag);
        Request::get(format!(
            "/v1.0/applications?$filter=tags/any(t:t%20eq%20{tag})&$select={SELECT}"
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<Application>, GraphError> {
        answer.json()
    }
}

/// Lists the applications that bear a name. Names are not unique.
#[derive(Clone, Debug)]
pub struct ListApplicationsByName {
    /// The name, in full.
    pub display_name: String,
}

impl Call for ListApplicationsByName {
    type Reply = Page<Application>;

    fn request(&self) -> Request {
        let name = literal(&self.display_name);
        Request::get(format!(
            "/v1.0/applications?$filter=displayName%20eq%20{name}&$select={SELECT}"
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<Application>, GraphError> {
        answer.json()
    }
}

/// Reads the application with a given key.
#[derive(Clone, Debug)]
pub struct GetApplicationByUniqueName {
    /// The key.
    pub unique_name: String,
}

impl Call for GetApplicationByUniqueName {
    type Reply = Application;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/applications(uniqueName={})?$select={SELECT}",
            literal(&self.unique_name)
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Application, GraphError> {
        answer.json()
    }
}

/// Reads the application with a given object id.
#[derive(Clone, Debug)]
pub struct GetApplication {
    /// Object id.
    pub id: ObjectId,
}

impl Call for GetApplication {
    type Reply = Application;

    fn request(&self) -> Request {
        Request::get(format!("/v1.0/applications/{}?$select={SELECT}", self.id))
    }

    fn reply(&self, answer: &Answer) -> Result<Application, GraphError> {
        answer.json()
    }
}
