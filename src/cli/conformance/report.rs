//! The report: lines for people, a document for programs (docs/conformance-command.md describes it).

use std::fmt::Write;

use serde_json::{Value, json};

use super::{
    check::{Checked, Outcome, Sheet},
    http::Http,
    redact::Redactor,
};
use crate::base::time::Timestamp;

/// Raised whenever the document changes for its readers.
const VERSION: u32 = 1;

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

impl Counts {
    /// Counts some checks.
    pub fn of<'c>(checks: impl IntoIterator<Item = &'c Checked>) -> Self {
        let mut counts = Self::default();
        for check in checks {
            match check.outcome() {
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

/// A group as lines; `color` only on a terminal.
pub fn group(sheet: &Sheet<'_>, http: &Http, color: bool) -> String {
    let mut out = format!("\n{}\n", paint(sheet.group, "1", color));
    if let Some(reason) = one_reason(&sheet.checks) {
        let many = format!("{} checks", sheet.checks.len());
        let _ =
            writeln!(out, "  {} {many}  skipped: {}", paint("-", "2", color), printable(&http.redactor.text(reason)));
        return out.trim_end().to_owned();
    }
    let width = sheet.checks.iter().map(|check| check.name.len()).max().unwrap_or_default();
    for check in &sheet.checks {
        let (mark, paint_with) = match check.outcome() {
            Outcome::Passed => ("✓", "32"),
            Outcome::Warning => ("!", "33"),
            Outcome::Failed => ("✗", "31"),
            Outcome::Skipped => ("-", "2"),
        };
        let mut line = format!("{:<width$}  {}", check.name, paint(check.clause, "2", color));
        if let Err(problem) = check.verdict.as_ref().map_err(|problem| &problem.found)
            && check.outcome() == Outcome::Skipped
        {
            let _ = write!(line, "  skipped: {}", printable(&http.redactor.text(problem)));
        }
        // A String takes whatever is written.
        let _ = writeln!(out, "  {} {line}", paint(mark, paint_with, color));
        detail(&mut out, check, http);
    }
    out.trim_end().to_owned()
}

/// Why nothing of a group could be tried, if it is the same for all of it: one line says that.
fn one_reason(checks: &[Checked]) -> Option<&str> {
    let reason = |check: &Checked| check.verdict.as_ref().err().map(|problem| problem.found.clone());
    let skipped = checks.iter().all(|check| check.outcome() == Outcome::Skipped);
    let same = checks.windows(2).all(|pair| reason(&pair[0]) == reason(&pair[1]));
    let first = checks.first()?.verdict.as_ref().err()?;
    (skipped && same && checks.len() > 1).then_some(first.found.as_str())
}

fn detail(out: &mut String, check: &Checked, http: &Http) {
    let Err(problem) = &check.verdict else { return };
    let redactor = &http.redactor;
    let mut say = |what: &str, text: &str| {
        let _ = writeln!(out, "      {what:<9} {}", printable(text));
    };
    if problem.outcome == Outcome::Skipped {
        return;
    }
    say("expected", &problem.expected);
    say("found", &redactor.text(&problem.found));
    for exchange in check.exchanges.clone().filter_map(|at| http.exchange(at)) {
        let shown = redactor.exchange(&exchange);
        let sent = &shown["sent"];
        say("sent", &format!("{} {}", text(&sent["method"]), text(&sent["url"])));
        for (name, value) in sent["headers"].as_object().into_iter().flatten() {
            say("", &format!("{name}: {}", text(value)));
        }
        if let Some(body) = sent["body"].as_str() {
            say("", body);
        }
        let came = &shown["came"];
        say("came", &came["status"].as_u64().map_or_else(|| "nothing".to_owned(), |status| status.to_string()));
        for (name, value) in came["headers"].as_object().into_iter().flatten() {
            say("", &format!("{name}: {}", text(value)));
        }
        if let Some(body) = came["body"].as_str().filter(|body| !body.is_empty()) {
            say("", body);
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What others sent may not steer the terminal.
fn printable(text: &str) -> String {
    crate::base::text::printable(text, |_| false)
}

fn paint(text: &str, with: &str, color: bool) -> String {
    if color { format!("\u{1b}[{with}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// When a run began and ended.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// Before the first request.
    pub began: Timestamp,
    /// After the last check.
    pub ended: Timestamp,
}

/// The whole run as a document.
pub fn document(issuer: &str, sheets: &[Sheet<'_>], http: &Http, times: Times) -> Value {
    let groups: Vec<Value> = sheets
        .iter()
        .map(|sheet| {
            let checks: Vec<Value> = sheet.checks.iter().map(|check| entry(sheet.group, check, http)).collect();
            json!({"name": sheet.group, "checks": checks})
        })
        .collect();
    json!({
        "version": VERSION,
        "tool": concat!("signet ", env!("CARGO_PKG_VERSION")),
        "issuer": issuer,
        "began_at": times.began.to_rfc3339(),
        "ended_at": times.ended.to_rfc3339(),
        "counts": Counts::of(sheets.iter().flat_map(|sheet| &sheet.checks)).to_json(),
        "groups": groups,
    })
}

fn entry(group: &str, check: &Checked, http: &Http) -> Value {
    let redactor: &Redactor = &http.redactor;
    let outcome = check.outcome();
    let mut entry =
        json!({"name": format!("{group}/{}", check.name), "clause": check.clause, "outcome": outcome.as_str()});
    match &check.verdict {
        Ok(()) => {}
        Err(problem) if outcome == Outcome::Skipped => entry["reason"] = redactor.text(&problem.found).into(),
        Err(problem) => {
            let exchanges = check.exchanges.clone().filter_map(|at| http.exchange(at));
            entry["expected"] = problem.expected.as_str().into();
            entry["found"] = redactor.text(&problem.found).into();
            entry["exchanges"] = exchanges.map(|one| redactor.exchange(&one)).collect();
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::conformance::{check::Problem, http::HttpOptions};

    #[test]
    fn the_report_says_the_same_to_people_and_programs() {
        let http = Http::new(&HttpOptions::default()).map_err(|why| why.to_string()).unwrap();
        http.redactor.learn("hunter22");
        let mut sheet = Sheet::new("discovery", &http);
        sheet.check("reachable", "OIDC Discovery §4.2", Ok(()));
        sheet.check("issuer", "OIDC Discovery §4.3", Err(Problem::failed("a", "b hunter22\u{1b}[31m")));
        sheet.check("pkce", "RFC 9700 §2.1.1", Err(Problem::warning("c", "d")));
        sheet.check("locales", "RFC 5646 §2.1.1", Err(Problem::skipped("none listed")));
        let lines = group(&sheet, &http, false);
        let expected = "\
discovery
  ✓ reachable  OIDC Discovery §4.2
  ✗ issuer     OIDC Discovery §4.3
      expected  a
      found     b [redacted]\u{fffd}[31m
  ! pkce       RFC 9700 §2.1.1
      expected  c
      found     d
  - locales    RFC 5646 §2.1.1  skipped: none listed";
        assert_eq!(lines.trim(), expected);
        let mut idle = Sheet::new("sign-in", &http);
        for name in ["code", "token-response"] {
            idle.check(name, "OIDC Core §3.1", Err(Problem::skipped("needs a client")));
        }
        assert_eq!(group(&idle, &http, false).trim(), "sign-in\n  - 2 checks  skipped: needs a client");
        assert!(group(&sheet, &http, true).contains("\u{1b}[31m✗\u{1b}[0m"));
        let counts = Counts::of(&sheet.checks);
        assert_eq!(counts.line(), "1 passed, 1 warning, 1 failed, 1 skipped");
        let times = Times { began: Timestamp(0), ended: Timestamp(1) };
        let document = document("https://op.example", &[sheet], &http, times);
        assert_eq!(document["version"], 1);
        assert_eq!(document["counts"], json!({"passed": 1, "warning": 1, "failed": 1, "skipped": 1}));
        assert_eq!(
            document["groups"][0]["checks"][1],
            json!({"name": "discovery/issuer", "clause": "OIDC Discovery §4.3", "outcome": "failed", "expected": "a",
                   "found": "b [redacted]\u{1b}[31m", "exchanges": []})
        );
        assert_eq!(document["groups"][0]["checks"][3]["reason"], "none listed");
    }
}
