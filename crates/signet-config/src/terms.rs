//! `[terms]`: what people agree to.

use std::collections::BTreeMap;

use toml::Value;

use super::{
    branding::WebUrl,
    problem::InvalidValue,
    section::section,
    value::{Given, Setting, quoted},
};
use crate::base::text::is_language_tag;

section! {
    /// What people agree to when they make an account, and again when there is a new version: at their next sign-in, and
    /// before the next app gets its answer. What they agreed to is kept with its version and the time.
    Terms {
        /// The documents, in the order in which they are shown. `version` is a word of yours, such as a date: another
        /// one asks everybody again. `required` (true) asks for a tick; what is not required is asked at sign-up alone.
        /// `url` leads to the document, `text` shows it in place; both, and `title`, may be given by language, such as
        /// `{ en = "…", de = "…" }`. `title` may be left out for the ids "terms" and "privacy".
        documents: TermsDocuments = TermsDocuments::default();
    }
}

/// The documents, each id once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermsDocuments(pub Vec<TermsDocument>);

/// A document that people agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsDocument {
    /// Its name in the database.
    pub id: String,
    /// Its present version.
    pub version: String,
    /// What people call it; none where the pages have a name for it.
    pub title: Localized,
    /// Where it stands.
    pub url: Localized,
    /// Its words.
    pub text: Localized,
    /// Whether nobody goes on without it.
    pub required: bool,
}

/// A text, and what it is in some languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Localized(BTreeMap<String, String>);

/// Where the text stands that is of no language.
const ANY: &str = "";
/// The documents that the pages have a name for.
const NAMED: [&str; 2] = ["terms", "privacy"];
const EXPECTED: &str = "a table such as { id = \"terms\", version = \"2026-11\", url = \"https://example.com/terms\" }";
const KEYS: [&str; 6] = ["id", "version", "title", "url", "text", "required"];

impl Localized {
    /// A text that is of no language.
    pub fn of(text: &str) -> Self {
        Self(BTreeMap::from([(ANY.to_owned(), text.trim().to_owned())]))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is shown to whoever reads this language: theirs, else the one without a language, else the first.
    pub fn in_language(&self, tag: &str) -> Option<&str> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let same = self.0.iter().find(|(known, _)| !known.is_empty() && primary(known) == primary(tag));
        let any = || self.0.get_key_value(ANY);
        same.or_else(any).or_else(|| self.0.iter().next()).map(|(_, text)| text.as_str())
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        self.0.values()
    }
}

impl Setting for Localized {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "text in quotes, or a table by language such as { en = \"…\", de = \"…\" }";
        match &given.value {
            Value::String(text) if !text.trim().is_empty() => Ok(Self::of(text)),
            Value::Table(table) if !table.is_empty() => {
                let mut all = BTreeMap::new();
                for (tag, text) in table {
                    if !is_language_tag(tag) {
                        return Err(InvalidValue::new(
                            format!("{} is no language tag", quoted(tag)),
                            "write a language such as de or pt-BR (BCP 47)",
                        ));
                    }
                    let text = text.as_str().map(str::trim).filter(|text| !text.is_empty());
                    all.insert(tag.clone(), text.ok_or_else(|| given.unlike(expected))?.to_owned());
                }
                Ok(Self(all))
            }
            _ => Err(given.unlike(expected)),
        }
    }
    fn shown(&self) -> Option<Value> {
        match self.0.get(ANY) {
            _ if self.0.is_empty() => None,
            Some(text) => Some(Value::String(text.clone())),
            None => Some(Value::Table(
                self.0.iter().map(|(tag, text)| (tag.clone(), Value::String(text.clone()))).collect(),
            )),
        }
    }
}

impl Setting for TermsDocuments {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let documents: Vec<TermsDocument> = Vec::read(given)?;
        for (at, one) in documents.iter().enumerate() {
            if documents[..at].iter().any(|before| before.id == one.id) {
                let why = format!("the id {} stands there twice", quoted(&one.id));
                return Err(InvalidValue::new(why, "keep one of the two"));
            }
        }
        Ok(Self(documents))
    }
    fn shown(&self) -> Option<Value> {
        self.0.shown()
    }
}

impl Setting for TermsDocument {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let Value::Table(table) = &given.value else { return Err(given.unlike(EXPECTED)) };
        if let Some(unknown) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let why = format!("there is no such key: {}", quoted(unknown));
            return Err(InvalidValue::new(why, format!("write {EXPECTED}")));
        }
        let part = |key: &str| {
            let value = table.get(key)?;
            Some(Given { value: value.clone(), loose: false, source: given.source.clone() })
        };
        let word = |key: &'static str| {
            let value =
                part(key).ok_or_else(|| InvalidValue::new(format!("{key} is missing"), format!("write {EXPECTED}")))?;
            let word = String::read(&value)?;
            // They stand together, with spaces between, in what is kept of a person.
            let fits = (1..=40).contains(&word.len())
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
            if fits { Ok(word) } else { Err(not_a_word(key, &word)) }
        };
        let localized = |key: &str| part(key).map(|value| Localized::read(&value)).transpose();
        let one = Self {
            id: word("id")?,
            version: word("version")?,
            title: localized("title")?.unwrap_or_default(),
            url: localized("url")?.unwrap_or_default(),
            text: localized("text")?.unwrap_or_default(),
            required: part("required").map(|value| bool::read(&value)).transpose()?.unwrap_or(true),
        };
        one.checked()
    }
    fn shown(&self) -> Option<Value> {
        let mut table = toml::Table::new();
        table.insert("id".to_owned(), Value::String(self.id.clone()));
        table.insert("version".to_owned(), Value::String(self.version.clone()));
        for (key, text) in [("title", &self.title), ("url", &self.url), ("text", &self.text)] {
            table.extend(text.shown().map(|shown| (key.to_owned(), shown)));
        }
        table.insert("required".to_owned(), Value::Boolean(self.required));
        Some(Value::Table(table))
    }
}

fn not_a_word(key: &str, word: &str) -> InvalidValue {
    let why = format!("{key}: {} is no word of 1 to 40 ASCII letters, digits and . _ -", quoted(word));
    InvalidValue::new(why, format!("write {EXPECTED}"))
}

impl TermsDocument {
    fn checked(self) -> Result<Self, InvalidValue> {
        let id = quoted(&self.id);
        if self.title.is_empty() && !self.has_name() {
            let why = format!("{id}: people must be told what it is");
            return Err(InvalidValue::new(why, "give it a title, or the id \"terms\" or \"privacy\""));
        }
        if self.url.is_empty() && self.text.is_empty() {
            let why = format!("{id}: nobody can read it");
            return Err(InvalidValue::new(why, "give it a url, or its text"));
        }
        if let Some(url) = self.url.texts().find(|url| url.parse::<WebUrl>().is_err()) {
            let why = format!("{id}: {} is not a web address", quoted(url));
            return Err(InvalidValue::new(why, "write an address that starts with https://"));
        }
        Ok(self)
    }

    /// Whether the pages have a name for it.
    pub fn has_name(&self) -> bool {
        NAMED.contains(&self.id.as_str())
    }

    /// How it stands in what somebody agreed to.
    pub fn mark(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// Whether somebody agreed to its present version; `agreed` is what they agreed to last.
    pub fn is_agreed(&self, agreed: Option<&str>) -> bool {
        let mark = self.mark();
        agreed.is_some_and(|agreed| agreed.split(' ').any(|one| one == mark))
    }
}

impl Terms {
    /// Whether somebody must agree to something first; `agreed` is what they agreed to last.
    pub fn is_owed(&self, agreed: Option<&str>) -> bool {
        self.documents.0.iter().any(|one| one.required && !one.is_agreed(agreed))
    }

    /// The document of this id.
    pub fn find(&self, id: &str) -> Option<&TermsDocument> {
        self.documents.0.iter().find(|one| one.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Source;

    fn read(text: &str) -> Result<TermsDocuments, InvalidValue> {
        let table: toml::Table = format!("documents = {text}").parse().unwrap();
        TermsDocuments::read(&Given { value: table["documents"].clone(), loose: false, source: Source::Default })
    }

    fn good(text: &str) -> TermsDocuments {
        read(text).unwrap_or_else(|why| panic!("{}", why.problem))
    }

    #[test]
    fn documents_are_read_and_shown_as_they_were_written() {
        let text = "[{ id = \"terms\", version = \"2026-11\", url = { en = \"https://a.example/en\", de = \"https://a.example/de\" } }, \
                    { id = \"news\", version = \"1\", title = \"News\", text = \"We write.\", required = false }]";
        let all = good(text);
        assert_eq!(all.0[0].url.in_language("de-AT"), Some("https://a.example/de"));
        assert_eq!(all.0[0].url.in_language("ar"), Some("https://a.example/de"), "the first there is");
        assert_eq!(all.0[1].text.in_language("ar"), Some("We write."));
        let shown = all.shown().unwrap().to_string();
        assert!(shown.contains("required = false") && shown.contains("2026-11"), "{shown}");
        assert_eq!(good(&shown), all);
    }

    #[test]
    fn somebody_owes_what_is_required_in_the_version_that_it_has_now() {
        let terms = Terms {
            documents: good(
                "[{ id = \"terms\", version = \"2\", url = \"https://a.example\" }, \
                 { id = \"news\", version = \"1\", title = \"News\", text = \"We write.\", required = false }]",
            ),
        };
        for (agreed, owed) in [
            (None, true),
            (Some(""), true),
            (Some("terms@1"), true),
            (Some("terms@22"), true),
            (Some("news@1 terms@2"), false),
        ] {
            assert_eq!(terms.is_owed(agreed), owed, "{agreed:?}");
        }
        assert!(!Terms::default().is_owed(None));
    }

    #[test]
    fn what_nobody_can_agree_to_is_refused_with_a_remedy() {
        for (text, problem) in [
            ("[{ version = \"1\", url = \"https://a.example\" }]", "item 1: id is missing"),
            ("[{ id = \"terms\", url = \"https://a.example\" }]", "item 1: version is missing"),
            ("[{ id = \"terms\", version = \"1\" }]", "item 1: \"terms\": nobody can read it"),
            ("[{ id = \"news\", version = \"1\", text = \"x\" }]", "item 1: \"news\": people must be told what it is"),
            (
                "[{ id = \"terms\", version = \"a b\", text = \"x\" }]",
                "item 1: version: \"a b\" is no word of 1 to 40 ASCII letters, digits and . _ -",
            ),
            (
                "[{ id = \"terms\", version = \"1\", url = \"javascript:a\" }]",
                "item 1: \"terms\": \"javascript:a\" is not a web address",
            ),
            ("[{ id = \"terms\", version = \"1\", link = \"x\" }]", "item 1: there is no such key: \"link\""),
            ("[{ id = \"terms\", version = \"1\", text = { \"d e\" = \"x\" } }]", "item 1: \"d e\" is no language tag"),
            (
                "[{ id = \"terms\", version = \"1\", text = \"x\" }, { id = \"terms\", version = \"2\", text = \"x\" }]",
                "the id \"terms\" stands there twice",
            ),
        ] {
            assert_eq!(read(text).err().map(|refusal| refusal.problem).as_deref(), Some(problem), "{text}");
        }
    }
}
