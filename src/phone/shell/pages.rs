//! Which pages does a phone have beside Start and its apps? Lists (of apps, of settings, of accents, of toasts) and the lock
//! screen, as display lists.
//!
//! Row by row what is there; where each row lies is laid out here, its words are `ui/device/rows`'.

use serde::Serialize;

use super::scene::{Airplane, Banners, PhoneTheme, Picture, RectEp, Rgb, TileSize};
use super::touch::{Finger, Panel, Setting};
use crate::notification::TemplateKind;
use crate::protocol::version::Columns;

/// The content's edges (VISUALS.md 1.2).
const LEFT: f32 = 24.0;
const WIDTH: f32 = 432.0;
/// A square of the accents' page: a small tile, and the gutter.
const SWATCH: f32 = 99.0;
const SWATCH_STEP: f32 = 111.0;
const SWATCHES_IN_A_ROW: u16 = 4;
/// The levels that a tap on the battery's row leads through (our choice); the last two are those of battery saver.
const BATTERY_STEPS: [u8; 5] = [100, 80, 50, 20, 5];

/// A list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListScene {
    /// Of what.
    pub kind: ListKind,
    /// What stands beside its title; the date, over the action center.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// Its rows, from the top; those out of sight too.
    pub rows: Vec<RowScene>,
}

/// Of what a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// Of the installed apps.
    Apps,
    /// Of the settings.
    Settings,
    /// Of the accents.
    Accents,
    /// Of the kept toasts.
    ActionCenter,
    /// Of nothing: the search app is no part of this phone.
    Search,
}

impl ListKind {
    /// Where the first row begins, under the title (R).
    #[must_use]
    pub const fn top(self) -> f32 {
        match self {
            Self::Apps => 57.0,
            Self::Settings | Self::Accents | Self::Search => 176.0,
            Self::ActionCenter => 84.0,
        }
    }
}

/// A row where it lies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowScene {
    /// Where.
    pub rect: RectEp,
    /// What.
    pub row: Row,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Row {
    /// An app.
    App {
        /// The app.
        app: String,
        /// Its title.
        title: String,
        /// Its icon.
        icon: Option<Picture>,
    },
    /// Pins the app that is held.
    Pin {
        /// The app.
        app: String,
        /// The template that its tile has.
        template: TemplateKind,
    },
    /// The settings, among the apps.
    Settings,
    /// Dark or light.
    Theme(PhoneTheme),
    /// The accent.
    Accent {
        /// Its name, if it is one of the version's.
        name: Option<String>,
        /// The colour.
        color: Rgb,
    },
    /// Airplane mode.
    Airplane(Airplane),
    /// The battery, in percent.
    Battery(u8),
    /// How wide Start's grid is.
    Columns(Columns),
    /// Whose texts the lock screen shows.
    LockText {
        /// The app's title.
        title: Option<String>,
        /// The app that comes next.
        next: Option<String>,
    },
    /// Whether an app's toasts are shown.
    Banners {
        /// The app.
        app: String,
        /// Its title.
        title: String,
        /// Whether they are.
        banners: Banners,
    },
    /// An accent that can be chosen.
    Swatch {
        /// Its name.
        name: String,
        /// The colour.
        color: Rgb,
        /// Whether it is the present one.
        chosen: bool,
    },
    /// Airplane mode, as a square of the action center.
    QuickAirplane(Airplane),
    /// The way from the action center to the settings.
    AllSettings,
    /// Empties the action center.
    ClearAll,
    /// An app with kept toasts.
    Notes {
        /// The app.
        app: String,
        /// Its title.
        title: String,
        /// Its icon.
        icon: Option<Picture>,
    },
    /// A kept toast.
    Note {
        /// Its number.
        id: u64,
        /// Bold title.
        text1: String,
        /// Content.
        text2: String,
        /// When it came, hours and minutes.
        time: String,
    },
    /// More toasts than are kept.
    More {
        /// The app.
        app: String,
        /// How many more.
        count: u32,
    },
    /// There is nothing.
    Nothing,
}

impl Row {
    /// What a tap on it does.
    #[must_use]
    pub fn finger(&self) -> Option<Finger> {
        let set = |setting| Some(Finger::Set(setting));
        match self {
            Self::App { app, .. } | Self::Notes { app, .. } | Self::More { app, .. } => {
                Some(Finger::TapApp(app.clone()))
            }
            Self::Pin { app, template } => {
                Some(Finger::Pin { app: app.clone(), id: None, size: TileSize::Medium, template: *template })
            }
            Self::Settings | Self::AllSettings => Some(Finger::Open(Panel::Settings)),
            Self::Theme(PhoneTheme::Dark) => set(Setting::Theme(PhoneTheme::Light)),
            Self::Theme(PhoneTheme::Light) => set(Setting::Theme(PhoneTheme::Dark)),
            Self::Accent { .. } => Some(Finger::Open(Panel::Accents)),
            Self::Airplane(airplane) | Self::QuickAirplane(airplane) => set(Setting::Airplane(match airplane {
                Airplane::On => Airplane::Off,
                Airplane::Off => Airplane::On,
            })),
            Self::Battery(level) => {
                let lower = BATTERY_STEPS.into_iter().find(|step| step < level);
                set(Setting::Battery(lower.unwrap_or(100)))
            }
            Self::Columns(Columns::Two) => set(Setting::Columns(Columns::Three)),
            Self::Columns(Columns::Three) => set(Setting::Columns(Columns::Two)),
            Self::LockText { next, .. } => set(Setting::LockText(next.clone())),
            Self::Banners { app, banners, .. } => {
                let banners = match banners {
                    Banners::Shown => Banners::Blocked,
                    Banners::Blocked => Banners::Shown,
                };
                set(Setting::Banners { app: app.clone(), banners })
            }
            Self::Swatch { color, .. } => set(Setting::Accent(*color)),
            Self::ClearAll => Some(Finger::ClearNotes),
            Self::Note { id, .. } => Some(Finger::TapNote(*id)),
            Self::Nothing => None,
        }
    }

    /// How high it is, with the room under it (R).
    const fn height_ep(&self) -> f32 {
        match self {
            // An icon of 62 and the grid's gap (VISUALS.md 1.4).
            Self::App { .. } | Self::Settings => 74.0,
            Self::Pin { .. } | Self::Note { .. } => 62.0,
            Self::Theme(_)
            | Self::Accent { .. }
            | Self::Airplane(_)
            | Self::Battery(_)
            | Self::Columns(_)
            | Self::LockText { .. }
            | Self::Banners { .. } => 84.0,
            Self::Swatch { .. } => SWATCH,
            Self::QuickAirplane(_) | Self::AllSettings | Self::ClearAll | Self::Nothing => 60.0,
            Self::Notes { .. } => 56.0,
            Self::More { .. } => 44.0,
        }
    }
}

/// A list with its rows under each other, moved up by what it is scrolled, but never past its last row. Gives back how far it
/// is scrolled then.
pub(in crate::phone) fn list(
    kind: ListKind,
    caption: String,
    rows: Vec<Row>,
    height_ep: f32,
    scroll_ep: f32,
) -> (ListScene, f32) {
    let mut laid: Vec<RowScene> = Vec::new();
    let mut top = kind.top();
    let mut column: u16 = 0;
    for row in rows {
        let height = row.height_ep();
        let at = |x_ep, y_ep, width_ep, height_ep| RectEp { x_ep, y_ep, width_ep, height_ep };
        let rect = match &row {
            Row::Swatch { .. } => {
                let rect = at(LEFT + f32::from(column) * SWATCH_STEP, top, SWATCH, SWATCH);
                column = (column + 1) % SWATCHES_IN_A_ROW;
                top += if column == 0 { SWATCH_STEP } else { 0.0 };
                rect
            }
            // Beside each other: the square at the left, the way to the settings at the right.
            Row::QuickAirplane(_) => at(LEFT, top, SWATCH, height),
            Row::AllSettings => {
                let rect = at(LEFT + 0.5 * WIDTH, top, 0.5 * WIDTH, height);
                top += height + 12.0;
                rect
            }
            Row::ClearAll => {
                let rect = at(LEFT + 0.5 * WIDTH, top, 0.5 * WIDTH, height - 16.0);
                top += height - 16.0;
                rect
            }
            _ => {
                let rect = at(LEFT, top, WIDTH, height);
                top += height;
                rect
            }
        };
        laid.push(RowScene { rect, row });
    }
    let bottom = laid.iter().map(|row| row.rect.y_ep + row.rect.height_ep).fold(0.0, f32::max);
    let scrolled = scroll_ep.min(bottom + 24.0 - height_ep).max(0.0);
    for row in &mut laid {
        row.rect.y_ep -= scrolled;
    }
    (ListScene { kind, caption, rows: laid }, scrolled)
}

/// The lock screen (VISUALS.md 5).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LockScene {
    /// Hours and minutes.
    pub clock: String,
    /// The day of the week.
    pub weekday: String,
    /// The date.
    pub date: String,
    /// The texts of one app, up to three lines.
    pub lines: Vec<String>,
    /// Icons with counts, up to five.
    pub badges: Vec<LockBadge>,
}

/// An app's icon and count on the lock screen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LockBadge {
    /// The app's title.
    pub title: String,
    /// Its icon, a stencil.
    pub icon: Option<Picture>,
    /// Its count.
    pub count: u8,
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "rows lie on whole effective pixels")]
mod tests {
    use super::*;

    /// Rows lie under each other, accents in rows of four, and a list never scrolls past its last row.
    #[test]
    fn lists_are_laid_out() {
        let swatch = |number: u8| Row::Swatch { name: number.to_string(), color: Rgb(number, 0, 0), chosen: false };
        let (accents, _) = list(ListKind::Accents, String::new(), (0..6).map(swatch).collect(), 800.0, 0.0);
        let places: Vec<_> = accents.rows.iter().map(|row| (row.rect.x_ep, row.rect.y_ep)).collect();
        assert_eq!(places[3..6], [(357.0, 176.0), (24.0, 287.0), (135.0, 287.0)]);
        let apps = || (0..20).map(|_| Row::Settings).collect::<Vec<_>>();
        let (long, scrolled) = list(ListKind::Apps, String::new(), apps(), 800.0, 5_000.0);
        assert_eq!(scrolled, 57.0 + 20.0 * 74.0 + 24.0 - 800.0);
        assert_eq!(long.rows[19].rect.y_ep + 74.0, 776.0);
        let (_, short) = list(ListKind::Apps, String::new(), vec![Row::Settings], 800.0, 5_000.0);
        assert_eq!(short, 0.0);
    }

    /// A tap on the battery leads down in steps, and from the last one to full again.
    #[test]
    fn the_battery_goes_down() {
        let mut level = 100;
        let mut seen = Vec::new();
        for _ in 0..6 {
            let Some(Finger::Set(Setting::Battery(next))) = Row::Battery(level).finger() else { break };
            level = next;
            seen.push(level);
        }
        assert_eq!(seen, [80, 50, 20, 5, 100, 80]);
    }
}
