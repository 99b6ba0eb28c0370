//! `nonce` (OIDC Core §3.1.2.1), given back in the ID token.

use super::{Asking, Draft};
use crate::error::Refusal;

/// There where it must be.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    // OIDC Core §3.2.2.1, §3.3.2.11: nonce is REQUIRED where the ID token comes through the browser.
    if draft.request.response_type.has_id_token() && !asking.params.has("nonce") {
        return Err(Refusal::invalid_request(
            "nonce is required when the authorization endpoint answers an ID token (OIDC Core section 3.2.2.1)",
        ));
    }
    draft.request.nonce = asking.params.get("nonce").map(str::to_owned);
    Ok(())
}
