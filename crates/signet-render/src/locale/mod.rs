//! Languages: the closed list of them; which one to speak is in `lookup`, what it says in `texts`.

mod countries;
mod lookup;
#[cfg(test)]
mod tests;
mod texts;

use fluent_templates::{LanguageIdentifier, langid};

pub use texts::Arg;

macro_rules! locales {
    ($($(#[$about:meta])+ $variant:ident = $tag:tt, $own_name:literal;)*) => {
        /// A language that the pages and mails speak: a row below, and a folder of texts in `templates/locales`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum Locale {
            $($(#[$about])+ $variant,)*
        }

        const COUNT: usize = [$($tag),*].len();

        /// The tags for `ui_locales_supported` (OIDC Discovery §3).
        pub const fn ui_locales_supported() -> [&'static str; COUNT] {
            [$($tag),*]
        }

        impl Locale {
            /// Every language, in the order in which they are offered.
            pub const ALL: [Self; COUNT] = [$(Self::$variant),*];

            /// Its canonical BCP 47 tag.
            pub const fn tag(self) -> &'static str {
                match self { $(Self::$variant => $tag,)* }
            }

            /// Its name in itself.
            pub const fn own_name(self) -> &'static str {
                match self { $(Self::$variant => $own_name,)* }
            }

            fn language(self) -> LanguageIdentifier {
                match self { $(Self::$variant => langid!($tag),)* }
            }
        }
    };
}

// English, then as their own names are sorted.
locales! {
    /// English.
    #[default]
    En = "en", "English";
    /// German.
    De = "de", "Deutsch";
    /// Spanish.
    Es = "es", "Español";
    /// French.
    Fr = "fr", "Français";
    /// Italian.
    It = "it", "Italiano";
    /// Dutch.
    Nl = "nl", "Nederlands";
    /// Polish.
    Pl = "pl", "Polski";
    /// Portuguese, as it is written in Brazil.
    Pt = "pt", "Português";
    /// Swedish.
    Sv = "sv", "Svenska";
    /// Arabic.
    Ar = "ar", "العربية";
    /// Japanese.
    Ja = "ja", "日本語";
    /// Chinese in simplified characters.
    ZhHans = "zh-Hans", "简体中文";
}

impl Locale {
    /// The direction it is written in, as HTML's `dir` says it.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            _ => "ltr",
        }
    }
}
