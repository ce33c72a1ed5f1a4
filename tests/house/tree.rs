//! Where do the sources come from? The project's files, read from disk.

use std::fs;
use std::path::{Path, PathBuf};

use crate::rules::Fault;

/// A text file of the project.
pub(crate) struct Text {
    /// Its path below the project's root, with `/`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// The project's root: where cargo says the manifest is.
fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

/// Every Rust source of the project: the program's and the tests'.
pub(crate) fn sources() -> Vec<Text> {
    let rust = |text: &Text| {
        Path::new(&text.path).extension().is_some_and(|ending| ending == "rs")
            && (text.path.starts_with("src/") || text.path.starts_with("tests/"))
    };
    texts().into_iter().filter(rust).collect()
}

/// Every file of the project that is text, but for the one that cargo writes itself.
pub(crate) fn texts() -> Vec<Text> {
    let root = root();
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// The English words.
pub(crate) fn english() -> String {
    fs::read_to_string(root().join("assets/lang/en.ftl")).unwrap_or_default()
}

/// The manifest.
pub(crate) fn manifest() -> String {
    fs::read_to_string(root().join("Cargo.toml")).unwrap_or_default()
}

/// Fails with every fault on a line of its own, if there is one.
pub(crate) fn nothing_of(faults: &[Fault]) {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} faults:\n{}", lines.len(), lines.join("\n"));
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Text>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "target" | ".git") {
                walk(root, &path, found);
            }
        } else if name != "Cargo.lock" && name != ".git" {
            // What is not UTF-8 is a picture or a typeface.
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Text { path, text });
        }
    }
}
