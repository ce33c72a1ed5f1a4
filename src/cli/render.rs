//! `tilecast render`: what would a payload look like? A picture of it, without sending it: a tile or a toast as PNG, or its
//! whole movement as GIF.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use crate::console::Painter;
use crate::console::render::wish::Wish;
use crate::console::render::{self, NoPicture};
use crate::phone::shell::motion::Side;
use crate::phone::shell::scene::{PhoneTheme, TileSize};
use crate::protocol::device::OsVersion;

/// The largest payload that is read, in bytes: far over any that the service takes.
const MAX_PAYLOAD_BYTES: u64 = 1_024 * 1_024;
/// The name of standard input.
const STDIN: &str = "-";

/// What `render` takes.
#[derive(Args, Debug)]
pub struct RenderArguments {
    /// The payload's file; - is standard input.
    #[arg(value_name = "FILE")]
    pub payload: PathBuf,
    /// The picture's file; a .gif shows a whole flip or cycle.
    #[arg(short, long, value_name = "OUT.png|OUT.gif")]
    pub out: PathBuf,
    /// How large the tile is.
    #[arg(long, value_enum, default_value_t = SizeChoice::Medium)]
    pub size: SizeChoice,
    /// The phone's system.
    #[arg(long, default_value_t = OsVersion::default())]
    pub os: OsVersion,
    /// The phone's theme.
    #[arg(long, value_enum, default_value_t = ThemeChoice::Dark)]
    pub theme: ThemeChoice,
    /// The phone's accent.
    #[arg(long, value_name = "NAME|#RRGGBB")]
    pub accent: Option<String>,
    /// Which side of the tile; without it, the one that shows at that moment.
    #[arg(long, value_enum)]
    pub side: Option<SideChoice>,
    /// How many seconds after the payload arrived; without it a tile is seen at once, and a toast when it has come to rest.
    #[arg(long, value_name = "SECONDS")]
    pub at: Option<f64>,
    /// Pixels per effective pixel.
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    pub scale: f32,
    /// The folder that holds the app's pictures; what is not there is looked for among the sample art.
    #[arg(long, value_name = "DIR")]
    pub assets: Option<PathBuf>,
}

/// How large a tile is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SizeChoice {
    /// 99 × 99.
    Small,
    /// 210 × 210, or 173 × 173 on Windows Phone 7.
    Medium,
    /// 432 × 210.
    Wide,
    /// Every size that it can have, side by side.
    All,
}

/// A phone's theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeChoice {
    /// White on black.
    Dark,
    /// Black on white.
    Light,
}

/// A side of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SideChoice {
    /// The front.
    Front,
    /// The back.
    Back,
}

/// Draws the picture. The file is written only when it is whole.
///
/// # Errors
/// The payload cannot be read or shows nothing, the call is wrong, or the file cannot be written.
pub fn run(arguments: &RenderArguments, painter: &dyn Painter) -> Result<Exit, Failure> {
    let draw =
        match arguments.out.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("png") => render::png,
            Some("gif") => render::gif,
            Some(_) | None => return Err(Failure::wrong_call(anyhow!("--out ends neither in .png nor in .gif"))),
        };
    let view = arguments.wish().view().map_err(Failure::wrong_call)?;
    if let Some(folder) = view.folder.as_ref().filter(|folder| !folder.is_dir()) {
        let none = anyhow!("--assets {} is no folder that can be read; check the path", folder.display());
        return Err(Failure::surroundings(none));
    }
    let payload = payload(&arguments.payload)?;
    let picture = draw(painter, &payload, &view).map_err(no_picture)?;
    for remark in render::remarks(&payload, &view) {
        eprintln!("tilecast: {remark}");
    }
    std::fs::write(&arguments.out, picture)
        .with_context(|| format!("cannot write {}; choose another --out", arguments.out.display()))
        .map_err(Failure::surroundings)?;
    Ok(Exit::Done)
}

impl RenderArguments {
    fn wish(&self) -> Wish {
        let sizes = match self.size {
            SizeChoice::Small => vec![TileSize::Small],
            SizeChoice::Medium => vec![TileSize::Medium],
            SizeChoice::Wide => vec![TileSize::Wide],
            SizeChoice::All => Vec::new(),
        };
        let theme = match self.theme {
            ThemeChoice::Dark => PhoneTheme::Dark,
            ThemeChoice::Light => PhoneTheme::Light,
        };
        let side = self.side.map(|side| match side {
            SideChoice::Front => Side::Front,
            SideChoice::Back => Side::Back,
        });
        let (os, accent, at, scale) = (self.os, self.accent.clone(), self.at, Some(self.scale));
        Wish { sizes, os, theme, accent, side, at, scale, folder: self.assets.clone() }
    }
}

fn payload(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if file == Path::new(STDIN) {
        std::io::stdin().take(MAX_PAYLOAD_BYTES + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(MAX_PAYLOAD_BYTES + 1).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("cannot read {}; check the path", file.display())).map_err(Failure::surroundings)?;
    if bytes.len() as u64 > MAX_PAYLOAD_BYTES {
        let large = anyhow!("{} has more than {MAX_PAYLOAD_BYTES} bytes, which no payload has", file.display());
        return Err(Failure { exit: Exit::No, error: large });
    }
    Ok(bytes)
}

/// What the payload cannot be is an answer; what was asked of it in vain is a wrong call.
fn no_picture(error: NoPicture) -> Failure {
    match error {
        NoPicture::Unreadable(_) => {
            let hint = "`tilecast lint` says more";
            Failure { exit: Exit::No, error: anyhow!("{error}; {hint}") }
        }
        NoPicture::Raw | NoPicture::NoView(_) => Failure { exit: Exit::No, error: error.into() },
        NoPicture::WholeMovement | NoPicture::Paint(_) => Failure::wrong_call(error),
    }
}
