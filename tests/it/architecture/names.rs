//! One name for one thing, and one way to lay out a module.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::Source;

/// Names of several public types, with where each stands.
pub fn twice(sources: &[Source]) -> Vec<(String, Vec<String>)> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources.iter().filter(|source| !source.is_helper()) {
        for three in source.tokens.windows(3) {
            let [(_, public), (_, kind), (line, name)] = three else { continue };
            let is_type = matches!(kind.as_str(), "struct" | "enum" | "trait" | "type" | "union");
            if public == "pub" && is_type && name.starts_with(char::is_uppercase) && !source.in_test(*line) {
                all.entry(name.clone()).or_default().push(format!("{}:{line}", source.path));
            }
        }
    }
    all.into_iter().filter(|(_, places)| places.len() > 1).collect()
}

/// Names that say nothing of what an item does, or hint at it: the words of the RFCs and of docs/architecture.md do.
const RIDDLES: &[&str] = &[
    "told",
    "Told",
    "Visit",
    "Typed",
    "Site",
    "Happening",
    "Beside",
    "PATIENCE",
    "shake",
    "hands",
    "still_so",
    "new_home",
];

/// Items with such a name, those of tests too.
pub fn riddles(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for two in source.tokens.windows(2) {
        let [(_, kind), (line, name)] = two else { continue };
        let is_item =
            matches!(kind.as_str(), "fn" | "struct" | "enum" | "trait" | "type" | "union" | "const" | "static" | "mod");
        if is_item && RIDDLES.contains(&name.as_str()) {
            found.push(format!("{}:{line}: `{kind} {name}`: say what it is", source.path));
        }
    }
    found
}

/// Folders whose own file stands beside them: the house puts it inside, as `mod.rs`. A folder that holds nothing but
/// the tests of the file beside it is no module.
pub fn beside_their_folder(files: &[&str]) -> Vec<String> {
    let all: BTreeSet<&str> = files.iter().copied().collect();
    let has_members = |folder: &str| {
        all.iter()
            .filter_map(|file| file.strip_prefix(folder)?.strip_prefix('/'))
            .any(|member| !member.starts_with("tests"))
    };
    let stems = files.iter().filter_map(|file| file.strip_suffix(".rs"));
    stems.filter(|stem| has_members(stem)).map(|stem| format!("{stem}.rs")).collect()
}

/// Where a file takes a call of a page and, apart from it, a form.
pub fn early_browser(source: &Source) -> Option<String> {
    let line_of = |name: &str| source.tokens.iter().find(|(_, token)| token == name).map(|(line, _)| *line);
    let (line, _) =
        line_of("FormParams").zip(line_of("PageCall")).filter(|_| !source.file.starts_with("http/extract/"))?;
    Some(format!("{}:{line}: take `PostedForm`, which looks the browser up after the form has come", source.path))
}
