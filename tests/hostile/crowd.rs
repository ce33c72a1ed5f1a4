//! Who is served when as many connections are open as may be? Whoever has something to say: the idle ones make room.

use std::time::Duration;

use tokio::time::timeout;

use crate::support::wire::{Sender, raw};
use crate::support::{TestPhone, TestRelay};

/// Longer than anything here takes, and shorter than an idle connection may be silent where there is room.
const SOON: Duration = Duration::from_secs(20);

/// Sends a push that the phone gets.
async fn serve(sender: &mut Sender, phone: &mut TestPhone, path: &str, body: &str) {
    let sent = async {
        assert_eq!(sender.send(&raw(path, body)).await.verdict(), "received", "{body}");
        assert_eq!(phone.push().await.bytes(), body.as_bytes());
    };
    timeout(SOON, sent).await.unwrap_or_else(|_| panic!("{body} was not served"));
}

async fn is_closed(sender: Sender) {
    assert_eq!(timeout(SOON, sender.end()).await.expect("it is still open"), "");
}

/// Of those who are idle, the one that has been so for longest makes room, be it that it never said a word; phones stay.
#[tokio::test]
async fn the_longest_idle_makes_room() {
    let relay = TestRelay::with_room_for(5).await;
    let (mut phone, path) = relay.phone("ana").await;
    let silent = relay.sender().await;
    let mut first = relay.sender().await;
    serve(&mut first, &mut phone, &path, "first").await;
    let mut second = relay.sender().await;
    serve(&mut second, &mut phone, &path, "second").await;
    // All five places are taken: one is made free at once.
    let mut third = relay.sender().await;
    is_closed(silent).await;
    serve(&mut third, &mut phone, &path, "third").await;
    serve(&mut first, &mut phone, &path, "first again").await;
    let mut fourth = relay.sender().await;
    is_closed(second).await;
    for (sender, body) in [(&mut fourth, "fourth"), (&mut third, "third again"), (&mut first, "first once more")] {
        serve(sender, &mut phone, &path, body).await;
    }
}

/// However many connect and say nothing, who has something to say is served, and only who is idle is closed.
#[tokio::test]
async fn floods_of_silence_keep_nobody_out() {
    let relay = TestRelay::with_room_for(20).await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut halfway = relay.sender().await;
    let request = raw(&path, "in pieces");
    let (head, rest) = request.split_at(request.len() - 3);
    halfway.write(head).await;
    let mut silent = Vec::new();
    for number in 0..10 {
        for _ in 0..30 {
            silent.push(relay.sender().await);
        }
        let mut sender = relay.sender().await;
        serve(&mut sender, &mut phone, &path, &number.to_string()).await;
    }
    assert_eq!(
        timeout(SOON, halfway.send(rest)).await.unwrap().verdict(),
        "received",
        "a request under way is not idle"
    );
    assert_eq!(phone.push().await.bytes(), b"in pieces");
    relay.stop().await;
}
