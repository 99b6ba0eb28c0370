//! The walls between the layers: reads every file under `src/` and `crates/signet-protocol/src/` and names the line that breaks a rule.
//!
//! The last tests feed each rule a text that breaks it: a rule that cannot fail guards nothing.

mod callers;
mod names;
mod rules;
mod scan;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path as FilePath, PathBuf},
};

use scan::{Path, Source};

/// Each layer and the layers it may use. A layer stands below all that may use it, so the order admits no cycle.
const LAYERS: &[(&str, &[&str])] = &[
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
const SERVING_IN_TESTS: &[&str] = &["outbound", "domain", "jobs"];

/// Words (crates, keywords, types) and the only layers in which they may stand.
const CONFINED: &[(&[&str], &[&str])] = &[
    (&["axum", "axum_core", "tower_http"], &["http", "cli"]),
    (&["sqlx", "rusqlite"], &["store"]),
    (&["reqwest"], &["outbound"]),
    (&["hyper"], &["outbound", "http"]),
    (&["askama"], &["render", "http"]),
    (&["tokio", "async", "await"], &["store", "outbound", "app", "telemetry", "domain", "http", "jobs", "cli"]),
    (&["SystemTime", "Instant"], &["base", "app", "telemetry", "http", "jobs", "cli", "store", "outbound", "domain"]),
    (&["todo", "unimplemented", "dbg"], &[]),
];

/// Paths that a layer must not name, outside tests: protocol takes `now` and fresh secrets as arguments.
const FORBIDDEN: &[(&str, &str)] =
    &[("protocol", "crate::base::entropy"), ("protocol", "crate::base::time::Clock"), ("protocol", "std::env")];

/// Verbs of store functions that only read; `http` and `jobs` may call no others.
const READING: &[&str] = &["find", "get", "list", "count", "exists", "has", "is", "peek", "page"];

/// Files allowed to be longer than [`LONGEST`] lines, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];
const LONGEST: usize = 500;

/// A `mod.rs` holds docs, members and the dispatch; those of layers that were not taken apart yet say so.
const LONG_MODULES: &[(&str, &str)] = &[
    ("app/password_hash/mod.rs", "the queue before the hashing threads; how one hash is made is its member"),
    ("cli/client/check/mod.rs", "the verb and the order of its checks, each of which is a member"),
    ("cli/client/mod.rs", "the arguments of every verb about clients, which clap wants in one type"),
    ("cli/mod.rs", "the command line itself: flags, dispatch and how a failure is reported"),
    ("cli/serve/mod.rs", "how a server starts and ends, in one order; how it gets its sockets is a member"),
    ("cli/user/mod.rs", "the arguments of every verb about people, which clap wants in one type"),
    ("config/mod.rs", "the root of the configuration and its check, which name every section"),
    ("config/tls/mod.rs", "one section like the files beside it, with the reading of its files in a member"),
    ("domain/approval/claims/mod.rs", "which claims are told; what an approval holds of them is its member"),
    ("domain/login/throttle/mod.rs", "the limits on guesses, all in one table; how a streak counts is a member"),
    ("domain/registry/keys/mod.rs", "the round that keeps keys, in its order; each step of it is a member"),
    ("http/middleware/mod.rs", "the one middleware around all routes, in one function on purpose"),
    ("http/pages/playground/mod.rs", "the page's own handlers; what they use are its members"),
    ("jobs/mod.rs", "the list of jobs, each with its pause and its dispatch"),
    ("outbound/http/mod.rs", "the one guarded client; which addresses it trusts is its member"),
    ("protocol/authorize/mod.rs", "the ordered list of checks and the request that they yield"),
    ("protocol/claims/mod.rs", "which claims a request is told, from the sources that are its members"),
    ("protocol/client/mod.rs", "the metadata of a client, which RFC 7591 lists in one place"),
    ("protocol/client_auth/mod.rs", "how exactly one method is chosen, before its member checks it"),
    ("protocol/jose/jwe/mod.rs", "the compact form of JWE, whose algorithms are its members"),
    ("protocol/jose/jwk/mod.rs", "one key; sets of keys are its member"),
    ("protocol/jose/key_ring/mod.rs", "the ring and what it answers; when keys change is its member"),
    ("protocol/registration/dynamic/mod.rs", "what a client may register by itself, in one order of steps"),
    ("protocol/registration/mod.rs", "the checks that hold for every way to register, in their order"),
    ("store/db/mod.rs", "Db, Conn and Tx: the one door, whose engines are its members"),
    ("store/db/sqlite/mod.rs", "the database as a whole: readers, writer and files, which are its members"),
];
const LONGEST_MODULE: usize = 100;

/// Where `base` and `protocol` stand: a crate of their own.
const RULES: &str = "crates/signet-protocol/src";

/// `(file, what it names, reason)`: single departures from the rules above.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("protocol/columns.rs", "rusqlite", COLUMNS),
    ("protocol/columns.rs", "sqlx", COLUMNS),
    ("app/build.rs", "`db.begin(`", BUILD),
    ("app/build.rs", "`.commit(`", BUILD),
    ("app/build.rs", "`Tx`", BUILD),
    ("domain/consumers/mod.rs", "`call` takes `app` beside `issuer`", CONSTRUCTOR),
    ("domain/kernel/cx.rs", "`new` takes `app` beside `issuer`", CONSTRUCTOR),
];
const CONSTRUCTOR: &str = "what a `Cx` is made of has to come from somewhere";
const COLUMNS: &str = "a trait of another crate is given to a type in the crate of that type, behind a feature";
const BUILD: &str = "the application is built below the domain, before there is an issuer that a call could be for";

fn allowed(layer: &str) -> Option<&'static [&'static str]> {
    LAYERS.iter().find(|(name, _)| *name == layer).map(|(_, uses)| *uses)
}

/// The layer a file belongs to; `None` for the crate root, which may name everything.
fn layer_of(source: &Source) -> Option<String> {
    source.module().first().cloned()
}

/// Turns `self::`, `super::` and the names of our crates into `crate::…`, with the layer behind it; other paths stay as
/// they are.
fn absolute(path: &Path, source: &Source) -> Vec<String> {
    let full = within_crate(path, source);
    let is_rules = full[0] == "signet_protocol" || source.is_rules() && full[0] == "crate";
    let rest = match full.get(1).map(String::as_str) {
        Some("protocol") if full.get(2).is_some_and(|next| next == "base") => &full[2..],
        Some(layer) if allowed(layer).is_some() => &full[1..],
        Some(_) if is_rules => return [&["crate".to_owned(), "protocol".to_owned()], &full[1..]].concat(),
        _ => return full,
    };
    if is_rules { [&["crate".to_owned()], rest].concat() } else { full }
}

fn within_crate(path: &Path, source: &Source) -> Vec<String> {
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

fn excepted(file: &str, named: &str) -> bool {
    EXCEPTIONS.iter().any(|(at, what, _)| *at == file && named.starts_with(what))
}

/// Every breach in one file, as `file:line: what and why`.
fn breaches(source: &Source) -> Vec<String> {
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
fn store_writes(source: &Source) -> Vec<(usize, String)> {
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

/// Length, file head, banners and the one form of a citation.
fn shape(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |line: usize, what: &str| found.push(format!("{}:{line}: {what}", source.path));
    let excused = LONG_FILES.iter().any(|(file, _)| *file == source.file);
    if source.lines > LONGEST && !excused {
        say(source.lines, &format!("longer than {LONGEST} lines: split it, or give a reason in LONG_FILES"));
    }
    let long_module = source.file.ends_with("/mod.rs") && !source.is_tests() && source.lines > LONGEST_MODULE;
    if long_module && !LONG_MODULES.iter().any(|(file, _)| *file == source.file) {
        say(source.lines, &format!("a mod.rs says what its members are: at most {LONGEST_MODULE} lines"));
    }
    if source.file == "main.rs" && source.lines > 40 {
        say(source.lines, "main.rs parses the command line and hands over: at most 40 lines");
    }
    if !source.is_tests() && !source.text.trim_start().starts_with("//!") {
        say(1, "the file does not open by saying what lives here (`//! …`)");
    }
    for (line, comment) in &source.comments {
        if comment.chars().count() > 3 && comment.chars().all(|c| "=-*#~_ ".contains(c)) {
            say(*line, "a banner");
        }
        // Doc comments of the configuration are the text of the operator's reference, which spells `section` out.
        let is_reference = source.file.starts_with("config/");
        if let Some(what) = bad_citation(comment).filter(|_| !is_reference) {
            say(*line, what);
        }
    }
    found
}

/// The one greppable form is `RFC 7636 §4.6`, `OIDC Core §3.1.2.6`: name, one space, `§`, number.
fn bad_citation(comment: &str) -> Option<&'static str> {
    let lower = comment.to_ascii_lowercase();
    for (at, _) in lower.match_indices("rfc") {
        let starts_word = !lower[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '/');
        let after = &comment[at + 3..];
        let digits = after.trim_start_matches([' ', '-', '_']);
        if !starts_word || !digits.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if &comment[at..at + 3] != "RFC" || after.strip_prefix(' ') != Some(digits) {
            return Some("cite as `RFC 7636 §4.6`: capital letters, one space, the number");
        }
        let tail = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        if ["§", "  §", ", §", ": §", " (§", "#", ", sec", " sec", ", Sec", " Sec"]
            .iter()
            .any(|bad| tail.starts_with(bad))
        {
            return Some("cite as `RFC 7636 §4.6`: one space between the number and `§`");
        }
    }
    for (at, word) in lower.match_indices("section ") {
        if lower[at + word.len()..].starts_with(|c: char| c.is_ascii_digit()) {
            return Some("cite with `§`, not with the word: `RFC 7636 §4.6`");
        }
    }
    for (at, sign) in comment.match_indices('§') {
        if !comment[at + sign.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Some("`§` stands directly before the number: `RFC 7636 §4.6`");
        }
        let before = comment[..at].trim_end_matches(|c: char| !c.is_alphanumeric());
        if !before.contains(|c: char| c.is_ascii_uppercase()) {
            return Some("name the specification before `§`: `RFC 7636 §4.6`");
        }
    }
    None
}

fn files_below(directory: &FilePath, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            files_below(&entry, into);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            into.push(entry);
        }
    }
}

fn tree() -> Vec<Source> {
    ["src", RULES].into_iter().flat_map(sources_of).collect()
}

fn sources_of(root: &str) -> Vec<Source> {
    let below = FilePath::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let mut files = Vec::new();
    files_below(&below, &mut files);
    assert!(files.len() > 15, "found only {} files below {root}", files.len());
    let read = |file: &PathBuf| {
        let name = file.strip_prefix(&below).unwrap().to_str().unwrap().replace('\\', "/");
        let layered = if root == RULES { in_layer(&name) } else { name.clone() };
        let mut source = Source::read(&layered, &fs::read_to_string(file).unwrap());
        source.path = format!("{root}/{name}");
        source
    };
    files.iter().map(read).collect()
}

/// The crate of the rules holds two layers: `base` is a folder of it, `protocol` the rest.
fn in_layer(name: &str) -> String {
    match name {
        "lib.rs" => "protocol/mod.rs".to_owned(),
        name if name.starts_with("base/") => name.to_owned(),
        name => format!("protocol/{name}"),
    }
}

#[test]
fn every_file_keeps_to_its_layer() {
    let found: Vec<String> = tree().iter().flat_map(breaches).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// The crate of the checks has no layers; its files have the same form.
#[test]
fn every_file_of_a_crate_keeps_to_the_form() {
    let (tests, found): (Vec<Source>, Vec<Source>) =
        sources_of("crates/signet-conformance").into_iter().partition(Source::is_tests);
    assert!(found.len() > 30, "found only {} files and {} of tests", found.len(), tests.len());
    let breaches: Vec<String> = found.iter().flat_map(shape).collect();
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[test]
fn every_module_of_the_domain_keeps_to_its_floor() {
    let sources = tree();
    let top = sources.iter().find(|source| source.file == "domain/mod.rs").unwrap();
    let floors = rules::floors(&top.text);
    let known: BTreeSet<&str> = floors.iter().map(|(floor, _)| floor.as_str()).collect();
    assert_eq!(known.len(), floors.len(), "a floor stands twice in the table");
    for (at, (floor, uses)) in floors.iter().enumerate() {
        for used in uses {
            let below = floors.iter().position(|(name, _)| name == used);
            assert!(below.is_some_and(|below| below < at), "`{floor}` uses `{used}`, which does not stand above it");
        }
    }
    let found: Vec<String> = sources
        .iter()
        .flat_map(|source| rules::climbs(source, &floors).into_iter().map(move |(line, what)| (source, line, what)))
        .map(|(source, line, what)| format!("{}:{line}: {what}", source.path))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn no_modules_of_a_layer_use_each_other_in_a_circle() {
    let found = rules::circles(&tree());
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// `(file, function, reason)`: what tests alone call and must nevertheless be public.
const FOR_TESTS: &[(&str, &str, &str)] = &[
    ("config/mod.rs", "for_tests", "tests in and outside of the crate want a whole configuration"),
    ("store/db/statements.rs", "listen", "tests outside of the crate count the statements of a request"),
    ("store/db/statements.rs", "heard", "tests outside of the crate count the statements of a request"),
];

#[test]
fn no_public_function_is_called_by_tests_alone() {
    let (rules, ours): (Vec<Source>, Vec<Source>) = tree().into_iter().partition(Source::is_rules);
    let root = FilePath::new(env!("CARGO_MANIFEST_DIR"));
    let mut programs = Vec::new();
    files_below(&root.join("bench"), &mut programs);
    let programs = programs.iter().map(|file| Source::read("bench.rs", &fs::read_to_string(file).unwrap()));
    let others: Vec<Source> = rules.into_iter().chain(programs).collect();
    let found: Vec<String> = callers::uncalled(&ours, &others, &templates())
        .into_iter()
        .filter(|(file, _, name)| !FOR_TESTS.iter().any(|(at, known, _)| at == file && known == name))
        .map(|(file, line, name)| format!("src/{file}:{line}: only tests call `{name}`"))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn templates() -> String {
    let mut text = String::new();
    let mut open = vec![FilePath::new(env!("CARGO_MANIFEST_DIR")).join("templates")];
    while let Some(entry) = open.pop() {
        if entry.is_dir() {
            open.extend(fs::read_dir(&entry).unwrap().map(|entry| entry.unwrap().path()));
        } else if entry.extension().is_some_and(|extension| extension == "html") {
            text += &fs::read_to_string(&entry).unwrap();
        }
    }
    text
}

#[test]
fn the_file_of_a_folder_stands_inside_of_it() {
    let sources = tree();
    let files: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    let found = names::beside_their_folder(&files);
    assert!(found.is_empty(), "the house has a mod.rs in the folder instead of\n{}\n", found.join("\n"));
}

#[test]
fn the_table_of_layers_has_no_cycle() {
    for (at, (layer, uses)) in LAYERS.iter().enumerate() {
        for used in *uses {
            let below = LAYERS.iter().position(|(name, _)| name == used);
            assert!(below.is_some_and(|below| below < at), "`{layer}` uses `{used}`, which does not stand below it");
        }
    }
}

#[test]
fn every_exception_has_a_reason_and_is_still_needed() {
    let sources = tree();
    for (file, reason) in LONG_FILES {
        let lines = sources.iter().find(|source| source.file == *file).map_or(0, |source| source.lines);
        assert!(lines > LONGEST, "{file} has {lines} lines and needs no exception");
        assert!(reason.len() > 20, "{file}: give a reason");
    }
    for (file, reason) in LONG_MODULES {
        let lines = sources.iter().find(|source| source.file == *file).map_or(0, |source| source.lines);
        assert!(lines > LONGEST_MODULE, "{file} has {lines} lines and needs no exception");
        assert!(reason.len() > 20, "{file}: give a reason");
    }
    for (file, what, reason) in EXCEPTIONS {
        let source = sources.iter().find(|source| source.file == *file);
        let named = source.is_some_and(|source| {
            source.paths.iter().any(|path| absolute(path, source).join("::").starts_with(what))
                || source.words.iter().any(|(_, word)| word.starts_with(what))
                || rules::units_of_work(source).iter().any(|(_, said)| said.starts_with(what))
                || rules::parameters(source).iter().any(|(_, said)| said.starts_with(what))
        });
        assert!(named, "{file} no longer names {what}");
        assert!(reason.len() > 20, "{file}: give a reason");
    }
}

/// What the rules say of a sample, without file names.
fn said(file: &str, text: &str) -> Vec<String> {
    let text = format!("//! Sample.\n{text}");
    let source = Source::read(file, &text);
    breaches(&source).into_iter().map(|one| one.split_once(": ").unwrap().0.to_owned() + " " + &one).collect()
}

#[track_caller]
fn refused(file: &str, text: &str, line: usize) {
    let found = said(file, text);
    assert!(
        found.len() == 1 && found[0].starts_with(&format!("src/{file}:{} ", line + 1)),
        "expected one breach in line {line} of\n{text}\nfound {found:?}"
    );
}

#[track_caller]
fn accepted(file: &str, text: &str) {
    let found = said(file, text);
    assert!(found.is_empty(), "expected no breach in\n{text}\nfound {found:?}");
}

#[test]
fn a_layer_that_reaches_upward_is_named_with_its_line() {
    refused("protocol/scope.rs", "use crate::store::users::User;", 1);
    refused("protocol/scope.rs", "\nfn f() { crate::config::Config::load(); }", 2);
    refused("domain/login/password.rs", "use crate::{\n    base::id::UserId,\n    http::router,\n};", 3);
    refused("domain/consent.rs", "use super::super::http::router;", 1);
    refused("domain/mod.rs", "use super::jobs;", 1);
    refused("http/health.rs", "use crate::{jobs as background, app::App};", 1);
    refused("store/users.rs", "use crate::domain::error::Error;", 1);
    refused("app.rs", "use crate::domain;", 1);
    refused("widgets/mod.rs", "", 0);
}

#[test]
fn the_crate_of_the_rules_keeps_its_two_layers_apart() {
    refused("base/id.rs", "use crate::scope::Scopes;", 1);
    refused("base/id.rs", "fn f() { super::super::pkce::check() }", 1);
    refused("base/url/port.rs", "use crate::{\n    base::time::Timestamp,\n    error::Refusal,\n};", 3);
    refused("protocol/pkce.rs", "use super::base::entropy::Entropy;", 1);
    refused("protocol/pkce.rs", "use signet::store::users::User;", 1);
    accepted("base/id.rs", "use super::entropy::Entropy;\nuse crate::base::time::Timestamp;");
    accepted("protocol/pkce.rs", "use crate::{base::time::Timestamp, error::Refusal};\nuse super::scope::Scopes;");
}

#[test]
fn a_layer_that_reaches_downward_is_left_alone() {
    accepted(
        "domain/login/password.rs",
        "use crate::{base::id::UserId, store::users::{self, User}};\nuse super::throttle;",
    );
    accepted(
        "http/oauth/token.rs",
        "use axum::Json;\nuse crate::{app::App, domain::grants};\nuse super::super::answer;",
    );
    accepted("protocol/token/mod.rs", "#[cfg(test)]\nmod tests {\n    use super::*;\n    use super::super::scope;\n}");
    accepted("cli/serve.rs", "use crate::{http::router, jobs};");
    accepted("http/oauth/token.rs", "use signet_protocol::{base::time::Timestamp, error::Refusal};");
    accepted("main.rs", "fn main() { signet::cli::run() }");
}

#[test]
fn confined_words_are_found_in_code_and_only_there() {
    refused("protocol/scope.rs", "async fn f() {}", 1);
    refused("protocol/scope.rs", "fn f() { g().await }", 1);
    refused("protocol/scope.rs", "#[cfg(test)]\nmod tests {\n    #[tokio::test]\n    fn f() {}\n}", 3);
    refused("protocol/pkce.rs", "use aws_lc_rs::digest;\nuse std::time::{Duration, Instant};", 2);
    refused("domain/consent.rs", "use axum::http::StatusCode;", 1);
    refused("domain/consent.rs", "use sqlx::Row;", 1);
    refused("domain/upstream/mod.rs", "fn f() { reqwest::Client::builder(); }", 1);
    refused("http/health.rs", "fn f() { todo!() }", 1);
    refused("outbound/http.rs", "use axum::Router;\n#[cfg(test)]\nmod tests {\n    use axum::Router;\n}", 1);
    accepted("outbound/jwks/tests.rs", "use axum::Router;");
    refused("protocol/jose/tests.rs", "use axum::Router;", 1);
    accepted(
        "protocol/scope.rs",
        "// Never async, never tokio.\nconst A: &str = \"await\";\nconst B: &str = r#\"sqlx \"axum\"\"#;",
    );
    accepted("store/users.rs", "async fn f<'a>(c: &'a str) -> char { sqlx::query(c).await; '\"' }");
}

#[test]
fn protocol_takes_clock_and_randomness_as_values_except_in_its_tests() {
    refused("protocol/token/code.rs", "use crate::base::time::{Clock, Timestamp};", 1);
    refused("protocol/token/code.rs", "use crate::base::entropy::Entropy;", 1);
    accepted(
        "protocol/token/code.rs",
        "use crate::base::time::Timestamp;\n#[cfg(test)]\nmod tests {\n    use crate::base::entropy::Entropy;\n}",
    );
    refused("protocol/token/code.rs", "#[cfg(test)]\nmod tests {\n}\nuse crate::base::entropy::Entropy;", 4);
}

#[test]
fn sql_and_writes_stay_where_they_belong() {
    refused("domain/consent.rs", "const Q: &str = \"SELECT id FROM users\";", 1);
    refused("domain/consent.rs", "const Q: &str = r\"DELETE FROM users\";", 1);
    accepted("store/consents.rs", "const Q: &str = \"SELECT id FROM users\";");
    refused("http/admin/users.rs", "use crate::store::users;\nasync fn f() { users::insert(1).await }", 2);
    refused("http/admin/users.rs", "use crate::store::users as people;\nasync fn f() { people::delete(1).await }", 2);
    refused("http/admin/users.rs", "use crate::store::users::disable;", 1);
    refused("jobs/purge.rs", "fn f() { crate::store::codes::delete_expired() }", 1);
    accepted(
        "http/admin/users.rs",
        "use crate::store::users::{self, User};\nasync fn f() { users::list(1).await; users::find_by_id(2) }",
    );
    accepted("domain/accounts/create.rs", "use crate::store::users;\nasync fn f() { users::insert(1).await }");
}

#[test]
fn length_head_and_citations_are_held_to_one_form() {
    refused("base/id.rs", &"\n".repeat(500), 500);
    assert_eq!(breaches(&Source::read("base/id.rs", "use std::fmt;\n")).len(), 1);
    refused("base/id.rs", "// ---------", 1);
    for bad in [
        "// RFC7636 §4.6: x",
        "// rfc 7636 §4.6: x",
        "// RFC 7636, §4.6: x",
        "// RFC 7636§4.6: x",
        "// RFC 7636 section 4.6: x",
        "// RFC 7636 §  4.6: x",
        "/// OIDC Core Section 3.1.2.6",
        "/* see §4.6 */",
    ] {
        refused("protocol/pkce.rs", bad, 1);
    }
    for good in [
        "// RFC 7636 §4.6: x",
        "// OIDC Core §1.2.1: x",
        "// FAPI2 SP §5.3.2.2: x",
        "// RFC 6749 §4.1.2.1, §5.2",
        "/// HTTP Basic (RFC 6749 §2.3.1, RFC 7617).",
        "const A: &str = \"RFC 6749 section 4.1.3\";",
    ] {
        accepted("protocol/pkce.rs", good);
    }
}

#[test]
fn transactions_end_in_the_store_and_in_the_kernel_alone() {
    refused("domain/consent.rs", "async fn f() { let tx = cx.app.db.begin().await; }", 1);
    refused("domain/consent.rs", "use crate::store::Tx;", 1);
    refused("jobs/purge.rs", "async fn f() { tx.commit().await }", 1);
    refused("cli/keys.rs", "async fn f() { tx.rollback().await }", 1);
    refused("http/health.rs", "async fn f() { settle(work, outcome).await }", 1);
    refused("http/pages/account.rs", "\nasync fn f() { app.db.read().await }", 2);
    accepted("domain/kernel/work.rs", "async fn f() { app.db.begin().await; tx.commit().await }");
    accepted("store/db/mod.rs", "async fn f() { tx.rollback().await }");
    accepted("domain/consent.rs", "async fn f() { cx.write(async |work| Ok(())).await }\n// tx.commit() in words");
    accepted("domain/consent.rs", "#[cfg(test)]\nmod tests {\n    async fn f() { app.db.begin().await }\n}");
}

#[test]
fn parameters_have_names_of_their_own() {
    refused("domain/consent.rs", "fn f(cx: &Cx<'_>, (a, b): (&str, u8)) {}", 1);
    refused("domain/consent.rs", "fn f(\n    cx: &Cx<'_>,\n    by: (&str, &Origin),\n) {}", 3);
    refused("domain/consent.rs", "fn f(pair: &(u8, u8)) {}", 1);
    refused("domain/consent.rs", "fn f<F: Fn(u8, u8) -> u8>(f: F, (a, b): (u8, u8)) {}", 1);
    refused("domain/consent.rs", "fn f(app: &App, issuer: &IssuerHandle) {}", 1);
    accepted(
        "domain/consent.rs",
        "fn f(unit: (), f: impl Fn(u8, u8), g: fn(u8) -> (u8, u8), h: &[(u8, u8)]) -> (u8, u8) {}",
    );
    accepted("domain/consent.rs", "fn f(all: Vec<(u8, u8)>) { let (a, b): (u8, u8) = x; all.map(|(a, b)| a) }");
}

#[test]
fn a_floor_that_uses_one_above_it_is_named() {
    let table = "//! Floors.\n//! | floor | uses | what |\n//! |---|---|---|\n//! | `kernel` | none | words |\n\
                 //! | `login` | `kernel` | proof |\n//! | `flows` | `kernel`, `login` | answers |";
    let floors = rules::floors(table);
    assert_eq!(
        floors.iter().map(|(floor, uses)| (floor.as_str(), uses.len())).collect::<Vec<_>>(),
        [("kernel", 0), ("login", 1), ("flows", 2)]
    );
    let climbs = |file: &str, text: &str| {
        rules::climbs(&Source::read(file, &format!("//! Sample.\n{text}")), &floors)
            .into_iter()
            .map(|one| one.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(climbs("domain/login/password.rs", "use crate::domain::{kernel::Cx, flows::authorize};"), [2]);
    assert_eq!(climbs("domain/kernel/cx.rs", "\nfn f() { super::super::login::finish() }"), [3]);
    assert_eq!(climbs("domain/widgets.rs", ""), [1]);
    assert!(
        climbs("domain/flows/logout.rs", "use crate::domain::{kernel::Cx, login};\nuse super::authorize;").is_empty()
    );
    assert!(climbs("domain/kernel/cx.rs", "#[cfg(test)]\nmod tests {\n    use crate::domain::flows;\n}").is_empty());
    assert!(climbs("http/health.rs", "use crate::domain::flows;").is_empty());
}

#[test]
fn modules_that_use_each_other_are_named_with_both_edges() {
    let read = |file: &str, text: &str| Source::read(file, &format!("//! Sample.\n{text}"));
    let one = read("http/pages/login.rs", "use crate::http::oauth::token;");
    let two = read("http/oauth/token.rs", "use crate::http::answer::page;");
    let three = read("http/answer/page.rs", "use super::super::pages::login;");
    let apart = read("http/answer/page.rs", "use crate::render::pages;");
    assert_eq!(rules::circles(&[one.clone(), two.clone(), three]).len(), 3);
    assert!(rules::circles(&[one, two, apart]).is_empty());
}

#[test]
fn a_public_function_that_only_tests_call_is_named() {
    let read = |file: &str, text: &str| Source::read(file, &format!("//! Sample.\n{text}"));
    let store = read(
        "store/users.rs",
        "pub async fn find() {}\npub fn list() { row() }\nfn row() {}\nimpl User {\n    pub fn is_new(&self) {}\n}\n\
         #[cfg(test)]\nmod tests {\n    fn f() { super::find(); list().is_new() }\n}",
    );
    let other = read("store/groups.rs", "pub fn find() {}");
    let uncalled = |sources: &[Source], texts: &str| {
        callers::uncalled(sources, &[], texts).into_iter().map(|(_, line, name)| (line, name)).collect::<Vec<_>>()
    };
    let named = |all: &[(usize, &str)]| all.iter().map(|(line, name)| (*line, (*name).to_owned())).collect::<Vec<_>>();
    assert_eq!(uncalled(std::slice::from_ref(&store), ""), named(&[(2, "find"), (3, "list"), (6, "is_new")]));
    // A function of the same name elsewhere is not this one.
    let domain = read(
        "domain/login/password.rs",
        "use crate::store::{groups, users::{self as people, list}};\nfn f() { groups::find(); list() }",
    );
    assert_eq!(uncalled(&[store.clone(), other.clone(), domain], ""), named(&[(2, "find"), (6, "is_new")]));
    assert_eq!(uncalled(std::slice::from_ref(&store), "{{ user.is_new() }}"), named(&[(2, "find"), (3, "list")]));
    // What a module passes on is called by whoever calls it there.
    let passed = read("store/mod.rs", "pub mod users;\npub use users::find;");
    assert_eq!(uncalled(&[store.clone(), passed.clone()], "").len(), 3);
    let caller = read("domain/login/mod.rs", "fn f() { crate::store::find(); crate::store::users::list().is_new() }");
    assert_eq!(uncalled(&[store, passed, caller], ""), []);
}

#[test]
fn a_file_beside_its_folder_is_named() {
    let found = names::beside_their_folder(&["src/a/mod.rs", "src/a/b.rs", "src/c.rs", "src/c/d.rs"]);
    assert_eq!(found, ["src/c.rs"]);
    assert!(names::beside_their_folder(&["src/a/mod.rs", "src/c.rs", "src/c/tests.rs", "src/cd.rs"]).is_empty());
}

#[test]
fn a_mod_file_lists_its_members() {
    refused("domain/login/mod.rs", &"\n".repeat(100), 100);
    accepted("domain/login/finish.rs", &"\n".repeat(100));
}
