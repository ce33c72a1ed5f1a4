//! What does the reader say of texts, parameters and broken payloads, and does what it offers mend them? What it reads, and what
//! else it finds odd, is `notification.rs`.
#![cfg(test)]

use tilecast::notification::Kind;
use tilecast::notification::lint::{Diagnostic, Severity, Span};
use tilecast::notification::read::read;

fn toast(inside: &str) -> String {
    format!(r#"<wp:Notification xmlns:wp="WPNotification"><wp:Toast>{inside}</wp:Toast></wp:Notification>"#)
}

fn tile(inside: &str) -> String {
    format!(r#"<wp:Notification xmlns:wp="WPNotification"><wp:Tile>{inside}</wp:Tile></wp:Notification>"#)
}

/// What is found in a text, whether it can be read or not.
fn lint(text: &str, kind: Kind) -> Vec<Diagnostic> {
    read(text.as_bytes(), kind).map_or_else(|error| vec![error.diagnostic()], |reading| reading.diagnostics)
}

fn codes(lint: &[Diagnostic]) -> Vec<&'static str> {
    lint.iter().map(|diagnostic| diagnostic.code).collect()
}

/// The text with a fix put in the place of its span.
fn mended(text: &str, diagnostic: &Diagnostic) -> Option<String> {
    let fix = diagnostic.fix.as_ref()?;
    let offset = |line: u32, column: u32| {
        let start: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
        let inside: usize = text.get(start..)?.chars().take(column as usize - 1).map(char::len_utf8).sum();
        Some(start + inside)
    };
    let Span { line, column, end_line, end_column } = diagnostic.span;
    let (from, to) = (offset(line, column)?, offset(end_line, end_column)?);
    Some(format!("{}{}{}", text.get(..from)?, fix.replacement, text.get(to..)?))
}

/// Texts, the codes that they get, and the text that the first fix makes of them.
fn check(cases: &[(&str, &[&str], Option<&str>)], of: fn(&str) -> String, kind: Kind) {
    for (inside, expected, fixed) in cases {
        let text = of(inside);
        let found = lint(&text, kind);
        assert_eq!(codes(&found), *expected, "{inside}");
        let changed = found.first().and_then(|first| mended(&text, first));
        assert_eq!(changed, fixed.map(of), "{inside}");
        if let Some(changed) = changed {
            assert!(!codes(&lint(&changed, kind)).contains(&expected[0]), "{changed}");
        }
    }
}

/// A text that is escaped twice shows its second escaping on the phone.
#[test]
fn what_is_escaped_twice_is_found() {
    check(
        &[
            ("<wp:Text1>Ana&amp;apos;s</wp:Text1>", &["L3"], Some("<wp:Text1>Ana&apos;s</wp:Text1>")),
            ("<wp:Text1>a &amp;amp; b</wp:Text1>", &["L3"], Some("<wp:Text1>a &amp; b</wp:Text1>")),
            ("<wp:Text1>&amp;#39;</wp:Text1>", &["L3"], Some("<wp:Text1>&#39;</wp:Text1>")),
            ("<wp:Text1>&amp;#x27;</wp:Text1>", &["L3"], Some("<wp:Text1>&#x27;</wp:Text1>")),
            ("<wp:Param>/P.xaml?a=1&amp;amp;b=2</wp:Param>", &["L3"], Some("<wp:Param>/P.xaml?a=1&amp;b=2</wp:Param>")),
            ("<wp:Text1><![CDATA[Ana&apos;s]]></wp:Text1>", &["L3"], None),
            ("<wp:Text1>Tom &amp; Ana</wp:Text1><wp:Text2>a;b &amp;; c &amp;x; &amp;#;</wp:Text2>", &[], None),
            ("<wp:Param>/P.xaml?a=1&amp;b=2</wp:Param>", &[], None),
        ],
        toast,
        Kind::Toast,
    );
}

/// What a tap leads to begins with a page or a question mark, does not end in an ampersand, and has 256 characters at most.
#[test]
fn params_are_checked() {
    let longest = format!("<wp:Param>/{}</wp:Param>", "ä".repeat(255));
    let too_long = format!("<wp:Param>/{}</wp:Param>", "ä".repeat(256));
    check(
        &[
            ("<wp:Param>/P.xaml?a=1</wp:Param>", &[], None),
            ("<wp:Param>?a=1</wp:Param>", &[], None),
            ("<wp:Param></wp:Param>", &[], None),
            ("<wp:Param>P.xaml?a=1</wp:Param>", &["L5"], Some("<wp:Param>/P.xaml?a=1</wp:Param>")),
            ("<wp:Param>a=1</wp:Param>", &["L5"], None),
            ("<wp:Param>/P.xaml?a=1&amp;</wp:Param>", &["L5"], Some("<wp:Param>/P.xaml?a=1</wp:Param>")),
            ("<wp:Param><![CDATA[/P.xaml?a=1&]]></wp:Param>", &["L5"], None),
            (&longest, &[], None),
            (&too_long, &["L40"], None),
        ],
        toast,
        Kind::Toast,
    );
}

/// A line break within a text stands on the phone as it is; between elements it does not matter.
#[test]
fn pretty_printed_texts_are_found() {
    check(
        &[
            ("\n <wp:Text1>a</wp:Text1>\n", &[], None),
            ("<wp:Text1>\n  a\n</wp:Text1>", &["L41"], Some("<wp:Text1>a</wp:Text1>")),
            ("<wp:Text1>a\nb</wp:Text1>", &["L41"], None),
            ("<wp:Text1>a&#10;b</wp:Text1>", &[], None),
            ("<wp:Sound>\n/a.wav</wp:Sound>", &["L41"], Some("<wp:Sound>/a.wav</wp:Sound>")),
        ],
        toast,
        Kind::Toast,
    );
    let image = "<wp:BackgroundImage>\n/a.png</wp:BackgroundImage>";
    check(&[(image, &["L41"], Some("<wp:BackgroundImage>/a.png</wp:BackgroundImage>"))], tile, Kind::Tile);
}

/// An empty text or picture is a warning, unless it is cleared.
#[test]
fn empty_elements_are_found() {
    check(
        &[
            ("<wp:Title></wp:Title>", &["L42"], None),
            ("<wp:Title/>", &["L42"], None),
            ("<wp:BackBackgroundImage></wp:BackBackgroundImage>", &["L42"], None),
            (r#"<wp:Title Action="Clear"></wp:Title>"#, &[], None),
        ],
        tile,
        Kind::Tile,
    );
}

/// What cannot be read has a code as well, and a fix where it is certain.
#[test]
fn broken_payloads_have_a_code() {
    check(
        &[
            ("<wp:Text1>a & b</wp:Text1>", &["L4"], Some("<wp:Text1>a &amp; b</wp:Text1>")),
            ("<wp:Text1>Да & нет</wp:Text1>", &["L4"], Some("<wp:Text1>Да &amp; нет</wp:Text1>")),
            ("<wp:Text1>I <3 you</wp:Text1>", &["L4"], Some("<wp:Text1>I &lt;3 you</wp:Text1>")),
            ("<wp:Param>/P?a&am</wp:Param>", &["L4"], None),
            ("<wp:Param>/P?a&amp</wp:Param>", &["L4"], None),
            ("<wp:Text1>&nbsp;</wp:Text1>", &["L4"], None),
            ("<wp:Text1>", &["L39"], None),
            ("<wp:Text1>a\u{1}</wp:Text1>", &["L39"], None),
        ],
        toast,
        Kind::Toast,
    );
    for bytes in [&b"<a>\xE9</a>"[..], b"<\0a\0"] {
        let error = read(bytes, Kind::Toast).unwrap_err().diagnostic();
        assert_eq!((error.code, error.severity), ("L7", Severity::Warning));
    }
}

/// Where no letter may stand, escaping one mends nothing: no fix is offered there.
#[test]
fn outside_the_root_nothing_is_escaped() {
    let whole = toast("");
    let after = |text: &str| format!("{whole}{text}");
    for text in [
        String::from("< a"),
        String::from("<5>"),
        String::from("<5 a=\"1\">"),
        String::from("& a"),
        String::from("& ;"),
        after("<5"),
        after("<5>"),
        after("&"),
        after("& ;"),
        whole.replace("<wp:N", "<?xml version=\"&\"?><wp:N"),
    ] {
        let found = lint(&text, Kind::Toast);
        assert!(found[0].severity == Severity::Error && found[0].fix.is_none(), "{text}: {found:?}");
    }
}

/// Of a long name only its beginning is quoted, so that what is said of it is read to the end.
#[test]
fn long_names_are_quoted_short() {
    let long = "é".repeat(1_000);
    for (text, end) in [
        (toast(&format!("<wp:{long}>")), "…>` must"),
        (format!("<wp:Notification xmlns:wp=\"WPNotification\"><{long}>"), "is never closed"),
        (format!("<a {long}/>"), "has no value in quotes"),
        (format!("<a {long}=\"\" {long}=\"\"/>"), "stands twice in one tag"),
        (format!("<{long}:a/>"), "is not declared"),
    ] {
        let found = lint(&text, Kind::Toast);
        assert!(found[0].message.ends_with(end) && found[0].message.contains("é…"), "{}", found[0].message);
    }
}

/// However much is wrong, at most a hundred findings are listed, with a note that there are more, and none is long.
#[test]
fn findings_are_bounded() {
    let many = tile(&"<a/>".repeat(5_000));
    let found = lint(&many, Kind::Tile);
    assert_eq!(found.len(), 101);
    assert_eq!(found.last().unwrap().code, "L43");
    let long = "x".repeat(100_000);
    for text in [
        tile(&format!("<{long}/>")),
        tile(&format!("<wp:Count>{long}</wp:Count>")),
        format!("<{long}/>"),
        tile(&format!("&{long};")),
    ] {
        assert!(lint(&text, Kind::Tile).iter().all(|diagnostic| diagnostic.message.chars().count() < 300));
    }
}
