//! Metrics: numbers that are true, in the form that Prometheus reads.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use crate::desk::Desk;
use crate::support::wire;

/// The series by name and labels; every line is checked for its form.
async fn series(desk: &Desk) -> BTreeMap<String, f64> {
    let answer = desk.call("GET", "/metrics", None).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; version=0.0.4; charset=utf-8"));
    let text = String::from_utf8(answer.bytes).unwrap();
    let mut found = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert!(kinds.insert(name.to_owned(), kind.to_owned()).is_none(), "{name} twice");
        } else if !line.starts_with("# HELP ") {
            let (name, value) = line.rsplit_once(' ').unwrap();
            assert!(name.starts_with("tilecast_"), "{line}");
            let family = name.split('{').next().unwrap();
            let is_known = |end: &&str| kinds.contains_key(family.strip_suffix(end).unwrap_or(family));
            assert!(["", "_bucket", "_sum", "_count"].iter().any(is_known), "{line}");
            assert!(found.insert(name.to_owned(), value.parse().unwrap()).is_none(), "{line}");
        }
    }
    found
}

/// Pushes are counted by verdict and kind, devices by where they are, and what waits is there.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_true() {
    let desk = Desk::with(&["ana", "bo"], None).await;
    let (ana, bo) = (desk.channel("ana").await, desk.channel("bo").await);
    desk.call("PATCH", "/devices/bo", Some(json!({ "connection": "temp-disconnected" }))).await.ok();
    desk.fault(json!({ "match": { "kind": "tile" }, "action": { "hold": true } })).await;
    desk.push(&wire::toast(&ana)).await;
    desk.push(&wire::toast(&ana)).await;
    desk.push(&wire::tile(&ana)).await;
    desk.push(&wire::raw(&bo, "x")).await;
    desk.push(&wire::raw("/throttledthirdparty/01.00/nobody", "x")).await;
    desk.reached(2, "acked").await;
    desk.console.shared.clock.advance(Duration::from_secs(1));
    let series = series(&desk).await;
    for (name, value) in [
        ("tilecast_pushes_total{verdict=\"received\",kind=\"toast\"}", 2.0),
        ("tilecast_pushes_total{verdict=\"received\",kind=\"tile\"}", 1.0),
        ("tilecast_pushes_total{verdict=\"received-temp-disconnected\",kind=\"raw\"}", 1.0),
        ("tilecast_pushes_total{verdict=\"expired\",kind=\"raw\"}", 1.0),
        ("tilecast_stages_total{stage=\"acked\"}", 2.0),
        ("tilecast_stages_total{stage=\"refused\"}", 1.0),
        ("tilecast_devices{connection=\"connected\"}", 1.0),
        ("tilecast_devices{connection=\"temp-disconnected\"}", 1.0),
        ("tilecast_devices{connection=\"inactive\"}", 0.0),
        ("tilecast_links", 2.0),
        ("tilecast_channels", 2.0),
        ("tilecast_pushes_waiting", 1.0),
        ("tilecast_longest_queue", 1.0),
        ("tilecast_pushes_at_breakpoint", 1.0),
        ("tilecast_faults", 1.0),
        ("tilecast_faulted_pushes_total", 1.0),
        ("tilecast_emulated_phones", 2.0),
        ("tilecast_history_pushes", 5.0),
        ("tilecast_lost_events_total", 0.0),
        ("tilecast_trouble", 0.0),
        ("tilecast_push_seconds_count{stage=\"acked\"}", 2.0),
        ("tilecast_push_seconds_bucket{stage=\"acked\",le=\"+Inf\"}", 2.0),
        ("tilecast_clock_seconds", 1_795_492_944.0),
    ] {
        assert_eq!(series.get(name), Some(&value), "{name} in {series:#?}");
    }
    // A second look counts nothing twice, and what was forgotten was there all the same.
    desk.call("DELETE", "/pushes", None).await;
    let later = self::series(&desk).await;
    let toasts = "tilecast_pushes_total{verdict=\"received\",kind=\"toast\"}";
    assert_eq!((later[toasts], later["tilecast_history_pushes"]), (2.0, 0.0));
}

/// More devices make no more series.
#[tokio::test(flavor = "multi_thread")]
async fn series_do_not_grow_with_devices() {
    let desk = Desk::with(&["ana"], None).await;
    let before = series(&desk).await.len();
    for name in ["bo", "cy", "di"] {
        assert_eq!(desk.call("POST", "/devices", Some(json!({ "name": name }))).await.status, 201);
    }
    assert_eq!(series(&desk).await.len(), before);
}
