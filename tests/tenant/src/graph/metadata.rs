//! Microsoft's metadata: which operations there are, what each demands, and which properties a type has.
//!
//! Taken from `metadata/graph-openapi.json` and its supplement, so that no permission is written in the code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;

use super::pattern::Pattern;

/// One operation of Graph.
#[derive(Debug)]
pub(super) struct Operation {
    /// `operationId`, by which requests are dispatched.
    pub(super) id: String,
    /// HTTP method, upper case.
    pub(super) method: String,
    /// `v1.0` or `beta`.
    pub(super) version: String,
    /// The path.
    pub(super) pattern: Pattern,
    /// Permissions for a token of a person: any one of these lists, whole. `[[]]` is any token, `[]` is impossible. Where
    /// the metadata is unsure of them, only the first and least is here.
    pub(super) delegated: Vec<Vec<String>>,
    /// The same for an application's own token.
    pub(super) application: Vec<Vec<String>>,
    /// More lists that hold for a person who asks about herself.
    pub(super) own_record: Vec<Vec<String>>,
    /// Directory roles, any one of which the person must hold besides; none where empty.
    pub(super) roles: Vec<String>,
    /// Where the type of the object decides: the permissions by type, e.g. `application`.
    pub(super) by_type: BTreeMap<String, Permissions>,
    /// When [`Operation::roles`] does not apply, in the metadata's words.
    pub(super) roles_condition: Option<String>,
    /// Whether the path asks for the members, or the memberships, of one type, e.g. `/transitiveMembers/graph.user`.
    pub(super) casts_members: bool,
}

/// All operations, and the schemas for names of properties.
#[derive(Default)]
struct Metadata {
    operations: Vec<Operation>,
    schemas: Map<String, Value>,
}

/// What is made of Microsoft's metadata, and what that lacks.
const DOCUMENTS: [&str; 2] = [
    include_str!("../../metadata/graph-openapi.json"),
    include_str!("../../metadata/graph-openapi-supplement.json"),
];

#[expect(
    clippy::expect_used,
    reason = "the files are part of this crate, and every test reads them"
)]
static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let mut metadata = Metadata::default();
    for text in DOCUMENTS {
        let document: Document = serde_json::from_str(text).expect("the metadata is well formed");
        document.add_to(&mut metadata);
    }
    metadata
});

/// Every operation of the metadata.
pub(super) fn operations() -> &'static [Operation] {
    &METADATA.operations
}

/// Whether the type, e.g. `microsoft.graph.application`, has a property of this name, itself or by inheritance.
pub(super) fn has_property(type_name: &str, property: &str) -> bool {
    METADATA
        .schemas
        .get(type_name)
        .is_some_and(|schema| schema_has(schema, property))
}

fn schema_has(schema: &Value, property: &str) -> bool {
    let own = schema
        .pointer("/properties")
        .is_some_and(|properties| properties.get(property).is_some());
    let parts = schema
        .get("allOf")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    own || parts
        .iter()
        .any(|part| match part.get("$ref").and_then(Value::as_str) {
            Some(reference) => has_property(
                reference.trim_start_matches("#/components/schemas/"),
                property,
            ),
            None => schema_has(part, property),
        })
}

#[derive(Deserialize)]
struct Document {
    paths: Map<String, Value>,
    components: Components,
}

#[derive(Deserialize)]
struct Components {
    schemas: Map<String, Value>,
}

#[derive(Deserialize)]
struct DescribedOperation {
    #[serde(rename = "operationId")]
    id: String,
    #[serde(rename = "x-required-permissions")]
    permissions: Permissions,
    /// Whether that was found on no page.
    #[serde(rename = "x-permissions-unsure", default)]
    unsure: bool,
    #[serde(rename = "x-required-permissions-by-type", default)]
    by_type: BTreeMap<String, Permissions>,
    #[serde(rename = "x-permissions-conditional", default)]
    conditional: Vec<Conditional>,
    #[serde(rename = "x-directory-roles", default)]
    roles: Vec<String>,
    #[serde(rename = "x-directory-roles-condition")]
    roles_condition: Option<String>,
}

/// Lists of permissions, any one of which is needed whole.
#[derive(Debug, Deserialize)]
pub(super) struct Permissions {
    /// For a token of a person.
    pub(super) delegated: Vec<Vec<String>>,
    /// For an application's own token.
    pub(super) application: Vec<Vec<String>>,
}

impl DescribedOperation {
    /// Keeps of each list of alternatives only the first, which is the least: whoever holds that may be sure.
    fn keep_least(&mut self) {
        let by_type = self.by_type.values_mut();
        for permissions in by_type.chain([&mut self.permissions]) {
            permissions.delegated.truncate(1);
            permissions.application.truncate(1);
        }
        for case in &mut self.conditional {
            case.delegated.truncate(1);
        }
    }
}

#[derive(Deserialize)]
struct Conditional {
    when: String,
    #[serde(default)]
    delegated: Vec<Vec<String>>,
}

impl Document {
    fn add_to(self, metadata: &mut Metadata) {
        for (path, item) in &self.paths {
            for version in versions(item) {
                let operations = operations_of(path, item, version);
                metadata.operations.extend(operations);
            }
        }
        metadata.schemas.extend(self.components.schemas);
    }
}

/// The versions under which a path stands: its own servers, or else v1.0.
fn versions(item: &Value) -> Vec<&'static str> {
    let Some(servers) = item.get("servers").and_then(Value::as_array) else {
        return vec!["v1.0"];
    };
    let urls: Vec<&str> = servers
        .iter()
        .filter_map(|server| server.get("url")?.as_str())
        .collect();
    ["v1.0", "beta"]
        .into_iter()
        .filter(|version| urls.iter().any(|url| url.ends_with(version)))
        .collect()
}

fn operations_of(path: &str, item: &Value, version: &str) -> Vec<Operation> {
    ["get", "post", "patch", "put", "delete"]
        .into_iter()
        .filter_map(|method| {
            let described = DescribedOperation::deserialize(item.get(method)?).ok()?;
            Some(operation(path, method, version, described))
        })
        .collect()
}

fn operation(
    path: &str,
    method: &str,
    version: &str,
    mut described: DescribedOperation,
) -> Operation {
    if described.unsure {
        described.keep_least();
    }
    let own_record = described
        .conditional
        .into_iter()
        .filter(|case| case.when == "own record");
    Operation {
        id: described.id,
        method: method.to_ascii_uppercase(),
        version: version.to_owned(),
        pattern: Pattern::parse(path),
        delegated: described.permissions.delegated,
        application: described.permissions.application,
        own_record: own_record.flat_map(|case| case.delegated).collect(),
        roles: described.roles,
        by_type: described.by_type,
        roles_condition: described.roles_condition,
        casts_members: casts_members(path),
    }
}

/// The recycle bin is cast too, but is no collection of members, and its examples show no such header.
fn casts_members(path: &str) -> bool {
    let mut segments = path.rsplit('/');
    let (last, before) = (segments.next(), segments.next());
    last.is_some_and(|last| last.starts_with("graph.") || last.starts_with("microsoft.graph."))
        && before != Some("deletedItems")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_files_is_read() {
        let described = DOCUMENTS.map(|text| {
            let document: Value = serde_json::from_str(text).unwrap();
            let paths = document["paths"].as_object().unwrap().values();
            let parts = paths.flat_map(|item| item.as_object().unwrap().values());
            parts
                .filter(|part| part.get("operationId").is_some())
                .count()
        });
        assert!(described.iter().all(|count| *count > 0));
        // The batch operation stands under both versions.
        assert_eq!(operations().len(), described.iter().sum::<usize>() + 1);
    }

    #[test]
    fn unsure_permissions_are_cut_and_no_others() {
        let of = |id: &str| {
            let mut operations = operations().iter();
            operations.find(|operation| operation.id == id).unwrap()
        };
        let purge = of("directory.DeleteDeletedItem");
        assert_eq!(purge.delegated, [["Application.ReadWrite.All"]]);
        let by_type = &purge.by_type["user"];
        assert_eq!(by_type.delegated, [["User.DeleteRestore.All"]]);
        assert_eq!(of("application.ListApplication").delegated.len(), 4);
    }

    #[test]
    fn casts_of_members_are_told_from_the_rest() {
        for (path, casts) in [
            ("/me/transitiveMemberOf/microsoft.graph.directoryRole", true),
            ("/groups/{group-id}/transitiveMembers/graph.user", true),
            ("/groups/{group-id}/transitiveMembers", false),
            ("/directory/deletedItems/microsoft.graph.application", false),
        ] {
            assert_eq!(casts_members(path), casts, "{path}");
        }
    }

    #[test]
    fn properties_are_found_by_inheritance_too() {
        assert!(has_property("microsoft.graph.application", "displayName"));
        assert!(has_property("microsoft.graph.application", "id"));
        assert!(has_property("microsoft.graph.event", "categories"));
        assert!(!has_property("microsoft.graph.application", "displayname"));
        assert!(!has_property("microsoft.graph.nothing", "id"));
    }
}
