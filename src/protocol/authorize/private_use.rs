//! Requests whose answer starts an app on the device, by a private-use scheme (RFC 8252 §7.1).

use super::return_address::{ResponseMode, ReturnAddress};
use crate::protocol::{client::is_private_use, error::Refusal, params::Params, response_type::ResponseType};

/// What such a request must and cannot ask for.
///
/// # Errors
/// `invalid_request`.
pub fn check(params: &Params, address: &ReturnAddress, response_type: ResponseType) -> Result<(), Refusal> {
    if !is_private_use(address.redirect_uri()) {
        return Ok(());
    }
    if params.get("response_mode") == Some(ResponseMode::FormPost.as_str()) {
        return Err(Refusal::invalid_request(
            "response_mode form_post cannot reach an app: it is started by an address (RFC 8252 section 7.1)",
        ));
    }
    // RFC 8252 §8.1: another program may have claimed the scheme.
    if response_type.has_code() && !params.has("code_challenge") {
        return Err(Refusal::invalid_request(
            "code_challenge is required where a private-use scheme is answered (RFC 8252 section 8.1)",
        ));
    }
    Ok(())
}
