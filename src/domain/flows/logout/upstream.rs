//! Sessions that began at an upstream end with those there, and the other way round.

use std::sync::Arc;

use crate::{
    base::{
        id::SessionId,
        secret::{Secret, TokenHash},
    },
    domain::{
        kernel::{Actor, Cx, Error, Feature, Work, seals},
        registry::{
            upstream_calls,
            upstreams::{self, Upstream},
        },
        sessions,
    },
    protocol::{
        error::Refusal,
        jose::jwt::Unverified,
        upstream::{
            UpstreamAudience, UpstreamFaultKind, UpstreamIssuer, UpstreamRefusal,
            end_session::{self, NewUpstreamSignOut},
            id_token::{addressed, alg},
            logout_token::{self, ExpectedUpstreamLogout, UpstreamLogout},
            settings::UpstreamKind,
        },
    },
    store::{
        replay,
        session_upstreams::{self, LoggedOut, SessionOrigin},
        sessions as rows,
    },
};

/// Ends the sessions that a logout token of an upstream names (OIDC Back-Channel Logout §2.6), and tells our apps;
/// answers how many.
///
/// # Errors
/// [`Error::NotFound`] for no upstream; `invalid_request` for a token that is not believed, `temporarily_unavailable`
/// where its keys are not to be had.
pub async fn by_upstream(cx: &Cx<'_>, name: &str, token: &str) -> Result<usize, Error> {
    // One that was switched off may still end what began there.
    let upstream = upstreams::named(cx, name).await?;
    if upstream.kind != UpstreamKind::Oidc {
        return Err(Error::NotFound);
    }
    let out = verified(cx, &upstream, token).await.map_err(refusal)?;
    cx.write(async |work| end_named(cx, work, &upstream, &out).await).await
}

/// What a logout token says, verified.
async fn verified(cx: &Cx<'_>, upstream: &Upstream, token: &str) -> Result<UpstreamLogout, UpstreamRefusal> {
    let issuer = UpstreamIssuer::of(&upstream.settings).ok_or_else(|| {
        UpstreamRefusal::misconfigured("an OpenID provider needs an issuer (OIDC Discovery section 3)")
    })?;
    let jwt = Unverified::parse(token)
        .map_err(|why| UpstreamRefusal::untrusted(format!("the logout token cannot be read: {why}")))?;
    logout_token::check_type(jwt.header())?;
    // A logout token seldom names the tenant (OIDC Back-Channel Logout §2.4 asks for none): it ends what somebody of that
    // tenant began.
    let issuer = issuer.awaiting_tenant(jwt.claims_unverified());
    // What says itself that it is another's fetches nothing.
    addressed(jwt.claims_unverified(), issuer, UpstreamAudience::Us(&upstream.client_id))?;
    let endpoints = upstream_calls::endpoints(cx, upstream).await?;
    let alg = alg(jwt.header(), &endpoints.algs)?;
    let claims = upstream_calls::verify(cx, upstream, &endpoints, &jwt, alg).await?;
    let expected = ExpectedUpstreamLogout {
        issuer,
        client_id: &upstream.client_id,
        now: cx.app.clock.now(),
        skew: cx.issuer.policy.clock_skew,
    };
    let out = logout_token::check(&claims, &expected)?;
    if out.sid.is_none() && upstream.settings.subject != "sub" {
        return Err(UpstreamRefusal::misconfigured(
            "the logout token names no sid, and people of this upstream are not known by their sub",
        ));
    }
    Ok(out)
}

/// A refusal in words that the upstream is told.
fn refusal(why: UpstreamRefusal) -> Error {
    match why.kind {
        UpstreamFaultKind::Unreachable => Refusal::temporarily_unavailable(why.sentence).into(),
        UpstreamFaultKind::Ours => Error::internal(why.sentence),
        _ => Refusal::invalid_request(why.sentence).into(),
    }
}

async fn end_named(cx: &Cx<'_>, work: &mut Work, upstream: &Upstream, out: &UpstreamLogout) -> Result<usize, Error> {
    let cx = cx.acting(Actor::System);
    let seen = TokenHash::of(&format!("{}\0{}", upstream.id, out.jti));
    // OIDC Back-Channel Logout §2.6 (8): the same token does not come twice.
    if !replay::remember(work, "upstream_logout", &seen, out.exp + cx.issuer.policy.clock_skew).await? {
        return Err(Refusal::invalid_request(
            "the logout token was used before: jti is known (OIDC Back-Channel Logout section 2.6)",
        )
        .into());
    }
    let named = LoggedOut { upstream: &upstream.id, iss: &out.iss, sid: out.sid.as_deref() };
    let ending = match &out.sub {
        Some(sub) if upstream.settings.subject == "sub" => {
            session_upstreams::list_live_of_subject(work, named, sub).await?
        }
        _ => session_upstreams::list_live_of_sid(work, named).await?,
    };
    let mut ended = 0;
    for id in &ending {
        if let Some(session) = rows::find(work, id).await?.filter(|session| session.issuer_id == cx.issuer.id) {
            ended += usize::from(sessions::end_in(&cx, work, &session).await?);
        }
    }
    Ok(ended)
}

/// Where a session began, whose person is offered to sign out there.
struct BeganThere {
    upstream: Arc<Upstream>,
    /// Sealed for the session.
    id_token: Option<String>,
}

async fn origin(cx: &Cx<'_>, session: &SessionId) -> Result<Option<BeganThere>, Error> {
    if !Feature::Upstreams.is_on(cx.app) {
        return Ok(None);
    }
    let found = session_upstreams::find_origin(&mut cx.read().await?, session).await?;
    let Some(SessionOrigin { upstream_id, id_token }) = found else { return Ok(None) };
    let upstream = upstreams::by_id(cx, &upstream_id).await?;
    let upstream = upstream.filter(|one| one.settings.offers_logout && one.disabled_at.is_none());
    Ok(upstream.map(|upstream| BeganThere { upstream, id_token }))
}

/// The upstream at which the person of a session is offered to sign out, too: by its operator's word, nobody is asked.
///
/// # Errors
/// When the database fails.
pub async fn offered_there(cx: &Cx<'_>, session: &SessionId) -> Result<Option<Arc<Upstream>>, Error> {
    Ok(origin(cx, session).await?.map(|origin| origin.upstream))
}

/// Somebody who signs out here and may sign out there, too.
#[derive(Debug, Clone, Copy)]
pub struct SignOutThere<'a> {
    /// The session that ends here.
    pub session: &'a SessionId,
    /// Where the upstream sends the browser back to.
    pub post_logout_redirect_uri: &'a str,
    /// What comes back with it.
    pub state: &'a str,
}

/// Where a session began, and where its person signs out there.
#[derive(Debug)]
pub struct UpstreamSignOut {
    /// The upstream.
    pub upstream: Arc<Upstream>,
    /// Its address (OIDC RP-Initiated Logout §2).
    pub address: String,
}

/// Where the person of a session, ended or not, signs out at the upstream where it began; none where it began here, or
/// the upstream has no such place or does not answer. It may fetch, and stands in no transaction.
///
/// # Errors
/// When the database fails.
pub async fn sign_out_there(cx: &Cx<'_>, there: SignOutThere<'_>) -> Result<Option<UpstreamSignOut>, Error> {
    let Some(BeganThere { upstream, id_token }) = origin(cx, there.session).await? else { return Ok(None) };
    let endpoints = match upstream_calls::endpoints(cx, &upstream).await {
        Ok(endpoints) => endpoints,
        Err(why) => {
            tracing::info!(upstream = upstream.name, "no sign-out there is offered: {why}");
            return Ok(None);
        }
    };
    let Some(endpoint) = endpoints.end_session else { return Ok(None) };
    let open = |sealed: &String| {
        let plain = cx.app.sealer.open(&seals::session_upstream(there.session), sealed).map_err(Error::internal)?;
        String::from_utf8(plain.expose().clone()).map(Secret::new).map_err(Error::internal)
    };
    let hint = id_token.as_ref().map(open).transpose()?;
    let address = end_session::address(&NewUpstreamSignOut {
        endpoint: &endpoint,
        client_id: &upstream.client_id,
        id_token_hint: hint.as_ref().map(|token| token.expose().as_str()),
        post_logout_redirect_uri: there.post_logout_redirect_uri,
        state: there.state,
    });
    Ok(address.map(|address| UpstreamSignOut { upstream, address }))
}
