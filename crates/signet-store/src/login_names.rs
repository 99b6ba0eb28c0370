//! Whom a typed name means, with the password that is to be compared, in one look. Holds no table of its own.

use serde_json::{Map, Value};

use super::{Conn, Result, users::User};
use crate::base::{
    id::{CredentialId, UserId},
    secret::Secret,
    time::Timestamp,
};

row! {
    struct Row {
        id: UserId,
        sub: String,
        username: String,
        username_key: String,
        email: Option<String>,
        email_key: Option<String>,
        email_verified_at: Option<Timestamp>,
        phone_number: Option<String>,
        phone_number_verified_at: Option<Timestamp>,
        claims: Map<String, Value> as Json,
        admin_at: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
        disabled_at: Option<Timestamp>,
        second_factor_at: Option<Timestamp>,
        passkey_at: Option<Timestamp>,
        factor_required_at: Option<Timestamp>,
        factor_due_at: Option<Timestamp>,
        verify_required_at: Option<Timestamp>,
        password_required_at: Option<Timestamp>,
        agreed: Option<String>,
        theme: Option<String>,
        deletion_due_at: Option<Timestamp>,
        phone_pending: Option<String>,
        phone_required_at: Option<Timestamp>,
        credential_id: Option<CredentialId>,
        credential_secret: Option<Secret<String>>,
        credential_since: Option<Timestamp>,
    }
}

/// A password as it is kept.
#[derive(Debug, Clone)]
pub struct Password {
    /// Its row.
    pub id: CredentialId,
    /// The hash: ours as a PHC string, or as another program made it.
    pub secret: Secret<String>,
    /// When it was set.
    pub since: Timestamp,
}

/// Whom a name means.
#[derive(Debug, Clone)]
pub struct NamedUser {
    /// The person.
    pub user: User,
    /// Their password, if they have one.
    pub password: Option<Password>,
}

/// By what was typed into the sign-in form, folded: a username, else an address.
pub async fn find(conn: &mut Conn, key: &str) -> Result<Option<NamedUser>> {
    // One person's username may be another's address: the username wins, always.
    let row = q!(
        conn,
        fetch_optional,
        Row,
        "SELECT u.id, u.sub, u.username, u.username_key, u.email, u.email_key, u.email_verified_at, u.phone_number, \
         u.phone_number_verified_at, u.claims, u.admin_at, u.created_at, u.updated_at, u.disabled_at, \
         u.second_factor_at, u.passkey_at, u.factor_required_at, u.factor_due_at, \
         u.verify_required_at, u.password_required_at, u.agreed, u.theme, u.deletion_due_at, \
         u.phone_pending, u.phone_required_at, \
         c.id AS credential_id, c.secret AS credential_secret, c.updated_at AS credential_since \
         FROM users u LEFT JOIN credentials c ON c.user_id = u.id AND c.kind = 'password' \
         WHERE u.username_key = $1 OR u.email_key = $1 \
         ORDER BY CASE WHEN u.username_key = $1 THEN 0 ELSE 1 END LIMIT 1",
        key
    )?;
    Ok(row.map(Row::named))
}

impl Row {
    fn named(self) -> NamedUser {
        let kept = self.credential_id.zip(self.credential_secret).zip(self.credential_since);
        let password = kept.map(|((id, secret), since)| Password { id, secret, since });
        let user = User {
            id: self.id,
            sub: self.sub,
            username: self.username,
            username_key: self.username_key,
            email: self.email,
            email_key: self.email_key,
            email_verified_at: self.email_verified_at,
            phone_number: self.phone_number,
            phone_number_verified_at: self.phone_number_verified_at,
            claims: self.claims,
            admin_at: self.admin_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            disabled_at: self.disabled_at,
            second_factor_at: self.second_factor_at,
            passkey_at: self.passkey_at,
            factor_required_at: self.factor_required_at,
            factor_due_at: self.factor_due_at,
            verify_required_at: self.verify_required_at,
            password_required_at: self.password_required_at,
            agreed: self.agreed,
            theme: self.theme,
            deletion_due_at: self.deletion_due_at,
            phone_pending: self.phone_pending,
            phone_required_at: self.phone_required_at,
        };
        NamedUser { user, password }
    }
}
