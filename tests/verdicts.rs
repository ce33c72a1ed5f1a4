//! The table of answers, walked row by row and dialect by dialect.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use tilecast::protocol::Verdict;
use tilecast::protocol::header::{DEVICE_STATUS, NOTIFICATION_STATUS, SUBSCRIPTION_STATUS};
use tilecast::protocol::status::Dialect;
use tilecast::protocol::verdict::{Outcome, TABLE};

fn written(verdict: Verdict, dialect: Dialect) -> BTreeMap<&'static str, &'static str> {
    verdict.headers(dialect).collect()
}

fn read(code: u16, headers: &BTreeMap<&str, &str>) -> Option<Verdict> {
    let value = |name| headers.get(name).copied();
    Verdict::read(code, value(NOTIFICATION_STATUS), value(DEVICE_STATUS), value(SUBSCRIPTION_STATUS)).ok()
}

/// What is written for a row in any dialect is read as that row.
#[test]
fn every_row_is_read_as_it_was_written() {
    for row in &TABLE {
        for dialect in Dialect::ALL {
            assert_eq!(read(row.code, &written(row.verdict, dialect)), Some(row.verdict), "{} {dialect:?}", row.name);
        }
    }
}

/// No two rows look the same in a dialect.
#[test]
fn every_row_has_a_look_of_its_own() {
    for dialect in Dialect::ALL {
        let looks: BTreeSet<_> = TABLE.iter().map(|row| (row.code, written(row.verdict, dialect))).collect();
        assert_eq!(looks.len(), TABLE.len(), "{dialect:?}");
    }
}

/// Rows stand in the order of their verdicts, and each name is one verdict's.
#[test]
fn rows_and_names_are_in_order() {
    assert!(TABLE.iter().is_sorted_by_key(|row| row.verdict));
    for row in &TABLE {
        assert_eq!(row.verdict.row(), row);
        assert_eq!(Verdict::from_name(row.name), Some(row.verdict));
        assert_eq!(serde_json::to_value(row.verdict).unwrap(), row.name);
    }
    assert_eq!(Verdict::all().count(), TABLE.len());
    assert_eq!(TABLE.iter().map(|row| row.name).collect::<BTreeSet<_>>().len(), TABLE.len());
}

/// The codes of the rows are those of the documents, and never one that no client of the service knows.
#[test]
fn codes_are_those_of_the_documents() {
    let codes: BTreeSet<u16> = TABLE.iter().map(|row| row.code).collect();
    assert_eq!(codes, BTreeSet::from([200, 400, 401, 403, 404, 405, 406, 412, 500, 503]));
}

/// 200, 404 and 406 carry all three statuses, 412 the first two, every other answer none.
#[test]
fn statuses_are_there_or_not() {
    for row in &TABLE {
        let names: Vec<_> = row.verdict.headers(Dialect::default()).map(|(name, _)| name).collect();
        let expected: &[&str] = match row.code {
            200 | 404 | 406 => &[DEVICE_STATUS, NOTIFICATION_STATUS, SUBSCRIPTION_STATUS],
            412 => &[DEVICE_STATUS, NOTIFICATION_STATUS],
            _ => &[],
        };
        assert_eq!(names, expected, "{}", row.name);
    }
}

/// The values on the wire are spelled exactly as real clients compare them.
#[test]
fn values_are_spelled_exactly() {
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in &TABLE {
        for (name, value) in row.verdict.headers(Dialect::default()) {
            values.entry(name).or_default().insert(value);
        }
    }
    let set = |name| values.get(name).cloned().unwrap();
    assert_eq!(set(NOTIFICATION_STATUS), BTreeSet::from(["Received", "QueueFull", "Suppressed", "Dropped"]));
    assert_eq!(set(DEVICE_STATUS), BTreeSet::from(["Connected", "TempDisconnected", "Disconnected", "InActive"]));
    assert_eq!(set(SUBSCRIPTION_STATUS), BTreeSet::from(["Active", "Expired"]));
}

/// A reader ignores letter case and takes a literal N/A for a header that is not there.
#[test]
fn answers_are_read_leniently() {
    assert_eq!(Verdict::read(200, Some("received"), Some("CONNECTED"), Some("active")), Ok(Verdict::Received));
    assert_eq!(Verdict::read(400, Some("N/A"), Some("n/a"), Some(" ")), Ok(Verdict::BadRequest));
    for spelling in ["InActive", "Inactive", "Disconnected"] {
        assert_eq!(Verdict::read(412, Some("Dropped"), Some(spelling), None), Ok(Verdict::DeviceInactive));
    }
    assert!(Verdict::read(200, None, None, None).is_err());
    assert!(Verdict::read(413, None, None, None).is_err());
}

/// Only a 200 keeps a push, and every other answer refuses it.
#[test]
fn outcomes_go_with_codes() {
    for row in &TABLE {
        assert_eq!(row.outcome == Outcome::Refused, row.code != 200, "{}", row.name);
    }
}
