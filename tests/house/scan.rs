//! What does a source file name? Its paths (imports and full ones alike), made absolute, and the words it asks for.
//!
//! `syn` reads the file, so comments and strings cannot deceive. Tests inside a source (`#[cfg(test)]`) are skipped:
//! they may join what the program may not. What stands in macros is read token by token (`tokens.rs`).

use std::collections::HashMap;

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use crate::tokens::{self, Texts};

/// A path, made absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Of this crate, from its root.
    Ours(Vec<String>),
    /// Of another crate, which is the first segment.
    Outside(Vec<String>),
}

/// How a path is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// In code.
    Code,
    /// `use`.
    Import,
    /// `pub use`, of any reach.
    HandedOn,
    /// `use …::*`.
    Glob,
}

/// One thing that a source says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    /// A path.
    Path(Target, Naming),
    /// A module inside the file, or a type: its name.
    Name(String),
    /// How deep a module inside the file lies below `src`.
    Depth(usize),
    /// A key of the words.
    Words(String),
}

/// A source, read.
pub(crate) struct Scan {
    /// The module that the file is.
    pub module: Vec<String>,
    /// What it says, with line numbers.
    pub facts: Vec<(usize, Fact)>,
    /// Modules that the file declares for tests only: files that the rules of imports leave alone.
    pub test_modules: Vec<Vec<String>>,
}

/// The module that a file is: `src/ui/panes/log.rs` is `ui::panes::log`.
pub(crate) fn module_of(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    if inner == "lib" { Vec::new() } else { inner.split('/').map(str::to_owned).collect() }
}

/// Reads a source.
pub(crate) fn scan(path: &str, text: &str) -> Result<Scan, syn::Error> {
    let file = syn::parse_file(text)?;
    let module = module_of(path);
    let root = if path == "src/main.rs" { module.clone() } else { Vec::new() };
    let mut reader = Reader {
        root,
        module: module.clone(),
        home: module.len(),
        aliases: HashMap::new(),
        pass: Pass::Aliases,
        facts: Vec::new(),
        test_modules: Vec::new(),
    };
    if !for_tests(&file.attrs) {
        reader.visit_file(&file);
        reader.pass = Pass::Facts;
        reader.visit_file(&file);
    }
    Ok(Scan { module, facts: reader.facts, test_modules: reader.test_modules })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Learn which names stand for which paths.
    Aliases,
    /// Note what is said.
    Facts,
}

struct Reader {
    root: Vec<String>,
    module: Vec<String>,
    home: usize,
    aliases: HashMap<String, Vec<String>>,
    pass: Pass,
    facts: Vec<(usize, Fact)>,
    test_modules: Vec<Vec<String>>,
}

impl Reader {
    fn note(&mut self, at: Span, fact: Fact) {
        if self.pass == Pass::Facts {
            self.facts.push((at.start().line, fact));
        }
    }

    /// A path in code. A single name is a variable or something that was imported, and no path.
    fn note_path(&mut self, at: Span, path: &[String], global: bool) {
        if path.len() > 1 {
            let target = self.resolve(path, global);
            self.note(at, Fact::Path(target, Naming::Code));
        }
    }

    /// Makes a path absolute: climbs `super`, and follows the names that the file's imports gave.
    fn resolve(&self, path: &[String], global: bool) -> Target {
        let mut path = path.to_vec();
        // Names can stand for names; a ring of them (`use a::b; use b::a`) must end.
        for _ in 0..8 {
            let Some(first) = path.first() else { break };
            match first.as_str() {
                "crate" | "self" | "super" => return Target::Ours(self.climb(&path)),
                "tilecast" => return Target::Ours(path.split_off(1)),
                _ if global => break,
                name => match self.aliases.get(name) {
                    Some(meant) if meant.first() != Some(first) => {
                        path = meant.iter().chain(path.iter().skip(1)).cloned().collect();
                    }
                    _ => break,
                },
            }
        }
        Target::Outside(path)
    }

    fn climb(&self, path: &[String]) -> Vec<String> {
        let mut at = self.module.clone();
        let mut rest = path.iter().peekable();
        while let Some(step) = rest.next_if(|step| matches!(step.as_str(), "crate" | "self" | "super")) {
            match step.as_str() {
                "crate" => at.clone_from(&self.root),
                "super" => drop(at.pop()),
                _ => {}
            }
        }
        at.extend(rest.cloned());
        at
    }

    fn import(&mut self, tree: &syn::UseTree, before: &[String], global: bool, naming: Naming) {
        let with = |name: String| before.iter().cloned().chain(Some(name)).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.import(&path.tree, &with(path.ident.to_string()), global, naming),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, global, naming);
                }
            }
            syn::UseTree::Name(name) if name.ident == "self" && !before.is_empty() => {
                self.imported(tree.span(), before, before.last(), global, naming);
            }
            syn::UseTree::Name(name) => {
                let path = with(name.ident.to_string());
                self.imported(tree.span(), &path, path.last(), global, naming);
            }
            syn::UseTree::Rename(rename) => {
                let path = if rename.ident == "self" && !before.is_empty() {
                    before.to_vec()
                } else {
                    with(rename.ident.to_string())
                };
                self.imported(tree.span(), &path, Some(&rename.rename.to_string()), global, naming);
            }
            syn::UseTree::Glob(_) => {
                let naming = if naming == Naming::HandedOn { Naming::HandedOn } else { Naming::Glob };
                self.imported(tree.span(), before, None, global, naming);
            }
        }
    }

    fn imported(&mut self, at: Span, path: &[String], name: Option<&String>, global: bool, naming: Naming) {
        let target = self.resolve(path, global);
        if let (Pass::Aliases, Some(name)) = (self.pass, name) {
            let meant = match &target {
                Target::Ours(ours) => Some(String::from("tilecast")).into_iter().chain(ours.iter().cloned()).collect(),
                Target::Outside(outside) => outside.clone(),
            };
            self.aliases.insert(name.clone(), meant);
        }
        self.note(at, Fact::Path(target, naming));
    }

    fn call(&mut self, at: Span, path: &[String], global: bool, first: &str) {
        let words = ["text", "text_with", "knows"];
        if let Target::Ours(called) = self.resolve(path, global)
            && let [room, function] = called.as_slice()
            && room == "lang"
            && words.contains(&function.as_str())
        {
            self.note(at, Fact::Words(first.to_owned()));
        }
    }

    /// What stands in a macro or an attribute.
    fn read_tokens(&mut self, tokens: &proc_macro2::TokenStream, texts: Texts) {
        for found in tokens::paths(tokens, texts) {
            self.note_path(found.at, &found.path, found.global);
            if let Some(first) = &found.first_text {
                self.call(found.at, &found.path, found.global, first);
            }
        }
    }

    fn named(&mut self, name: &syn::Ident) {
        self.note(name.span(), Fact::Name(name.to_string()));
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if let syn::Item::Mod(module) = item
            && for_tests(&module.attrs)
        {
            let mut path = self.module.clone();
            path.push(module.ident.to_string());
            self.test_modules.push(path);
        }
        if attributes_of(item).is_some_and(|attributes| for_tests(attributes)) {
            return;
        }
        match item {
            syn::Item::Struct(item) => self.named(&item.ident),
            syn::Item::Enum(item) => self.named(&item.ident),
            syn::Item::Trait(item) => self.named(&item.ident),
            syn::Item::Type(item) => self.named(&item.ident),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let tested = match item {
            syn::ImplItem::Fn(item) => for_tests(&item.attrs),
            syn::ImplItem::Const(item) => for_tests(&item.attrs),
            _ => false,
        };
        if !tested {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.named(&module.ident);
        let name = module.ident.to_string();
        if self.pass == Pass::Aliases && self.module.len() == self.home {
            let path = Some(String::from("tilecast")).into_iter().chain(self.module.iter().cloned());
            self.aliases.insert(name.clone(), path.chain(Some(name.clone())).collect());
        }
        self.module.push(name);
        if module.content.is_some() {
            self.note(module.span(), Fact::Depth(self.module.len()));
        }
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let naming = if matches!(item.vis, syn::Visibility::Inherited) { Naming::Import } else { Naming::HandedOn };
        self.import(&item.tree, &[], item.leading_colon.is_some(), naming);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name).to_string();
        self.imported(item.span(), &[item.ident.to_string()], Some(&name), true, Naming::Import);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let (names, global) = names_of(path);
        self.note_path(path.span(), &names, global);
        visit::visit_path(self, path);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let (syn::Expr::Path(function), Some(syn::Expr::Lit(first))) = (&*call.func, call.args.first())
            && let syn::Lit::Str(first) = &first.lit
        {
            let (names, global) = names_of(&function.path);
            self.call(call.span(), &names, global, &first.value());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.visit_path(&called.path);
        self.read_tokens(&called.tokens, Texts::Words);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        self.visit_path(attribute.path());
        match &attribute.meta {
            syn::Meta::List(list) => self.read_tokens(&list.tokens, Texts::Paths),
            syn::Meta::NameValue(_) | syn::Meta::Path(_) => {}
        }
    }

    // `pub(crate)` names no path that anything travels on.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}

fn names_of(path: &syn::Path) -> (Vec<String>, bool) {
    (path.segments.iter().map(|segment| segment.ident.to_string()).collect(), path.leading_colon.is_some())
}

/// Whether attributes say `#[cfg(test)]` or `#[test]`.
fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let cfg = attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"));
        cfg || attribute.path().is_ident("test")
    })
}

fn attributes_of(item: &syn::Item) -> Option<&Vec<syn::Attribute>> {
    Some(match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => return None,
    })
}
