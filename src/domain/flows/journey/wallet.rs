//! A wallet that no account has waits on a journey, sealed for its browser, until its holder has made one.

use super::wait::{WaitsHere, WithWaiting, wait_in, with_waiting};
use crate::{
    domain::{
        interactions::{Paused, Stopped},
        kernel::{Cx, limits},
        login::wallets::{UnknownWallet, WaitingWallet},
        sessions::visitor::Visitor,
    },
    protocol::authorize::interaction::Progress,
};

/// Lets a wallet wait for the account that its holder makes. What it signed is spent.
///
/// # Errors
/// [`Error::TooMany`](crate::domain::kernel::Error::TooMany) where too many accounts were made from here,
/// [`Error::NotFound`](crate::domain::kernel::Error::NotFound) where the message was signed before, and what [`Stopped`]
/// says besides.
pub async fn wait_for_account(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: Paused,
    unknown: &UnknownWallet,
) -> Result<WaitsHere, Stopped> {
    let WithWaiting { paused, browser } = with_waiting(visitor, paused, |browser| {
        Ok(Progress { wallet: Some(unknown.wallet().seal(cx, browser)?), ..Progress::default() })
    })?;
    cx.write(async |work| {
        limits::may_sign_up(cx, work).await?;
        let waits = wait_in(cx, work, &paused, browser).await?;
        unknown.spend(work).await?;
        Ok(waits)
    })
    .await?
}

/// The wallet that waits on a journey in this browser, for whoever makes an account there.
pub fn waiting_wallet(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: &Paused) -> Option<WaitingWallet> {
    WaitingWallet::open(cx, visitor.browser?, paused.progress.wallet.as_deref()?)
}
