//! How far apart, how round, how high? The distances of the window, in points.

/// Between things that belong together.
pub const XS: f32 = 4.0;
/// Between controls of one row.
pub const S: f32 = 8.0;
/// Inside a pane, from its edge.
pub const M: f32 = 12.0;
/// Between groups.
pub const L: f32 = 16.0;
/// Around what stands alone.
pub const XL: f32 = 24.0;

/// Corners of text fields and code.
pub const RADIUS_FIELD: u8 = 5;
/// Corners of buttons and segmented controls.
pub const RADIUS_BUTTON: u8 = 6;
/// Corners of cards.
pub const RADIUS_CARD: u8 = 8;

/// Height of a field and of a table's row.
pub const ROW: f32 = 26.0;
/// Height of a pane's head.
pub const HEAD: f32 = 36.0;
/// Height of the top bar.
pub const TOP_BAR: f32 = 40.0;
/// Height of the strip with the six steps.
pub const PIPELINE: f32 = 76.0;
/// Height of the status bar.
pub const STATUS_BAR: f32 = 24.0;
/// Thickness of a hairline.
pub const HAIRLINE: f32 = 1.0;
/// Radius of a badge dot.
pub const DOT: f32 = 4.0;

/// Under this width the answer becomes a tab beside the phones.
pub const TWO_COLUMNS_BELOW: f32 = 1_200.0;
/// Under this width phones and answer are tabs while the panel about the service is open beside them.
pub const FOUR_COLUMNS_FROM: f32 = 1_560.0;
/// Under this width the composer's source becomes a tab beside its form.
pub const SOURCE_TAB_BELOW: f32 = 1_024.0;

/// Widths of the side panes and height of the log, for a window of this size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Areas {
    /// Width of the composer.
    pub composer: f32,
    /// Width of the answer.
    pub answer: f32,
    /// Width of the panel about the service.
    pub service: f32,
    /// Height of the log.
    pub log: f32,
}

impl Areas {
    /// The areas of a window: as designed at 1440 x 900, growing with the window and never past what reads well.
    #[must_use]
    pub fn of(width: f32, height: f32) -> Self {
        Self {
            composer: (width * 0.317).clamp(400.0, 620.0),
            answer: (width * 0.236).clamp(300.0, 520.0),
            service: (width * 0.29).clamp(400.0, 560.0),
            log: (height * 0.212).clamp(118.0, 360.0),
        }
    }

    /// The same while the panel about the service takes a part of the width.
    #[must_use]
    pub fn beside_service(self, width: f32) -> Self {
        Self { composer: (width * 0.26).clamp(400.0, 620.0), ..self }
    }
}
