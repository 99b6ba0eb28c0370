//! The address of an account, changed by its person, and taken back.
//!
//! ```text
//!  ask ─▶ one row a person ─┬─ the new address: code, link, or the link and a number elsewhere ─┐
//!         two mails         └─ the present one, if it was proven: its code, or a sign-in that   ▼
//!                              came after the asking, with a further factor ───────────────▶ changed
//!  changed ─▶ a mail to the address before ─▶ its link: taken back, everybody signed out
//! ```
//! An address that somebody else has gets the same row, the same answers and the same work. Why it is as it is stands in
//! docs/decisions/addresses.md.

mod ask;
mod change;
mod prove;
mod take_back;

pub use ask::{ask, may_change};
pub use change::{OpenAddressChange, find, find_by_link, was_changed};
pub use prove::{
    AddressStep, TypedCodes, by_codes, by_factor, by_link, has_factor_of_old, is_signed_in_again, press, stop,
};
pub use take_back::{AddressToTakeBack, BACK_PATH, FormerAddress, former, peek, take_back};

use crate::{
    base::id::UserId,
    domain::kernel::Error,
    store::{
        Conn,
        users::{self, User},
    },
};

/// Where the links to the new address lead.
pub const LINK_PATH: &str = "/account/address/link";

/// Who else has an address: as theirs, or as their user name. Both are typed into one field at sign-in.
async fn holder(conn: &mut Conn, own: &UserId, key: &str) -> Result<Option<User>, Error> {
    let holders = [users::find_by_email_key(conn, key).await?, users::find_by_username_key(conn, key).await?];
    Ok(holders.into_iter().flatten().find(|holder| holder.id != *own))
}
