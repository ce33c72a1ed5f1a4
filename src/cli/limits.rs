//! How many sockets may this process have? As many as the system allows: each phone and each sender is one.

/// Raises the soft limit of open files to the hard one. Many systems begin with 1,024, or 256.
#[cfg(unix)]
pub(super) fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    /// The most that macOS takes where it says that there is no limit (its `OPEN_MAX`).
    const MACOS_MOST: u64 = 10_240;

    let limit = getrlimit(Resource::Nofile);
    let wanted = [limit.maximum, Some(MACOS_MOST)];
    let is_more = |wanted: &Option<u64>| match (wanted, limit.current) {
        (None, current) => current.is_some(),
        (Some(wanted), Some(current)) => *wanted > current,
        (Some(_), None) => false,
    };
    let raised = |current: Option<u64>| setrlimit(Resource::Nofile, Rlimit { current, maximum: limit.maximum }).is_ok();
    // Where it cannot be raised, everything works with fewer connections.
    if wanted.into_iter().filter(is_more).any(raised) {
        tracing::debug!("the limit of open files was raised");
    }
}

/// There is no such limit.
#[cfg(not(unix))]
pub(super) const fn raise() {}
