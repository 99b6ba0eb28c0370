//! People. Growth: one row a person, until it is deleted.

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use super::{Conn, PageRequest, Result, types::Json};
use crate::base::{id::UserId, time::Timestamp, url::ascii_host};

row! {
    /// A person.
    #[derive(Debug, Clone, PartialEq)]
    pub struct User {
        /// Its row; never shown to clients.
        pub id: UserId,
        /// The subject identifier that clients see; importable, so never the row id.
        pub sub: String,
        /// The name the person signs in with, as they write it.
        pub username: String,
        /// [`fold`]ed `username`: unique.
        pub username_key: String,
        /// The address, as they write it.
        pub email: Option<String>,
        /// [`fold`]ed `email`: unique.
        pub email_key: Option<String>,
        /// When the address was proven to be theirs.
        pub email_verified_at: Option<Timestamp>,
        /// The telephone number in E.164 form.
        pub phone_number: Option<String>,
        /// When the number was proven to be theirs.
        pub phone_number_verified_at: Option<Timestamp>,
        /// Further claims by their registered names (OIDC Core §5.1).
        pub claims: Map<String, Value> as Json,
        /// Since when the person administers this installation.
        pub admin_at: Option<Timestamp>,
        /// When the account was made.
        pub created_at: Timestamp,
        /// When it was last changed (the claim `updated_at`).
        pub updated_at: Timestamp,
        /// Since when nobody can sign in to it.
        pub disabled_at: Option<Timestamp>,
        /// Since when their further factors are what they are; none without one.
        pub second_factor_at: Option<Timestamp>,
        /// Since when the person has a passkey.
        pub passkey_at: Option<Timestamp>,
        /// Since when the operator wants them to set a further factor up at their next sign-in.
        pub factor_required_at: Option<Timestamp>,
        /// Until when they may put off what the policy wants of everybody.
        pub factor_due_at: Option<Timestamp>,
        /// Since when the operator wants them to prove their address at their next sign-in.
        pub verify_required_at: Option<Timestamp>,
        /// Since when the operator wants them to choose another password at their next sign-in.
        pub password_required_at: Option<Timestamp>,
        /// What they agreed to last: `document@version`, with spaces between.
        pub agreed: Option<String>,
        /// Whether they want light or dark pages; as their device does where they said nothing.
        pub theme: Option<String>,
        /// When the account is erased, since its person wants that.
        pub deletion_due_at: Option<Timestamp>,
        /// The telephone number that they gave when they made the account, E.164, until a code has proven it.
        pub phone_pending: Option<String>,
        /// Since when the operator wants them to prove a telephone number at their next sign-in.
        pub phone_required_at: Option<Timestamp>,
    }
}

impl User {
    /// A claim that is a text (OIDC Core §5.1).
    pub fn claim(&self, name: &str) -> Option<&str> {
        self.claims.get(name).and_then(Value::as_str)
    }

    /// The language that was chosen for the account, as it was written: the claim `locale` (OIDC Core §5.1).
    pub fn language(&self) -> Option<&str> {
        self.claim("locale")
    }
}

macro_rules! columns {
    () => {
        "id, sub, username, username_key, email, email_key, email_verified_at, phone_number, phone_number_verified_at, \
         claims, admin_at, created_at, updated_at, disabled_at, second_factor_at, passkey_at, factor_required_at, \
         factor_due_at, verify_required_at, password_required_at, agreed, theme, deletion_due_at, phone_pending, \
         phone_required_at"
    };
}

/// A text in lower case and NFKC, without outer space.
pub fn fold_letters(text: &str) -> String {
    // Lower-casing can denormalise (İ), so the result is normalised again.
    let folded = text.trim().nfkc().collect::<String>().to_lowercase().nfkc().collect::<String>();
    folded.trim().to_owned()
}

/// The form in which names and addresses are compared: NFKC, lower case, no outer space, and a mail
/// domain in its ASCII form.
pub fn fold(text: &str) -> String {
    let folded = fold_letters(text);
    // RFC 5890 §2.3.2.4: a domain in Unicode and the same in ASCII are one domain.
    let domain = folded.rsplit_once('@').and_then(|(local, domain)| Some((local, ascii_host(domain)?)));
    domain.map_or_else(|| folded.clone(), |(local, domain)| format!("{local}@{domain}"))
}

row! {
    /// Names as they are written and as they are compared.
    #[derive(Debug)]
    struct Names {
        id: UserId,
        username: String,
        username_key: String,
        email: Option<String>,
        email_key: Option<String>,
    }
}

/// Brings names and addresses that were stored under an older rule into the form of [`fold`]. Reads
/// everyone, so it belongs into a migration. Whoever would then share a name with somebody keeps the old
/// form: those are two accounts of one address, and only their operator knows which is whose.
pub async fn fold_again(conn: &mut Conn) -> Result<()> {
    const PAGE: i64 = 500;
    let mut after = String::new();
    loop {
        let page = q!(
            conn,
            fetch_all,
            Names,
            "SELECT id, username, username_key, email, email_key FROM users WHERE id > $1 ORDER BY id LIMIT $2",
            &after,
            PAGE
        )?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id.to_string();
        for user in &page {
            refold(conn, user).await?;
        }
    }
}

async fn refold(conn: &mut Conn, user: &Names) -> Result<()> {
    let (username_key, email_key) = (fold(&user.username), user.email.as_deref().map(fold));
    if (&username_key, &email_key) == (&user.username_key, &user.email_key) {
        return Ok(());
    }
    for key in std::iter::once(&username_key).chain(&email_key) {
        let (holders,) = q!(
            conn,
            fetch_one,
            (i64,),
            "SELECT COUNT(*) FROM users WHERE (username_key = $1 OR email_key = $1) AND id <> $2",
            key,
            &user.id
        )?;
        if holders > 0 {
            tracing::warn!(user = %user.id, "an account has the same address as another one, written differently");
            return Ok(());
        }
    }
    q!(
        conn,
        execute,
        "UPDATE users SET username_key = $2, email_key = $3 WHERE id = $1",
        &user.id,
        &username_key,
        &email_key
    )
    .map(drop)
}

/// By row.
pub async fn find(conn: &mut Conn, id: &UserId) -> Result<Option<User>> {
    q!(conn, fetch_optional, User, concat!("SELECT ", columns!(), " FROM users WHERE id = $1"), id)
}

/// By row, held until the transaction ends: what is decided from it still holds at the commit.
///
/// Rows are held in one order everywhere, or two transactions wait for each other on PostgreSQL: the person,
/// the session, the grant, then what hangs from a grant (code, family, token); the interaction, the consent, the
/// client of a session; the client last. Whoever changes what hangs from a person holds the person first, and whoever
/// changes a client or ends it holds that client first.
pub async fn find_held(conn: &mut Conn, id: &UserId) -> Result<Option<User>> {
    // The update changes nothing and takes the row's lock on PostgreSQL.
    q!(
        conn,
        fetch_optional,
        User,
        concat!("UPDATE users SET updated_at = updated_at WHERE id = $1 RETURNING ", columns!()),
        id
    )
}

/// By subject identifier.
pub async fn find_by_sub(conn: &mut Conn, sub: &str) -> Result<Option<User>> {
    q!(conn, fetch_optional, User, concat!("SELECT ", columns!(), " FROM users WHERE sub = $1"), sub)
}

/// By what was typed into the sign-in form, [`fold`]ed: a username, else an address.
pub async fn find_by_login(conn: &mut Conn, key: &str) -> Result<Option<User>> {
    // One person's username may be another's address: the username wins, always.
    q!(
        conn,
        fetch_optional,
        User,
        concat!(
            "SELECT ",
            columns!(),
            " FROM users WHERE username_key = $1 OR email_key = $1 \
              ORDER BY CASE WHEN username_key = $1 THEN 0 ELSE 1 END LIMIT 1"
        ),
        key
    )
}

/// By [`fold`]ed username.
pub async fn find_by_username_key(conn: &mut Conn, key: &str) -> Result<Option<User>> {
    q!(conn, fetch_optional, User, concat!("SELECT ", columns!(), " FROM users WHERE username_key = $1"), key)
}

/// By [`fold`]ed address.
pub async fn find_by_email_key(conn: &mut Conn, key: &str) -> Result<Option<User>> {
    q!(conn, fetch_optional, User, concat!("SELECT ", columns!(), " FROM users WHERE email_key = $1"), key)
}

/// Everyone, oldest first.
pub async fn list(conn: &mut Conn, page: &PageRequest) -> Result<Vec<User>> {
    q!(
        conn,
        fetch_all,
        User,
        concat!("SELECT ", columns!(), " FROM users WHERE id > $1 ORDER BY id LIMIT $2"),
        page.cursor(),
        page.limit
    )
}

/// Adds a person.
pub async fn insert(conn: &mut Conn, user: &User) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO users (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
             $19, $20, $21, $22, $23, $24, $25)"
        ),
        &user.id,
        &user.sub,
        &user.username,
        &user.username_key,
        &user.email,
        &user.email_key,
        user.email_verified_at,
        &user.phone_number,
        user.phone_number_verified_at,
        Json(&user.claims),
        user.admin_at,
        user.created_at,
        user.updated_at,
        user.disabled_at,
        user.second_factor_at,
        user.passkey_at,
        user.factor_required_at,
        user.factor_due_at,
        user.verify_required_at,
        user.password_required_at,
        &user.agreed,
        &user.theme,
        user.deletion_due_at,
        &user.phone_pending,
        user.phone_required_at
    )
    .map(drop)
}

/// Says since when the further factors of a person are what they are. What the operator requires of them stays.
pub async fn set_second_factor(conn: &mut Conn, id: &UserId, since: Option<Timestamp>) -> Result<()> {
    q!(conn, execute, "UPDATE users SET second_factor_at = $2 WHERE id = $1", id, since).map(drop)
}

/// Notes that a person got something that may be shown for a further factor. It stays when that is gone again.
pub async fn note_factor_added(conn: &mut Conn, id: &UserId, now: Timestamp) -> Result<()> {
    q!(conn, execute, "UPDATE users SET factor_added_at = $2 WHERE id = $1", id, now).map(drop)
}

/// When a person last got something that may be shown for a further factor; not known of what is older than the column.
pub async fn factor_added_at(conn: &mut Conn, id: &UserId) -> Result<Option<Timestamp>> {
    let row = q!(conn, fetch_optional, (Option<Timestamp>,), "SELECT factor_added_at FROM users WHERE id = $1", id)?;
    Ok(row.and_then(|(at,)| at))
}

/// Says since when the operator wants a person to set a further factor up.
pub async fn set_factor_required(conn: &mut Conn, id: &UserId, since: Option<Timestamp>) -> Result<()> {
    q!(conn, execute, "UPDATE users SET factor_required_at = $2 WHERE id = $1", id, since).map(drop)
}

/// Says until when a person may put off setting a further factor up.
pub async fn set_factor_due(conn: &mut Conn, id: &UserId, due: Timestamp) -> Result<()> {
    q!(conn, execute, "UPDATE users SET factor_due_at = $2 WHERE id = $1", id, due).map(drop)
}

/// Says since when the operator wants a person to prove their address.
pub async fn set_verify_required(conn: &mut Conn, id: &UserId, since: Option<Timestamp>) -> Result<()> {
    q!(conn, execute, "UPDATE users SET verify_required_at = $2 WHERE id = $1", id, since).map(drop)
}

/// Says since when the operator wants a person to choose another password.
pub async fn set_password_required(conn: &mut Conn, id: &UserId, since: Option<Timestamp>) -> Result<()> {
    q!(conn, execute, "UPDATE users SET password_required_at = $2 WHERE id = $1", id, since).map(drop)
}

/// Writes down what a person agreed to last.
pub async fn set_agreed(conn: &mut Conn, id: &UserId, agreed: &str) -> Result<()> {
    q!(conn, execute, "UPDATE users SET agreed = $2 WHERE id = $1", id, agreed).map(drop)
}

/// Notes that the address was proven to be theirs, as the operator may have wanted.
pub async fn set_email_verified(conn: &mut Conn, id: &UserId, now: Timestamp) -> Result<()> {
    q!(
        conn,
        execute,
        "UPDATE users SET email_verified_at = $2, updated_at = $2, verify_required_at = NULL WHERE id = $1",
        id,
        now
    )
    .map(drop)
}

/// An address as it is kept.
#[derive(Debug, Clone, Copy)]
pub struct KeptAddress<'a> {
    /// As the person writes it.
    pub email: &'a str,
    /// [`fold`]ed.
    pub key: &'a str,
    /// When it was proven to be theirs.
    pub verified_at: Timestamp,
}

/// Gives a person another address, which was proven to be theirs, as the operator may have wanted.
pub async fn set_email(conn: &mut Conn, id: &UserId, address: KeptAddress<'_>, now: Timestamp) -> Result<()> {
    q!(
        conn,
        execute,
        "UPDATE users SET email = $2, email_key = $3, email_verified_at = $4, updated_at = $5, \
         verify_required_at = NULL WHERE id = $1",
        id,
        address.email,
        address.key,
        address.verified_at,
        now
    )
    .map(drop)
}

/// Writes the telephone number of a person, and since when it is proven.
pub async fn set_phone(
    conn: &mut Conn,
    id: &UserId,
    number: Option<&str>,
    verified_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    q!(
        conn,
        execute,
        "UPDATE users SET phone_number = $2, phone_number_verified_at = $3, updated_at = $4 WHERE id = $1",
        id,
        number,
        verified_at,
        now
    )
    .map(drop)
}

/// Says since when the operator wants a person to prove a telephone number.
pub async fn set_phone_required(conn: &mut Conn, id: &UserId, since: Option<Timestamp>) -> Result<()> {
    q!(conn, execute, "UPDATE users SET phone_required_at = $2 WHERE id = $1", id, since).map(drop)
}

/// Forgets the number that a person gave when they made the account; one that the operator wants is asked for on.
pub async fn forget_given_phone(conn: &mut Conn, id: &UserId) -> Result<()> {
    q!(conn, execute, "UPDATE users SET phone_pending = NULL WHERE id = $1", id).map(drop)
}

/// A number was proven: none is waited for any more.
pub async fn forget_awaited_phone(conn: &mut Conn, id: &UserId) -> Result<()> {
    q!(conn, execute, "UPDATE users SET phone_pending = NULL, phone_required_at = NULL WHERE id = $1", id).map(drop)
}

/// Says since when a person has a passkey.
pub async fn set_passkey(conn: &mut Conn, id: &UserId, since: Option<Timestamp>) -> Result<()> {
    q!(conn, execute, "UPDATE users SET passkey_at = $2 WHERE id = $1", id, since).map(drop)
}

/// Says whether a person wants light or dark pages.
pub async fn set_theme(conn: &mut Conn, id: &UserId, theme: Option<&str>) -> Result<()> {
    q!(conn, execute, "UPDATE users SET theme = $2 WHERE id = $1", id, theme).map(drop)
}

/// Says when an account is erased; not at all with `None`.
pub async fn set_deletion_due(conn: &mut Conn, id: &UserId, due: Option<Timestamp>, now: Timestamp) -> Result<()> {
    q!(conn, execute, "UPDATE users SET deletion_due_at = $2, updated_at = $3 WHERE id = $1", id, due, now).map(drop)
}

/// A few people whose accounts are to be erased by now, the first that were due first.
pub async fn list_deletion_due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<UserId>> {
    let rows = q!(
        conn,
        fetch_all,
        (UserId,),
        "SELECT id FROM users WHERE deletion_due_at IS NOT NULL AND deletion_due_at <= $1 \
         ORDER BY deletion_due_at LIMIT $2",
        now,
        limit
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes that what is known of a person changed outside of the row; `false` when the person is gone.
pub async fn touch(conn: &mut Conn, id: &UserId, now: Timestamp) -> Result<bool> {
    Ok(q!(conn, execute, "UPDATE users SET updated_at = $2 WHERE id = $1", id, now)? > 0)
}

/// Writes everything but `id`, `sub`, `created_at`, the theme, and what is about further factors, passkeys, required steps
/// and the end of the account. Answers whether the person is there.
pub async fn update(conn: &mut Conn, user: &User) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE users SET username = $2, username_key = $3, email = $4, email_key = $5, email_verified_at = $6, \
         phone_number = $7, phone_number_verified_at = $8, claims = $9, admin_at = $10, updated_at = $11, \
         disabled_at = $12 WHERE id = $1",
        &user.id,
        &user.username,
        &user.username_key,
        &user.email,
        &user.email_key,
        user.email_verified_at,
        &user.phone_number,
        user.phone_number_verified_at,
        Json(&user.claims),
        user.admin_at,
        user.updated_at,
        user.disabled_at
    )?;
    Ok(touched > 0)
}

/// Deletes a person and, with the row, everything that hangs from it.
pub async fn delete(conn: &mut Conn, id: &UserId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM users WHERE id = $1", id)? > 0)
}

/// Locks the administrators that can sign in until the transaction ends; answers how many there are.
pub async fn hold_admins(conn: &mut Conn) -> Result<u64> {
    q!(
        conn,
        execute,
        "UPDATE users SET updated_at = updated_at WHERE admin_at IS NOT NULL AND disabled_at IS NULL \
         AND deletion_due_at IS NULL"
    )
}

/// How many administrators can sign in.
pub async fn count_admins(conn: &mut Conn) -> Result<i64> {
    let (count,) = q!(
        conn,
        fetch_one,
        (i64,),
        "SELECT COUNT(*) FROM users WHERE admin_at IS NOT NULL AND disabled_at IS NULL AND deletion_due_at IS NULL"
    )?;
    Ok(count)
}
