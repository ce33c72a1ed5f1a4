//! Does what was written down outlive the process? One file per question: the archive's own door, a console that starts again, a
//! process that is killed in the middle of a flood, and the program as it is called.
#![cfg(test)]

#[path = "archive/called.rs"]
mod called;
#[path = "archive/damage.rs"]
mod damage;
#[path = "archive/flood.rs"]
mod flood;
#[cfg(target_os = "linux")]
#[path = "archive/full.rs"]
mod full;
#[path = "archive/history.rs"]
mod history;
#[path = "archive/kept.rs"]
mod kept;
#[path = "support/program.rs"]
mod program;
#[path = "archive/restart.rs"]
mod restart;
mod support;
