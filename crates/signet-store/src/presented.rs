//! What a client presents at the token endpoint, with all that it stands for, in one look: the approval, the
//! person, and the session that it lives by. Holds no table of its own.

use super::{Conn, Result, codes::Code, grants::Grant, refresh_families::Family, sessions::Session, users::User};
use crate::base::{id::FamilyId, secret::TokenHash, time::Timestamp};

macro_rules! grant_and_person {
    () => {
        "g.id, g.issuer_id, g.client_id, g.user_id, g.session_id, g.organization_id, g.kind, g.scopes, \
         g.resources, g.authorization_details, g.claims, g.acr, g.amr, g.auth_time, g.sid, g.nonce, g.jkt, \
         g.x5t_s256, g.parent_grant_id, g.act, g.created_at, g.expires_at, g.revoked_at, \
         u.id, u.sub, u.username, u.username_key, u.email, u.email_key, u.email_verified_at, u.phone_number, \
         u.phone_number_verified_at, u.claims, u.admin_at, u.created_at, u.updated_at, u.disabled_at, \
         u.second_factor_at, u.passkey_at, u.factor_required_at, u.factor_due_at, \
         u.verify_required_at, u.password_required_at, u.agreed, u.theme, u.deletion_due_at, \
         u.phone_pending, u.phone_required_at"
    };
}

row! {
    /// An authorization code and what it stands for.
    #[derive(Debug, Clone, PartialEq)]
    pub struct PresentedCode {
        /// The code, whatever became of it.
        pub code: Code as Part,
        /// The approval, revoked or not.
        pub grant: Grant as Part,
        /// Who gave it, whether or not the account is switched off.
        pub person: Option<User> as OptionalPart,
    }
}

row! {
    /// The family of a refresh token and what it stands for.
    #[derive(Debug, Clone, PartialEq)]
    pub struct PresentedFamily {
        /// The family, whatever became of it.
        pub family: Family as Part,
        /// The approval, revoked or not.
        pub grant: Grant as Part,
        /// Who gave it, whether or not the account is switched off.
        pub person: Option<User> as OptionalPart,
        /// The session that the family lives by, while that is alive; none of an offline family.
        pub session: Option<Session> as OptionalPart,
    }
}

/// A code by its digest.
pub async fn find_code(conn: &mut Conn, hash: &TokenHash) -> Result<Option<PresentedCode>> {
    q!(
        conn,
        fetch_optional,
        PresentedCode,
        concat!(
            "SELECT c.hash, c.grant_id, c.client_id, c.redirect_uri, c.redirect_uri_sent_at, c.code_challenge, c.created_at, \
             c.expires_at, c.consumed_at, ",
            grant_and_person!(),
            " FROM codes c JOIN grants g ON g.id = c.grant_id LEFT JOIN users u ON u.id = g.user_id WHERE c.hash = $1"
        ),
        hash
    )
}

/// A family by its row.
pub async fn find_family(conn: &mut Conn, id: &FamilyId, now: Timestamp) -> Result<Option<PresentedFamily>> {
    q!(
        conn,
        fetch_optional,
        PresentedFamily,
        concat!(
            "SELECT f.id, f.grant_id, f.client_id, f.key_sealed, f.generation, f.offline_at, f.created_at, f.rotated_at, \
             f.previous_rotated_at, f.idle_expires_at, f.expires_at, f.revoked_at, ",
            grant_and_person!(),
            ", s.id, s.issuer_id, s.browser_id, s.user_id, s.organization_id, s.auth_time, s.acr, s.amr, s.factors, s.ip, \
              s.user_agent, s.created_at, s.last_seen_at, s.idle_expires_at, s.expires_at, s.ended_at, s.label \
              FROM refresh_families f JOIN grants g ON g.id = f.grant_id LEFT JOIN users u ON u.id = g.user_id \
              LEFT JOIN sessions s ON s.id = g.session_id AND f.offline_at IS NULL AND s.ended_at IS NULL \
              AND s.expires_at > $2 AND s.idle_expires_at > $2 WHERE f.id = $1"
        ),
        id,
        now
    )
}
