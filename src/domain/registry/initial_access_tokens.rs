//! Initial access tokens (RFC 7591 §1.2): made by the operator, shown by whoever registers a client.

use crate::{
    base::{
        id::InitialAccessTokenId,
        secret::{Secret, TokenHash},
        text::{is_name, name_rule},
        time::Seconds,
    },
    domain::kernel::{Cx, Error, Event, On, Permission, Work, permit},
    protocol::error::Refusal,
    store::initial_access_tokens::{self, InitialAccessToken},
};

/// Most characters of a label.
const LABEL_MAX: usize = 100;

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What the operator calls it.
    pub label: Option<String>,
    /// How often it may be used; any number when absent.
    pub uses: Option<u32>,
    /// How long it lives.
    pub lifetime: Seconds,
}

/// Makes a token. It can be shown now and never again.
///
/// # Errors
/// [`Error::Invalid`] for a life or a number that makes no sense.
pub async fn create(cx: &Cx<'_>, new: NewToken) -> Result<(InitialAccessToken, Secret<String>), Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    let year = Seconds::days(366);
    if new.lifetime < Seconds(60) || new.lifetime > year {
        return Err(Error::field("lifetime", "out_of_range", "choose one minute to 366 days"));
    }
    if new.uses == Some(0) {
        return Err(Error::field("uses", "out_of_range", "choose at least 1, or leave it out for any number"));
    }
    if !new.label.as_ref().is_none_or(|label| is_name(label, LABEL_MAX)) {
        return Err(Error::field("label", "label_invalid", name_rule(LABEL_MAX)));
    }
    let now = cx.now;
    let token = cx.app.entropy.token();
    let row = InitialAccessToken {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        token_hash: TokenHash::of(token.expose()),
        label: new.label,
        uses_left: new.uses.map(i64::from),
        created_at: now,
        expires_at: now + new.lifetime,
        last_used_at: None,
        revoked_at: None,
    };
    cx.write(async |work| {
        initial_access_tokens::insert(work, &row).await?;
        work.emit(cx, Event::InitialAccessTokenCreated(row.id.clone())).await
    })
    .await?;
    Ok((row, token))
}

/// Takes a token back.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn revoke(cx: &Cx<'_>, id: &InitialAccessTokenId) -> Result<(), Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        if !initial_access_tokens::revoke(work, id, cx.now).await? {
            return Err(Error::NotFound);
        }
        work.emit(cx, Event::InitialAccessTokenRevoked(id.clone())).await
    })
    .await
}

/// Whether a token would be taken, before anything is fetched for its holder.
///
/// # Errors
/// `invalid_token`.
pub async fn check(cx: &Cx<'_>, hash: &TokenHash) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    let now = cx.now;
    let good = |one: &InitialAccessToken| {
        one.issuer_id == cx.issuer.id
            && one.revoked_at.is_none()
            && now < one.expires_at
            && one.uses_left.is_none_or(|left| left > 0)
    };
    let found = initial_access_tokens::find(&mut conn, hash).await?;
    if found.as_ref().is_some_and(good) { Ok(()) } else { Err(refused().into()) }
}

/// Spends one use, in the transaction that writes the client.
///
/// # Errors
/// `invalid_token` when the last use went to somebody else meanwhile.
pub async fn spend(cx: &Cx<'_>, work: &mut Work, hash: &TokenHash) -> Result<(), Error> {
    let spent = initial_access_tokens::spend(work, hash, cx.now).await?;
    if spent { Ok(()) } else { Err(refused().into()) }
}

/// What is said of a token that is missing, unknown, used up or expired.
pub fn refused() -> Refusal {
    Refusal::invalid_token(
        "registration needs an initial access token in the Authorization header, and this one is missing, unknown or \
         used up (RFC 7591 section 3)",
    )
}
