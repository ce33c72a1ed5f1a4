//! The comparison of versions: what is in the composer, as every version shows it, under each other, with what each leaves out.

use egui::accesskit::Role;
use egui::{Align, Frame, Margin, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::console::versions::Pictures;
use crate::lang::{Argument, text_with};
use crate::phone::shell::scene::{Scene, TileSize};
use crate::ui::device::screen_ui;
use crate::ui::theme::measure::{M, ROW, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::tiles::tile_ui;
use crate::ui::views::VersionsView;
use crate::ui::views::versions::{Column, VersionLine};
use crate::ui::widgets::line;

/// Between tiles, in effective pixels (VISUALS.md 1.3, the gutter).
const GUTTER_EP: f32 = 12.0;
/// Tiles are never drawn larger than this, in points per effective pixel.
const LARGEST: f32 = 0.6;
/// A tile's column is as wide as its tile on 8.0 (VISUALS.md 1.2).
const fn width_ep(size: TileSize) -> f32 {
    match size {
        TileSize::Small => 99.0,
        TileSize::Medium => 210.0,
        TileSize::Wide => 432.0,
    }
}

/// Draws the comparison.
pub fn versions_ui(ui: &mut Ui, view: &VersionsView) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let room = (ui.available_width() - 2.0 * M).max(80.0);
        let wanted: f32 = view.columns.iter().map(|column| width_ep(column.size) + GUTTER_EP).sum();
        let scale = (room / wanted.max(1.0)).min(LARGEST);
        if !view.columns.is_empty() {
            heads_ui(ui, view, scale);
        }
        for row in &view.rows {
            line::hairline(ui);
            let inner = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 8 });
            inner.show(ui, |ui| row_ui(ui, view, row, room, scale));
        }
        line::hairline(ui);
    });
}

fn heads_ui(ui: &mut Ui, view: &VersionsView, scale: f32) {
    let palette = theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let mut left = rect.left() + M;
    for column in &view.columns {
        let width = width_ep(column.size) * scale;
        let head = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        line::paint(ui.painter(), head, column.name, Letters::Small, palette.secondary, Align::Min);
        left += width + GUTTER_EP * scale;
    }
}

/// The version and its words, and under them what it shows.
fn row_ui(ui: &mut Ui, view: &VersionsView, row: &VersionLine, room: f32, scale: f32) {
    let palette = theme::of(ui);
    ui.spacing_mut().item_spacing.y = XS;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        line::one_line(ui, row.os.word(), Letters::Strong, palette.text);
        line::badge(ui, row.tone, row.takes, Letters::Body, palette.text);
    });
    if !row.notes.is_empty() {
        line::words(ui, &row.notes.join(" "), Letters::Small, palette.secondary);
    }
    ui.add_space(XS);
    match &row.pictures {
        Pictures::Tiles(_) => tiles_ui(ui, view, row, scale),
        Pictures::Screen(scene) => banner_ui(ui, row, scene, room),
        Pictures::Nothing => {}
    }
}

fn tiles_ui(ui: &mut Ui, view: &VersionsView, row: &VersionLine, scale: f32) {
    let columns = || view.columns.iter().map(|column| (column, column.tile(row)));
    let height = columns().filter_map(|(_, tile)| tile).map(|tile| tile.rect.height_ep * scale).fold(0.0, f32::max);
    let width: f32 = view.columns.iter().map(|column| (width_ep(column.size) + GUTTER_EP) * scale).sum();
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let mut left = rect.left();
    for (column, tile) in columns() {
        if let Some(tile) = tile {
            let size = vec2(tile.rect.width_ep, tile.rect.height_ep) * scale;
            let place = Rect::from_min_size(pos2(left, rect.top()), size);
            tile_ui(ui.painter(), place, tile);
            name_ui(ui, place, &picture_name(row, *column));
        }
        left += (width_ep(column.size) + GUTTER_EP) * scale;
    }
}

fn picture_name(row: &VersionLine, column: Column) -> String {
    let arguments = [("os", Argument::Text(row.os.word())), ("which", Argument::Text(column.name))];
    text_with("versions-tile", &arguments)
}

fn banner_ui(ui: &mut Ui, row: &VersionLine, scene: &Scene, room: f32) {
    let scale = (room / scene.width_ep).min(1.0);
    let (rect, _) = ui.allocate_exact_size(vec2(scene.width_ep, scene.height_ep) * scale, Sense::hover());
    screen_ui(ui.painter(), rect, scene);
    name_ui(ui, rect, &text_with("versions-screen", &[("os", Argument::Text(row.os.word()))]));
}

/// A picture's name, for those who hear the screen.
fn name_ui(ui: &Ui, rect: Rect, name: &str) {
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
}
