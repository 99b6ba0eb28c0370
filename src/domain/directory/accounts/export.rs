//! All that is kept about a person, for that person: never a secret, nor a digest of one.
//!
//! What grows with use (sessions, events) is read a page at a time, so that nothing is held for longer than a page.

use super::{
    address::{self, FormerAddress, OpenAddressChange},
    former_number::{self, FormerNumber},
};
use crate::{
    base::{
        id::{Id, Kind, UserId},
        time::Timestamp,
    },
    config::limits::RuleName,
    domain::kernel::{
        Cx, Error, Event, On, Permission,
        app_ids::AppIds,
        audit::acting_client,
        catalogue::{Audience, EventKind},
        event::UserEvent,
        limits, permit,
    },
    protocol::{
        client::{Client, ClientId},
        subject::sector,
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
        invitations::{self, Invitation},
        memberships::{self, OrganizationMembership},
        pairwise_subjects::{self, PairwiseSubject},
        passkey_suggestions,
        passkeys::{self, Passkey},
        phones::{self, Phone},
        pictures::{self, Picture},
        session_clients::{self, SessionClient},
        sessions::{self, Session},
        sign_in_memories::{self, SignInMemory},
        token_counts::{self, TokenCount},
        token_events::{self, TokenEvent},
        users::{self, User},
        wallets::{self, Wallet},
    },
};

/// Rows of a page.
const PAGE: i64 = 200;
/// Token events that are sifted at a time.
const SIFTED: i64 = 10_000;
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
    /// The numbers before, as long as they can be taken back.
    pub former_numbers: Vec<FormerNumber>,
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
    /// Their picture, where it is ours.
    pub picture: Option<Picture>,
    /// Since when they do not want to be asked whether they want a passkey.
    pub passkey_declined_at: Option<Timestamp>,
    /// The invitations by which they have their account.
    pub invitations: Vec<Invitation>,
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

impl AccountData {
    /// As an app gets it that calls its person so: neither what others call them nor what the account and its parts are
    /// called here, or apps that have nothing to do with each other could compare.
    #[must_use]
    pub fn for_app(mut self, cx: &Cx<'_>, client: &Client, sub: &str) -> Self {
        let own = sector(&client.id, &client.metadata);
        let ids = AppIds::of(cx, &client.id);
        for one in &mut self.apps {
            one.id = as_app(&ids, &one.id);
        }
        for one in &mut self.passkeys {
            one.id = as_app(&ids, &one.id);
        }
        for one in &mut self.wallets {
            one.id = as_app(&ids, &one.id);
        }
        for NamedIdentity { identity, .. } in &mut self.identities {
            identity.id = as_app(&ids, &identity.id);
        }
        for one in &mut self.invitations {
            one.id = as_app(&ids, &one.id);
        }
        self.pairwise_subjects.retain(|one| own.as_ref() == Some(&one.sector));
        sub.clone_into(&mut self.user.sub);
        self.user.id = UserId::from_stored(sub);
        self
    }
}

/// An identifier as an app knows it, in the place of ours.
fn as_app<K: Kind>(ids: &AppIds<'_>, id: &Id<K>) -> Id<K> {
    Id::from_stored(ids.shown(id))
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
        former_numbers: former_number::former(cx, conn, user).await?,
        attributes: attributes::list_for_user(conn, user).await?,
        claim_sources: claim_sources::list_for_user(conn, user).await?,
        pairwise_subjects: pairwise_subjects::list_for_user(conn, &cx.issuer.id, user).await?,
        password: credentials::find_password(conn, user).await?,
        apps: credentials::list(conn, user, "totp").await?,
        recovery_codes: credentials::count(conn, user, "recovery_code").await?,
        picture: pictures::find_for_user(conn, user).await?,
        passkey_declined_at: passkey_suggestions::find_declined(conn, user).await?,
        invitations: invitations::list_for_user(conn, user).await?,
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
pub struct DataPart<T, N = String> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next part begins; none after the last.
    pub next: Option<N>,
}

impl<T, N> DataPart<T, N> {
    fn of(rows: Vec<T>, place: impl Fn(&T) -> N) -> Self {
        let is_full = i64::try_from(rows.len()).is_ok_and(|count| count >= PAGE);
        let next = rows.last().filter(|_| is_full).map(place);
        Self { rows, next }
    }
}

/// A session, and the apps that were told of it.
pub struct SessionData {
    /// The session.
    pub session: Session,
    /// The apps.
    pub clients: Vec<SessionClient>,
    /// The app that reads it; none for the person.
    pub reader: Option<ClientId>,
}

/// Where they are and were signed in, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn sessions(cx: &Cx<'_>, user: &UserId, after: Option<String>) -> Result<DataPart<SessionData>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let page = PageRequest { after, limit: PAGE };
    let conn = &mut cx.read().await?;
    let rows = sessions::list_for_user(conn, user, &page).await?;
    let mut clients = match rows.last() {
        Some(last) => session_clients::list_for_sessions(conn, user, &page, &last.id).await?,
        None => Vec::new(),
    };
    let with_clients = |session: Session| {
        let its = clients.extract_if(.., |client| client.session_id == session.id).collect();
        SessionData { session, clients: its, reader: acting_client(cx).cloned() }
    };
    let rows = rows.into_iter().map(with_clients).collect();
    Ok(DataPart::of(rows, |row: &SessionData| row.session.id.to_string()))
}

/// What the audit log tells of them, newest first. What only operators see stays with them, and where somebody else
/// acted, so does from where. An app gets neither the account's identifier nor those of its sessions, and the others as it
/// knows them.
///
/// # Errors
/// When the database fails.
pub async fn events(cx: &Cx<'_>, user: &UserId, after: Option<String>) -> Result<DataPart<AuditEvent>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let page = PageRequest { after, limit: PAGE };
    let filter = Filter { user: Some(user.clone()), ..Filter::default() };
    let rows = audit::list(&mut cx.read().await?, &filter, &page).await?;
    let DataPart { rows, next } = DataPart::of(rows, |row| row.id.to_string());
    let is_shown =
        |row: &AuditEvent| EventKind::named(&row.kind).is_some_and(|kind| kind.audience() > Audience::Operator);
    let rows = rows.into_iter().filter(is_shown).map(|row| as_theirs(cx, user, row)).collect();
    Ok(DataPart { rows, next })
}

/// The tokens that apps got for them, newest first, as long as each is kept by itself. No index finds those of one
/// person: they are sifted from all, a part at a time.
///
/// # Errors
/// When the database fails.
pub async fn tokens_issued(cx: &Cx<'_>, user: &UserId, after: Option<String>) -> Result<DataPart<TokenEvent>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let page = PageRequest { after, limit: SIFTED };
    let conn = &mut cx.read().await?;
    let Some(begin) = token_events::find_begin_of_part(conn, &page).await? else {
        return Ok(DataPart { rows: Vec::new(), next: None });
    };
    let mut rows = token_events::list_for_user(conn, user, &begin, &page).await?;
    if let Some(client) = acting_client(cx) {
        let ids = AppIds::of(cx, client);
        for row in &mut rows {
            row.session_id = None;
            row.id = as_app(&ids, &row.id);
        }
    }
    Ok(DataPart { rows, next: Some(begin.to_string()) })
}

/// How many tokens apps got for them in each hour: what is kept of those of before.
///
/// # Errors
/// When the database fails.
pub async fn token_counts(
    cx: &Cx<'_>,
    user: &UserId,
    after: Option<TokenCount>,
) -> Result<DataPart<TokenCount, TokenCount>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let rows = token_counts::list_for_user(&mut cx.read().await?, user, after.as_ref(), PAGE).await?;
    Ok(DataPart::of(rows, TokenCount::clone))
}

/// An event without what it says of somebody else; for an app without what the account and the session are called here.
fn as_theirs(cx: &Cx<'_>, user: &UserId, row: AuditEvent) -> AuditEvent {
    let by_others = ["client:", "token:", "api_key:", "user:"].iter().any(|who| row.actor.starts_with(who));
    let by_them = row.actor == format!("user:{user}") || row.actor.ends_with(&format!(":{user}"));
    let row = if by_others && !by_them {
        AuditEvent { personal_ip: None, personal_user_agent: None, actor: "somebody_else".to_owned(), ..row }
    } else {
        row
    };
    let Some(client) = acting_client(cx) else { return row };
    let ids = AppIds::of(cx, client);
    AuditEvent {
        id: as_app(&ids, &row.id),
        actor: row.actor.replace(&format!(":{user}"), ""),
        session_id: None,
        data: ids.of_event(row.data),
        ..row
    }
}
