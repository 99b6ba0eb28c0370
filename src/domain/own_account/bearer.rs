//! Who shows an access token of the account API (RFC 6750), and whether its person has signed in lately and strongly
//! enough for what it wants to do (RFC 9470).

use std::sync::Arc;

use serde_json::Value;

use crate::{
    app::caches::CachedClient,
    base::time::{Seconds, Timestamp},
    domain::{
        kernel::{Actor, Cx, Error, Permission},
        login::reach::Means,
        registry::{clients, resource_servers},
        sessions::{self, SignedIn},
        tokens,
    },
    protocol::{
        error::Refusal,
        introspection, permission,
        scope::{Scopes, account},
    },
    store::{
        grants,
        sessions::{self as session_rows, Session},
        users::{self, User},
    },
};

/// An access token of the account API that is good, with whom it speaks for.
pub struct Bearer {
    /// The client that shows it.
    pub client: Arc<CachedClient>,
    /// The person.
    pub user: User,
    /// What the client calls the person.
    pub sub: String,
    /// The session in which they approved, while it goes on.
    pub session: Option<Session>,
    scopes: Scopes,
    auth_time: Option<Timestamp>,
    approved_at: Timestamp,
}

/// What an authorization request must ask for, so that its token does what this one does not (RFC 9470 §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepUp {
    /// The `acr` to reach; none where a recent sign-in is all that is missing.
    pub acr: Option<String>,
    /// How long ago the sign-in may be, in seconds.
    pub max_age: i64,
}

/// Checks an access token and whether its client may use the account API now.
///
/// # Errors
/// `invalid_token` (RFC 6750 §3.1).
pub async fn bearer(cx: &Cx<'_>, token: &str) -> Result<Bearer, Error> {
    let dead = || Refusal::invalid_token("the access token is unknown, expired or revoked (RFC 6750 section 3.1)");
    let live = tokens::inspect(cx, token).await?.ok_or_else(dead)?;
    let api = resource_servers::account_api(cx).await?.ok_or(Error::NotFound)?;
    // RFC 9068 §4: a token that is meant for another API is refused; so is one that others may show here, too.
    if introspection::audiences(&live.claims) != [api.audience.as_str()] {
        return Err(Refusal::invalid_token(
            "the access token is meant for another resource server (RFC 9068 section 4)",
        )
        .into());
    }
    let client = clients::find(cx, &live.client).await?.ok_or_else(dead)?;
    // Asked each time: what its operator takes from a client counts for the tokens that it has.
    if !permission::may_use(&client.client, &api) {
        return Err(Refusal::invalid_token(
            "this client may not use the account API: only one that an operator made, with the API among its allowed_resources, may (RFC 6750 section 3.1)",
        )
        .into());
    }
    let standing = live.standing.as_ref().ok_or_else(dead)?;
    let mut conn = cx.read().await?;
    let user = match &standing.user_id {
        Some(id) => users::find(&mut conn, id).await?.filter(|user| user.disabled_at.is_none()),
        None => None,
    };
    let user = user.ok_or_else(dead)?;
    let grant = grants::find(&mut conn, &standing.grant_id).await?.ok_or_else(dead)?;
    let session = match &grant.session_id {
        Some(id) => session_rows::find(&mut conn, id).await?.filter(|one| is_live(cx, one)),
        None => None,
    };
    let scopes = Scopes::parse(live.claims.get("scope").and_then(Value::as_str).unwrap_or_default())?;
    // As far as the client may still ask for them.
    let scopes = scopes.filter(|scope| permission::may_ask(&client.client, &api, scope));
    let sub = live.claims.get("sub").and_then(Value::as_str).ok_or_else(dead)?.to_owned();
    Ok(Bearer { client, user, sub, session, scopes, auth_time: grant.auth_time, approved_at: grant.created_at })
}

fn is_live(cx: &Cx<'_>, session: &Session) -> bool {
    session.ended_at.is_none() && cx.now < session.expires_at && cx.now < session.idle_expires_at
}

impl Bearer {
    /// The bearer as the one who acts.
    pub fn actor(&self) -> Actor {
        let changes = [account::WRITE, account::SECURITY].iter().any(|scope| self.scopes.has(scope));
        let may: &'static [Permission] =
            if changes { &[Permission::UsersRead, Permission::UsersWrite] } else { &[Permission::UsersRead] };
        Actor::Token { client: self.client.client.id.clone(), user: Some(self.user.id.clone()), may }
    }

    /// Refuses a token that was not given for this.
    ///
    /// # Errors
    /// `insufficient_scope` (RFC 6750 §3.1).
    pub fn check_scope(&self, scope: &str) -> Result<(), Refusal> {
        if self.scopes.has(scope) {
            return Ok(());
        }
        Err(Refusal::insufficient_scope(format!(
            "this needs an access token with scope {scope} (RFC 6750 section 3.1)"
        )))
    }
}

/// The person in the session of their approval, while it goes on, with no more than was proven there until then.
pub fn signed_in(bearer: &Bearer) -> Option<SignedIn> {
    let (session, auth_time) = (bearer.session.as_ref()?, bearer.auth_time?);
    let factors = session.proven().into_iter().filter(|factor| factor.at <= bearer.approved_at).collect();
    let auth_time = auth_time.min(session.auth_time);
    let of_token = Session { auth_time, factors, ..session.clone().without_factors() };
    Some(SignedIn { session: of_token, user: bearer.user.clone(), familiar: false })
}

/// The person, if they signed in lately enough to change how they sign in, with everything that is asked of them, by
/// the very rule of the pages; else what to ask them for. A sign-in or a further factor that came after the approval of
/// this token does not count for it, or an app would gain by what the person does elsewhere.
///
/// # Errors
/// When the database fails.
pub async fn fresh(cx: &Cx<'_>, bearer: &Bearer) -> Result<Result<SignedIn, StepUp>, Error> {
    match signed_in(bearer).filter(|me| sessions::is_fresh(cx, me)) {
        Some(me) => Ok(Ok(me)),
        None => Ok(Err(step_up(cx, &bearer.user).await?)),
    }
}

/// What to ask the person for.
async fn step_up(cx: &Cx<'_>, user: &User) -> Result<StepUp, Error> {
    // RFC 9470 §3: what the person can reach, where they are asked for a further factor.
    let acr = if user.second_factor_at.is_some() {
        let means = Means::of_person(cx, &mut cx.read().await?, user).await?;
        cx.issuer.policy.acr.reached_by_one(&means.by_sign_in(&[])).pop()
    } else {
        None
    };
    // A sign-in of this very age is too old here and not yet for max_age (OIDC Core §3.1.2.1).
    let Seconds(fresh) = cx.app.config.session.fresh;
    Ok(StepUp { acr, max_age: (fresh - 1).max(0) })
}
