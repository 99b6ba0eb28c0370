//! `[factors]`: whether people prove more than one thing when they sign in.

use super::{
    choice::choice,
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// Whether people prove a second factor beside what they sign in with: a code of an authenticator app.
    Factors, check = check {
        /// "optional": whoever set one up is asked for it. "required": whoever has none sets one up when they sign
        /// in. "off": nobody sets one up; whoever has one is asked for it all the same.
        further: FactorRule = FactorRule::Optional;
        /// The same for administrators, where it is stricter. Unless it is set here, one is required of them, after the
        /// grace; of nobody where the line above says "off".
        administrators: Option<FactorRule> = None, example = "\"optional\"";
        /// Whether a code that is texted to the number of the account may be that second factor. Texts are read on their
        /// way, and numbers are taken over and given to others: NIST SP 800-63B calls them restricted. It is better than a
        /// password alone, and worse than all others. Needs a way to send texts, see [sms]. Switched off, nobody chooses it
        /// any more; whoever has is asked for it all the same.
        sms: bool = false;
        /// How long after the first sign-in at which it is required one may put off setting one up. 0s: not at all.
        grace: Seconds = Seconds::days(7);
        /// How long a browser may be remembered in which somebody ticks "Do not ask again on this device": the password
        /// alone signs them in there, and counts as no more than that. At most 90 days; 0s: not offered. Needs
        /// login.device_cookie.
        remember_device: Seconds = Seconds::days(30);
    }
}

choice! {
    /// Whether a further factor is wanted, the weakest first.
    #[derive(PartialOrd, Ord)]
    FactorRule, "rule for further factors" {
        /// Nobody sets one up.
        Off = "off",
        /// Whoever wants.
        Optional = "optional",
        /// Everybody.
        Required = "required",
    }
}

impl Factors {
    /// What is asked of administrators, whatever is asked of everybody.
    pub fn of_administrators(&self) -> FactorRule {
        let usual = if self.further == FactorRule::Off { FactorRule::Off } else { FactorRule::Required };
        self.administrators.unwrap_or(usual)
    }
}

fn check(factors: &Factors, at: &mut Checker<'_>) {
    at.within("grace", factors.grace, (Seconds(0), Seconds::days(365)), print_length);
    at.within("remember_device", factors.remember_device, (Seconds(0), Seconds::days(90)), print_length);
    if factors.further == FactorRule::Off && factors.administrators == Some(FactorRule::Required) {
        at.refuse(
            "administrators",
            "nobody can set up what factors.further = \"off\" rules out",
            "set factors.further to \"optional\"",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_must_have_one_unless_somebody_says_otherwise() {
        for (further, administrators, rule) in [
            (FactorRule::Optional, None, FactorRule::Required),
            (FactorRule::Required, None, FactorRule::Required),
            (FactorRule::Off, None, FactorRule::Off),
            (FactorRule::Optional, Some(FactorRule::Optional), FactorRule::Optional),
            (FactorRule::Optional, Some(FactorRule::Required), FactorRule::Required),
        ] {
            let factors = Factors { further, administrators, ..Factors::default() };
            assert_eq!(factors.of_administrators(), rule, "{further:?} {administrators:?}");
        }
        assert_eq!(Factors::default().of_administrators(), FactorRule::Required);
    }
}
