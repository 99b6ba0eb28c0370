//! What a language says: looks texts up in `templates/locales` and fills their placeholders in.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{fluent_bundle::FluentValue, static_loader};
use jiff::tz::TimeZone;

use super::Locale;
use crate::base::{text::undeceptive, time::Timestamp};

static_loader! {
    static TEXTS = {
        locales: "../../templates/locales",
        fallback_language: "en",
        // Isolation marks are set by `isolate`, only where a text could run in two
        // directions: invisible characters in every title would trip those who match it.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The value of a placeholder in a text.
#[derive(Debug, Clone, Copy)]
pub enum Arg<'a> {
    /// Words.
    Text(&'a str),
    /// A number, which also chooses the plural form.
    Number(i64),
}

impl Locale {
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
        #[cfg(test)]
        super::tests::note(key);
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
        TEXTS.lookup_single_language(&self.language(), key, Some(&args)).ok()
    }

    /// A moment in words, in UTC: for whoever did not say by which clock they live.
    pub fn moment(self, at: Timestamp) -> String {
        self.moment_by("moment", at, &TimeZone::UTC)
    }

    /// A moment in words, by the clocks of a zone.
    pub fn moment_in(self, at: Timestamp, zone: &TimeZone) -> String {
        self.moment_by("moment-local", at, zone)
    }

    fn moment_by(self, key: &str, at: Timestamp, zone: &TimeZone) -> String {
        let Ok(time) = jiff::Timestamp::from_second(at.0) else { return at.to_rfc3339() };
        let civil = zone.to_datetime(time);
        let month = self.text(&format!("month-{}", civil.month()));
        self.text_with(
            key,
            &[
                // A number: the first of a month has a form of its own in some languages.
                ("day", Arg::Number(i64::from(civil.day()))),
                ("month", Arg::Text(&month)),
                ("year", Arg::Text(&civil.year().to_string())),
                ("time", Arg::Text(&format!("{:02}:{:02}", civil.hour(), civil.minute()))),
            ],
        )
    }

    /// What stands between a name and its value on one line, with the space around it.
    pub const fn colon(self) -> &'static str {
        match self {
            Self::Fr => "\u{a0}: ",
            Self::Ja | Self::ZhHans => "：",
            _ => ": ",
        }
    }

    /// What stands between the parts of an enumeration.
    pub const fn comma(self) -> &'static str {
        match self {
            Self::Ar => "، ",
            Self::Ja | Self::ZhHans => "、",
            _ => ", ",
        }
    }

    /// Wraps a value in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE where it could
    /// disturb the sentence around it. Marks of its own would end that early, so they go.
    pub(crate) fn isolate(self, text: &str) -> Cow<'_, str> {
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
