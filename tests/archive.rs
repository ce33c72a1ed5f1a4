//! Does what was written down outlive the process? One file per question: the archive's own door, a console that starts again, a
//! process that is killed in the middle of a flood, and the program as it is called.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::naive_bytecount,
    clippy::float_cmp,
    clippy::large_stack_arrays,
    clippy::format_collect,
    clippy::unused_async,
    clippy::match_same_arms,
    clippy::needless_pass_by_value,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::default_trait_access,
    clippy::unnecessary_wraps,
    clippy::manual_let_else,
    clippy::single_match_else,
    clippy::assigning_clones,
    clippy::duplicated_attributes,
    clippy::await_holding_refcell_ref,
    unused_qualifications,
    reason = "in a test, a panic is the message, and plain words come before fine ones"
)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

#[path = "archive/called.rs"]
mod called;
#[path = "archive/damage.rs"]
mod damage;
#[path = "archive/flood.rs"]
mod flood;
#[path = "archive/history.rs"]
mod history;
#[path = "archive/kept.rs"]
mod kept;
#[path = "support/program.rs"]
mod program;
#[path = "archive/restart.rs"]
mod restart;
mod support;
