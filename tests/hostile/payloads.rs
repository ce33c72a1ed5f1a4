//! What can a payload do to its reader? However large or tangled it is, it is read or refused in one go.

use tilecast::notification::Kind;
use tilecast::notification::read::{ReadError, Reading, read};
use tilecast::relay::Settings;

use crate::others_are_served;
use crate::support::TestRelay;
use crate::support::wire::post;

/// How many there are of a thing: what costs the square of this is not done within this test's lifetime. A million was tried by
/// hand.
const MANY: usize = 100_000;

fn tile(attributes: &str, inside: &str) -> String {
    format!("<wp:Notification xmlns:wp=\"WPNotification\"><wp:Tile{attributes}>{inside}</wp:Tile></wp:Notification>")
}

fn read_tile(text: &str) -> Result<Reading, ReadError> {
    read(text.as_bytes(), Kind::Tile)
}

/// However many there are of a thing, reading it takes no longer than its length, and remembers little of it.
#[test]
fn a_hundred_thousand_of_anything_are_read_in_one_go() {
    let distinct = (0..MANY).map(|number| format!(" a{number}=\"\"")).collect::<Vec<_>>().concat();
    let spaces = (0..MANY).map(|number| format!(" xmlns:n{number}=\"u\"")).collect::<Vec<_>>().concat();
    let refused = [
        tile(&" a=\"\"".repeat(MANY), ""),
        tile(&distinct, ""),
        tile(&spaces, ""),
        tile("", &"<a>".repeat(MANY)),
        "<a>".repeat(MANY),
        "<".repeat(MANY),
        "&".repeat(MANY),
        "</a>".repeat(MANY),
        tile("", &"<a".repeat(MANY)),
        tile("", &"<!--".repeat(MANY)),
        tile("", &"<![CDATA[".repeat(MANY)),
        tile("", &"<?a ".repeat(MANY)),
        tile("", &"&amp".repeat(MANY)),
        format!("<!DOCTYPE a [{}]>", "<!ENTITY b \"c\">".repeat(MANY)),
    ];
    for text in &refused {
        assert!(read_tile(text).is_err(), "{}", text.split_at(40).0);
    }
    let taken = [
        tile("", &"<a/>".repeat(MANY)),
        tile("", &"<!-- a -->".repeat(MANY)),
        tile("", &"<?a b?>".repeat(MANY)),
        tile("", &"word<a/>".repeat(MANY)),
        tile("", &format!("<wp:Title>{}</wp:Title>", "x".repeat(10 * MANY))),
        tile("", &format!("<wp:Title>{}</wp:Title>", "&amp;".repeat(MANY))),
        tile("", &format!("<wp:Title>{}</wp:Title>", "&amp;amp;".repeat(MANY))),
        tile("", &format!("<wp:Title>{}</wp:Title>", "<![CDATA[x]]>".repeat(MANY))),
        tile("", &format!("<wp:Title>{}</wp:Title>", "a\n".repeat(MANY))),
        tile("", &format!("<wp:Title>{}</wp:Title>", "<a><b/></a>".repeat(MANY))),
        tile("", &"<wp:Count>1</wp:Count>".repeat(MANY)),
        tile("", &format!("<wp:Count>{}</wp:Count>", "9".repeat(MANY))),
        tile(&format!(" Id=\"{}\"", "&#65;".repeat(MANY)), ""),
        tile("", &format!("<a xmlns=\"{}\"/>", "u".repeat(MANY))),
    ];
    for text in &taken {
        let reading = read_tile(text).unwrap_or_else(|error| panic!("{}: {error}", text.split_at(100).0));
        assert!(reading.diagnostics.len() <= 101, "{}", reading.diagnostics.len());
        assert!(reading.places().count() <= 25 + 5);
    }
}

/// What goes through the relay is small, and so is what is remembered of it, whatever it is made of.
#[tokio::test]
async fn remarks_stay_small() {
    let settings = Settings { max_payload_bytes: Settings::MAX_ALLOWED_PAYLOAD_BYTES, ..Settings::default() };
    let mut relay = TestRelay::with(settings).await;
    let (mut phone, path) = relay.phone("ana").await;
    let room = Settings::MAX_ALLOWED_PAYLOAD_BYTES - tile("", "").len();
    let name = "n".repeat(room / 2 - 3);
    for inside in
        ["<a/>".repeat(room / 4), "&amp;amp;".repeat(100), format!("<{name}></{name}>"), "x<a/>".repeat(room / 5)]
    {
        let request = post(&path, "X-WindowsPhone-Target: token\r\n", tile("", &inside).as_bytes());
        let answer = relay.sender().await.send(&request).await;
        assert_eq!(answer.verdict(), "received");
        phone.push().await;
        let record = relay.record().await;
        let bytes = serde_json::to_vec(&record.lint).unwrap().len();
        assert!(bytes < 128 * 1_024, "{bytes} bytes of remarks");
    }
    others_are_served(&relay, &mut phone, &path).await;
}
