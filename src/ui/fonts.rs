//! Which typefaces are there? Selawik for everything that people read, Hack for addresses and XML, Open Sans where Selawik
//! has no letters (Greek, Cyrillic).
//!
//! The files stand in `assets/fonts` with their licenses.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// A weight of Selawik.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 300.
    Light,
    /// Between light and regular.
    Semilight,
    /// 400.
    #[default]
    Regular,
    /// 600.
    Semibold,
    /// 700.
    Bold,
}

impl Weight {
    /// Every weight, lightest first.
    pub const ALL: [Self; 5] = [Self::Light, Self::Semilight, Self::Regular, Self::Semibold, Self::Bold];

    /// The face's name among the fonts.
    #[must_use]
    pub const fn face(self) -> &'static str {
        match self {
            Self::Light => "selawik-light",
            Self::Semilight => "selawik-semilight",
            Self::Regular => "selawik-regular",
            Self::Semibold => "selawik-semibold",
            Self::Bold => "selawik-bold",
        }
    }

    /// The egui family of this weight.
    #[must_use]
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Light | Self::Semilight | Self::Semibold | Self::Bold => FontFamily::Name(self.face().into()),
        }
    }

    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Light => include_bytes!("../../assets/fonts/selawik/selawkl.ttf"),
            Self::Semilight => include_bytes!("../../assets/fonts/selawik/selawksl.ttf"),
            Self::Regular => include_bytes!("../../assets/fonts/selawik/selawk.ttf"),
            Self::Semibold => include_bytes!("../../assets/fonts/selawik/selawksb.ttf"),
            Self::Bold => include_bytes!("../../assets/fonts/selawik/selawkb.ttf"),
        }
    }

    const fn fallback(self) -> &'static str {
        match self {
            Self::Light | Self::Semilight | Self::Regular => "open-sans-regular",
            Self::Semibold | Self::Bold => "open-sans-semibold",
        }
    }
}

/// Every font of the program: our own faces first, then Open Sans, then what egui brings for symbols.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    for weight in Weight::ALL {
        add(weight.face(), weight.bytes());
    }
    add("open-sans-regular", include_bytes!("../../assets/fonts/open-sans/OpenSans-Regular.ttf"));
    add("open-sans-semibold", include_bytes!("../../assets/fonts/open-sans/OpenSans-Semibold.ttf"));
    let symbols = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for weight in Weight::ALL {
        let mut faces = vec![weight.face().to_owned(), weight.fallback().to_owned()];
        faces.extend(symbols.iter().cloned());
        fonts.families.insert(weight.family(), faces);
    }
    if let Some(monospace) = fonts.families.get_mut(&FontFamily::Monospace) {
        monospace.insert(1, Weight::Regular.face().to_owned());
        monospace.insert(2, Weight::Regular.fallback().to_owned());
    }
    fonts
}
