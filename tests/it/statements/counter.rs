//! Listens to the statements of one future.

use std::fmt;

use signet::store::statements;

/// The statements that one future ran, in their order.
#[derive(Debug)]
pub struct Statements(Vec<&'static str>);

impl Statements {
    /// How many there were, without those about transactions.
    pub fn count(&self) -> usize {
        self.0.iter().filter(|sql| !matches!(**sql, "BEGIN" | "COMMIT")).count()
    }

    /// How many transactions were committed.
    pub fn commits(&self) -> usize {
        self.0.iter().filter(|sql| **sql == "COMMIT").count()
    }

    /// Demands that there were exactly so many, in so many commits.
    #[track_caller]
    pub fn must_be(&self, statements: usize, commits: usize) {
        let found = (self.count(), self.commits());
        assert_eq!(found, (statements, commits), "statements and commits differ:\n{self}");
    }
}

impl fmt::Display for Statements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(at, sql)| writeln!(f, "{:3} {sql}", at + 1))
    }
}

/// Runs a future and answers which statements it ran. A test runs on one thread, so it hears itself alone.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, Statements) {
    statements::listen();
    let outcome = work.await;
    (outcome, Statements(statements::heard()))
}
