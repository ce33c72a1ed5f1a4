//! How does one copy a text? A button that says so, and says for a moment that it is done.

use std::time::Duration;

use egui::{Response, Ui};

use super::button::{Button, Loudness};
use crate::lang::text;

/// How long the button says that it copied.
const THANKS: Duration = Duration::from_millis(1_500);

/// A button that copies `content`; `name` tells a screen reader what it copies.
pub fn copy_button(ui: &mut Ui, name: &str, content: &str, loudness: Loudness) -> Response {
    let now = ui.input(|input| input.time);
    let id = ui.scope_id().with(("copied", name));
    let copied_at: Option<f64> = ui.data(|data| data.get_temp(id));
    let left_secs = copied_at.map_or(0.0, |at| at + THANKS.as_secs_f64() - now);
    let label = if left_secs > 0.0 { text("copy-done") } else { text("copy") };
    let response = Button::new(label, loudness).named(name).min_width(52.0).show(ui).on_hover_text(name);
    if left_secs > 0.0 {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(left_secs));
    }
    if response.clicked() {
        ui.ctx().copy_text(content.to_owned());
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    response
}
