//! Layers: which uses which, what each may name, and the single departures from that.

use std::collections::BTreeSet;

use super::{
    rules,
    scan::{Path, Source},
    shape::shape,
    tree::{HOMES, Home},
};

/// Each layer and the layers it may use. A layer stands in the table above all that may use it, so the order admits no cycle.
pub const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("telemetry", &[]),
    ("protocol", &["base"]),
    ("config", &["base", "protocol"]),
    ("store", &["base", "telemetry", "protocol"]),
    ("outbound", &["base", "telemetry", "protocol", "config"]),
    ("render", &["base", "protocol", "config"]),
    ("app", &["base", "telemetry", "protocol", "config", "store", "outbound", "render"]),
    ("domain", &["base", "telemetry", "protocol", "config", "store", "outbound", "render", "app"]),
    ("view", &["base", "protocol", "store", "domain"]),
    ("http", &["base", "telemetry", "protocol", "config", "store", "outbound", "render", "app", "domain", "view"]),
    ("jobs", &["base", "telemetry", "protocol", "config", "store", "outbound", "render", "app", "domain"]),
    (
        "cli",
        &[
            "base",
            "telemetry",
            "protocol",
            "config",
            "store",
            "outbound",
            "render",
            "app",
            "domain",
            "view",
            "http",
            "jobs",
        ],
    ),
];

/// Layers whose tests run a small web server of their own, as the other end of a real connection.
pub const SERVING_IN_TESTS: &[&str] = &["outbound", "domain", "jobs"];

/// Words (crates, keywords, types) and the only layers in which they may stand.
pub const CONFINED: &[(&[&str], &[&str])] = &[
    (&["axum", "axum_core", "tower_http"], &["http", "cli"]),
    (&["sqlx", "rusqlite"], &["store"]),
    (&["reqwest"], &["outbound"]),
    (&["hyper"], &["outbound", "http"]),
    (&["askama"], &["render", "http"]),
    (&["minijinja"], &["render"]),
    (&["lettre"], &["outbound"]),
    (&["tokio", "async", "await"], &["store", "outbound", "app", "telemetry", "domain", "http", "jobs", "cli"]),
    (&["SystemTime", "Instant"], &["base", "app", "telemetry", "http", "jobs", "cli", "store", "outbound", "domain"]),
    (&["todo", "unimplemented", "dbg"], &[]),
];

/// Paths that a layer must not name, outside tests: protocol takes `now` and fresh secrets as arguments.
pub const FORBIDDEN: &[(&str, &str)] =
    &[("protocol", "crate::base::entropy"), ("protocol", "crate::base::time::Clock"), ("protocol", "std::env")];

/// Verbs of store functions that only read; `http` and `jobs` may call no others.
pub const READING: &[&str] = &["find", "get", "list", "count", "exists", "has", "is", "peek", "page"];

/// `(file, what it names, reason)`: single departures from the rules above.
pub const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("app/build.rs", "`db.begin(`", BUILD),
    ("app/build.rs", "`.commit(`", BUILD),
    ("app/build.rs", "`Tx`", BUILD),
    ("domain/consumers/mod.rs", "`call` takes `app` beside `issuer`", CONSTRUCTOR),
    ("domain/kernel/cx.rs", "`new` takes `app` beside `issuer`", CONSTRUCTOR),
];
pub const CONSTRUCTOR: &str = "what a `Cx` is made of has to come from somewhere";
pub const BUILD: &str = "the application is built below the domain, before there is an issuer that a call could be for";

pub fn allowed(layer: &str) -> Option<&'static [&'static str]> {
    LAYERS.iter().find(|(name, _)| *name == layer).map(|(_, uses)| *uses)
}

/// The layer a file belongs to; `None` for the crate root, which may name everything.
pub fn layer_of(source: &Source) -> Option<String> {
    source.module().first().cloned()
}

/// Turns `self::`, `super::` and the names of our crates into `crate::…`, with the layer behind it; other paths stay as
/// they are.
pub fn absolute(path: &Path, source: &Source) -> Vec<String> {
    let full = within_crate(path, source);
    let is_named = full[0] != "crate";
    let home = match full[0].as_str() {
        "crate" => layer_of(source).and_then(|layer| Home::of(&layer)),
        name => HOMES.iter().find(|home| home.name == name),
    };
    let Some(home) = home else { return full };
    let text = |at: usize| full.get(at).map_or("", String::as_str);
    let rest = if text(1) == home.layer && home.members.contains(&text(2)) { &full[2..] } else { &full[1..] };
    let is_layer = rest.first().is_some_and(|first| {
        let elsewhere = !is_named && allowed(first).is_some() && !home.namesakes.contains(&first.as_str());
        elsewhere || home.members.contains(&first.as_str())
    });
    // `use signet_store as store;` is the layer itself, `use crate as x;` none.
    if rest.is_empty() && !is_named {
        return full;
    }
    let own: &[String] = if is_layer { &[] } else { &[home.layer.to_owned()] };
    [&["crate".to_owned()], own, rest].concat()
}

pub fn within_crate(path: &Path, source: &Source) -> Vec<String> {
    let segments = &path.segments;
    match segments[0].as_str() {
        "signet" => [&["crate".to_owned()], &segments[1..]].concat(),
        "self" | "super" => {
            let climbs = segments.iter().take_while(|segment| *segment == "super").count();
            let rest = &segments[climbs.max(1)..];
            let module = source.module();
            let keep = (module.len() + path.inline_depth).saturating_sub(climbs).min(module.len());
            [&["crate".to_owned()], &module[..keep], rest].concat()
        }
        _ => segments.clone(),
    }
}

pub fn excepted(file: &str, named: &str) -> bool {
    EXCEPTIONS.iter().any(|(at, what, _)| *at == file && named.starts_with(what))
}

/// Every breach in one file, as `file:line: what and why`.
pub fn breaches(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |line: usize, what: String| found.push(format!("{}:{line}: {what}", source.path));
    let Some(layer) = layer_of(source) else {
        return shape(source);
    };
    let Some(uses) = allowed(&layer) else {
        say(1, format!("`{layer}` is no layer: give it a place in LAYERS"));
        return found;
    };
    for path in &source.paths {
        let full = absolute(path, source);
        let named = full.join("::");
        if excepted(&source.file, &named) {
            continue;
        }
        if full[0] == "crate"
            && let Some(target) = full.get(1)
            && *target != layer
            && allowed(target).is_some()
            && !uses.contains(&target.as_str())
        {
            say(path.line, format!("`{layer}` must not use `{target}` ({named})"));
        }
        for (at, what) in FORBIDDEN {
            let within = named == *what || named.starts_with(&format!("{what}::"));
            if layer == *at && within && !source.in_test(path.line) {
                say(path.line, format!("`{layer}` must not name `{what}`: take the value as an argument"));
            }
        }
    }
    for (line, word) in &source.words {
        for (words, homes) in CONFINED {
            let serving = word == "axum" && SERVING_IN_TESTS.contains(&layer.as_str()) && source.in_test(*line);
            let at_home = homes.contains(&layer.as_str()) || serving;
            if words.contains(&word.as_str()) && !at_home && !excepted(&source.file, word) {
                say(*line, format!("`{word}` has no place in `{layer}` (only in: {})", homes.join(", ")));
            }
        }
    }
    if layer != "store" {
        for (line, text) in &source.strings {
            let head = text.trim_start();
            if ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].iter().any(|verb| head.starts_with(verb)) {
                say(*line, format!("SQL text outside `store`: \"{}…\"", head.chars().take(40).collect::<String>()));
            }
        }
    }
    for (line, what) in rules::units_of_work(source).into_iter().chain(rules::parameters(source)) {
        if !excepted(&source.file, &what) {
            say(line, what);
        }
    }
    if layer == "http" || layer == "jobs" {
        for (line, named) in store_writes(source) {
            if !excepted(&source.file, &named) {
                say(line, format!("`{layer}` writes through the store (`{named}`): call the domain"));
            }
        }
    }
    found.extend(shape(source));
    found
}

/// Calls of store functions whose verb does not read.
pub fn store_writes(source: &Source) -> Vec<(usize, String)> {
    let is_function = |name: &str| name.starts_with(|c: char| c.is_lowercase());
    let reads = |name: &str| READING.contains(&name.split('_').next().unwrap_or(name));
    let mut writes = Vec::new();
    let mut modules = BTreeSet::new();
    for path in &source.paths {
        let full = absolute(path, source);
        if full.len() < 3 || full[0] != "crate" || full[1] != "store" {
            continue;
        }
        match &path.bound_to {
            Some(name) if full.len() == 3 => {
                modules.insert(name.clone());
            }
            _ => {
                if let Some(name) = full.last().filter(|name| is_function(name) && !reads(name)) {
                    // A type's constructor or a module on the way is no call of a store function.
                    if !full[2..full.len() - 1].iter().any(|segment| !is_function(segment)) {
                        writes.push((path.line, format!("{}::{name}", full[1..full.len() - 1].join("::"))));
                    }
                }
            }
        }
    }
    for path in source.paths.iter().filter(|path| path.bound_to.is_none()) {
        if modules.contains(&path.segments[0]) && is_function(&path.segments[1]) && !reads(&path.segments[1]) {
            writes.push((path.line, path.segments.join("::")));
        }
    }
    writes
}

/// What a file of the checks names of the server.
pub fn of_the_server(source: &Source) -> Vec<String> {
    let is_home = |name: &str| HOMES.iter().any(|home| home.name == name);
    let is_ours = |path: &&Path| path.segments[0] == "signet" || is_home(&path.segments[0]);
    let named = source.paths.iter().filter(is_ours);
    named
        .map(|path| format!("{}:{}: `{}` is of the server", source.file, path.line, path.segments.join("::")))
        .collect()
}
