//! How many mails may be asked for.
//!
//! | rule | counts | told |
//! |---|---|---|
//! | `mail_name_address` | one name from one address, whether anybody has it or not | yes |
//! | `mail_address` | one address, whatever the name | yes |
//! | `mail_account` | one account from everywhere, whichever of its names was typed | no: no mail is sent |
//!
//! What is told hangs from what was typed alone, so that no answer says that a name is anybody's, or that two are one
//! account's. A browser in which the person has signed in before has a count of its own: strangers do not use up its
//! mails.

use crate::{
    config::limits::RuleName,
    domain::{
        kernel::{
            Cx, Error, Work,
            limits::{Window, address, is_trusted, limited, place::places, window},
        },
        login::device::Device,
    },
    store::{limits, login_names::NamedUser},
};

/// Counts a mail, in the unit of work that writes it down; `false` where it is not sent and nobody is told. Inside, so
/// that many at once are no more than one after the other.
pub(super) async fn admit(
    cx: &Cx<'_>,
    work: &mut Work,
    name: &str,
    named: Option<&NamedUser>,
    device: Option<&Device>,
) -> Result<Result<bool, Error>, Error> {
    let address = address(cx);
    if is_trusted(cx, address) {
        return Ok(Ok(true));
    }
    for place in places(address) {
        let key = format!("{name}\0{}", place.name);
        let both = [
            window(cx, RuleName::MailNameAddress, &key, place.times),
            window(cx, RuleName::MailAddress, &place.name, place.times),
        ];
        for window in both.into_iter().flatten() {
            if count(work, &window).await? > window.max {
                return Ok(Err(limited(window.rule.as_str(), window.end - cx.now)));
            }
        }
    }
    // A name that nobody has costs as much, and so takes as long.
    let key = match (named, device) {
        (Some(named), Some(device)) => format!("device\0{}\0{}", named.user.id, device.as_str()),
        (Some(named), None) => format!("account\0{}", named.user.id),
        (None, _) => format!("nobody\0{name}"),
    };
    let Some(window) = window(cx, RuleName::MailAccount, &key, 1) else { return Ok(Ok(true)) };
    Ok(Ok(count(work, &window).await? <= window.max))
}

async fn count(work: &mut Work, window: &Window) -> Result<i64, Error> {
    Ok(limits::add(work, window.rule.as_str(), &window.hash, window.start, window.end).await?)
}
