//! All that is kept about a person, for that person: never a secret, nor a digest of one.
//!
//! What grows with use (sessions, events) is read a page at a time, so that nothing is held for longer than a page.

use super::address::{self, FormerAddress, OpenAddressChange};
use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{
        Cx, Error, Event, On, Permission,
        catalogue::{Audience, EventKind},
        event::UserEvent,
        limits, permit,
    },
    store::{
        PageRequest,
        agreements::{self, KeptAgreement},
        attributes::{self, UserAttribute},
        audit::{self, AuditEvent, Filter},
        claim_sources::{self, ClaimSource},
        consents::{self, Consent},
        credentials::{self, Credential},
        grants::{self, ClientGrants},
        identities::{self, NamedIdentity},
        memberships::{self, OrganizationMembership},
        pairwise_subjects::{self, PairwiseSubject},
        passkeys::{self, Passkey},
        phones::{self, Phone},
        sessions::{self, Session},
        sign_in_memories::{self, SignInMemory},
        users::{self, User},
        wallets::{self, Wallet},
    },
};

/// Rows of a page.
const PAGE: i64 = 200;
/// Most organizations of a person.
const ORGANIZATIONS: i64 = 10_000;

/// What does not grow with use.
pub struct AccountData {
    /// Names, addresses, claims.
    pub user: User,
    /// The change of the address that waits for its proofs.
    pub address_change: Option<OpenAddressChange>,
    /// The addresses before, as long as they can be taken back.
    pub former_addresses: Vec<FormerAddress>,
    /// What the operator's own attributes say.
    pub attributes: Vec<UserAttribute>,
    /// Who else vouches for something.
    pub claim_sources: Vec<ClaimSource>,
    /// What clients with pairwise subjects call them, at this issuer.
    pub pairwise_subjects: Vec<PairwiseSubject>,
    /// Their password; never shown, but since when it is what it is.
    pub password: Option<Credential>,
    /// Their authenticator apps.
    pub apps: Vec<Credential>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// Their passkeys.
    pub passkeys: Vec<Passkey>,
    /// Their wallets.
    pub wallets: Vec<Wallet>,
    /// The telephone number that they have proven.
    pub phone: Option<Phone>,
    /// What is remembered of their sign-ins to tell one that is unlike them.
    pub sign_in_memory: Option<SignInMemory>,
    /// Who they are at other providers.
    pub identities: Vec<NamedIdentity>,
    /// The operator's documents that they agreed to.
    pub agreements: Vec<KeptAgreement>,
    /// What they agreed to with apps.
    pub consents: Vec<Consent>,
    /// What apps may do by now, agreed to or not.
    pub grants: Vec<ClientGrants>,
    /// Where they belong.
    pub memberships: Vec<OrganizationMembership>,
}

/// What does not grow with use. That it was asked for stands in the audit log.
///
/// # Errors
/// [`Error::NotFound`], [`Error::TooMany`].
pub async fn begin(cx: &Cx<'_>, user: &UserId) -> Result<AccountData, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let address_change = address::find(cx, user).await?;
    let former_addresses = address::former(cx, user).await?;
    cx.write(async |work| {
        limits::admit_person(cx, work, RuleName::ExportAccount, user).await?;
        work.emit(cx, Event::User(UserEvent::DataExported, user.clone())).await
    })
    .await?;
    let conn = &mut cx.read().await?;
    Ok(AccountData {
        user: users::find(conn, user).await?.ok_or(Error::NotFound)?,
        address_change,
        former_addresses,
        attributes: attributes::list_for_user(conn, user).await?,
        claim_sources: claim_sources::list_for_user(conn, user).await?,
        pairwise_subjects: pairwise_subjects::list_for_user(conn, &cx.issuer.id, user).await?,
        password: credentials::find_password(conn, user).await?,
        apps: credentials::list(conn, user, "totp").await?,
        recovery_codes: credentials::count(conn, user, "recovery_code").await?,
        passkeys: passkeys::list(conn, user).await?,
        wallets: wallets::list(conn, user).await?,
        phone: phones::find(conn, user).await?,
        sign_in_memory: sign_in_memories::find(conn, user).await?,
        identities: identities::list(conn, user).await?,
        agreements: agreements::list_for_user(conn, user).await?,
        consents: consents::list_for_user(conn, user).await?,
        grants: grants::list_holders_for_user(conn, user, cx.now).await?,
        memberships: memberships::list_for_user(conn, user, ORGANIZATIONS).await?,
    })
}

/// Part of a list, and what its next part begins after.
pub struct DataPart<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next part begins; none after the last.
    pub next: Option<String>,
}

impl<T> DataPart<T> {
    fn of(rows: Vec<T>, id: impl Fn(&T) -> &str) -> Self {
        let is_full = i64::try_from(rows.len()).is_ok_and(|count| count >= PAGE);
        let next = rows.last().filter(|_| is_full).map(|last| id(last).to_owned());
        Self { rows, next }
    }
}

/// Where they are and were signed in, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn sessions(cx: &Cx<'_>, user: &UserId, after: Option<String>) -> Result<DataPart<Session>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let page = PageRequest { after, limit: PAGE };
    let rows = sessions::list_for_user(&mut cx.read().await?, user, &page).await?;
    Ok(DataPart::of(rows, |row| row.id.as_str()))
}

/// What the audit log tells of them, newest first. What only operators see stays with them, and where somebody else
/// acted, so does from where.
///
/// # Errors
/// When the database fails.
pub async fn events(cx: &Cx<'_>, user: &UserId, after: Option<String>) -> Result<DataPart<AuditEvent>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let page = PageRequest { after, limit: PAGE };
    let filter = Filter { user: Some(user.clone()), ..Filter::default() };
    let rows = audit::list(&mut cx.read().await?, &filter, &page).await?;
    let DataPart { rows, next } = DataPart::of(rows, |row| row.id.as_str());
    let is_shown =
        |row: &AuditEvent| EventKind::named(&row.kind).is_some_and(|kind| kind.audience() > Audience::Operator);
    let rows = rows.into_iter().filter(is_shown).map(|row| as_theirs(user, row)).collect();
    Ok(DataPart { rows, next })
}

/// An event without what it says of somebody else.
fn as_theirs(user: &UserId, row: AuditEvent) -> AuditEvent {
    let by_others = ["client:", "token:", "api_key:", "user:"].iter().any(|who| row.actor.starts_with(who));
    let by_them = row.actor == format!("user:{user}") || row.actor.ends_with(&format!(":{user}"));
    if by_others && !by_them {
        return AuditEvent { personal_ip: None, personal_user_agent: None, actor: "somebody_else".to_owned(), ..row };
    }
    row
}
