//! The files that are looked at.

use std::{
    fs,
    path::{Path as FilePath, PathBuf},
};

use super::scan::Source;

/// A crate that holds layers.
pub struct Home {
    /// As paths name it.
    pub name: &'static str,
    pub folder: &'static str,
    /// The layer that the crate is, but for [`Self::members`].
    pub layer: &'static str,
    /// Layers that are modules at its root.
    pub members: &'static [&'static str],
    /// Modules at its root that are called like a layer, and are none.
    pub namesakes: &'static [&'static str],
}

/// The crates that hold layers; the others stand below `src/`.
pub const HOMES: &[Home] = &[
    home("signet_protocol", "crates/signet-protocol/src", "protocol", &["base"], &[]),
    home("signet_config", "crates/signet-config/src", "config", &["telemetry"], &["outbound"]),
    home("signet_store", "crates/signet-store/src", "store", &[], &[]),
    home("signet_outbound", "crates/signet-outbound/src", "outbound", &[], &["http"]),
    home("signet_render", "crates/signet-render/src", "render", &[], &[]),
    home("signet_app", "crates/signet-app/src", "app", &[], &[]),
];

const fn home(
    name: &'static str,
    folder: &'static str,
    layer: &'static str,
    members: &'static [&'static str],
    namesakes: &'static [&'static str],
) -> Home {
    Home { name, folder, layer, members, namesakes }
}

impl Home {
    /// The crate that a layer stands in, unless it is the server's.
    pub fn of(layer: &str) -> Option<&'static Self> {
        HOMES.iter().find(|home| home.layer == layer || home.members.contains(&layer))
    }

    /// Where a file of this crate stands in the house: `types.rs` of the store is `store/types.rs`.
    fn in_layer(&self, name: &str) -> String {
        let is_member = self
            .members
            .iter()
            .any(|member| name.strip_prefix(member).is_some_and(|rest| rest == ".rs" || rest.starts_with('/')));
        match name {
            "lib.rs" => format!("{}/mod.rs", self.layer),
            name if is_member => name.to_owned(),
            name => format!("{}/{name}", self.layer),
        }
    }
}

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
    let folders = HOMES.iter().map(|home| home.folder);
    ["src"].into_iter().chain(folders).flat_map(sources_of).collect()
}

pub fn sources_of(root: &str) -> Vec<Source> {
    let below = FilePath::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let mut files = Vec::new();
    files_below(&below, &mut files);
    assert!(files.len() > 15, "found only {} files below {root}", files.len());
    let read = |file: &PathBuf| {
        let name = file.strip_prefix(&below).unwrap().to_str().unwrap().replace('\\', "/");
        let home = HOMES.iter().find(|home| home.folder == root);
        let layered = home.map_or_else(|| name.clone(), |home| home.in_layer(&name));
        let mut source = Source::read(&layered, &fs::read_to_string(file).unwrap());
        source.path = format!("{root}/{name}");
        source
    };
    files.iter().map(read).collect()
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
