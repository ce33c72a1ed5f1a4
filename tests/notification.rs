//! What does the reader take, what does it say about it, and what does it refuse? How values are spelled and that they
//! read back is `notification_written.rs`.
#![cfg(test)]

use tilecast::notification::read::{Part, ReadError, Reading, read};
use tilecast::notification::tile::{FlipTile, IconicTile, StandardTile};
use tilecast::notification::{
    Count, Field, HexColor, ImageRef, Kind, Notification, Sound, Template, Tile, TileId, Toast, Version,
};

fn in_root(inside: &str) -> String {
    format!(r#"<wp:Notification xmlns:wp="WPNotification" Version="2.0">{inside}</wp:Notification>"#)
}

fn toast_of(inside: &str) -> Reading {
    read(in_root(&format!("<wp:Toast>{inside}</wp:Toast>")).as_bytes(), Kind::Toast).unwrap()
}

fn tile_of(tile: &str) -> Reading {
    read(in_root(tile).as_bytes(), Kind::Tile).unwrap()
}

fn toast(reading: &Reading) -> &Toast {
    let Notification::Toast(toast) = &reading.notification else { panic!("no toast") };
    toast
}

fn tile(reading: &Reading) -> &Tile {
    let Notification::Tile(tile) = &reading.notification else { panic!("no tile") };
    tile
}

fn standard(reading: &Reading) -> &StandardTile {
    let Template::Standard(standard) = &tile(reading).template else { panic!("no standard tile") };
    standard
}

fn flip(reading: &Reading) -> &FlipTile {
    let Template::Flip(flip) = &tile(reading).template else { panic!("no flip tile") };
    flip
}

fn iconic(reading: &Reading) -> &IconicTile {
    let Template::Iconic(iconic) = &tile(reading).template else { panic!("no iconic tile") };
    iconic
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn text1(inside: &str) -> String {
    toast(&toast_of(&format!("<wp:Text1>{inside}</wp:Text1>"))).text1.clone().unwrap()
}

fn refused(text: &str) -> ReadError {
    read(text.as_bytes(), Kind::Toast).unwrap_err()
}

fn refused_in_toast(inside: &str) -> String {
    refused(&in_root(&format!("<wp:Toast>{inside}</wp:Toast>"))).message
}

fn fixture(name: &str) -> Result<Reading, ReadError> {
    let path = format!("{}/tests/fixtures/payloads/{name}.xml", env!("CARGO_MANIFEST_DIR"));
    let (_, kind) = name.rsplit_once('.').unwrap();
    read(&std::fs::read(path).unwrap(), kind.parse().unwrap())
}

/// A toast's elements may stand in any order.
#[test]
fn order_does_not_matter() {
    let reading =
        toast_of("<wp:Sound>/a.wav</wp:Sound><wp:Param>/P.xaml</wp:Param><wp:Text2>b</wp:Text2><wp:Text1>a</wp:Text1>");
    let expected = Toast {
        version: Some(Version::TWO),
        text1: Some("a".into()),
        text2: Some("b".into()),
        param: Some("/P.xaml".into()),
        sound: Some(Sound::Path("/a.wav".into())),
    };
    assert_eq!(toast(&reading), &expected);
    assert!(reading.diagnostics.is_empty());
}

/// Any prefix bound to the namespace is read, with one warning unless it is `wp`.
#[test]
fn other_prefixes_are_read_with_a_warning() {
    for open in ["x:Notification xmlns:x", "Notification xmlns"] {
        let prefix = if open.starts_with('x') { "x:" } else { "" };
        let text = format!(
            r#"<{open}="WPNotification"><{prefix}Toast><{prefix}Text1>a</{prefix}Text1></{prefix}Toast></{prefix}Notification>"#
        );
        let reading = read(text.as_bytes(), Kind::Toast).unwrap();
        assert_eq!(toast(&reading).text1.as_deref(), Some("a"));
        assert_eq!(codes(&reading), ["L13"]);
    }
}

/// A prefix may be bound anew further inside, and counts only there.
#[test]
fn prefixes_have_a_scope() {
    let reading = toast_of(r#"<wp:Text1 xmlns:wp="other">a</wp:Text1><y:Text2 xmlns:y="WPNotification">b</y:Text2>"#);
    assert_eq!((toast(&reading).text1.as_deref(), toast(&reading).text2.as_deref()), (None, Some("b")));
    assert_eq!(codes(&reading), ["L16", "L13"]);
    assert!(refused_in_toast(r#"<y:a xmlns:y="b"/><y:c/>"#).contains("`y` is not declared"));
}

/// Text, CDATA sections and references around comments and instructions are one text.
#[test]
fn pieces_of_a_text_are_joined() {
    assert_eq!(text1("a<!-- x -->b<![CDATA[<&>]]>&amp;&#65;&#x42;<?x y?> c"), "ab<&>&AB c");
    assert_eq!(text1("&lt;&gt;&quot;&apos;&amp;amp;"), "<>\"'&amp;");
    assert_eq!(text1(" \n a\tb "), " \n a\tb ");
    assert_eq!(text1("a\r\nb\rc&#13;"), "a\nb\nc\r");
    assert_eq!(text1(""), "");
    assert_eq!(text1("a]] >b"), "a]] >b");
    assert_eq!(toast(&toast_of("<wp:Text1/>")).text1.as_deref(), Some(""));
}

/// Attribute values resolve references, turn line breaks into spaces, and may stand in either quotes.
#[test]
fn attributes_are_read_as_xml_says() {
    let reading = tile_of("<wp:Tile  Id = '/T.xaml?a=\"1\"&amp;b=&#50;\r\nc' />");
    assert_eq!(tile(&reading).id, TileId::new("/T.xaml?a=\"1\"&b=2 c"));
}

/// UTF-8 and UTF-16 with a byte order mark read the same as UTF-8 without, and a note says so.
#[test]
fn byte_order_marks_are_understood() {
    let text = in_root("<wp:Toast><wp:Text1>Да 😀</wp:Text1></wp:Toast>");
    let plain = read(text.as_bytes(), Kind::Toast).unwrap();
    let units = || text.encode_utf16();
    let utf_8 = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(units().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(units().flat_map(u16::to_be_bytes)).collect();
    for bytes in [utf_8, little.clone(), big] {
        let reading = read(&bytes, Kind::Toast).unwrap();
        assert_eq!(reading.notification, plain.notification);
        assert_eq!(codes(&reading), ["L30"]);
        assert_eq!(reading.place(Part::Text1), plain.place(Part::Text1));
    }
    let unmarked = read(little.get(2..).unwrap(), Kind::Toast).unwrap_err();
    assert!(unmarked.message.contains("byte order mark"));
}

/// A declared encoding that is not that of the bytes is reported, and the bytes win.
#[test]
fn declared_encodings_are_compared() {
    let declared = |name: &str, letters: &str| {
        let text = format!(
            r#"<?xml version="1.0" encoding="{name}"?>{}"#,
            in_root(&format!("<wp:Toast><wp:Text1>{letters}</wp:Text1></wp:Toast>"))
        );
        let reading = read(text.as_bytes(), Kind::Toast).unwrap();
        assert_eq!(toast(&reading).text1.as_deref(), Some(letters));
        codes(&reading)
    };
    assert!(declared("UTF-8", "é").is_empty());
    assert!(declared("us-ascii", "e").is_empty());
    assert_eq!(declared("utf-16", "e"), ["L7"]);
    assert_eq!(declared("iso-8859-1", "é"), ["L7"]);
    assert_eq!(declared("no-such-thing", "e"), ["L7"]);
    let text = format!("\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-8\"?>{}", in_root("<wp:Toast/>"));
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(codes(&read(&little, Kind::Toast).unwrap()), ["L30", "L7"]);
}

/// Every part has its line and column, counted in characters.
#[test]
fn parts_have_places() {
    let text = "<?xml version='1.0'?>\r\n<wp:Notification xmlns:wp='WPNotification' Version='2.0'>\r\n <wp:Toast>\
                <wp:Text1>ÄÖ</wp:Text1><wp:Text2/></wp:Toast></wp:Notification>";
    let reading = read(text.as_bytes(), Kind::Toast).unwrap();
    let places: Vec<_> =
        reading.places().map(|(part, at)| (part, at.line, at.column, at.end_line, at.end_column)).collect();
    let expected = [
        (Part::Root, 2, 1, 2, 58),
        (Part::Version, 2, 44, 2, 57),
        (Part::Body, 3, 2, 3, 12),
        (Part::Text1, 3, 12, 3, 35),
        (Part::Text2, 3, 35, 3, 46),
    ];
    assert_eq!(places, expected);
    assert!(reading.places().all(|(part, at)| reading.place(part) == Some(at)));
    assert_eq!(reading.place(Part::Param), None);
}

/// `Action="Clear"` clears, also with content, which is a warning; any other action is a warning and the content counts.
#[test]
fn clear_clears() {
    let reading = tile_of(
        r#"<wp:Tile><wp:Title Action="Clear"/><wp:Count Action='Clear'> </wp:Count><wp:BackTitle Action="Clear">x</wp:BackTitle><wp:BackContent Action="clear">y</wp:BackContent></wp:Tile>"#,
    );
    let tile = standard(&reading);
    assert_eq!((&tile.title, &tile.count), (&Field::Cleared, &Field::Cleared));
    assert_eq!((&tile.back_title, &tile.back_content), (&Field::Cleared, &Field::Set("y".into())));
    assert_eq!(codes(&reading), ["L14", "L15"]);
}

/// Clearing an element that the documents do not let one clear is a warning.
#[test]
fn some_elements_may_not_be_cleared() {
    let reading = tile_of(r#"<wp:Tile Template="IconicTile"><wp:IconImage Action="Clear"/></wp:Tile>"#);
    assert_eq!(iconic(&reading).icon_image, Field::Cleared);
    assert_eq!(codes(&reading), ["L32"]);
}

/// The first of several elements of one name counts, also if its value is bad.
#[test]
fn the_first_element_counts() {
    let reading = tile_of(
        "<wp:Tile><wp:Count>x</wp:Count><wp:Count>2</wp:Count><wp:Title>a</wp:Title><wp:Title>b</wp:Title></wp:Tile>",
    );
    assert_eq!((&standard(&reading).count, &standard(&reading).title), (&Field::Absent, &Field::Set("a".into())));
    assert_eq!(codes(&reading), ["L19", "L18", "L18"]);
    let reading =
        toast_of("<wp:Text1>a</wp:Text1><wp:Text1>b</wp:Text1><wp:Sound>c</wp:Sound><wp:Sound Silent='true'/>");
    assert_eq!(toast(&reading).text1.as_deref(), Some("a"));
    assert_eq!(toast(&reading).sound, Some(Sound::Path("c".into())));
    assert_eq!(codes(&reading), ["L18", "L18"]);
}

/// What stands in an element, what is read, which rules it breaks, and what would mend it.
type Case<T> = (&'static str, Field<T>, &'static [&'static str], Option<&'static str>);

/// A count is a whole number from 0 to 99; anything else is reported, with the number that the phone shows as a fix.
#[test]
fn counts_are_checked() {
    let cases: [Case<Count>; 6] = [
        (" 7 ", Field::Set(Count::new(7)), &[], None),
        ("3.9", Field::Set(Count::new(3)), &["L20"], Some("3")),
        ("120", Field::Set(Count::new(120)), &["L21"], Some("99")),
        ("-1", Field::Set(Count::new(-1)), &["L21"], Some("0")),
        ("seven", Field::Absent, &["L19"], None),
        ("", Field::Absent, &["L35"], None),
    ];
    for (text, count, expected, fix) in cases {
        let reading = tile_of(&format!("<wp:Tile><wp:Count>{text}</wp:Count></wp:Tile>"));
        assert_eq!((&standard(&reading).count, codes(&reading).as_slice()), (&count, expected), "{text}");
        let found = reading.diagnostics.first().and_then(|diagnostic| diagnostic.fix.as_ref());
        assert_eq!(found.map(|fix| fix.replacement.as_str()), fix, "{text}");
    }
}

/// A colour is `#AARRGGBB` with FF for alpha; anything else is reported, with the colour that was meant as a fix.
#[test]
fn colors_are_checked() {
    let blue = HexColor { alpha: 255, red: 0x1B, green: 0xA1, blue: 0xE2 };
    let cases: [Case<HexColor>; 5] = [
        ("#FF1BA1E2", Field::Set(blue), &[], None),
        ("#1ba1e2", Field::Set(blue), &["L24"], Some("#FF1BA1E2")),
        ("#001BA1E2", Field::Set(HexColor { alpha: 0, ..blue }), &["L23"], Some("#FF1BA1E2")),
        ("blue", Field::Absent, &["L22"], None),
        ("", Field::Absent, &["L35"], None),
    ];
    for (text, color, expected, fix) in cases {
        let reading = tile_of(&format!(
            r#"<wp:Tile Template="IconicTile"><wp:BackgroundColor>{text}</wp:BackgroundColor></wp:Tile>"#
        ));
        assert_eq!((&iconic(&reading).background_color, codes(&reading).as_slice()), (&color, expected), "{text}");
        let found = reading.diagnostics.first().and_then(|diagnostic| diagnostic.fix.as_ref());
        assert_eq!(found.map(|fix| fix.replacement.as_str()), fix, "{text}");
    }
}

/// A template without a version, or an element of a template without the template, is a warning.
#[test]
fn templates_need_version_and_name() {
    let text = r#"<wp:Notification xmlns:wp="WPNotification"><wp:Tile Template="FlipTile"/></wp:Notification>"#;
    let reading = read(text.as_bytes(), Kind::Tile).unwrap();
    assert_eq!(codes(&reading), ["L8"]);
    let fix = reading.diagnostics.first().unwrap().fix.clone().unwrap();
    let mended = text.replacen("wp:Notification", &fix.replacement, 1);
    assert!(read(mended.as_bytes(), Kind::Tile).unwrap().diagnostics.is_empty());
    assert_eq!(codes(&tile_of("<wp:Tile><wp:WideContent1>a</wp:WideContent1></wp:Tile>")), ["L8"]);
}

/// An unknown template is read as a Windows Phone 7 tile, an unreadable version as none.
#[test]
fn unknown_templates_and_versions_are_reported() {
    let reading = tile_of(r#"<wp:Tile Template="PeopleTile"><wp:Title>a</wp:Title></wp:Tile>"#);
    assert_eq!(standard(&reading).title, Field::Set("a".into()));
    assert_eq!(codes(&reading), ["L25"]);
    let text = in_root("<wp:Toast/>").replace("2.0", "two");
    let reading = read(text.as_bytes(), Kind::Toast).unwrap();
    assert_eq!((toast(&reading).version, codes(&reading)), (None, vec!["L28"]));
}

/// What does not belong somewhere is ignored with a note.
#[test]
fn strangers_are_ignored() {
    let reading = tile_of(
        r#"words<x/><wp:Icon a="1"><wp:Tile/></wp:Icon><wp:Tile Color="red" Template="FlipTile">more<wp:IconImage>a</wp:IconImage><wp:Title Colour="red">t<b>x</b></wp:Title></wp:Tile>"#,
    );
    assert_eq!(flip(&reading).title, Field::Set("t".into()));
    assert_eq!(codes(&reading), ["L29", "L16", "L16", "L17", "L29", "L16", "L17", "L31"]);
}

/// Of several notifications in one payload the first is read.
#[test]
fn the_first_notification_counts() {
    let reading = tile_of("<wp:Tile><wp:Title>a</wp:Title></wp:Tile><wp:Toast/><wp:Tile/>");
    assert_eq!(standard(&reading).title, Field::Set("a".into()));
    assert_eq!(codes(&reading), ["L26", "L26"]);
}

/// A silent sound wins over a path; a word that is neither true nor false is reported.
#[test]
fn sounds_are_silent_or_a_path() {
    let sound = |text: &str| (toast(&toast_of(text)).sound.clone(), codes(&toast_of(text)));
    assert_eq!(sound(r#"<wp:Sound Silent="true"/>"#), (Some(Sound::Silent), vec![]));
    assert_eq!(sound(r#"<wp:Sound Silent="false">a</wp:Sound>"#), (Some(Sound::Path("a".into())), vec![]));
    assert_eq!(sound(r#"<wp:Sound Silent="true">a</wp:Sound>"#), (Some(Sound::Silent), vec!["L33"]));
    assert_eq!(sound(r#"<wp:Sound Silent="yes">a</wp:Sound>"#), (Some(Sound::Path("a".into())), vec!["L34"]));
}

/// A payload over the size limit is read and reported; raw bodies are measured against the old limit too.
#[test]
fn size_is_checked() {
    let long = "x".repeat(3_072);
    assert_eq!(codes(&toast_of(&format!("<wp:Text1>{long}</wp:Text1>"))), ["L10"]);
    let raw = |len: usize| codes(&read(&vec![0; len], Kind::Raw).unwrap());
    assert_eq!((raw(1_024), raw(1_025), raw(3_072), raw(3_073)), (vec![], vec!["L10"], vec!["L10"], vec!["L10"]));
}

/// What is not well-formed is refused, each with a reason.
#[test]
fn malformed_text_is_refused() {
    let cases = [
        ("<wp:Text1>a & b</wp:Text1>", "L4"),
        ("<wp:Text1>a & b; c</wp:Text1>", "L4"),
        ("<wp:Text1>a < b</wp:Text1>", "L4"),
        ("<wp:Text1>I <3 you</wp:Text1>", "L4"),
        ("<wp:Text1 a='<'/>", "L4"),
        ("<wp:Text1 a='&'/>", "L4"),
        ("<wp:Text1>&nbsp;</wp:Text1>", "unknown"),
        ("<wp:Text1>&#0;</wp:Text1>", "no character"),
        ("<wp:Text1>&#xD800;</wp:Text1>", "no character"),
        ("<wp:Text1>a\u{1}b</wp:Text1>", "U+0001"),
        ("<wp:Text1>a\u{FFFF}b</wp:Text1>", "U+FFFF"),
        ("<wp:Text1>a]]>b</wp:Text1>", "]]&gt;"),
        ("<wp:Text1 a='1' a='2'/>", "twice"),
        ("<wp:Text1 a='1'b='2'/>", "white space"),
        ("<wp:Text1 a=1/>", "quotes"),
        ("<wp:Text1 a/>", "quotes"),
        ("<wp:Text1 ='1'/>", "no name"),
        ("<x:Text1/>", "not declared"),
        ("<wp:Text1 x:a='1'/>", "not declared"),
        ("<wp:Text1 xmlns:x=''/>", "cannot be bound"),
        ("<wp:Text1>", "`</wp:Toast>` stands where"),
        ("</wp:Text1>", "`</wp:Text1>` stands where"),
        ("<!-- a -- b -->", "--"),
        ("<!ELEMENT a>", "neither a comment"),
        ("<?XML a?>", "processing instruction"),
        ("<?xml version='1.0'?>", "very beginning"),
        ("<!DOCTYPE a>", "document type"),
    ];
    for (inside, expected) in cases {
        let message = refused_in_toast(inside);
        assert!(message.contains(expected), "{inside}: {message}");
    }
}

/// What stands around the document is refused unless it is white space, a comment or an instruction.
#[test]
fn the_document_stands_alone() {
    let good = in_root("<wp:Toast/>");
    assert!(read(format!("\n<!-- a --><?b c?>{good}\n<!-- d --> ").as_bytes(), Kind::Toast).is_ok());
    let cases = [
        (String::new(), "no element"),
        (" ".into(), "no element"),
        (format!("a{good}"), "before the first"),
        (format!("\u{FEFF}\u{FEFF}{good}"), "before the first"),
        (format!("{good}a"), "follows the end"),
        (format!("{good}{good}"), "follows the end"),
        (format!("{good}</a>"), "closes nothing"),
        (format!("{good}&amp;"), "follows the end"),
        (format!("{good}<![CDATA[]]>"), "follows the end"),
        (format!("<!DOCTYPE a [<!ENTITY b 'c'>]>{good}"), "document type"),
        (format!("<!doctype a>{good}"), "document type"),
        (format!("<!DOCTYPE a{good}"), "document type"),
        (format!("<?xml version='1.1'?>{good}"), "XML 1.0"),
        (format!("<?xml encoding='utf-8'?>{good}"), "declaration"),
        (good.replace("</wp:Notification>", ""), "`<wp:Notification>` is never closed"),
        (good.replace("</wp:Notification>", "</wp:Notification"), "not closed"),
        (format!("{good}<"), "bare `<`"),
    ];
    for (text, expected) in cases {
        let message = refused(&text).message;
        assert!(message.contains(expected), "{text}: {message}");
    }
}

/// A payload of the wrong kind, namespace or root is refused, and so is one that holds nothing.
#[test]
fn other_documents_are_refused() {
    assert!(refused(&in_root("<wp:Tile/>")).message.contains("a `wp:Tile`, not a toast"));
    assert!(read(in_root("<wp:Toast/>").as_bytes(), Kind::Tile).unwrap_err().message.contains("not a tile"));
    assert!(refused(&in_root("")).message.contains("holds no toast"));
    assert!(refused(&in_root("<wp:Toast/>").replace("WPN", "wpn")).message.contains("the root is"));
    assert!(refused("<Notification><Toast/></Notification>").message.contains("the root is"));
    assert!(refused("<wp:PushNotification xmlns:wp='WPNotification'/>").message.contains("the root is"));
}

/// Elements may be nested 32 deep and no deeper.
#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| in_root(&format!("<wp:Toast/>{}{}", "<a>".repeat(depth), "</a>".repeat(depth)));
    assert!(read(nested(31).as_bytes(), Kind::Toast).is_ok());
    assert!(refused(&nested(32)).message.contains("32 deep"));
    assert!(refused(&nested(100_000)).message.contains("32 deep"));
}

/// A refusal says where: line and column of what is wrong.
#[test]
fn refusals_have_a_place() {
    let at = |error: &ReadError| (error.span.line, error.span.column);
    let error = refused(&in_root("\n<wp:Toast>\n<wp:Text1>ÄÖ & Ü</wp:Text1></wp:Toast>"));
    assert_eq!(at(&error), (3, 14));
    assert!(error.to_string().starts_with("line 3, column 14: "));
    assert_eq!(at(&read(b"<a>\n<b>\xFF", Kind::Toast).unwrap_err()), (2, 4));
    assert_eq!(at(&refused("<a>\n b\u{0}</a>")), (2, 3));
}

/// Bodies of real senders read as they meant them, or say what is odd.
#[test]
fn senders_in_the_wild_are_understood() {
    let expected: [(&str, &[&str]); 9] = [
        ("single-quotes.toast", &["L27"]),
        ("no-declaration.tile", &[]),
        ("empty-id.tile", &[]),
        ("clear-with-content.tile", &["L8", "L14", "L14"]),
        ("attribute-called-attribute.tile", &["L17"]),
        ("indented-empty-param.toast", &[]),
        ("space-after-toast.toast", &[]),
        ("all-elements-empty.tile", &["L42", "L35", "L42", "L42", "L42"]),
        ("utf-16-declared.toast", &["L7"]),
    ];
    for (name, expected) in expected {
        assert_eq!(codes(&fixture(name).unwrap()), expected, "{name}");
    }
    assert_eq!(toast(&fixture("single-quotes.toast").unwrap()).text2.as_deref(), Some("Leaves at 10:40"));
    assert_eq!(
        flip(&fixture("no-declaration.tile").unwrap()).small_background_image,
        Field::Set(ImageRef::new("/Art/s.png"))
    );
    assert_eq!(tile(&fixture("empty-id.tile").unwrap()).id, None);
    assert_eq!(flip(&fixture("clear-with-content.tile").unwrap()).title, Field::Cleared);
    assert_eq!(toast(&fixture("indented-empty-param.toast").unwrap()).param.as_deref(), Some(""));
}

/// Bodies that real senders break are refused, each with its reason.
#[test]
fn broken_senders_are_told_why() {
    let expected = [
        ("param-cut-in-entity.toast", "L4"),
        ("no-escaping.toast", "L4"),
        ("preview-2010.toast", "before the first"),
        ("windows-1252-as-utf-8.toast", "0xE9 is not UTF-8"),
        ("cut-short.toast", "not closed"),
    ];
    for (name, reason) in expected {
        let message = fixture(name).unwrap_err().message;
        assert!(message.contains(reason), "{name}: {message}");
    }
}
