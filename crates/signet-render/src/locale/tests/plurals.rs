//! Which plural forms a language has, as the texts themselves choose them.

use std::collections::{BTreeMap, BTreeSet};

use fluent_templates::fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

use super::Locale;

/// The forms that whole numbers take, each with its numbers up to 1000: more is never counted here.
pub struct Plurals(pub BTreeMap<String, BTreeSet<i64>>);

impl Plurals {
    pub fn of(locale: Locale) -> Self {
        let forms = ["zero", "one", "two", "few", "many"].map(|form| format!("    [{form}] {form}\n")).concat();
        let source = format!("form = {{ $number ->\n{forms}   *[other] other\n }}\n");
        let mut bundle = FluentBundle::new(vec![locale.language()]);
        bundle.add_resource(FluentResource::try_new(source).unwrap()).unwrap();
        let pattern = bundle.get_message("form").and_then(|message| message.value()).unwrap();
        let mut all: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for number in 0..=1000 {
            let mut args = FluentArgs::new();
            args.set("number", number);
            let mut errors = Vec::new();
            let form = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
            assert!(errors.is_empty(), "{errors:?}");
            all.entry(form).or_default().insert(number);
        }
        Self(all)
    }
}

#[test]
fn each_language_has_the_forms_of_the_unicode_cldr() {
    for (forms, locales) in [
        (&["one", "other"][..], &[Locale::En, Locale::De, Locale::Es, Locale::It, Locale::Nl, Locale::Sv][..]),
        (&["one", "other"], &[Locale::Fr, Locale::Pt]),
        (&["few", "many", "one"], &[Locale::Pl]),
        (&["few", "many", "one", "other", "two", "zero"], &[Locale::Ar]),
        (&["other"], &[Locale::Ja, Locale::ZhHans]),
    ] {
        for locale in locales {
            let found: Vec<String> = Plurals::of(*locale).0.into_keys().collect();
            assert_eq!(found, forms, "{}", locale.tag());
        }
    }
    let one = |locale| Plurals::of(locale).0["one"].clone();
    assert_eq!((one(Locale::Fr), one(Locale::Es)), (BTreeSet::from([0, 1]), BTreeSet::from([1])));
}
