//! What can an Iconic tile say (PROTOCOL.md 3.3)? How it is drawn: `ui/tiles/iconic.rs`.

use super::FieldName;

super::tile_template! {
    /// A tile with a white icon on a plain colour.
    IconicTile {
        /// Icon of the small tile, and of the wide tile with text.
        small_icon_image: Image SmallIconImage,
        /// Icon of the medium tile, and of the wide tile without text.
        icon_image: Image IconImage,
        /// First, large line of the wide tile.
        wide_content1: Text WideContent1,
        /// Second line of the wide tile.
        wide_content2: Text WideContent2,
        /// Third line of the wide tile.
        wide_content3: Text WideContent3,
        /// The number beside the icon.
        count: Count Count,
        /// Title.
        title: Text Title,
        /// Background in place of the theme's accent.
        background_color: Color BackgroundColor,
    }
}

impl IconicTile {
    /// Elements that must not be cleared (PROTOCOL.md 3.3).
    pub const NOT_CLEARABLE: &'static [FieldName] = &[FieldName::SmallIconImage, FieldName::IconImage];
}
