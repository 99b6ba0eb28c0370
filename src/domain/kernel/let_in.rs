//! Which addresses the operator lets an account have.

use super::Cx;

/// Whether the operator lets an address, in the form in which it is compared, have an account.
pub fn is_let_in(cx: &Cx<'_>, key: &str) -> bool {
    key.rsplit_once('@').is_some_and(|(_, domain)| cx.app.config.sign_up.lets_in(domain)) && !is_disposable(cx, key)
}

/// Whether an address lasts for a few minutes, and the operator has not named its domain.
pub fn is_disposable(cx: &Cx<'_>, key: &str) -> bool {
    let is = |domain: &str| cx.app.disposable.holds(domain) && !cx.app.config.sign_up.names(domain);
    key.rsplit_once('@').is_some_and(|(_, domain)| is(domain))
}
