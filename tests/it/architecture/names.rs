//! One way to lay out a module.

use std::collections::BTreeSet;

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
