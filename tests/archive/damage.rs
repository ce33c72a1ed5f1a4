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

/// Opens a folder whose file cannot be read: it stands aside as it was, byte for byte, and so does its log.
fn set_aside(data: &Path, why: Unreadable) {
    let found = bytes_of(&data.join("tilecast.sqlite"));
    let opened = open(data);
    let aside = opened.set_aside.clone().unwrap();
    assert_eq!(aside.why, why);
    let message = journal::set_aside(&aside);
    assert!(message.contains(aside.file.to_str().unwrap()), "{message}");
    assert!(aside.file.to_str().unwrap().contains("20261124T040223"), "{}", aside.file.display());
    assert!(bytes_of(&aside.file) == found, "{} was changed", aside.file.display());
    assert_eq!(find(&opened.archive, &Wanted::default()).total, 0);
    keep(&opened.archive, new(record(1, "a"), None)).unwrap();
    drop(opened);
    assert_eq!(open(data).set_aside, None);
}

/// The bytes of a file, of its log and of its journal, as far as they are there.
fn bytes_of(file: &Path) -> [Option<Vec<u8>>; 3] {
    ["", "-wal", "-journal"].map(|end| std::fs::read(format!("{}{end}", file.display())).ok())
}

/// Leaves a folder as a process does that is killed: with everything in the log, after so much more was written.
fn killed(folder: &Folder, data: &Path, change: &str) {
    let (lives, file) = (folder.file("lives"), data.join("tilecast.sqlite"));
    filled(&lives);
    let connection = rusqlite::Connection::open(lives.join("tilecast.sqlite")).unwrap();
    connection.execute_batch(change).unwrap();
    for end in ["", "-wal"] {
        let from = format!("{}{end}", lives.join("tilecast.sqlite").display());
        std::fs::copy(from, format!("{}{end}", file.display())).unwrap();
    }
    drop(connection);
    std::fs::remove_dir_all(lives).unwrap();
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
        set_aside(&data, Unreadable::Damaged);
    }
    // Nothing is left but what was written last.
    std::fs::write(&file, "").unwrap();
    std::fs::write(data.join("tilecast.sqlite-wal"), "a log").unwrap();
    set_aside(&data, Unreadable::Damaged);
    std::fs::write(&file, &whole).unwrap();
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 2).unwrap();
    set_aside(&data, Unreadable::Newer);
    // Somebody else's database is none of ours.
    std::fs::remove_file(&file).unwrap();
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute_batch("CREATE TABLE theirs (a); PRAGMA user_version = 1")
        .unwrap();
    set_aside(&data, Unreadable::Damaged);
    let kept =
        std::fs::read_dir(&data).unwrap().flatten().filter(|file| file.file_name().to_string_lossy().contains('-'));
    assert!(kept.count() >= 9);
}

/// What a newer program has written is judged by its log too, and neither it nor its log is touched; nor is a file that was cut
/// off and whose log does not hold what is missing. A log that holds all that is missing makes a whole file.
#[test]
fn a_log_is_looked_at_and_left() {
    let folder = Folder::new();
    let data = folder.file("data");
    let file = data.join("tilecast.sqlite");
    std::fs::create_dir_all(&data).unwrap();
    killed(&folder, &data, "PRAGMA user_version = 2");
    set_aside(&data, Unreadable::Newer);
    drop(open(&data));
    killed(&folder, &data, "PRAGMA application_id = 1");
    set_aside(&data, Unreadable::Damaged);
    killed(&folder, &data, "INSERT INTO closed VALUES (1, 'ana', 'x')");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..8_192]).unwrap();
    set_aside(&data, Unreadable::Damaged);
    // Every page is written again, and so all of them stand in the log.
    killed(&folder, &data, "VACUUM");
    std::fs::write(&file, &whole[..8_192]).unwrap();
    assert_eq!(open(&data).set_aside, None);
    // Half a change without a log, in a file that says that it is ours.
    drop(open(&data));
    std::fs::write(data.join("tilecast.sqlite-journal"), hot_journal(&std::fs::read(&file).unwrap())).unwrap();
    set_aside(&data, Unreadable::Damaged);
}

/// A journal that SQLite would play back into a file (sqlite.org/fileformat2.html, 3).
fn hot_journal(file: &[u8]) -> Vec<u8> {
    let pages = u32::try_from(file.len() / 4_096).unwrap();
    let mut journal = vec![0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];
    for number in [0, 0, pages, 512, 4_096] {
        journal.extend(u32::to_be_bytes(number));
    }
    journal.resize(512, 0);
    journal
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
        set_aside(&data, Unreadable::Damaged);
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
