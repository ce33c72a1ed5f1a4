//! What can the Windows Phone 7 tile say (PROTOCOL.md 3.2)?

use super::FieldName;

super::tile_template! {
    /// The tile of Windows Phone 7: a front, and since 7.1 a back.
    StandardTile {
        /// Front picture.
        background_image: Image BackgroundImage,
        /// Badge.
        count: Count Count,
        /// Front title.
        title: Text Title,
        /// Back picture, since 7.1.
        back_background_image: Image BackBackgroundImage,
        /// Back title, since 7.1.
        back_title: Text BackTitle,
        /// Back text, since 7.1.
        back_content: Text BackContent,
    }
}

impl StandardTile {
    /// Elements without `Action="Clear"` in the 7.1 grammar (PROTOCOL.md 3.2).
    pub const NOT_CLEARABLE: &'static [FieldName] = &[FieldName::BackgroundImage];
}
