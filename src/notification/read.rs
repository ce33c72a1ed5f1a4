//! What do these bytes say? Bytes of a stated kind in, a [`Notification`] out, with the place of everything.
//!
//! Here is what all payloads have in common: encoding, root, and one toast or tile in it. What stands inside those is
//! read in `toast` and `tile`; what is no XML at all is refused in `xml`.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};
use thiserror::Error;

use super::lint::{self, Diagnostic, Finding, Fix, MAX_FINDINGS, Rule, Span};
use super::value::Version;
use super::xml::{self, Attribute, Content, Decoded, Fault, Mark, Node, Open, Ruler, Space, Walker};
use super::{FieldName, Kind, MAX_PAYLOAD_BYTES, NAMESPACE, Notification, PREFIX, Raw, Tile, Toast};

/// Part of a payload that has a place: of [`Part::Root`] and [`Part::Body`] the start tag, of an attribute its name and
/// value, of every other part the whole element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// `wp:Notification`.
    Root,
    /// `wp:Toast` or `wp:Tile`.
    Body,
    /// The attribute `Version`.
    Version,
    /// The attribute `Id`.
    Id,
    /// The attribute `Template`.
    Template,
    /// `wp:Text1`.
    Text1,
    /// `wp:Text2`.
    Text2,
    /// `wp:Param`.
    Param,
    /// `wp:Sound`.
    Sound,
    /// An element of a tile.
    Field(FieldName),
}

/// A notification that was read, and where its parts stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the payload says.
    pub notification: Notification,
    /// What the reader was lenient about.
    pub diagnostics: Vec<Diagnostic>,
    /// The decoded text; lines and columns are counted in it when somebody asks.
    text: Box<str>,
    ranges: Vec<(Part, Range<usize>)>,
}

impl Reading {
    /// A reading without text.
    pub(super) fn of_raw(notification: Notification, diagnostics: Vec<Diagnostic>) -> Self {
        Self { notification, diagnostics, text: Box::default(), ranges: Vec::new() }
    }

    /// Where a part stood, if it was there.
    #[must_use]
    pub fn place(&self, part: Part) -> Option<Span> {
        let (_, range) = self.ranges.iter().find(|(other, _)| *other == part)?;
        Some(Ruler::new(&self.text).span(range))
    }

    /// Where each part stood, in document order.
    pub fn places(&self) -> impl Iterator<Item = (Part, Span)> {
        let mut ruler = Ruler::new(&self.text);
        self.ranges.iter().map(move |(part, range)| (*part, ruler.span(range)))
    }

    /// The decoded text that the places are places of: without byte order mark, lines ending in line feeds. Empty for
    /// a raw notification.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Why bytes are no notification of that kind.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {}, column {}: {message}", span.line, span.column)]
pub struct ReadError {
    /// The rule that is broken.
    pub rule: Rule,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub span: Span,
    /// A change that mends it, where one is certain.
    pub fix: Option<Fix>,
}

impl ReadError {
    /// The same as a finding among others.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            code: self.rule.code(),
            severity: self.rule.severity(),
            message: self.message.clone(),
            why: self.rule.why().to_owned(),
            span: self.span,
            fix: self.fix.clone(),
        }
    }
}

/// Reads `bytes` as a notification of `kind`. Raw takes any bytes.
///
/// The reader is lenient about everything that a sender in the wild was seen to do, and says so in the diagnostics. Of
/// several elements of one name the first counts.
///
/// # Errors
/// The bytes are not well-formed XML, carry a DTD, or their root is not a notification of that kind.
pub fn read(bytes: &[u8], kind: Kind) -> Result<Reading, ReadError> {
    match kind {
        Kind::Raw => Ok(Raw::read(bytes)),
        Kind::Toast | Kind::Tile => {
            let decoded = xml::decode(bytes).map_err(|bad| {
                let end = bad.before.len();
                let span = Ruler::new(&bad.before).span(&(end..end));
                ReadError { rule: bad.rule, message: bad.message, span, fix: None }
            })?;
            match read_text(&decoded, bytes.len(), kind) {
                Ok((notification, intake)) => Ok(intake.into_reading(notification, &decoded.text)),
                Err(fault) => {
                    let span = Ruler::new(&decoded.text).span(fault.at());
                    let (rule, fix) = (fault.rule(), fault.fix().cloned());
                    Err(ReadError { rule, message: fault.message().to_owned(), span, fix })
                }
            }
        }
    }
}

fn read_text<'a>(decoded: &'a Decoded<'_>, len_bytes: usize, kind: Kind) -> Result<(Notification, Intake<'a>), Fault> {
    let mut intake = Intake::new(decoded);
    if len_bytes > MAX_PAYLOAD_BYTES {
        let message = format!("the payload has {len_bytes} bytes, {MAX_PAYLOAD_BYTES} are allowed");
        intake.find(Finding::new(Rule::TooLarge, 0..0, message));
    }
    let root = intake.root()?;
    check_encoding(decoded, &mut intake);
    if root.space != Space::Ours || root.local != "Notification" {
        let message =
            format!("the root is `{}`, not `Notification` of the namespace `{NAMESPACE}`", lint::excerpt(&root.name()));
        return Err(Fault::new(message, root.name_at()));
    }
    intake.place(Part::Root, root.tag.clone());
    let version = version_of(&root, &mut intake);
    let mut notification = None;
    while let Some(child) = intake.child()? {
        let body = body_kind(&child);
        if body.is_none() {
            intake.unknown_element(&child, "wp:Notification")?;
        } else if notification.is_some() {
            let message = format!("a second notification, `{}`, is ignored", child.name());
            intake.find(Finding::new(Rule::SecondBody, child.tag.clone(), message));
            intake.skip()?;
        } else if body != Some(kind) {
            let message = format!("the payload holds a `{}`, not a {kind}", lint::excerpt(&child.name()));
            return Err(Fault::new(message, child.name_at()));
        } else {
            intake.place(Part::Body, child.tag.clone());
            notification = Some(match kind {
                Kind::Tile => Notification::Tile(Tile::read(&child, version, &root, &mut intake)?),
                Kind::Toast | Kind::Raw => Notification::Toast(Toast::read(&child, version, &mut intake)?),
            });
        }
    }
    intake.finish()?;
    let nothing = || Fault::new(format!("the notification holds no {kind}"), root.tag.clone());
    Ok((notification.ok_or_else(nothing)?, intake))
}

/// Which kind of notification an element of the root holds.
fn body_kind(child: &Open<'_>) -> Option<Kind> {
    match (child.space, child.local) {
        (Space::Ours, "Toast") => Some(Kind::Toast),
        (Space::Ours, "Tile") => Some(Kind::Tile),
        _ => None,
    }
}

/// Compares the declared encoding with the one that was found.
fn check_encoding(decoded: &Decoded<'_>, intake: &mut Intake<'_>) {
    let found = decoded.encoding;
    if decoded.mark == Mark::Present {
        let message = format!("the payload begins with a byte order mark ({})", found.name());
        intake.find(Finding::new(Rule::ByteOrderMark, 0..0, message));
    }
    let Some((declared, at)) = intake.xml.declared_encoding().cloned() else { return };
    // The mark, not the name, tells the two UTF-16s apart.
    let fits = if declared.eq_ignore_ascii_case("utf-8") {
        found == UTF_8
    } else if declared.eq_ignore_ascii_case("utf-16") {
        found != UTF_8
    } else {
        // In plain ASCII letters all encodings that hold them spell the same bytes.
        let spells_alike =
            |named: &'static Encoding| found == UTF_8 && named.is_ascii_compatible() && decoded.text.is_ascii();
        Encoding::for_label(declared.as_bytes()).is_some_and(|named| named == found || spells_alike(named))
    };
    if !fits {
        let message = format!("the declaration says `{declared}`, but the bytes are {}", found.name());
        let mut finding = Finding::new(Rule::DeclaredEncoding, at, message);
        if found == UTF_8 {
            finding = finding.mended_by("Declare utf-8", "utf-8");
        }
        intake.find(finding);
    }
}

/// The root's `Version`.
fn version_of(root: &Open<'_>, intake: &mut Intake<'_>) -> Option<Version> {
    let mut version = None;
    for attribute in &root.attributes {
        if (attribute.prefix, attribute.local) != ("", "Version") {
            intake.unknown_attribute(attribute, root);
            continue;
        }
        intake.place(Part::Version, attribute.at.clone());
        match attribute.value.parse() {
            Ok(found) => version = Some(found),
            Err(error) => {
                let message = format!("{error}");
                intake.find(Finding::new(Rule::BadVersion, attribute.value_at.clone(), message));
            }
        }
    }
    version
}

/// A payload while it is being read: the walker, and what was noticed on the way.
pub(crate) struct Intake<'a> {
    xml: Walker<'a>,
    text: &'a str,
    findings: Vec<Finding>,
    places: Vec<(Part, Range<usize>)>,
    prefix: Prefix,
}

/// Whether a foreign prefix was reported; once per payload is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prefix {
    Ours,
    Reported,
}

impl<'a> Intake<'a> {
    fn new(decoded: &'a Decoded<'_>) -> Self {
        Self {
            xml: Walker::new(decoded),
            text: decoded.text.as_ref(),
            findings: Vec::new(),
            // Root, body, three attributes, and the eleven elements of the largest tile.
            places: Vec::with_capacity(17),
            prefix: Prefix::Ours,
        }
    }

    fn root(&mut self) -> Result<Open<'a>, Fault> {
        let root = self.xml.root()?;
        self.check_prefix(&root);
        Ok(root)
    }

    fn finish(&mut self) -> Result<(), Fault> {
        self.xml.finish()
    }

    fn into_reading(self, notification: Notification, text: &str) -> Reading {
        let mut ruler = Ruler::new(text);
        let diagnostics = self.findings.into_iter().map(|finding| finding.into_diagnostic(&mut ruler)).collect();
        Reading { notification, diagnostics, text: text.into(), ranges: self.places }
    }

    /// The next element in the one that was opened last; it must be gone through before the next question.
    #[inline]
    pub(crate) fn child(&mut self) -> Result<Option<Open<'a>>, Fault> {
        loop {
            match self.xml.node()? {
                Node::End => return Ok(None),
                Node::Child(open) => {
                    self.check_prefix(&open);
                    return Ok(Some(open));
                }
                Node::Stray(at) => self.find(Finding::new(Rule::StrayText, at, "text between elements is ignored")),
            }
        }
    }

    /// What stands in the element that was opened last.
    #[inline]
    pub(crate) fn content(&mut self, open: &Open<'a>) -> Result<Content<'a>, Fault> {
        let content = self.xml.content(open)?;
        if let Some(child) = &content.child {
            let message = format!("`{}` may hold only text", open.name());
            self.find(Finding::new(Rule::NestedElement, child.clone(), message));
        }
        Ok(content)
    }

    /// Goes past the element that was opened last.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        self.xml.skip()
    }

    /// What is odd about how a text is spelled, as it stands in `open`.
    #[inline]
    pub(crate) fn check_text(&mut self, content: &Content<'a>, open: &Open<'a>) {
        let raw = self.text.get(content.inner.clone()).unwrap_or_default();
        // Nearly every text has neither.
        if raw.bytes().fold(false, |odd, byte| odd | matches!(byte, b'&' | b'\n' | b'<')) {
            lint::check_text(raw, content, open, &mut |finding| self.find(finding));
        }
    }

    /// What is odd about a toast's `Param`.
    pub(crate) fn check_param(&mut self, content: &Content<'a>) {
        let raw = self.text.get(content.inner.clone()).unwrap_or_default();
        lint::check_param(raw, content, &mut |finding| self.find(finding));
    }

    /// Adds a finding; beyond the most that are listed, only that there are more.
    pub(crate) fn find(&mut self, finding: Finding) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding);
        } else if self.findings.len() == MAX_FINDINGS {
            let message = format!("there are more than {MAX_FINDINGS} findings");
            self.findings.push(finding.replaced_by(Rule::ManyFindings, message));
        }
    }

    /// Notes where a part stands.
    #[inline]
    pub(crate) fn place(&mut self, part: Part, at: Range<usize>) {
        self.places.push((part, at));
    }

    /// Goes past an element that does not belong in `parent`, and says so.
    pub(crate) fn unknown_element(&mut self, open: &Open<'a>, parent: &str) -> Result<(), Fault> {
        let message = match open.space {
            Space::Ours => format!("`{parent}` has no element `{}`", open.local),
            Space::Foreign | Space::Nowhere => format!("`{}` is not of the namespace `{NAMESPACE}`", open.name()),
        };
        self.find(Finding::new(Rule::UnknownElement, open.tag.clone(), message));
        self.skip()
    }

    /// Goes past a second element of one name, and says so.
    pub(crate) fn duplicate_element(&mut self, open: &Open<'a>) -> Result<(), Fault> {
        let message = format!("`{}` stands more than once; the first one counts", open.name());
        self.find(Finding::new(Rule::DuplicateElement, open.tag.clone(), message));
        self.skip()
    }

    /// Says that an attribute does not belong in `open`.
    pub(crate) fn unknown_attribute(&mut self, attribute: &Attribute<'_>, open: &Open<'_>) {
        let message = format!("`{}` has no attribute `{}`", open.name(), attribute.local);
        self.find(Finding::new(Rule::UnknownAttribute, attribute.at.clone(), message));
    }

    #[inline]
    fn check_prefix(&mut self, open: &Open<'_>) {
        if self.prefix == Prefix::Ours && open.prefix != PREFIX && open.space == Space::Ours {
            self.prefix = Prefix::Reported;
            let message = match open.prefix {
                "" => format!("the namespace has no prefix here; it should be `{PREFIX}`"),
                prefix => format!("the prefix is `{prefix}`; it should be `{PREFIX}`"),
            };
            self.find(Finding::new(Rule::OtherPrefix, open.name_at(), message));
        }
    }
}
