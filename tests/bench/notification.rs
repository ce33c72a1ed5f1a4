//! What do reading and writing cost beside a bare pass of the XML parser over the same bytes?
//!
//! The targets: reading at most twice a bare pass, writing at most as much as reading. The last lines show both.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::expect_used, reason = "a bench that cannot go on has failed")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::Bencher;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use tilecast::notification::read::read;
use tilecast::notification::tile::{CycleTile, FlipTile};
use tilecast::notification::write::write;
use tilecast::notification::{
    Count, Field, ImageRef, Kind, MAX_PAYLOAD_BYTES, Notification, Template, Tile, TileId, Version,
};

/// The payloads: each nearly as large as the service takes.
const PAYLOADS: [Payload; 4] = [Payload::Plain, Payload::Escaped, Payload::Cyrillic, Payload::Cycle];

/// What fills a tile up to its size.
#[derive(Clone, Copy, Debug)]
enum Payload {
    /// A Flip tile with long plain texts.
    Plain,
    /// A Flip tile whose texts and addresses hold many `&`.
    Escaped,
    /// A Flip tile with long Cyrillic texts.
    Cyrillic,
    /// A Cycle tile with long addresses.
    Cycle,
}

impl Payload {
    /// The largest tile of this sort that the service takes.
    fn notification(self) -> Notification {
        (1..=MAX_PAYLOAD_BYTES)
            .map(|len| self.with_texts(len))
            .take_while(|tile| write(tile).len() <= MAX_PAYLOAD_BYTES)
            .last()
            .expect("the smallest one fits")
    }

    fn with_texts(self, len: usize) -> Notification {
        let template = match self {
            Self::Plain => flip(&"Platform four, ".repeat(len), ""),
            Self::Escaped => flip(&"Tom & Jerry, ".repeat(len), "&theme=dark&lang=en"),
            Self::Cyrillic => flip(&"Поезд семь, ".repeat(len), ""),
            Self::Cycle => cycle(&"album/".repeat(len)),
        };
        Notification::Tile(Tile { version: Some(Version::TWO), id: TileId::new("/Trip.xaml?id=7"), template })
    }
}

fn flip(text: &str, query: &str) -> Template {
    let image =
        |name: &str| Field::Set(ImageRef::new(format!("http://pictures.example.org/{name}.png?size=336{query}")));
    let text = || Field::Set(text.to_owned());
    Template::Flip(FlipTile {
        small_background_image: image("small"),
        wide_background_image: image("wide"),
        wide_back_background_image: image("wide-back"),
        wide_back_content: text(),
        background_image: image("medium"),
        count: Field::Set(Count::new(7)),
        title: text(),
        back_background_image: Field::Cleared,
        back_title: text(),
        back_content: text(),
    })
}

fn cycle(path: &str) -> Template {
    let image = |name: &str| Field::Set(ImageRef::new(format!("/{path}{name}.jpg")));
    Template::Cycle(CycleTile {
        small_background_image: image("small"),
        cycle_image1: image("1"),
        cycle_image2: image("2"),
        cycle_image3: image("3"),
        cycle_image4: image("4"),
        cycle_image5: image("5"),
        cycle_image6: image("6"),
        cycle_image7: image("7"),
        cycle_image8: image("8"),
        cycle_image9: image("9"),
        count: Field::Set(Count::new(7)),
        title: Field::Set("Album".to_owned()),
    })
}

/// Every event of the parser, looked at by nobody.
fn bare_pass(bytes: &[u8]) -> usize {
    let mut events = Reader::from_reader(bytes);
    let mut count = 0;
    loop {
        match events.read_event().expect("the payload is well-formed") {
            Event::Eof => return count,
            event => {
                black_box(&event);
                count += 1;
            }
        }
    }
}

#[divan::bench(args = PAYLOADS)]
fn bare(bencher: Bencher<'_, '_>, payload: Payload) {
    let bytes = write(&payload.notification());
    bencher.bench_local(|| bare_pass(black_box(&bytes)));
}

#[divan::bench(args = PAYLOADS)]
fn reading(bencher: Bencher<'_, '_>, payload: Payload) {
    let bytes = write(&payload.notification());
    bencher.bench_local(|| read(black_box(&bytes), Kind::Tile));
}

#[divan::bench(args = PAYLOADS)]
fn writing(bencher: Bencher<'_, '_>, payload: Payload) {
    let notification = payload.notification();
    bencher.bench_local(|| write(black_box(&notification)));
}

/// The fastest of many rounds, since everything that disturbs a round makes it slower. What is made is also dropped.
fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    const ROUNDS: u32 = 2_000;
    const TIMES: u32 = 20;
    let round = |_| {
        #[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
        let start = Instant::now();
        for _ in 0..TIMES {
            black_box(work());
        }
        start.elapsed() / TIMES
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn main() {
    divan::main();
    println!();
    for payload in PAYLOADS {
        let notification = payload.notification();
        let bytes = write(&notification);
        let bare = fastest(|| bare_pass(black_box(&bytes)));
        let reading = fastest(|| read(black_box(&bytes), Kind::Tile));
        let writing = fastest(|| write(black_box(&notification)));
        let name = format!("{payload:?}");
        println!(
            "{name:9} {} bytes, {:3} events: reading = {:.2} x bare pass (at most 2), writing = {:.2} x reading (at most 1)",
            bytes.len(),
            bare_pass(&bytes),
            reading.as_secs_f64() / bare.as_secs_f64(),
            writing.as_secs_f64() / reading.as_secs_f64(),
        );
    }
}
