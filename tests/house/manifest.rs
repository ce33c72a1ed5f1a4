//! Does `Cargo.toml` say why each dependency is there, and whose it is?
//!
//! Dependencies stand in groups. A group opens with `# room: what it is for`, or `# everyone: …`, and each line in it
//! ends with a reason of its own.

use crate::rules::Fault;
use crate::{FREE, OWNED};

const FILE: &str = "Cargo.toml";

/// Every fault of the manifest.
pub(crate) fn faults_of_manifest(manifest: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut section = Section::Other;
    let mut group = None;
    for (index, line) in manifest.lines().enumerate() {
        let mut fault = |text: String| faults.push(Fault::new(FILE, index + 1, text));
        if let Some(header) = line.strip_prefix('[') {
            section = Section::of(header.trim_end_matches(']'));
            group = None;
            if section == Section::Spread {
                fault(String::from("a dependency stands on one line, so that its reason fits beside it"));
            }
        } else if let Some(comment) = line.strip_prefix("# ") {
            group = comment.split_once(": ").map(|(rooms, _)| rooms).or(group);
        } else if let (Section::Program | Section::Tests, Some((name, rest))) = (section, line.split_once('=')) {
            let name = name.trim();
            if reason(rest).is_none_or(str::is_empty) {
                fault(format!("`{name}` needs a reason at the end of its line: `# why`"));
            }
            if section == Section::Program {
                ownership(name, group).into_iter().for_each(fault);
            }
        }
    }
    faults
}

/// Which part of the manifest a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Program,
    Tests,
    Spread,
    Other,
}

impl Section {
    fn of(header: &str) -> Self {
        match header {
            "dependencies" => Self::Program,
            "dev-dependencies" | "build-dependencies" => Self::Tests,
            _ if header.contains("dependencies.") => Self::Spread,
            _ if header.ends_with("dependencies") => Self::Program,
            _ => Self::Other,
        }
    }
}

/// The comment at the end of a line; a `#` inside quotes is none.
fn reason(rest: &str) -> Option<&str> {
    let mut quoted = false;
    let sign = rest.char_indices().find(|(_, letter)| {
        quoted ^= *letter == '"';
        *letter == '#' && !quoted
    });
    Some(rest.get(sign?.0 + 1..)?.trim())
}

/// Whether a dependency stands in the group of a room that owns it.
fn ownership(name: &str, group: Option<&str>) -> Option<String> {
    let code = name.replace('-', "_");
    let Some(group) = group else { return Some(format!("`{name}` stands in no group: open one with `# room: …`")) };
    let rooms: Vec<&str> = match OWNED.iter().find(|row| row.what == code) {
        Some(row) => row.by.iter().map(|owner| owner.split("::").next().unwrap_or(owner)).collect(),
        None if FREE.contains(&code.as_str()) => vec!["everyone"],
        None => return Some(format!("`{name}` has no owner: add it to OWNED or FREE in tests/house.rs")),
    };
    let fits = group.split(", ").all(|room| rooms.contains(&room));
    (!fits).then(|| format!("`{name}` stands under `{group}`, but belongs to {}", rooms.join(", ")))
}
