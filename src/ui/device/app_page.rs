//! How is an app in front drawn? A page as the phone's template laid it out: the app's name, a large title, and what the app
//! was told, newest first.

use egui::Stroke;

use super::canvas::{Anchor, Canvas, Lettering};
use super::palette::Palette;
use crate::lang::text;
use crate::phone::shell::scene::{AppEvent, AppScene, RectEp};
use crate::ui::fonts::Weight;

/// Content starts at the grid's first column and ends at its last (VISUALS.md 1.2).
const LEFT: f32 = 24.0;
const RIGHT: f32 = 456.0;
/// Baselines of the page template's title panel: margin 17 under the status bar, 20 and 72 high (R).
const NAME_BASELINE: f32 = 70.0;
const TITLE_BASELINE: f32 = 142.0;
const ADDRESS_BASELINE: f32 = 180.0;
/// The page's arguments under its address (R).
const ARGUMENTS: usize = 6;
const ARGUMENT_STEP: f32 = 28.0;
/// The circle around the pin (R: the buttons of the phone's application bar are 48 wide).
const PIN_RADIUS: f32 = 22.0;
/// The list (R).
const LIST_TOP: f32 = 208.0;
const EVENT_NAME_BASELINE: f32 = 29.0;
const EVENT_TEXT_BASELINE: f32 = 56.0;
const EVENT_TEXT_STEP: f32 = 25.0;
const EVENT_TEXT_LINES: usize = 3;
const EVENT_GAP: f32 = 22.0;

/// Paints the page.
pub(super) fn paint(screen: &Canvas, height_ep: f32, app: &AppScene, palette: Palette) {
    let set = |weight, size_ep, color| Lettering { weight, size_ep, color };
    let room = screen.clipped(RectEp { x_ep: 0.0, y_ep: 0.0, width_ep: RIGHT, height_ep });
    let name = app.app.to_uppercase();
    room.text(Anchor::Left, LEFT, NAME_BASELINE, &name, set(Weight::Semibold, 20.0, palette.foreground));
    let title = page_title(&app.page);
    room.text(Anchor::Left, LEFT - 3.0, TITLE_BASELINE, &title, set(Weight::Light, 72.0, palette.foreground));
    room.text(Anchor::Left, LEFT, ADDRESS_BASELINE, &app.page, set(Weight::Regular, 18.667, palette.subtle));
    let mut top = arguments(&room, app, palette);
    for event in &app.events {
        if top > height_ep {
            break;
        }
        top = entry(&room, top, event, palette);
    }
    if let Some(offer) = &app.pin {
        bar(screen, offer.rect, palette);
    }
}

/// Paints the bar that pins the page: a pin of our own in a circle, and the words that the list of apps has for it.
fn bar(screen: &Canvas, rect: RectEp, palette: Palette) {
    screen.fill(rect, palette.chrome);
    let (x, y) = (LEFT + PIN_RADIUS, rect.y_ep + 0.5 * rect.height_ep);
    let ring = Stroke::new(3.0 * screen.scale(), palette.foreground);
    screen.painter().circle_stroke(screen.at(x, y), PIN_RADIUS * screen.scale(), ring);
    // Head, collar and needle.
    screen.polygon(
        &[(x - 5.0, y - 12.0), (x + 5.0, y - 12.0), (x + 4.0, y - 1.0), (x - 4.0, y - 1.0)],
        palette.foreground,
    );
    screen
        .polygon(&[(x - 9.0, y - 1.0), (x + 9.0, y - 1.0), (x + 9.0, y + 2.0), (x - 9.0, y + 2.0)], palette.foreground);
    screen.polygon(&[(x - 1.5, y + 2.0), (x + 1.5, y + 2.0), (x, y + 13.0)], palette.foreground);
    let words = Lettering { weight: Weight::Regular, size_ep: 25.333, color: palette.foreground };
    screen.text(Anchor::Left, x + PIN_RADIUS + 16.0, y + 8.5, text("phone-pin"), words);
}

/// Paints the arguments of the page as the app reads them, under its address; gives back where the list starts.
fn arguments(room: &Canvas, app: &AppScene, palette: Palette) -> f32 {
    let name = Lettering { weight: Weight::Regular, size_ep: 20.0, color: palette.subtle };
    let value = Lettering { weight: Weight::Semibold, size_ep: 20.0, color: palette.foreground };
    let mut baseline = ADDRESS_BASELINE;
    for (argument, content) in app.query.iter().take(ARGUMENTS) {
        baseline += ARGUMENT_STEP;
        let left = LEFT + room.text(Anchor::Left, LEFT, baseline, &one_line(argument), name) + 12.0;
        room.text(Anchor::Left, left, baseline, &one_line(content), value);
    }
    LIST_TOP + baseline - ADDRESS_BASELINE
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// Paints one entry of the list; gives back where the next one starts.
fn entry(room: &Canvas, top: f32, event: &AppEvent, palette: Palette) -> f32 {
    let small = Lettering { weight: Weight::Regular, size_ep: 18.667, color: palette.subtle };
    let time_width = room.text(Anchor::Right, RIGHT, top + EVENT_NAME_BASELINE, &event.time, small);
    let before_time =
        room.clipped(RectEp { x_ep: 0.0, y_ep: top, width_ep: RIGHT - time_width - 12.0, height_ep: 60.0 });
    let name = Lettering { weight: Weight::Semilight, size_ep: 25.333, color: palette.foreground };
    before_time.text(Anchor::Left, LEFT, top + EVENT_NAME_BASELINE, &event.name, name);
    let text = Lettering { weight: Weight::Regular, size_ep: 20.0, color: palette.subtle };
    let mut baseline = top + EVENT_TEXT_BASELINE;
    for line in room.wrapped(&event.text, text, RIGHT - LEFT).into_iter().take(EVENT_TEXT_LINES) {
        room.text(Anchor::Left, LEFT, baseline, &line, text);
        baseline += EVENT_TEXT_STEP;
    }
    baseline - EVENT_TEXT_STEP + EVENT_GAP
}

/// `/Views/GatePage.xaml?id=7` is the page `gatepage`; titles are in small letters.
fn page_title(page: &str) -> String {
    let path = page.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page's title is its file's name in small letters.
    #[test]
    fn a_page_is_titled_by_its_file() {
        assert_eq!(page_title("/Views/GatePage.xaml?id=7"), "gatepage");
        assert_eq!(page_title("/MainPage.xaml"), "mainpage");
        assert_eq!(page_title(""), "");
    }
}
