//! What is on the panel about the service, and what of it must not be forgotten: faults that are set, pushes that stand, a
//! clock that is not the machine's.

use serde::Serialize;

use super::clock::{ClockView, runs_like_the_machines, state};
use crate::clock::ClockFace;
use crate::console::Model;
use crate::console::service::Section;
use crate::console::service::faults::is_used_up;
use crate::lang::{Argument, text, text_with};

/// What the panel shows around its sections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceView {
    /// Which section is shown.
    pub section: Section,
    /// Every section with its name.
    pub sections: Vec<(Section, String)>,
    /// The clock.
    pub clock: ClockView,
}

impl ServiceView {
    /// The panel of this model.
    #[must_use]
    pub fn new(model: &Model, face: &ClockFace) -> Self {
        let counted = |key: &str, count: usize| match count {
            0 => text(key).to_owned(),
            count => format!("{} {count}", text(key)),
        };
        let active = model.world.faults.iter().filter(|fault| !is_used_up(fault)).count();
        Self {
            section: model.desk.service.section,
            sections: vec![
                (Section::Faults, counted("section-faults", active)),
                (Section::Held, counted("section-held", model.world.stopped.len())),
                (Section::Devices, text("section-devices").to_owned()),
                (Section::Settings, text("section-settings").to_owned()),
                (Section::Certificates, text("section-certificates").to_owned()),
            ],
            clock: ClockView::new(face),
        }
    }
}

/// What bends the service just now, in words; nothing if it does what the rules say.
#[must_use]
pub fn bent(model: &Model, face: &ClockFace) -> Vec<String> {
    let counted =
        |key: &str, count: usize| (count > 0).then(|| text_with(key, &[("count", Argument::Number(count as u64))]));
    let active = model.world.faults.iter().filter(|fault| !is_used_up(fault)).count();
    let clock = (!runs_like_the_machines(face)).then(|| {
        let how = state(face.motion, face.speed);
        text_with("bent-clock", &[("state", Argument::Text(&how))])
    });
    [counted("bent-faults", active), counted("bent-held", model.world.stopped.len()), clock]
        .into_iter()
        .flatten()
        .collect()
}
