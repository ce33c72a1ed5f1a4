//! Are settings and faults taken or refused, and never half? Targets: `Settings::patched`, and the relay's list of faults.

use serde_json::Value;
use tilecast::clock::{Clock, Timestamp};
use tilecast::relay::{EventSink, Fault, Memory, Relay, RelaySetup, Settings};

use crate::Target;

const WORDS: &[&[u8]] = &[
    b"null",
    b"true",
    b"false",
    b"-1",
    b"0",
    b"1e999",
    b"1e-999",
    b"1.5",
    b"18446744073709551616",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"\"",
    b"\\u0000",
    b"\\ud800",
    b"\"queue_depth\":",
    b"\"daily_quota\":",
    b"\"rate_per_sec\":",
    b"\"inactive_after_secs\":",
    b"\"max_payload_bytes\":",
    b"\"callback_hosts\":",
    b"\"history_limit\":",
    b"\"get_answers\":200",
    b"\"match\":",
    b"\"skip\":",
    b"\"times\":",
    b"\"probability\":",
    b"\"action\":",
    b"\"verdict\":",
    b"\"delay_ms\":",
    b"\"close\":\"mid-answer\"",
    b"\"lose\":true",
    b"\"duplicate\":",
    b"\"hold\":true",
    b"\"corrupt\":true",
    b"\"kind\":\"tile\"",
    b"\"id\":",
    b"\"seen\":",
];

fn relay() -> Relay {
    let (events, _) = EventSink::channel(1);
    let base = String::from("http://127.0.0.1:1");
    let clock = Clock::virtual_at(Timestamp::from_secs(1));
    let setup =
        RelaySetup { settings: Settings::default(), clock, events, base, tls_base: None, journal: None, seed: 1 };
    Relay::new(setup, Memory::default())
}

fn seeds(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// A change of settings is taken as a whole or not at all; what is taken is within its bounds, and the same when it is written
/// and read.
#[test]
fn settings() {
    let all = serde_json::to_vec(&Settings::default()).unwrap();
    let mut seeds = seeds(&[
        "{}",
        r#"{"queue_depth":3,"rate_per_sec":5,"daily_quota":null}"#,
        r#"{"callback_hosts":["push.example.org","[::1]:80"],"inactive_spelling":"Disconnected"}"#,
        r#"{"bad_payload_fails_at":"phone","raw_to_stopped_app":"suppressed","get_answers":200,"extra_connected_header":true}"#,
    ]);
    seeds.push(all);
    let relay = relay();
    Target { name: "settings", seeds, words: WORDS, cases: 3_000 }.run(|bytes| {
        let Ok(patch) = serde_json::from_slice::<Value>(bytes) else { return Ok(()) };
        let before = relay.settings();
        let taken = match relay.change_settings(&patch) {
            Ok(taken) => taken,
            Err(error) if error.to_string().is_empty() => return Err(String::from("refused without a word")),
            Err(_) if relay.settings() != before => return Err(String::from("refused, and changed nevertheless")),
            Err(_) => return Ok(()),
        };
        let bounded = taken.queue_depth <= Settings::MAX_QUEUE_DEPTH
            && (1..=Settings::MAX_ALLOWED_PAYLOAD_BYTES).contains(&taken.max_payload_bytes)
            && (1..=Settings::MAX_HISTORY_LIMIT).contains(&taken.history_limit)
            && (1..=Settings::MAX_INACTIVE_AFTER_SECS).contains(&taken.inactive_after_secs)
            && taken.callback_hosts.iter().all(|host| !host.contains('/'));
        let text = serde_json::to_string(&*taken).unwrap();
        let again: Settings = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
        if !bounded || again != *taken || *relay.settings() != *taken {
            return Err(format!("{taken:?}"));
        }
        Ok(())
    });
}

/// A fault is taken or refused; what is taken is within its bounds, and the same when it is written and read.
#[test]
fn fault() {
    let seeds = seeds(&[
        r#"{"action":{"verdict":"service-unavailable"}}"#,
        r#"{"match":{"device":"ana","kind":"toast","text":"Train"},"skip":1,"times":null,"probability":0.25,"action":{"delay_ms":900}}"#,
        r#"{"match":{"app":"trips","channel":"main"},"times":3,"action":{"close":"before-answer"}}"#,
        r#"{"action":{"duplicate":2}}"#,
        r#"{"action":{"hold":true}}"#,
        r#"{"id":7,"seen":1,"acted":1,"action":{"corrupt":true}}"#,
    ]);
    let relay = relay();
    Target { name: "fault", seeds, words: WORDS, cases: 3_000 }.run(|bytes| {
        let Ok(fault) = serde_json::from_slice::<Fault>(bytes) else { return Ok(()) };
        let before = relay.faults();
        let taken = match relay.add_fault(fault) {
            Ok(taken) => taken,
            Err(_) if relay.faults() != before => return Err(String::from("refused, and kept nevertheless")),
            Err(_) => return Ok(()),
        };
        let text = serde_json::to_string(&taken).unwrap();
        let again: Fault = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
        let fresh = (taken.seen, taken.acted) == (0, 0) && (0.0..=1.0).contains(&taken.probability);
        if again != taken || !fresh || relay.faults().last() != Some(&taken) || !relay.remove_fault(taken.id) {
            return Err(format!("{taken:?}"));
        }
        Ok(())
    });
}
