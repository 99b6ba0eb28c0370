//! What the browser at a page is told of passkeys.

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

use crate::{
    domain::{
        login::passkeys::{self, Signals},
        sessions::SignedIn,
    },
    http::extract::PageCall,
    render::pages::{PasskeySignals, SignalledAccount},
    store::passkeys::Passkey,
};

/// That no account has the passkey of this answer.
pub fn of_unknown(call: &PageCall, answer: &str) -> Option<PasskeySignals> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    // It came from the browser that gets it back, and stands in a page all the same.
    let id = answer.get("rawId")?.as_str().and_then(|text| BASE64URL_NOPAD.decode(text.as_bytes()).ok())?;
    let rp_id = passkeys::rp_id(&call.cx()).ok()?;
    Some(PasskeySignals { rp_id, unknown: Some(BASE64URL_NOPAD.encode(&id)), account: None })
}

/// Which passkeys an account has, all of them, and what it is called.
pub fn of_account(call: &PageCall, me: &SignedIn, all: &[Passkey]) -> Option<PasskeySignals> {
    let Signals { rp_id, user_handle, accepted, name, display_name } = passkeys::signals(&call.cx(), me, all).ok()?;
    let account = SignalledAccount { user_handle, accepted: accepted.join(" "), name, display_name };
    Some(PasskeySignals { rp_id, unknown: None, account: Some(account) })
}
