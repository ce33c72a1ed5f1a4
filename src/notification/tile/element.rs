//! How does one element of a tile become a field, and back? `Action="Clear"`, and leniency about numbers and colours.
//!
//! Which elements a tile has is said by its template: `standard`, `flip`, `iconic`, `cycle`.

use super::{FieldName, Slot, SlotMut};
use crate::notification::field::Field;
use crate::notification::lint::{Finding, Rule};
use crate::notification::read::{Intake, Part};
use crate::notification::value::{Count, HexColor, ImageRef};
use crate::notification::xml::{Content, Fault, Open, Writer};

/// The attribute that clears, and its only value (PROTOCOL.md 3.2).
const ACTION: &str = "Action";
const CLEAR: &str = "Clear";

/// Length of `#RRGGBB`.
const SHORT_COLOR_LEN: usize = 7;

/// Whether the documents let an element be cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clearing {
    Allowed,
    Undocumented,
}

/// Reads the element `open` into `slot`.
pub(super) fn read<'a>(
    slot: SlotMut<'_>,
    name: FieldName,
    clearing: Clearing,
    open: &Open<'a>,
    intake: &mut Intake<'a>,
) -> Result<(), Fault> {
    let clears = has_clear(open, intake);
    let content = intake.content(open)?;
    intake.place(Part::Field(name), content.element.clone());
    if clears {
        check_clear(clearing, open, &content, intake);
        match slot {
            SlotMut::Text(field) => *field = Field::Cleared,
            SlotMut::Image(field) => *field = Field::Cleared,
            SlotMut::Count(field) => *field = Field::Cleared,
            SlotMut::Color(field) => *field = Field::Cleared,
        }
        return Ok(());
    }
    if matches!(slot, SlotMut::Text(_) | SlotMut::Image(_)) {
        intake.check_text(&content, open);
        if content.text.is_empty() {
            let message = format!("`{}` is empty", open.name());
            intake.find(Finding::new(Rule::EmptyField, content.element.clone(), message));
        }
    }
    match slot {
        SlotMut::Text(field) => *field = Field::Set(content.text.into_owned()),
        SlotMut::Image(field) => *field = Field::Set(ImageRef::new(content.text)),
        SlotMut::Count(field) => *field = count(&content, open, intake),
        SlotMut::Color(field) => *field = color(&content, open, intake),
    }
    Ok(())
}

/// Writes a field; an absent one leaves no trace.
pub(super) fn write(slot: Slot<'_>, name: FieldName, out: &mut Writer) {
    match slot {
        Slot::Text(field) => write_field(field, name, out, |text, write| write(text)),
        Slot::Image(field) => write_field(field, name, out, |image, write| write(image.as_str())),
        Slot::Count(field) => write_field(field, name, out, |count, write| write(&count.to_string())),
        Slot::Color(field) => write_field(field, name, out, |color, write| write(&color.to_string())),
    }
}

fn write_field<T>(field: &Field<T>, name: FieldName, out: &mut Writer, spell: impl Fn(&T, &mut dyn FnMut(&str))) {
    match field {
        Field::Absent => {}
        Field::Cleared => out.empty(name.element(), ACTION, CLEAR),
        Field::Set(value) => spell(value, &mut |text| out.text(name.element(), text)),
    }
}

/// Whether the element says `Action="Clear"`.
fn has_clear(open: &Open<'_>, intake: &mut Intake<'_>) -> bool {
    let mut clears = false;
    for attribute in &open.attributes {
        if (attribute.prefix, attribute.local) != ("", ACTION) {
            intake.unknown_attribute(attribute, open);
        } else if attribute.value == CLEAR {
            clears = true;
        } else {
            let message = format!("`{}` is no action; the content counts", attribute.value);
            intake.find(Finding::new(Rule::UnknownAction, attribute.value_at.clone(), message));
        }
    }
    clears
}

fn check_clear(clearing: Clearing, open: &Open<'_>, content: &Content<'_>, intake: &mut Intake<'_>) {
    if !content.text.trim().is_empty() {
        let message = format!("`{}` is cleared and has content", open.name());
        let finding = Finding::new(Rule::ClearWithContent, content.inner.clone(), message);
        intake.find(finding.mended_by("Remove the content", ""));
    }
    match clearing {
        Clearing::Allowed => {}
        Clearing::Undocumented => {
            let message = format!("`{}` may not be cleared", open.name());
            intake.find(Finding::new(Rule::NotClearable, open.tag.clone(), message));
        }
    }
}

fn count(content: &Content<'_>, open: &Open<'_>, intake: &mut Intake<'_>) -> Field<Count> {
    let text = content.text.trim();
    if text.is_empty() {
        return empty(content, open, intake);
    }
    let count: Count = match text.parse() {
        Ok(count) => count,
        Err(error) => {
            intake.find(Finding::new(Rule::BadCount, content.inner.clone(), error.to_string()));
            return Field::Absent;
        }
    };
    if text.contains('.') {
        let message = format!("`{text}` is rounded down to {count}");
        let finding = Finding::new(Rule::DecimalCount, content.inner.clone(), message);
        intake.find(finding.mended_by("Write the whole number", count.to_string()));
    }
    if !(0..=i32::from(Count::MAX)).contains(&count.get()) {
        let message = match count.shown() {
            Some(shown) => format!("{count} is shown as {shown}"),
            None => format!("{count} hides the badge"),
        };
        let finding = Finding::new(Rule::CountOutOfRange, content.inner.clone(), message);
        let nearest = count.shown().unwrap_or_default();
        intake.find(finding.mended_by("Write what is shown", nearest.to_string()));
    }
    Field::Set(count)
}

fn color(content: &Content<'_>, open: &Open<'_>, intake: &mut Intake<'_>) -> Field<HexColor> {
    let text = content.text.trim();
    if text.is_empty() {
        return empty(content, open, intake);
    }
    let color: HexColor = match text.parse() {
        Ok(color) => color,
        Err(error) => {
            intake.find(Finding::new(Rule::BadColor, content.inner.clone(), error.to_string()));
            return Field::Absent;
        }
    };
    if text.len() == SHORT_COLOR_LEN {
        let message = format!("`{text}` is taken as {color}");
        let finding = Finding::new(Rule::ShortColor, content.inner.clone(), message);
        intake.find(finding.mended_by("Write eight digits", color.to_string()));
    }
    if color.alpha != u8::MAX {
        let message = format!("`{text}` is not opaque");
        let opaque = HexColor { alpha: u8::MAX, ..color };
        let finding = Finding::new(Rule::TransparentColor, content.inner.clone(), message);
        intake.find(finding.mended_by("Make it opaque", opaque.to_string()));
    }
    Field::Set(color)
}

fn empty<T>(content: &Content<'_>, open: &Open<'_>, intake: &mut Intake<'_>) -> Field<T> {
    let message = format!("`{}` is empty", open.name());
    intake.find(Finding::new(Rule::EmptyValue, content.element.clone(), message));
    Field::Absent
}
