//! Resource servers: the APIs that access tokens are for (RFC 8707, RFC 9068).

use std::sync::Arc;

use url::Url;

use crate::{
    base::{
        id::{IssuerId, ResourceServerId},
        time::{Seconds, Timestamp},
        url::absolute,
    },
    client::ClientId,
    error::Refusal,
    params::Params,
    scope::{account, is_standard, upstream},
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

/// `typ` in the header of a JWT access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenTyp {
    /// RFC 9068 §2.1
    AtJwt,
    /// For software that takes no other value, as the default decoder of Spring Security. A claim of
    /// ours then tells us that it is an access token (`token/access_token.rs`).
    Jwt,
}

impl TokenTyp {
    /// The value on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtJwt => "at+jwt",
            Self::Jwt => "JWT",
        }
    }

    /// The variant of that value.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "at+jwt" => Some(Self::AtJwt),
            "JWT" => Some(Self::Jwt),
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
    /// The scopes it understands; every scope but those of OpenID Connect and of the account API when empty.
    pub scopes: Vec<String>,
    /// The scopes for which clients that registered themselves may ask people; `None` where it is not
    /// open to them.
    pub open_scopes: Option<Vec<String>>,
    /// What a request for it without `scope` asks for.
    pub default_scopes: Vec<String>,
    /// What its access tokens look like.
    pub token_format: TokenFormat,
    /// What its JWT access tokens say that they are.
    pub token_typ: TokenTyp,
    /// The JWS algorithm of its JWT access tokens.
    pub signing_alg: String,
    /// How long its access tokens live.
    pub token_lifetime: Seconds,
    /// The client as which it introspects.
    pub client_id: Option<ClientId>,
    /// Set on the one row that stands for our own endpoints (userinfo).
    pub builtin_at: Option<Timestamp>,
    /// Whether it is the API for one's own account, behind which no row stands.
    pub is_account_api: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The scopes of attributes and of upstreams, which belong to our own endpoints and to no API. No column: filled in
    /// where it is loaded for a request.
    pub attribute_scopes: Arc<[String]>,
}

impl ResourceServer {
    /// For tests: an API that knows these scopes.
    pub fn sample(audience: &str, scopes: &[&str]) -> Self {
        Self {
            id: ResourceServerId::from_stored(format!("res_{audience}")),
            issuer_id: IssuerId::from_stored("iss_1"),
            audience: audience.to_owned(),
            name: audience.to_owned(),
            scopes: scopes.iter().map(|one| (*one).to_owned()).collect(),
            open_scopes: None,
            default_scopes: Vec::new(),
            token_format: TokenFormat::Jwt,
            token_typ: TokenTyp::AtJwt,
            signing_alg: "RS256".to_owned(),
            token_lifetime: Seconds(900),
            client_id: None,
            builtin_at: None,
            is_account_api: false,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            attribute_scopes: Arc::default(),
        }
    }

    /// Whether it stands for our own endpoints.
    pub fn is_builtin(&self) -> bool {
        self.builtin_at.is_some()
    }

    /// Whether a resource indicator names it.
    pub fn answers_to(&self, resource: &str) -> bool {
        is_same(&self.audience, resource)
    }

    /// Whether clients that registered themselves may ask for a scope of it.
    pub fn opens(&self, scope: &str) -> bool {
        self.open_scopes.as_ref().is_some_and(|open| open.iter().any(|one| one == scope))
    }

    /// Whether a scope means something there.
    pub fn knows(&self, scope: &str) -> bool {
        if self.is_account_api {
            return account::ALL.contains(&scope);
        }
        let ours = is_standard(scope) || self.attribute_scopes.iter().any(|one| one == upstream::whole(scope));
        if self.is_builtin() {
            return ours;
        }
        !ours
            && !account::ALL.contains(&scope)
            && upstream::named(scope).is_none()
            && (self.scopes.is_empty() || self.scopes.iter().any(|one| one == scope))
    }
}

/// Whether two resource indicators are one: libraries write `https://api.example` as
/// `https://api.example/`.
pub fn is_same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    // RFC 3986 §6.2.2, §6.2.3: case of scheme and host, the default port, and the empty path.
    let longest = one.len().max(other.len());
    let shortest = one.len().min(other.len());
    longest - shortest <= PORT && matches!((Url::parse(one), Url::parse(other)), (Ok(one), Ok(other)) if one == other)
}

/// What two spellings of one address can differ by: `:443` and a slash.
const PORT: usize = 5;

/// More than anybody needs in one request, and few enough to compare each with each.
const MOST: usize = 32;

/// The resource indicators of a request, as they were sent.
///
/// # Errors
/// `invalid_target` (RFC 8707 §2).
pub fn indicators(params: &Params) -> Result<Vec<&str>, Refusal> {
    let all = params.all("resource");
    if all.len() > MOST {
        return Err(Refusal::invalid_target("resource was sent more than 32 times (RFC 8707 section 2)"));
    }
    // RFC 8707 §2: an absolute URI without fragment.
    if !all.iter().all(|one| absolute(one).is_some_and(|url| url.fragment().is_none())) {
        return Err(Refusal::invalid_target("resource must be an absolute URI without fragment (RFC 8707 section 2)"));
    }
    Ok(all)
}

/// The resource server that a resource indicator names: one of that very spelling before another.
pub fn named<'a>(servers: &'a [ResourceServer], resource: &str) -> Option<&'a ResourceServer> {
    let exact = servers.iter().find(|server| server.audience == resource);
    exact.or_else(|| servers.iter().find(|server| server.answers_to(resource)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_a_bounded_number_of_addresses() {
        let sent =
            |many: usize| Params::from_pairs((0..many).map(|at| ("resource", format!("https://a.example/{at}"))));
        assert_eq!(indicators(&sent(32)).unwrap().len(), 32);
        let refused = indicators(&sent(33)).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.description.as_ref()),
            ("invalid_target", "resource was sent more than 32 times (RFC 8707 section 2)")
        );
        for broken in ["relative", "https://a.example/#x"] {
            let refused = indicators(&Params::from_pairs([("resource", broken)])).unwrap_err();
            assert_eq!(refused.description, "resource must be an absolute URI without fragment (RFC 8707 section 2)");
        }
    }

    // RFC 3986 §6.2
    #[test]
    fn two_spellings_of_one_address_are_one() {
        for (one, other, same) in [
            ("https://api.example", "https://api.example/", true),
            ("https://API.example:443/mcp", "https://api.example/mcp", true),
            ("https://api.example/mcp", "https://api.example/mcp/", false),
            ("https://api.example/mcp", "https://api.example/MCP", false),
            ("http://api.example", "https://api.example/", false),
            ("urn:example:api", "urn:example:api", true),
            ("urn:example:api", "urn:example:API", false),
            ("api", "api", true),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
        }
    }
}
