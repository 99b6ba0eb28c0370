//! Finding one of our keys by its name, also one that another instance has just made.

use std::sync::Arc;

use super::load;
use crate::{
    domain::kernel::{Cx, Error},
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
pub async fn verifying(cx: &Cx<'_>, kid: &str) -> Result<Option<Arc<VerifyingKey>>, Error> {
    reread_for(cx, kid).await?;
    Ok(cx.issuer.keys().verifying(kid))
}

/// The content of a message that was encrypted to us; the inner result says why there is none.
///
/// # Errors
/// When the database fails.
pub async fn open(
    cx: &Cx<'_>,
    message: &Unopened,
    algs: &[KeyMgmtAlg],
    encs: &[ContentEnc],
) -> Result<Result<Vec<u8>, NotOpened>, Error> {
    if let Some(kid) = &message.header().kid {
        reread_for(cx, kid).await?;
    }
    Ok(cx.issuer.keys().open(message, algs, encs))
}

/// Loads the keys again when one is named that is not known here: another instance may have made
/// it in the half second since this one last looked. At most once a second, however many names
/// strangers invent, so that they cost the database nothing.
async fn reread_for(cx: &Cx<'_>, kid: &str) -> Result<(), Error> {
    let known = |ring: &KeyRing| ring.knows(kid);
    if known(&cx.issuer.keys()) {
        return Ok(());
    }
    let mut last = cx.issuer.reloaded_for_unknown().await;
    // Who waited here for somebody else's look has the answer now.
    if known(&cx.issuer.keys()) || last.is_some_and(|at| cx.now <= at) {
        return Ok(());
    }
    *last = Some(cx.now);
    load::reload(cx).await
}
