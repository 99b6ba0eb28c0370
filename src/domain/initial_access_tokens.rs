//! Initial access tokens (RFC 7591 §1.2): made by the operator, shown by whoever registers a client.

use super::{
    audit::{self, By},
    error::{Error, settle},
};
use crate::{
    app::App,
    base::{
        id::InitialAccessTokenId,
        secret::{Secret, TokenHash},
        text::{is_name, name_rule},
        time::Seconds,
        url::ServedIssuer,
    },
    protocol::error::Error as Refusal,
    store::{
        Tx, audit as audit_events,
        initial_access_tokens::{self, InitialAccessToken},
    },
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
pub async fn create(
    app: &App,
    issuer: &ServedIssuer,
    new: NewToken,
    by: By<'_>,
) -> Result<(InitialAccessToken, Secret<String>), Error> {
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
    let now = app.clock.now();
    let token = app.entropy.token();
    let row = InitialAccessToken {
        id: InitialAccessTokenId::fresh(&app.clock, &app.entropy),
        issuer_id: issuer.id.clone(),
        token_hash: TokenHash::of(token.expose()),
        label: new.label,
        uses_left: new.uses.map(i64::from),
        created_at: now,
        expires_at: now + new.lifetime,
        last_used_at: None,
        revoked_at: None,
    };
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        initial_access_tokens::insert(&mut tx, &row).await?;
        note(app, issuer, &mut tx, ("initial_access_token.created", &row.id), by).await
    }
    .await;
    settle(tx, outcome).await?;
    Ok((row, token))
}

/// Takes a token back.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn revoke(app: &App, issuer: &ServedIssuer, id: &InitialAccessTokenId, by: By<'_>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        if !initial_access_tokens::revoke(&mut tx, id, app.clock.now()).await? {
            return Err(Error::NotFound);
        }
        note(app, issuer, &mut tx, ("initial_access_token.revoked", id), by).await
    }
    .await;
    settle(tx, outcome).await
}

async fn note(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (kind, id): (&str, &InitialAccessTokenId),
    by: By<'_>,
) -> Result<(), Error> {
    let event = audit::event(app, issuer, kind, by.actor, by.origin);
    Ok(audit_events::insert(tx, &audit::with(event, "id", id.as_str())).await?)
}

/// Whether a token would be taken, before anything is fetched for its holder.
///
/// # Errors
/// `invalid_token`.
pub async fn check(app: &App, issuer: &ServedIssuer, hash: &TokenHash) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let now = app.clock.now();
    let good = |one: &InitialAccessToken| {
        one.issuer_id == issuer.id
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
pub async fn spend(app: &App, tx: &mut Tx, hash: &TokenHash) -> Result<(), Error> {
    let spent = initial_access_tokens::spend(tx, hash, app.clock.now()).await?;
    if spent { Ok(()) } else { Err(refused().into()) }
}

/// What is said of a token that is missing, unknown, used up or expired.
pub fn refused() -> Refusal {
    Refusal::invalid_token(
        "registration needs an initial access token in the Authorization header, and this one is missing, unknown or \
         used up (RFC 7591 section 3)",
    )
}
