//! The e-mail address of one's account: seen and changed.
//!
//! ```text
//!  /account/address        the address and the form; while this session waits for the mails, the page that waits
//!  /account/address/code   the codes, or "continue" once the link was confirmed elsewhere
//!  /account/address/lost   a sign-in instead of the code of the present address
//!  /account/address/stop   no change after all
//!  /account/address/state  what the waiting page's script asks
//!  /account/address/link   the link of the mail to the new address, in the browser that asked and in any other
//! ```

mod ask;
mod link;
mod wait;

use axum::response::Response;

pub use ask::{ask, get, stop};
pub use link::{open, press};
pub use wait::{code, lost, state};

use super::own_account::{OwnForms, page_of};
use crate::{
    domain::{
        directory::accounts::address::{self, OpenAddressChange},
        interactions::AccountPlace,
        kernel::Error,
        sessions::SignedIn,
    },
    http::{answer::response_mode::see_other, extract::PageCall},
};

/// Where the page is.
pub const PAGE: &str = "/account/address";
/// Its forms.
const FORMS: OwnForms = OwnForms { purpose: "address", page: PAGE, place: None };
/// The form that asks: whoever finds a session open asks for nothing.
const ASKING: OwnForms = OwnForms { place: Some(AccountPlace::Address), ..FORMS };

/// The change that this session waits for.
async fn own_change(call: &PageCall, me: &SignedIn) -> Result<Option<OpenAddressChange>, Error> {
    Ok(address::find(&call.cx(), &me.user.id).await?.filter(|change| change.is_of(me)))
}

/// The page that says what was done.
fn done(call: &PageCall, me: &SignedIn, what: &str) -> Response {
    see_other(&format!("{}&done={what}", page_of(call, PAGE, me)))
}

/// The page as it is now.
fn to_page(call: &PageCall, me: &SignedIn) -> Response {
    see_other(&page_of(call, PAGE, me))
}
