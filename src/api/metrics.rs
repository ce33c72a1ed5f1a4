//! How is the console doing, in numbers? Prometheus text, made anew for each that asks; the number of series does not grow with
//! the number of devices, apps or pushes.

use std::fmt;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeGaugeValue, MetricEncoder, NoLabelSet, prometheus_text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{Registry, Unit};
use utoipa::PartialSchema as _;

use super::events::MAX_READERS;
use super::refusal::Refusal;
use super::signature::{Answers, Said, content};
use super::wait::MAX_WAITING;
use super::{Host, Limits};
use crate::clock::ClockFace;
use crate::console::Shared;
use crate::console::pace::{LIMITS_SECS, Pace};
use crate::notification::Kind;
use crate::protocol::{Stage, Verdict};
use crate::relay::census::Census;

/// How every name begins.
const PREFIX: &str = "tilecast";

/// `GET /metrics`.
pub(super) async fn show(State(host): State<Host>, State(limits): State<Limits>) -> Result<Numbers, Refusal> {
    let mut registry = Registry::with_prefix(PREFIX);
    registry.register_collector(Box::new(Figures::of(&host.console, &limits)));
    let mut text = String::new();
    prometheus_text::encode(&mut text, &registry).map_err(|_| Refusal::internal("the numbers could not be written"))?;
    Ok(Numbers(text))
}

/// The numbers, as Prometheus reads them.
pub(super) struct Numbers(String);

impl IntoResponse for Numbers {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, prometheus_text::CONTENT_TYPE)], self.0).into_response()
    }
}

impl Answers for Numbers {
    fn tell(said: &mut Said) {
        said.gives(StatusCode::OK, "The numbers", Some(("text/plain", content(String::schema()))));
    }
}

/// Everything at one moment.
#[derive(Debug)]
struct Figures {
    pushes: Vec<(Verdict, Option<Kind>, u64)>,
    stages: Vec<(Stage, u64)>,
    census: Census,
    pace: Pace,
    clock: ClockFace,
    lost_events: u64,
    faulted: u64,
    /// Single numbers that go up and down: name, what it is, number.
    gauges: Vec<(&'static str, &'static str, usize)>,
}

impl Figures {
    fn of(console: &Shared, limits: &Limits) -> Self {
        let census = console.relay.census();
        let (history, phones, has_trouble) = {
            let world = console.hub.world();
            (world.log.entries().len(), world.phones.len(), world.trouble.is_some())
        };
        let gauges = vec![
            ("links", "Phones whose link is up", census.links),
            ("channels", "Open channels", census.channels),
            ("pushes_waiting", "Pushes that wait for a device, in all", census.waiting),
            ("longest_queue", "Pushes that wait for the device for which most wait", census.longest_queue),
            ("pushes_at_breakpoint", "Pushes that stand at a breakpoint", census.stopped),
            ("faults", "Faults", console.relay.faults().len()),
            ("emulated_phones", "Emulated phones of this process", phones),
            ("history_pushes", "Pushes in the log", history),
            ("trouble", "Whether something is wrong that a person should know of", usize::from(has_trouble)),
            ("event_readers", "Readers of the events", MAX_READERS - limits.readers.available_permits()),
            ("held_answers", "Lists that wait for pushes", MAX_WAITING - limits.waiting.available_permits()),
        ];
        Self {
            pushes: console.relay.pushes_counted(),
            stages: console.relay.stages_counted(),
            census,
            pace: console.hub.pace(),
            clock: console.clock.face(),
            lost_events: console.relay.lost_events(),
            faulted: console.relay.faulted_counted(),
            gauges,
        }
    }
}

impl Collector for Figures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        let mut build = metric(&mut encoder, "build", "This program", MetricType::Info)?;
        build.encode_info(&version)?;
        let mut pushes = metric(&mut encoder, "pushes", "Requests that were answered", MetricType::Counter)?;
        for (verdict, kind, count) in &self.pushes {
            let labels = [("verdict", verdict.row().name), ("kind", kind.map_or("none", Kind::word))];
            pushes.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(count, None)?;
        }
        let mut stages =
            metric(&mut encoder, "stages", "Stages that pushes reached at the relay", MetricType::Counter)?;
        for (stage, count) in &self.stages {
            stages.encode_family(&[("stage", stage.word())])?.encode_counter::<NoLabelSet, _, u64>(count, None)?;
        }
        self.encode_pace(&mut encoder)?;
        let mut devices = metric(&mut encoder, "devices", "Devices, by where they are", MetricType::Gauge)?;
        for (status, count) in &self.census.devices {
            devices.encode_family(&[("connection", status.word())])?.encode_gauge(&signed(*count))?;
        }
        for (name, help, count) in &self.gauges {
            gauge(&mut encoder, name, help, &signed(*count))?;
        }
        let help = "Events that were lost because nobody took them in time";
        counter(&mut encoder, "lost_events", help, self.lost_events)?;
        counter(&mut encoder, "faulted_pushes", "Pushes on which a fault has acted", self.faulted)?;
        let now = micros_as_secs(self.clock.now.as_micros());
        gauge(&mut encoder, "clock_seconds", "The relay's time, in seconds since 1970", &now)?;
        gauge(&mut encoder, "clock_speed", "Seconds of the relay's clock in a second, while it runs", &self.clock.speed)
    }
}

impl Figures {
    fn encode_pace(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "From a push's arrival to a stage, on the relay's clock";
        let mut pace = encoder.encode_descriptor("push", help, Some(&Unit::Seconds), MetricType::Histogram)?;
        for (stage, spread) in self.pace.spreads() {
            // The text has a last bucket without a limit by itself.
            let buckets: Vec<(f64, u64)> = LIMITS_SECS.into_iter().zip(spread.counts).collect();
            let labels = [("stage", stage.word())];
            let mut spread_of = pace.encode_family(&labels)?;
            spread_of.encode_histogram::<NoLabelSet>(spread.sum_secs, spread.total, &buckets, None)?;
        }
        Ok(())
    }
}

fn metric<'a>(
    encoder: &'a mut DescriptorEncoder<'_>,
    name: &'a str,
    help: &str,
    kind: MetricType,
) -> Result<MetricEncoder<'a>, fmt::Error> {
    encoder.encode_descriptor(name, help, None, kind)
}

fn gauge(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: &impl EncodeGaugeValue) -> fmt::Result {
    metric(encoder, name, help, MetricType::Gauge)?.encode_gauge(value)
}

fn counter(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: u64) -> fmt::Result {
    metric(encoder, name, help, MetricType::Counter)?.encode_counter::<NoLabelSet, _, u64>(&value, None)
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a moment keeps its microseconds until the year 2255")]
fn micros_as_secs(micros: i64) -> f64 {
    micros as f64 / 1e6
}
