//! The one thing that would make an account safer. The one place that decides it.
//!
//! | the person | the next step |
//! |---|---|
//! | is asked for a further factor, and has no recovery code left | new codes |
//! | has no passkey, and can have one | a passkey |
//! | has a password that opens the account alone, and can have a further factor | a further factor |
//! | is asked for a further factor, and has few recovery codes left | new codes |
//! | all others | nothing |

use super::{enrolment::Factors, policy};
use crate::{
    domain::kernel::{Cx, Feature},
    store::users::User,
};

/// So few recovery codes are a reason to make new ones.
pub const FEW_CODES: i64 = 3;

/// What would make an account safer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// A passkey.
    AddPasskey,
    /// A further factor beside the password.
    AddFactor,
    /// New recovery codes.
    RenewCodes,
    /// Nothing that is not there.
    Nothing,
}

/// What a person has, and what there is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    has_password: bool,
    has_passkey: bool,
    is_asked_further: bool,
    codes: i64,
    passkeys_are_on: bool,
    factors_are_on: bool,
}

/// The next step of a person who has these factors.
pub fn next_step(cx: &Cx<'_>, person: &User, factors: &Factors) -> NextStep {
    decide(Standing {
        has_password: factors.has_password,
        has_passkey: !factors.passkeys.is_empty(),
        is_asked_further: policy::may_have_codes(cx, person),
        codes: factors.recovery_codes,
        passkeys_are_on: Feature::Passkeys.is_on(cx.app),
        factors_are_on: Feature::FurtherFactors.is_on(cx.app),
    })
}

const fn decide(it: Standing) -> NextStep {
    if it.is_asked_further && it.codes == 0 {
        NextStep::RenewCodes
    } else if !it.has_passkey && it.passkeys_are_on {
        NextStep::AddPasskey
    } else if it.has_password && !it.is_asked_further && it.factors_are_on {
        NextStep::AddFactor
    } else if it.is_asked_further && it.codes <= FEW_CODES {
        NextStep::RenewCodes
    } else {
        NextStep::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_follows_from_what_a_person_has() {
        let bare = Standing {
            has_password: true,
            has_passkey: false,
            is_asked_further: false,
            codes: 0,
            passkeys_are_on: true,
            factors_are_on: true,
        };
        let factor = Standing { is_asked_further: true, codes: 10, ..bare };
        let both = Standing { has_passkey: true, ..factor };
        for (standing, step) in [
            (bare, NextStep::AddPasskey),
            (Standing { passkeys_are_on: false, ..bare }, NextStep::AddFactor),
            (Standing { passkeys_are_on: false, factors_are_on: false, ..bare }, NextStep::Nothing),
            (Standing { has_passkey: true, ..bare }, NextStep::AddFactor),
            (Standing { has_passkey: true, factors_are_on: false, ..bare }, NextStep::Nothing),
            (Standing { has_passkey: true, has_password: false, ..bare }, NextStep::Nothing),
            (Standing { has_password: false, ..bare }, NextStep::AddPasskey),
            (factor, NextStep::AddPasskey),
            (Standing { codes: 0, ..factor }, NextStep::RenewCodes),
            (Standing { codes: 3, ..factor }, NextStep::AddPasskey),
            (Standing { codes: 3, ..both }, NextStep::RenewCodes),
            (Standing { codes: 4, ..both }, NextStep::Nothing),
            (Standing { codes: 0, ..both }, NextStep::RenewCodes),
        ] {
            assert_eq!(decide(standing), step, "{standing:?}");
        }
    }
}
