//! What can a Cycle tile say (PROTOCOL.md 3.3)? How it is drawn: `ui/tiles/cycle.rs`.

use super::FieldName;

use crate::notification::{Field, ImageRef};

super::tile_template! {
    /// A tile that shows one to nine pictures in turn.
    CycleTile {
        /// Picture of the small tile.
        small_background_image: Image SmallBackgroundImage,
        /// First picture.
        cycle_image1: Image CycleImage1,
        /// Second picture.
        cycle_image2: Image CycleImage2,
        /// Third picture.
        cycle_image3: Image CycleImage3,
        /// Fourth picture.
        cycle_image4: Image CycleImage4,
        /// Fifth picture.
        cycle_image5: Image CycleImage5,
        /// Sixth picture.
        cycle_image6: Image CycleImage6,
        /// Seventh picture.
        cycle_image7: Image CycleImage7,
        /// Eighth picture.
        cycle_image8: Image CycleImage8,
        /// Ninth picture.
        cycle_image9: Image CycleImage9,
        /// Badge.
        count: Count Count,
        /// Title.
        title: Text Title,
    }
}

impl CycleTile {
    /// The nine pictures' fields, in order.
    #[must_use]
    pub const fn image_fields(&self) -> [&Field<ImageRef>; 9] {
        [
            &self.cycle_image1,
            &self.cycle_image2,
            &self.cycle_image3,
            &self.cycle_image4,
            &self.cycle_image5,
            &self.cycle_image6,
            &self.cycle_image7,
            &self.cycle_image8,
            &self.cycle_image9,
        ]
    }

    /// The pictures that are set, in order.
    pub fn images(&self) -> impl Iterator<Item = &ImageRef> {
        self.image_fields().into_iter().filter_map(|field| field.value())
    }
}

impl CycleTile {
    /// Elements whose clearing libraries disagree about (PROTOCOL.md 3.3); what the phone does is not established.
    pub const NOT_CLEARABLE: &'static [FieldName] = &[FieldName::SmallBackgroundImage];
}
