//! How is a tile drawn that does not lie flat? As a picture of itself on a mesh, whose corners are where its pose has them.
//!
//! The picture is painted by our own `offscreen`, once for each side, and kept while it is needed: letters and clipping turn
//! with it, in the window and without one.

use std::sync::Arc;

use egui::{Color32, ColorImage, Context, Id, Mesh, Shape, TextureHandle, TextureId, TextureOptions, pos2};
use parking_lot::Mutex;

use crate::phone::shell::scene::{Face, Picture, Pixels, RectEp, TileScene};
use crate::ui::device::canvas::Canvas;
use crate::ui::device::pose::Pose;
use crate::ui::offscreen::Offscreen;

/// At most so many pictures of tiles are kept.
const KEPT: usize = 48;
/// One that was not painted in so many passes is given back.
const IDLE_PASSES: u64 = 90;
/// Columns and rows of the mesh: enough that the bend of the perspective shows nowhere.
const COLUMNS: u16 = 8;
/// See [`COLUMNS`].
const ROWS: u16 = 16;

/// Paints a tile where the scene has it, standing as `pose` says.
pub(super) fn paint(screen: &Canvas, tile: &TileScene, pose: Pose) {
    let scale_px = screen.scale() * screen.painter().pixels_per_point();
    let Some(texture) = texture(screen.painter().ctx(), tile, scale_px) else { return };
    screen.painter().add(Shape::mesh(mesh(screen, tile.rect, pose, texture)));
}

/// The tile's rectangle as it stands, its edges softened over a pixel.
fn mesh(screen: &Canvas, rect: RectEp, pose: Pose, texture: TextureId) -> Mesh {
    let pixel = 1.0 / (screen.scale() * screen.painter().pixels_per_point()).max(1e-3);
    let (width, height) = (rect.width_ep, rect.height_ep);
    let middle = (rect.x_ep + 0.5 * width, rect.y_ep + 0.5 * height);
    // A pixel of the screen is more of a tile that is seen from the side.
    let (_, seen) = pose.project(0.0, 0.5 * height);
    let soft_y = pixel * (0.5 * height / seen.abs().max(0.05 * height));
    let lines = |count: u16, length: f32, soft: f32| {
        let soft = soft.min(0.25 * length);
        let inner = (0..=count)
            .map(|line| f32::from(line) / f32::from(count))
            .map(move |part| (soft * 0.5 + part * (length - soft), Color32::WHITE));
        let edge = |at: f32| std::iter::once((at, Color32::TRANSPARENT));
        edge(-0.5 * soft).chain(inner).chain(edge(length + 0.5 * soft)).collect::<Vec<_>>()
    };
    let (xs, ys) = (lines(COLUMNS, width, pixel), lines(ROWS, height, soft_y));
    let mut mesh = Mesh::with_texture(texture);
    for (y, y_color) in &ys {
        for (x, x_color) in &xs {
            let (across, down) = pose.project(x - 0.5 * width, y - 0.5 * height);
            let color = if *y_color == Color32::WHITE { *x_color } else { *y_color };
            mesh.vertices.push(egui::epaint::Vertex {
                pos: screen.at(middle.0 + across, middle.1 + down),
                uv: pos2((x / width).clamp(0.0, 1.0), (y / height).clamp(0.0, 1.0)),
                color,
            });
        }
    }
    let columns = u32::from(COLUMNS) + 3;
    for row in 0..u32::from(ROWS) + 2 {
        for column in 0..columns - 1 {
            let corner = row * columns + column;
            mesh.add_triangle(corner, corner + 1, corner + columns);
            mesh.add_triangle(corner + columns, corner + 1, corner + columns + 1);
        }
    }
    mesh
}

/// The pictures of the tiles of one egui context.
#[derive(Default)]
struct Portraits {
    painter: Option<Offscreen>,
    kept: Vec<Portrait>,
    swept_pass: u64,
}

struct Portrait {
    tile: TileScene,
    scale_bits: u32,
    texture: TextureHandle,
    last_pass: u64,
}

/// The picture of a tile lying flat, painted if it is not there yet; none if it cannot be painted.
fn texture(ctx: &Context, tile: &TileScene, scale_px: f32) -> Option<TextureId> {
    let shared: Arc<Mutex<Portraits>> =
        ctx.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<Portraits>>>(Id::NULL).clone());
    shared.lock().texture(ctx, tile, scale_px)
}

impl Portraits {
    fn texture(&mut self, ctx: &Context, tile: &TileScene, scale_px: f32) -> Option<TextureId> {
        let pass = ctx.cumulative_pass_nr();
        if self.swept_pass != pass {
            self.swept_pass = pass;
            self.kept.retain(|portrait| portrait.last_pass + IDLE_PASSES >= pass);
        }
        let same =
            |portrait: &&mut Portrait| portrait.scale_bits == scale_px.to_bits() && look_alike(&portrait.tile, tile);
        if let Some(portrait) = self.kept.iter_mut().find(same) {
            portrait.last_pass = pass;
            return Some(portrait.texture.id());
        }
        let flat = TileScene { turned_deg: 0.0, ..tile.clone() };
        let pixels = self.painter.get_or_insert_default().tile(&flat, scale_px).ok()?;
        let texture = ctx.load_texture("tile", image(&pixels)?, TextureOptions::LINEAR);
        let id = texture.id();
        if self.kept.len() >= KEPT {
            self.kept.sort_by_key(|portrait| portrait.last_pass);
            self.kept.remove(0);
        }
        self.kept.push(Portrait { tile: flat, scale_bits: scale_px.to_bits(), texture, last_pass: pass });
        Some(id)
    }
}

/// Whether two tiles look alike lying flat, wherever they lie. Pictures must be the same pixels, not only have the same name.
fn look_alike(one: &TileScene, other: &TileScene) -> bool {
    (one.size, one.style, one.background) == (other.size, other.style, other.background)
        && (one.rect.width_ep.to_bits(), one.rect.height_ep.to_bits())
            == (other.rect.width_ep.to_bits(), other.rect.height_ep.to_bits())
        && one.face == other.face
        && pictures(&one.face).zip(pictures(&other.face)).all(|(one, other)| Arc::ptr_eq(&one.pixels, &other.pixels))
}

fn pictures(face: &Face) -> impl Iterator<Item = &Picture> {
    let (first, second) = match face {
        Face::Picture(face) => (face.picture.as_ref(), None),
        Face::Back(face) => (face.picture.as_ref(), None),
        Face::Iconic(face) => (face.icon.as_ref(), None),
        Face::Cycle(face) => (face.picture.as_ref(), face.rising.as_ref().map(|rising| &rising.picture)),
    };
    first.into_iter().chain(second)
}

/// The pixels as egui wants them. A tile is opaque everywhere.
fn image(pixels: &Pixels) -> Option<ColorImage> {
    let size = [usize::try_from(pixels.width).ok()?, usize::try_from(pixels.height).ok()?];
    (size[0] * size[1] * 4 == pixels.rgba.len()).then(|| ColorImage::from_rgba_unmultiplied(size, &pixels.rgba))
}
