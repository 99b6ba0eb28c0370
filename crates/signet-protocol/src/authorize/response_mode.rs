//! `response_mode` (OAuth 2.0 Multiple Response Types §2.1). What counts of it stands in the return address, which an
//! error needs before anything is checked.

use super::{Asking, Draft, return_address::ResponseMode};
use crate::{client::is_private_use, error::Refusal};

/// One that is supported, and that can carry the answer to where it goes.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    let Some(text) = asking.params.get("response_mode") else { return Ok(()) };
    match ResponseMode::parse(text) {
        None => Err(Refusal::invalid_request(
            "response_mode is not supported: expected query, fragment or form_post (Multiple Response Types section 2.1)",
        )),
        // Multiple Response Types §3: tokens never travel in a query, which logs and referrers keep.
        Some(ResponseMode::Query) if draft.request.response_type.is_front_channel() => Err(Refusal::invalid_request(
            "response_mode query cannot carry tokens: expected fragment or form_post (Multiple Response Types section 3)",
        )),
        Some(ResponseMode::FormPost) if is_private_use(draft.request.address.redirect_uri()) => {
            Err(Refusal::invalid_request(
                "response_mode form_post cannot reach an app: it is started by an address (RFC 8252 section 7.1)",
            ))
        }
        Some(_) => Ok(()),
    }
}
