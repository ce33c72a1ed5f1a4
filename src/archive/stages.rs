//! Which stages did a push reach? They come one by one and are written together, when the push is done with or nothing else is
//! to be done.
//!
//! A stage is one line of JSON, `["acked",1795492943000000]`, so that later ones can be put behind those that are written.

use std::collections::HashMap;

use rusqlite::Connection;

use super::schema::number;
use crate::clock::Timestamp;
use crate::protocol::{PushId, Stage, StageEvent};

/// The most bytes that the stages of one push may have: a phone that comes and goes adds a few each time.
const MAX_BYTES: u32 = 16 * 1_024;
/// Of how many pushes stages are held back, before they are written although more may come.
const MAX_OPEN: usize = 65_536;
/// Of how many pushes stages are held here, where they cannot be written. Those of others are let go.
const MOST_OPEN: usize = 2 * MAX_OPEN;

/// Stages that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Stages {
    open: HashMap<PushId, String>,
    ended: Vec<PushId>,
}

/// Which stages are to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Those of pushes that are done with.
    Ended,
    /// All of them.
    All,
}

impl Stages {
    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Takes a stage.
    pub(super) fn take(&mut self, event: &StageEvent) {
        let line = match &event.detail {
            Some(detail) => serde_json::to_string(&(event.stage, event.at.as_micros(), detail)),
            None => serde_json::to_string(&(event.stage, event.at.as_micros())),
        };
        let Ok(line) = line else { return };
        if self.open.len() >= MOST_OPEN && !self.open.contains_key(&event.push) {
            return;
        }
        let lines = self.open.entry(event.push).or_default();
        if lines.len() + line.len() < MAX_BYTES as usize {
            lines.push_str(&line);
            lines.push('\n');
        }
        match event.stage {
            Stage::Refused | Stage::Acked | Stage::Lost | Stage::Expired => self.ended.push(event.push),
            Stage::Composed
            | Stage::Sent
            | Stage::Accepted
            | Stage::Queued
            | Stage::Held
            | Stage::OnLink
            | Stage::AtPhone
            | Stage::Shown
            | Stage::ToApp
            | Stage::Ignored => {}
        }
    }

    /// Writes them, but not those of pushes up to `floor`, which are forgotten. They stay here until [`Self::written`].
    pub(super) fn write(&self, connection: &Connection, which: Which, floor: PushId) -> rusqlite::Result<()> {
        let sql = "INSERT INTO stages VALUES (?1, ?2) ON CONFLICT DO UPDATE SET lines = lines || excluded.lines
            WHERE length(lines) < ?3";
        let mut insert = connection.prepare_cached(sql)?;
        let mut write = |push: &PushId, lines: &String| {
            if *push > floor { insert.execute((number(push.0), lines, MAX_BYTES)).map(|_| ()) } else { Ok(()) }
        };
        match self.which(which) {
            Which::All => self.open.iter().try_for_each(|(push, lines)| write(push, lines)),
            Which::Ended => {
                let ended = self.ended.iter().filter_map(|push| Some((push, self.open.get(push)?)));
                ended.collect::<HashMap<_, _>>().into_iter().try_for_each(|(push, lines)| write(push, lines))
            }
        }
    }

    /// What was to be written is.
    pub(super) fn written(&mut self, which: Which) {
        match self.which(which) {
            Which::All => self.open.clear(),
            Which::Ended => {
                for push in &self.ended {
                    self.open.remove(push);
                }
            }
        }
        self.ended.clear();
    }

    fn which(&self, which: Which) -> Which {
        if self.open.len() > MAX_OPEN { Which::All } else { which }
    }
}

/// The stages in these lines, in order of time; a line that cannot be read is passed over.
pub(super) fn read(push: PushId, lines: &str) -> Vec<StageEvent> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Line {
        Plain(Stage, i64),
        Detailed(Stage, i64, String),
    }
    let event = |line: &str| {
        let (stage, at, detail) = match serde_json::from_str(line).ok()? {
            Line::Plain(stage, at) => (stage, at, None),
            Line::Detailed(stage, at, detail) => (stage, at, Some(detail)),
        };
        Some(StageEvent { push, stage, at: Timestamp::from_micros(at), detail })
    };
    let mut events: Vec<StageEvent> = lines.lines().filter_map(event).collect();
    events.sort_by_key(StageEvent::place);
    events
}
