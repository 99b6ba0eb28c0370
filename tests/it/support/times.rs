//! Whether an answer takes as long for what somebody has as for what nobody has.

use std::time::{Duration, Instant};

/// How long answers took, for what somebody has and for what nobody has.
#[derive(Debug, Default)]
pub struct Times {
    known: Vec<Duration>,
    unknown: Vec<Duration>,
}

impl Times {
    /// Measures one answer.
    pub async fn measure<T>(&mut self, is_known: bool, answer: impl Future<Output = T>) -> T {
        let began = Instant::now();
        let answered = answer.await;
        let took = began.elapsed();
        let times = if is_known { &mut self.known } else { &mut self.unknown };
        times.push(took);
        answered
    }

    /// Fails where one kind takes longer. A mail that is written or not would be three statements of a dozen, and a lock;
    /// a hash that is looked at or not, most of the time.
    #[track_caller]
    pub fn assert_alike(self, what: &str) {
        assert!(self.known.len() >= 20 && self.known.len() == self.unknown.len(), "{what}: too few to tell");
        let (known, unknown) = (median(self.known), median(self.unknown));
        let (less, more) = (known.min(unknown), known.max(unknown));
        let bound = less * 3 / 2 + Duration::from_millis(2);
        assert!(more < bound, "{what}: {known:?} for known, {unknown:?} for unknown ones");
    }
}

/// The middle of many: one slow moment of the machine moves it little.
fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}
