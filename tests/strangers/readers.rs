//! Do libraries in the wild understand our answers? Each reads the bytes of an answer as PROTOCOL.md 12 says that it does, and
//! must come to what that library came to with the real service; every answer of the table is shown to every library.
#![expect(clippy::match_same_arms, reason = "each row says what a library does with an answer, as the library does")]

use serde_json::json;
use tilecast::protocol::Verdict;
use tilecast::relay::Settings;

use crate::support::TestRelay;
use crate::support::wire::toast;

/// An answer as a library has it in hand.
struct Reply {
    code: u16,
    phrase: String,
    headers: Vec<(String, String)>,
    text: String,
}

impl Reply {
    fn new(text: &str) -> Self {
        let mut lines = text.split("\r\n");
        let mut status = lines.next().unwrap().splitn(3, ' ').skip(1);
        let code = status.next().unwrap().parse().unwrap();
        let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.into(), value.into()));
        Self { code, phrase: status.next().unwrap().to_owned(), headers: headers.collect(), text: text.to_owned() }
    }

    /// A header by its name in exactly this letter case.
    fn exact(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// A header by its name in any letter case.
    fn any(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn push(&self) -> Option<&str> {
        self.any("x-notificationstatus")
    }

    fn device(&self) -> Option<&str> {
        self.any("x-deviceconnectionstatus")
    }

    fn channel(&self) -> Option<&str> {
        self.any("x-subscriptionstatus")
    }
}

/// What a library makes of answers: of those that are listed this, of every other one the last.
struct Reader {
    name: &'static str,
    read: fn(&Reply) -> &'static str,
    /// Verdicts, by their names, and what comes of them.
    listed: &'static [(&'static [&'static str], &'static str)],
    others: &'static str,
}

const RECEIVED: &str = "received";
const ALL_200: &[&str] = &[
    "received",
    "received-temp-disconnected",
    "queue-full",
    "queue-full-temp-disconnected",
    "suppressed",
    "suppressed-temp-disconnected",
    "received-disconnected",
    "dropped",
];
const ALL_RECEIVED: &[&str] = &["received", "received-temp-disconnected", "received-disconnected"];
const ALL_FULL: &[&str] = &["queue-full", "queue-full-temp-disconnected"];
const ALL_SUPPRESSED: &[&str] = &["suppressed", "suppressed-temp-disconnected"];
const ALL_EXPIRED: &[&str] = &["expired", "expired-temp-disconnected", "expired-disconnected"];
const ALL_THROTTLED: &[&str] = &["throttled", "throttled-temp-disconnected"];

/// The readers that look at codes alone.
const BY_CODE: &[Reader] = &[
    Reader {
        name: "node mpns, pushd",
        read: |reply| match reply.code {
            400 | 401 | 404 => "delete the channel",
            403 | 405 | 406 => "error",
            412 => "wait 61 minutes",
            503 => "wait 5 minutes",
            _ => "success",
        },
        listed: &[
            (&["bad-request", "unauthorized"], "delete the channel"),
            (ALL_EXPIRED, "delete the channel"),
            (&["forbidden", "method-not-allowed"], "error"),
            (ALL_THROTTLED, "error"),
            (&["device-inactive"], "wait 61 minutes"),
            (&["service-unavailable"], "wait 5 minutes"),
        ],
        // So is 500, which the service never sent.
        others: "success",
    },
    Reader {
        name: "calonso",
        read: |reply| match reply.code {
            200 => "success",
            400 => "malformed",
            401 => "unauthorized",
            404 => "invalid",
            406 => "quota",
            412 => "inactive",
            500..=599 => "internal",
            _ => "unknown",
        },
        listed: &[
            (ALL_200, "success"),
            (&["bad-request"], "malformed"),
            (&["unauthorized"], "unauthorized"),
            (ALL_EXPIRED, "invalid"),
            (ALL_THROTTLED, "quota"),
            (&["device-inactive"], "inactive"),
            (&["service-unavailable", "internal-error"], "internal"),
        ],
        others: "unknown",
    },
    Reader {
        name: "ZF1",
        read: |reply| match (reply.any("NotificationStatus"), reply.code) {
            (Some(_), _) => "the header that it looks for, which the service never wrote",
            (None, 400 | 401 | 404 | 405 | 406 | 412 | 503) => "exception",
            (None, _) => "success",
        },
        listed: &[(ALL_200, "success"), (&["forbidden", "internal-error"], "success")],
        others: "exception",
    },
    Reader {
        name: "RMS",
        read: |reply| if (200..300).contains(&reply.code) { "sent" } else { "not sent" },
        listed: &[(ALL_200, "sent")],
        others: "not sent",
    },
    Reader {
        name: "tify",
        read: |reply| match (reply.phrase.as_str(), reply.exact("X-NotificationStatus"), reply.code) {
            ("", _, 200) => "success",
            (_, status, 404) if status.is_some_and(|status| status.eq_ignore_ascii_case("dropped")) => "expired",
            (_, _, 401) => "authentication",
            (_, _, 406) => "rate",
            (_, _, 412) => "inactive",
            (_, _, 503) => "unavailable",
            (_, _, _) => "unknown",
        },
        listed: &[
            (ALL_EXPIRED, "expired"),
            (&["unauthorized"], "authentication"),
            (ALL_THROTTLED, "rate"),
            (&["device-inactive"], "inactive"),
            (&["service-unavailable"], "unavailable"),
        ],
        // A phrase behind the code is all that it takes.
        others: "unknown",
    },
];

/// The readers that look at the statuses.
const BY_STATUS: &[Reader] = &[
    Reader {
        name: "notnoop java-mpns",
        // Rows that name a state of the device never match, since the wrong header is compared with it.
        read: |reply| match (reply.code, reply.exact("X-NotificationStatus")) {
            (200, Some("QueueFull")) => "queue full",
            (200, Some("Suppressed")) => "suppressed",
            (404, _) if reply.exact("X-SubscriptionStatus") == Some("Expired") => "expired",
            (406, Some("Dropped")) => "over the limit",
            (400 | 401 | 405 | 503, None) => "an error of its own",
            (_, _) => "null",
        },
        listed: &[
            (ALL_FULL, "queue full"),
            (ALL_SUPPRESSED, "suppressed"),
            (ALL_EXPIRED, "expired"),
            (ALL_THROTTLED, "over the limit"),
            (&["bad-request", "unauthorized", "method-not-allowed", "service-unavailable"], "an error of its own"),
        ],
        others: "null",
    },
    Reader {
        name: "AeroGear java-mpns",
        read: |reply| {
            let is = |found: Option<&str>, word: &str| found.is_some_and(|found| found.eq_ignore_ascii_case(word));
            let (push, device) = (reply.push(), reply.device());
            match reply.code {
                200 if is(push, "Received") || is(push, "QueueFull") || is(push, "Suppressed") => "in the table",
                200 if is(push, "Dropped") && is(device, "Connected") => "in the table",
                412 if is(push, "Dropped") && is(device, "Inactive") => "in the table",
                400 | 401 | 405 | 503 => "in the table",
                404 if is(reply.channel(), "Expired") => "in the table",
                406 if is(push, "Dropped") && is(reply.channel(), "Active") => "in the table",
                _ => "undefined",
            }
        },
        listed: &[(&["forbidden", "internal-error"], "undefined")],
        others: "in the table",
    },
    Reader {
        name: "PushSharp",
        read: |reply| match (reply.code, reply.push().map(str::to_lowercase).as_deref(), reply.channel()) {
            (_, _, Some(status)) if status.eq_ignore_ascii_case("expired") => "expired",
            (200, Some("received"), _) => "sent",
            (_, _, _) => "failed",
        },
        listed: &[(ALL_RECEIVED, "sent"), (ALL_EXPIRED, "expired")],
        others: "failed",
    },
    Reader {
        name: "python-mpns",
        read: |reply| match (reply.code, reply.push()) {
            (200, Some("QueueFull")) => "back off 60 s",
            (200, _) => "done",
            (401 | 404, _) => "drop the channel",
            (406, _) => "back off 24 h",
            (412, _) => "back off 1 h",
            (503, _) => "back off 60 s",
            (400 | 405, _) => "error",
            (_, _) => "unexpected",
        },
        listed: &[
            (ALL_FULL, "back off 60 s"),
            (ALL_200, "done"),
            (&["unauthorized"], "drop the channel"),
            (ALL_EXPIRED, "drop the channel"),
            (ALL_THROTTLED, "back off 24 h"),
            (&["device-inactive"], "back off 1 h"),
            (&["service-unavailable"], "back off 60 s"),
            (&["bad-request", "method-not-allowed"], "error"),
        ],
        others: "unexpected",
    },
    Reader {
        name: "opera mpns-client",
        read: |reply| match (reply.code, reply.exact("X-NotificationStatus"), reply.exact("X-SubscriptionStatus")) {
            (200, Some("Received" | "Suppressed"), _) => "done",
            (200, Some("QueueFull"), _) => "queue full",
            (404, _, Some("Expired")) => "invalid subscription",
            (406, _, _) => "rate",
            (412, _, _) => "inactive",
            (_, _, _) => "error",
        },
        listed: &[
            (ALL_RECEIVED, "done"),
            (ALL_SUPPRESSED, "done"),
            (ALL_FULL, "queue full"),
            (ALL_EXPIRED, "invalid subscription"),
            (ALL_THROTTLED, "rate"),
            (&["device-inactive"], "inactive"),
        ],
        others: "error",
    },
    Reader {
        name: "rpush",
        read: |reply| match (reply.code, reply.push()) {
            (200, Some("Received")) => "delivered",
            (200, Some("QueueFull")) => "again in 10 minutes",
            (200, Some("Suppressed")) => "failed",
            (200, _) => "neither",
            (406 | 412, _) => "again in an hour",
            (503, _) => "again, later each time",
            (_, _) => "failed",
        },
        listed: &[
            (ALL_RECEIVED, "delivered"),
            (ALL_FULL, "again in 10 minutes"),
            (&["dropped"], "neither"),
            (ALL_THROTTLED, "again in an hour"),
            (&["device-inactive"], "again in an hour"),
            (&["service-unavailable"], "again, later each time"),
        ],
        others: "failed",
    },
    Reader {
        name: "lunr",
        read: |reply| match (reply.code, reply.any("X-Notificationstatus")) {
            (200, Some("Received")) => "success",
            (200, Some("QueueFull")) | (406 | 412 | 503, _) => "temporary",
            (200, _) => "client error",
            (404, _) => "invalid endpoint",
            (400 | 401 | 405, _) => "error",
            (_, _) => "unknown",
        },
        listed: &[
            (ALL_RECEIVED, "success"),
            (ALL_FULL, "temporary"),
            (ALL_THROTTLED, "temporary"),
            (&["device-inactive", "service-unavailable"], "temporary"),
            (ALL_SUPPRESSED, "client error"),
            (&["dropped"], "client error"),
            (ALL_EXPIRED, "invalid endpoint"),
            (&["bad-request", "unauthorized", "method-not-allowed"], "error"),
        ],
        others: "unknown",
    },
    Reader {
        name: "altenwald",
        read: |reply| match (reply.code, reply.push(), reply.channel()) {
            (200, _, _) => "ok",
            (_, Some("Dropped"), Some("Expired")) => "expired",
            (503, _, _) => "internal",
            (_, _, _) => "error",
        },
        listed: &[(ALL_200, "ok"), (ALL_EXPIRED, "expired"), (&["service-unavailable"], "internal")],
        others: "error",
    },
    Reader {
        name: "push-notify",
        read: |reply| {
            let known = |name: &str, words: &[&str]| reply.exact(name).is_none_or(|found| words.contains(&found));
            let parses = known("X-NotificationStatus", &["Received", "QueueFull", "Suppressed", "Dropped"])
                && known("X-DeviceConnectionStatus", &["Connected", "InActive", "Disconnected", "TempDisconnected"])
                && known("X-SubscriptionStatus", &["Active", "Expired"]);
            match reply.code {
                200 | 404 | 406 | 412 if parses => "information",
                200 | 404 | 406 | 412 => "a word that it does not know",
                500.. => "again",
                _ => "exception",
            }
        },
        listed: &[
            (&["bad-request", "unauthorized", "forbidden", "method-not-allowed"], "exception"),
            (&["service-unavailable", "internal-error"], "again"),
        ],
        others: "information",
    },
    Reader {
        name: "em-wpn",
        read: |reply| match (reply.code, reply.push()) {
            (200, Some(_)) => "ok",
            (_, Some("Dropped")) => "the error Dropped",
            (_, Some(_)) => "another error",
            (_, None) => "an error without a word",
        },
        listed: &[
            (ALL_200, "ok"),
            (ALL_EXPIRED, "the error Dropped"),
            (ALL_THROTTLED, "the error Dropped"),
            (&["device-inactive"], "the error Dropped"),
        ],
        others: "an error without a word",
    },
    Reader {
        name: "flexisip, early",
        read: |reply| all_of(reply, "X-DeviceConnectionStatus: Connected"),
        listed: &[(&[RECEIVED], "sent")],
        others: "failed",
    },
    Reader {
        name: "RemObjects",
        read: |reply| match (reply.code, reply.push()) {
            (200, Some("Received" | "Suppressed")) => "sent",
            (404, _) => "expired",
            (_, _) => "failed",
        },
        listed: &[(ALL_RECEIVED, "sent"), (ALL_SUPPRESSED, "sent"), (ALL_EXPIRED, "expired")],
        others: "failed",
    },
    Reader {
        name: "WinChatty",
        read: |reply| {
            let lower = |found: Option<&str>| found.unwrap_or_default().to_lowercase();
            let all = [lower(reply.push()), lower(reply.device()), lower(reply.channel())];
            if reply.code == 200 && all == ["received", "connected", "active"] { "sent" } else { "failed" }
        },
        listed: &[(&[RECEIVED], "sent")],
        others: "failed",
    },
    Reader {
        name: "unnamed Java snippet",
        read: |reply| match reply.push() {
            None | Some("N/A" | "Suppressed" | "Dropped") => "failure",
            Some(_) => "success",
        },
        listed: &[(ALL_RECEIVED, "success"), (ALL_FULL, "success")],
        others: "failure",
    },
    Reader {
        name: "MSDN samples, whose code prints three headers of a 200",
        read: |reply| match (reply.code, reply.push(), reply.device(), reply.channel()) {
            (200, Some(_), Some(_), Some(_)) => "printed",
            (200, _, _, _) => "an empty line",
            (_, _, _, _) => "WebException",
        },
        listed: &[(ALL_200, "printed")],
        others: "WebException",
    },
];

/// Searches the bytes of the whole answer; the code is not looked at.
fn all_of(reply: &Reply, connected: &str) -> &'static str {
    let words = [connected, "X-NotificationStatus: Received", "X-SubscriptionStatus: Active"];
    if words.iter().all(|word| reply.text.contains(word)) { "sent" } else { "failed" }
}

/// Parses words by name, as .NET's `Enum.Parse` does.
fn ms_recipes(reply: &Reply) -> &'static str {
    match reply.exact("X-DeviceConnectionStatus") {
        None => "no status",
        Some("Connected" | "TempDisconnected" | "Disconnected" | "Inactive") => "parsed",
        Some(_) => "exception",
    }
}

/// Every answer of the table, as the relay writes it; a fault stands for whatever leads to it.
async fn answers(settings: Settings) -> Vec<(&'static str, Reply)> {
    let relay = TestRelay::with(settings).await;
    let (_phone, path) = relay.phone("ana").await;
    let mut answers = Vec::new();
    for verdict in Verdict::all() {
        let fault = json!({ "action": { "verdict": verdict.row().name } });
        relay.relay.add_fault(serde_json::from_value(fault).unwrap()).unwrap();
        let answer = relay.sender().await.send(&toast(&path)).await;
        assert_eq!(answer.verdict(), verdict.row().name);
        answers.push((verdict.row().name, Reply::new(&answer.text)));
    }
    answers
}

fn expected(reader: &Reader, verdict: &str) -> &'static str {
    let listed = reader.listed.iter().find(|(verdicts, _)| verdicts.contains(&verdict));
    listed.map_or(reader.others, |(_, outcome)| outcome)
}

/// Every library comes with each of our answers to what it came to with the real service.
#[tokio::test]
async fn every_library_understands_every_answer() {
    let answers = answers(Settings::default()).await;
    for reader in BY_CODE.iter().chain(BY_STATUS) {
        for (verdict, reply) in &answers {
            assert_eq!((reader.read)(reply), expected(reader, verdict), "{}: {verdict}\n{}", reader.name, reply.text);
        }
    }
}

/// Later versions of flexisip look for `connected` in lower case: by setting they find it, and the others lose nothing.
#[tokio::test]
async fn later_flexisip_can_be_pleased() {
    let later = |reply: &Reply| all_of(reply, "X-DeviceConnectionStatus: connected");
    for (verdict, reply) in answers(Settings::default()).await {
        assert_eq!(later(&reply), "failed", "{verdict}");
    }
    let settings = Settings { extra_connected_header: true, ..Settings::default() };
    for (verdict, reply) in answers(settings).await {
        assert_eq!(later(&reply), if verdict == RECEIVED { "sent" } else { "failed" }, "{verdict}");
        for reader in BY_CODE.iter().chain(BY_STATUS) {
            assert_eq!((reader.read)(&reply), expected(reader, verdict), "{}: {verdict}\n{}", reader.name, reply.text);
        }
    }
}

/// MS Recipes parses `Inactive` and fails with `InActive`, push-notify the other way round: the spelling is a setting.
#[tokio::test]
async fn each_spelling_of_inactive_pleases_somebody() {
    use tilecast::protocol::status::InactiveSpelling::{Disconnected, InActive, Inactive};
    let push_notify = BY_STATUS.iter().find(|reader| reader.name == "push-notify").unwrap();
    let aerogear = BY_STATUS.iter().find(|reader| reader.name == "AeroGear java-mpns").unwrap();
    for (inactive_spelling, recipes, haskell, aero) in [
        (InActive, "exception", "information", "in the table"),
        (Inactive, "parsed", "a word that it does not know", "in the table"),
        (Disconnected, "parsed", "information", "undefined"),
    ] {
        let settings = Settings { inactive_spelling, ..Settings::default() };
        let answers = answers(settings).await;
        let (_, reply) = answers.iter().find(|(verdict, _)| *verdict == "device-inactive").unwrap();
        let read = (ms_recipes(reply), (push_notify.read)(reply), (aerogear.read)(reply));
        assert_eq!(read, (recipes, haskell, aero), "{inactive_spelling:?}");
    }
}

/// `Supressed`, which old rapns compared with, is nowhere: what is suppressed is spelled so.
#[tokio::test]
async fn nothing_is_misspelled() {
    for (verdict, reply) in answers(Settings::default()).await {
        assert!(!reply.text.contains("Supressed"), "{verdict}");
    }
}
