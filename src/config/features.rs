//! `[features]`: what is on where nobody switched it.

use toml::Value;

use super::{
    problem::InvalidValue,
    section::section,
    suggest::nearest,
    value::{Given, Setting, quoted},
};

section! {
    /// What is on where nobody has switched it. `signet feature list` shows every feature and why it is
    /// on or off; `signet feature enable` and `disable` switch one on all instances, without a restart.
    Features {
        /// "standard": everything that the rest of this file lets be. "minimal": what the code flow
        /// needs; tokens through the browser, request objects and what rests on third-party cookies
        /// are off until they are enabled.
        preset: Preset = Preset::Standard;
    }
}

/// A set of defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Everything.
    Standard,
    /// What the code flow needs.
    Minimal,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Minimal];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Minimal => "minimal",
        }
    }
}

impl Setting for Preset {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "one of \"standard\", \"minimal\"";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or_else(|| {
            let remedy = nearest(text, Self::ALL.map(Self::as_str))
                .map_or_else(|| format!("write {expected}"), |meant| format!("did you mean {meant}?"));
            InvalidValue::new(format!("{} is no preset", quoted(text)), remedy)
        })
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.as_str().to_owned()))
    }
}
