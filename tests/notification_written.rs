//! How is a notification spelled, and does it read back as it was? What the reader takes from others is
//! `notification.rs`.
#![cfg(test)]

use proptest::prelude::*;
use tilecast::notification::read::read;
use tilecast::notification::tile::{SlotMut, ValueKind};
use tilecast::notification::write::{pretty, write};
use tilecast::notification::{
    Count, Field, FieldName, HexColor, ImageRef, Kind, Notification, Raw, Sound, TemplateKind, Tile, TileId, Toast,
    Version,
};

fn written(notification: &Notification) -> String {
    String::from_utf8(write(notification)).unwrap()
}

/// A tile whose fields are given as they would stand in a payload; `None` clears.
fn tile(kind: TemplateKind, id: Option<&str>, fields: &[(FieldName, Option<&str>)]) -> Notification {
    let mut template = kind.empty();
    for (name, text) in fields {
        set(&mut template.slot_mut(*name).unwrap(), *text);
    }
    let version = kind.attribute().map(|_| Version::TWO);
    Notification::Tile(Tile { version, id: id.and_then(TileId::new), template })
}

fn set(slot: &mut SlotMut<'_>, text: Option<&str>) {
    match slot {
        SlotMut::Text(field) => **field = text.map_or(Field::Cleared, |text| Field::Set(text.into())),
        SlotMut::Image(field) => **field = text.map_or(Field::Cleared, |text| Field::Set(ImageRef::new(text))),
        SlotMut::Count(field) => **field = text.map_or(Field::Cleared, |text| Field::Set(text.parse().unwrap())),
        SlotMut::Color(field) => **field = text.map_or(Field::Cleared, |text| Field::Set(text.parse().unwrap())),
    }
}

fn train() -> Notification {
    Notification::Toast(Toast {
        version: None,
        text1: Some("Train 7".into()),
        text2: Some("Leaves at 10:40".into()),
        param: Some("/Trip.xaml?id=7&leg=2".into()),
        sound: Some(Sound::Silent),
    })
}

/// A toast is written as the documents show it, on one line.
#[test]
fn toasts_are_written() {
    insta::assert_snapshot!("toast", written(&train()));
}

/// Each template is written as the documents show it: in the official order, with the version that it needs.
#[test]
fn tiles_are_written() {
    use FieldName as F;
    let id = Some("/Trip.xaml?id=7");
    let back = [(F::BackTitle, Some("Next")), (F::BackContent, Some("Gate 4"))];
    let common = [(F::Title, Some("Trips")), (F::Count, Some("3"))];
    let standard = [(F::BackgroundImage, Some("/Art/red.png")), (F::BackBackgroundImage, None)];
    let fields = [back.as_slice(), &common, &standard].concat();
    insta::assert_snapshot!("standard", written(&tile(TemplateKind::Standard, id, &fields)));
    let flip = [
        (F::BackBackgroundImage, Some("/Art/b.png")),
        (F::BackgroundImage, Some("/Art/m.png")),
        (F::WideBackContent, Some("Gate 4, platform B")),
        (F::WideBackBackgroundImage, None),
        (F::WideBackgroundImage, Some("/Art/w.png")),
        (F::SmallBackgroundImage, Some("/Art/s.png")),
    ];
    let fields = [back.as_slice(), &common, &flip].concat();
    insta::assert_snapshot!("flip", written(&tile(TemplateKind::Flip, id, &fields)));
    let iconic = [
        (F::BackgroundColor, Some("#FF1BA1E2")),
        (F::Title, Some("Post")),
        (F::Count, Some("12")),
        (F::WideContent3, None),
        (F::WideContent2, Some("Lunch?")),
        (F::WideContent1, Some("Ana")),
        (F::IconImage, Some("/Art/i134.png")),
        (F::SmallIconImage, Some("/Art/i71.png")),
    ];
    insta::assert_snapshot!("iconic", written(&tile(TemplateKind::Iconic, None, &iconic)));
    let cycle = [
        (F::Title, Some("Album")),
        (F::Count, None),
        (F::CycleImage3, None),
        (F::CycleImage2, Some("/Art/c2.jpg")),
        (F::CycleImage1, Some("/Art/c1.jpg")),
        (F::SmallBackgroundImage, Some("/Art/s.png")),
    ];
    insta::assert_snapshot!("cycle", written(&tile(TemplateKind::Cycle, None, &cycle)));
}

/// The form for the eye puts each element on its own line and leaves the texts alone.
#[test]
fn the_pretty_form_breaks_only_between_elements() {
    insta::assert_snapshot!("pretty_toast", pretty(&train()));
    let fields = [(FieldName::Title, Some(" two\nlines ")), (FieldName::BackTitle, None)];
    insta::assert_snapshot!("pretty_tile", pretty(&tile(TemplateKind::Standard, None, &fields)));
    insta::assert_snapshot!("pretty_empty", pretty(&Notification::Toast(Toast::default())));
}

/// The five letters of XML are escaped in texts and attributes; line breaks are spelled out where a reader would lose them.
#[test]
fn texts_are_escaped() {
    let odd = "<&>\"'\r\n\t";
    let text = written(&tile(TemplateKind::Standard, Some(odd), &[(FieldName::Title, Some(odd))]));
    assert!(text.contains(r#" Id="&lt;&amp;&gt;&quot;&apos;&#13;&#10;&#9;""#));
    assert!(text.contains("<wp:Title>&lt;&amp;&gt;&quot;&apos;&#13;\n\t</wp:Title>"));
}

/// A character that XML cannot carry is written as U+FFFD.
#[test]
fn characters_without_a_spelling_are_replaced() {
    let fields = [(FieldName::Title, Some("a\0b\u{1B}c\u{FFFE}d"))];
    let text = written(&tile(TemplateKind::Standard, None, &fields));
    assert!(text.contains("<wp:Title>a\u{FFFD}b\u{FFFD}c\u{FFFD}d</wp:Title>"));
}

/// Raw bytes are written as they are.
#[test]
fn raw_bytes_are_not_touched() {
    let raw = Notification::Raw(Raw { bytes: vec![0, 0xFF, b'<', b'&'] });
    assert_eq!(write(&raw), [0, 0xFF, b'<', b'&']);
}

/// A character that XML can carry, odd ones often.
fn letter() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => proptest::sample::select("<>&\"'\r\n\t ]-;#x[!?\u{7F}\u{85}\u{FEFF}\u{FFFD}\u{2028}\u{E000}".chars().collect::<Vec<_>>()),
        3 => proptest::char::range('a', 'z'),
        1 => any::<char>().prop_filter("XML can carry it", |letter| {
            !matches!(letter, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
        }),
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(letter(), 0..24).prop_map(|letters| letters.into_iter().collect())
}

fn version() -> impl Strategy<Value = Option<Version>> {
    proptest::option::of((any::<u16>(), any::<u16>()).prop_map(|(major, minor)| Version { major, minor }))
}

fn any_toast() -> impl Strategy<Value = Notification> {
    let option = || proptest::option::of(text());
    let sound = proptest::option::of(prop_oneof![Just(Sound::Silent), text().prop_map(Sound::Path)]);
    (version(), option(), option(), option(), sound).prop_map(|(version, text1, text2, param, sound)| {
        Notification::Toast(Toast { version, text1, text2, param, sound })
    })
}

/// One of each value that a field may hold.
type Values = (String, i32, [u8; 4]);

fn fill(slot: SlotMut<'_>, (text, number, [alpha, red, green, blue]): Values) {
    match slot {
        SlotMut::Text(field) => *field = Field::Set(text),
        SlotMut::Image(field) => *field = Field::Set(ImageRef::new(text)),
        SlotMut::Count(field) => *field = Field::Set(Count::new(number)),
        SlotMut::Color(field) => *field = Field::Set(HexColor { alpha, red, green, blue }),
    }
}

fn any_tile() -> impl Strategy<Value = Notification> {
    let values = (text(), any::<i32>(), any::<[u8; 4]>());
    let field = prop_oneof![Just(None), Just(Some(None)), values.prop_map(|values| Some(Some(values)))];
    let fields = proptest::collection::vec(field, 12);
    let kind = proptest::sample::select(TemplateKind::ALL.to_vec());
    (kind, version(), text(), fields).prop_map(|(kind, version, id, fields)| {
        let mut template = kind.empty();
        for (name, field) in kind.fields().iter().zip(fields) {
            let mut slot = template.slot_mut(*name).unwrap();
            match field {
                None => {}
                Some(None) => set(&mut slot, None),
                Some(Some(values)) => fill(slot, values),
            }
        }
        Notification::Tile(Tile { version, id: TileId::new(id), template })
    })
}

fn any_notification() -> impl Strategy<Value = Notification> {
    let raw = any::<Vec<u8>>().prop_map(|bytes| Notification::Raw(Raw { bytes }));
    prop_oneof![3 => any_toast(), 6 => any_tile(), 1 => raw]
}

/// Pieces of XML that, put together at random, come close to payloads.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "<",
        ">",
        "/",
        "</",
        "/>",
        "<!",
        "<!--",
        "-->",
        "--",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<?xml version='1.0'?>",
        "&",
        ";",
        "&#",
        "&amp;",
        "\"",
        "'",
        "=",
        " ",
        "\n",
        "\r",
        "wp:",
        "xmlns",
        "a",
        "é",
        "\u{FEFF}",
        "\0",
        "<wp:Toast>",
        "</wp:Toast>",
        "<wp:Text1>",
        "</wp:Text1>",
        "<wp:Notification xmlns:wp='WPNotification'>",
        "</wp:Notification>",
        "<wp:Sound Silent='",
        "<!DOCTYPE",
        "[",
        "]",
        "<wp:Tile Template='FlipTile'>",
        "</wp:Tile>",
        "<wp:Count>",
        "</wp:Count>",
        "1.5",
        "Action='Clear'",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

fn never_fails_badly(bytes: &[u8]) {
    for kind in Kind::ALL {
        if let Ok(reading) = read(bytes, kind) {
            let again = read(&write(&reading.notification), kind).unwrap();
            assert_eq!(again.notification, reading.notification);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What was written reads back as it was.
    #[test]
    fn reading_undoes_writing(notification in any_notification()) {
        let reading = read(&write(&notification), notification.kind()).unwrap();
        prop_assert_eq!(reading.notification, notification);
    }

    /// The form for the eye reads as the same value.
    #[test]
    fn the_pretty_form_means_the_same(notification in prop_oneof![any_toast(), any_tile()]) {
        let reading = read(pretty(&notification).as_bytes(), notification.kind()).unwrap();
        prop_assert_eq!(reading.notification, notification);
    }

    /// A comment before each end tag changes nothing, though it takes another way through the reader.
    #[test]
    fn comments_change_nothing(notification in prop_oneof![any_toast(), any_tile()]) {
        let plain = written(&notification);
        let body = plain.replace("</wp:", "<!-- a --></wp:").replacen("<!-- a --></wp:Notification", "</wp:Notification", 1);
        let reading = read(body.as_bytes(), notification.kind()).unwrap();
        prop_assert_eq!(&reading.diagnostics.len(), &read(plain.as_bytes(), notification.kind()).unwrap().diagnostics.len());
        prop_assert_eq!(reading.notification, notification);
    }

    /// Any bytes get an answer, and what was read can be written and read again.
    #[test]
    fn any_bytes_get_an_answer(bytes in any::<Vec<u8>>()) {
        never_fails_badly(&bytes);
    }

    /// Any mixture of pieces of XML gets an answer, also inside a payload and as UTF-16.
    #[test]
    fn any_soup_gets_an_answer(soup in soup()) {
        never_fails_badly(soup.as_bytes());
        never_fails_badly(format!("<wp:Notification xmlns:wp='WPNotification'><wp:Toast>{soup}</wp:Toast></wp:Notification>").as_bytes());
        never_fails_badly(format!("<wp:Notification xmlns:wp='WPNotification'><wp:Tile {soup}</wp:Tile></wp:Notification>").as_bytes());
        let units = [0xFEFF].into_iter().chain(soup.encode_utf16());
        never_fails_badly(&units.flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    }

    /// A payload cut anywhere gets an answer, and so does one with any byte changed.
    #[test]
    fn damaged_payloads_get_an_answer(notification in any_notification(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = write(&notification);
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            never_fails_badly(bytes.get(..at).unwrap());
            *bytes.get_mut(at).unwrap() = byte;
            never_fails_badly(&bytes);
        }
    }
}

/// The tables of fields and of values agree: every slot holds what its name says.
#[test]
fn slots_hold_what_their_names_say() {
    for kind in TemplateKind::ALL {
        let template = kind.empty();
        for name in FieldName::ALL {
            let held = template.slot(*name).map(|slot| match slot {
                tilecast::notification::tile::Slot::Text(_) => ValueKind::Text,
                tilecast::notification::tile::Slot::Image(_) => ValueKind::Image,
                tilecast::notification::tile::Slot::Count(_) => ValueKind::Count,
                tilecast::notification::tile::Slot::Color(_) => ValueKind::Color,
            });
            assert_eq!(held, kind.fields().contains(name).then(|| name.value_kind()), "{name:?}");
        }
    }
}
