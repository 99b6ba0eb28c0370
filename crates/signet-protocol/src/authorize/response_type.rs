//! `response_type` (RFC 6749 §3.1.1).

use super::{Asking, Draft};
use crate::{error::Refusal, response_type::ResponseType};

/// One that is supported, and that the client is registered for.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    let text = asking.params.required("response_type", "RFC 6749 section 3.1.1")?;
    // RFC 6749 §3.1.1, §4.1.2.1
    let asked = ResponseType::parse(text).ok_or_else(|| {
        let known: Vec<&str> = ResponseType::ALL.iter().map(|one| one.as_str()).collect();
        Refusal::unsupported_response_type(format!(
            "response_type is not supported: expected one of {} (RFC 6749 section 3.1.1)",
            known.join(", ")
        ))
    })?;
    if !asking.client.has_response_type(asked) {
        return Err(Refusal::unauthorized_client(format!(
            "this client is not registered for response_type {asked} and the grant types it needs (RFC 6749 section 4.1.2.1)"
        )));
    }
    draft.request.response_type = asked;
    Ok(())
}
