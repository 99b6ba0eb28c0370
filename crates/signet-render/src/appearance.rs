//! How somebody wants pages to look, and by which clock times are told to them.

use jiff::tz::TimeZone;

use crate::protocol::claims::zone::time_zone;

/// Light or dark pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColorTheme {
    /// As the device wants them.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl ColorTheme {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As forms and cookies write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// That of this name.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }

    /// As it is kept; nothing for whoever leaves it to the device.
    pub fn kept(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }
}

/// How somebody wants a page.
#[derive(Debug, Clone, Default)]
pub struct Appearance {
    /// Light or dark.
    pub theme: ColorTheme,
    /// The clock by which times are told; UTC where none was chosen.
    pub zone: Option<TimeZone>,
}

impl Appearance {
    /// Of somebody who chose this theme and this zone, as they are kept.
    pub fn of(theme: Option<&str>, zone: Option<&str>) -> Self {
        Self { theme: theme.and_then(ColorTheme::named).unwrap_or_default(), zone: zone.and_then(time_zone) }
    }
}
