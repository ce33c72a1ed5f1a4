//! What can a Flip tile say (PROTOCOL.md 3.3)? How it is drawn: `ui/tiles/flip.rs`.

use super::FieldName;

super::tile_template! {
    /// A tile with a front and a back, in three sizes.
    FlipTile {
        /// Picture of the small tile.
        small_background_image: Image SmallBackgroundImage,
        /// Front picture of the wide tile.
        wide_background_image: Image WideBackgroundImage,
        /// Back picture of the wide tile.
        wide_back_background_image: Image WideBackBackgroundImage,
        /// Back text of the wide tile.
        wide_back_content: Text WideBackContent,
        /// Front picture of the medium tile.
        background_image: Image BackgroundImage,
        /// Badge of every size.
        count: Count Count,
        /// Front title.
        title: Text Title,
        /// Back picture of the medium tile.
        back_background_image: Image BackBackgroundImage,
        /// Back title.
        back_title: Text BackTitle,
        /// Back text of the medium tile.
        back_content: Text BackContent,
    }
}

impl FlipTile {
    /// Elements whose clearing libraries disagree about (PROTOCOL.md 3.3); what the phone does is not established.
    pub const NOT_CLEARABLE: &'static [FieldName] = &[FieldName::SmallBackgroundImage, FieldName::BackgroundImage];
}
