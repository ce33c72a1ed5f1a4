//! What does the control API answer? One file per group of calls; what it is like to be refused is `api/refusals.rs`.
#![cfg(test)]

#[path = "api/authenticated.rs"]
mod authenticated;
#[path = "api/breakpoints.rs"]
mod breakpoints;
#[path = "api/described.rs"]
mod described;
#[path = "api/desk.rs"]
mod desk;
#[path = "api/devices.rs"]
mod devices;
#[path = "api/events.rs"]
mod events;
#[path = "api/metrics.rs"]
mod metrics;
#[path = "api/openapi.rs"]
mod openapi;
#[path = "api/payload.rs"]
mod payload;
#[path = "api/pictures.rs"]
mod pictures;
#[path = "api/pushes.rs"]
mod pushes;
#[path = "api/refusals.rs"]
mod refusals;
#[path = "api/service.rs"]
mod service;
mod support;
