//! Finding one of our keys by its name, also one that another instance has just made.

use std::sync::Arc;

use super::load;
use crate::{
    app::App,
    domain::error::Error,
    protocol::jose::{
        jwe::{ContentEnc, KeyMgmtAlg, NotOpened, Unopened},
        key::VerifyingKey,
        key_ring::KeyRing,
    },
};

/// The public signing key of that name; none when it is not ours or was revoked.
///
/// # Errors
/// When the database fails.
pub async fn verifying(app: &App, kid: &str) -> Result<Option<Arc<VerifyingKey>>, Error> {
    reread_for(app, kid).await?;
    Ok(app.keys().verifying(kid))
}

/// The content of a message that was encrypted to us; the inner result says why there is none.
///
/// # Errors
/// When the database fails.
pub async fn open(
    app: &App,
    message: &Unopened,
    algs: &[KeyMgmtAlg],
    encs: &[ContentEnc],
) -> Result<Result<Vec<u8>, NotOpened>, Error> {
    if let Some(kid) = &message.header().kid {
        reread_for(app, kid).await?;
    }
    Ok(app.keys().open(message, algs, encs))
}

/// Loads the keys again when one is named that is not known here: another instance may have made
/// it in the half second since this one last looked. At most once a second, however many names
/// strangers invent, so that they cost the database nothing.
async fn reread_for(app: &App, kid: &str) -> Result<(), Error> {
    let known = |ring: &KeyRing| ring.knows(kid);
    if known(&app.keys()) {
        return Ok(());
    }
    let mut last = app.keys_reread.lock().await;
    // Who waited here for somebody else's look has the answer now.
    if known(&app.keys()) || *last == Some(app.clock.now()) {
        return Ok(());
    }
    *last = Some(app.clock.now());
    load::reload(app).await
}
