//! Federated identity credentials of an application: whoever holds a token of the named issuer about the named subject signs
//! in as the application, without a certificate or secret of it. Graph pages: "federatedIdentityCredential resource type",
//! "List federatedIdentityCredentials".

use base::ObjectId;
use serde::Deserialize;
use serde::Serialize;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;

/// A federated identity credential, as far as it says who may sign in by it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FederatedCredential {
    /// Its id within the application: no form is documented.
    pub id: String,
    /// Its name, unique within the application and never changed.
    #[serde(default)]
    pub name: Option<String>,
    /// Who issues the tokens.
    #[serde(default)]
    pub issuer: Option<String>,
    /// Whom the tokens are about.
    #[serde(default)]
    pub subject: Option<String>,
}

/// Lists those of an application. `Application.Read.All` suffices, but only for whoever administers applications or owns
/// this one: others are refused.
#[derive(Clone, Debug)]
pub struct ListFederatedCredentials {
    /// Object id of the application.
    pub application: ObjectId,
}

impl Call for ListFederatedCredentials {
    type Reply = Page<FederatedCredential>;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/applications/{}/federatedIdentityCredentials?$select=id,name,issuer,subject",
            self.application
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<FederatedCredential>, GraphError> {
        answer.json()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::StatusCode;
    use serde_json::json;

    use super::*;

    /// The answer is the example of "List federatedIdentityCredentials", and one without a subject.
    #[test]
    fn they_are_asked_for_and_read() {
        let application = "bcd7c908-1c4d-4d48-93ee-ff38349a75c8";
        let call = ListFederatedCredentials {
            application: application.parse().unwrap(),
        };
        let path = format!(
            "/v1.0/applications/{application}/federatedIdentityCredentials?$select=id,name,issuer,subject"
        );
        assert_eq!(call.request(), Request::get(path));
        let issuer = "https://login.microsoftonline.com/3d1e2be9-a10a-4a0c-8380-7ce190f98ed9/v2.0";
        let body = json!({ "value": [
            {
                "@odata.id": "https://graph.microsoft.com/v2/x",
                "id": "bdad0963-4a7a-43ae-b569-e67e1da3f2c0",
                "name": "testing",
                "issuer": issuer,
                "subject": "a7d388c3-5e3f-4959-ac7d-786b3383006a",
                "audiences": ["api://AzureADTokenExchange"],
            },
            { "id": "2", "name": "other", "issuer": issuer, "subject": null },
        ] });
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.to_string().into_bytes(),
        };
        let named = |id: &str, name: &str, subject: Option<&str>| FederatedCredential {
            id: id.to_owned(),
            name: Some(name.to_owned()),
            issuer: Some(issuer.to_owned()),
            subject: subject.map(str::to_owned),
        };
        let id = "bdad0963-4a7a-43ae-b569-e67e1da3f2c0";
        let subject = Some("a7d388c3-5e3f-4959-ac7d-786b3383006a");
        assert_eq!(
            call.reply(&answer).unwrap().values,
            [named(id, "testing", subject), named("2", "other", None)]
        );
    }
}
