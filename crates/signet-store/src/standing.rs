//! Is a token still good? One look at its grant and at the list of singly revoked tokens, since
//! introspection and userinfo ask it for every request. Holds no table of its own.

use super::{Conn, Result, tokens::Token};
use crate::{
    base::{
        id::{GrantId, OrganizationId, UserId},
        secret::TokenHash,
        time::Timestamp,
    },
    protocol::claims::request::ClaimsRequest,
};

row! {
    /// What decides whether an access token is still good.
    #[derive(Debug, Clone, PartialEq)]
    pub struct TokenStanding {
        /// The approval it hangs from.
        pub grant_id: GrantId,
        /// The person who approved.
        pub user_id: Option<UserId>,
        /// The organization it speaks for.
        pub organization_id: Option<OrganizationId>,
        /// The claims it asked for one by one (OIDC Core §5.5).
        pub claims: Option<ClaimsRequest> as OptionalJson,
        /// When the approval was revoked.
        pub revoked_at: Option<Timestamp>,
        /// Not zero when this token was revoked singly.
        pub token_revocations: i64,
    }
}

impl TokenStanding {
    /// Whether neither the approval nor this token was revoked.
    pub fn is_good(&self) -> bool {
        self.revoked_at.is_none() && self.token_revocations == 0
    }
}

row! {
    /// An opaque token and the approval behind it.
    #[derive(Debug, Clone, PartialEq)]
    pub struct OpaqueToken {
        /// Its row.
        pub token: Token as Part,
        /// The approval; none for client credentials.
        pub standing: Option<TokenStanding> as OptionalPart,
    }
}

/// An opaque token by its digest, whatever became of it. One that is revoked singly says so in its own row.
pub async fn find_opaque(conn: &mut Conn, hash: &TokenHash) -> Result<Option<OpaqueToken>> {
    q!(
        conn,
        fetch_optional,
        OpaqueToken,
        "SELECT t.hash, t.issuer_id, t.grant_id, t.client_id, t.audience, t.claims, t.created_at, t.expires_at, \
         t.revoked_at, g.id AS grant_id, g.user_id, g.organization_id, g.claims, g.revoked_at, \
         CAST(0 AS BIGINT) AS token_revocations \
         FROM tokens t LEFT JOIN grants g ON g.id = t.grant_id WHERE t.hash = $1",
        hash
    )
}

/// The standing of the token `jti` of a grant; `None` when the grant is gone.
pub async fn find(conn: &mut Conn, grant: &GrantId, jti: &str) -> Result<Option<TokenStanding>> {
    q!(
        conn,
        fetch_optional,
        TokenStanding,
        "SELECT id AS grant_id, user_id, organization_id, claims, revoked_at, \
         (SELECT COUNT(*) FROM revoked_tokens WHERE jti = $2) AS token_revocations FROM grants WHERE id = $1",
        grant,
        jti
    )
}
