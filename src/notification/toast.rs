//! What is a toast? Two texts, where a tap leads, and a sound (PROTOCOL.md 3.1).

use serde::Serialize;

use super::lint::{Finding, Rule};
use super::read::{Intake, Part};
use super::value::Version;
use super::xml::{Fault, Open, Space, Writer};

/// The banner at the top of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Toast {
    /// The root's `Version`.
    pub version: Option<Version>,
    /// Bold title.
    pub text1: Option<String>,
    /// Content, not bold.
    pub text2: Option<String>,
    /// Where a tap leads: `/Page.xaml?a=1`, or `?a=1` for the start page.
    pub param: Option<String>,
    /// Sound, since Windows Phone 8 Update 3.
    pub sound: Option<Sound>,
}

/// What a toast sounds like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sound {
    /// `Silent="true"`.
    Silent,
    /// A local path of a sound file.
    Path(String),
}

impl Toast {
    /// Reads `wp:Toast`, whose start tag is `body`.
    pub(super) fn read<'a>(body: &Open<'a>, version: Option<Version>, intake: &mut Intake<'a>) -> Result<Self, Fault> {
        let mut toast = Self { version, ..Self::default() };
        for attribute in &body.attributes {
            if (attribute.prefix, attribute.local) == ("", "Template") {
                let message = "a toast has no template";
                intake.find(Finding::new(Rule::TemplateOnToast, attribute.at.clone(), message));
            } else {
                intake.unknown_attribute(attribute, body);
            }
        }
        while let Some(child) = intake.child()? {
            match (child.space, child.local) {
                (Space::Ours, "Text1") => toast_text(&mut toast.text1, Part::Text1, &child, intake)?,
                (Space::Ours, "Text2") => toast_text(&mut toast.text2, Part::Text2, &child, intake)?,
                (Space::Ours, "Param") => toast_text(&mut toast.param, Part::Param, &child, intake)?,
                (Space::Ours, "Sound") if toast.sound.is_some() => intake.duplicate_element(&child)?,
                (Space::Ours, "Sound") => toast.sound = Some(Sound::read(&child, intake)?),
                _ => intake.unknown_element(&child, "wp:Toast")?,
            }
        }
        Ok(toast)
    }

    /// Writes `wp:Toast`.
    pub(super) fn write(&self, out: &mut Writer) {
        out.open("Toast", &[]);
        let texts = [("Text1", &self.text1), ("Text2", &self.text2), ("Param", &self.param)];
        for (element, text) in texts {
            if let Some(text) = text {
                out.text(element, text);
            }
        }
        match &self.sound {
            None => {}
            Some(Sound::Silent) => out.empty("Sound", "Silent", "true"),
            Some(Sound::Path(path)) => out.text("Sound", path),
        }
        out.close("Toast");
    }
}

/// Reads one of the toast's texts, unless it was there before.
fn toast_text<'a>(
    slot: &mut Option<String>,
    part: Part,
    open: &Open<'a>,
    intake: &mut Intake<'a>,
) -> Result<(), Fault> {
    if slot.is_some() {
        return intake.duplicate_element(open);
    }
    for attribute in &open.attributes {
        intake.unknown_attribute(attribute, open);
    }
    let content = intake.content(open)?;
    intake.check_text(&content, open);
    if part == Part::Param {
        intake.check_param(&content);
    }
    intake.place(part, content.element);
    *slot = Some(content.text.into_owned());
    Ok(())
}

impl Sound {
    fn read<'a>(open: &Open<'a>, intake: &mut Intake<'a>) -> Result<Self, Fault> {
        let mut silent = false;
        for attribute in &open.attributes {
            if (attribute.prefix, attribute.local) != ("", "Silent") {
                intake.unknown_attribute(attribute, open);
                continue;
            }
            match attribute.value.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => silent = true,
                "false" | "0" => {}
                _ => {
                    let message = format!("`{}` is neither true nor false", attribute.value);
                    intake.find(Finding::new(Rule::BadSilent, attribute.value_at.clone(), message));
                }
            }
        }
        let content = intake.content(open)?;
        intake.check_text(&content, open);
        intake.place(Part::Sound, content.element);
        if !silent {
            return Ok(Self::Path(content.text.into_owned()));
        }
        if !content.text.trim().is_empty() {
            let message = "a silent toast names a sound";
            intake.find(Finding::new(Rule::SilentWithSound, content.inner, message).mended_by("Remove the path", ""));
        }
        Ok(Self::Silent)
    }
}
