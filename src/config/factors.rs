//! `[factors]`: whether people prove more than one thing when they sign in.

use toml::Value;

use super::{
    problem::InvalidValue,
    section::{Checker, section},
    suggest::nearest,
    units::print_length,
    value::{Given, Setting, quoted},
};
use crate::base::time::Seconds;

section! {
    /// Whether people prove a second factor beside what they sign in with: a code of an authenticator app.
    Factors, check = check {
        /// "optional": whoever set one up is asked for it. "required": whoever has none sets one up when they sign
        /// in. "off": nobody sets one up; whoever has one is asked for it all the same.
        further: FactorRule = FactorRule::Optional;
        /// The same for administrators, where it is stricter.
        administrators: FactorRule = FactorRule::Optional;
        /// How long after the first sign-in at which it is required one may put off setting one up. 0s: not at all.
        grace: Seconds = Seconds::days(7);
        /// How long a browser may be remembered in which somebody ticks "Do not ask again on this device": the password
        /// alone signs them in there, and counts as no more than that. At most 90 days; 0s: not offered. Needs
        /// login.device_cookie.
        remember_device: Seconds = Seconds::days(30);
    }
}

/// Whether a further factor is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactorRule {
    /// Nobody sets one up.
    Off,
    /// Whoever wants.
    Optional,
    /// Everybody.
    Required,
}

impl FactorRule {
    /// Every rule, the weakest first.
    pub const ALL: [Self; 3] = [Self::Off, Self::Optional, Self::Required];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }
}

impl Setting for FactorRule {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "one of \"off\", \"optional\", \"required\"";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or_else(|| {
            let remedy = nearest(text, Self::ALL.map(Self::as_str))
                .map_or_else(|| format!("write {expected}"), |meant| format!("did you mean {meant}?"));
            InvalidValue::new(format!("{} is no such rule", quoted(text)), remedy)
        })
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.as_str().to_owned()))
    }
}

fn check(factors: &Factors, at: &mut Checker<'_>) {
    at.within("grace", factors.grace, (Seconds(0), Seconds::days(365)), print_length);
    at.within("remember_device", factors.remember_device, (Seconds(0), Seconds::days(90)), print_length);
    if factors.further == FactorRule::Off && factors.administrators == FactorRule::Required {
        at.refuse(
            "administrators",
            "nobody can set up what factors.further = \"off\" rules out",
            "set factors.further to \"optional\"",
        );
    }
}
