//! What becomes of a file that cannot be read? It is set aside under a name that says so, never deleted.

use std::path::Path;

use tilecast::archive::{Archive, Change, Name, OpenError, Outstanding, Unreadable, Wanted};
use tilecast::clock::Clock;
use tilecast::console::journal;
use tilecast::protocol::device::DeviceId;

use crate::kept::{fill, find, ids, keep, new, open, record};
use crate::program::Folder;
use crate::support::relay::START;

fn filled(data: &Path) {
    let archive = open(data).archive;
    archive.note(Change::HistoryLimit(100_000));
    fill(&archive, 1, (1..=500).map(|id| format!("body {id} {}", "x".repeat(500))));
}

fn set_aside(data: &Path, why: Unreadable, bytes: &[u8]) {
    let opened = open(data);
    let aside = opened.set_aside.clone().unwrap();
    assert_eq!(aside.why, why);
    let message = journal::set_aside(&aside);
    assert!(message.contains(aside.file.to_str().unwrap()), "{message}");
    assert!(aside.file.to_str().unwrap().contains("20261124T040223"), "{}", aside.file.display());
    // SQLite's own counters stand in the first 100 bytes.
    let kept = std::fs::read(&aside.file).unwrap();
    let from = if kept.starts_with(b"SQLite format 3") { 100 } else { 0 };
    assert_eq!(kept[from..], bytes[from..]);
    assert_eq!(find(&opened.archive, &Wanted::default()).total, 0);
    keep(&opened.archive, new(record(1, "a"), None)).unwrap();
    drop(opened);
    assert_eq!(open(data).set_aside, None);
}

/// A file that is no database, one that was cut off, and one that a newer program has written are set aside; so is a second one
/// in the same moment.
#[test]
fn unreadable_files_are_set_aside() {
    let folder = Folder::new();
    let data = folder.file("data");
    let file = data.join("tilecast.sqlite");
    filled(&data);
    let whole = std::fs::read(&file).unwrap();
    for garbage in [
        b"x".to_vec(),
        b"no database at all\n".repeat(1_000),
        whole[..whole.len() - 4_096].to_vec(),
        whole[..8_192].to_vec(),
        whole[..5_000].to_vec(),
    ] {
        std::fs::write(&file, &garbage).unwrap();
        set_aside(&data, Unreadable::Damaged, &garbage);
    }
    // Nothing is left but what was written last.
    std::fs::write(&file, "").unwrap();
    std::fs::write(data.join("tilecast.sqlite-wal"), "a log").unwrap();
    set_aside(&data, Unreadable::Damaged, b"");
    std::fs::write(&file, &whole).unwrap();
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 2).unwrap();
    let newer = std::fs::read(&file).unwrap();
    set_aside(&data, Unreadable::Newer, &newer);
    // Somebody else's database is none of ours.
    std::fs::remove_file(&file).unwrap();
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute_batch("CREATE TABLE theirs (a); PRAGMA user_version = 1")
        .unwrap();
    let theirs = std::fs::read(&file).unwrap();
    set_aside(&data, Unreadable::Damaged, &theirs);
    let kept =
        std::fs::read_dir(&data).unwrap().flatten().filter(|file| file.file_name().to_string_lossy().contains('-'));
    assert!(kept.count() >= 9);
}

/// Damage in the middle is no reason to end. It is found when it is met, and the file is set aside at the next start.
#[test]
fn damage_in_the_middle_is_met_later() {
    let folder = Folder::new();
    let data = folder.file("data");
    filled(&data);
    let file = data.join("tilecast.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let pages = bytes.len() / 4_096;
    for page in pages / 3..2 * pages / 3 {
        bytes[page * 4_096..(page + 1) * 4_096].fill(0xA5);
    }
    std::fs::write(&file, &bytes).unwrap();
    let opened = open(&data);
    if opened.set_aside.is_none() {
        assert!(opened.archive.history().find(&Wanted::default(), 10_000).is_err());
        drop(opened);
        assert_eq!(open(&data).set_aside.map(|aside| aside.why), Some(Unreadable::Damaged));
    }
}

/// A row that cannot be read is left out; the others are there.
#[test]
fn unreadable_rows_are_left_out() {
    let folder = Folder::new();
    let data = folder.file("data");
    let archive = open(&data).archive;
    let ana: DeviceId = "ana".parse().unwrap();
    let row = r#"{"device":"ana","name":"ana","os":"8.0","power":"normal","away_since":null,"told_inactive":false,"last_link_id":0,"apps":[]}"#;
    archive.note(Change::Device(ana, row.to_owned()));
    archive.note(Change::Device("ben".parse().unwrap(), String::from("{\"device\":7")));
    archive.note(Change::Document(Name::Faults, String::from(r#"[{"action":{"lose":true}},{"action":"?"}]"#)));
    archive.note(Change::Document(
        Name::Settings,
        String::from(r#"{"queue_depth":5,"of_the_future":1,"rate_per_sec":"?"}"#),
    ));
    for id in 1..=4 {
        keep(&archive, new(record(id, "a"), Some(Outstanding::default()))).unwrap();
    }
    drop(archive);
    let connection = rusqlite::Connection::open(data.join("tilecast.sqlite")).unwrap();
    connection
        .execute_batch(
            "UPDATE push SET record = x'7B7D' WHERE id = 2; UPDATE push SET record = 'text', at = 1.5 WHERE id = 3",
        )
        .unwrap();
    connection.execute_batch("INSERT INTO stages VALUES (4, 'x\n[\"acked\"]\n[\"acked\",1]\n')").unwrap();
    connection.execute_batch("INSERT INTO meter VALUES ('?', 1, 1)").unwrap();
    drop(connection);
    let kept = journal::open(&data, &Clock::virtual_at(START)).unwrap();
    assert_eq!(kept.set_aside, None);
    assert_eq!((kept.memory.devices.len(), kept.memory.faults.len(), kept.memory.meters.len()), (1, 1, 0));
    assert_eq!(kept.memory.settings.map(|settings| settings.queue_depth), Some(5));
    let pending: Vec<u64> = kept.memory.pending.iter().map(|(record, _)| record.id.0).collect();
    assert_eq!((pending, ids(&kept.recent)), (vec![1, 4], vec![1, 4]));
    assert_eq!(kept.recent[1].stages.len(), 1);
}

/// A folder belongs to one process.
#[test]
fn a_folder_is_used_once() {
    let folder = Folder::new();
    let first = open(&folder.file("data"));
    let second = Archive::open(&folder.file("data"), START);
    assert!(matches!(second, Err(OpenError::InUse(_))), "{second:?}");
    drop(first);
    open(&folder.file("data"));
}

/// A folder that cannot be made is named.
#[test]
fn a_folder_that_cannot_be_is_named() {
    let folder = Folder::new();
    std::fs::write(folder.file("file"), "").unwrap();
    let error = Archive::open(&folder.file("file/data"), START).unwrap_err().to_string();
    assert!(error.contains("file/data") && error.contains("--data"), "{error}");
    std::fs::create_dir_all(folder.file("data/tilecast.sqlite")).unwrap();
    let error = Archive::open(&folder.file("data"), START).unwrap_err().to_string();
    assert!(error.contains("tilecast.sqlite") && error.contains("--data"), "{error}");
}
