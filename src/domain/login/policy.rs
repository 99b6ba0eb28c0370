//! Which factors are enough, and which more can be asked for. The one place that decides it.
//!
//! | the person | proved | then |
//! |---|---|---|
//! | has no further factor | a password, or a link | a session begins |
//! | has one | a password, or a link | they are asked for it, and a session begins with both |
//! | has one | it alone, in a session | the session is worth more; it did not begin anew |
//! | has one | it alone, without a session | nothing: whoever finds a phone is not signed in |
//!
//! A request that wants more by `acr` has the least asked for that helps, and what is proven then joins what was
//! proven before.

use super::Method;
use crate::{
    base::time::Timestamp,
    protocol::acr::{Factor, Ladder, merged},
    store::users::User,
};

/// Whether somebody who proved who they are by this method is asked for a further factor before a session begins.
pub const fn wants_further(person: &User, method: Method) -> bool {
    person.second_factor_at.is_some() && !method.is_further()
}

/// What a person can have proven by a further factor alone, beside what they proved so far.
pub fn by_factor(person: &User, proven: Vec<Factor>, now: Timestamp) -> Vec<Factor> {
    if person.second_factor_at.is_none() {
        return proven;
    }
    merged(proven, &[Method::Totp.factor(now)])
}

/// What a person can have proven after signing in once more, whatever they proved so far.
pub fn within_reach(person: &User, proven: Vec<Factor>, now: Timestamp) -> Vec<Factor> {
    by_factor(person, merged(proven, &[Method::Password.factor(now)]), now)
}

/// The `acr` values that can be reached here, weakest first; by whoever has a further factor, where those are on.
pub fn supported_acr(ladder: &Ladder, has_factors: bool) -> Vec<String> {
    let mut factors = vec![Method::Password.factor(Timestamp(0))];
    if has_factors {
        factors.push(Method::Totp.factor(Timestamp(0)));
    }
    ladder.reached(&factors)
}
