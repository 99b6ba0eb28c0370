//! Settings that are one word of a few.

use super::{
    problem::InvalidValue,
    suggest::nearest,
    value::{Given, quoted},
};

/// Declares a setting that is one of these words; `noun` is what any other word is not.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $name:ident, $noun:literal {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Its name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl $crate::value::Setting for $name {
            fn read(
                given: &$crate::value::Given,
            ) -> Result<Self, $crate::problem::InvalidValue> {
                $crate::choice::read(given, $noun, &[$(($text, Self::$variant)),+])
            }
            fn shown(&self) -> Option<toml::Value> {
                Some(toml::Value::String(self.as_str().to_owned()))
            }
        }
    };
}

pub(super) use choice;

/// What a word stands for; of any other the nearest one is named.
pub(super) fn read<T: Copy>(given: &Given, noun: &str, words: &[(&str, T)]) -> Result<T, InvalidValue> {
    let names = || words.iter().map(|(name, _)| *name);
    let expected = format!("one of {}", names().map(quoted).collect::<Vec<_>>().join(", "));
    let text = given.text().ok_or_else(|| given.unlike(&expected))?;
    let known = words.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice);
    known.ok_or_else(|| {
        let remedy = nearest(text, names())
            .map_or_else(|| format!("write {expected}"), |meant| format!("did you mean {meant}?"));
        InvalidValue::new(format!("{} is no {noun}", quoted(text)), remedy)
    })
}
