//! What is said of many measurements? The median, and whether it reaches its goal.

use std::time::Duration;

/// What a number should be.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}

/// What was printed so far.
#[derive(Debug, Default)]
pub struct Report {
    missed: u32,
}

impl Report {
    /// Prints measurements of one thing beside their goal.
    pub fn goal(&mut self, what: &str, measured: &[f64], unit: &str, goal: Goal) {
        let middle = median(measured);
        let (is_met, words) = match goal {
            Goal::AtLeast(least) => (middle >= least, format!("at least {least}")),
            Goal::AtMost(most) => (middle <= most, format!("at most {most}")),
        };
        self.missed += u32::from(!is_met);
        let note = if is_met { "" } else { ", MISSED" };
        let (least, greatest) = bounds(measured);
        println!("{what}: {middle:.2} {unit} ({least:.2} to {greatest:.2}; goal: {words}{note})");
    }

    /// Says something that has no goal.
    pub fn note(text: &str) {
        println!("    {text}");
    }

    /// How many goals were missed.
    pub const fn missed(&self) -> u32 {
        self.missed
    }
}

/// The middle one; of an even number, the greater of the two.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn bounds(values: &[f64]) -> (f64, f64) {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    (least, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
}

/// The middle of some spans, in microseconds.
pub fn median_micros(spans: &[Duration]) -> f64 {
    median(&spans.iter().map(|span| span.as_secs_f64() * 1e6).collect::<Vec<_>>())
}
