//! Does a source keep the rules? Each rule is one function: the tables of `house.rs` against what `scan.rs` found.

use std::collections::HashSet;
use std::fmt;

use proc_macro2::TokenStream;

use crate::scan::{Fact, Naming, Scan, Target, module_of, scan};
use crate::tokens::{Sort, marks};
use crate::tree::Text;
use crate::{
    DEEPEST_MODULE, EMPTY_NAMES, HANDED_ON, MACHINE_PATHS, MOST_LINES, MOST_LINES_OF_MAIN, OWNED, ROOMS, UNDONE,
};

/// Where a rule is broken, and what to do instead.
pub(crate) struct Fault {
    path: String,
    line: usize,
    text: String,
}

impl Fault {
    /// A fault of a file.
    pub(crate) fn new(path: &str, line: usize, text: String) -> Self {
        Self { path: path.to_owned(), line, text }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// Every fault of every source.
pub(crate) fn faults_of_house(sources: &[Text], english: &str) -> Vec<Fault> {
    let words = keys(english);
    let mut faults = Vec::new();
    let mut scans = Vec::new();
    for source in sources {
        faults.extend(shape(source));
        faults.extend(lint_marks(source));
        if source.path.starts_with("src/") {
            faults.extend(place(source));
            match scan(&source.path, &source.text) {
                Ok(read) => scans.push((source, read)),
                Err(error) => {
                    faults.push(Fault::new(
                        &source.path,
                        error.span().start().line,
                        format!("cannot be read: {error}"),
                    ));
                }
            }
        }
    }
    let test_only: Vec<Vec<String>> = scans.iter().flat_map(|(_, read)| read.test_modules.clone()).collect();
    for (source, read) in &scans {
        if !test_only.iter().any(|module| read.module.starts_with(module)) {
            faults.extend(said(source, read, &words));
        }
    }
    faults
}

/// The keys that have words.
pub(crate) fn keys(english: &str) -> HashSet<String> {
    english
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim().to_owned())
        .collect()
}

/// Paths of somebody's own machine.
pub(crate) fn machine_paths(text: &Text) -> Vec<Fault> {
    let lines = text.text.lines().enumerate();
    let named = lines.filter_map(|(at, line)| Some((at, MACHINE_PATHS.iter().find(|path| line.contains(**path))?)));
    named
        .map(|(at, path)| Fault::new(&text.path, at + 1, format!("names `{path}…`, which is one machine's own")))
        .collect()
}

/// How long the file is, and how it opens.
fn shape(source: &Text) -> Vec<Fault> {
    let mut faults = Vec::new();
    let lines = source.text.lines().count();
    let most = if source.path == "src/main.rs" { MOST_LINES_OF_MAIN } else { MOST_LINES };
    if lines > most {
        faults.push(Fault::new(
            &source.path,
            most,
            format!("has {lines} lines; {most} is the most: split it by question"),
        ));
    }
    if !source.text.starts_with("//!") {
        faults.push(Fault::new(&source.path, 1, String::from("must open with `//!`: which question does it answer?")));
    }
    faults
}

/// How deep the module lies, and what it is called.
fn place(source: &Text) -> Vec<Fault> {
    let module = module_of(&source.path);
    let mut faults = Vec::new();
    faults.extend(too_deep(&source.path, 1, module.len()));
    faults.extend(module.iter().filter_map(|name| empty_name(&source.path, 1, name)));
    let name = room_of(&module);
    if !ROOMS.iter().any(|room| room.name == name) {
        faults.push(Fault::new(
            &source.path,
            1,
            format!("`{name}` is no room of the house; add it to ROOMS with what it sees"),
        ));
    }
    faults
}

fn too_deep(path: &str, line: usize, depth: usize) -> Option<Fault> {
    let text = || format!("lies {depth} modules below src; {DEEPEST_MODULE} is the most: flatten it");
    (depth > DEEPEST_MODULE).then(|| Fault::new(path, line, text()))
}

fn empty_name(path: &str, line: usize, name: &str) -> Option<Fault> {
    let word = words_of(name).into_iter().find(|word| EMPTY_NAMES.contains(&word.as_str()))?;
    Some(Fault::new(path, line, format!("`{name}`: `{word}` names nothing; say what it is")))
}

/// The words of a name: `PushManager` and `push_manager` are both `push`, `manager`.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

/// Lints switched off without a reason, work left undone, and ways around the scanner.
fn lint_marks(source: &Text) -> Vec<Fault> {
    let Ok(tokens) = source.text.parse::<TokenStream>() else { return Vec::new() };
    let program = source.path.starts_with("src/");
    let said = marks(&tokens).into_iter().filter_map(|mark| {
        let name = mark.name.as_str();
        let text = match mark.sort {
            Sort::Bare if matches!(name, "allow" | "expect") => format!("`{name}` needs a `reason = \"…\"`"),
            Sort::Macro if UNDONE.contains(&name) => format!("`{name}!` leaves work undone"),
            Sort::Bare if program && name == "path" => String::from("`#[path]` hides where a module stands"),
            Sort::Macro if program && name == "include" => String::from("`include!` hides where code stands"),
            Sort::Bare | Sort::Reasoned | Sort::Macro => return None,
        };
        Some(Fault::new(&source.path, mark.line, text))
    });
    said.collect()
}

fn room_of(module: &[String]) -> &str {
    module.first().map_or("lib", String::as_str)
}

/// Everything that the scan found.
fn said(source: &Text, scan: &Scan, words: &HashSet<String>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (line, fact) in &scan.facts {
        let text = match fact {
            Fact::Path(Target::Ours(path), naming) => {
                seen(&scan.module, path, *naming).or_else(|| handed_on(&scan.module, path, *naming))
            }
            Fact::Path(Target::Outside(path), naming) => not_owned(&scan.module, path, *naming),
            Fact::Name(name) => {
                faults.extend(empty_name(&source.path, *line, name));
                None
            }
            Fact::Depth(depth) => {
                faults.extend(too_deep(&source.path, *line, *depth));
                None
            }
            Fact::Words(key) => (!words.contains(key)).then(|| format!("`{key}` has no words in assets/lang/en.ftl")),
        };
        faults.extend(text.map(|text| Fault::new(&source.path, *line, text)));
    }
    faults
}

/// Whether a module may see a path of ours.
fn seen(module: &[String], path: &[String], naming: Naming) -> Option<String> {
    let from = room_of(module);
    let Some(to) = path.first() else {
        return (naming != Naming::Code).then(|| String::from("imports the whole house; name the room"));
    };
    if from == to {
        return None;
    }
    // The library declares its rooms; a name of its own there would be a door that no table shows.
    let row = ROOMS.iter().find(|room| room.name == from)?;
    if row.sees.iter().any(|seen| starts_with(path, seen)) {
        return None;
    }
    let opened: Vec<&&str> = row.sees.iter().filter(|seen| seen.split("::").next() == Some(to)).collect();
    let named = path.join("::");
    Some(match opened.as_slice() {
        [] if row.sees.is_empty() => format!("`{named}`: {from} sees no other room"),
        [] => format!("`{named}`: {from} sees only {}", row.sees.join(", ")),
        [part, ..] => format!("`{named}`: of {to}, {from} sees only {part}"),
    })
}

/// Whether a room hands on what belongs to another.
fn handed_on(module: &[String], path: &[String], naming: Naming) -> Option<String> {
    let from = room_of(module);
    let named = path.join("::");
    let foreign = naming == Naming::HandedOn && path.first().is_some_and(|to| to != from);
    let listed = HANDED_ON.iter().any(|(room, what)| *room == from && *what == named);
    (foreign && !listed)
        .then(|| format!("hands on `{named}`: a back door; import it where it stands, or add it to HANDED_ON"))
}

/// Whether a module may name a path of another crate.
fn not_owned(module: &[String], path: &[String], naming: Naming) -> Option<String> {
    let row = OWNED.iter().find(|row| {
        starts_with(path, row.what)
            || (naming == Naming::Glob && row.what.starts_with(&format!("{}::", path.join("::"))))
    })?;
    let owner = row.by.iter().any(|owner| starts_with(module, owner));
    let named = path.join("::");
    let owners = if row.by.is_empty() { String::from("nobody's") } else { row.by.join("'s and ") + "'s" };
    (!owner).then(|| format!("`{named}` is {owners}: {}", row.because))
}

fn starts_with(path: &[String], start: &str) -> bool {
    let mut path = path.iter();
    start.split("::").all(|part| path.next().is_some_and(|name| name == part))
}
