//! How is XML spelled? One line for the wire, or one element per line for the eye; texts are the same in both.

use super::escape::{Spot, push_escaped};
use crate::notification::{NAMESPACE, PREFIX};

/// How elements are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Everything on one line.
    OneLine,
    /// Each element on its own line, two spaces deeper than its parent.
    Indented,
}

/// Spells a document; every element gets our prefix.
#[derive(Debug)]
pub(crate) struct Writer {
    out: String,
    layout: Layout,
    depth: usize,
    last: Last,
}

/// What was written last; it decides where an end tag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Open,
    Whole,
}

impl Writer {
    /// A document that has its declaration and is expected to need `capacity` bytes.
    pub(crate) fn new(layout: Layout, capacity: usize) -> Self {
        let mut out = String::with_capacity(capacity);
        out.push_str(r#"<?xml version="1.0" encoding="utf-8"?>"#);
        Self { out, layout, depth: 0, last: Last::Whole }
    }

    /// The document so far.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Opens the root, which declares the namespace.
    pub(crate) fn open_root(&mut self, element: &str, attributes: &[(&str, Option<&str>)]) {
        self.tag(element);
        for piece in [" xmlns:", PREFIX, "=\"", NAMESPACE, "\""] {
            self.out.push_str(piece);
        }
        self.attributes(attributes);
        self.out.push('>');
        self.depth += 1;
        self.last = Last::Open;
    }

    /// Opens an element that holds others. An attribute without a value is left out.
    pub(crate) fn open(&mut self, element: &str, attributes: &[(&str, Option<&str>)]) {
        self.tag(element);
        self.attributes(attributes);
        self.out.push('>');
        self.depth += 1;
        self.last = Last::Open;
    }

    /// Closes an element that holds others.
    pub(crate) fn close(&mut self, element: &str) {
        self.depth = self.depth.saturating_sub(1);
        match self.last {
            Last::Open => {}
            Last::Whole => self.break_line(),
        }
        self.end_tag(element);
    }

    /// An element that holds a text, possibly an empty one.
    pub(crate) fn text(&mut self, element: &str, text: &str) {
        self.tag(element);
        self.out.push('>');
        push_escaped(&mut self.out, text, Spot::Element);
        self.end_tag(element);
    }

    /// An element that holds nothing and says what it means in an attribute.
    pub(crate) fn empty(&mut self, element: &str, attribute: &str, value: &str) {
        self.tag(element);
        self.attributes(&[(attribute, Some(value))]);
        self.out.push_str("/>");
        self.last = Last::Whole;
    }

    fn tag(&mut self, element: &str) {
        self.break_line();
        for piece in ["<", PREFIX, ":", element] {
            self.out.push_str(piece);
        }
    }

    fn end_tag(&mut self, element: &str) {
        for piece in ["</", PREFIX, ":", element, ">"] {
            self.out.push_str(piece);
        }
        self.last = Last::Whole;
    }

    fn attributes(&mut self, attributes: &[(&str, Option<&str>)]) {
        for (name, value) in attributes {
            let Some(value) = value else { continue };
            for piece in [" ", name, "=\""] {
                self.out.push_str(piece);
            }
            push_escaped(&mut self.out, value, Spot::Attribute);
            self.out.push('"');
        }
    }

    fn break_line(&mut self) {
        match self.layout {
            Layout::OneLine => {}
            Layout::Indented => {
                self.out.push('\n');
                for _ in 0..self.depth {
                    self.out.push_str("  ");
                }
            }
        }
    }
}
