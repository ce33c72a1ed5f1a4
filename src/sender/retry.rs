//! When may a push be sent again? The table's advice as a wait before each attempt (PROTOCOL.md 5.2, 6).

use std::time::Duration;

use crate::protocol::verdict::Advice;

/// How often a push is tried when the advice knows no end.
const MAX_ATTEMPTS: u32 = 25;

/// How long to wait before attempt number `attempt` (the first retry is 1), or nothing if there is to be none.
#[must_use]
pub fn wait_before(advice: Advice, attempt: u32) -> Option<Duration> {
    if attempt == 0 || attempt > MAX_ATTEMPTS {
        return None;
    }
    match advice {
        Advice::Nothing | Advice::DoNotRetry | Advice::FixThenSend | Advice::DeleteChannel => None,
        Advice::Backoff { first_secs, max_secs } => {
            let secs = first_secs.saturating_mul(1_u64.checked_shl(attempt - 1).unwrap_or(u64::MAX));
            // Once the longest wait has been tried, the service is given up.
            (secs <= max_secs).then(|| Duration::from_secs(secs))
        }
        Advice::RetryEvery { secs, lasts_secs } => {
            let waited = secs.saturating_mul(u64::from(attempt));
            let lasts = lasts_secs.unwrap_or(u64::MAX);
            (waited <= lasts).then(|| Duration::from_secs(secs))
        }
        Advice::Retry => (attempt <= 3).then(|| Duration::from_secs(1 << attempt)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Verdict;

    fn waits(verdict: Verdict) -> Vec<u64> {
        (1..).map_while(|attempt| wait_before(verdict.row().advice, attempt)).map(|wait| wait.as_secs()).collect()
    }

    /// 503 and QueueFull are tried again after 4, 8, 16 and 32 minutes, then given up.
    #[test]
    fn backoff_doubles_up_to_32_minutes() {
        assert_eq!(waits(Verdict::ServiceUnavailable), [240, 480, 960, 1_920]);
        assert_eq!(waits(Verdict::QueueFull), [240, 480, 960, 1_920]);
    }

    /// 406 is tried hourly for a day.
    #[test]
    fn throttled_is_tried_hourly_for_a_day() {
        assert_eq!(waits(Verdict::Throttled), [3_600; 24]);
    }

    /// What was taken, and what can never be taken, is not sent again.
    #[test]
    fn no_retry_where_it_makes_no_sense() {
        for verdict in [Verdict::Received, Verdict::Suppressed, Verdict::BadRequest, Verdict::Expired] {
            assert!(waits(verdict).is_empty(), "{verdict:?}");
        }
    }
}
