//! What an upstream handed out for a person is released to an app: one that its operator named the upstream to, to which
//! the person agreed, good for no more than they agreed to, and written down each time. The refresh token stays here.

use super::inspect;
use crate::{
    app::verified_tokens::VerifiedToken,
    base::id::{GrantId, UserId},
    domain::{
        kernel::{Actor, Cx, Error, Event, On, Permission, event::ReleasedUpstreamToken, permit},
        registry::upstreams::{
            self, Upstream,
            tokens::{self, KeptToken, UpstreamAccessToken},
        },
    },
    protocol::{
        client::Client,
        error::Refusal,
        introspection, permission,
        scope::Scopes,
        token::token_exchange::{AgreedAccess, AskedExchange},
    },
    store::{identities, users},
};

/// Whose consent an app shows, to what, and under which approval.
struct Consented {
    user: UserId,
    grant: GrantId,
    access: AgreedAccess,
}

/// Releases the access token of an upstream to a client that has authenticated and shows an access token of ours.
///
/// # Errors
/// `invalid_target` for an upstream that the client may not reach, where nothing is kept of the person, or nothing that is
/// good for no more than they agreed to; `invalid_request` for an access token that does not speak for somebody who agreed
/// (RFC 8693 §2.2.2); `invalid_scope` for more than they agreed to or the upstream gave; `temporarily_unavailable` while
/// it does not answer.
pub(super) async fn release(
    cx: &Cx<'_>,
    client: &Client,
    asked: &AskedExchange<'_>,
) -> Result<UpstreamAccessToken, Error> {
    let found = upstreams::find(cx, asked.audience).await?.filter(|one| one.settings.keeps_tokens);
    // Whoever may not reach an upstream does not learn whether there is one.
    let upstream = found.filter(|one| permission::may_reach(client, &one.name)).ok_or_else(|| {
        Refusal::invalid_target("audience names no upstream whose tokens this client may get (RFC 8693 section 2.2.2)")
    })?;
    let dead = || Refusal::invalid_request("subject_token is unknown, expired or revoked (RFC 8693 section 2.2.2)");
    let live = inspect(cx, asked.subject_token).await?.ok_or_else(dead)?;
    let Consented { user, grant, access } = consented(cx, client, &live, &upstream)?;
    let actor = Actor::Token { client: client.id.clone(), user: Some(user.clone()), may: &[Permission::UsersRead] };
    let cx = &cx.acting(actor);
    permit(cx, Permission::UsersRead, On::User(&user))?;
    let mut conn = cx.read().await?;
    let person = users::find(&mut conn, &user).await?.filter(|person| person.disabled_at.is_none());
    person.ok_or_else(dead)?;
    let identity = identities::find_at(&mut conn, &user, &upstream.id).await?;
    drop(conn);
    let identity = identity.ok_or_else(gone)?;
    let kept = good(Box::pin(tokens::current(cx, &upstream, &identity.id)).await?)?;
    let given = Scopes::of(kept.scopes.iter().cloned());
    let token = match access.narrowed(asked.scopes.as_ref(), &given)? {
        None => kept,
        Some(scopes) => good(Box::pin(tokens::narrowed(cx, &upstream, &identity.id, &scopes)).await?)?,
    };
    let released = ReleasedUpstreamToken {
        upstream: upstream.id.clone(),
        client: client.id.clone(),
        user,
        grant,
        scopes: token.scopes.clone(),
    };
    // Written down before it leaves the house.
    cx.write(async |work| work.emit(cx, Event::UpstreamTokenReleased(released)).await).await?;
    Ok(token)
}

/// Whose consent an access token of ours brings for this client and upstream.
fn consented(cx: &Cx<'_>, client: &Client, live: &VerifiedToken, upstream: &Upstream) -> Result<Consented, Refusal> {
    // RFC 8693 §2.2.2: a subject_token that is unacceptable by policy is invalid_request.
    if live.client != client.id {
        return Err(Refusal::invalid_request("subject_token was issued to another client (RFC 8693 section 2.2.2)"));
    }
    // RFC 9068 §4: what is meant for an API is not shown here.
    if !introspection::audiences(&live.claims).contains(&cx.issuer.url.as_str()) {
        return Err(Refusal::invalid_request(
            "subject_token is meant for another resource server (RFC 9068 section 4)",
        ));
    }
    let scopes = Scopes::parse(live.claims.get("scope").and_then(serde_json::Value::as_str).unwrap_or_default())?;
    let access = AgreedAccess::of(client, &scopes, &upstream.name).ok_or_else(|| {
        Refusal::invalid_request(
            "subject_token lacks the scope upstream:NAME, by which its person agrees (RFC 8693 section 2.2.2)",
        )
    })?;
    let of_person = live.standing.as_ref().and_then(|standing| {
        let user = standing.user_id.clone()?;
        Some(Consented { user, grant: standing.grant_id.clone(), access })
    });
    of_person.ok_or_else(|| Refusal::invalid_request("subject_token speaks for no person (RFC 8693 section 2.2.2)"))
}

/// A token that is good, or why there is none.
fn good(kept: KeptToken) -> Result<UpstreamAccessToken, Refusal> {
    match kept {
        KeptToken::Good(token) => Ok(token),
        KeptToken::Gone => Err(gone()),
        KeptToken::Later => Err(Refusal::temporarily_unavailable("the upstream does not answer now; try again later")),
        // RFC 8693 §2.2.2: no token can be issued for the target.
        KeptToken::TooWide => Err(Refusal::invalid_target(
            "what is kept of this person is good for more than they let this client have, and the upstream makes no \
             narrower token (RFC 8693 section 2.2.2)",
        )),
    }
}

fn gone() -> Refusal {
    Refusal::invalid_target(
        "nothing is kept of this person at the upstream: they sign in there once more (RFC 8693 section 2.2.2)",
    )
}
