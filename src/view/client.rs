//! A client, by the names of RFC 7591 §3.2.1 and ours: to its operator, and to itself.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    base::secret::Secret,
    protocol::{
        client::{Client, ClientId},
        registration::dynamic,
    },
};

/// A client, as it is shown. What is not known to whom it is shown to is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClientView {
    /// RFC 7591 §3.2.1
    pub client_id: ClientId,
    /// RFC 7591 §3.2.1: told once, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// RFC 7591 §3.2.1: REQUIRED beside a secret; 0 means that it does not expire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret_expires_at: Option<i64>,
    /// RFC 7591 §3.2.1
    pub client_id_issued_at: i64,
    /// What it registered, by its registered names.
    #[serde(flatten)]
    pub metadata: Map<String, Value>,
    /// Where and with what it manages its registration: to itself alone.
    #[serde(flatten)]
    pub management: Option<Management>,
    /// What its operator alone sees.
    #[serde(flatten)]
    pub standing: Option<ClientStanding>,
    /// In words, what was registered otherwise than asked for (RFC 7591 §3.2.1).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// The configuration to paste, of a client that was made for a known software.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<Value>,
}

/// RFC 7592 §3
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Management {
    /// Where.
    pub registration_client_uri: String,
    /// With which token.
    pub registration_access_token: String,
}

/// How a client stands with its operator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClientStanding {
    /// Whether people are not asked for consent.
    pub first_party: bool,
    /// Where it came from.
    pub source: &'static str,
    /// Members that its operator set, where it registered itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_set: Option<Map<String, Value>>,
    /// Whether it is switched off.
    pub disabled: bool,
}

impl ClientView {
    /// To its operator, with a secret that was just made.
    pub fn to_operator(client: &Client, secret: Option<&Secret<String>>) -> Self {
        let metadata = match serde_json::to_value(&client.metadata) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        };
        let standing = ClientStanding {
            first_party: client.first_party_at.is_some(),
            source: client.source.as_str(),
            operator_set: client.registered_itself().then(|| client.operator_set.clone()),
            disabled: client.disabled_at.is_some(),
        };
        Self { standing: Some(standing), ..Self::of(client, metadata, secret) }
    }

    /// To itself (RFC 7591 §3.2.1), where `open_scopes` are open to such clients.
    pub fn to_itself(client: &Client, open_scopes: &[String], secret: Option<&Secret<String>>) -> Self {
        Self::of(client, dynamic::described(client, open_scopes), secret)
    }

    fn of(client: &Client, metadata: Map<String, Value>, secret: Option<&Secret<String>>) -> Self {
        Self {
            client_id: client.id.clone(),
            client_secret: secret.map(|secret| secret.expose().clone()),
            client_secret_expires_at: secret.map(|_| client.secret_expires_at.map_or(0, |at| at.0)),
            client_id_issued_at: client.created_at.0,
            metadata,
            management: None,
            standing: None,
            warnings: Vec::new(),
            configuration: None,
        }
    }
}

impl From<&Client> for ClientView {
    fn from(client: &Client) -> Self {
        Self::to_operator(client, None)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        base::{id::Id, time::Timestamp},
        protocol::client::{ClientMetadata, ClientSource},
    };

    fn client(source: ClientSource) -> Client {
        let metadata = ClientMetadata {
            redirect_uris: vec!["https://a.example/cb".to_owned()],
            extra: Map::from_iter([("client_name#de".to_owned(), json!("Uhr"))]),
            ..ClientMetadata::default()
        };
        Client::new(ClientId::new("cli_1"), Id::from_stored("iss_1"), metadata, source, Timestamp(60))
    }

    #[test]
    fn its_operator_sees_how_it_stands() {
        let common = json!({
            "client_id": "cli_1", "client_id_issued_at": 60, "redirect_uris": ["https://a.example/cb"],
            "token_endpoint_auth_method": "client_secret_basic", "grant_types": ["authorization_code"],
            "response_types": ["code"], "application_type": "web", "subject_type": "public",
            "id_token_signed_response_alg": "RS256", "require_auth_time": false, "rotate_refresh_tokens": true,
            "require_pkce": "always",
            "client_name#de": "Uhr", "first_party": false, "source": "cli", "disabled": false,
        });
        assert_eq!(json!(ClientView::from(&client(ClientSource::Operator))), common);
        let secret = Secret::new("s".to_owned());
        let mut expected = common;
        expected["client_secret"] = json!("s");
        expected["client_secret_expires_at"] = json!(0);
        expected["source"] = json!("dynamic");
        expected["operator_set"] = json!({});
        assert_eq!(json!(ClientView::to_operator(&client(ClientSource::Registered), Some(&secret))), expected);
    }

    // RFC 7591 §3.2.1, RFC 7592 §3
    #[test]
    fn it_sees_what_it_registered_and_where_it_manages_that() {
        let management = Management {
            registration_client_uri: "https://id.example/register/cli_1".to_owned(),
            registration_access_token: "t".to_owned(),
        };
        let shown = ClientView {
            management: Some(management),
            warnings: vec!["w".to_owned()],
            ..ClientView::to_itself(&client(ClientSource::Registered), &["read".to_owned()], None)
        };
        let shown = json!(shown);
        for ours in ["first_party", "source", "operator_set", "disabled", "require_pkce", "rotate_refresh_tokens"] {
            assert_eq!(shown.get(ours), None, "{ours}");
        }
        assert_eq!(shown["registration_client_uri"], "https://id.example/register/cli_1");
        assert_eq!((&shown["registration_access_token"], &shown["warnings"]), (&json!("t"), &json!(["w"])));
        assert!(shown["scope"].as_str().is_some_and(|scope| scope.ends_with(" read")), "{shown}");
        assert_eq!((&shown["client_id"], &shown["client_id_issued_at"]), (&json!("cli_1"), &json!(60)));
        assert_eq!((shown.get("client_secret"), shown.get("configuration")), (None, None));
    }
}
