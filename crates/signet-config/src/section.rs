//! One declaration per section: the struct, its defaults, its reading and its reference.

use std::collections::BTreeMap;

use toml::Value;

use super::{
    problem::{InvalidValue, Problem, Source},
    suggest::nearest,
    value::{Given, Setting},
};
use crate::base::url::{absolute, is_https_or_loopback};

/// What the reference says about a key.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its name within the section.
    pub name: &'static str,
    /// Its doc comment, line by line.
    pub doc: &'static [&'static str],
    /// Its default, `None` when it is unset.
    pub default: Option<Value>,
    /// A value in TOML for a key that is unset by default.
    pub example: Option<&'static str>,
    /// The key that names a file to read this one from.
    pub from_file: Option<&'static str>,
}

impl Key {
    /// Every spelling that may stand in a file: the key and, for some, its `_file`.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.from_file)
    }
}

/// A section of the configuration; implemented by `section!`.
pub trait Section: Default {
    /// Its doc comment, line by line.
    const DOC: &'static [&'static str];
    /// Its keys in the order of their declaration.
    fn keys() -> Vec<Key>;
    /// Takes its values from what the layers gave.
    fn read(from: &mut Reader<'_>) -> Self;
    /// Its values by key, as they may be shown.
    fn values(&self) -> Vec<(&'static str, Option<Value>)>;
    /// Reports values that are typed well and still unsafe or contradictory.
    fn check(&self, at: &mut Checker<'_>);
}

/// Declares a section. `check` names the function that looks at the finished values;
/// `example` is shown for a key that is unset; `from_file` names the key of a file that may
/// hold the value instead.
macro_rules! section {
    (
        $(#[doc = $section_doc:literal])+
        $name:ident $(, check = $check:path)? {
            $(
                $(#[doc = $doc:literal])+
                $key:ident: $type:ty = $default:expr $(, example = $example:literal)? $(, from_file = $file:literal)?;
            )+
        }
    ) => {
        $(#[doc = $section_doc])+
        #[derive(Debug, Clone)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $key: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($key: $default,)+ }
            }
        }

        impl $crate::section::Section for $name {
            const DOC: &'static [&'static str] = &[$($section_doc),+];

            fn keys() -> Vec<$crate::section::Key> {
                let default = Self::default();
                vec![$($crate::section::Key {
                    name: stringify!($key),
                    doc: &[$($doc),+],
                    default: $crate::value::Setting::shown(&default.$key),
                    example: $crate::section::optional!($($example)?),
                    from_file: $crate::section::optional!($($file)?),
                }),+]
            }

            fn read(from: &mut $crate::section::Reader<'_>) -> Self {
                let default = Self::default();
                Self { $($key: from
                    .take(stringify!($key), $crate::section::optional!($($file)?))
                    .unwrap_or(default.$key),)+ }
            }

            fn values(&self) -> Vec<(&'static str, Option<toml::Value>)> {
                vec![$((stringify!($key), $crate::value::Setting::shown(&self.$key))),+]
            }

            fn check(&self, _at: &mut $crate::section::Checker<'_>) {
                $($check(self, _at);)?
            }
        }
    };
}

/// `Some` of an optional macro fragment.
macro_rules! optional {
    () => {
        None
    };
    ($value:literal) => {
        Some($value)
    };
}

pub(super) use {optional, section};

/// Source by `section.key`, for every key that somebody set.
pub type Sources = BTreeMap<String, Source>;

/// Hands a section its values and notes what is wrong with them.
pub struct Reader<'a> {
    /// The section's name.
    pub section: &'static str,
    /// What the layers gave for it; what remains at the end is unknown.
    pub given: BTreeMap<String, Given>,
    /// Where each value taken came from.
    pub sources: &'a mut Sources,
    /// Everything found wrong so far.
    pub problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    /// The typed value of `key`, if one was given and is good.
    pub fn take<T: Setting>(&mut self, key: &'static str, file_key: Option<&'static str>) -> Option<T> {
        let direct = self.given.remove(key);
        let file = file_key.and_then(|name| self.given.remove(name).map(|given| (name, given)));
        let (key_used, given) = match (direct, file) {
            (Some(direct), Some((name, file))) if direct.source.rank() == file.source.rank() => {
                let why = format!("{0}.{key} is set in the same place ({1})", self.section, direct.source);
                self.refuse(name, &file.source, InvalidValue::new(why, "keep one of the two"));
                return None;
            }
            (Some(direct), Some((_, file))) if direct.source.rank() > file.source.rank() => (key, direct),
            (_, Some((name, file))) => (name, self.read_file(name, &file)?),
            (Some(direct), None) => (key, direct),
            (None, None) => return None,
        };
        match T::read(&given) {
            Ok(value) => {
                self.sources.insert(format!("{}.{key}", self.section), given.source);
                Some(value)
            }
            Err(refusal) => {
                self.refuse(key_used, &given.source, refusal);
                None
            }
        }
    }

    fn read_file(&mut self, name: &'static str, given: &Given) -> Option<Given> {
        let content = std::path::PathBuf::read(given).and_then(|path| match std::fs::read_to_string(&path) {
            Ok(text) => Ok((path, text.trim().to_owned())),
            Err(why) => Err(InvalidValue::new(
                format!("the file {} cannot be read: {why}", path.display()),
                "name a text file that this process may read",
            )),
        });
        match content {
            Ok((path, text)) => {
                let source = Source::Secret { path, named_by: Box::new(given.source.clone()) };
                Some(Given { value: Value::String(text), loose: true, source })
            }
            Err(refusal) => {
                self.refuse(name, &given.source, refusal);
                None
            }
        }
    }

    /// Reports what nobody took.
    pub fn refuse_unknown(mut self, keys: &[Key], elsewhere: impl Fn(&str) -> Option<String>) {
        for (name, given) in std::mem::take(&mut self.given) {
            let remedy = match nearest(&name, keys.iter().flat_map(Key::names)) {
                Some(meant) => format!("did you mean {}.{meant}?", self.section),
                None => match elsewhere(&name) {
                    Some(meant) => format!("did you mean {meant}?"),
                    None => "remove it; `signet config reference` lists every key".to_owned(),
                },
            };
            self.refuse(&name, &given.source, InvalidValue::new("there is no such key", remedy));
        }
    }

    fn refuse(&mut self, key: &str, source: &Source, InvalidValue { problem, remedy }: InvalidValue) {
        let key = format!("{}.{key}", self.section);
        self.problems.push(Problem { key, source: source.to_string(), problem, remedy });
    }
}

/// Takes the complaints of a section's check.
pub struct Checker<'a> {
    /// The section's name.
    pub section: &'static str,
    /// Where each value came from.
    pub sources: &'a Sources,
    /// Everything found wrong so far.
    pub problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    /// Refuses the value of a key of this section.
    pub fn refuse(&mut self, key: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        let key = format!("{}.{key}", self.section);
        let source = self.sources.get(&key).unwrap_or(&Source::Default).to_string();
        self.problems.push(Problem { key, source, problem: problem.into(), remedy: remedy.into() });
    }

    /// Refuses a value outside `least..=most`; `shown` prints it with its unit.
    pub fn within<T: PartialOrd + Copy>(&mut self, key: &str, value: T, (least, most): (T, T), shown: fn(T) -> String) {
        if value < least || value > most {
            let remedy = format!("choose {} to {}", shown(least), shown(most));
            self.refuse(key, format!("{} is out of range", shown(value)), remedy);
        }
    }

    /// Refuses an address in clear to which a secret is sent.
    pub fn encrypted(&mut self, key: &str, address: Option<&str>) {
        if address.is_some_and(|text| !absolute(text).is_some_and(|url| is_https_or_loopback(&url))) {
            let problem = "what is sent there is secret, and it is no https address";
            self.refuse(key, problem, "write one that starts with https://");
        }
    }
}
