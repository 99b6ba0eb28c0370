//! A signature that signs nobody in.

use super::{Method, password::Place};
use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{
        Actor, Cx, Error, Event,
        limits::{add_to_all, address, is_trusted, windows},
    },
};

/// Counts a failure like a failed password of its address: nobody guesses a signature, but each is looked at and
/// written down.
///
/// # Errors
/// [`Error::TooMany`] beyond the limit.
pub(super) async fn of_signature(
    cx: &Cx<'_>,
    place: &Place<'_>,
    method: Method,
    user: Option<&UserId>,
) -> Result<(), Error> {
    method.count_failure();
    let address = address(cx);
    let windows = if is_trusted(cx, address) { Vec::new() } else { windows(cx, RuleName::LoginAddress, address) };
    let event = Event::SignInFailed { user: user.cloned(), client: place.client.cloned() };
    let cx = &cx.acting(Actor::Anonymous);
    cx.write(async |work| match add_to_all(work, &windows).await? {
        // What was counted stays counted.
        Some(full) => Ok(Err(work.refuse(full.exceeded(cx)))),
        None => {
            work.emit(cx, event).await?;
            Ok(Ok(()))
        }
    })
    .await?
}
