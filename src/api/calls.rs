//! Which calls are there? THE TABLE: the routes and their description both come from it.
//!
//! What a handler takes and gives is read off its own types (`signature`); a row adds what no type says: the words, and what
//! may be refused.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use utoipa::openapi::HttpMethod;

use super::refusal::Code;
use super::signature::{Handles, Said};
use super::{Desk, breakpoints, channels, clock, devices, events, faults, metrics, openapi};
use super::{health, payload, phones, pushes, resend, settings};

/// A call.
pub(super) struct Call {
    /// Under `/api/v1`.
    pub(super) path: &'static str,
    pub(super) method: HttpMethod,
    /// What it is about.
    pub(super) topic: &'static str,
    /// What it does, in a line.
    pub(super) summary: &'static str,
    pub(super) said: Said,
    served: MethodRouter<Desk>,
}

/// The routes of these calls.
pub(super) fn router(calls: Vec<Call>) -> Router<Desk> {
    calls.into_iter().fold(Router::new(), |router, call| router.route(call.path, call.served))
}

/// Every call.
pub(super) fn all() -> Vec<Call> {
    [of_devices(), of_pushes(), of_the_service()].into_iter().flatten().collect()
}

fn of_devices() -> Vec<Call> {
    let about = Topic("devices");
    let device = "/devices/{device}";
    vec![
        about.get("/devices", devices::list, "Every device, by id"),
        about.post("/devices", phones::add, "Adds an emulated phone; answers when senders can reach it").refuses(&[
            Code::Taken,
            Code::Full,
            Code::NoTls,
            Code::Timeout,
            Code::Busy,
        ]),
        about.get(device, devices::one, "A device; with its shell, where the phone lives in this process"),
        about.patch(device, devices::change, "Puts a device elsewhere, or drains its battery"),
        about.delete(device, phones::remove, "Switches a phone off; the relay forgets it with its channels"),
        about
            .post("/devices/{device}/input", phones::input, "Does what a finger does; answers when it was felt")
            .refuses(&[Code::NoEffect, Code::Busy]),
        about
            .get("/devices/{device}/screen.png", devices::screen, "What the user sees, drawn without a window")
            .refuses(&[Code::Internal]),
        about.get("/channels", channels::list, "Every open channel, by device and app"),
        about.delete("/channels/{id}", channels::expire, "Expires a channel: senders are told so from then on"),
    ]
}

fn of_pushes() -> Vec<Call> {
    let about = Topic("pushes");
    vec![
        about
            .get("/pushes", pushes::list, "What arrived, newest last; wait_secs holds the answer until count match")
            .refuses(&[Code::Busy, Code::Internal]),
        about.delete("/pushes", pushes::forget, "Forgets all; what is on its way is delivered all the same"),
        about.get("/pushes/{id}", pushes::one, "A push, whole").refuses(&[Code::Internal]),
        about
            .post("/pushes/{id}/resend", resend::resend, "Sends the same bytes again; answers with the new push")
            .refuses(&[Code::Incomplete, Code::NoCertificate, Code::Busy, Code::Timeout, Code::Internal]),
        about
            .post("/pushes/{id}/release", breakpoints::release, "Lets a push go that stands at a breakpoint")
            .refuses(&[Code::NotHeld, Code::Internal]),
        about
            .post("/pushes/{id}/drop", breakpoints::drop, "Drops a push that stands at a breakpoint")
            .refuses(&[Code::NotHeld, Code::Internal]),
        about.get("/events", events::follow, "Every stage of every push, as Server-Sent Events").refuses(&[Code::Busy]),
    ]
}

fn of_the_service() -> Vec<Call> {
    let about = Topic("service");
    vec![
        about.get("/health", health, "Whether the console is there, and what is wrong with it, if anything is"),
        about.get("/openapi.json", openapi::show, "This description"),
        about.get("/faults", faults::list, "Every fault, in order; the first that is about a push acts on it"),
        about.post("/faults", faults::add, "Adds a fault behind the others"),
        about.delete("/faults", faults::clear, "Takes every fault out"),
        about.delete("/faults/{id}", faults::remove, "Takes a fault out"),
        about.get("/clock", clock::show, "The relay's time, and how it passes"),
        about.post("/clock", clock::turn, "Moves the clock; answers when what is due by then has happened"),
        about
            .post("/render", payload::draw, "The picture of a payload: a tile's sizes, or the screen with a toast")
            .refuses(&[Code::Value, Code::Internal]),
        about.post("/lint", payload::check, "What is wrong with a payload, or a whole request").refuses(&[Code::Value]),
        about.get("/metrics", metrics::show, "The numbers, for Prometheus").refuses(&[Code::Internal]),
        about.get("/settings", settings::show, "Every setting"),
        about.patch("/settings", settings::change, "Changes the settings that are named"),
    ]
}

/// Calls are grouped by what they are about.
#[derive(Clone, Copy)]
struct Topic(&'static str);

impl Topic {
    fn get<H, T, Parts>(self, path: &'static str, handler: H, summary: &'static str) -> Call
    where
        H: Handler<T, Desk> + Handles<Parts>,
        T: 'static,
    {
        self.call(HttpMethod::Get, path, handler, summary)
    }

    fn post<H, T, Parts>(self, path: &'static str, handler: H, summary: &'static str) -> Call
    where
        H: Handler<T, Desk> + Handles<Parts>,
        T: 'static,
    {
        self.call(HttpMethod::Post, path, handler, summary)
    }

    fn patch<H, T, Parts>(self, path: &'static str, handler: H, summary: &'static str) -> Call
    where
        H: Handler<T, Desk> + Handles<Parts>,
        T: 'static,
    {
        self.call(HttpMethod::Patch, path, handler, summary)
    }

    fn delete<H, T, Parts>(self, path: &'static str, handler: H, summary: &'static str) -> Call
    where
        H: Handler<T, Desk> + Handles<Parts>,
        T: 'static,
    {
        self.call(HttpMethod::Delete, path, handler, summary)
    }

    fn call<H, T, Parts>(self, method: HttpMethod, path: &'static str, handler: H, summary: &'static str) -> Call
    where
        H: Handler<T, Desk> + Handles<Parts>,
        T: 'static,
    {
        let filter = match method {
            HttpMethod::Get => MethodFilter::GET,
            HttpMethod::Post => MethodFilter::POST,
            HttpMethod::Patch => MethodFilter::PATCH,
            HttpMethod::Delete => MethodFilter::DELETE,
            HttpMethod::Put => MethodFilter::PUT,
            HttpMethod::Options => MethodFilter::OPTIONS,
            HttpMethod::Head => MethodFilter::HEAD,
            HttpMethod::Trace => MethodFilter::TRACE,
        };
        let said = Said::by(path, &handler);
        Call { path, method, topic: self.0, summary, said, served: on(filter, handler) }
    }
}

impl Call {
    fn refuses(mut self, codes: &[Code]) -> Self {
        self.said.refuses(codes);
        self
    }
}
