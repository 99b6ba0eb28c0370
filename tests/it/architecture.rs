//! The walls between the layers: reads every file under `src/` and `crates/` and names the line that breaks a rule.

mod callers;
mod layers;
mod names;
mod rules;
mod samples;
mod scan;
mod shape;
mod tree;

use std::{collections::BTreeSet, fs, path::Path as FilePath};

use layers::{EXCEPTIONS, LAYERS, absolute, breaches, layer_of};
use scan::Source;
use shape::{LONG_FILES, LONG_MODULES, LONGEST, LONGEST_MODULE, shape};
use tree::{files_below, sources_of, templates, tree};

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

/// A mistake of the server must not be one of its checks.
#[test]
fn the_checks_use_nothing_of_the_server() {
    let found: Vec<String> = sources_of("crates/signet-conformance").iter().flat_map(layers::of_the_server).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    let sample = Source::read("run.rs", "//! Sample.\nuse signet_protocol::jose;\nuse signet_conformance::Plan;");
    assert_eq!(layers::of_the_server(&sample), ["run.rs:2: `signet_protocol::jose` is of the server"]);
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
            assert!(
                below.is_some_and(|below| below < at),
                "`{floor}` uses `{used}`, which does not stand above it in the table"
            );
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

/// A slow sender holds back the rest of a form while somebody signs in: a handler that looked the browser up before would
/// act on what it was.
#[test]
fn a_form_is_read_to_its_end_before_its_browser_is_looked_up() {
    let found: Vec<String> = tree().iter().filter_map(names::early_browser).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    let early =
        Source::read("http/pages/login.rs", "//! Sample.\nfn post(call: PageCall, FormParams(params): FormParams) {}");
    assert_eq!(
        names::early_browser(&early).as_deref(),
        Some("src/http/pages/login.rs:2: take `PostedForm`, which looks the browser up after the form has come")
    );
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
    let place = |file: &str| ours.iter().find(|source| source.file == file).map_or("", |source| source.path.as_str());
    let found: Vec<String> = callers::uncalled(&ours, &others, &templates())
        .into_iter()
        .filter(|(file, _, name)| !FOR_TESTS.iter().any(|(at, known, _)| at == file && known == name))
        .map(|(file, line, name)| format!("{}:{line}: only tests call `{name}`", place(&file)))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// `(name, reason)`: types that share a name on purpose.
const SAME_NAME: &[(&str, &str)] =
    &[("Error", "the error of a layer is called by its module, as in std: `store::Error` and the domain's own")];

#[test]
fn no_two_public_types_have_one_name() {
    let found: Vec<String> = names::twice(&tree())
        .into_iter()
        .filter(|(name, _)| !SAME_NAME.iter().any(|(known, _)| known == name))
        .map(|(name, places)| format!("`{name}`: {}", places.join(", ")))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn no_item_has_a_name_that_is_a_riddle() {
    let found: Vec<String> =
        tree().iter().chain(&sources_of("crates/signet-conformance")).flat_map(names::riddles).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
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
            assert!(
                below.is_some_and(|below| below < at),
                "`{layer}` uses `{used}`, which does not stand above it in the table"
            );
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
    let shared: BTreeSet<String> = names::twice(&sources).into_iter().map(|(name, _)| name).collect();
    for (name, reason) in SAME_NAME {
        assert!(shared.contains(*name), "{name} is the name of one type only");
        assert!(reason.len() > 20, "{name}: give a reason");
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
