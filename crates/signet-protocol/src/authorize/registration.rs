//! `registration` (OIDC Core §7.2.1): not supported.

use super::{Asking, Draft};
use crate::error::Refusal;

/// OIDC Core §7.2.1: a named error for what an OP does not support.
pub(super) fn check<'a>(asking: &Asking<'a>, _: &mut Draft<'a>) -> Result<(), Refusal> {
    if asking.params.has("registration") {
        return Err(Refusal::registration_not_supported("registration is not supported (OIDC Core section 7.2.1)"));
    }
    Ok(())
}
