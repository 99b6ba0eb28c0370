//! `login_hint`, `id_token_hint` and `ui_locales` (OIDC Core §3.1.2.1): taken as they come. Whether the token of
//! `id_token_hint` is one of ours is found out later: that takes keys.

use super::{Asking, Draft};
use crate::error::Refusal;

/// Nothing that could be wrong yet.
#[expect(clippy::unnecessary_wraps, reason = "a check like the others")]
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    let text = |name: &str| asking.params.get(name).map(str::to_owned);
    draft.request.login_hint = text("login_hint");
    draft.request.id_token_hint = text("id_token_hint");
    draft.request.ui_locales = text("ui_locales");
    Ok(())
}
