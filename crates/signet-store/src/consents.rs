//! What people agreed to. Growth: one row a person, client and organization; gone with any of them.

use super::{Conn, Result, types::Json};
use crate::{
    base::{
        id::{ConsentId, IssuerId, OrganizationId, UserId},
        time::Timestamp,
    },
    protocol::client::ClientId,
};

row! {
    /// A remembered consent.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Consent {
        /// Its row.
        pub id: ConsentId,
        /// The issuer it was given at.
        pub issuer_id: IssuerId,
        /// Who gave it.
        pub user_id: UserId,
        /// To whom.
        pub client_id: ClientId,
        /// The organization it was given for; empty for none.
        pub organization_key: String,
        /// The scopes agreed to.
        pub scopes: Vec<String> as Json,
        /// Single claims agreed to (OIDC Core §5.5).
        pub claims: Vec<String> as Json,
        /// The audiences agreed to (RFC 8707), each followed by the scopes agreed to for it.
        pub resources: Vec<String> as Json,
        /// When it was first given.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, user_id, client_id, organization_key, scopes, claims, resources, created_at, updated_at"
    };
}

/// The consent of a person to a client, for an organization (empty: for none).
pub async fn find(
    conn: &mut Conn,
    issuer: &IssuerId,
    user: &UserId,
    client: &ClientId,
    organization_key: &str,
) -> Result<Option<Consent>> {
    q!(
        conn,
        fetch_optional,
        Consent,
        concat!(
            "SELECT ",
            columns!(),
            " FROM consents WHERE user_id = $1 AND client_id = $2 AND issuer_id = $3 AND organization_key = $4"
        ),
        user,
        client,
        issuer,
        organization_key
    )
}

/// Remembers a consent, replacing what was agreed to before; `id` and `created_at` count only when
/// it is the first.
pub async fn upsert(conn: &mut Conn, consent: &Consent) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO consents (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             ON CONFLICT (user_id, client_id, issuer_id, organization_key) DO UPDATE SET scopes = excluded.scopes, \
             claims = excluded.claims, resources = excluded.resources, updated_at = excluded.updated_at"
        ),
        &consent.id,
        &consent.issuer_id,
        &consent.user_id,
        &consent.client_id,
        &consent.organization_key,
        Json(&consent.scopes),
        Json(&consent.claims),
        Json(&consent.resources),
        consent.created_at,
        consent.updated_at
    )
    .map(drop)
}

/// Everything a person agreed to, newest first.
pub async fn list_for_user(conn: &mut Conn, user: &UserId) -> Result<Vec<Consent>> {
    q!(
        conn,
        fetch_all,
        Consent,
        concat!("SELECT ", columns!(), " FROM consents WHERE user_id = $1 ORDER BY updated_at DESC, id DESC"),
        user
    )
}

/// Takes back what a person agreed to for a client, in every organization. Answers how many rows.
pub async fn delete(conn: &mut Conn, user: &UserId, client: &ClientId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM consents WHERE user_id = $1 AND client_id = $2", user, client)
}

/// Forgets everything that a person agreed to. Answers how many rows.
pub async fn delete_for_user(conn: &mut Conn, user: &UserId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM consents WHERE user_id = $1", user)
}

/// Forgets what was agreed to for an organization.
pub async fn delete_for_organization(conn: &mut Conn, organization: &OrganizationId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM consents WHERE organization_key = $1", organization)
}

/// Forgets what people agreed to with a client; answers how many.
pub async fn delete_for_client(conn: &mut Conn, client: &ClientId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM consents WHERE client_id = $1", client)
}
