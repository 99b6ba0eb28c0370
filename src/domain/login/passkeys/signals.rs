//! What a browser is told of the passkeys of an account, so that it offers none that is of no use
//! (WebAuthn Level 3 §5.1.10).

use data_encoding::BASE64URL_NOPAD;

use super::{ceremony, enrol::display_name};
use crate::{
    domain::{
        kernel::{Cx, Error},
        sessions::SignedIn,
    },
    protocol::passkey,
    store::passkeys::Passkey,
};

/// The passkeys of an account, in the words of a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signals {
    /// The domain that they belong to.
    pub rp_id: String,
    /// What the account is called towards authenticators, in base64url.
    pub user_handle: String,
    /// What they are called by their authenticators, in base64url: all that sign in.
    pub accepted: Vec<String>,
    /// The user name of the account.
    pub name: String,
    /// What the person is called.
    pub display_name: String,
}

/// What is told of these passkeys, all of this person.
///
/// # Errors
/// [`Error::NotFound`] where there can be none.
pub fn signals(cx: &Cx<'_>, me: &SignedIn, all: &[Passkey]) -> Result<Signals, Error> {
    Ok(Signals {
        rp_id: ceremony::rp_id(cx)?,
        user_handle: BASE64URL_NOPAD.encode(&passkey::user_handle(&cx.issuer.id, &me.user.id)),
        accepted: all.iter().map(|one| one.credential_id.clone()).collect(),
        name: me.user.username.clone(),
        display_name: display_name(me).to_owned(),
    })
}
