//! What does a pinned tile show after all the updates so far? The merge, and the side that shows (VISUALS.md 2).

use serde::Serialize;

use super::scene::{BackFace, Face, IconicFace, Picture, PictureFace, Rgb, TileKey, TileSize};
use crate::notification::tile::{CycleTile, FlipTile, IconicTile, StandardTile};
use crate::notification::value::HexColor;
use crate::notification::{Count, Field, ImageRef, Template, TemplateKind};
use crate::phone::assets;

/// A tile on Start.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PinnedTile {
    /// Which tile.
    #[serde(flatten)]
    pub key: TileKey,
    /// Its size.
    pub size: TileSize,
    /// What it was pinned with; an update of another template is ignored.
    pub template: TemplateKind,
    /// What it shows.
    #[serde(flatten)]
    pub shown: Shown,
}

/// The values that a tile shows, merged from every update (VISUALS.md 2.7). A value of another template stays empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Title.
    pub title: Option<String>,
    /// Badge, as sent.
    pub count: Option<Count>,
    /// Medium front picture.
    pub image: Option<ImageRef>,
    /// Small picture.
    pub small_image: Option<ImageRef>,
    /// Wide front picture.
    pub wide_image: Option<ImageRef>,
    /// Medium back picture.
    pub back_image: Option<ImageRef>,
    /// Wide back picture.
    pub wide_back_image: Option<ImageRef>,
    /// Back title.
    pub back_title: Option<String>,
    /// Medium back text.
    pub back_content: Option<String>,
    /// Wide back text.
    pub wide_back_content: Option<String>,
    /// Medium icon.
    pub icon: Option<ImageRef>,
    /// Small icon.
    pub small_icon: Option<ImageRef>,
    /// The lines of a wide Iconic tile.
    pub lines: [Option<String>; 3],
    /// An Iconic tile's own colour.
    pub color: Option<HexColor>,
    /// A Cycle tile's pictures.
    pub cycle: [Option<ImageRef>; 9],
}

/// Why an update changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherTemplate;

impl PinnedTile {
    /// Merges an update into the tile.
    ///
    /// # Errors
    /// The update is of another template than the tile; nothing is changed (PROTOCOL.md 3.3, MEM).
    pub fn update(&mut self, template: &Template) -> Result<(), OtherTemplate> {
        // Flip grew out of the tile of Windows Phone 7, whose updates it takes (VISUALS.md 2.3, last row).
        let fits = match (template.kind(), self.template) {
            (TemplateKind::Standard, TemplateKind::Flip) => true,
            (update, pinned) => update == pinned,
        };
        if !fits {
            return Err(OtherTemplate);
        }
        self.shown.merge(template);
        Ok(())
    }

    /// What is wrong with the pictures that show now, in words.
    #[must_use]
    pub fn picture_trouble(&self) -> Option<String> {
        let shown = &self.shown;
        let address = match (self.template, self.size) {
            (TemplateKind::Iconic, TileSize::Medium) => &shown.icon,
            (TemplateKind::Iconic, TileSize::Small | TileSize::Wide) => &shown.small_icon,
            (TemplateKind::Cycle, TileSize::Medium | TileSize::Wide) => shown.cycle.first()?,
            (_, TileSize::Small) => &shown.small_image,
            (_, TileSize::Medium) => &shown.image,
            (_, TileSize::Wide) => &shown.wide_image,
        };
        address.as_ref().and_then(|address| assets::find(address).err())
    }

    /// The side that shows: the front.
    #[must_use]
    pub fn face(&self) -> Face {
        let shown = &self.shown;
        let count = shown.count.and_then(Count::shown);
        let title = (self.size != TileSize::Small).then(|| shown.title.clone()).flatten();
        match self.template {
            TemplateKind::Iconic => Face::Iconic(self.iconic(title, count)),
            TemplateKind::Cycle => {
                let first = shown.cycle.iter().flatten().next();
                let address = if self.size == TileSize::Small { shown.small_image.as_ref() } else { first };
                Face::Picture(PictureFace { picture: picture(address), title, count })
            }
            TemplateKind::Flip | TemplateKind::Standard => {
                let address = match self.size {
                    TileSize::Small => &shown.small_image,
                    TileSize::Medium => &shown.image,
                    TileSize::Wide => &shown.wide_image,
                };
                Face::Picture(PictureFace { picture: picture(address.as_ref()), title, count })
            }
        }
    }

    /// The back of a Flip or Windows Phone 7 tile, if anything of it was set (VISUALS.md 2.3, 2.4).
    #[must_use]
    pub fn back(&self) -> Option<BackFace> {
        let shown = &self.shown;
        let (address, content) = match (self.template, self.size) {
            (TemplateKind::Iconic | TemplateKind::Cycle, _) | (_, TileSize::Small) => return None,
            (_, TileSize::Medium) => (&shown.back_image, &shown.back_content),
            (_, TileSize::Wide) => (&shown.wide_back_image, &shown.wide_back_content),
        };
        let any = address.is_some() || content.is_some() || shown.back_title.is_some();
        any.then(|| BackFace {
            picture: picture(address.as_ref()),
            content: content.clone(),
            title: shown.back_title.clone(),
        })
    }

    /// What is behind the pictures: an Iconic tile's own opaque colour, or the accent (PROTOCOL.md 3.3, alpha).
    #[must_use]
    pub fn background(&self, accent: Rgb) -> Rgb {
        match self.shown.color {
            Some(color) if color.alpha != 0 => Rgb(color.red, color.green, color.blue),
            Some(_) | None => accent,
        }
    }

    fn iconic(&self, title: Option<String>, count: Option<u8>) -> IconicFace {
        let shown = &self.shown;
        let wide = self.size == TileSize::Wide;
        let lines = if wide { shown.lines.clone() } else { [None, None, None] };
        let has_text = lines.iter().any(Option::is_some);
        let small_icon = self.size == TileSize::Small || (wide && has_text);
        let address = if small_icon { &shown.small_icon } else { &shown.icon };
        IconicFace { icon: picture(address.as_ref()), count, title, lines }
    }
}

/// A picture that cannot be had shows as none: the background (VISUALS.md 2.1).
fn picture(address: Option<&ImageRef>) -> Option<Picture> {
    address.and_then(|address| assets::find(address).ok())
}

impl Shown {
    fn merge(&mut self, template: &Template) {
        match template {
            Template::Standard(tile) => self.merge_standard(tile),
            Template::Flip(tile) => self.merge_flip(tile),
            Template::Iconic(tile) => self.merge_iconic(tile),
            Template::Cycle(tile) => self.merge_cycle(tile),
        }
    }

    fn merge_standard(&mut self, tile: &StandardTile) {
        merge_image(&tile.background_image, &mut self.image);
        tile.count.merge_into(&mut self.count);
        tile.title.merge_into(&mut self.title);
        merge_image(&tile.back_background_image, &mut self.back_image);
        tile.back_title.merge_into(&mut self.back_title);
        tile.back_content.merge_into(&mut self.back_content);
    }

    fn merge_flip(&mut self, tile: &FlipTile) {
        merge_image(&tile.small_background_image, &mut self.small_image);
        merge_image(&tile.wide_background_image, &mut self.wide_image);
        // An empty address clears the wide back picture, and no other (PROTOCOL.md 10, row 10).
        match &tile.wide_back_background_image {
            Field::Set(address) if address.as_str().is_empty() => self.wide_back_image = None,
            field => field.merge_into(&mut self.wide_back_image),
        }
        tile.wide_back_content.merge_into(&mut self.wide_back_content);
        merge_image(&tile.background_image, &mut self.image);
        tile.count.merge_into(&mut self.count);
        tile.title.merge_into(&mut self.title);
        merge_image(&tile.back_background_image, &mut self.back_image);
        tile.back_title.merge_into(&mut self.back_title);
        tile.back_content.merge_into(&mut self.back_content);
    }

    fn merge_iconic(&mut self, tile: &IconicTile) {
        merge_image(&tile.small_icon_image, &mut self.small_icon);
        merge_image(&tile.icon_image, &mut self.icon);
        let fields = [&tile.wide_content1, &tile.wide_content2, &tile.wide_content3];
        for (field, line) in fields.into_iter().zip(&mut self.lines) {
            field.merge_into(line);
        }
        tile.count.merge_into(&mut self.count);
        tile.title.merge_into(&mut self.title);
        tile.background_color.merge_into(&mut self.color);
    }

    fn merge_cycle(&mut self, tile: &CycleTile) {
        merge_image(&tile.small_background_image, &mut self.small_image);
        for (field, image) in tile.image_fields().into_iter().zip(&mut self.cycle) {
            merge_image(field, image);
        }
        tile.count.merge_into(&mut self.count);
        tile.title.merge_into(&mut self.title);
    }
}

/// An empty address leaves a picture as it is (VISUALS.md 2.7, O).
fn merge_image(field: &Field<ImageRef>, shown: &mut Option<ImageRef>) {
    match field {
        Field::Set(address) if address.as_str().is_empty() => {}
        _ => field.merge_into(shown),
    }
}
