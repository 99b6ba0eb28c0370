//! Which language to speak: the first one that is asked for and that the pages speak.

use super::Locale;
use crate::protocol::field::weight::weighted;

impl Locale {
    /// The language of a BCP 47 tag, if the pages speak it in any region.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let mut subtags = tag.split(['-', '_']);
        let language = subtags.next()?;
        if ["zh", "cmn"].iter().any(|chinese| chinese.eq_ignore_ascii_case(language)) {
            return is_simplified(subtags).then_some(Self::ZhHans);
        }
        // RFC 4647 §3.4: what is asked for loses its last subtag until a language has that tag. All tags but that
        // of Chinese have one subtag.
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// The first language that the wishes name and the pages speak, then the one that the browser prefers; English
    /// otherwise. A wish is a list of tags with spaces between them, and the first wish counts most.
    pub fn negotiate<'a>(wishes: impl IntoIterator<Item = &'a str>, accept_language: &str) -> Self {
        // OIDC Core §3.1.2.1: space-separated tags in order of preference; unknown ones are no error.
        let named = wishes.into_iter().flat_map(str::split_ascii_whitespace).find_map(Self::of_tag);
        named.or_else(|| accepted(accept_language)).unwrap_or_default()
    }
}

/// Whether Chinese with these further subtags is written in simplified characters. Whoever asks for traditional ones
/// (`zh-TW`) gets the next language that they name: they know best what they read.
fn is_simplified<'a>(subtags: impl Iterator<Item = &'a str>) -> bool {
    // RFC 5646 §2.2.6: behind a single letter or digit stands an extension.
    for subtag in subtags.take_while(|subtag| subtag.len() > 1) {
        let is = |known: &[&str]| known.iter().any(|one| one.eq_ignore_ascii_case(subtag));
        let letters = subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
        match subtag.len() {
            // RFC 5646 §2.2.2: Cantonese and others are languages of their own; Mandarin is what `zh` says already.
            3 if letters && !is(&["cmn"]) => return false,
            // RFC 5646 §2.2.3
            4 if letters => return is(&["Hans"]),
            // RFC 5646 §2.2.4: without a script the region tells it.
            2 => return !is(&["TW", "HK", "MO"]),
            _ => {}
        }
    }
    true
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

#[cfg(test)]
mod tests {
    use super::super::{Locale, ui_locales_supported};

    // RFC 4647 §3.4
    #[test]
    fn a_tag_with_more_subtags_finds_its_language() {
        for locale in Locale::ALL {
            assert_eq!(Locale::of_tag(locale.tag()), Some(locale));
            assert_eq!(Locale::of_tag(&locale.tag().to_ascii_uppercase()), Some(locale));
            assert_eq!(Locale::of_tag(&format!("{}-x-private", locale.tag())), Some(locale));
        }
        for (tag, expected) in [
            ("pt-BR", Locale::Pt),
            ("pt-PT", Locale::Pt),
            ("es-419", Locale::Es),
            ("fr-CA", Locale::Fr),
            ("de-Latn-CH-1996", Locale::De),
            ("nl_BE", Locale::Nl),
            ("ja-JP-u-ca-japanese", Locale::Ja),
        ] {
            assert_eq!(Locale::of_tag(tag), Some(expected), "{tag}");
        }
        for unknown in ["", "-", "p", "por", "english", "tlh", "xx-en", "i-en", "x-de"] {
            assert_eq!(Locale::of_tag(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn chinese_is_spoken_to_whoever_reads_simplified_characters() {
        for tag in
            ["zh", "ZH-hans", "zh-CN", "zh-SG", "zh-Hans-CN", "zh-Hans-TW", "zh-cmn-Hans", "cmn", "zh_CN", "zh-x-tw"]
        {
            assert_eq!(Locale::of_tag(tag), Some(Locale::ZhHans), "{tag}");
        }
        for tag in
            ["zh-TW", "zh-hk", "zh-MO", "zh-Hant", "zh-Hant-CN", "zh-Latn", "zh-yue", "yue", "cmn-Hant", "zh-yue-Hans"]
        {
            assert_eq!(Locale::of_tag(tag), None, "{tag}");
        }
    }

    #[test]
    fn the_language_is_the_first_one_asked_for_that_we_speak() {
        let cases: &[(&[&str], &str, Locale)] = &[
            (&[], "", Locale::En),
            (&["tlh de-AT en"], "ar", Locale::De),
            (&["AR"], "", Locale::Ar),
            (&["xx tlh"], "xx, de;q=0.8, ar;q=0.9", Locale::Ar),
            (&[], "de;q=0, en-GB;q=0.5, ar;q=0.001", Locale::En),
            (&[], "de-DE,de;q=0.9,en;q=0.8", Locale::De),
            (&[""], "*;q=nonsense,,;", Locale::En),
            (&[], "de;q=2, ar;q=0.1", Locale::Ar),
            (&["xx", "", "pt-BR sv", "pl"], "it", Locale::Pt),
            (&["zh-TW ja"], "zh-CN", Locale::Ja),
            (&["zh-Hant"], "zh-TW, zh-CN;q=0.4, fr;q=0.5", Locale::Fr),
        ];
        for (wishes, accept, expected) in cases {
            assert_eq!(Locale::negotiate(wishes.iter().copied(), accept), *expected, "{wishes:?} {accept:?}");
        }
        let supported = ["en", "de", "es", "fr", "it", "nl", "pl", "pt", "sv", "ar", "ja", "zh-Hans"];
        assert_eq!(ui_locales_supported(), supported);
    }
}
