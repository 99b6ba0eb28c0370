//! Redeeming an authorization code (RFC 6749 §4.1.3; rules in `protocol/token/authorization_code.rs`).

use super::{
    TokenRequest,
    permitted::{Permitted, permitted},
    refresh_token,
};
use crate::{
    base::secret::TokenHash,
    domain::{
        kernel::{Cx, Error, Event},
        tokens::issue::{self, Approved, Issued},
    },
    protocol::{
        client::GrantType,
        scope::Scopes,
        token::{
            audience,
            authorization_code::{self as rules, IssuedCode},
        },
    },
    store::{
        codes, grants,
        presented::{self, PresentedCode},
        refresh_families,
    },
};

/// Exchanges a code for tokens.
///
/// # Errors
/// `invalid_grant`; when the code was redeemed before, what it brought is revoked first.
pub async fn exchange(cx: &Cx<'_>, request: &TokenRequest<'_>) -> Result<Issued, Error> {
    let now = cx.now;
    let hash = TokenHash::of(request.params.required("code", "RFC 6749 section 4.1.3")?);
    // Nothing that is read here can change but `consumed_at`, which the update below decides.
    let mut conn = cx.read().await?;
    let PresentedCode { code, grant, person } =
        presented::find_code(&mut conn, &hash).await?.ok_or_else(rules::unknown)?;
    let facts = IssuedCode {
        client_id: &code.client_id,
        redirect_uri: &code.redirect_uri,
        redirect_uri_sent: code.redirect_uri_sent_at.is_some(),
        code_challenge: code.code_challenge.as_deref(),
        expires_at: code.expires_at,
        client_is_public: request.client.is_public(),
    };
    if code.consumed_at.is_some() && code.client_id == request.client.id {
        drop(conn);
        return Err(replayed(cx, request, &code).await);
    }
    rules::check(&facts, &request.client.id, request.params, now)?;
    if grant.revoked_at.is_some() {
        return Err(rules::unknown().into());
    }
    let subject = issue::subject_of(cx, conn, request, grant.clone(), person).await?;
    let Permitted { servers, scopes: granted } =
        permitted(cx, request, &grant, Scopes::of(grant.scopes.clone())).await?;
    let shape = audience::shape(&servers, &granted)?;

    let lifetime = shape.lifetime.0;
    let offline = granted.has("offline_access");
    let family =
        request.client.has_grant(GrantType::RefreshToken).then(|| refresh_token::new_family(cx, &grant, offline, now));
    let end = issue::grant_end(now, lifetime, family.as_ref().map(|(family, _)| family.expires_at));
    let approved = Approved {
        nonce: grant.nonce.clone(),
        refresh_token: family.as_ref().map(|(_, token)| token.clone()),
        subject,
        shape,
        granted,
    };

    let issued = cx
        .write(async |work| {
            // The grant before its code (`users::find_held`).
            let lives = grants::extend(work, &grant.id, end).await?;
            // One winner: a code is spent by this update and by nothing else.
            if !codes::consume(work, &hash, now).await? {
                return Ok(None);
            }
            if !lives {
                return Err(rules::unknown().because("the grant was revoked while its code was in flight").into());
            }
            if let Some((family, _)) = &family {
                refresh_families::insert(work, family).await?;
            }
            issue::with_grant(cx, work, request, approved).await.map(Some)
        })
        .await?;
    match issued {
        Some(issued) => Ok(issued),
        None => Err(replayed(cx, request, &code).await),
    }
}

// RFC 6749 §4.1.2: a code used twice SHOULD take with it every token that it brought.
async fn replayed(cx: &Cx<'_>, request: &TokenRequest<'_>, code: &codes::Code) -> Error {
    let refused: Result<(), Error> = cx
        .write(async |work| {
            let revoked = grants::revoke(work, &code.grant_id, cx.now).await?;
            let anew = !revoked.is_empty();
            work.emit(cx, Event::GrantsRevoked(revoked)).await?;
            if anew {
                let (client, grant) = (request.client.id.clone(), code.grant_id.clone());
                work.emit(cx, Event::CodeReused { client, grant }).await?;
            }
            Err(Error::RefusedKeepingWrites(rules::reused()))
        })
        .await;
    refused.err().unwrap_or_else(|| rules::reused().into())
}
