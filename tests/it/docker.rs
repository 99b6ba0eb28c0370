//! The build context of docker/Dockerfile holds what a build reads: no container engine is needed to
//! know that.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const IGNORE: &str = include_str!("../../docker/Dockerfile.dockerignore");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What the list lets through, relative to the repository.
fn admitted() -> Vec<PathBuf> {
    let lines: Vec<&str> = IGNORE.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines[0], "*", "everything is left out first");
    let mut all = Vec::new();
    for line in &lines[1..] {
        let name = line.strip_prefix('!').unwrap_or_else(|| panic!("{line}: only exceptions follow"));
        let found: Vec<PathBuf> = match name.strip_suffix('*') {
            Some(start) => fs::read_dir(ROOT)
                .unwrap()
                .map(|entry| PathBuf::from(entry.unwrap().file_name()))
                .filter(|path| path.display().to_string().starts_with(start))
                .collect(),
            None => Some(PathBuf::from(name)).filter(|path| Path::new(ROOT).join(path).exists()).into_iter().collect(),
        };
        assert!(!found.is_empty(), "{name} is not there any more");
        all.extend(found);
    }
    all
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

/// Every file below a directory.
fn files(directory: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, all) } else { all.push(path) }
    }
}

#[test]
fn the_build_context_holds_what_a_build_reads() {
    let context = std::env::temp_dir().join(format!("signet-context-{}", std::process::id()));
    for path in admitted() {
        copy(&Path::new(ROOT).join(&path), &context.join(&path));
    }
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--locked", "--format-version", "1"])
        .current_dir(&context)
        .output()
        .unwrap();
    let read = String::from_utf8_lossy(&cargo.stderr).into_owned();
    // Templates are looked up by the settings of askama, and by paths in the sources.
    let mut missing = Vec::new();
    let mut sources = Vec::new();
    files(&context.join("src"), &mut sources);
    files(&context.join("crates"), &mut sources);
    for source in sources.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        if source.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        let text = fs::read_to_string(source).unwrap();
        for (at, opening) in text.match_indices("include_str!(\"") {
            let named = text[at + opening.len()..].split('"').next().unwrap();
            if !source.parent().unwrap().join(named).exists() {
                missing.push(format!("{}: {named}", source.display()));
            }
        }
    }
    let has_templates = context.join("crates/signet-render/askama.toml").exists()
        && context.join("templates/pages/sign_in.html").exists();
    fs::remove_dir_all(&context).unwrap();
    assert!(cargo.status.success(), "{read}");
    assert_eq!(missing, Vec::<String>::new());
    assert!(has_templates);
}
