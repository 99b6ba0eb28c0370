//! The report, with a document for programs (docs/conformance-command.md describes it); `lines` has the one for people.

use serde_json::{Value, json};

use super::{
    check::{Checked, Outcome},
    group::Group,
    http::Http,
};

/// Raised whenever the document changes for its readers.
const VERSION: u32 = 1;

/// A whole run. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The provider's issuer, as it was given.
    pub issuer: String,
    /// Before the first request, as RFC 3339 writes it.
    pub began_at: String,
    /// After the last check, as RFC 3339 writes it.
    pub ended_at: String,
    /// The groups that ran, in order.
    pub groups: Vec<GroupReport>,
}

/// The outcomes of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupReport {
    /// Which one.
    pub group: Group,
    /// In the order in which they were tried.
    pub checks: Vec<CheckReport>,
}

/// The outcome of one check.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckReport {
    /// Its stable name within the group.
    pub name: &'static str,
    /// The clauses that it rests on.
    pub clause: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What the specification wants; empty for what passed or was skipped.
    pub expected: String,
    /// What came instead; for what was skipped, why.
    pub found: String,
    /// The requests and answers that show it, as in the document; none for what passed or was skipped.
    pub exchanges: Vec<Value>,
}

/// How often each outcome came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Checks that passed.
    pub passed: usize,
    /// Checks that ended with a warning.
    pub warning: usize,
    /// Checks that failed.
    pub failed: usize,
    /// Checks that could not be tried.
    pub skipped: usize,
}

impl Report {
    /// How often each outcome came.
    pub fn counts(&self) -> Counts {
        Counts::of(self.groups.iter().flat_map(|group| &group.checks))
    }

    /// The report as a document; `tool` is the name and version of the program that made it.
    pub fn to_json(&self, tool: &str) -> Value {
        json!({
            "version": VERSION,
            "tool": tool,
            "issuer": self.issuer,
            "began_at": self.began_at,
            "ended_at": self.ended_at,
            "counts": self.counts().to_json(),
            "groups": self.groups.iter().map(GroupReport::to_json).collect::<Vec<_>>(),
        })
    }
}

impl GroupReport {
    pub(crate) fn of(group: Group, checks: &[Checked], http: &Http) -> Self {
        Self { group, checks: checks.iter().map(|check| CheckReport::of(check, http)).collect() }
    }

    fn to_json(&self) -> Value {
        let group = self.group.as_str();
        json!({"name": group, "checks": self.checks.iter().map(|check| check.to_json(group)).collect::<Vec<_>>()})
    }
}

impl CheckReport {
    fn of(check: &Checked, http: &Http) -> Self {
        let (name, clause, outcome) = (check.name, check.clause, check.outcome());
        let mut report =
            Self { name, clause, outcome, expected: String::new(), found: String::new(), exchanges: Vec::new() };
        if let Err(problem) = &check.verdict {
            report.found = http.redactor.text(&problem.found);
            if outcome != Outcome::Skipped {
                report.expected.clone_from(&problem.expected);
                let exchanges = check.exchanges.clone().filter_map(|at| http.exchange(at));
                report.exchanges = exchanges.map(|one| http.redactor.exchange(&one)).collect();
            }
        }
        report
    }

    fn to_json(&self, group: &str) -> Value {
        let name = format!("{group}/{}", self.name);
        let mut entry = json!({"name": name, "clause": self.clause, "outcome": self.outcome.as_str()});
        match self.outcome {
            Outcome::Passed => {}
            Outcome::Skipped => entry["reason"] = self.found.as_str().into(),
            Outcome::Warning | Outcome::Failed => {
                entry["expected"] = self.expected.as_str().into();
                entry["found"] = self.found.as_str().into();
                entry["exchanges"] = self.exchanges.clone().into();
            }
        }
        entry
    }
}

impl Counts {
    fn of<'c>(checks: impl IntoIterator<Item = &'c CheckReport>) -> Self {
        let mut counts = Self::default();
        for check in checks {
            match check.outcome {
                Outcome::Passed => counts.passed += 1,
                Outcome::Warning => counts.warning += 1,
                Outcome::Failed => counts.failed += 1,
                Outcome::Skipped => counts.skipped += 1,
            }
        }
        counts
    }

    /// The closing line.
    pub fn line(self) -> String {
        let Self { passed, warning, failed, skipped } = self;
        let warnings = if warning == 1 { "1 warning".to_owned() } else { format!("{warning} warnings") };
        format!("{passed} passed, {warnings}, {failed} failed, {skipped} skipped")
    }

    fn to_json(self) -> Value {
        json!({"passed": self.passed, "warning": self.warning, "failed": self.failed, "skipped": self.skipped})
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::{
        check::{Problem, Sheet},
        plan::Trust,
    };

    /// A group in which each outcome stands once, and another in which all is skipped.
    pub fn two_groups() -> [GroupReport; 2] {
        let http = Http::new(&Trust::default()).unwrap();
        http.redactor.learn("hunter22");
        let mut sheet = Sheet::new(&http);
        sheet.check("reachable", "OIDC Discovery §4.2", Ok(()));
        sheet.check("issuer", "OIDC Discovery §4.3", Err(Problem::failed("a", "b hunter22\u{1b}[31m")));
        sheet.check("pkce", "RFC 9700 §2.1.1", Err(Problem::warning("c", "d")));
        sheet.check("locales", "RFC 5646 §2.1.1", Err(Problem::skipped("none listed")));
        let mut idle = Sheet::new(&http);
        for name in ["code", "token-response"] {
            idle.check(name, "OIDC Core §3.1", Err(Problem::skipped("needs a client")));
        }
        let report = |group, sheet: &Sheet<'_>| GroupReport::of(group, &sheet.checks, &http);
        [report(Group::Discovery, &sheet), report(Group::SignIn, &idle)]
    }

    #[test]
    fn the_document_has_each_outcome_with_what_belongs_to_it() {
        let [group, _] = two_groups();
        let at = |text: &str| text.to_owned();
        let report = Report {
            issuer: at("https://op.example"),
            began_at: at("1970-01-01T00:00:00Z"),
            ended_at: at("1970-01-01T00:00:01Z"),
            groups: vec![group],
        };
        assert_eq!(report.counts().line(), "1 passed, 1 warning, 1 failed, 1 skipped");
        let document = report.to_json("signet 0.1.0");
        assert_eq!((&document["version"], &document["tool"]), (&json!(1), &json!("signet 0.1.0")));
        assert_eq!(document["counts"], json!({"passed": 1, "warning": 1, "failed": 1, "skipped": 1}));
        assert_eq!(
            document["groups"][0]["checks"],
            json!([
                {"name": "discovery/reachable", "clause": "OIDC Discovery §4.2", "outcome": "passed"},
                {"name": "discovery/issuer", "clause": "OIDC Discovery §4.3", "outcome": "failed", "expected": "a",
                 "found": "b [redacted]\u{1b}[31m", "exchanges": []},
                {"name": "discovery/pkce", "clause": "RFC 9700 §2.1.1", "outcome": "warning", "expected": "c",
                 "found": "d", "exchanges": []},
                {"name": "discovery/locales", "clause": "RFC 5646 §2.1.1", "outcome": "skipped",
                 "reason": "none listed"},
            ])
        );
    }
}
