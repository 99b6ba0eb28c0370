//! Who is signed in to the browser with a cookie: browser, sessions and people in one look. Holds no table of
//! its own.

use serde_json::{Map, Value};

use super::{Conn, Result, browsers::BrowserRow, consents::Consent, sessions::Session, users::User};
use crate::{
    base::{
        id::{BrowserId, ConsentId, IssuerId, OrganizationId, SessionId, UserId},
        secret::TokenHash,
        time::Timestamp,
    },
    protocol::{acr::Factor, client::ClientId},
};

row! {
    /// A browser with one of its live sessions, if there is any.
    struct Row {
        id: BrowserId,
        secret_hash: TokenHash,
        created_at: Timestamp,
        last_seen_at: Timestamp,
        expires_at: Timestamp,
        s_id: Option<SessionId>,
        s_issuer_id: Option<IssuerId>,
        s_user_id: Option<UserId>,
        s_organization_id: Option<OrganizationId>,
        s_auth_time: Option<Timestamp>,
        s_acr: Option<String>,
        s_amr: Option<Vec<String>> as OptionalJson,
        s_factors: Option<Vec<Factor>> as OptionalJson,
        s_ip: Option<String>,
        s_user_agent: Option<String>,
        s_created_at: Option<Timestamp>,
        s_last_seen_at: Option<Timestamp>,
        s_idle_expires_at: Option<Timestamp>,
        s_expires_at: Option<Timestamp>,
        s_label: Option<String>,
        u_id: Option<UserId>,
        u_sub: Option<String>,
        u_username: Option<String>,
        u_username_key: Option<String>,
        u_email: Option<String>,
        u_email_key: Option<String>,
        u_email_verified_at: Option<Timestamp>,
        u_phone_number: Option<String>,
        u_phone_number_verified_at: Option<Timestamp>,
        u_claims: Option<Map<String, Value>> as OptionalJson,
        u_admin_at: Option<Timestamp>,
        u_created_at: Option<Timestamp>,
        u_updated_at: Option<Timestamp>,
        u_second_factor_at: Option<Timestamp>,
        u_passkey_at: Option<Timestamp>,
        u_factor_required_at: Option<Timestamp>,
        u_factor_due_at: Option<Timestamp>,
        u_verify_required_at: Option<Timestamp>,
        u_password_required_at: Option<Timestamp>,
        u_agreed: Option<String>,
        u_theme: Option<String>,
        u_deletion_due_at: Option<Timestamp>,
        u_phone_pending: Option<String>,
        u_phone_required_at: Option<Timestamp>,
        p_last_at: Option<Timestamp>,
        a_id: Option<ConsentId>,
        a_client_id: Option<ClientId>,
        a_organization_key: Option<String>,
        a_scopes: Option<Vec<String>> as OptionalJson,
        a_claims: Option<Vec<String>> as OptionalJson,
        a_resources: Option<Vec<String>> as OptionalJson,
        a_created_at: Option<Timestamp>,
        a_updated_at: Option<Timestamp>,
    }
}

/// A live session, and what hangs from it.
#[derive(Debug, Clone)]
pub struct AccountHere {
    /// The session.
    pub session: Session,
    /// Its person; none where nobody can sign in to the account any more.
    pub user: Option<User>,
    /// When the client that was asked for last got an answer in this session.
    pub client_last_at: Option<Timestamp>,
    /// What the person agreed to for that client and the organization of the session.
    pub consent: Option<Consent>,
}

/// A browser with its live sessions, the last used first.
#[derive(Debug, Clone)]
pub struct Here {
    /// The browser.
    pub browser: BrowserRow,
    /// Its sessions.
    pub accounts: Vec<AccountHere>,
}

/// The browser whose cookie has this digest, unless expired, and who is signed in to it; with what concerns
/// `client`, if one is named.
pub async fn find(
    conn: &mut Conn,
    secret: &TokenHash,
    client: Option<&ClientId>,
    now: Timestamp,
) -> Result<Option<Here>> {
    let rows = q!(
        conn,
        fetch_all,
        Row,
        "SELECT b.id, b.secret_hash, b.created_at, b.last_seen_at, b.expires_at, \
         s.id AS s_id, s.issuer_id AS s_issuer_id, s.user_id AS s_user_id, s.organization_id AS s_organization_id, \
         s.auth_time AS s_auth_time, s.acr AS s_acr, s.amr AS s_amr, s.factors AS s_factors, s.ip AS s_ip, s.user_agent AS s_user_agent, \
         s.created_at AS s_created_at, s.last_seen_at AS s_last_seen_at, s.idle_expires_at AS s_idle_expires_at, \
         s.expires_at AS s_expires_at, s.label AS s_label, \
         u.id AS u_id, u.sub AS u_sub, u.username AS u_username, u.username_key AS u_username_key, \
         u.email AS u_email, u.email_key AS u_email_key, u.email_verified_at AS u_email_verified_at, \
         u.phone_number AS u_phone_number, u.phone_number_verified_at AS u_phone_number_verified_at, \
         u.claims AS u_claims, u.admin_at AS u_admin_at, u.created_at AS u_created_at, u.updated_at AS u_updated_at, \
         u.second_factor_at AS u_second_factor_at, u.passkey_at AS u_passkey_at, \
         u.factor_required_at AS u_factor_required_at, u.factor_due_at AS u_factor_due_at, \
         u.verify_required_at AS u_verify_required_at, u.password_required_at AS u_password_required_at, \
         u.agreed AS u_agreed, \
         u.theme AS u_theme, u.deletion_due_at AS u_deletion_due_at, \
         u.phone_pending AS u_phone_pending, u.phone_required_at AS u_phone_required_at, \
         p.last_at AS p_last_at, \
         a.id AS a_id, a.client_id AS a_client_id, a.organization_key AS a_organization_key, a.scopes AS a_scopes, \
         a.claims AS a_claims, a.resources AS a_resources, a.created_at AS a_created_at, a.updated_at AS a_updated_at \
         FROM browsers b \
         LEFT JOIN sessions s ON s.browser_id = b.id AND s.ended_at IS NULL AND s.expires_at > $2 \
         AND s.idle_expires_at > $2 \
         LEFT JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL \
         LEFT JOIN session_clients p ON p.session_id = s.id AND p.client_id = $3 \
         LEFT JOIN consents a ON a.user_id = s.user_id AND a.client_id = $3 AND a.issuer_id = s.issuer_id \
         AND a.organization_key = COALESCE(s.organization_id, '') \
         WHERE b.secret_hash = $1 AND b.expires_at > $2 ORDER BY s.last_seen_at DESC, s.id DESC",
        secret,
        now,
        client
    )?;
    let Some(first) = rows.first() else { return Ok(None) };
    let browser = BrowserRow {
        id: first.id.clone(),
        secret_hash: first.secret_hash.clone(),
        created_at: first.created_at,
        last_seen_at: first.last_seen_at,
        expires_at: first.expires_at,
    };
    Ok(Some(Here { browser, accounts: rows.into_iter().filter_map(Row::account).collect() }))
}

impl Row {
    fn account(mut self) -> Option<AccountHere> {
        let consent = self.consent();
        let user = self.user();
        let session = Session {
            id: self.s_id?,
            issuer_id: self.s_issuer_id?,
            browser_id: self.id,
            user_id: self.s_user_id?,
            organization_id: self.s_organization_id,
            auth_time: self.s_auth_time?,
            acr: self.s_acr?,
            amr: self.s_amr?,
            factors: self.s_factors?,
            ip: self.s_ip,
            user_agent: self.s_user_agent,
            created_at: self.s_created_at?,
            last_seen_at: self.s_last_seen_at?,
            idle_expires_at: self.s_idle_expires_at?,
            expires_at: self.s_expires_at?,
            ended_at: None,
            label: self.s_label,
        };
        Some(AccountHere { session, user, client_last_at: self.p_last_at, consent })
    }

    fn user(&mut self) -> Option<User> {
        Some(User {
            id: self.u_id.take()?,
            sub: self.u_sub.take()?,
            username: self.u_username.take()?,
            username_key: self.u_username_key.take()?,
            email: self.u_email.take(),
            email_key: self.u_email_key.take(),
            email_verified_at: self.u_email_verified_at,
            phone_number: self.u_phone_number.take(),
            phone_number_verified_at: self.u_phone_number_verified_at,
            claims: self.u_claims.take()?,
            admin_at: self.u_admin_at,
            created_at: self.u_created_at?,
            updated_at: self.u_updated_at?,
            disabled_at: None,
            second_factor_at: self.u_second_factor_at,
            passkey_at: self.u_passkey_at,
            factor_required_at: self.u_factor_required_at,
            factor_due_at: self.u_factor_due_at,
            verify_required_at: self.u_verify_required_at,
            password_required_at: self.u_password_required_at,
            agreed: self.u_agreed.take(),
            theme: self.u_theme.take(),
            deletion_due_at: self.u_deletion_due_at,
            phone_pending: self.u_phone_pending.take(),
            phone_required_at: self.u_phone_required_at,
        })
    }

    fn consent(&mut self) -> Option<Consent> {
        Some(Consent {
            id: self.a_id.take()?,
            issuer_id: self.s_issuer_id.clone()?,
            user_id: self.s_user_id.clone()?,
            client_id: self.a_client_id.take()?,
            organization_key: self.a_organization_key.take()?,
            scopes: self.a_scopes.take()?,
            claims: self.a_claims.take()?,
            resources: self.a_resources.take()?,
            created_at: self.a_created_at?,
            updated_at: self.a_updated_at?,
        })
    }
}
