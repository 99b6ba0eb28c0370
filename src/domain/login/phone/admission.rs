//! How many codes may be texted.
//!
//! | rule | counts |
//! |---|---|
//! | `sms_number` | one number, whoever asks from wherever |
//! | `sms_account` | one account, to whatever number |
//! | `sms_address` | one address, whatever the account, and ten times as many its network |
//! | `sms_per_day`, `sms_per_day_to_country` | all texts, where they are written down |
//!
//! All of them are told: who asks is signed in or has proven a password, and none hangs from whether another account has
//! the number. A text costs money, so nobody is held by other counters than these because of the browser they use.

use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{
        Cx, Error, Work,
        limits::{Allowance, address, allowances, is_trusted},
    },
    protocol::phone::PhoneNumber,
};

/// Counts a code, in the unit of work that writes it down; one that is refused undoes it all.
pub(super) async fn admit(cx: &Cx<'_>, work: &mut Work, user: &UserId, to: &PhoneNumber) -> Result<(), Error> {
    let address = address(cx);
    if is_trusted(cx, address) {
        return Ok(());
    }
    let number = Allowance::of(cx, RuleName::SmsNumber, to.as_str(), 1);
    let account = Allowance::of(cx, RuleName::SmsAccount, user.as_str(), 1);
    let places = allowances(cx, RuleName::SmsAddress, address);
    for allowance in number.iter().chain(&account).chain(&places) {
        if let Err(exceeded) = allowance.take(cx, work).await? {
            return Err(work.refuse(exceeded.about(Some(user))));
        }
    }
    Ok(())
}
