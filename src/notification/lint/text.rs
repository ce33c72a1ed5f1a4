//! Is a text spelled as its author meant it? What XML takes, and a phone shows as it stands.

use super::{Finding, Rule};
use crate::notification::xml::{Content, Open};

/// The longest `Param`, in characters (PROTOCOL.md 3.1, LIB 1).
const MAX_PARAM_CHARS: usize = 256;
/// The longest reference that is looked for, in bytes: `&#x10FFFF;` without its ends.
const MAX_REFERENCE_BYTES: usize = 8;

/// Checks the text of an element, which is spelled `raw` between its tags.
pub(crate) fn check_text(raw: &str, content: &Content<'_>, open: &Open<'_>, find: &mut impl FnMut(Finding)) {
    if raw.contains('\n') {
        find(broken(raw, content, open));
    }
    let mut found = false;
    for (at, reference) in raw.match_indices("&amp;").filter_map(|(at, _)| Some((at, reference(raw.get(at + 5..)?)?))) {
        found = true;
        let from = content.inner.start + at;
        let message = format!("`&amp;{reference};` is escaped twice: the phone shows `&{reference};`");
        let finding = Finding::new(Rule::EscapedTwice, from..from + "&amp;;".len() + reference.len(), message);
        find(finding.mended_by("Escape it once", format!("&{reference};")));
    }
    // In a CDATA section nothing is to be escaped at all.
    let shown = content.text.match_indices('&').find_map(|(at, _)| reference(content.text.get(at + 1..)?));
    if let (Some(reference), false) = (shown, found) {
        let message = format!("the phone shows `&{reference};` as it stands");
        find(Finding::new(Rule::EscapedTwice, content.inner.clone(), message));
    }
}

fn broken(raw: &str, content: &Content<'_>, open: &Open<'_>) -> Finding {
    let message = format!("`{}` has a line break in its text", open.name());
    let finding = Finding::new(Rule::BrokenText, content.inner.clone(), message);
    let text = raw.trim();
    if text.contains('\n') { finding } else { finding.mended_by("Put the text between its tags", text) }
}

/// Checks where a tap on a toast leads, which is spelled `raw`.
pub(crate) fn check_param(raw: &str, content: &Content<'_>, find: &mut impl FnMut(Finding)) {
    let (param, inner) = (content.text.as_ref(), &content.inner);
    let chars = param.chars().count();
    if chars > MAX_PARAM_CHARS {
        let message = format!("Param has {chars} characters; {MAX_PARAM_CHARS} are known to work");
        find(Finding::new(Rule::LongParam, inner.clone(), message));
    }
    if !param.is_empty() && !param.starts_with(['/', '?']) {
        let message = "Param begins neither with `/` nor with `?`";
        let finding = Finding::new(Rule::StrayParam, inner.start..inner.start, message);
        let is_page = param.starts_with(|first: char| first.is_ascii_alphanumeric()) && param.contains(".xaml");
        find(if is_page { finding.mended_by("Begin with `/`", "/") } else { finding });
    }
    if param.ends_with('&') {
        let spelled = ["&amp;", "&#38;"].into_iter().find(|spelled| raw.ends_with(spelled));
        let from = inner.end.saturating_sub(spelled.map_or(0, str::len));
        let finding =
            Finding::new(Rule::StrayParam, from..inner.end, "Param ends in a `&` with no parameter behind it");
        find(if spelled.is_some() { finding.mended_by("Remove the last `&amp;`", "") } else { finding });
    }
}

/// The name of a reference that `text` begins with, behind its `&`.
fn reference(text: &str) -> Option<&str> {
    let end = text.bytes().take(MAX_REFERENCE_BYTES + 1).position(|byte| byte == b';')?;
    let name = text.get(..end)?;
    let is_number = |digits: &str, radix: u32| !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    let known = match name.strip_prefix('#') {
        Some(number) => is_number(number, 10) || number.strip_prefix('x').is_some_and(|digits| is_number(digits, 16)),
        None => matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
    };
    known.then_some(name)
}
