//! How is `wp:Tile` read and written? The tile's attributes, and its elements in any order.
//!
//! One element is `element`; which elements there are is said by the template's own file.

use std::borrow::Cow;

use super::element::{self, Clearing};
use super::{FieldName, Template, TemplateKind, Tile};
use crate::notification::lint::{Finding, Rule};
use crate::notification::read::{Intake, Part};
use crate::notification::value::{TileId, Version};
use crate::notification::xml::{Attribute, Fault, Open, Space, Writer};

impl Tile {
    /// Reads `wp:Tile`, whose start tag is `body`, out of `root`.
    pub(crate) fn read<'a>(
        body: &Open<'a>,
        version: Option<Version>,
        root: &Open<'a>,
        intake: &mut Intake<'a>,
    ) -> Result<Self, Fault> {
        let mut id = None;
        let mut named = None;
        for attribute in &body.attributes {
            match (attribute.prefix, attribute.local) {
                ("", "Id") => {
                    intake.place(Part::Id, attribute.at.clone());
                    id = TileId::new(attribute.value.as_ref());
                }
                ("", "Template") => {
                    intake.place(Part::Template, attribute.at.clone());
                    named = Some(attribute);
                }
                _ => intake.unknown_attribute(attribute, body),
            }
        }
        let kind = template_kind(named, intake);
        check_version(kind, version, root, intake);
        let mut template = kind.empty();
        read_fields(&mut template, named.map(|attribute| &attribute.value), intake)?;
        Ok(Self { version, id, template })
    }

    /// Writes `wp:Tile`.
    pub(crate) fn write(&self, out: &mut Writer) {
        let kind = self.template.kind();
        let id = self.id.as_ref().map(TileId::as_str);
        out.open("Tile", &[("Id", id), ("Template", kind.attribute())]);
        for name in kind.fields() {
            if let Some(slot) = self.template.slot(*name) {
                element::write(slot, *name, out);
            }
        }
        out.close("Tile");
    }
}

/// The template that the attribute names. A name that no phone knows is read as a Windows Phone 7 tile.
fn template_kind(named: Option<&Attribute<'_>>, intake: &mut Intake<'_>) -> TemplateKind {
    let Some(attribute) = named else { return TemplateKind::Standard };
    TemplateKind::from_attribute(&attribute.value).unwrap_or_else(|| {
        let message = format!("no template is called `{}`; read as a Windows Phone 7 tile", attribute.value);
        intake.find(Finding::new(Rule::UnknownTemplate, attribute.value_at.clone(), message));
        TemplateKind::Standard
    })
}

/// Templates are sent with `Version="2.0"` (PROTOCOL.md 3).
fn check_version(kind: TemplateKind, version: Option<Version>, root: &Open<'_>, intake: &mut Intake<'_>) {
    let Some(template) = kind.attribute() else { return };
    if version.is_some_and(|version| version >= Version::TWO) {
        return;
    }
    let at = root.name_at();
    let message = format!("the template {template} needs Version=\"{}\"", Version::TWO);
    let mut finding = Finding::new(Rule::TemplateWithoutVersion, at, message);
    if !root.attributes.iter().any(|attribute| attribute.local == "Version") {
        let mended = format!("{} Version=\"{}\"", root.name(), Version::TWO);
        finding = finding.mended_by("Add the version", mended);
    }
    intake.find(finding);
}

/// Reads the elements of the tile that was opened last.
fn read_fields(template: &mut Template, named: Option<&Cow<'_, str>>, intake: &mut Intake<'_>) -> Result<(), Fault> {
    let kind = template.kind();
    let mut seen = Seen::default();
    while let Some(child) = intake.child()? {
        let name = match child.space {
            Space::Ours => FieldName::from_element(child.local.as_bytes()),
            Space::Foreign | Space::Nowhere => None,
        };
        match name.and_then(|name| Some((name, template.slot_mut(name)?))) {
            Some((name, _)) if seen.holds(name) => intake.duplicate_element(&child)?,
            Some((name, slot)) => {
                seen.add(name);
                let clearing =
                    if kind.not_clearable().contains(&name) { Clearing::Undocumented } else { Clearing::Allowed };
                element::read(slot, name, clearing, &child, intake)?;
            }
            None if name.is_some() && named.is_none() => {
                let message = format!("`{}` needs a template", child.name());
                intake.find(Finding::new(Rule::ElementWithoutTemplate, child.tag.clone(), message));
                intake.skip()?;
            }
            None => intake.unknown_element(&child, named.map_or("wp:Tile", Cow::as_ref))?,
        }
    }
    Ok(())
}

/// The elements that were there already, one bit each.
#[derive(Clone, Copy, Debug, Default)]
struct Seen(u64);

impl Seen {
    const fn bit(name: FieldName) -> u64 {
        1 << (name as u64)
    }

    const fn holds(self, name: FieldName) -> bool {
        self.0 & Self::bit(name) != 0
    }

    const fn add(&mut self, name: FieldName) {
        self.0 |= Self::bit(name);
    }
}

impl TemplateKind {
    /// The elements for which the documents give no `Action="Clear"`.
    const fn not_clearable(self) -> &'static [FieldName] {
        match self {
            Self::Standard => super::StandardTile::NOT_CLEARABLE,
            Self::Flip => super::FlipTile::NOT_CLEARABLE,
            Self::Iconic => super::IconicTile::NOT_CLEARABLE,
            Self::Cycle => super::CycleTile::NOT_CLEARABLE,
        }
    }
}
