//! Which tile turns, and when? One at a time, by chance, as Microsoft's `HubTileService` paces it (VISUALS.md 3, 9, A).
//!
//! Pure and seeded: the same phone at the same time has the same tiles on their backs. How a turn looks is `motion`.

use std::borrow::Cow;
use std::time::Duration;

use super::motion::Side;
use super::scene::TileKey;
use crate::clock::Timestamp;

/// From the first tile that can turn to the first turn (VISUALS.md 9, `FLIP_TICK`, A).
pub const FIRST_TICK_MS: u64 = 2_500;
/// Between two ticks: a whole number of these, from 1 to [`TICK_STEPS`] (VISUALS.md 3, "every random 0.1..3.0 s (steps of 0.1)").
pub const TICK_STEP_MS: u64 = 100;
/// See [`TICK_STEP_MS`].
pub const TICK_STEPS: u64 = 30;
/// How many ticks a tile that was turned sits out (VISUALS.md 9, "3-tick rest").
pub const REST_TICKS: u8 = 3;
/// After so long all tiles turn to their fronts at once, and the pacing begins anew (our choice: so a jump of the clock costs
/// no more than two of these, and what is seen does not depend on when somebody looked).
const ROUND: Duration = Duration::from_secs(3_600);
/// How long the ticks may be left unfollowed before the phone wants to be woken (our choice).
const FOLLOWED_EVERY: Duration = Duration::from_secs(60);

/// No clock goes further.
const END: Timestamp = Timestamp::from_micros(i64::MAX);

/// The tiles that turn, and when the next one will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pacing {
    seed: u64,
    /// Which round it is, and when it began.
    round: u64,
    began: Timestamp,
    /// How many numbers were drawn in it.
    drawn: u64,
    next_tick: Timestamp,
    tiles: Vec<Turning>,
}

/// A tile that turns.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Turning {
    key: TileKey,
    side: Side,
    /// When its last turn began.
    turned: Option<Timestamp>,
    /// How many ticks it still sits out.
    rest: u8,
}

/// Which side a tile has turned, or turns, to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// The side.
    pub to: Side,
    /// When the turn began; none if it never turned.
    pub since: Option<Timestamp>,
}

impl Pacing {
    /// No tile turns yet.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        let never = Timestamp::from_micros(0);
        Self { seed, round: 0, began: never, drawn: 0, next_tick: never, tiles: Vec::new() }
    }

    /// From now on these tiles turn; those that did not before begin on their fronts.
    pub fn choose(&mut self, keys: impl IntoIterator<Item = TileKey>, now: Timestamp) {
        self.follow(now);
        if self.tiles.is_empty() {
            self.begin(self.round.wrapping_add(1), now);
        }
        let mut before = std::mem::take(&mut self.tiles);
        let taken = |key: TileKey| match before.iter().position(|tile| tile.key == key) {
            Some(index) => before.swap_remove(index),
            None => Turning { key, side: Side::Front, turned: None, rest: 0 },
        };
        self.tiles = keys.into_iter().map(taken).collect();
    }

    /// A tile shows this side from now on, and sits out as if it had been turned.
    pub fn show(&mut self, key: &TileKey, side: Side) {
        if let Some(tile) = self.tiles.iter_mut().find(|tile| tile.key == *key) {
            (tile.side, tile.turned, tile.rest) = (side, None, REST_TICKS);
        }
    }

    /// The same, later.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Cow<'_, Self> {
        if self.tiles.is_empty() || (now < self.next_tick && now < self.began.plus(ROUND)) {
            return Cow::Borrowed(self);
        }
        let mut later = self.clone();
        later.follow(now);
        Cow::Owned(later)
    }

    /// Carries out every tick up to now.
    pub fn follow(&mut self, now: Timestamp) {
        if self.tiles.is_empty() {
            return;
        }
        let rounds = now.since(self.began).as_secs() / ROUND.as_secs();
        if rounds > 1 {
            // Nobody knows any more what the rounds in between were like.
            let skipped = Duration::from_secs((rounds - 1).saturating_mul(ROUND.as_secs()));
            self.begin(self.round.wrapping_add(rounds - 1), self.began.plus(skipped));
            for tile in &mut self.tiles {
                (tile.side, tile.turned, tile.rest) = (Side::Front, None, 0);
            }
        }
        if rounds > 0 {
            let end = self.began.plus(ROUND);
            self.tick_until(end);
            for tile in &mut self.tiles {
                if tile.side == Side::Back {
                    (tile.side, tile.turned) = (Side::Front, Some(end));
                }
                tile.rest = 0;
            }
            self.begin(self.round.wrapping_add(1), end);
        }
        self.tick_until(now);
    }

    fn begin(&mut self, round: u64, at: Timestamp) {
        (self.round, self.began, self.drawn) = (round, at, 0);
        self.next_tick = at.plus(Duration::from_millis(FIRST_TICK_MS));
    }

    fn tick_until(&mut self, now: Timestamp) {
        while self.next_tick <= now {
            let at = self.next_tick;
            self.tick();
            // At the end of time there is no later.
            if self.next_tick == at {
                return;
            }
        }
    }

    /// Which side a tile shows; the front if it does not turn.
    #[must_use]
    pub fn turn(&self, key: &TileKey) -> Turn {
        let tile = self.tiles.iter().find(|tile| tile.key == *key);
        tile.map_or_else(Turn::default, |tile| Turn { to: tile.side, since: tile.turned })
    }

    /// When the next tile turns, if one does; `self` must be [`Self::at`] now.
    #[must_use]
    pub fn next_turn(&self) -> Option<Timestamp> {
        // Whoever rests longest can be turned after three ticks that turn nothing.
        let ready = self.tiles.iter().map(|tile| tile.rest).min()?;
        let mut ahead = self.clone();
        for _ in 0..ready {
            ahead.tick();
        }
        // At the end of the round some may turn sooner than that. At the end of time there is no later.
        Some(ahead.next_tick.min(self.began.plus(ROUND))).filter(|next| *next < END)
    }

    /// When the ticks are to be followed, so that looking at the phone stays cheap.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        (!self.tiles.is_empty()).then(|| self.next_tick.plus(FOLLOWED_EVERY)).filter(|deadline| *deadline < END)
    }

    /// Turns one tile of those that do not rest, by chance.
    fn tick(&mut self) {
        let at = self.next_tick;
        let awake = self.tiles.iter().filter(|tile| tile.rest == 0).count();
        let chosen = self.draw(u64::try_from(awake).unwrap_or(u64::MAX));
        let mut nth = 0;
        for tile in &mut self.tiles {
            if tile.rest > 0 {
                tile.rest -= 1;
                continue;
            }
            if nth == chosen {
                tile.side = tile.side.other();
                tile.turned = Some(at);
                tile.rest = REST_TICKS;
            }
            nth += 1;
        }
        let steps = 1 + self.draw(TICK_STEPS);
        self.next_tick = at.plus(Duration::from_millis(TICK_STEP_MS * steps));
    }

    /// The next number below `end`.
    fn draw(&mut self, end: u64) -> u64 {
        self.drawn = self.drawn.wrapping_add(1);
        mixed(mixed(self.seed, self.round), self.drawn) % end.max(1)
    }
}

/// A number that looks like chance and is the same for the same two: the mixer of SplitMix64.
#[must_use]
pub const fn mixed(seed: u64, nth: u64) -> u64 {
    let mut mixed = seed.wrapping_add(nth.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A text as a seed (FNV-1a).
#[must_use]
pub fn seed_of(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_secs(1_000).plus(Duration::from_millis(millis))
    }

    fn key(app: &str) -> TileKey {
        TileKey { app: app.to_owned(), id: None }
    }

    fn pacing(seed: u64, apps: &[&str]) -> Pacing {
        let mut pacing = Pacing::new(seed);
        pacing.choose(apps.iter().map(|app| key(app)), at(0));
        pacing
    }

    /// Every turn of the next `count`, by time and app.
    fn turns(mut pacing: Pacing, count: usize) -> Vec<(u64, String)> {
        let mut turns = Vec::new();
        while turns.len() < count {
            let before = pacing.clone();
            let next = pacing.next_turn().unwrap();
            pacing.follow(next);
            if pacing.began > at(0) {
                break;
            }
            let moved = pacing.tiles.iter().zip(&before.tiles).filter(|(after, before)| after.turned != before.turned);
            let moved: Vec<_> = moved.map(|(after, _)| after.key.app.clone()).collect();
            assert_eq!(moved.len(), 1, "one tile a tick");
            let millis = u64::try_from(next.since(at(0)).as_millis()).unwrap();
            turns.extend(moved.into_iter().map(|app| (millis, app)));
        }
        turns
    }

    /// The first tile turns after 2.5 s, then one turns every 0.1 to 3.0 s in steps of 0.1, and a tile that was turned sits
    /// out the next three.
    #[test]
    fn tiles_turn_one_at_a_time() {
        let turns = turns(pacing(7, &["a", "b", "c", "d", "e", "f"]), 400);
        assert_eq!(turns[0].0, 2_500);
        let mut seen = std::collections::BTreeSet::new();
        for pair in turns.windows(2) {
            let between = pair[1].0 - pair[0].0;
            assert!((100..=3_000).contains(&between) && between % 100 == 0, "{between}");
            seen.insert(between / 100);
        }
        assert_eq!(seen.len(), 30, "every length occurs");
        for four in turns.windows(4) {
            for (index, (_, app)) in four.iter().enumerate() {
                assert!(four[index + 1..].iter().all(|(_, other)| other != app), "{four:?}");
            }
        }
    }

    /// One tile alone turns too: at every fourth tick.
    #[test]
    fn a_lonely_tile_turns() {
        let turns = turns(pacing(3, &["a"]), 50);
        for pair in turns.windows(2) {
            assert!((400..=12_000).contains(&(pair[1].0 - pair[0].0)));
        }
    }

    /// The same seed paces the same, another seed another way, however often somebody looks.
    #[test]
    fn the_pace_is_seeded() {
        let apps = ["a", "b", "c", "d"];
        assert_eq!(turns(pacing(7, &apps), 40), turns(pacing(7, &apps), 40));
        assert_ne!(turns(pacing(7, &apps), 40), turns(pacing(8, &apps), 40));
        let mut followed = pacing(7, &apps);
        for millis in (0..600_000).step_by(77) {
            followed.follow(at(millis));
        }
        assert_eq!(*pacing(7, &apps).at(at(599_995)), followed);
    }

    /// A jump of the clock costs next to nothing, and all that is seen after it depends on the time alone.
    #[test]
    fn the_clock_may_jump() {
        let pacing = pacing(7, &["a", "b", "c"]);
        assert_eq!(pacing.at(END).next_turn(), None);
        assert_eq!(pacing.at(END).deadline(), None);
        let far = Timestamp::from_micros(i64::MAX - 10_000_000_000);
        let after = pacing.at(far);
        assert!(after.next_turn().unwrap() > far);
        assert_eq!(*after, *pacing.at(far), "the same again");
        let (day, minutes) = (at(86_400_000), at(86_520_000));
        assert_eq!(*pacing.at(day).at(minutes), *pacing.at(minutes));
    }

    /// After an hour every tile has turned to its front, and the pacing begins anew.
    #[test]
    fn an_hour_is_a_round() {
        let pacing = pacing(7, &["a", "b", "c", "d", "e"]);
        let turned = |now: Timestamp| {
            let later = pacing.at(now).into_owned();
            ["a", "b", "c", "d", "e"].map(|app| later.turn(&key(app)))
        };
        let (before, after) = (turned(at(3_599_999)), turned(at(3_600_000)));
        assert!(before.iter().any(|turn| turn.to == Side::Back));
        for (before, after) in before.into_iter().zip(after) {
            let since = if before.to == Side::Back { Some(at(3_600_000)) } else { before.since };
            assert_eq!(after, Turn { to: Side::Front, since });
        }
        assert_eq!(pacing.at(at(3_600_000)).next_turn(), Some(at(3_602_500)));
        assert_eq!(pacing.at(at(3_599_999)).next_turn(), Some(at(3_600_000)));
    }

    /// A tile that stops turning shows its front; the others go on as they were.
    #[test]
    fn tiles_come_and_go() {
        let mut pacing = pacing(7, &["a", "b"]);
        pacing.follow(at(60_000));
        let b = pacing.turn(&key("b"));
        pacing.choose([key("b"), key("c")], at(60_000));
        assert_eq!(pacing.turn(&key("a")), Turn::default());
        assert_eq!(pacing.turn(&key("b")), b);
        pacing.choose([], at(61_000));
        assert_eq!((pacing.next_turn(), pacing.deadline()), (None, None));
    }
}
