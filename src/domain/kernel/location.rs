//! Where an address is, as people and programs are told. It is looked up when it is told, by the file that is in force
//! then; what a mail says of it waits with that mail, sealed, and nothing else is kept.

use std::net::IpAddr;

use super::Cx;
use crate::render::Locale;

/// Where an address is, as far as `risk.country_file` knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// The country (ISO 3166-1, two letters).
    pub country: Option<String>,
    /// What the city is called in the language that was asked for, else in English.
    pub city: Option<String>,
}

impl Location {
    /// Where an address is, for whoever reads this language.
    pub fn of(cx: &Cx<'_>, address: Option<&str>, locale: Locale) -> Self {
        let address = address.and_then(|text| text.parse::<IpAddr>().ok());
        let found = cx.app.countries.as_ref().zip(address).and_then(|(file, at)| file.find_with_city(at, locale));
        found.map(|(place, city)| Self { country: place.country, city }).unwrap_or_default()
    }

    /// From where this call came, in words; none where that is not known.
    pub fn of_call(cx: &Cx<'_>, locale: Locale) -> Option<String> {
        Self::of(cx, cx.origin.ip.as_deref(), locale).in_words(locale)
    }

    /// In words; none where nothing is known.
    pub fn in_words(&self, locale: Locale) -> Option<String> {
        locale.place(self.country.as_deref(), self.city.as_deref())
    }
}
