//! Public functions that only tests call: the compiler does not see them, since somebody else might.

use std::collections::{BTreeMap, BTreeSet};

use super::{absolute, scan::Source};

type Full = Vec<String>;

/// What the files of a program call, and under which other names it is known.
#[derive(Default)]
struct Calls {
    /// Paths outside of tests, resolved.
    paths: BTreeSet<Full>,
    /// Names that a module passes on, and what they stand for.
    passed_on: BTreeMap<Full, Full>,
    /// Words that are no definition.
    words: BTreeSet<String>,
}

/// Functions of `sources` that nothing outside of tests names, in them or in `others`; `texts` are templates.
pub fn uncalled(sources: &[Source], others: &[Source], texts: &str) -> Vec<(String, usize, String)> {
    let modules: BTreeSet<Full> = sources.iter().chain(others).map(module_of).collect();
    let mut calls = Calls::default();
    for source in sources.iter().chain(others) {
        calls.read(source, &modules);
    }
    let in_templates: BTreeSet<&str> = texts.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !source.is_helper()) {
        for function in functions(source) {
            let called = if function.is_free {
                calls.reach(&[module_of(source), vec![function.name.clone()]].concat(), source)
            } else {
                calls.words.contains(&function.name) || in_templates.contains(function.name.as_str())
            };
            if !called {
                found.push((source.file.clone(), function.line, function.name));
            }
        }
    }
    found
}

fn module_of(source: &Source) -> Full {
    [vec!["crate".to_owned()], source.module()].concat()
}

impl Calls {
    fn read(&mut self, source: &Source, modules: &BTreeSet<Full>) {
        if source.is_helper() {
            return;
        }
        let own = module_of(source);
        let outside: Vec<_> = source.paths.iter().filter(|path| !source.in_test(path.line)).collect();
        let bound: BTreeMap<&str, Full> = outside
            .iter()
            .filter_map(|path| Some((path.bound_to.as_deref()?, resolve(absolute(path, source), &own, modules))))
            .collect();
        let named =
            |name: &str| source.words.iter().filter(|(line, word)| word == name && !source.in_test(*line)).count();
        for (name, full) in &bound {
            if named(name) > 1 {
                self.paths.insert(full.clone());
            }
            self.passed_on.insert([own.clone(), vec![(*name).to_owned()]].concat(), full.clone());
        }
        for path in outside.iter().filter(|path| path.bound_to.is_none()) {
            let full = match bound.get(path.segments[0].as_str()) {
                Some(start) => [start.as_slice(), &path.segments[1..]].concat(),
                None => resolve(absolute(path, source), &own, modules),
            };
            self.paths.insert(full);
        }
        let mut before = "";
        for (line, token) in &source.tokens {
            if before != "fn" && !source.in_test(*line) {
                self.words.insert(token.clone());
            }
            before = token;
        }
    }

    /// Whether a free function is named in its own file, or by a path from another one.
    fn reach(&self, full: &[String], source: &Source) -> bool {
        let name = &full[full.len() - 1];
        let mut before = "";
        for (line, token) in &source.tokens {
            if token == name && before != "fn" && !source.in_test(*line) {
                return true;
            }
            before = token;
        }
        self.paths.iter().filter(|path| path.last() == Some(name)).any(|path| self.leads_to(path, full))
    }

    /// Follows what modules pass on.
    fn leads_to(&self, path: &[String], full: &[String]) -> bool {
        let mut path = path.to_vec();
        for _ in 0..8 {
            if path == full {
                return true;
            }
            let Some(length) = (1..=path.len()).rev().find(|length| self.passed_on.contains_key(&path[..*length]))
            else {
                return false;
            };
            path = [self.passed_on[&path[..length]].as_slice(), &path[length..]].concat();
        }
        false
    }
}

/// A path that begins with a module below its own.
fn resolve(path: Full, own: &[String], modules: &BTreeSet<Full>) -> Full {
    if path[0] == "crate" {
        return path;
    }
    let below = [own, &path].concat();
    if modules.contains(&below[..=own.len()]) { below } else { path }
}

struct Function {
    name: String,
    line: usize,
    is_free: bool,
}

/// Every `pub fn` outside of tests.
fn functions(source: &Source) -> Vec<Function> {
    let mut found = Vec::new();
    let (mut depth, mut public) = (0_usize, false);
    for (at, (line, token)) in source.tokens.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "pub" => public = true,
            "const" | "async" => {}
            "fn" if public && !source.in_test(*line) => {
                let name = source.tokens.get(at + 1).map_or(String::new(), |(_, name)| name.clone());
                found.push(Function { name, line: *line, is_free: depth == 0 });
                public = false;
            }
            _ => public = false,
        }
    }
    found
}
