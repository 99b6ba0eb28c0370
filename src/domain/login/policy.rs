//! Which factors are enough, and which more can be asked for. The one place that decides it.
//!
//! | the person | proved | then |
//! |---|---|---|
//! | has no further factor | a password, or a link | a session begins |
//! | has one | a passkey, whose authenticator verified them | a session begins: it is two factors by itself |
//! | has one | a password, or a link | they are asked for it, and a session begins with both |
//! | has one | it alone, in a session | the session is worth more; it did not begin anew |
//! | has one | it alone, without a session | nothing: whoever finds a phone is not signed in |
//!
//! A request that wants more by `acr` has the least asked for that helps, and what is proven then joins what was
//! proven before.

use super::Method;
use crate::{
    app::App,
    base::time::Timestamp,
    domain::kernel::{Cx, Feature},
    protocol::acr::{Factor, Ladder, merged},
    store::users::User,
};

/// Whether somebody who proved who they are by this method is asked for a further factor before a session begins.
pub const fn wants_further(person: &User, method: Method) -> bool {
    person.second_factor_at.is_some() && !method.is_further() && !method.is_enough()
}

/// What a person can have proven by a further factor alone, beside what they proved so far.
pub fn by_factor(cx: &Cx<'_>, person: &User, proven: Vec<Factor>) -> Vec<Factor> {
    if person.second_factor_at.is_none() {
        return proven;
    }
    merged(proven, &Method::Totp.factors(cx.now))
}

/// What a person can have proven after signing in once more, whatever they proved so far.
pub fn within_reach(cx: &Cx<'_>, person: &User, proven: Vec<Factor>) -> Vec<Factor> {
    let mut proven = merged(proven, &Method::Password.factors(cx.now));
    if person.passkey_at.is_some() && Feature::Passkeys.is_on(cx.app) {
        proven = merged(proven, &Method::Passkey.factors(cx.now));
    }
    by_factor(cx, person, proven)
}

/// The `acr` values that can be reached here, weakest first; by whoever has a further factor or a passkey, where those
/// are on.
pub fn supported_acr(app: &App, ladder: &Ladder) -> Vec<String> {
    let mut factors = Method::Password.factors(Timestamp(0));
    for (feature, method) in [(Feature::FurtherFactors, Method::Totp), (Feature::Passkeys, Method::Passkey)] {
        if feature.is_on(app) {
            factors = merged(factors, &method.factors(Timestamp(0)));
        }
    }
    ladder.reached(&factors)
}
