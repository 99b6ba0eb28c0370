//! Language, clock and colors.

use askama::Template;

use crate::{AfterPost, ColorTheme, Frame, Locale, Page, Person, pages::AccountWay};

/// How somebody wants to be spoken to.
///
/// Posts `locale` (a language, or nothing), `zoneinfo` (a zone, or nothing), `theme` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/preferences.html")]
pub struct PreferencesPage {
    /// What stands around it.
    pub frame: Frame,
    /// The other pages of the account.
    pub ways: Vec<AccountWay>,
    /// Whose it is.
    pub person: Person,
    /// The language that was chosen.
    pub locale: Option<Locale>,
    /// The zone that was chosen.
    pub zone: Option<String>,
    /// Every zone that can be.
    pub zones: Vec<&'static str>,
    /// The colors that were chosen.
    pub theme: ColorTheme,
    /// Whether they were just saved.
    pub is_saved: bool,
    /// Where the form goes.
    pub action: String,
}

impl PreferencesPage {
    /// Every language.
    fn languages(&self) -> Vec<(Locale, bool)> {
        Locale::ALL.into_iter().map(|locale| (locale, self.locale == Some(locale))).collect()
    }

    /// Every zone; one that an operator chose and that is no place stands among them.
    fn zone_rows(&self) -> Vec<(&str, bool)> {
        let chosen = self.zone.as_deref();
        let odd = chosen.filter(|zone| !self.zones.contains(zone));
        odd.into_iter().chain(self.zones.iter().copied()).map(|zone| (zone, Some(zone) == chosen)).collect()
    }

    /// Every theme with the key of its words.
    fn themes(&self) -> Vec<(ColorTheme, &'static str, bool)> {
        let key = |theme| match theme {
            ColorTheme::System => "preferences-theme-system",
            ColorTheme::Light => "preferences-theme-light",
            ColorTheme::Dark => "preferences-theme-dark",
        };
        ColorTheme::ALL.into_iter().map(|theme| (theme, key(theme), theme == self.theme)).collect()
    }
}

impl Page for PreferencesPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl PreferencesPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        use crate::{
            pages::{AccountTab, account_ways},
            protocol::claims::zone::places,
        };

        let none = Self {
            frame: frame.clone().at("/account/preferences"),
            ways: account_ways("", "ses_1", AccountTab::Preferences),
            person: Person::long_sample(),
            locale: None,
            zone: None,
            zones: places(),
            theme: ColorTheme::System,
            is_saved: false,
            action: "/account/preferences".to_owned(),
        };
        let saved = Self {
            person: Person::sample(),
            locale: Some(Locale::De),
            zone: Some("Europe/London".to_owned()),
            theme: ColorTheme::Dark,
            is_saved: true,
            ..none.clone()
        };
        vec![("preferences", saved), ("preferences_none", none)]
    }
}
