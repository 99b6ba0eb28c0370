//! `[logout]`: telling the clients of a session that it has ended.

use super::{
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// How clients are told that a session has ended.
    Logout, check = check {
        /// How long the browser waits for the clients' frontchannel_logout_uri to load before it
        /// goes on.
        frontchannel_timeout: Seconds = Seconds(3);
        /// How often a client is told over its backchannel_logout_uri before it is given up. A
        /// client that answers 400 is not told again.
        backchannel_attempts: u32 = 5;
        /// How long to wait after the first try that failed; each further pause is four times as
        /// long, at most 6h. With five tries in all the last is made after 43 minutes.
        backchannel_retry: Seconds = Seconds(30);
    }
}

fn check(logout: &Logout, at: &mut Checker<'_>) {
    at.within("frontchannel_timeout", logout.frontchannel_timeout, (Seconds(1), Seconds(30)), print_length);
    at.within("backchannel_attempts", logout.backchannel_attempts, (1, 10), |attempts| attempts.to_string());
    at.within("backchannel_retry", logout.backchannel_retry, (Seconds(1), Seconds::hours(1)), print_length);
}
