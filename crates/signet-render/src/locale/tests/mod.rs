//! Texts: each language has every one, in every form that it needs, and nobody keeps one that is not used.

mod ftl;
mod plurals;

use std::{cell::RefCell, collections::BTreeSet, fs, path::Path};

use super::{Arg, Locale};
use crate::{
    base::time::Timestamp,
    claims,
    mail::Letters,
    pages::MessageKind,
    tests::{every_page, northwind},
};
use ftl::{Texts, faults};
use plurals::Plurals;

thread_local! {
    /// Which texts were looked up by this thread.
    static LOOKED_UP: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Keeps that a text was looked up.
pub(super) fn note(key: &str) {
    LOOKED_UP.with_borrow_mut(|keys| keys.insert(key.to_owned()));
}

/// The texts of a language as they stand in its files.
fn texts(locale: Locale) -> Texts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/locales").join(locale.tag());
    let mut texts = Texts::default();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        texts.read(&path.file_name().unwrap().to_string_lossy(), &fs::read_to_string(&path).unwrap());
    }
    texts
}

fn one_file(source: &str) -> Texts {
    let mut texts = Texts::default();
    texts.read("one.ftl", source);
    texts
}

#[test]
fn every_language_has_every_text_with_its_placeholders_and_forms() {
    let english = texts(Locale::En);
    assert!(english.all.len() > 500, "found only {} texts", english.all.len());
    let found: Vec<String> = Locale::ALL
        .into_iter()
        .flat_map(|locale| {
            let found = faults(&english, &texts(locale), &Plurals::of(locale));
            found.into_iter().map(move |fault| format!("{}: {fault}", locale.tag()))
        })
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_folder_of_texts_is_a_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/locales");
    let found: BTreeSet<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(found, BTreeSet::from(Locale::ALL.map(|locale| locale.tag().to_owned())));
}

#[test]
fn every_text_can_be_said_with_any_number() {
    for locale in Locale::ALL {
        for (key, text) in &texts(locale).all {
            for number in [0, 1, 2, 3, 5, 11, 22, 100] {
                let names = text.placeholders.iter().map(|name| &*name.clone().leak());
                let args: Vec<_> = names.map(|name| (name, Arg::Number(number))).collect();
                let said = locale.find(key, &args).unwrap_or_else(|| panic!("{} cannot say {key}", locale.tag()));
                assert!(!said.is_empty() && !said.contains("{$"), "{} {key}: {said}", locale.tag());
            }
        }
    }
}

/// What is wrong with a German text beside an English one.
fn german(english: &str, german: &str) -> Vec<String> {
    faults(&one_file(english), &one_file(german), &Plurals::of(Locale::De))
}

#[test]
fn a_text_that_is_missing_or_too_many_is_found() {
    assert_eq!(german("a = A\nb = B", "b = B\nc = C"), ["a is missing", "c is in no English file"]);
    assert_eq!(german("a = A\n    .title = T", "a = A"), ["a.title is missing"]);
    assert_eq!(german("a = A", "a = A\n    .title = T"), ["a.title is in no English file"]);
    assert_eq!(german("a = A", "a = A\na = B"), ["one.ftl: a stands twice"]);
    assert_eq!(german("a = A", "a = A\nb ="), ["one.ftl:2: Expected a message field for \"b\""]);
    let mut elsewhere = Texts::default();
    elsewhere.read("two.ftl", "a = A");
    let found = faults(&one_file("a = A"), &elsewhere, &Plurals::of(Locale::De));
    assert_eq!(found, ["a stands in two.ftl, and in English in one.ftl"]);
}

#[test]
fn a_changed_placeholder_is_found() {
    assert_eq!(
        german("a = { $name } of { $brand }", "a = { $marke }: { $name }"),
        ["a lacks { $brand }", "a has { $marke }, which nobody fills in"]
    );
    assert_eq!(
        german("a = { $name }\n    .title = { $brand }", "a = { $name }\n    .title = ohne"),
        ["a.title lacks { $brand }"]
    );
    let english = "a = { $count ->\n    [one] one of { $name }\n   *[other] { $count } of { $name }\n }";
    let without = "a = { $count ->\n    [one] eines\n   *[other] { $count } von { $name }\n }";
    assert_eq!(german(english, without), ["a lacks { $name } in the form [one]"]);
    assert_eq!(german(english, "a = { $count } von { $name }"), ["a does not choose its form by { $count }"]);
}

#[test]
fn a_plural_form_that_is_missing_or_unknown_or_hides_its_number_is_found() {
    let english = one_file("a = { $n ->\n    [one] one day\n   *[other] { $n } days\n }");
    let found =
        |locale, forms: &str| faults(&english, &one_file(&format!("a = {{ $n ->\n{forms}\n }}")), &Plurals::of(locale));
    let one_and_other = "    [one] { $n } x\n   *[other] { $n } y";
    for locale in [Locale::En, Locale::De, Locale::Es, Locale::Fr, Locale::It, Locale::Nl, Locale::Pt, Locale::Sv] {
        assert!(found(locale, one_and_other).is_empty(), "{}", locale.tag());
        assert_eq!(found(locale, "   *[other] { $n } y"), ["a does not choose its form by { $n }"], "{}", locale.tag());
    }
    assert_eq!(found(Locale::Pl, one_and_other), ["a lacks the form [few]", "a lacks the form [many]"]);
    assert!(found(Locale::Pl, "    [one] dzień\n    [few] { $n } dni\n   *[many] { $n } dni").is_empty());
    assert_eq!(
        found(Locale::Ar, one_and_other),
        ["a lacks the form [few]", "a lacks the form [many]", "a lacks the form [two]", "a lacks the form [zero]"]
    );
    assert!(found(Locale::Ja, "   *[other] { $n }日").is_empty());
    assert_eq!(found(Locale::ZhHans, one_and_other), ["a has the form [one], which no number takes"]);
    assert_eq!(
        found(Locale::De, "    [one] x\n    [few] { $n } x\n   *[other] { $n } y"),
        ["a has the form [few], which no number takes"]
    );
    // In French and Portuguese 0 takes the form of 1.
    let bare = "    [one] un jour\n   *[other] { $n } jours";
    assert!(found(Locale::De, bare).is_empty());
    for locale in [Locale::Fr, Locale::Pt] {
        assert_eq!(found(locale, bare), ["a does not say { $n } in the form [one], which stands for several numbers"]);
        assert!(found(locale, &format!("    [0] rien\n{bare}")).is_empty());
    }
    assert_eq!(
        found(Locale::De, "    [one] ein Tag\n   *[other] Tage"),
        ["a does not say { $n } in the form [other], which stands for several numbers"]
    );
}

/// What is looked up by any page, mail, claim or note.
fn looked_up() -> BTreeSet<String> {
    LOOKED_UP.take();
    let site = northwind();
    every_page(&site.frame(Locale::En, "csrf-token").at("https://id.example.com/login"));
    // Without files of an operator, all mails are tried with the layout of ours.
    let none = std::env::temp_dir().join(format!("signet-no-mails-{}", std::process::id()));
    fs::create_dir_all(&none).unwrap();
    assert!(Letters::load(Some(&none), &site, "https://id.example.com").is_ok());
    // Each claim that has a sentence of its own in a question has a name, too.
    for name in texts(Locale::En).all.keys().filter_map(|key| key.strip_prefix("consent-claim-")).chain(["sub"]) {
        claims::label(Locale::En, name);
    }
    (1..=12).for_each(|month| note(&format!("month-{month}")));
    MessageKind::keys().for_each(|key| note(&key));
    LOOKED_UP.take()
}

/// Our sources and templates as one text.
fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") && !path.ends_with("tests.rs") {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Texts that nothing asks for.
fn unused(known: &BTreeSet<&str>, looked_up: &BTreeSet<String>, sources: &str) -> Vec<String> {
    let is_named = |key: &str| sources.contains(&format!("\"{key}\""));
    let asked = |key: &str| {
        // The playground builds these from the names of its steps, buttons and checks.
        let name = ["play-do-", "play-check-"].iter().find_map(|begin| key.strip_prefix(begin));
        let stem = ["-client-title", "-title", "-text", "-next", "-go"].iter().find_map(|end| key.strip_suffix(end));
        looked_up.contains(key) || is_named(key) || stem.or(name).is_some_and(is_named)
    };
    known.iter().filter(|key| !asked(key)).map(|key| format!("nobody uses {key}")).collect()
}

/// Texts that a source asks for and no language has.
fn unknown(known: &BTreeSet<&str>, sources: &str) -> Vec<String> {
    let calls = [".t(\"", ".t1(\"", ".tn(\"", ".strong(\"", ".text(\"", ".text_with(\""];
    let asked = calls.iter().flat_map(|call| sources.split(call).skip(1)).filter_map(|rest| rest.split('"').next());
    asked.filter(|key| !known.contains(key)).map(|key| format!("no language has {key}")).collect()
}

#[test]
fn every_text_is_used_and_no_unknown_one_is_asked_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    sources(&root.join("src"), &mut text);
    sources(&root.join("../../templates"), &mut text);
    sources(&root.join("../../src/http/pages/playground"), &mut text);
    let english = texts(Locale::En);
    let known: BTreeSet<&str> = english.all.keys().map(String::as_str).collect();
    let mut found = unused(&known, &looked_up(), &text);
    found.extend(unknown(&known, &text));
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_text_that_nobody_uses_or_that_is_not_there_is_found() {
    let known = BTreeSet::from(["go-on", "wrong-text", "month-1", "old"]);
    let source = "frame.t(\"go-on\") frame.t(\"gone\") \"wrong\"";
    assert_eq!(unused(&known, &BTreeSet::from(["month-1".to_owned()]), source), ["nobody uses old"]);
    assert_eq!(unknown(&known, source), ["no language has gone"]);
}

#[test]
fn french_keeps_its_marks_with_the_word_before() {
    let loose = |line: &str| [" :", " ;", " !", " ?", "« ", " »"].iter().any(|mark| line.contains(mark));
    assert!(loose("Est-ce vous ?") && !loose("Est-ce vous\u{202f}?"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/locales/fr");
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let found: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && loose(line)).collect();
        assert!(found.is_empty(), "with a space that may break:\n{}\n", found.join("\n"));
    }
}

#[test]
fn moments_are_told_in_each_language() {
    let tell = |locale: Locale, second| locale.moment(Timestamp(second));
    let (later, first) = (1_795_259_340, 1_793_491_200);
    for (locale, expected) in [
        (Locale::En, "21 November 2026, 11:09 UTC"),
        (Locale::De, "21. November 2026, 11:09 Uhr (UTC)"),
        (Locale::Es, "21 de noviembre de 2026, 11:09 UTC"),
        (Locale::Fr, "21 novembre 2026 à 11:09 UTC"),
        (Locale::Pt, "21 de novembro de 2026, 11:09 UTC"),
    ] {
        assert_eq!(tell(locale, later), expected);
    }
    assert_eq!(tell(Locale::Fr, first), "1er novembre 2026 à 00:00 UTC");
    assert_eq!(tell(Locale::Pt, first), "1º de novembro de 2026, 00:00 UTC");
    assert_eq!(tell(Locale::De, first), "1. November 2026, 00:00 Uhr (UTC)");
    assert!(tell(Locale::Ar, later).contains("نوفمبر"));
}
