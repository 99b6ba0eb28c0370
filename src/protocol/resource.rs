//! Resource servers: the APIs that access tokens are for (RFC 8707, RFC 9068).

use crate::{
    base::{
        id::{IssuerId, ResourceServerId},
        time::{Seconds, Timestamp},
    },
    protocol::{client::ClientId, scope::is_standard},
};

/// What an access token for a resource server looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenFormat {
    /// A signed JWT (RFC 9068) that the resource server verifies by itself.
    Jwt,
    /// A random text that only introspection (RFC 7662) can read.
    Opaque,
}

impl TokenFormat {
    /// The name used in settings and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jwt => "jwt",
            Self::Opaque => "opaque",
        }
    }

    /// The format of that name.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "jwt" => Some(Self::Jwt),
            "opaque" => Some(Self::Opaque),
            _ => None,
        }
    }
}

/// A resource server, as rules see it.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceServer {
    /// Its row.
    pub id: ResourceServerId,
    /// The issuer it belongs to.
    pub issuer_id: IssuerId,
    /// The `aud` of tokens for it, and what clients send as `resource`.
    pub audience: String,
    /// The name people see.
    pub name: String,
    /// The scopes it understands; every scope but those of OpenID Connect when empty.
    pub scopes: Vec<String>,
    /// What its access tokens look like.
    pub token_format: TokenFormat,
    /// The JWS algorithm of its JWT access tokens.
    pub signing_alg: String,
    /// How long its access tokens live.
    pub token_lifetime: Seconds,
    /// The client as which it introspects.
    pub client_id: Option<ClientId>,
    /// Set on the one row that stands for our own endpoints (userinfo).
    pub builtin_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl ResourceServer {
    /// Whether a scope means something there.
    pub fn knows(&self, scope: &str) -> bool {
        if self.builtin_at.is_some() {
            return is_standard(scope);
        }
        !is_standard(scope) && (self.scopes.is_empty() || self.scopes.iter().any(|one| one == scope))
    }
}
