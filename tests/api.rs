//! What does the control API answer? One file per group of calls; what it is like to be refused is `api/refusals.rs`.
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

#[path = "api/breakpoints.rs"]
mod breakpoints;
#[path = "api/desk.rs"]
mod desk;
#[path = "api/devices.rs"]
mod devices;
#[path = "api/events.rs"]
mod events;
#[path = "api/metrics.rs"]
mod metrics;
#[path = "api/payload.rs"]
mod payload;
#[path = "api/pushes.rs"]
mod pushes;
#[path = "api/refusals.rs"]
mod refusals;
#[path = "api/service.rs"]
mod service;
mod support;
