//! `[limits]`: how often something may fail or be asked for.

mod check;
mod rule;
mod rule_name;

use ipnet::IpNet;

use self::check::check;
pub use self::{
    rule::{Rule, Rules},
    rule_name::RuleName,
};
use super::{choice::choice, section::section};
use crate::base::time::Seconds;

section! {
    /// How often something may fail, or be asked for, before it has to wait. Of passwords and codes failures count,
    /// successes never do. Whoever has to wait is told for how long, and each limit that is reached stands in the audit
    /// log once (rate_limit.exceeded).
    Limits, check = check {
        /// At most `max` within `window` for each rule. What fails is counted from the beginning of a window to its
        /// end; of what is asked for, `max` may come at once, and then one in each `window`/`max`. Rules:
        /// login_account_address (failed passwords for one name from one address),
        /// login_address (failed passwords from one address, whatever the account),
        /// login_account (failed passwords of one account in a row, from wherever they come; from
        /// then on one more in each `window`, and never more than 100 before),
        /// login_account_newcomer (failed passwords for one name from one network: fewer, and it is looked
        /// at although login_account is used up; a max of 0 looks at none, and strangers can then keep a
        /// person out of new browsers),
        /// factor_account (codes tried for one account as a further factor; a right one starts the count anew),
        /// recovery_address (links asked for from one address to set a password that was forgotten),
        /// recovery_account (such links mailed for one account; of more, nothing is told),
        /// mail_name_address (mails that one address asks for with one name), mail_address (mails that one address
        /// asks for), mail_account (mails to one account from everywhere; beyond it none is sent, and nobody is told),
        /// verify_mailbox (mails to one mailbox to make an account with it or to give it to one, from everywhere, in the
        /// same way),
        /// address_change_account (changes of its address that one account asks for), address_code_account (codes that one
        /// account tries for them, right or wrong),
        /// sms_number (texts to one number from everywhere), sms_account (texts that one account asks for), sms_address
        /// (texts that one address asks for; how many there may be in all says sms.per_day),
        /// sign_up_address (accounts made from one address without an invitation; loopback is exempt),
        /// username_mailbox (user names tried to make an account with one proven mailbox, and those that one person tries
        /// for theirs), username_address (user names tried to make accounts from one address without an invitation;
        /// loopback is exempt),
        /// new_browser_address (browsers never seen before from one address; loopback is exempt),
        /// upstream_address (answers of other providers that come from one address, for each of which the provider is
        /// called; loopback is exempt),
        /// picture_account (pictures that one person sends), export_account (exports of their data that one person asks
        /// for), registration_address (clients that one address registers),
        /// token_client_address (requests of one client from one address that the token, introspection or revocation
        /// endpoint refused; counted by each instance for itself; loopback is exempt), and
        /// api_address (requests from one address to the endpoints where programs manage something, such as a
        /// client its registration; counted by each instance for itself; loopback is exempt).
        /// An address is an IPv4 address or an IPv6 /56; its IPv4 /24 or IPv6 /48 may have ten times
        /// as many in all. A browser in which the person has signed in before is held by
        /// login_account_address, login_account, mail_name_address, mail_account, recovery_account and, where they
        /// have proven it there, factor_account for itself alone, so that no stranger locks it out.
        /// A rule that is left out keeps its default; an empty list switches all of them off.
        rules: Rules = Rules::default();
        /// Networks that are never limited, such as a monitoring system of your own.
        trusted: Vec<IpNet> = Vec::new();
        /// "after_failures": before another password is looked at, the browser does a calculation, where its address
        /// failed three times within the window of login_address, or many failed at the name; a browser without
        /// scripts waits instead. Browsers in which the person has signed in before do not. "off": none does.
        proof_of_work: ProofOfWork = ProofOfWork::Off;
        /// How hard it is: each bit doubles it. With 16 a browser tries 65,000 numbers on average.
        proof_of_work_bits: u32 = 16;
        /// How long a browser without scripts waits instead.
        proof_of_work_wait: Seconds = Seconds(30);
    }
}

choice! {
    /// When a browser has to calculate something.
    ProofOfWork, "proof of work" {
        /// Never.
        Off = "off",
        /// After failures.
        AfterFailures = "after_failures",
    }
}
