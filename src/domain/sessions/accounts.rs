//! Who is signed in to a browser, as one look found it: read where the call comes in, and used until its end.

use std::borrow::Cow;

use super::{Browser, SignedIn};
use crate::{
    base::{
        id::{SessionId, UserId},
        secret::{Secret, TokenHash},
        time::Timestamp,
    },
    domain::kernel::{Cx, Error, Feature},
    protocol::{client::ClientId, logout::session_management::browser_state},
    store::{
        Conn,
        accounts_here::{self, Here},
        consents::Consent,
        session_clients,
        users::User,
    },
};

/// The live sessions of a browser.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    /// Those whose person can sign in, the last used first.
    pub all: Vec<SignedIn>,
    /// Those whose person cannot any more.
    rest: Vec<SessionId>,
    /// What was agreed to with one client, if one was asked about.
    about: Option<About>,
}

/// What one look found out about a client.
#[derive(Debug, Clone)]
struct About {
    client: ClientId,
    consents: Vec<Consent>,
}

/// What a look at a cookie finds: the browser, if it is known, and who is signed in to it.
///
/// # Errors
/// When the database fails.
pub async fn look(
    cx: &Cx<'_>,
    cookie: Option<&str>,
    client: Option<&ClientId>,
) -> Result<Option<(Browser, Accounts)>, Error> {
    let Some(cookie) = cookie else { return Ok(None) };
    let mut conn = cx.read().await?;
    let found = accounts_here::find(&mut conn, &TokenHash::of(cookie), client, cx.now).await?;
    let Some(Here { browser, accounts: rows }) = found else { return Ok(None) };
    let browser = Browser { id: browser.id, secret: Secret::new(cookie.to_owned()) };
    let mut accounts = Accounts::default();
    let (mut latest, mut consents) = (None, Vec::new());
    for row in rows {
        let Some(user) = row.user else {
            accounts.rest.push(row.session.id);
            continue;
        };
        latest = latest.max(row.client_last_at.map(|at| (at, row.session.id.clone())));
        consents.extend(row.consent);
        accounts.all.push(SignedIn { session: row.session, user, familiar: false });
    }
    accounts.mark_familiar(latest.map(|(_, session)| session).as_ref());
    accounts.about = client.map(|client| About { client: client.clone(), consents });
    Ok(Some((browser, accounts)))
}

impl Accounts {
    /// Nobody.
    pub const NONE: &'static Self = &Self { all: Vec::new(), rest: Vec::new(), about: None };

    /// The account of a session.
    pub fn find(&self, session: &SessionId) -> Option<&SignedIn> {
        self.all.iter().find(|one| one.session.id == *session)
    }

    /// The account of a person.
    pub fn of(&self, person: &UserId) -> Option<&SignedIn> {
        self.all.iter().find(|one| one.user.id == *person)
    }

    /// Whether a person is signed in.
    pub fn has(&self, person: &UserId) -> bool {
        self.of(person).is_some()
    }

    /// Those whose person can sign in, the one that signed in last at the end.
    pub fn by_sign_in(&self) -> Vec<&SignedIn> {
        let mut all: Vec<&SignedIn> = self.all.iter().collect();
        all.sort_by_key(|one| one.session.auth_time);
        all
    }

    /// The same accounts after a sign-in: in a session that was there before, or in a new one.
    #[must_use]
    pub fn with(mut self, signed_in: SignedIn) -> Self {
        match self.all.iter_mut().find(|one| one.session.id == signed_in.session.id) {
            Some(known) => *known = SignedIn { familiar: known.familiar, ..signed_in },
            None => self.all.insert(0, signed_in),
        }
        self
    }

    /// What is known of a person by now.
    pub fn know(&mut self, person: &User) {
        for one in self.all.iter_mut().filter(|one| one.user.id == person.id) {
            one.user = person.clone();
        }
    }

    /// What the clients' pages in this browser can learn of it (Session Management §3.2); none where that is off.
    pub fn state(&self, cx: &Cx<'_>, browser: &Browser) -> Option<String> {
        let sessions = self.all.iter().map(|one| &one.session.id).chain(&self.rest);
        Feature::SessionManagement.is_on(cx.app).then(|| browser_state(&browser.id, sessions))
    }

    /// What the person of a session agreed to for this client and the organization of that session, as far as it
    /// was looked at.
    pub fn consent(&self, account: &SignedIn, client: &ClientId) -> Option<Option<&Consent>> {
        let about = self.about.as_ref().filter(|about| about.client == *client)?;
        let organization = account.session.organization_id.as_ref().map_or("", |id| id.as_str());
        let is_it = |one: &&Consent| {
            one.user_id == account.user.id
                && one.issuer_id == account.session.issuer_id
                && one.organization_key == organization
        };
        self.all.iter().any(|one| one.session.id == account.session.id).then(|| about.consents.iter().find(is_it))
    }

    fn mark_familiar(&mut self, session: Option<&SessionId>) {
        for one in &mut self.all {
            one.familiar = Some(&one.session.id) == session;
        }
    }
}

/// The same accounts, the one last used with `client` marked.
///
/// # Errors
/// When the database fails.
pub async fn familiar<'a>(
    conn: &mut Conn,
    accounts: &'a Accounts,
    client: &ClientId,
) -> Result<Cow<'a, Accounts>, Error> {
    let is_known = accounts.about.as_ref().is_some_and(|about| about.client == *client);
    if is_known || accounts.all.len() < 2 {
        return Ok(Cow::Borrowed(accounts));
    }
    let mut latest: Option<(Timestamp, SessionId)> = None;
    for one in &accounts.all {
        let used = session_clients::find(conn, &one.session.id, client).await?;
        latest = latest.max(used.map(|used| (used.last_at, one.session.id.clone())));
    }
    let mut marked = accounts.clone();
    marked.mark_familiar(latest.map(|(_, session)| session).as_ref());
    Ok(Cow::Owned(marked))
}
