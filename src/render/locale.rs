//! Languages: choosing one, and looking texts up in `templates/locales`.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid, static_loader};

use crate::{
    base::{text::undeceptive, time::Timestamp},
    protocol::field::weight::weighted,
};

static_loader! {
    static TEXTS = {
        locales: "./templates/locales",
        fallback_language: "en",
        // Isolation marks are set by `isolate`, only where a text could run in two
        // directions: invisible characters in every title would trip those who match it.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const EN: LanguageIdentifier = langid!("en");
const DE: LanguageIdentifier = langid!("de");
const AR: LanguageIdentifier = langid!("ar");

/// A language that the pages speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// Arabic.
    Ar,
}

/// The value of a placeholder in a text.
#[derive(Debug, Clone, Copy)]
pub enum Arg<'a> {
    /// Words.
    Text(&'a str),
    /// A number, which also chooses the plural form.
    Number(i64),
}

/// The tags for `ui_locales_supported` (OIDC Discovery §3).
pub const fn ui_locales_supported() -> [&'static str; 3] {
    [Locale::En.tag(), Locale::De.tag(), Locale::Ar.tag()]
}

impl Locale {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::En, Self::De, Self::Ar];

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Ar => "ar",
        }
    }

    /// The direction it is written in, as HTML's `dir` says it.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::En | Self::De => "ltr",
        }
    }

    /// Its name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Ar => "العربية",
        }
    }

    /// The language of a BCP 47 tag, if the pages speak it in any region.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(primary))
    }

    /// The first language that the request asks for and the pages speak; English otherwise.
    ///
    /// `ui_locales` wins over the browser's `Accept-Language`.
    pub fn negotiate(ui_locales: Option<&str>, accept_language: Option<&str>) -> Self {
        // OIDC Core §3.1.2.1: space-separated tags in order of preference; unknown ones are no error.
        ui_locales
            .unwrap_or_default()
            .split_ascii_whitespace()
            .find_map(Self::of_tag)
            .or_else(|| accepted(accept_language.unwrap_or_default()))
            .unwrap_or_default()
    }

    /// A text without placeholders.
    pub fn text(self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// A text with its placeholders filled in. A missing key is answered by the key itself;
    /// a test keeps that from happening.
    pub fn text_with(self, key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        self.find(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// A text, if there is one of that name.
    pub fn find(self, key: &str, args: &[(&'static str, Arg<'_>)]) -> Option<String> {
        let language = match self {
            Self::En => &EN,
            Self::De => &DE,
            Self::Ar => &AR,
        };
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> = args
            .iter()
            .map(|(name, value)| {
                let value = match *value {
                    Arg::Text(text) => FluentValue::String(self.isolate(text)),
                    Arg::Number(number) => FluentValue::from(number),
                };
                (Cow::Borrowed(*name), value)
            })
            .collect();
        TEXTS.lookup_single_language(language, key, Some(&args)).ok()
    }

    /// A moment in words, in UTC: the pages do not know the reader's time zone.
    pub fn moment(self, at: Timestamp) -> String {
        let Ok(time) = jiff::Timestamp::from_second(at.0) else { return at.to_rfc3339() };
        let civil = jiff::tz::Offset::UTC.to_datetime(time);
        let month = self.text(&format!("month-{}", civil.month()));
        self.text_with(
            "moment",
            &[
                ("day", Arg::Text(&civil.day().to_string())),
                ("month", Arg::Text(&month)),
                ("year", Arg::Text(&civil.year().to_string())),
                ("time", Arg::Text(&format!("{:02}:{:02}", civil.hour(), civil.minute()))),
            ],
        )
    }

    /// Wraps a value in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE where it could
    /// disturb the sentence around it. Marks of its own would end that early, so they go.
    pub(super) fn isolate(self, text: &str) -> Cow<'_, str> {
        let text = undeceptive(text);
        if self.dir() == "rtl" || text.chars().any(runs_right_to_left) {
            Cow::Owned(format!("\u{2068}{text}\u{2069}"))
        } else {
            text
        }
    }
}

fn runs_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}

/// The best language of an `Accept-Language` field (RFC 9110 §12.5.4).
fn accepted(field: &str) -> Option<Locale> {
    let mut best: Option<(Locale, u16)> = None;
    for range in weighted(field) {
        let Some(locale) = Locale::of_tag(range.value) else { continue };
        // RFC 9110 §12.4.2: a weight of 0 means "not acceptable".
        if range.weight > 0 && best.is_none_or(|(_, so_far)| range.weight > so_far) {
            best = Some((locale, range.weight));
        }
    }
    best.map(|(locale, _)| locale)
}
