//! How a check ends, and the sheet on which the outcomes are written.

use std::{cell::Cell, ops::Range};

use super::http::{Answer, Http};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The provider does as it must.
    Passed,
    /// It does not as it should.
    Warning,
    /// It does not as it must.
    Failed,
    /// It could not be tried; the reason stands beside it.
    Skipped,
}

impl Outcome {
    /// Its name in the report.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// Why a check did not pass.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Warning, failed or skipped.
    pub outcome: Outcome,
    /// What the specification wants; empty for what was skipped.
    pub expected: String,
    /// What came instead; for what was skipped, why.
    pub found: String,
    /// The exchange it is about, when that is not the last one.
    pub exchange: Option<usize>,
}

impl Problem {
    fn new(outcome: Outcome, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { outcome, expected: expected.into(), found: found.into(), exchange: None }
    }

    /// A MUST that is not kept.
    pub fn failed(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(Outcome::Failed, expected, found)
    }

    /// A SHOULD that is not kept.
    pub fn warning(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(Outcome::Warning, expected, found)
    }

    /// Something that cannot be tried here.
    pub fn skipped(why: impl Into<String>) -> Self {
        Self::new(Outcome::Skipped, "", why)
    }

    /// Names the exchange that shows it.
    #[must_use]
    pub fn about(mut self, answer: &Answer) -> Self {
        self.exchange = Some(answer.exchange);
        self
    }

    /// The same finding, as a SHOULD.
    #[must_use]
    pub fn only_warning(mut self) -> Self {
        if self.outcome == Outcome::Failed {
            self.outcome = Outcome::Warning;
        }
        self
    }
}

/// What a check comes to: nothing to say, or a problem.
pub type Verdict = Result<(), Problem>;

/// Fails unless `fine`.
pub fn must(fine: bool, expected: &str, found: impl FnOnce() -> String) -> Verdict {
    if fine { Ok(()) } else { Err(Problem::failed(expected, found())) }
}

/// Warns unless `fine`.
pub fn should(fine: bool, expected: &str, found: impl FnOnce() -> String) -> Verdict {
    must(fine, expected, found).map_err(Problem::only_warning)
}

/// Skips unless `possible`.
pub fn needs(possible: bool, why: &str) -> Verdict {
    if possible { Ok(()) } else { Err(Problem::skipped(why)) }
}

/// One line of the report.
#[derive(Debug)]
pub struct Checked {
    /// Its stable name within the group.
    pub name: &'static str,
    /// The clause that it rests on.
    pub clause: &'static str,
    /// Nothing, or what there is to say.
    pub verdict: Verdict,
    /// Which exchanges show it.
    pub exchanges: Range<usize>,
}

impl Checked {
    /// How it ended.
    pub fn outcome(&self) -> Outcome {
        self.verdict.as_ref().err().map_or(Outcome::Passed, |problem| problem.outcome)
    }
}

/// At most so many exchanges are told of one check: the last ones.
const SHOWN: usize = 3;

/// The outcomes of one group.
#[derive(Debug)]
pub struct Sheet<'h> {
    /// In the order in which they were tried.
    pub checks: Vec<Checked>,
    http: &'h Http,
    since: Cell<usize>,
}

impl<'h> Sheet<'h> {
    /// An empty sheet.
    pub fn new(http: &'h Http) -> Self {
        Self { checks: Vec::new(), http, since: Cell::new(http.exchanges()) }
    }

    /// Writes an outcome down, with the exchanges made since the check before.
    pub fn check(&mut self, name: &'static str, clause: &'static str, verdict: Verdict) {
        let (from, to) = (self.since.get(), self.http.exchanges());
        self.since.set(to);
        let named = verdict.as_ref().err().and_then(|problem| problem.exchange);
        let exchanges = match named {
            Some(one) => one..one + 1,
            // A check that sent nothing looks at what came last.
            None if from == to => to.saturating_sub(1)..to,
            None => from.max(to.saturating_sub(SHOWN))..to,
        };
        self.checks.push(Checked { name, clause, verdict, exchanges });
    }
}
