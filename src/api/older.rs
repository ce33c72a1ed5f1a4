//! Which pushes does the log no longer answer for? Those are asked of the archive, on a thread that may wait for the disk.

use super::filter::Filter;
use super::refusal::Refusal;
use crate::archive::{Archive, Found, HistoryError, Told};
use crate::console::Shared;
use crate::protocol::PushId;

/// The pushes before `end` that a filter takes: how many there are, and the newest `limit` of them.
pub(super) async fn find(console: &Shared, filter: &Filter, end: PushId, limit: usize) -> Result<Found, Refusal> {
    let wanted = filter.wanted(end);
    asked(console, move |archive| archive.history().find(&wanted, limit)).await
}

/// A push by its id.
pub(super) async fn one(console: &Shared, push: PushId) -> Result<Option<Told>, Refusal> {
    asked(console, move |archive| archive.history().one(push)).await
}

/// From which push on the log answers; what is before it is asked here.
pub(super) fn end(console: &Shared) -> PushId {
    PushId(console.hub.world().log.gone_up_to().0.saturating_add(1))
}

/// Asks the archive, if there is one.
async fn asked<T: Default + Send + 'static>(
    console: &Shared,
    ask: impl FnOnce(&Archive) -> Result<T, HistoryError> + Send + 'static,
) -> Result<T, Refusal> {
    let Some(archive) = console.archive.clone() else { return Ok(T::default()) };
    let answer = tokio::task::spawn_blocking(move || ask(&archive)).await;
    let failed = |reason: String| Refusal::internal(reason);
    answer.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))
}
