//! Descriptors of the process: each connection takes one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is kept for everything else: requests to others (192 at once), the metrics, files, the database.
const OTHERS: usize = 256;
/// With fewer connections than this, an operator is told why.
const FEW: usize = 1_000;

/// Raises the soft limit to the hard one, and answers for how many connections there are descriptors then, when the
/// database takes this many.
pub fn for_connections(database: u32) -> usize {
    let descriptors = raise();
    let others = OTHERS + usize::try_from(database).unwrap_or(usize::MAX / 2);
    let connections = descriptors.saturating_sub(others).max(descriptors / 4);
    if connections < FEW {
        tracing::warn!(
            descriptors,
            connections,
            "there are few descriptors (ulimit -Hn, LimitNOFILE): no more connections are served at once"
        );
    }
    connections
}

fn raise() -> usize {
    let limit = getrlimit(Resource::Nofile);
    // The soft limit is there for programs that know no descriptors above 1,023.
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::debug!(%error, "the limit of descriptors could not be raised");
    }
    // None: there is no limit.
    let current = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    usize::try_from(current).unwrap_or(usize::MAX)
}
