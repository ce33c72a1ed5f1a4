//! What stands where no grammar reaches: in macros and attributes, token by token.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// A path found among tokens.
pub(crate) struct Found {
    /// Where it starts.
    pub at: Span,
    /// Its segments.
    pub path: Vec<String>,
    /// Whether it starts with `::`.
    pub global: bool,
    /// The text that it is called with first, as in `text("key")`.
    pub first_text: Option<String>,
}

/// What a text among the tokens can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    /// A path, as in serde's `with = "a::b"`: in attributes.
    Paths,
    /// Words: in macros.
    Words,
}

/// Every name and path among the tokens, at any depth.
pub(crate) fn paths(tokens: &TokenStream, texts: Texts) -> Vec<Found> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    let mut rest = trees.as_slice();
    let mut global = false;
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            TokenTree::Ident(name) => {
                let mut path = vec![name.to_string()];
                while let [one, two, TokenTree::Ident(next), after @ ..] = rest
                    && is_colon(one)
                    && is_colon(two)
                {
                    path.push(next.to_string());
                    rest = after;
                }
                let first_text = rest.first().and_then(text_of_call);
                found.push(Found { at: name.span(), path, global, first_text });
                global = false;
            }
            TokenTree::Group(group) => {
                found.extend(paths(&group.stream(), texts));
                global = false;
            }
            TokenTree::Literal(literal) => {
                if texts == Texts::Paths {
                    found.extend(path_in_text(literal));
                }
                global = false;
            }
            TokenTree::Punct(_) => {
                global = is_colon(first) && after.first().is_some_and(|next| matches!(next, TokenTree::Ident(_)));
            }
        }
    }
    found
}

/// Every attribute (`allow`, with its tokens) and every macro (`todo!`) among the tokens, at any depth.
pub(crate) fn marks(tokens: &TokenStream) -> Vec<Mark> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    for (index, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Ident(name) => {
                let said = name.to_string();
                match (trees.get(index + 1), trees.get(index + 2)) {
                    (Some(TokenTree::Punct(bang)), Some(TokenTree::Group(_))) if bang.as_char() == '!' => {
                        found.push(Mark { line: name.span().start().line, name: said, sort: Sort::Macro });
                    }
                    _ => {}
                }
            }
            TokenTree::Group(group) => {
                let opened = |back: usize, sign: char| {
                    index
                        .checked_sub(back)
                        .and_then(|at| trees.get(at))
                        .is_some_and(|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == sign))
                };
                let attribute = opened(1, '#') || (opened(1, '!') && opened(2, '#'));
                if attribute && group.delimiter() == Delimiter::Bracket {
                    found.extend(attributes(&group.stream()));
                } else {
                    found.extend(marks(&group.stream()));
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

/// An attribute or a macro.
pub(crate) struct Mark {
    /// The line it stands on.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// Which of the two.
    pub sort: Sort,
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A macro.
    Macro,
    /// An attribute that says `reason = …`.
    Reasoned,
    /// An attribute that does not.
    Bare,
}

/// The attributes in `[…]`: itself, and those that `cfg_attr` wraps.
fn attributes(tokens: &TokenStream) -> Vec<Mark> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    for (index, tree) in trees.iter().enumerate() {
        let TokenTree::Ident(name) = tree else { continue };
        let said = name.to_string();
        let inside = match trees.get(index + 1) {
            Some(TokenTree::Group(group)) => group.stream(),
            _ => TokenStream::new(),
        };
        if said == "cfg_attr" {
            found.extend(attributes(&inside));
            break;
        }
        let reasoned = inside.into_iter().any(|tree| matches!(tree, TokenTree::Ident(name) if name == "reason"));
        let sort = if reasoned { Sort::Reasoned } else { Sort::Bare };
        found.push(Mark { line: name.span().start().line, name: said, sort });
    }
    found
}

fn is_colon(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ':')
}

fn text_of_call(tree: &TokenTree) -> Option<String> {
    let TokenTree::Group(group) = tree else { return None };
    let first = group.stream().into_iter().next()?;
    (group.delimiter() == Delimiter::Parenthesis)
        .then(|| syn::parse2::<syn::LitStr>(first.into()).ok())?
        .map(|text| text.value())
}

fn path_in_text(literal: &proc_macro2::Literal) -> Option<Found> {
    let text = syn::parse2::<syn::LitStr>(TokenTree::from(literal.clone()).into()).ok()?;
    let path = text.parse::<syn::Path>().ok()?;
    Some(Found {
        at: literal.span(),
        path: path.segments.iter().map(|segment| segment.ident.to_string()).collect(),
        global: path.leading_colon.is_some(),
        first_text: None,
    })
}
