//! Countries by their names, and places in words.
//!
//! The lists are those of the Unicode Common Locale Data Repository 48 (Unicode-3.0, `countries/LICENSE`): one line a
//! country, its code (ISO 3166-1, and XK), a tab, its name.

use super::{Arg, Locale};

impl Locale {
    /// What a country is called, by its two letters; none of one that is not known.
    pub fn country(self, code: &str) -> Option<&'static str> {
        let mut lines = self.countries().lines().filter_map(|line| line.split_once('\t'));
        lines.find(|(known, _)| *known == code).map(|(_, name)| name)
    }

    /// A place in words: its city and its country, by its two letters; none where neither is known.
    pub fn place(self, country: Option<&str>, city: Option<&str>) -> Option<String> {
        let country = country.map(|code| self.country(code).unwrap_or(code));
        match (country, city) {
            // Singapore is told once.
            (Some(country), Some(city)) if city != country => {
                Some(self.text_with("place-city", &[("city", Arg::Text(city)), ("country", Arg::Text(country))]))
            }
            (country, city) => country.or(city).map(str::to_owned),
        }
    }

    const fn countries(self) -> &'static str {
        match self {
            Self::En => include_str!("countries/en.tsv"),
            Self::De => include_str!("countries/de.tsv"),
            Self::Es => include_str!("countries/es.tsv"),
            Self::Fr => include_str!("countries/fr.tsv"),
            Self::It => include_str!("countries/it.tsv"),
            Self::Nl => include_str!("countries/nl.tsv"),
            Self::Pl => include_str!("countries/pl.tsv"),
            Self::Pt => include_str!("countries/pt.tsv"),
            Self::Sv => include_str!("countries/sv.tsv"),
            Self::Ar => include_str!("countries/ar.tsv"),
            Self::Ja => include_str!("countries/ja.tsv"),
            Self::ZhHans => include_str!("countries/zh-Hans.tsv"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;
    use crate::base::text::is_name;

    #[test]
    fn each_language_names_every_country() {
        for locale in Locale::ALL {
            let mut codes = Vec::new();
            for line in locale.countries().lines() {
                let (code, name) = line.split_once('\t').unwrap();
                assert!(code.len() == 2 && is_name(name, 60), "{} {line}", locale.tag());
                codes.push(code);
            }
            assert!(codes.is_sorted() && codes.len() == 250, "{} {}", locale.tag(), codes.len());
        }
    }

    #[test]
    fn a_country_is_called_as_people_call_it() {
        let known =
            [(Locale::En, "Germany"), (Locale::De, "Deutschland"), (Locale::Ja, "ドイツ"), (Locale::Ar, "ألمانيا")];
        for (locale, name) in known {
            assert_eq!(locale.country("DE"), Some(name));
        }
        assert_eq!((Locale::En.country("ZZ"), Locale::En.country("de"), Locale::En.country("")), (None, None, None));
    }

    #[test]
    fn a_place_is_said_as_a_language_says_it_and_as_far_as_it_is_known() {
        let said = |locale: Locale, country, city| locale.place(country, city).unwrap_or_default();
        assert_eq!(said(Locale::En, Some("DE"), Some("Berlin")), "Berlin, Germany");
        assert_eq!(said(Locale::De, Some("DE"), Some("Berlin")), "Berlin, Deutschland");
        assert_eq!(said(Locale::Ja, Some("DE"), Some("ベルリン")), "ドイツ、ベルリン");
        assert_eq!(said(Locale::Ar, Some("DE"), Some("Berlin")), "\u{2068}ألمانيا\u{2069}، \u{2068}Berlin\u{2069}");
        assert_eq!(said(Locale::En, Some("SG"), Some("Singapore")), "Singapore");
        assert_eq!(said(Locale::En, Some("ZZ"), Some("Berlin")), "Berlin, ZZ");
        assert_eq!(
            (said(Locale::En, Some("DE"), None), said(Locale::En, None, Some("Berlin"))),
            ("Germany".to_owned(), "Berlin".to_owned())
        );
        assert_eq!(Locale::En.place(None, None), None);
    }
}
