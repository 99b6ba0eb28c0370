//! `acr_values` (OIDC Core §3.1.2.1), the client's default for it, and an `acr` that `claims` calls essential.

use super::{Asking, Draft};
use crate::{acr, error::Refusal};

/// Most values that are kept: they are wishes, best first (OIDC Core §3.1.2.1).
const MOST: usize = 20;

/// Wishes as they are; what is essential must be within reach.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    draft.request.acr_values = match asking.params.get("acr_values") {
        Some(values) => values.split(' ').filter(|one| !one.is_empty()).take(MOST).map(str::to_owned).collect(),
        None => asking.client.metadata.default_acr_values.clone(),
    };
    let essential = draft.request.claims.acr().filter(|ask| ask.essential && !ask.values.is_empty());
    let Some(ask) = essential else { return Ok(()) };
    let wanted: Vec<String> = ask.values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect();
    // OIDC Core §5.5.1.1: if it cannot be met, the attempt to authenticate has failed.
    if !wanted.iter().any(|one| acr::SUPPORTED.contains(&one.as_str())) {
        return Err(Refusal::unmet_authentication_requirements(
            "none of the acr values that claims calls essential can be reached here; acr_values_supported lists those that can (OIDC Core section 5.5.1.1)",
        ));
    }
    draft.request.essential_acr = wanted;
    Ok(())
}
