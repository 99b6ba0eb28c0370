//! The files that are looked at.

use std::{
    fs,
    path::{Path as FilePath, PathBuf},
};

use super::scan::Source;

/// Where `base` and `protocol` stand: a crate of their own.
pub const RULES: &str = "crates/signet-protocol/src";

pub fn files_below(directory: &FilePath, into: &mut Vec<PathBuf>) {
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

pub fn tree() -> Vec<Source> {
    ["src", RULES].into_iter().flat_map(sources_of).collect()
}

pub fn sources_of(root: &str) -> Vec<Source> {
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
pub fn in_layer(name: &str) -> String {
    match name {
        "lib.rs" => "protocol/mod.rs".to_owned(),
        name if name.starts_with("base/") => name.to_owned(),
        name => format!("protocol/{name}"),
    }
}

pub fn templates() -> String {
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
