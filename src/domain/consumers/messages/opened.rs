//! What a delivery says, and when it is not worth a try any more.

use super::MessageOutcome;
use crate::{
    domain::kernel::{
        Cx, Error,
        messages::{Content, SealedMessage},
        steady_time,
    },
    store::outbox_deliveries::Delivery,
};

/// The message of a delivery, or what comes of one that cannot be tried. It is given up for good by a clock that is
/// believed alone: otherwise it waits.
///
/// # Errors
/// When the database fails.
pub(super) async fn opened<C: Content>(
    cx: &Cx<'_>,
    one: &Delivery,
) -> Result<Result<SealedMessage<C>, MessageOutcome>, Error> {
    let now = cx.app.clock.now();
    let opened = SealedMessage::<C>::open(cx, one);
    let until = match &opened {
        Ok(message) => message.until,
        Err(_) => one.created_at + C::CHANNEL.give_up(cx),
    };
    if now < until {
        // Another instance may have its key, or be of the version that wrote it.
        return Ok(opened.map_err(|why| MessageOutcome::Retried { why, down: false }));
    }
    if !steady_time::is_believed(cx).await? {
        let why = "it would be too old, by a clock that is not believed".to_owned();
        return Ok(Err(MessageOutcome::Retried { why, down: false }));
    }
    Ok(Err(MessageOutcome::GivenUp(match opened {
        Ok(_) => format!("too old; {}", one.last_error.as_deref().unwrap_or("it could not be tried")),
        Err(why) => why,
    })))
}
