//! What happened to a person's account.

use axum::http::header;

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    base::id::AuditId,
    domain::{
        kernel::Error,
        own_account::{self, MOST_EVENTS, OwnEvents},
    },
    protocol::{discovery::path, params::Params},
    view::account::{AccountEvent, AccountEvents},
};

/// Where the list stands below the identifier of the API.
pub const PATH: &str = "/events";
/// How many events a page has that does not say it.
const USUAL: i64 = 50;

/// `GET /api/v1/account/events`
pub async fn list(asked: Asked<'_>) -> Result<Done, ApiError> {
    let (user, ids) = (&asked.bearer.user.id, asked.ids());
    let invalid = |field, what: &str| Error::field(field, "invalid", format!("{field} must be {what}"));
    let after = match asked.call.query("after")? {
        Some(text) => {
            let id: Result<AuditId, Error> = ids.find(text);
            Some(id.map_err(|_| invalid("after", "the id of an event"))?)
        }
        None => None,
    };
    let most = match asked.call.query("limit")? {
        Some(text) => {
            let number = text.parse().ok().filter(|number| (1..=MOST_EVENTS).contains(number));
            number.ok_or_else(|| invalid("limit", &format!("a number from 1 to {MOST_EVENTS}")))?
        }
        None => USUAL,
    };
    let OwnEvents { events, next } = own_account::events(&asked.cx, user, after.as_ref(), most).await?;
    let events = events.iter().map(|event| AccountEvent::of(event, user, &ids)).collect();
    let done = Done::shown(&AccountEvents { events })?;
    let Some(next) = next else { return Ok(done) };
    // RFC 8288 §3.3
    let query =
        Params::from_pairs([("after", ids.shown(&next).as_str()), ("limit", most.to_string().as_str())]).to_query();
    let address = asked.cx.issuer.url.join(&format!("{}{PATH}?{query}", path::ACCOUNT_API));
    Ok(done.with(header::LINK, &format!("<{address}>; rel=\"next\""))?)
}
