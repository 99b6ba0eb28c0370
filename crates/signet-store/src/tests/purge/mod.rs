//! Purging: what goes, what stays, and what a batch costs.

mod laws;
mod visited;

use crate::{
    Conn,
    base::time::Timestamp,
    purge::{self, Batch, Due, Expired, Retention},
};

/// A batch of each kind.
async fn batch(conn: &mut Conn, now: Timestamp, limit: i64) -> Batch {
    let due = Due { now, retention: &Retention::default(), limit };
    let mut done = Batch::default();
    for expired in Expired::ALL {
        done += purge::purge_batch(conn, expired, &due).await.unwrap();
    }
    done
}

/// Everything; answers how many rows were deleted.
pub(super) async fn purge_all(conn: &mut Conn, now: Timestamp) -> u64 {
    let mut total = 0;
    loop {
        let done = batch(conn, now, 2).await;
        if done.is_empty() {
            return total;
        }
        total += done.deleted;
    }
}
