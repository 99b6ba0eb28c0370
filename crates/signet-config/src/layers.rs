//! The layers, merged: file, then environment (old names below), then flags; each value remembers its source.

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::{
    Spanned, Value,
    de::{DeTable, DeValue},
};

use super::{
    legacy,
    problem::{Problem, Source},
    value::Given,
};

/// Variables that start like this belong to the configuration.
const PREFIX: &str = "SIGNET__";

/// What was given, by section and key.
#[derive(Default)]
pub struct Layers {
    /// Values by section and key; a later layer has replaced an earlier one.
    pub sections: BTreeMap<String, BTreeMap<String, Given>>,
    /// Sections of the file that hold nothing, and may be misspelled all the same.
    pub empty: Vec<(String, Source)>,
    /// What could not be understood at all.
    pub problems: Vec<Problem>,
}

impl Layers {
    /// Reads the file. Only one that was asked for by name has to exist.
    pub fn file(&mut self, named: Option<&Path>) {
        let path = named.map_or_else(|| PathBuf::from("signet.toml"), Path::to_path_buf);
        match std::fs::read_to_string(&path) {
            Ok(text) => self.toml(&path, &text),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound && named.is_none() => {}
            Err(why) => self.problems.push(Problem {
                key: path.display().to_string(),
                source: if named.is_some() { "--config" } else { "the working directory" }.to_owned(),
                problem: format!("the configuration file cannot be read: {why}"),
                remedy:
                    "name a text file that this process may read; `signet config reference > signet.toml` writes one"
                        .to_owned(),
            }),
        }
    }

    /// Reads the text of a file and goes on after each mistake.
    pub fn toml(&mut self, path: &Path, text: &str) {
        let (table, errors) = DeTable::parse_recoverable(text);
        // What is recovered around a broken line can be debris of a secret that looks like a
        // key, so only keys that exist are taken from such a file.
        let whole = errors.is_empty();
        let source = |span| Source::File { path: path.to_path_buf(), line: line_of(text, span) };
        self.refuse_syntax(path, errors.iter().map(|error| (source(error.span()), error.message())));
        for (section, value) in table.into_inner() {
            let place = source(Some(section.span()));
            let section = section.into_inner().into_owned();
            let DeValue::Table(keys) = value.into_inner() else {
                if whole {
                    self.refuse_loner(&section, &place);
                }
                continue;
            };
            if whole && keys.is_empty() {
                self.empty.push((section.clone(), place));
            }
            for (key, value) in keys {
                let source = source(Some(key.span()));
                let key = key.into_inner().into_owned();
                if whole || super::is_known(&section, &key) {
                    let given = Given { value: plain(value), loose: false, source };
                    self.sections.entry(section.clone()).or_default().insert(key, given);
                }
            }
        }
    }

    /// Reports the first mistake of each line. The message alone: what the parser prints with
    /// it quotes the line, and that may hold a secret.
    fn refuse_syntax<'a>(&mut self, path: &Path, errors: impl Iterator<Item = (Source, &'a str)>) {
        let mut reported = Source::Default;
        for (source, message) in errors {
            if source != reported {
                self.problems.push(Problem {
                    key: path.display().to_string(),
                    source: source.to_string(),
                    problem: format!("it is not valid TOML: {message}"),
                    remedy: "mend the line; texts stand in quotes, lists in [brackets]".to_owned(),
                });
            }
            reported = source;
        }
    }

    /// Reads old names, if they are switched on, then `SIGNET__SECTION__KEY` variables; leaves all
    /// others alone.
    pub fn environment(&mut self, variables: &[(String, String)]) {
        for found in legacy::read(variables, &mut self.problems) {
            self.set(found.section, found.key, &found.value, found.source);
        }
        for (name, value) in variables {
            let Some(rest) = name.strip_prefix(PREFIX) else { continue };
            let source = Source::Variable(name.clone());
            match rest.to_ascii_lowercase().split_once("__") {
                Some((section, key)) => self.set(section, key, value, source),
                None => self.refuse_loner(&rest.to_ascii_lowercase(), &source),
            }
        }
    }

    /// Reads `section.key` and value pairs of the command line.
    pub fn flags(&mut self, flags: &[(String, String)]) {
        for (name, value) in flags {
            match name.split_once('.') {
                Some((section, key)) => self.set(section, key, value, Source::Flag),
                None => self.refuse_loner(name, &Source::Flag),
            }
        }
    }

    fn set(&mut self, section: &str, key: &str, value: &str, source: Source) {
        let given = Given { value: Value::String(value.to_owned()), loose: true, source };
        self.sections.entry(section.to_owned()).or_default().insert(key.to_owned(), given);
    }

    fn refuse_loner(&mut self, name: &str, source: &Source) {
        let remedy = match source {
            Source::Variable(_) => "write SIGNET__SECTION__KEY, such as SIGNET__SERVER__LISTEN",
            Source::Flag => "write section.key=value, such as server.listen=127.0.0.1:8080",
            _ => "put it into a section, such as [server]",
        };
        self.problems.push(Problem {
            key: name.to_owned(),
            source: source.to_string(),
            problem: "every key belongs to a section, and this one names none".to_owned(),
            remedy: remedy.to_owned(),
        });
    }
}

fn line_of(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start.min(text.len()));
    text.get(..start).map_or(1, |before| before.matches('\n').count() + 1)
}

/// The value without its spans.
fn plain(value: Spanned<DeValue<'_>>) -> Value {
    match value.into_inner() {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Boolean(value) => Value::Boolean(value),
        DeValue::Datetime(value) => Value::Datetime(value),
        DeValue::Float(value) => Value::Float(value.as_str().parse().unwrap_or(f64::NAN)),
        // A number beyond 64 bits is kept as a fraction, which every key refuses.
        DeValue::Integer(value) => i64::from_str_radix(value.as_str(), value.radix())
            .map_or_else(|_| Value::Float(f64::INFINITY), Value::Integer),
        DeValue::Array(items) => Value::Array(items.into_iter().map(plain).collect()),
        DeValue::Table(table) => {
            Value::Table(table.into_iter().map(|(key, value)| (key.into_inner().into_owned(), plain(value))).collect())
        }
    }
}
