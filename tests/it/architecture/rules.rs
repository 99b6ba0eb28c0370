//! Rules about calls, units of work and floors: what each says of one file, or of all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{absolute, layer_of, scan::Source};

/// What a unit of work is made of; only [`Db`](signet::store::Db) and the kernel end one.
const ENDINGS: &[&[&str]] =
    &[&["db", ".", "begin", "("], &[".", "commit", "("], &[".", "rollback", "("], &["settle", "("], &["Tx"]];

/// Where transactions begin and end.
fn may_end(source: &Source) -> bool {
    source.file.starts_with("store/") || source.file.starts_with("domain/kernel/")
}

fn finds(source: &Source, pattern: &[&str]) -> Vec<usize> {
    let fits = |at: usize| pattern.iter().enumerate().all(|(n, text)| source.tokens[at + n].1 == *text);
    (0..source.tokens.len().saturating_sub(pattern.len() - 1))
        .filter(|at| fits(*at))
        .map(|at| source.tokens[at].0)
        .filter(|line| !source.in_test(*line))
        .collect()
}

/// `cx.write` is the only way to write, and `http` reads through the domain.
pub fn units_of_work(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if !may_end(source) {
        for pattern in ENDINGS {
            for line in finds(source, pattern) {
                found.push((line, format!("`{}` has its place in `cx.write` alone", pattern.concat())));
            }
        }
    }
    if layer_of(source).as_deref() == Some("http") {
        for line in finds(source, &["db", ".", "read", "("]) {
            found.push((line, "`db.read` in `http`: call a function of the domain".to_owned()));
        }
    }
    found
}

/// Layers whose parameters all have names of their own. Below them a key of two columns may still be a pair.
const NAMED: &[&str] = &["domain", "http", "jobs"];

/// No parameter is a tuple, and none says beside another what `Cx` says.
pub fn parameters(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if !layer_of(source).is_some_and(|layer| NAMED.contains(&layer.as_str())) {
        return found;
    }
    for function in source.signatures() {
        let mut names = BTreeSet::new();
        for (line, tokens) in &function.parameters {
            let pattern = tokens.iter().position(|text| *text == ":").unwrap_or(tokens.len());
            if is_tuple(&tokens[..pattern]) || is_tuple(tokens.get(pattern + 1..).unwrap_or_default()) {
                found.push((
                    *line,
                    format!("`{}` takes a tuple: give its parts names, or make it a type", function.name),
                ));
            }
            names.extend(tokens[..pattern].iter().copied());
        }
        if names.contains("app") && names.contains("issuer") {
            let line = function.parameters.first().map_or(0, |(line, _)| *line);
            found.push((line, format!("`{}` takes `app` beside `issuer`: take `cx`", function.name)));
        }
    }
    found
}

/// `(a, b)`; not `()`, `(a)` or a function type.
fn is_tuple(tokens: &[&str]) -> bool {
    let tokens: Vec<&str> = tokens.iter().copied().skip_while(|text| matches!(*text, "&" | "mut" | "'")).collect();
    let mut depth = 0_i32;
    for (at, text) in tokens.iter().enumerate() {
        if at == 0 && *text != "(" {
            return false;
        }
        match *text {
            "(" | "[" | "{" | "<" => depth += 1,
            ")" | "]" | "}" | ">" => depth -= 1,
            "," if depth == 1 => return true,
            _ => {}
        }
        if depth == 0 {
            return false;
        }
    }
    false
}

/// The floors of the domain and what each may use, as the table in `domain/mod.rs` has them.
pub fn floors(text: &str) -> Vec<(String, Vec<String>)> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let read = |row: &str| {
        let mut cells = row.trim_end_matches([' ', '|']).split('|').map(str::trim);
        let floor = cells.next()?.trim_matches('`').to_owned();
        let uses = cells.next()?;
        let names = uses.split(',').map(|name| name.trim().trim_matches('`').to_owned());
        Some((floor, names.filter(|name| !name.is_empty() && name != "none").collect()))
    };
    rows.filter_map(read).collect()
}

/// A floor uses those that its row names.
pub fn climbs(source: &Source, floors: &[(String, Vec<String>)]) -> Vec<(usize, String)> {
    let module = source.module();
    if module.first().is_none_or(|layer| layer != "domain") {
        return Vec::new();
    }
    let Some(own) = module.get(1) else { return Vec::new() };
    if own == "testing" {
        return Vec::new();
    }
    let Some((_, uses)) = floors.iter().find(|(floor, _)| floor == own) else {
        return vec![(1, format!("`{own}` is no floor: give it a place in the table of domain/mod.rs"))];
    };
    let mut found = Vec::new();
    for path in source.paths.iter().filter(|path| !source.in_test(path.line)) {
        let full = absolute(path, source);
        let (Some("domain"), Some(target)) = (full.get(1).map(String::as_str), full.get(2)) else { continue };
        let known = floors.iter().any(|(floor, _)| floor == target);
        if full[0] == "crate" && known && target != own && !uses.contains(target) {
            found.push((path.line, format!("`{own}` may not use `{target}` ({})", full.join("::"))));
        }
    }
    found
}

/// Modules of one layer that use each other in a circle: each edge of it, with where it stands.
pub fn circles(sources: &[Source]) -> Vec<String> {
    let mut edges: BTreeMap<(String, String), BTreeMap<String, String>> = BTreeMap::new();
    for source in sources {
        let module = source.module();
        let (Some(layer), Some(from)) = (module.first(), module.get(1)) else { continue };
        for path in source.paths.iter().filter(|path| !source.in_test(path.line)) {
            let full = absolute(path, source);
            let is_here = full[0] == "crate" && full.get(1) == Some(layer);
            let Some(to) = full.get(2).filter(|to| is_here && *to != from && is_module(sources, layer, to)) else {
                continue;
            };
            let at = format!("{from} → {to} ({}:{})", source.path, path.line);
            edges.entry((layer.clone(), from.clone())).or_default().entry(to.clone()).or_insert(at);
        }
    }
    let reaches = |layer: &str, from: &str, goal: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(next) = open.pop() {
            if next == goal {
                return true;
            }
            if seen.insert(next.clone()) {
                open.extend(edges.get(&(layer.to_owned(), next)).into_iter().flat_map(|to| to.keys().cloned()));
            }
        }
        false
    };
    let mut found = Vec::new();
    for ((layer, from), targets) in &edges {
        for (to, at) in targets {
            if reaches(layer, to, from) {
                found.push(format!("{layer}: {at}"));
            }
        }
    }
    found
}

fn is_module(sources: &[Source], layer: &str, name: &str) -> bool {
    sources.iter().any(|source| {
        let module = source.module();
        module.first().is_some_and(|one| one == layer) && module.get(1).is_some_and(|one| one == name)
    })
}
