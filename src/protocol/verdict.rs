//! What does the service answer, and what does it mean? ★ THE TABLE: one row per answer (PROTOCOL.md 5.2).
//!
//! The relay writes from it, the sender reads by it. The words that people read stand in `assets/lang`, under
//! `verdict-<name>`; when a row is chosen is `relay/decide.rs`.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use super::header;
use super::status::{ConnectionStatus as Device, Dialect, NotificationStatus as Push, SubscriptionStatus as Channel};

/// An answer of the service, named as in INTERFACES.md 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is explained by its row")]
pub enum Verdict {
    Received,
    ReceivedTempDisconnected,
    QueueFull,
    QueueFullTempDisconnected,
    Suppressed,
    SuppressedTempDisconnected,
    ReceivedDisconnected,
    Dropped,
    BadRequest,
    Unauthorized,
    Forbidden,
    Expired,
    ExpiredTempDisconnected,
    ExpiredDisconnected,
    MethodNotAllowed,
    Throttled,
    ThrottledTempDisconnected,
    DeviceInactive,
    ServiceUnavailable,
    InternalError,
}

/// What becomes of the push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// On its way to the device.
    Accepted,
    /// Kept until the device returns.
    Waiting,
    /// Answered with 200, yet thrown away.
    Discarded,
    /// Refused.
    Refused,
}

/// What the sender should do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    /// Nothing: all is well.
    Nothing,
    /// Do not send this again.
    DoNotRetry,
    /// Mend the request, then send it.
    FixThenSend,
    /// Forget the channel for good.
    DeleteChannel,
    /// Wait, then send again; each further wait is twice as long, up to the last.
    Backoff {
        /// First wait, in seconds.
        first_secs: u64,
        /// Longest wait, in seconds.
        max_secs: u64,
    },
    /// Send again, at most that often.
    RetryEvery {
        /// Shortest wait, in seconds.
        secs: u64,
        /// How long the trouble may last, in seconds, where a source says so.
        lasts_secs: Option<u64>,
    },
    /// Send again soon, with care.
    Retry,
}

/// Backoff for 503 and QueueFull: 4 minutes, doubled up to 32 (PROTOCOL.md 6, blog-2013 OFF).
const MINUTES_4_TO_32: Advice = Advice::Backoff { first_secs: 240, max_secs: 1_920 };
/// After a 406: hourly, up to 24 hours (PROTOCOL.md 6, LIB 3 quoting O-codes).
const HOURLY_FOR_A_DAY: Advice = Advice::RetryEvery { secs: 3_600, lasts_secs: Some(86_400) };
/// After a 412: at most hourly (PROTOCOL.md 6, LIB 2 quoting O-codes).
const HOURLY: Advice = Advice::RetryEvery { secs: 3_600, lasts_secs: None };

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The answer.
    pub verdict: Verdict,
    /// Its name in files and interfaces.
    pub name: &'static str,
    /// HTTP status code.
    pub code: u16,
    /// `X-NotificationStatus`, or no such header.
    pub push: Option<Push>,
    /// `X-DeviceConnectionStatus`, or no such header.
    pub device: Option<Device>,
    /// `X-SubscriptionStatus`, or no such header.
    pub channel: Option<Channel>,
    /// What becomes of the push.
    pub outcome: Outcome,
    /// What the sender should do next.
    pub advice: Advice,
    /// Where the row comes from, and how sure it is (PROTOCOL.md's tags).
    pub source: &'static str,
}

macro_rules! rows {
    ($($verdict:ident $name:literal $code:literal [$push:expr, $device:expr, $channel:expr] $outcome:ident $advice:expr, $source:literal;)+) => {
        [$(Row {
            verdict: Verdict::$verdict, name: $name, code: $code, push: $push, device: $device, channel: $channel,
            outcome: Outcome::$outcome, advice: $advice, source: $source,
        },)+]
    };
}

/// Every answer, in the order of PROTOCOL.md 5.2, which is also [`Verdict`]'s.
pub const TABLE: [Row; 20] = rows! {
    Received "received" 200 [Some(Push::Received), Some(Device::Connected), Some(Channel::Active)]
        Accepted Advice::Nothing, "O-codes OFF";
    ReceivedTempDisconnected "received-temp-disconnected" 200 [Some(Push::Received), Some(Device::TempDisconnected), Some(Channel::Active)]
        Waiting Advice::Nothing, "O-codes OFF";
    QueueFull "queue-full" 200 [Some(Push::QueueFull), Some(Device::Connected), Some(Channel::Active)]
        Discarded MINUTES_4_TO_32, "LIB 9, quoting O-codes; backoff OFF (blog-2013)";
    QueueFullTempDisconnected "queue-full-temp-disconnected" 200 [Some(Push::QueueFull), Some(Device::TempDisconnected), Some(Channel::Active)]
        Discarded MINUTES_4_TO_32, "LIB 9, quoting O-codes";
    Suppressed "suppressed" 200 [Some(Push::Suppressed), Some(Device::Connected), Some(Channel::Active)]
        Discarded Advice::DoNotRetry, "LIB 8, quoting O-codes";
    SuppressedTempDisconnected "suppressed-temp-disconnected" 200 [Some(Push::Suppressed), Some(Device::TempDisconnected), Some(Channel::Active)]
        Discarded Advice::DoNotRetry, "LIB 8, quoting O-codes";
    ReceivedDisconnected "received-disconnected" 200 [Some(Push::Received), Some(Device::Disconnected), Some(Channel::Active)]
        Waiting Advice::Nothing, "LIB 1 (AeroGear): seen in the field, undocumented";
    Dropped "dropped" 200 [Some(Push::Dropped), Some(Device::Connected), Some(Channel::Active)]
        Discarded Advice::DoNotRetry, "LIB 1 (AeroGear): seen in the field";
    BadRequest "bad-request" 400 [None, None, None]
        Refused Advice::FixThenSend, "LIB 8, quoting O-codes";
    Unauthorized "unauthorized" 401 [None, None, None]
        Refused Advice::FixThenSend, "LIB 7, quoting O-codes";
    Forbidden "forbidden" 403 [None, None, None]
        Refused Advice::FixThenSend, "LIB 1 (node-mpns) + FIELD (fungo): undocumented";
    Expired "expired" 404 [Some(Push::Dropped), Some(Device::Connected), Some(Channel::Expired)]
        Refused Advice::DeleteChannel, "FIELD (mjfnet) + LIB 10";
    ExpiredTempDisconnected "expired-temp-disconnected" 404 [Some(Push::Dropped), Some(Device::TempDisconnected), Some(Channel::Expired)]
        Refused Advice::DeleteChannel, "FIELD (mjfnet) + LIB 10";
    ExpiredDisconnected "expired-disconnected" 404 [Some(Push::Dropped), Some(Device::Disconnected), Some(Channel::Expired)]
        Refused Advice::DeleteChannel, "FIELD (mjfnet) + LIB 10";
    MethodNotAllowed "method-not-allowed" 405 [None, None, None]
        Refused Advice::FixThenSend, "LIB 7, quoting O-codes; book-318";
    Throttled "throttled" 406 [Some(Push::Dropped), Some(Device::Connected), Some(Channel::Active)]
        Refused HOURLY_FOR_A_DAY, "LIB 8, quoting O-codes";
    ThrottledTempDisconnected "throttled-temp-disconnected" 406 [Some(Push::Dropped), Some(Device::TempDisconnected), Some(Channel::Active)]
        Refused HOURLY_FOR_A_DAY, "LIB 8, quoting O-codes";
    DeviceInactive "device-inactive" 412 [Some(Push::Dropped), Some(Device::Inactive), None]
        Refused HOURLY, "LIB 8, quoting O-codes; spelling PROTOCOL.md 10, row 5";
    ServiceUnavailable "service-unavailable" 503 [None, None, None]
        Refused MINUTES_4_TO_32, "LIB 8, quoting O-codes; blog-2013 OFF";
    InternalError "internal-error" 500 [None, None, None]
        Refused Advice::Retry, "LIB 2: not in MPNS documents, only by fault";
};

/// A code and three statuses that stand in no row.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("HTTP {code} with these statuses is no answer that the service gives")]
pub struct Unlisted {
    /// The HTTP status code.
    pub code: u16,
}

impl Verdict {
    /// Every verdict, in the table's order.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.verdict)
    }

    /// This verdict's row.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the table has one row per variant, in order; a test walks it")]
    pub const fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The verdict of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.verdict)
    }

    /// The status headers that the answer carries, in the order in which the service wrote them; none where a cell is N/A
    /// (PROTOCOL.md 5.2, last paragraph).
    pub fn headers(self, dialect: Dialect) -> impl Iterator<Item = (&'static str, &'static str)> {
        let row = self.row();
        [
            row.device.map(|status| (header::DEVICE_STATUS, status.wire(dialect))),
            row.push.map(|status| (header::NOTIFICATION_STATUS, status.wire())),
            row.channel.map(|status| (header::SUBSCRIPTION_STATUS, status.wire())),
        ]
        .into_iter()
        .flatten()
    }

    /// Reads an answer: the code and the three status headers as they came, in any dialect, ignoring letter case and
    /// taking a literal `N/A` for a missing header.
    ///
    /// # Errors
    /// The combination stands in no row.
    pub fn read(code: u16, push: Option<&str>, device: Option<&str>, channel: Option<&str>) -> Result<Self, Unlisted> {
        TABLE
            .iter()
            .find(|row| {
                row.code == code
                    && same(push, row.push.map(Push::wire))
                    && same(channel, row.channel.map(Channel::wire))
                    && Dialect::ALL.iter().any(|dialect| same(device, row.device.map(|status| status.wire(*dialect))))
            })
            .map(|row| row.verdict)
            .ok_or(Unlisted { code })
    }
}

fn same(got: Option<&str>, listed: Option<&str>) -> bool {
    let got = got.map(str::trim).filter(|value| !value.is_empty() && !value.eq_ignore_ascii_case("N/A"));
    match (got, listed) {
        (None, None) => true,
        (Some(got), Some(listed)) => got.eq_ignore_ascii_case(listed),
        (Some(_), None) | (None, Some(_)) => false,
    }
}
