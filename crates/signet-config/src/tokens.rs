//! `[tokens]`: how long what Signet issues lives.

use super::{
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// How long codes, tokens and paused sign-ins live.
    Tokens, check = check {
        /// Life of an access token of the built-in resource server (userinfo); other resource
        /// servers set their own. Shorter makes a stolen token worth less, longer saves refreshes.
        access_token_lifetime: Seconds = Seconds(900);
        /// Life of an ID token: the time a client has to read it after the sign-in.
        id_token_lifetime: Seconds = Seconds(3600);
        /// Life of an authorization code, which a client redeems at once. At most ten minutes
        /// (RFC 6749 section 4.1.2).
        code_lifetime: Seconds = Seconds(60);
        /// How long a repeated refresh, as after a lost response or from two tabs, gets the same
        /// successor instead of being taken for theft. 0 switches the grace off.
        refresh_grace: Seconds = Seconds(30);
        /// A refresh token that is not used for this long expires.
        refresh_idle: Seconds = Seconds::days(7);
        /// A family of refresh tokens ends this long after the sign-in, used or not.
        refresh_lifetime: Seconds = Seconds::days(30);
        /// How long a person may take from the start of a sign-in to its end.
        interaction_lifetime: Seconds = Seconds::hours(1);
    }
}

fn check(tokens: &Tokens, at: &mut Checker<'_>) {
    let years = Seconds::days(3660);
    at.within("access_token_lifetime", tokens.access_token_lifetime, (Seconds(10), Seconds::days(1)), print_length);
    at.within("id_token_lifetime", tokens.id_token_lifetime, (Seconds(10), Seconds::days(1)), print_length);
    // RFC 6749 §4.1.2: a maximum authorization code lifetime of ten minutes is recommended.
    at.within("code_lifetime", tokens.code_lifetime, (Seconds(5), Seconds(600)), print_length);
    at.within("refresh_grace", tokens.refresh_grace, (Seconds(0), Seconds(600)), print_length);
    at.within("refresh_idle", tokens.refresh_idle, (Seconds(60), years), print_length);
    at.within("refresh_lifetime", tokens.refresh_lifetime, (Seconds(60), years), print_length);
    at.within("interaction_lifetime", tokens.interaction_lifetime, (Seconds(60), Seconds::days(1)), print_length);
    if tokens.refresh_idle > tokens.refresh_lifetime {
        at.refuse(
            "refresh_idle",
            "it is longer than tokens.refresh_lifetime",
            "choose at most tokens.refresh_lifetime",
        );
    }
}
