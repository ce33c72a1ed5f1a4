//! What does each version of the system make of a payload? ★ THE TABLES: what came with which version, and what a version can do.
//!
//! The relay's remarks (`relay/remark/device`), the phone (`phone/delivery`, `phone/profile`) and the comparison of versions
//! (`console/versions`) all read them, so that they say the same.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::device::OsVersion;
use crate::notification::raw::OLD_MAX_BYTES;
use crate::notification::tile::Slot;
use crate::notification::{FieldName, Notification, TemplateKind, Tile, Toast};

/// What a phone does that is older than a part of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Older {
    /// It cannot read the payload: "sent to a 7.0 phone cause an error there" (PROTOCOL.md 3.1, 3.2, OFF).
    Refuses,
    /// It leaves the tile as it is (PRODUCT.md, L8).
    Leaves,
    /// It does without that part.
    DoesWithout,
}

/// A part of a payload that came with a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// The element, attribute or template.
    pub what: &'static str,
    /// Since when there is such a thing.
    pub since: OsVersion,
    /// What older phones do.
    pub older: Older,
}

const fn newcomer(what: &'static str, since: OsVersion, older: Older) -> Newcomer {
    Newcomer { what, since, older }
}

/// PROTOCOL.md 3.1.
const PARAM: Newcomer = newcomer("Param", OsVersion::V7_1, Older::Refuses);
/// PROTOCOL.md 3.1: with Update 3 of 8.0, which is the 8.0 that is meant here. Nothing says what older phones did; they had
/// one sound only.
const SOUND: Newcomer = newcomer("Sound", OsVersion::V8_0, Older::DoesWithout);
/// PROTOCOL.md 3.2.
const ID: Newcomer = newcomer("Id", OsVersion::V7_1, Older::Refuses);
const BACK: [(FieldName, Newcomer); 3] = [
    (FieldName::BackBackgroundImage, newcomer("BackBackgroundImage", OsVersion::V7_1, Older::Refuses)),
    (FieldName::BackTitle, newcomer("BackTitle", OsVersion::V7_1, Older::Refuses)),
    (FieldName::BackContent, newcomer("BackContent", OsVersion::V7_1, Older::Refuses)),
];
/// PROTOCOL.md 3.3, "WP8 (and 7.8) templates".
const TEMPLATES: [(TemplateKind, Newcomer); 3] = [
    (TemplateKind::Flip, newcomer("FlipTile", OsVersion::V7_8, Older::Leaves)),
    (TemplateKind::Iconic, newcomer("IconicTile", OsVersion::V7_8, Older::Leaves)),
    (TemplateKind::Cycle, newcomer("CycleTile", OsVersion::V7_8, Older::Leaves)),
];

/// Everything in a payload that not every version knows.
#[must_use]
pub fn newcomers(notification: &Notification) -> Vec<Newcomer> {
    match notification {
        Notification::Toast(toast) => in_toast(toast),
        Notification::Tile(tile) => in_tile(tile),
        Notification::Raw(_) => Vec::new(),
    }
}

/// Senders write an empty `Param` where they have none, so that is none (PROTOCOL.md 3.1, rpush).
fn in_toast(toast: &Toast) -> Vec<Newcomer> {
    let param = toast.param.as_ref().filter(|param| !param.is_empty()).map(|_| PARAM);
    param.into_iter().chain(toast.sound.as_ref().map(|_| SOUND)).collect()
}

/// On a template, which is newer itself than all that it may hold, nothing more is to be said.
fn in_tile(tile: &Tile) -> Vec<Newcomer> {
    let kind = tile.template.kind();
    if let Some((_, template)) = TEMPLATES.into_iter().find(|(known, _)| *known == kind) {
        return vec![template];
    }
    let sent = |name: FieldName| match tile.template.slot(name) {
        Some(Slot::Text(field)) => !field.is_absent(),
        Some(Slot::Image(field)) => !field.is_absent(),
        Some(Slot::Count(_) | Slot::Color(_)) | None => false,
    };
    let back = BACK.into_iter().filter(|(name, _)| sent(*name)).map(|(_, newcomer)| newcomer);
    tile.id.as_ref().map(|_| ID).into_iter().chain(back).collect()
}

impl Newcomer {
    /// Whether a version does not know it.
    #[must_use]
    pub fn is_too_new(&self, os: OsVersion) -> bool {
        os < self.since
    }

    /// What is the matter on a version that does not know it, in a sentence without its stop.
    #[must_use]
    pub fn fact(&self, os: OsVersion) -> String {
        let Self { what, since, .. } = self;
        match self.older {
            Older::Leaves => format!("the phone runs {os}, which has no {what}"),
            Older::Refuses | Older::DoesWithout => format!("{what} came with {since}, and the phone runs {os}"),
        }
    }

    /// What the phone does about it, in a sentence without its stop.
    #[must_use]
    pub const fn consequence(&self) -> &'static str {
        match self.older {
            Older::Refuses => "nothing is shown, and the app gets an error",
            Older::Leaves => "the tile stays as it was",
            Older::DoesWithout => "the phone does without it",
        }
    }
}

/// What the worst part of a payload makes an older phone do; none if the version knows all of it.
#[must_use]
pub fn worst(newcomers: &[Newcomer], os: OsVersion) -> Option<&Newcomer> {
    let order = [Older::Refuses, Older::Leaves, Older::DoesWithout];
    order.into_iter().find_map(|older| newcomers.iter().find(|part| part.is_too_new(os) && part.older == older))
}

/// A screen that phones of a version had (VISUALS.md 1.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Screen {
    /// 480 × 800.
    #[default]
    Wvga,
    /// 768 × 1280.
    Wxga,
    /// 720 × 1280.
    #[serde(rename = "720p")]
    Hd720,
    /// 1080 × 1920.
    #[serde(rename = "1080p")]
    Hd1080,
}

impl Screen {
    /// Every screen, smallest first.
    pub const ALL: [Self; 4] = [Self::Wvga, Self::Wxga, Self::Hd720, Self::Hd1080];

    /// Width and height in the phone's own pixels.
    #[must_use]
    pub const fn pixels(self) -> (u32, u32) {
        match self {
            Self::Wvga => (480, 800),
            Self::Wxga => (768, 1280),
            Self::Hd720 => (720, 1280),
            Self::Hd1080 => (1080, 1920),
        }
    }

    /// The phone's own pixels per effective pixel.
    #[must_use]
    pub const fn scale(self) -> f32 {
        match self {
            Self::Wvga => 1.0,
            Self::Wxga => 1.6,
            Self::Hd720 => 1.5,
            Self::Hd1080 => 2.25,
        }
    }

    /// Its word, as people write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wvga => "WVGA",
            Self::Wxga => "WXGA",
            Self::Hd720 => "720p",
            Self::Hd1080 => "1080p",
        }
    }
}

/// How wide the Start screen's grid is: so many medium tiles beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Columns {
    /// Two.
    #[default]
    Two,
    /// Three, which are smaller (VISUALS.md 1.3: with Update 3 on large screens; "show more tiles" of 8.1).
    Three,
}

/// Whether a version does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It does.
    Yes,
    /// It does not.
    No,
}

impl Does {
    /// Whether it does.
    #[must_use]
    pub const fn so(self) -> bool {
        matches!(self, Self::Yes)
    }
}

/// What a version can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// Which version.
    pub os: OsVersion,
    /// The screens of its phones (VISUALS.md 1.1).
    pub screens: &'static [Screen],
    /// The screens on which Start may have three columns (VISUALS.md 1.3).
    pub three_columns: &'static [Screen],
    /// Whether Start has tiles of three sizes, or one size only (VISUALS.md 1.2).
    pub sizes: Does,
    /// Whether apps may pin more tiles than their own (PROTOCOL.md 3.2: `Id` came with 7.1).
    pub secondary_tiles: Does,
    /// Whether the lock screen shows counts and texts of apps (VISUALS.md 5).
    pub lock_screen: Does,
    /// Whether toasts are kept in an action center (VISUALS.md 4.1).
    pub action_center: Does,
    /// Whether a toast shows while its app is in front but covered (PROTOCOL.md 3.1, Update 3).
    pub shows_over_covered: Does,
    /// Whether apps hear of a channel's troubles, and lose it by a payload that cannot be read (PROTOCOL.md 7, "Newer OS").
    pub channel_errors: Does,
    /// The largest payload of its documents, where that is less than the service takes (PROTOCOL.md 4).
    pub own_limit_bytes: Option<usize>,
}

const LARGE: &[Screen] = &[Screen::Hd1080];

/// One row per version.
#[rustfmt::skip]
const ABILITIES: [Abilities; 5] = [
    Abilities { os: OsVersion::V7_0, screens: &[Screen::Wvga], three_columns: &[], sizes: Does::No, lock_screen: Does::No,
        secondary_tiles: Does::No, action_center: Does::No, shows_over_covered: Does::No, channel_errors: Does::Yes, own_limit_bytes: Some(OLD_MAX_BYTES) },
    Abilities { os: OsVersion::V7_1, screens: &[Screen::Wvga], three_columns: &[], sizes: Does::No, lock_screen: Does::No,
        secondary_tiles: Does::Yes, action_center: Does::No, shows_over_covered: Does::No, channel_errors: Does::Yes, own_limit_bytes: None },
    Abilities { os: OsVersion::V7_8, screens: &[Screen::Wvga], three_columns: &[], sizes: Does::Yes, lock_screen: Does::No,
        secondary_tiles: Does::Yes, action_center: Does::No, shows_over_covered: Does::No, channel_errors: Does::Yes, own_limit_bytes: None },
    Abilities { os: OsVersion::V8_0, screens: &Screen::ALL, three_columns: LARGE, sizes: Does::Yes, lock_screen: Does::Yes,
        secondary_tiles: Does::Yes, action_center: Does::No, shows_over_covered: Does::Yes, channel_errors: Does::Yes, own_limit_bytes: None },
    Abilities { os: OsVersion::V8_1, screens: &Screen::ALL, three_columns: &Screen::ALL, sizes: Does::Yes, lock_screen: Does::Yes,
        secondary_tiles: Does::Yes, action_center: Does::Yes, shows_over_covered: Does::Yes, channel_errors: Does::No, own_limit_bytes: None },
];

/// What a version can do.
#[must_use]
pub const fn abilities(os: OsVersion) -> Abilities {
    let [seven_0, seven_1, seven_8, eight_0, eight_1] = ABILITIES;
    match os {
        OsVersion::V7_0 => seven_0,
        OsVersion::V7_1 => seven_1,
        OsVersion::V7_8 => seven_8,
        OsVersion::V8_0 => eight_0,
        OsVersion::V8_1 => eight_1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notification::{Kind, read};

    /// Every row is its version's, and whoever may have three columns has that screen.
    #[test]
    fn rows_are_where_they_belong() {
        for os in OsVersion::ALL {
            let row = abilities(os);
            assert_eq!(row.os, os);
            assert!(row.three_columns.iter().all(|screen| row.screens.contains(screen)), "{os}");
        }
    }

    /// A screen's pixels are its effective pixels at its scale, 480 wide.
    #[test]
    fn screens_are_480_wide() {
        for screen in Screen::ALL {
            let (width, _) = screen.pixels();
            let off = f64::from(width) - 480.0 * f64::from(screen.scale());
            assert!(off.abs() < 0.001, "{}: {off}", screen.word());
        }
    }

    /// What is too new for a phone, and what the phone does then, by the worst part.
    #[test]
    fn parts_are_judged_by_the_worst() {
        let found = |inside: &str, kind: Kind, os: OsVersion| {
            let text = format!("<wp:Notification xmlns:wp=\"WPNotification\">{inside}</wp:Notification>");
            let parts = newcomers(&read::read(text.as_bytes(), kind).unwrap().notification);
            worst(&parts, os).map(|part| (part.what, part.older))
        };
        let toast =
            "<wp:Toast><wp:Sound>/a.wav</wp:Sound><wp:Text1>a</wp:Text1><wp:Param>/P.xaml</wp:Param></wp:Toast>";
        assert_eq!(found(toast, Kind::Toast, OsVersion::V7_0), Some(("Param", Older::Refuses)));
        assert_eq!(found(toast, Kind::Toast, OsVersion::V7_1), Some(("Sound", Older::DoesWithout)));
        assert_eq!(found(toast, Kind::Toast, OsVersion::V8_0), None);
        let flip = "<wp:Tile Template=\"FlipTile\" Id=\"/P.xaml\"><wp:BackTitle>a</wp:BackTitle></wp:Tile>";
        assert_eq!(found(flip, Kind::Tile, OsVersion::V7_0), Some(("FlipTile", Older::Leaves)));
        assert_eq!(found(flip, Kind::Tile, OsVersion::V7_8), None);
        let seven = "<wp:Tile><wp:Title>a</wp:Title><wp:BackTitle Action=\"Clear\"/></wp:Tile>";
        assert_eq!(found(seven, Kind::Tile, OsVersion::V7_0), Some(("BackTitle", Older::Refuses)));
        assert_eq!(found(seven, Kind::Tile, OsVersion::V7_1), None);
    }
}
