//! An API that access tokens are for.

use serde::Serialize;

use crate::{
    base::id::ResourceServerId,
    protocol::{client::ClientId, resource::ResourceServer},
};

/// An API, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct ResourceServerView {
    pub id: ResourceServerId,
    pub audience: String,
    pub name: String,
    pub scopes: Vec<String>,
    /// `none`, or `registered` where clients that registered themselves may ask for it.
    pub open_to: &'static str,
    pub registered_scopes: Option<Vec<String>>,
    pub default_scopes: Vec<String>,
    pub token_format: &'static str,
    pub token_typ: &'static str,
    pub signing_alg: String,
    /// In seconds.
    pub token_lifetime: i64,
    /// The client as which it introspects.
    pub client_id: Option<ClientId>,
    pub builtin: bool,
    pub created_at: String,
    pub updated_at: String,
}

impl From<&ResourceServer> for ResourceServerView {
    fn from(one: &ResourceServer) -> Self {
        Self {
            id: one.id.clone(),
            audience: one.audience.clone(),
            name: one.name.clone(),
            scopes: one.scopes.clone(),
            open_to: if one.open_scopes.is_some() { "registered" } else { "none" },
            registered_scopes: one.open_scopes.clone(),
            default_scopes: one.default_scopes.clone(),
            token_format: one.token_format.as_str(),
            token_typ: one.token_typ.as_str(),
            signing_alg: one.signing_alg.clone(),
            token_lifetime: one.token_lifetime.0,
            client_id: one.client_id.clone(),
            builtin: one.is_builtin(),
            created_at: one.created_at.to_rfc3339(),
            updated_at: one.updated_at.to_rfc3339(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::{id::Id, time::Timestamp};

    #[test]
    fn an_api_is_shown_with_whom_it_is_open_to() {
        let closed = ResourceServer {
            id: Id::from_stored("rs_1"),
            name: "API".to_owned(),
            signing_alg: "ES256".to_owned(),
            updated_at: Timestamp(60),
            ..ResourceServer::sample("https://api.example", &["read"])
        };
        let mut expected = json!({
            "id": "rs_1", "audience": "https://api.example", "name": "API", "scopes": ["read"], "open_to": "none",
            "registered_scopes": null, "default_scopes": [], "token_format": "jwt", "token_typ": "at+jwt",
            "signing_alg": "ES256", "token_lifetime": 900, "client_id": null, "builtin": false,
            "created_at": "1970-01-01T00:00:00Z", "updated_at": "1970-01-01T00:01:00Z",
        });
        assert_eq!(json!(ResourceServerView::from(&closed)), expected);
        let open = ResourceServer { open_scopes: Some(vec!["read".to_owned()]), ..closed };
        expected["open_to"] = json!("registered");
        expected["registered_scopes"] = json!(["read"]);
        assert_eq!(json!(ResourceServerView::from(&open)), expected);
    }
}
