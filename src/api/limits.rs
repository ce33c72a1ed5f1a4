//! How much may callers have at once? What takes long or is held is counted, so that no number of callers takes the machine.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::events::MAX_READERS;
use super::refusal::Refusal;
use super::resend::MAX_RESENDING;
use super::wait::MAX_WAITING;
use crate::console::painter::PaintError;

/// How many pictures are drawn at once; further ones wait their turn.
const PAINTING: usize = 2;

/// What is counted. Clones count together.
#[derive(Clone)]
pub(super) struct Limits {
    /// Answers that are held until enough pushes match.
    pub(super) waiting: Arc<Semaphore>,
    /// Readers of what happens.
    pub(super) readers: Arc<Semaphore>,
    /// Pushes that are being sent again.
    pub(super) resending: Arc<Semaphore>,
    painting: Arc<Semaphore>,
}

impl Default for Limits {
    fn default() -> Self {
        let up_to = |most| Arc::new(Semaphore::new(most));
        Self {
            waiting: up_to(MAX_WAITING),
            readers: up_to(MAX_READERS),
            resending: up_to(MAX_RESENDING),
            painting: up_to(PAINTING),
        }
    }
}

impl Limits {
    /// Draws a picture where it disturbs nobody.
    pub(super) async fn paint(
        &self,
        draw: impl FnOnce() -> Result<Vec<u8>, PaintError> + Send + 'static,
    ) -> Result<Vec<u8>, Refusal> {
        let painted = self.draw(draw).await?;
        painted.map_err(|error| Refusal::parameter(error.to_string(), "use a scale above 0, at most 8"))
    }

    /// Does what takes long where it disturbs nobody.
    pub(super) async fn draw<T: Send + 'static>(
        &self,
        draw: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let failed = || Refusal::internal("the picture could not be drawn");
        let turn = self.painting.clone().acquire_owned().await.map_err(|_| failed())?;
        let drawn = tokio::task::spawn_blocking(move || {
            let drawn = draw();
            drop(turn);
            drawn
        });
        drawn.await.map_err(|_| failed())
    }
}
