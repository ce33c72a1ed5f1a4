//! Was a form that lies over the window just opened, and who had the keyboard before it?

use egui::{Id, Ui};

/// Whether a form was just opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It was: its first field takes the keyboard.
    JustNow,
    /// It was there before.
    Before,
}

impl Opening {
    /// Asked once in each frame in which the form `id` is drawn. Also gives back what had the keyboard before the form, to give
    /// it back when the form is left.
    pub fn of(ui: &Ui, id: Id) -> (Self, Option<Id>) {
        let pass = ui.ctx().cumulative_pass_nr();
        let last: Option<u64> = ui.data(|data| data.get_temp(id));
        ui.data_mut(|data| data.insert_temp(id, pass));
        let opening = if last.is_some_and(|last| last + 1 >= pass) { Self::Before } else { Self::JustNow };
        let before = id.with("before");
        if opening == Self::JustNow {
            let focused = ui.memory(egui::Memory::focused);
            ui.data_mut(|data| data.insert_temp(before, focused));
        }
        (opening, ui.data(|data| data.get_temp(before)).flatten())
    }
}
