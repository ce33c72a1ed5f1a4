//! Which element comes next, and what stands in it? The only loop over the parser's events.
//!
//! The walker knows XML and our namespace, but no element of ours: those are `toast` and `tile`.

use std::borrow::Cow;
use std::io::BufRead as _;
use std::ops::Range;

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::attribute::{self, Attribute};
use super::decode::Decoded;
use super::escape::is_space;
use super::fault::Fault;
use super::name::{self, Scopes, Space};
use super::node::{Content, Node, Open};
use crate::notification::lint::excerpt;

/// How deep elements may be nested; ours are at most three deep.
const MAX_DEPTH: usize = 32;

/// One event, in our words; of a start tag only where its name ends, so that it stays small.
enum Step<'a> {
    Open { name_len: usize },
    Close,
    Text(&'a str),
    Cdata(&'a str),
    Letter(char),
    Silent,
    End,
}

/// The declaration that nearly every payload begins with; it needs no closer look.
const USUAL_DECLARATION: &str = r#"<?xml version="1.0" encoding="utf-8"?>"#;

/// The encoding that the usual declaration names, and where.
const USUAL_ENCODING: (Cow<'static, str>, Range<usize>) = (Cow::Borrowed("utf-8"), 30..35);

/// Goes through a decoded text.
pub(crate) struct Walker<'a> {
    text: &'a str,
    events: Reader<&'a [u8]>,
    at: Range<usize>,
    open: Vec<Range<usize>>,
    self_closed: bool,
    has_section_end: bool,
    /// Whether the last event was a text.
    after_text: bool,
    /// What stands in the element that was opened last, if it was taken past the parser.
    whole: Option<Content<'a>>,
    scopes: Scopes<'a>,
    declared: Option<(Cow<'a, str>, Range<usize>)>,
}

impl<'a> Walker<'a> {
    /// Stands before the first character.
    pub(crate) fn new(decoded: &'a Decoded<'_>) -> Self {
        let text = decoded.text.as_ref();
        let mut events = Reader::from_str(text);
        events.config_mut().check_comments = true;
        Self {
            text,
            events,
            at: 0..0,
            open: Vec::with_capacity(4),
            self_closed: false,
            has_section_end: decoded.has_section_end,
            after_text: false,
            whole: None,
            scopes: Scopes::default(),
            declared: None,
        }
    }

    /// The encoding that the declaration names, and where; known once the root is.
    pub(crate) const fn declared_encoding(&self) -> Option<&(Cow<'a, str>, Range<usize>)> {
        self.declared.as_ref()
    }

    /// Goes to the root.
    pub(crate) fn root(&mut self) -> Result<Open<'a>, Fault> {
        // The parser would take a second byte order mark away without counting it.
        if self.text.starts_with('\u{FEFF}') {
            return Err(Fault::new("text before the first element", 0..'\u{FEFF}'.len_utf8()));
        }
        loop {
            match self.step()? {
                Step::Open { name_len } => return self.open(name_len),
                Step::Silent => {}
                Step::Text(text) if text.chars().all(is_space) => {}
                Step::End => return Err(Fault::new("there is no element", self.at.clone())),
                Step::Text(_) | Step::Cdata(_) | Step::Letter(_) | Step::Close => {
                    return Err(Fault::new("text before the first element", self.at.clone()));
                }
            }
        }
    }

    /// What comes next in the element that was opened last.
    #[inline]
    pub(crate) fn node(&mut self) -> Result<Node<'a>, Fault> {
        if let Some(mut content) = self.whole.take() {
            if content.text.chars().all(is_space) {
                return Ok(Node::End);
            }
            content.text = Cow::Borrowed("");
            let stray = content.inner.clone();
            self.whole = Some(content);
            return Ok(Node::Stray(stray));
        }
        if let Some((open, content)) = self.simple_element() {
            self.whole = Some(content);
            return Ok(Node::Child(open));
        }
        loop {
            match self.step()? {
                Step::Open { name_len } => return self.open(name_len).map(Node::Child),
                Step::Close => return Ok(Node::End),
                Step::End => return Err(self.unclosed()),
                Step::Silent => {}
                Step::Text(text) | Step::Cdata(text) if text.chars().all(is_space) => {}
                Step::Letter(letter) if is_space(letter) => {}
                Step::Text(_) | Step::Cdata(_) | Step::Letter(_) => return Ok(Node::Stray(self.at.clone())),
            }
        }
    }

    /// What stands in the element `open`, which was opened last.
    #[inline]
    pub(crate) fn content(&mut self, open: &Open<'a>) -> Result<Content<'a>, Fault> {
        if let Some(content) = self.whole.take() {
            return Ok(content);
        }
        let mut text = Cow::Borrowed("");
        let mut child = None;
        loop {
            match self.step()? {
                Step::Text(more) | Step::Cdata(more) if text.is_empty() => text = Cow::Borrowed(more),
                Step::Text(more) | Step::Cdata(more) => text.to_mut().push_str(more),
                Step::Letter(letter) => text.to_mut().push(letter),
                Step::Silent => {}
                Step::Open { name_len } => {
                    let inner = self.open(name_len)?;
                    self.skip()?;
                    child.get_or_insert(inner.tag);
                }
                Step::End => return Err(self.unclosed()),
                Step::Close => {
                    let element = open.tag.start..self.at.end;
                    let inner = open.tag.end..self.at.start.max(open.tag.end);
                    return Ok(Content { text, element, inner, child });
                }
            }
        }
    }

    /// Goes past the end of the element that was opened last.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        if self.whole.take().is_some() {
            return Ok(());
        }
        let outside = self.open.len().saturating_sub(1);
        while self.open.len() > outside {
            match self.step()? {
                Step::Open { name_len } => drop(self.open(name_len)?),
                Step::End => return Err(self.unclosed()),
                Step::Close | Step::Text(_) | Step::Cdata(_) | Step::Letter(_) | Step::Silent => {}
            }
        }
        Ok(())
    }

    /// Makes sure that nothing follows the root.
    pub(crate) fn finish(&mut self) -> Result<(), Fault> {
        loop {
            match self.step()? {
                Step::End => return Ok(()),
                Step::Silent => {}
                Step::Text(text) if text.chars().all(is_space) => {}
                Step::Text(_) | Step::Cdata(_) | Step::Letter(_) | Step::Open { .. } | Step::Close => {
                    return Err(Fault::new("something follows the end of the document", self.at.clone()));
                }
            }
        }
    }

    /// The next element, if it has no attributes and holds only plain text, as nearly every one does. It is taken past
    /// the parser, which would cut it into three events; anything else is left to the parser.
    #[inline]
    fn simple_element(&mut self) -> Option<(Open<'a>, Content<'a>)> {
        // After a text the parser insists on a tag; too deep and misplaced sections are for it to refuse.
        if self.after_text || self.self_closed || self.has_section_end || self.open.len() >= MAX_DEPTH {
            return None;
        }
        let rest = self.slice(self.at.end..self.text.len());
        let tag = rest.trim_ascii_start();
        let from = self.text.len() - tag.len();
        let tag_len = memchr::memchr(b'>', tag.as_bytes())?;
        let name = tag.get(..tag_len)?.strip_prefix('<')?;
        let name_len = name.len();
        let (prefix, local, space) = self.scopes.split_known(name)?;
        let inside = tag.get(tag_len + 1..)?;
        let (text, end_tag) = inside.split_at_checked(memchr::memchr2(b'<', b'&', inside.as_bytes())?)?;
        end_tag.strip_prefix("</")?.strip_prefix(name)?.strip_prefix('>')?;
        let inner_from = from + name_len + 2;
        let inner = inner_from..inner_from + text.len();
        let element = from..inner.end + name_len + 3;
        self.events.stream().consume(element.end - self.at.end);
        self.at = inner.end..element.end;
        let open = Open { prefix, local, space, attributes: Vec::new(), tag: from..inner.start };
        Some((open, Content { text: Cow::Borrowed(text), element, inner, child: None }))
    }

    fn unclosed(&self) -> Fault {
        let tag = self.open.last().cloned().unwrap_or_default();
        let name = self.slice(tag.clone()).trim_matches(['<', '>']);
        let name = name.split(is_space).next().unwrap_or_default();
        Fault::new(format!("`<{}>` is never closed", excerpt(name)), tag)
    }

    #[inline]
    fn step(&mut self) -> Result<Step<'a>, Fault> {
        if self.self_closed {
            self.self_closed = false;
            return Ok(self.close());
        }
        let from = self.at.end;
        let event = self.events.read_event();
        self.after_text = matches!(event, Ok(Event::Text(_)));
        self.at = from..offset(self.events.buffer_position());
        match event {
            Ok(Event::Start(tag)) => Ok(Step::Open { name_len: tag.name().0.len() }),
            Ok(Event::Empty(tag)) => {
                self.self_closed = true;
                Ok(Step::Open { name_len: tag.name().0.len() })
            }
            Ok(Event::End(_)) => Ok(self.close()),
            Ok(Event::Text(_)) => self.plain_text(),
            Ok(Event::CData(_)) => {
                let whole = self.slice(self.at.clone());
                let inside = whole.strip_prefix("<![CDATA[").and_then(|rest| rest.strip_suffix("]]>"));
                Ok(Step::Cdata(inside.unwrap_or_default()))
            }
            Ok(Event::GeneralRef(_)) => {
                let name = self.slice(self.at.start + 1..self.at.end.saturating_sub(1));
                attribute::reference(name, self.at.start).map(Step::Letter).map_err(|fault| self.of_letter(fault))
            }
            Ok(Event::Comment(_)) => Ok(Step::Silent),
            Ok(Event::PI(_)) => self.instruction(),
            Ok(Event::Decl(_)) => self.declaration(),
            Ok(Event::DocType(_)) => Err(Fault::doctype(self.at.clone())),
            Ok(Event::Eof) => Ok(Step::End),
            Err(error) => {
                let at = offset(self.events.error_position()).min(self.text.len());
                let at = self.text.floor_char_boundary(at);
                Err(self.of_letter(self.explain(&error, at)))
            }
        }
    }

    /// The parser's complaint; a tag that is none because its `<` was meant as a letter is told apart.
    fn explain(&self, error: &quick_xml::errors::Error, at: usize) -> Fault {
        let rest = self.slice(at..self.text.len());
        if let Some(name) = cut_reference(rest) {
            return Fault::cut_reference(name, at);
        }
        let after = rest.strip_prefix('<').map(|after| after.chars().next());
        match after {
            Some(None) => Fault::last_less_than(at),
            Some(Some(letter)) if !letter.is_alphabetic() && !matches!(letter, '_' | '/' | '!' | '?') => {
                Fault::bare_less_than(at)
            }
            Some(Some(_)) | None => {
                let one = rest.chars().next().map_or(0, char::len_utf8);
                Fault::of_parser(error, at..at + one)
            }
        }
    }

    /// A fault of something that was meant as a letter. Outside the root no letter may stand, however it is spelled.
    #[cold]
    fn of_letter(&self, fault: Fault) -> Fault {
        if self.open.is_empty() { fault.without_fix() } else { fault }
    }

    #[inline]
    fn plain_text(&self) -> Result<Step<'a>, Fault> {
        let text = self.slice(self.at.clone());
        if self.has_section_end && text.contains("]]>") {
            return Err(Fault::new("`]]>` may not stand in text: write `]]&gt;`", self.at.clone()));
        }
        Ok(Step::Text(text))
    }

    #[inline]
    fn close(&mut self) -> Step<'a> {
        self.open.pop();
        self.scopes.leave_to(self.open.len());
        Step::Close
    }

    /// Takes the start tag at hand apart.
    #[inline]
    fn open(&mut self, name_len: usize) -> Result<Open<'a>, Fault> {
        let tag = self.at.clone();
        if self.open.len() == MAX_DEPTH {
            return Err(Fault::new(format!("elements are nested more than {MAX_DEPTH} deep"), tag));
        }
        self.open.push(tag.clone());
        let name_end = tag.start + 1 + name_len;
        let full = self.slice(tag.start + 1..name_end);
        let content_end = tag.end.saturating_sub(if self.self_closed { 2 } else { 1 });
        let attributes = if name_end < content_end {
            // Before its attributes, since a `<` that was meant as a letter makes strange attributes.
            name::split(full).ok_or_else(|| self.no_tag(&tag))?;
            self.attributes(name_end..content_end)?
        } else {
            Vec::new()
        };
        if let Some((prefix, local, space)) = self.scopes.split_known(full) {
            return Ok(Open { prefix, local, space, attributes, tag });
        }
        let (prefix, local) = name::split(full).ok_or_else(|| self.no_tag(&tag))?;
        let space = self.space(prefix, &tag)?;
        Ok(Open { prefix, local, space, attributes, tag })
    }

    /// The tag that was opened last is none: its `<` was meant as a letter.
    #[cold]
    fn no_tag(&self, tag: &Range<usize>) -> Fault {
        let fault = Fault::bare_less_than(tag.start);
        // It stands on top of those that it is in.
        if self.open.len() > 1 { fault } else { fault.without_fix() }
    }

    /// The attributes of the tag at hand; declarations of namespaces are taken out and put to use.
    fn attributes(&mut self, range: Range<usize>) -> Result<Vec<Attribute<'a>>, Fault> {
        let mut attributes = attribute::split(self.slice(range.clone()), range.start)?;
        let depth = self.open.len();
        let mut bad = None;
        attributes.retain(|attribute| {
            let bound = match (attribute.prefix, attribute.local) {
                ("", "xmlns") => "",
                ("xmlns", prefix) => prefix,
                (_, _) => return true,
            };
            let reserved = matches!(bound, "xml" | "xmlns");
            if reserved || (attribute.value.is_empty() && !bound.is_empty()) {
                bad = Some(Fault::new(
                    format!("the prefix `{}` cannot be bound so", excerpt(bound)),
                    attribute.at.clone(),
                ));
            }
            self.scopes.bind(bound, &attribute.value, depth);
            false
        });
        for attribute in attributes.iter().filter(|attribute| !attribute.prefix.is_empty()) {
            self.space(attribute.prefix, &attribute.at)?;
        }
        bad.map_or(Ok(attributes), Err)
    }

    fn space(&self, prefix: &str, at: &Range<usize>) -> Result<Space, Fault> {
        let undeclared = || Fault::new(format!("the prefix `{}` is not declared", excerpt(prefix)), at.clone());
        self.scopes.space(prefix).ok_or_else(undeclared)
    }

    fn instruction(&self) -> Result<Step<'a>, Fault> {
        let inside = self.slice(self.at.start + 2..self.at.end.saturating_sub(2));
        let target = inside.split(is_space).next().unwrap_or_default();
        if name::split(target).is_none_or(|(prefix, _)| !prefix.is_empty()) || target.eq_ignore_ascii_case("xml") {
            let message = format!("`{}` is no name of a processing instruction", excerpt(target));
            return Err(Fault::new(message, self.at.clone()));
        }
        Ok(Step::Silent)
    }

    /// Checks `<?xml …?>` and keeps the encoding that it names.
    fn declaration(&mut self) -> Result<Step<'a>, Fault> {
        if self.at.start > 0 {
            return Err(Fault::new("`<?xml` may stand only at the very beginning", self.at.clone()));
        }
        if self.slice(self.at.clone()) == USUAL_DECLARATION {
            self.declared = Some(USUAL_ENCODING);
            return Ok(Step::Silent);
        }
        let inside = self.slice(5..self.at.end.saturating_sub(2));
        // Nothing that a letter stands for can be right here.
        let attributes = attribute::split(inside, 5).map_err(Fault::without_fix)?;
        let names: Vec<_> = attributes.iter().map(|attribute| (attribute.prefix, attribute.local)).collect();
        let known = matches!(
            names.as_slice(),
            [("", "version")]
                | [("", "version"), ("", "encoding" | "standalone")]
                | [("", "version"), ("", "encoding"), ("", "standalone")]
        );
        if !known {
            let message = "the declaration must read `<?xml version=\"1.0\" encoding=\"utf-8\"?>`";
            return Err(Fault::new(message, self.at.clone()));
        }
        for attribute in attributes {
            match attribute.local {
                "version" if attribute.value != "1.0" => {
                    return Err(Fault::new("only XML 1.0 can be read", attribute.at));
                }
                "encoding" => self.declared = Some((attribute.value, attribute.value_at)),
                _ => {}
            }
        }
        Ok(Step::Silent)
    }

    #[inline]
    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }
}

/// What is left of a reference that a text was cut off in.
fn cut_reference(rest: &str) -> Option<&str> {
    let name = rest.strip_prefix('&')?.split('<').next()?;
    let is_cut =
        !name.is_empty() && ["amp;", "lt;", "gt;", "quot;", "apos;"].iter().any(|whole| whole.starts_with(name));
    is_cut.then_some(name)
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
