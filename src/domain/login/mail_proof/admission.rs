//! How many mails may be asked for.
//!
//! | rule | counts | told |
//! |---|---|---|
//! | `mail_name_address` | one name from one address, whether anybody has it or not | yes |
//! | `mail_address` | one address, whatever the name | yes |
//! | `sign_up_address` | accounts that were made from one address: asked before anybody is mailed for one more | yes |
//! | `mail_account` | one account from everywhere, whichever of its names was typed | no: no mail is sent |
//! | `verify_mailbox` | one mailbox that somebody wants an account for, from everywhere | no: no mail is sent |
//!
//! What is told hangs from what was typed alone, so that no answer says that a name is anybody's, or that two are one
//! account's. A browser in which the person has signed in before is held by its own mails alone: neither strangers
//! elsewhere nor those behind the same address use them up. So is whoever is signed in and proves the address of the
//! account, which is wanted of them before they go on.

use super::details::ProofPurpose;
use crate::{
    config::limits::RuleName,
    domain::kernel::{
        Cx, Error, Work,
        device::Device,
        limits::{
            self, Allowance, address, is_trusted,
            place::{AddressRange, places},
        },
    },
    store::login_names::NamedUser,
};

/// Who asks for a mail.
pub(super) struct Asker<'a> {
    /// What for.
    pub purpose: ProofPurpose,
    /// What was typed, folded.
    pub name: &'a str,
    /// The account that has this name.
    pub named: Option<&'a NamedUser>,
    /// The browser, where the person has signed in with it before.
    pub device: Option<&'a Device>,
}

/// Counts a mail, in the unit of work that writes it down; `false` where it is not sent and nobody is told. Inside, so
/// that many at once are no more than one after the other. One that is refused undoes it all.
pub(super) async fn admit(cx: &Cx<'_>, work: &mut Work, asker: &Asker<'_>) -> Result<bool, Error> {
    if is_trusted(cx, address(cx)) {
        return Ok(true);
    }
    if asker.purpose == ProofPurpose::SignUp {
        limits::may_sign_up(cx, work).await?;
    }
    for open in asker.open_limits(cx) {
        if let Err(exceeded) = open.take(cx, work).await? {
            return Err(work.refuse(exceeded));
        }
    }
    let mut is_sent = true;
    for silent in asker.silent(cx) {
        if let Err(exceeded) = silent.take(cx, work).await? {
            work.note(exceeded.about(asker.named.map(|named| &named.user.id)));
            is_sent = false;
        }
    }
    Ok(is_sent)
}

impl Asker<'_> {
    /// Whether no stranger can be it.
    fn is_known(&self) -> bool {
        self.named.is_some() && (self.purpose == ProofPurpose::Verify || self.device.is_some())
    }

    /// Whose mails they are.
    fn key(&self) -> String {
        match (self.named, self.device) {
            (Some(named), _) if self.purpose == ProofPurpose::Verify => format!("verify\0{}", named.user.id),
            (Some(named), Some(device)) => format!("device\0{}\0{}", named.user.id, device.as_str()),
            // Whoever knows the password does not use up the mails of whoever signs in by mail alone.
            (Some(named), None) if self.purpose == ProofPurpose::Confirm => format!("confirm\0{}", named.user.id),
            (Some(named), None) => format!("account\0{}", named.user.id),
            // A name that nobody has costs as much, and so takes as long.
            (None, _) => format!("nobody\0{}", self.name),
        }
    }

    fn open_limits(&self, cx: &Cx<'_>) -> Vec<Allowance> {
        if self.is_known() {
            return Allowance::of(cx, RuleName::MailNameAddress, &self.key(), 1).into_iter().collect();
        }
        let at = |place: &AddressRange| {
            let key = format!("{}\0{}", self.name, place.name);
            [
                Allowance::of(cx, RuleName::MailNameAddress, &key, place.times),
                Allowance::of(cx, RuleName::MailAddress, &place.name, place.times),
            ]
        };
        places(address(cx)).iter().flat_map(at).flatten().collect()
    }

    fn silent(&self, cx: &Cx<'_>) -> Vec<Allowance> {
        let mailbox = match self.purpose {
            ProofPurpose::SignUp => Allowance::of(cx, RuleName::VerifyMailbox, self.name, 1),
            ProofPurpose::SignIn | ProofPurpose::Verify | ProofPurpose::Confirm => None,
        };
        Allowance::of(cx, RuleName::MailAccount, &self.key(), 1).into_iter().chain(mailbox).collect()
    }
}
