//! How are lists drawn, and what are their rows called? The list of apps, the settings, the accents, the action center.
//!
//! Which rows there are and where they lie is the scene's; what fingers do to them is `touching`'s.

use egui::{Color32, Stroke};

use super::canvas::{Anchor, Canvas, Lettering, color};
use super::palette::Palette;
use super::pictures::Coloring;
use super::status_bar;
use crate::lang::{Argument, text, text_with};
use crate::phone::shell::scene::{
    Airplane, Banners, ListKind, ListScene, PhoneTheme, Picture, RectEp, Rgb, Row, RowScene, Scene,
};
use crate::protocol::version::Columns;
use crate::ui::fonts::Weight;

/// The content's edges (VISUALS.md 1.2).
const LEFT: f32 = 24.0;
const RIGHT: f32 = 456.0;
/// Baselines of a page's name and title, as an app's page has them (R).
const NAME_BASELINE: f32 = 70.0;
const TITLE_BASELINE: f32 = 142.0;
/// Where the date of the action center stands (R).
const DATE_BASELINE: f32 = 66.0;
/// The height of the status bar (VISUALS.md 1.3).
const STATUS_BAR: f32 = 32.0;
/// An app's icon in the list of apps (VISUALS.md 1.4).
const ICON: f32 = 62.0;
/// From the icon to the title: the grid's gap.
const GAP: f32 = 12.0;
/// The switch of a setting (R).
const SWITCH_W: f32 = 66.0;
const SWITCH_H: f32 = 30.0;

/// What a list is drawn with.
struct Brush<'a> {
    screen: &'a Canvas,
    palette: Palette,
    accent: Rgb,
}

/// Paints a list.
pub(super) fn paint(screen: &Canvas, list: &ListScene, scene: &Scene, palette: Palette) {
    let brush = Brush { screen, palette, accent: scene.accent };
    for RowScene { rect, row } in &list.rows {
        brush.row(*rect, row, list.kind);
    }
    brush.head(list, scene.status_bar.battery);
}

/// What a row is called, for those who hear the screen; the same words are painted.
pub(super) fn name(row: &Row, kind: ListKind) -> String {
    let (label, value) = words(row, kind);
    if value.is_empty() { label } else { format!("{label} {value}") }
}

/// A row's words: what it is, and what it holds.
fn words(row: &Row, kind: ListKind) -> (String, String) {
    let just = |words: &str| (words.to_owned(), String::new());
    let on_off = |is_on: bool| text(if is_on { "phone-on" } else { "phone-off" }).to_owned();
    match row {
        Row::App { title, .. } | Row::Notes { title, .. } => just(title),
        Row::Pin { .. } => just(text("phone-pin")),
        Row::Settings => just(text("phone-settings")),
        Row::Theme(PhoneTheme::Dark) => (text("phone-theme").to_owned(), text("phone-theme-dark").to_owned()),
        Row::Theme(PhoneTheme::Light) => (text("phone-theme").to_owned(), text("phone-theme-light").to_owned()),
        Row::Accent { name, color: Rgb(red, green, blue) } => {
            let code = || format!("#{red:02X}{green:02X}{blue:02X}");
            (text("phone-accent").to_owned(), name.clone().unwrap_or_else(code))
        }
        Row::Airplane(airplane) | Row::QuickAirplane(airplane) => {
            (text("phone-airplane").to_owned(), on_off(*airplane == Airplane::On))
        }
        Row::Battery(level) => {
            let level = [("level", Argument::Number(u64::from(*level)))];
            (text("phone-battery").to_owned(), text_with("phone-percent", &level))
        }
        Row::Columns(columns) => (text("phone-columns").to_owned(), on_off(*columns == Columns::Three)),
        Row::LockText { title, .. } => {
            let title = title.clone().unwrap_or_else(|| text("phone-lock-none").to_owned());
            (text("phone-lock").to_owned(), title)
        }
        Row::Banners { title, banners, .. } => {
            (text_with("phone-toasts", &[("title", Argument::Text(title))]), on_off(*banners == Banners::Shown))
        }
        Row::Swatch { name, .. } => just(name),
        Row::AllSettings => just(text("phone-all-settings")),
        Row::ClearAll => just(text("phone-clear-all")),
        Row::Note { text1, text2, .. } => (one_line(text1), one_line(text2)),
        Row::More { count, .. } => just(&text_with("phone-more", &[("count", Argument::Number(u64::from(*count)))])),
        Row::Nothing if kind == ListKind::Search => just(text("phone-search-nothing")),
        Row::Nothing => just(text("phone-no-notes")),
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

impl Brush<'_> {
    fn set(&self, weight: Weight, size_ep: f32) -> Lettering {
        Lettering { weight, size_ep, color: self.palette.foreground }
    }

    fn subtle(&self, size_ep: f32) -> Lettering {
        Lettering { weight: Weight::Regular, size_ep, color: self.palette.subtle }
    }

    /// The title stays where it is; rows go under it.
    fn head(&self, list: &ListScene, battery: u8) {
        // What is scrolled up ends under the title, or where there is none under the status bar.
        let behind = |height_ep| {
            let band = RectEp { x_ep: 0.0, y_ep: 0.0, width_ep: 480.0, height_ep };
            self.screen.fill(band, self.palette.background);
        };
        let (name, title) = match list.kind {
            ListKind::Apps => return behind(STATUS_BAR),
            ListKind::Settings => ("phone-settings-name", "phone-settings-title"),
            ListKind::Accents => ("phone-settings-name", "phone-accents-title"),
            ListKind::Search => ("phone-search-name", "phone-search-title"),
            ListKind::ActionCenter => {
                let lettering = self.set(Weight::Semilight, 25.333);
                behind(DATE_BASELINE + 12.0);
                self.screen.text(Anchor::Left, LEFT, DATE_BASELINE, &list.caption, lettering);
                let percent = text_with("phone-percent", &[("level", Argument::Number(u64::from(battery)))]);
                self.screen.text(Anchor::Right, RIGHT, DATE_BASELINE, &percent, lettering);
                return;
            }
        };
        behind(TITLE_BASELINE + 24.0);
        self.screen.text(Anchor::Left, LEFT, NAME_BASELINE, text(name), self.set(Weight::Semibold, 20.0));
        self.screen.text(Anchor::Left, LEFT - 3.0, TITLE_BASELINE, text(title), self.set(Weight::Light, 72.0));
    }

    fn row(&self, rect: RectEp, row: &Row, kind: ListKind) {
        let (label, value) = words(row, kind);
        match row {
            Row::App { icon, .. } => self.app(rect, &label, icon.as_ref()),
            Row::Settings => {
                self.app(rect, &label, None);
                gear(self.screen, rect.x_ep + 0.5 * ICON, rect.y_ep + 0.5 * ICON);
            }
            Row::Pin { .. } => {
                let area = RectEp { x_ep: LEFT + ICON + GAP, width_ep: RIGHT - LEFT - ICON - GAP, ..rect };
                self.screen.fill(RectEp { height_ep: rect.height_ep - 8.0, ..area }, self.palette.chrome);
                let lettering = self.set(Weight::Regular, 25.333);
                self.screen.text(Anchor::Left, area.x_ep + 16.0, rect.y_ep + 36.0, &label, lettering);
            }
            Row::Theme(_) | Row::LockText { .. } => self.setting(rect, &label, &value),
            Row::Accent { color: chosen, .. } => {
                self.setting(rect, &label, &value);
                let square = RectEp { x_ep: RIGHT - 40.0, y_ep: rect.y_ep + 26.0, width_ep: 40.0, height_ep: 40.0 };
                self.screen.fill(square, color(*chosen));
            }
            Row::Airplane(airplane) => self.switched(rect, (&label, &value), *airplane == Airplane::On),
            Row::Columns(columns) => self.switched(rect, (&label, &value), *columns == Columns::Three),
            Row::Banners { banners, .. } => self.switched(rect, (&label, &value), *banners == Banners::Shown),
            Row::Battery(level) => {
                self.setting(rect, &label, &value);
                let bar = RectEp { x_ep: 240.0, y_ep: rect.y_ep + 42.0, width_ep: RIGHT - 240.0, height_ep: 8.0 };
                self.screen.fill(bar, self.palette.chrome);
                let full = f32::from(*level) / 100.0;
                self.screen.fill(RectEp { width_ep: bar.width_ep * full, ..bar }, color(self.accent));
            }
            Row::Swatch { color: shown, chosen, .. } => self.swatch(rect, &label, *shown, *chosen),
            Row::QuickAirplane(airplane) => self.quick(rect, *airplane),
            Row::AllSettings | Row::ClearAll => {
                let lettering = self.set(Weight::Semibold, 18.667);
                self.screen.text(Anchor::Right, RIGHT, rect.y_ep + 28.0, &label, lettering);
            }
            Row::Notes { icon, .. } => {
                self.icon(
                    RectEp { y_ep: rect.y_ep + 14.0, width_ep: 28.0, height_ep: 28.0, ..rect },
                    icon.as_ref(),
                    28.0,
                );
                let lettering = self.set(Weight::Semilight, 25.333);
                self.screen.text(Anchor::Left, LEFT + 40.0, rect.y_ep + 36.0, &label, lettering);
            }
            Row::Note { time, .. } => self.note(rect, (&label, &value), time),
            Row::More { .. } | Row::Nothing => {
                for (line, index) in self.screen.wrapped(&label, self.subtle(20.0), RIGHT - LEFT).iter().zip(0_u8..3) {
                    let baseline = rect.y_ep + 26.0 + 26.0 * f32::from(index);
                    self.screen.text(Anchor::Left, LEFT, baseline, line, self.subtle(20.0));
                }
            }
        }
    }

    fn app(&self, rect: RectEp, title: &str, icon: Option<&Picture>) {
        self.icon(RectEp { width_ep: ICON, height_ep: ICON, ..rect }, icon, ICON);
        let room = self.screen.clipped(RectEp { width_ep: RIGHT - rect.x_ep, ..rect });
        room.text(Anchor::Left, LEFT + ICON + GAP, rect.y_ep + 42.0, title, self.set(Weight::Semilight, 32.0));
    }

    /// An app's icon on its square.
    fn icon(&self, rect: RectEp, icon: Option<&Picture>, side: f32) {
        let square = RectEp { width_ep: side, height_ep: side, ..rect };
        self.screen.fill(square, color(self.accent));
        if let Some(icon) = icon {
            self.screen.picture(icon, square, Coloring::Full);
        }
    }

    /// A setting's name, small, and what it is, large, under it.
    fn setting(&self, rect: RectEp, label: &str, value: &str) {
        let room = self.screen.clipped(RectEp { width_ep: RIGHT - rect.x_ep, ..rect });
        room.text(Anchor::Left, LEFT, rect.y_ep + 24.0, label, self.subtle(18.667));
        room.text(Anchor::Left, LEFT, rect.y_ep + 58.0, value, self.set(Weight::Semilight, 32.0));
    }

    fn switched(&self, rect: RectEp, (label, value): (&str, &str), is_on: bool) {
        self.setting(rect, label, value);
        let (left, top) = (RIGHT - SWITCH_W, rect.y_ep + 34.0);
        let frame = |inset: f32| RectEp {
            x_ep: left + inset,
            y_ep: top + inset,
            width_ep: SWITCH_W - 2.0 * inset,
            height_ep: SWITCH_H - 2.0 * inset,
        };
        self.screen.fill(frame(0.0), self.palette.foreground);
        self.screen.fill(frame(3.0), self.palette.background);
        if is_on {
            self.screen.fill(frame(6.0), color(self.accent));
        }
        let thumb = if is_on { left + SWITCH_W - 14.0 } else { left - 2.0 };
        let knob = |grow: f32, color: Color32| {
            let place =
                RectEp { x_ep: thumb - grow, y_ep: top - 2.0, width_ep: 16.0 + 2.0 * grow, height_ep: SWITCH_H + 4.0 };
            self.screen.fill(place, color);
        };
        knob(4.0, self.palette.background);
        knob(0.0, self.palette.foreground);
    }

    fn swatch(&self, rect: RectEp, name: &str, shown: Rgb, chosen: bool) {
        self.screen.fill(rect, color(shown));
        let lettering = Lettering::white(Weight::Semibold, 18.667);
        self.screen.clipped(rect).text(
            Anchor::Left,
            rect.x_ep + 8.0,
            rect.y_ep + rect.height_ep - 9.0,
            name,
            lettering,
        );
        if chosen {
            let place = self.screen.rect(rect);
            let stroke = Stroke::new(4.0 * self.screen.scale(), self.palette.foreground);
            self.screen.painter().rect_stroke(place, 0.0, stroke, egui::StrokeKind::Inside);
        }
    }

    fn quick(&self, rect: RectEp, airplane: Airplane) {
        let (fill, glyph) = match airplane {
            Airplane::On => (color(self.accent), Color32::WHITE),
            Airplane::Off => (self.palette.chrome, self.palette.foreground),
        };
        self.screen.fill(rect, fill);
        // Its middle is where the status bar's aeroplane has its own.
        let place = RectEp {
            x_ep: rect.x_ep + 0.5 * rect.width_ep - 37.5,
            y_ep: rect.y_ep + 0.5 * rect.height_ep - 16.5,
            width_ep: 75.0,
            height_ep: 33.0,
        };
        status_bar::aeroplane(&self.screen.part(place, 1.0), glyph);
    }

    fn note(&self, rect: RectEp, (text1, text2): (&str, &str), time: &str) {
        let width = self.screen.text(Anchor::Right, RIGHT, rect.y_ep + 26.0, time, self.subtle(18.667));
        let room = self.screen.clipped(RectEp { width_ep: RIGHT - rect.x_ep - width - GAP, ..rect });
        room.text(Anchor::Left, LEFT, rect.y_ep + 26.0, text1, self.set(Weight::Semibold, 20.0));
        let room = self.screen.clipped(RectEp { width_ep: RIGHT - rect.x_ep, ..rect });
        room.text(Anchor::Left, LEFT, rect.y_ep + 51.0, text2, self.subtle(20.0));
    }
}

/// A wheel with eight teeth, of our own.
fn gear(screen: &Canvas, x: f32, y: f32) {
    let teeth = [(0.0, 1.0), (0.707, 0.707), (1.0, 0.0), (0.707, -0.707)];
    for (dx, dy) in teeth {
        screen.stroke(&[(x - 20.0 * dx, y - 20.0 * dy), (x + 20.0 * dx, y + 20.0 * dy)], 8.0, Color32::WHITE);
    }
    screen.disc(x, y, 14.0, Color32::WHITE);
    let hole = Stroke::new(2.5 * screen.scale(), Color32::from_black_alpha(0x99));
    screen.painter().circle_stroke(screen.at(x, y), 6.0 * screen.scale(), hole);
}
