//! Countries by their names.
//!
//! The lists are those of the Unicode Common Locale Data Repository 48 (Unicode-3.0, `countries/LICENSE`): one line a
//! country, its code (ISO 3166-1, and XK), a tab, its name.

use super::Locale;

impl Locale {
    /// What a country is called, by its two letters; none of one that is not known.
    pub fn country(self, code: &str) -> Option<&'static str> {
        let mut lines = self.countries().lines().filter_map(|line| line.split_once('\t'));
        lines.find(|(known, _)| *known == code).map(|(_, name)| name)
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
}
