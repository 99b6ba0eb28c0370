//! `[account]`: what people may change of their own account.

use super::{
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// What people may do with their own account, on its pages.
    Account, check = check {
        /// Whether they may choose another user name. Apps that know people by preferred_username, which OpenID Connect
        /// advises against, then let somebody in under a name that was another's before.
        change_username: bool = false;
        /// Whether they may add, change and remove their telephone number, which a code proves that is texted to it. Needs
        /// a way to send texts, see [sms].
        change_phone_number: bool = true;
        /// Whether they may have their account erased. Never the last administrator.
        self_deletion: bool = true;
        /// How long they may think better of it: so long nobody signs in to the account, and its person may keep it.
        /// 0: it is erased at once.
        deletion_wait: Seconds = Seconds::days(14);
        /// Whether they may change their e-mail address, once they have shown that the new one is theirs. Needs mail.
        change_email: bool = true;
        /// How long a mail takes the address, or the telephone number, that they had before back; its link signs everybody out.
        take_back: Seconds = Seconds::days(7);
    }
}

fn check(account: &Account, at: &mut Checker<'_>) {
    at.within("deletion_wait", account.deletion_wait, (Seconds(0), Seconds::days(365)), print_length);
    at.within("take_back", account.take_back, (Seconds::hours(1), Seconds::days(90)), print_length);
}
