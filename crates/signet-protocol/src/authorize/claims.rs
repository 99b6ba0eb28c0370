//! `claims` and `claims_locales` (OIDC Core §5.5, §5.2).

use super::{Asking, Draft};
use crate::{claims::request::ClaimsRequest, error::Refusal};

/// Those that the answer can bring.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    let claims = ClaimsRequest::parse(asking.params.get("claims"), asking.params.get("claims_locales"))?;
    // OIDC Core §5.5: userinfo needs an access token to ask it with.
    let access = draft.request.response_type.has_token() || draft.request.response_type.has_code();
    if !claims.userinfo.is_empty() && !access {
        return Err(Refusal::invalid_request(
            "claims asks for userinfo, and this response_type brings no access token (OIDC Core section 5.5)",
        ));
    }
    // OIDC Core §5.5: claims is a parameter of OpenID Connect requests; others do not know it.
    if draft.request.scopes.has("openid") {
        draft.request.claims = claims;
    }
    Ok(())
}
