//! Where an app's pictures come from: a folder, the web, and what is said of one that does not come.

use std::path::Path;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::desk::Desk;
use crate::support::wire;

const PICTURE: &[u8] = include_bytes!("../../assets/art/red.png");

/// A host of pictures: one at `/a.png`.
async fn host() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 4_096];
            let read = stream.read(&mut head).await.unwrap();
            let (status, body) = if head[..read].starts_with(b"GET /a.png ") {
                ("200 OK", PICTURE)
            } else {
                ("404 Not Found", &b""[..])
            };
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
        }
    });
    format!("http://{address}")
}

async fn touch(desk: &Desk, input: Value) -> Value {
    desk.call("POST", "/devices/ana/input", Some(input)).await.ok()
}

/// Sends a tile with this picture, waits until something more is told of it than that it is shown, and gives all that is told.
async fn told(desk: &Desk, address: &str, words: &str) -> Value {
    let body = format!(
        "<wp:Notification xmlns:wp=\"WPNotification\" Version=\"2.0\"><wp:Tile Template=\"FlipTile\">\
         <wp:BackgroundImage>{address}</wp:BackgroundImage></wp:Tile></wp:Notification>"
    );
    let path = desk.channel("ana").await;
    let headers = "X-WindowsPhone-Target: token\r\nX-NotificationClass: 1\r\n";
    assert_eq!(desk.push(&wire::post(&path, headers, body.as_bytes())).await, "received");
    let push = desk.get("/pushes?limit=1").await["pushes"][0]["id"].as_u64().unwrap();
    let hub = &desk.console.shared.hub;
    let mut version = hub.version();
    let patience = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        loop {
            version.mark_unchanged();
            let push = desk.get(&format!("/pushes/{push}")).await;
            if push["stages"].to_string().contains(words) {
                return push;
            }
            version.changed().await.unwrap();
        }
    });
    patience.await.unwrap()
}

async fn screen(desk: &Desk) -> Vec<u8> {
    desk.call("GET", "/devices/ana/screen.png?scale=0.5", None).await.bytes
}

/// Waits until the phone's screen is another one.
async fn until_changed(desk: &Desk, before: &[u8]) {
    let mut version = desk.console.shared.hub.version();
    let patience = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        loop {
            version.mark_unchanged();
            if screen(desk).await != before {
                return;
            }
            version.changed().await.unwrap();
        }
    });
    patience.await.unwrap();
}

/// A picture on the web needs its domain: without it the app gets `MessageBadContent`, with it the tile shows it, and what
/// does not come is said of the push.
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_on_the_web_needs_its_domain() {
    let desk = Desk::open().await;
    touch(&desk, json!({ "set": { "airplane": "off" } })).await;
    let host = host().await;
    let push = told(&desk, &format!("{host}/a.png"), "MessageBadContent").await;
    assert!(push["lint"].to_string().contains("L61"), "{push}");
    let events = desk.get("/devices/ana").await["shell"]["apps"][0]["events"].take();
    assert!(events[0]["text"].as_str().unwrap().starts_with("MessageBadContent"), "{events}");
    let bound = touch(&desk, json!({ "set": { "domains": { "app": "trips", "domains": ["127.0.0.1"] } } })).await;
    assert_eq!(
        (&bound["apps"][0]["tile_domains"][0], &bound["shell"]["apps"][0]["tile_domains"][0]),
        (&json!("127.0.0.1"), &json!("127.0.0.1"))
    );
    let before = screen(&desk).await;
    let push = told(&desk, &format!("{host}/a.png"), "shown").await;
    assert!(!push["lint"].to_string().contains("L61"), "{push}");
    until_changed(&desk, &before).await;
    let push = told(&desk, &format!("{host}/b.png"), "the host answered 404").await;
    assert_eq!(
        push["stages"].as_array().unwrap().iter().filter(|stage| stage["stage"] == "shown").count(),
        2,
        "{push}"
    );
}

/// An app has its pictures in a folder, if somebody says which; one that is none is refused, and so are too many domains
/// and what names no host.
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_holds_pictures() {
    let desk = Desk::open().await;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pictures-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("M.png"), PICTURE).unwrap();
    std::fs::write(folder.join("broken.png"), &PICTURE[..100]).unwrap();
    let before = screen(&desk).await;
    let shell =
        touch(&desk, json!({ "set": { "assets": { "app": "trips", "folder": &folder } } })).await["shell"].take();
    assert_eq!(shell["apps"][0]["assets"], json!(&folder));
    until_changed(&desk, &before).await;
    told(&desk, "/broken.png", "cannot be shown").await;
    let none = json!({ "set": { "assets": { "app": "trips", "folder": folder.join("none") } } });
    assert_eq!(desk.call("POST", "/devices/ana/input", Some(none)).await.error(), (422, "value"));
    for domains in [vec!["a"; 33], vec!["pictures.example.org", "a b"], vec![""]] {
        let wrong = json!({ "set": { "domains": { "app": "trips", "domains": domains } } });
        assert_eq!(desk.call("POST", "/devices/ana/input", Some(wrong)).await.error(), (422, "value"));
    }
    let nobody = json!({ "set": { "assets": { "app": "none", "folder": null } } });
    assert_eq!(desk.call("POST", "/devices/ana/input", Some(nobody)).await.error(), (409, "no-effect"));
    let wanted = json!({ "name": "bo", "assets": &folder, "tile_domains": ["pictures.example.org"] });
    let bo = desk.call("POST", "/devices", Some(wanted)).await;
    assert_eq!((bo.status, &bo.json["apps"][0]["tile_domains"]), (201, &json!(["pictures.example.org"])));
    std::fs::remove_dir_all(folder).unwrap();
}
