//! How long did connecting take? A layer around the HTTP client's connector that notes it for the request that waited.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tower_layer::Layer;
use tower_service::Service;

use crate::clock::Clock;

tokio::task_local! {
    /// How long the request of this task waited for its connection; zero on one that was open.
    pub(super) static CONNECT: Cell<Duration>;
}

/// Adds the timing to a connector.
#[derive(Clone, Debug)]
pub(super) struct TimingLayer(pub Clock);

impl<S> Layer<S> for TimingLayer {
    type Service = Timing<S>;

    fn layer(&self, connector: S) -> Timing<S> {
        Timing { connector, clock: self.0.clone() }
    }
}

/// A connector that is timed.
#[derive(Clone, Debug)]
pub(super) struct Timing<S> {
    connector: S,
    clock: Clock,
}

impl<S, R> Service<R> for Timing<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let clock = self.clock.clone();
        let started = clock.now();
        let connecting = self.connector.call(request);
        Box::pin(async move {
            let connection = connecting.await;
            let took = clock.now().since(started);
            // Outside a request of ours (a connection opened ahead, say) there is nobody to tell.
            let _ = CONNECT.try_with(|noted| noted.set(took));
            connection
        })
    }
}
