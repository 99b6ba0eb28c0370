//! An initial access token (RFC 7591 §1.2).

use serde::Serialize;

use crate::{
    base::{id::InitialAccessTokenId, secret::Secret, time::Timestamp},
    store::initial_access_tokens::InitialAccessToken,
};

/// An initial access token, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct InitialAccessTokenView {
    pub id: InitialAccessTokenId,
    pub label: Option<String>,
    pub uses_left: Option<i64>,
    pub created_at: String,
    pub expires_at: String,
    pub last_used_at: Option<String>,
    pub revoked: bool,
    /// Told once, when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_access_token: Option<String>,
}

impl InitialAccessTokenView {
    /// One that was just made, with its secret.
    pub fn made(row: &InitialAccessToken, secret: &Secret<String>) -> Self {
        Self { initial_access_token: Some(secret.expose().clone()), ..Self::from(row) }
    }
}

impl From<&InitialAccessToken> for InitialAccessTokenView {
    fn from(one: &InitialAccessToken) -> Self {
        Self {
            id: one.id.clone(),
            label: one.label.clone(),
            uses_left: one.uses_left,
            created_at: one.created_at.to_rfc3339(),
            expires_at: one.expires_at.to_rfc3339(),
            last_used_at: one.last_used_at.map(Timestamp::to_rfc3339),
            revoked: one.revoked_at.is_some(),
            initial_access_token: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::{id::Id, secret::TokenHash};

    #[test]
    fn the_secret_is_shown_only_when_it_was_made() {
        let row = InitialAccessToken {
            id: Id::from_stored("iat_1"),
            issuer_id: Id::from_stored("iss_1"),
            token_hash: TokenHash::of("secret"),
            label: None,
            uses_left: Some(2),
            created_at: Timestamp(0),
            expires_at: Timestamp(60),
            last_used_at: None,
            revoked_at: Some(Timestamp(1)),
        };
        let mut expected = json!({
            "id": "iat_1", "label": null, "uses_left": 2, "created_at": "1970-01-01T00:00:00Z",
            "expires_at": "1970-01-01T00:01:00Z", "last_used_at": null, "revoked": true,
        });
        assert_eq!(json!(InitialAccessTokenView::from(&row)), expected);
        expected["initial_access_token"] = json!("secret");
        assert_eq!(json!(InitialAccessTokenView::made(&row, &Secret::new("secret".to_owned()))), expected);
    }
}
