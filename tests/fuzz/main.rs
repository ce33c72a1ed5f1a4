//! What happens on input that nobody thought of? Each target takes the files of the project as seeds, changes them in every
//! way, and holds what comes of it against what must always be true.
//!
//! By default each target tries some hundred cases. `TILECAST_FUZZ_SECS=1800 cargo test --test fuzz xml` tries one for half an hour. A case that
//! failed is put into `saved/<target>/` and tried first from then on.
#![cfg(test)]

mod change;
mod intake;
mod json;
mod link;
mod xml;

#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use change::Change;

/// How many changes one case has at most.
const MAX_CHANGES: usize = 6;
/// How many cases are tried between two looks at the time.
const ROUND: u32 = 200;

/// What a target is tried on.
pub(crate) struct Target {
    /// Its name, and its folder in `saved`.
    pub name: &'static str,
    /// What is changed.
    pub seeds: Vec<Vec<u8>>,
    /// What is put in.
    pub words: &'static [&'static [u8]],
    /// How many cases are tried, if nobody asks for a time.
    pub cases: u32,
}

impl Target {
    /// Tries saved cases, the seeds, and changed seeds; panics with the smallest case that was found to fail.
    pub(crate) fn run(self, check: impl Fn(&[u8]) -> Result<(), String>) {
        for (path, bytes) in saved(self.name) {
            check(&bytes).unwrap_or_else(|words| panic!("{}: {words}", path.display()));
        }
        for bytes in &self.seeds {
            check(bytes).unwrap_or_else(|words| panic!("a seed: {words}\n{}", bytes.escape_ascii()));
        }
        let budget = std::env::var("TILECAST_FUZZ_SECS").ok().map(|secs| Duration::from_secs(secs.parse().unwrap()));
        let begun = Stopwatch::start();
        let seed = if budget.is_some() { fresh_seed() } else { [7; 32] };
        let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        let mut tried = 0;
        loop {
            let cases = if budget.is_some() { ROUND } else { self.cases };
            let config = Config { cases, max_shrink_iters: 2_000, failure_persistence: None, ..Config::default() };
            let mut runner = TestRunner::new_with_rng(config, rng.clone());
            // Another round takes other turns.
            rng = runner.new_rng();
            self.round(&mut runner, &check);
            tried += cases;
            if budget.is_none_or(|budget| begun.elapsed() >= budget) {
                break;
            }
        }
        eprintln!("{}: {tried} cases in {:.1} s", self.name, begun.elapsed().as_secs_f64());
    }

    fn round(&self, runner: &mut TestRunner, check: &impl Fn(&[u8]) -> Result<(), String>) {
        let cases = (any::<prop::sample::Index>(), prop::collection::vec(change::any_change(), 0..MAX_CHANGES));
        let made = |(seed, changes): &(prop::sample::Index, Vec<Change>)| {
            let mut bytes = self.seeds[seed.index(self.seeds.len())].clone();
            for change in changes {
                change.apply(&mut bytes, &self.seeds, self.words);
            }
            bytes
        };
        let tried = runner.run(&cases, |case| check(&made(&case)).map_err(TestCaseError::fail));
        if let Err(TestError::Fail(reason, case)) = tried {
            let bytes = made(&case);
            let path = folder(self.name).join("found");
            std::fs::create_dir_all(folder(self.name)).unwrap();
            std::fs::write(&path, &bytes).unwrap();
            panic!("{reason}\n{}\nis in {}: give it a name and keep it", bytes.escape_ascii(), path.display());
        }
    }
}

/// How long a run has taken: time is what is asked for here, by whoever runs it for long.
struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a run for half an hour ends by the time of this machine")]
    fn start() -> Self {
        Self(std::time::Instant::now())
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

fn fresh_seed() -> [u8; 32] {
    let (one, other) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    [one.into_bytes(), other.into_bytes()].concat().try_into().unwrap()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/saved").join(name)
}

fn saved(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder(name)).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// Every file of a folder of `fixtures`.
pub(crate) fn fixtures(name: &str, end: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|other| other == end));
    paths.sort();
    assert!(!paths.is_empty(), "{name} has no seeds");
    paths.into_iter().map(|path| std::fs::read(path).unwrap()).collect()
}
