//! A console with phones on a virtual clock, and a program that asks it.

use std::sync::Arc;

use serde_json::Value;
use tilecast::api;
use tilecast::cli::setup;
use tilecast::clock::Clock;
use tilecast::console::certificates::Certificates;
use tilecast::console::runtime::{self, Console, Setup, TlsSetup, WhenTaken};
use tilecast::protocol::device::OsVersion;
use tilecast::relay::Settings;
use tilecast::ui::offscreen::Offscreen;

use crate::described::{Described, described};
use crate::support::relay::START;
use crate::support::{Sender, wire};

/// A running console and its client.
pub(crate) struct Desk {
    pub(crate) console: Console,
    pub(crate) client: reqwest::Client,
    pub(crate) described: &'static Described,
}

/// What a call was answered with.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) bytes: Vec<u8>,
    /// The body, if it is JSON; null otherwise.
    pub(crate) json: Value,
}

impl Desk {
    /// A console with one phone, `ana`, whose clock stands still.
    pub(crate) async fn open() -> Self {
        Self::with(&["ana"], None).await
    }

    /// A console with these phones, and perhaps a token.
    pub(crate) async fn with(phones: &[&str], token: Option<&str>) -> Self {
        Self::start(phones, token, None).await
    }

    /// A console that serves authenticated channels too, with these certificates.
    pub(crate) async fn with_tls(certificates: Certificates) -> Self {
        let listen = ([127, 0, 0, 1], 0).into();
        let when_taken = WhenTaken::Fail;
        let tls = TlsSetup { listen, when_taken, certificates: Arc::new(certificates), trusted: None };
        Self::start(&[], None, Some(tls)).await
    }

    async fn start(phones: &[&str], token: Option<&str>, tls: Option<TlsSetup>) -> Self {
        let setup = Setup {
            listen: ([127, 0, 0, 1], 0).into(),
            when_taken: WhenTaken::Fail,
            tls,
            phones: phones.iter().map(|name| setup::phone(name, OsVersion::V8_0).unwrap()).collect(),
            clock: Clock::virtual_at(START),
            settings: Settings::default(),
            journal: None,
            seed: 7,
        };
        let painter = Arc::new(Offscreen::new());
        let bearer = format!("Bearer {}", token.unwrap_or_default());
        let token = token.map(Arc::from);
        let routes = |shared: &_| api::routes(api::Host { console: Clone::clone(shared), painter, token });
        let console = runtime::start(setup, routes).unwrap();
        setup::channels_open(&console).await.unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let description = format!("http://{}/api/v1/openapi.json", console.address);
        let ask = async || {
            let answer = client.get(description).header("Authorization", bearer).send().await.unwrap();
            serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
        };
        let described = described(ask).await;
        Self { console, client, described }
    }

    /// A call's address.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}/api/v1{path}", self.console.address)
    }

    /// Makes a call; the answer is one that the description knows.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.client.request(method.parse().unwrap(), self.url(path));
        if let Some(body) = &body {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let answer = Answer::of(request.send().await.unwrap()).await;
        self.described.check(method, path, body.as_ref(), &answer);
        answer
    }

    /// Makes a call with a body of some type.
    pub(crate) async fn call_with(&self, method: &str, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let request = self.client.request(method.parse().unwrap(), self.url(path));
        let answer =
            Answer::of(request.header("Content-Type", content_type).body(body.to_vec()).send().await.unwrap()).await;
        self.described.check(method, path, None, &answer);
        answer
    }

    /// What a call that works answers.
    pub(crate) async fn get(&self, path: &str) -> Value {
        self.call("GET", path, None).await.ok()
    }

    /// Adds a fault.
    pub(crate) async fn fault(&self, fault: Value) -> u64 {
        let answer = self.call("POST", "/faults", Some(fault)).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json["id"].as_u64().unwrap()
    }

    /// The path of the channel of a phone's app.
    pub(crate) async fn channel(&self, device: &str) -> String {
        let device = self.get(&format!("/devices/{device}")).await;
        let uri = device["apps"][0]["uri"].as_str().unwrap();
        uri.parse::<tilecast::protocol::ChannelUri>().unwrap().path().to_owned()
    }

    /// A connection for raw bytes.
    pub(crate) async fn sender(&self) -> Sender {
        Sender::connect(self.console.address).await
    }

    /// Sends raw bytes as a push, and gives the name of the verdict.
    pub(crate) async fn push(&self, bytes: &[u8]) -> &'static str {
        self.sender().await.send(bytes).await.verdict()
    }

    /// Sends a toast to a phone, and gives the push's id.
    pub(crate) async fn toast(&self, device: &str) -> u64 {
        assert_eq!(self.push(&wire::toast(&self.channel(device).await)).await, "received");
        let listed = self.get("/pushes?limit=1").await;
        listed["pushes"][0]["id"].as_u64().unwrap()
    }

    /// Waits until a push has reached a stage, and gives it.
    pub(crate) async fn reached(&self, push: u64, stage: &str) -> Value {
        let hub = &self.console.shared.hub;
        let mut version = hub.version();
        let patience = tokio::time::timeout(std::time::Duration::from_secs(20), async {
            loop {
                version.mark_unchanged();
                let push = self.get(&format!("/pushes/{push}")).await;
                if stages(&push).contains(&stage.to_owned()) {
                    return push;
                }
                version.changed().await.unwrap();
            }
        });
        patience.await.unwrap()
    }
}

impl Answer {
    async fn of(answer: reqwest::Response) -> Self {
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let bytes = answer.bytes().await.unwrap().to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or_default();
        Self { status, headers, bytes, json }
    }

    /// Its body, if it is an answer that gives one.
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        self.json
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {self:?}")).to_str().unwrap()
    }

    /// The status and code of an error that explains itself.
    pub(crate) fn error(&self) -> (u16, &str) {
        let error = &self.json["error"];
        for field in ["message", "hint"] {
            assert!(error[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {self:?}");
        }
        (self.status, error["code"].as_str().unwrap())
    }
}

/// The stages that a push reached, in order.
pub(crate) fn stages(push: &Value) -> Vec<String> {
    push["stages"].as_array().unwrap().iter().map(|stage| stage["stage"].as_str().unwrap().to_owned()).collect()
}
