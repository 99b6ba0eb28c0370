//! Requests whose answer starts an app on the device, by a private-use scheme (RFC 8252 §7.1).

use super::return_address::{ResponseMode, ReturnAddress};
use crate::{client::is_private_use, error::Refusal, params::Params};

/// What such a request cannot ask for; that it must use PKCE is said by `Client::require_pkce_at`.
///
/// # Errors
/// `invalid_request`.
pub fn check(params: &Params, address: &ReturnAddress) -> Result<(), Refusal> {
    if !is_private_use(address.redirect_uri()) {
        return Ok(());
    }
    if params.get("response_mode") == Some(ResponseMode::FormPost.as_str()) {
        return Err(Refusal::invalid_request(
            "response_mode form_post cannot reach an app: it is started by an address (RFC 8252 section 7.1)",
        ));
    }
    Ok(())
}
