//! `acr_values` (OIDC Core §3.1.2.1), the client's default for it, and an `acr` that `claims` calls essential.

use super::{Asking, Draft};
use crate::error::Refusal;

/// Most values that are kept: they are wishes, best first (OIDC Core §3.1.2.1).
const MOST: usize = 20;

/// As they are; [`acr::check_essential`](crate::acr::check_essential) says whether what is essential can be reached.
#[expect(clippy::unnecessary_wraps, reason = "a check like the others")]
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    draft.request.acr_values = match asking.params.get("acr_values") {
        Some(values) => values.split(' ').filter(|one| !one.is_empty()).take(MOST).map(str::to_owned).collect(),
        None => asking.client.metadata.default_acr_values.clone(),
    };
    let essential = draft.request.claims.acr().filter(|ask| ask.essential);
    let values = essential.into_iter().flat_map(|ask| ask.values.iter());
    draft.request.essential_acr = values.filter_map(|value| value.as_str().map(str::to_owned)).collect();
    Ok(())
}
