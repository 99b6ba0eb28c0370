//! `idp_hint`: the upstream by which the person signs in, as the client knows it. Of no specification; the name that most
//! providers use. It is a hint: an upstream that is not there is left alone, and the sign-in page is shown.

use super::{Asking, Draft};
use crate::error::Refusal;

/// Longest name of an upstream that is looked for.
const LONGEST: usize = 64;

/// Nothing that could be wrong.
#[expect(clippy::unnecessary_wraps, reason = "a check like the others")]
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    draft.request.idp_hint = asking.params.get("idp_hint").filter(|name| name.len() <= LONGEST).map(str::to_owned);
    Ok(())
}
