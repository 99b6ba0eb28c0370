//! RP-Initiated Logout: whose session, whether to ask, and where to go afterwards.

use std::sync::Arc;

use crate::{
    app::caches::CachedClient,
    base::id::{SessionId, UserId},
    domain::{
        approval::claims,
        kernel::{Cx, Error},
        registry::clients::{self, dynamic},
        sessions::{
            self, SignedIn,
            outcomes::{self, Ended},
            visitor::Visitor,
        },
        tokens::{self, Hint},
    },
    protocol::{
        client::ClientId,
        error::Refusal,
        logout::rp_initiated::{self, LogoutRequester, Named, Plan, check_client},
        params::Params,
    },
    store::{Conn, clients as client_rows, session_clients, users},
};

/// A logout request that was looked at.
pub struct Request {
    /// Who is signed in to this browser.
    pub accounts: Vec<SignedIn>,
    /// Which of them are to be signed out, and whether the person is asked.
    pub plan: Plan,
    /// The client's address to go to afterwards; otherwise our own page.
    pub redirect: Option<String>,
    /// Why the person cannot go where the client wants.
    pub refusal: Option<Refusal>,
    /// The client that asks.
    pub client: Option<Arc<CachedClient>>,
    /// The sessions that this very request ended a moment ago, when it came for the first time.
    pub ended_before: Vec<SessionId>,
    /// Whether the person sees the address of `redirect` first, and goes on by themselves.
    pub shown_first: bool,
}

impl Request {
    /// The accounts to sign out, where `chosen` is what the person answered: the session of one
    /// account, anything else for all of them.
    pub fn ending(&self, chosen: Option<&str>) -> Vec<&SignedIn> {
        match &self.plan {
            Plan::Now(places) => places.iter().filter_map(|at| self.accounts.get(*at)).collect(),
            Plan::Ask(_) => {
                let one: Option<SessionId> = chosen.and_then(|text| text.parse().ok());
                let wanted = |account: &&SignedIn| one.as_ref().is_none_or(|id| account.session.id == *id);
                self.accounts.iter().filter(wanted).collect()
            }
        }
    }
}

/// Looks at a logout request. Nothing ends yet.
///
/// # Errors
/// `invalid_request` for a parameter that stands twice.
pub async fn begin(cx: &Cx<'_>, visitor: &Visitor<'_>, params: &Params) -> Result<Request, Error> {
    params.check_duplicates("RP-Initiated Logout section 2")?;
    let hint = match params.get("id_token_hint") {
        Some(hint) => tokens::id_token_hint(cx, hint).await?,
        None => None,
    };
    let mismatch = check_client(params, hint.as_ref().map(|hint| &hint.client)).err();
    // RP-Initiated Logout §4: what failed to validate MUST NOT be used.
    let hint = hint.filter(|_| mismatch.is_none());
    let id = hint.as_ref().map(|hint| hint.client.clone()).or_else(|| params.get("client_id").map(ClientId::new));
    let client = match id.filter(|_| mismatch.is_none()) {
        Some(id) => clients::find(cx, &id).await?,
        None => None,
    };
    let asked = LogoutRequester {
        client: client.as_ref().map(|cached| &cached.client),
        hint_valid: hint.is_some(),
        issuer: &cx.issuer.url,
    };
    let redirect = mismatch.map_or_else(|| rp_initiated::redirect(params, asked), Err);
    let (redirect, refusal) = redirect.map_or_else(|refusal| (None, Some(refusal)), |redirect| (redirect, None));
    let mut conn = cx.read().await?;
    let asking = client.as_ref().map(|cached| &cached.client.id);
    let accounts = match visitor.browser {
        Some(browser) => sessions::signed_in(&mut conn, browser, asking, cx.now).await?,
        None => Vec::new(),
    };
    let named = match accounts.as_slice() {
        [] => Vec::new(),
        accounts => {
            let hints = Hints { token: hint.as_ref(), name: params.get("logout_hint"), client: asking };
            named(cx, &mut conn, accounts, &hints).await?
        }
    };
    let ended = outcomes::ended(cx, &mut conn, visitor).await?;
    // Sent twice, and nobody has signed in since the first: it is done, whoever else is signed in here.
    let ended = ended.filter(|ended| accounts.iter().all(|one| one.session.auth_time <= ended.at));
    let plan = match &ended {
        Some(_) => Plan::Now(Vec::new()),
        None => rp_initiated::plan(&named, refusal.is_some()),
    };
    // RFC 9700 §4.11.2: with nobody to sign out this is a link to wherever the client likes.
    let stranger = client.as_ref().is_some_and(|cached| dynamic::is_stranger(cx, &cached.client));
    let shown_first = stranger && accounts.is_empty() && ended.is_none();
    let ended_before = ended.map(|Ended { sessions, .. }| sessions).unwrap_or_default();
    Ok(Request { accounts, plan, redirect, refusal, client, ended_before, shown_first })
}

/// Who is to be signed out, in the words of the request.
struct Hints<'a> {
    /// `id_token_hint`, if it is good.
    token: Option<&'a Hint>,
    /// `logout_hint`
    name: Option<&'a str>,
    /// Whose words they are.
    client: Option<&'a ClientId>,
}

/// How the request speaks of each account.
async fn named(cx: &Cx<'_>, conn: &mut Conn, accounts: &[SignedIn], hints: &Hints<'_>) -> Result<Vec<Named>, Error> {
    let by_token = match hints.token {
        Some(token) => known_as(cx, conn, Some(&token.client), token.sid.as_deref(), &token.subject).await?,
        None => Known::default(),
    };
    let by_name = match hints.name {
        Some(name) => known_as(cx, conn, hints.client, Some(name), name).await?,
        None => Known::default(),
    };
    Ok(accounts
        .iter()
        .map(|one| Named {
            by_token: by_token.is_session(one),
            by_older_token: by_token.is_person(one) && !by_token.is_session(one),
            by_hint: by_name.is_session(one)
                || by_name.is_person(one)
                || hints.name.is_some_and(|name| goes_by(&one.user, name)),
            familiar: one.familiar,
        })
        .collect())
}

/// Whom a client means by names that we gave it.
#[derive(Default)]
struct Known {
    session: Option<SessionId>,
    user: Option<UserId>,
}

impl Known {
    fn is_session(&self, account: &SignedIn) -> bool {
        self.session.as_ref() == Some(&account.session.id)
    }

    fn is_person(&self, account: &SignedIn) -> bool {
        self.user.as_ref() == Some(&account.user.id)
    }
}

/// The session of this `sid`, and the person whom the client calls by this `sub`.
async fn known_as(
    cx: &Cx<'_>,
    conn: &mut Conn,
    client: Option<&ClientId>,
    sid: Option<&str>,
    sub: &str,
) -> Result<Known, Error> {
    let session = match sid {
        Some(sid) => session_clients::find_by_sid(conn, sid).await?.map(|row| row.session_id),
        None => None,
    };
    // Also one that is switched off by now: it named the person when it was not.
    let client = match client {
        Some(id) => client_rows::find(conn, id).await?.filter(|client| client.issuer_id == cx.issuer.id),
        None => None,
    };
    let user = match &client {
        Some(client) => claims::user_of(cx, conn, client, sub).await?,
        None => None,
    };
    Ok(Known { session, user })
}

/// Whether a person goes by this name.
fn goes_by(user: &users::User, name: &str) -> bool {
    // RP-Initiated Logout §2: the value might be an e-mail address, a phone number or a user name.
    let key = users::fold(name);
    key == user.username_key || Some(&key) == user.email_key.as_ref() || Some(name) == user.phone_number.as_deref()
}

/// Ends the sessions: all of them or none.
///
/// # Errors
/// When the database fails.
pub async fn finish(cx: &Cx<'_>, visitor: &Visitor<'_>, ending: &[&SignedIn]) -> Result<(), Error> {
    if ending.is_empty() {
        return Ok(());
    }
    cx.write(async |work| {
        for one in ending {
            sessions::end_in(&cx.acting(one.actor()), work, &one.session).await?;
        }
        let ended: Vec<&SessionId> = ending.iter().map(|one| &one.session.id).collect();
        outcomes::keep_ended(cx, work, visitor, &ended).await
    })
    .await
}
