//! The OpenAPI document (OpenAPI 3.1.1), made of the operations and of the structs that they read and write.

use std::collections::BTreeMap;

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    operation::{Operation, QueryParameter, Values, schema_of},
    operations::OPERATIONS,
    problem::ProblemKind,
};
use crate::{
    base::url::Issuer,
    protocol::{
        discovery::path,
        scope::account::{READ, SECURITY, WRITE},
    },
    view::account::ApiProblem,
};

/// What each operation can be answered that is not done.
const EVERYWHERE: &[ProblemKind] = &[
    ProblemKind::AuthenticationRequired,
    ProblemKind::InvalidRequest,
    ProblemKind::InvalidToken,
    ProblemKind::InsufficientScope,
    ProblemKind::RequestTimeout,
    ProblemKind::ContentTooLarge,
    ProblemKind::UnsupportedMediaType,
    ProblemKind::TooManyRequests,
    ProblemKind::ServerError,
    ProblemKind::TemporarilyUnavailable,
];

/// The two ways to make a schema: of what is written, and of what is read.
struct Schemas {
    written: SchemaGenerator,
    read: SchemaGenerator,
}

/// The document for an issuer.
pub fn document(issuer: &Issuer) -> Value {
    // OpenAPI 3.1.1 §4.8.24: its schemas are those of JSON Schema 2020-12.
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas =
        Schemas { written: settings.clone().for_serialize().into_generator(), read: settings.into_generator() };
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for operation in OPERATIONS {
        let path = format!("{}{}", path::ACCOUNT_API, operation.path);
        let described = described(operation, &mut schemas);
        paths.entry(path).or_default().insert(operation.verb.as_str().to_owned(), described);
    }
    let _ = schema_of::<ApiProblem>(&mut schemas.written);
    let mut components = schemas.written.take_definitions(true);
    components.extend(schemas.read.take_definitions(true));
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Account API",
            "version": "1",
            "description": format!(
                "One's own account in the hands of an app that the operator named it to: `resource` is {} (RFC 8707).",
                issuer.join(path::ACCOUNT_API)
            ),
        },
        "servers": [{"url": issuer.as_str()}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"account": security(issuer)}},
    })
}

/// How an access token is got.
fn security(issuer: &Issuer) -> Value {
    json!({
        "type": "oauth2",
        "flows": {"authorizationCode": {
            "authorizationUrl": issuer.join(path::AUTHORIZE),
            "tokenUrl": issuer.join(path::TOKEN),
            "refreshUrl": issuer.join(path::TOKEN),
            "scopes": {
                READ: "See the account: who the person is, where they are signed in, which apps have access",
                WRITE: "Change what the person says of themselves",
                SECURITY: "Change how the person signs in, where they are signed in, and which apps have access",
            },
        }},
    })
}

fn described(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut members = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "security": [{"account": [operation.scope]}],
        "parameters": parameters(operation),
        "responses": responses(operation, schemas),
    });
    if operation.is_sensitive {
        members["description"] = json!(
            "The person must have signed in lately, with everything that is asked of them; WWW-Authenticate says what to ask for (RFC 9470)."
        );
    }
    let sent = match (&operation.body, &operation.file) {
        (Some(body), _) => Some((body.media_types, json!((body.schema)(&mut schemas.read)))),
        // OpenAPI 3.1.1 §4.8.14: bytes as they are have no type.
        (None, Some(file)) => Some((file.media_types, json!({"description": file.about}))),
        (None, None) => None,
    };
    if let Some((media_types, schema)) = sent {
        let content: Map<String, Value> =
            media_types.iter().map(|kind| ((*kind).to_owned(), json!({"schema": schema}))).collect();
        members["requestBody"] = json!({"required": true, "content": content});
    }
    members
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let in_path = operation
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}));
    let in_query = operation.query.iter().map(|one| {
        let QueryParameter { name, about, is_required, values } = one;
        let schema = match values {
            Values::OneOf(words) => json!({"type": "string", "enum": words}),
            Values::UpTo(most) => json!({"type": "integer", "minimum": 1, "maximum": most}),
            Values::Id => json!({"type": "string"}),
        };
        json!({"name": name, "in": "query", "description": about, "required": is_required, "schema": schema})
    });
    let is_conditional = operation.problems.contains(&ProblemKind::PreconditionRequired);
    let in_header = is_conditional.then(|| {
        let about = "The ETag of what is to be changed, or * (RFC 9110 section 13.1.1)";
        json!({"name": "If-Match", "in": "header", "description": about, "required": true, "schema": {"type": "string"}})
    });
    in_path.chain(in_query).chain(in_header).collect()
}

/// What is answered, by status.
fn responses(operation: &Operation, schemas: &mut Schemas) -> Map<String, Value> {
    let done = match operation.answer {
        Some(schema) => {
            let schema = schema(&mut schemas.written);
            ("200", json!({"description": "Done", "content": {"application/json": {"schema": schema}}}))
        }
        None => ("204", json!({"description": "Done"})),
    };
    let mut all = Map::from_iter([(done.0.to_owned(), done.1)]);
    for (status, kinds) in problems(operation) {
        let told: Vec<String> = kinds.iter().map(|kind| format!("{} ({})", kind.title(), kind.uri())).collect();
        let schema = json!({"$ref": "#/components/schemas/ApiProblem"});
        let content = json!({"application/problem+json": {"schema": schema}});
        all.insert(status, json!({"description": told.join("; "), "content": content}));
    }
    all
}

/// The problems that an operation can have, by status.
fn problems(operation: &Operation) -> BTreeMap<String, Vec<ProblemKind>> {
    let names_something = operation.path.contains('{');
    let reads = operation.body.is_some();
    let mut all: Vec<ProblemKind> = EVERYWHERE.to_vec();
    all.extend(operation.is_sensitive.then_some(ProblemKind::InsufficientUserAuthentication));
    all.extend(names_something.then_some(ProblemKind::NotFound));
    all.extend((reads || !operation.query.is_empty()).then_some(ProblemKind::InvalidValues));
    all.extend(operation.problems);
    let mut by_status: BTreeMap<String, Vec<ProblemKind>> = BTreeMap::new();
    for kind in all {
        by_status.entry(kind.status().as_u16().to_string()).or_default().push(kind);
    }
    by_status
}
