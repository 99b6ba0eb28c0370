//! A signature that signs nobody in.

use super::{Method, password::Place};
use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{
        Actor, Cx, Error, Event,
        limits::{address, is_trusted, limited, place::places, window},
    },
    store::limits as limit_rows,
};

/// Counts a failure like a failed password of its address: nobody guesses a signature, but each is looked at and
/// written down.
pub(super) async fn of_signature(
    cx: &Cx<'_>,
    place: &Place<'_>,
    method: Method,
    user: Option<&UserId>,
) -> Result<(), Error> {
    method.count_failure();
    let address = address(cx);
    let places = if is_trusted(cx, address) { Vec::new() } else { places(address) };
    let windows = places.iter().filter_map(|place| window(cx, RuleName::LoginAddress, &place.name, place.times));
    let windows: Vec<_> = windows.collect();
    let event = Event::SignInFailed { user: user.cloned(), client: place.client.cloned() };
    let cx = &cx.acting(Actor::Anonymous);
    let over = cx
        .write(async |work| {
            let mut over = None;
            for window in &windows {
                let count = limit_rows::add(work, window.rule.as_str(), &window.hash, window.start, window.end).await?;
                if count > window.max {
                    over = Some((window.rule.as_str(), window.end - cx.now));
                }
            }
            if over.is_none() {
                work.emit(cx, event).await?;
            }
            Ok(over)
        })
        .await?;
    over.map_or(Ok(()), |(rule, wait)| Err(limited(rule, wait)))
}
