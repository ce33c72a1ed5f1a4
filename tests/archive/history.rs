//! What is found in the history, and how does it end?

use std::time::Duration;

use proptest::prelude::*;
use tilecast::archive::{Archive, Change, Outstanding, Wanted};
use tilecast::clock::Timestamp;
use tilecast::notification::Kind;
use tilecast::protocol::{PushId, Stage, StageEvent, Verdict};

use crate::kept::{fill, find, flush, ids, keep, new, open, record, rest};
use crate::program::Folder;
use crate::support::relay::START;

fn total(archive: &Archive, wanted: &Wanted) -> usize {
    find(archive, wanted).total
}

/// Every filter finds the same, whether a push is indexed already or not.
#[test]
fn filters_find_what_fits() {
    let folder = Folder::new();
    let archive = open(&folder.file("data")).archive;
    let bodies: Vec<Vec<u8>> = (1..=300_u32)
        .map(|id| match id % 4 {
            0 => format!("<Text1>Größe {id}</Text1>").into_bytes(),
            1 => vec![0, 0xFF, b'a', 0],
            2 => format!("a \"quoted\" 50% OFF {id}").into_bytes(),
            _ => Vec::new(),
        })
        .collect();
    for (id, body) in (1..).zip(&bodies) {
        archive.note(Change::Push(new(record(id, body.clone()), None)));
    }
    flush(&archive);
    let text = |text: &str| Wanted { text: Some(String::from(text)), ..Wanted::default() };
    let wanted = [
        (Wanted::default(), 300),
        (Wanted { kind: Some(Kind::Tile), ..Wanted::default() }, 100),
        (Wanted { verdict: Some(Verdict::Suppressed), ..Wanted::default() }, 60),
        (Wanted { device: Some(String::from("ben")), ..Wanted::default() }, 150),
        (Wanted { app: Some(String::from("news")), ..Wanted::default() }, 0),
        (Wanted { after: Some(PushId(10)), before: Some(PushId(21)), ..Wanted::default() }, 10),
        (Wanted { since: Some(START.plus(Duration::from_millis(291))), ..Wanted::default() }, 10),
        (text("größe"), 75),
        (text("GRÖSSE"), 0),
        (text("\"Quoted\""), 75),
        (text("50% off 30"), 1),
        (text("%"), 75),
        (text("\0"), 75),
        (text("ff 2"), 28),
        (text(""), 300),
        (text("* OR NEAR("), 0),
        (Wanted { kind: Some(Kind::Tile), ..text("off") }, 25),
    ];
    let look = |when: &str| {
        for (wanted, count) in &wanted {
            let found = find(&archive, wanted);
            assert_eq!(found.total, *count, "{when}: {wanted:?}");
            assert!(found.newest.is_sorted_by_key(|told| told.record.id), "{when}: {wanted:?}");
            assert_eq!(found.newest.len(), (*count).min(10), "{when}: {wanted:?}");
        }
    };
    look("before the index");
    rest(&archive);
    look("by the index");
    assert_eq!(ids(&find(&archive, &Wanted::default()).newest), (291..=300).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// A text is found by the index exactly where it stands in the body, in any letter case.
    #[test]
    fn texts_are_found_where_they_stand(
        bodies in prop::collection::vec("[a-cA-CßİΣ\"%_* \0]{0,12}", 1..20),
        texts in prop::collection::vec("[a-cA-CßİΣ\"%_* \0]{1,4}", 1..10),
    ) {
        let folder = Folder::new();
        let archive = open(&folder.file("data")).archive;
        fill(&archive, 1, bodies.clone());
        for text in texts {
            let wanted = text.to_lowercase();
            let fits = bodies.iter().filter(|body| body.to_lowercase().contains(&wanted)).count();
            prop_assert_eq!(total(&archive, &Wanted { text: Some(text.clone()), ..Wanted::default() }), fits, "{:?}", text);
        }
    }
}

/// The history ends where it may not be longer; what is still to be delivered stays until it is.
#[test]
fn the_oldest_go_first() {
    let folder = Folder::new();
    let archive = open(&folder.file("data")).archive;
    archive.note(Change::HistoryLimit(100));
    keep(&archive, new(record(1, "waits"), Some(Outstanding::default()))).unwrap();
    fill(&archive, 2, (2..=2_000).map(|id| format!("body {id}")));
    let found = find(&archive, &Wanted::default());
    assert_eq!((found.total, found.newest[0].record.id), (100, PushId(1_991)));
    assert_eq!(total(&archive, &Wanted { text: Some(String::from("body 1900")), ..Wanted::default() }), 0);
    assert!(archive.history().one(PushId(1_900)).unwrap().is_none());
    drop(archive);
    let opened = open(&folder.file("data"));
    assert_eq!(opened.loaded.outstanding.len(), 1);
    assert_eq!((opened.loaded.outstanding[0].0.id, opened.loaded.newest), (PushId(1), PushId(2_000)));
    opened.archive.note(Change::Settled(PushId(1)));
    rest(&opened.archive);
    drop(opened);
    let connection = rusqlite::Connection::open(folder.file("data/tilecast.sqlite")).unwrap();
    let rows = |table: &str| -> i64 {
        connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!([rows("push"), rows("listed"), rows("outstanding")], [100, 100, 0]);
}

/// What is forgotten cannot be found from that moment on, and stays forgotten.
#[test]
fn forgotten_is_forgotten() {
    let folder = Folder::new();
    let archive = open(&folder.file("data")).archive;
    fill(&archive, 1, ["a", "b", "c"]);
    archive.note(Change::Forgotten);
    assert_eq!(total(&archive, &Wanted::default()), 0);
    fill(&archive, 4, ["d"]);
    assert_eq!(ids(&find(&archive, &Wanted::default()).newest), [4]);
    drop(archive);
    let opened = open(&folder.file("data"));
    assert_eq!(ids(&find(&opened.archive, &Wanted::default()).newest), [4]);
    opened.archive.note(Change::Forgotten);
    rest(&opened.archive);
    drop(opened);
    // Numbers go on, although no push is left that had one.
    assert_eq!(open(&folder.file("data")).loaded.newest, PushId(4));
}

/// Stages are told with their push, in order of time, whenever they came.
#[test]
fn stages_stand_with_their_push() {
    let folder = Folder::new();
    let archive = open(&folder.file("data")).archive;
    let at = |micros: i64| Timestamp::from_micros(START.as_micros() + micros);
    let reach = |archive: &Archive, stage: Stage, micros: i64, detail: Option<&str>| {
        let detail = detail.map(str::to_owned);
        archive.note(Change::Stage(StageEvent { push: PushId(1), stage, at: at(micros), detail }));
    };
    archive.note(Change::Push(new(record(1, "a"), Some(Outstanding::default()))));
    reach(&archive, Stage::Accepted, 1, None);
    reach(&archive, Stage::Queued, 2, Some("away,\n\"so\" it waits"));
    drop(archive);
    let archive = open(&folder.file("data")).archive;
    reach(&archive, Stage::Acked, 4, None);
    reach(&archive, Stage::OnLink, 3, None);
    rest(&archive);
    let told = archive.history().one(PushId(1)).unwrap().unwrap();
    let stages: Vec<_> =
        told.stages.iter().map(|event| (event.stage, event.at.as_micros() - START.as_micros())).collect();
    assert_eq!(stages, [(Stage::Accepted, 1), (Stage::Queued, 2), (Stage::OnLink, 3), (Stage::Acked, 4)]);
    assert_eq!(told.stages[1].detail.as_deref(), Some("away,\n\"so\" it waits"));
    assert_eq!(told.record.at, at(1_000));
}

/// Pushes that come a little out of order are found, also where the index has passed their number.
#[test]
fn latecomers_are_found() {
    let folder = Folder::new();
    let archive = open(&folder.file("data")).archive;
    fill(&archive, 10, ["ten"]);
    fill(&archive, 9, ["nine"]);
    let text = |text: &str| Wanted { text: Some(String::from(text)), ..Wanted::default() };
    assert_eq!((total(&archive, &text("nine")), total(&archive, &Wanted::default())), (1, 2));
    drop(archive);
    let archive = open(&folder.file("data")).archive;
    rest(&archive);
    assert_eq!((total(&archive, &text("nine")), total(&archive, &Wanted::default())), (1, 2));
}
