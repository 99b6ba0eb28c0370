//! The report as lines for people, by group.

use std::fmt::Write;

use serde_json::Value;

use super::{
    check::Outcome,
    report::{CheckReport, GroupReport},
};

impl GroupReport {
    /// The group as lines, with detail where something is wrong; `color` only on a terminal.
    pub fn lines(&self, color: bool) -> String {
        let mut out = format!("\n{}\n", paint(self.group.as_str(), "1", color));
        // A String takes whatever is written.
        if let Some(reason) = one_reason(&self.checks) {
            let mark = paint("-", "2", color);
            let _ = writeln!(out, "  {mark} {} checks  skipped: {}", self.checks.len(), printable(reason));
            return out.trim_end().to_owned();
        }
        let width = self.checks.iter().map(|check| check.name.len()).max().unwrap_or_default();
        for check in &self.checks {
            let (mark, paint_with) = match check.outcome {
                Outcome::Passed => ("✓", "32"),
                Outcome::Warning => ("!", "33"),
                Outcome::Failed => ("✗", "31"),
                Outcome::Skipped => ("-", "2"),
            };
            let mut line = format!("{:<width$}  {}", check.name, paint(check.clause, "2", color));
            if check.outcome == Outcome::Skipped {
                let _ = write!(line, "  skipped: {}", printable(&check.found));
            }
            let _ = writeln!(out, "  {} {line}", paint(mark, paint_with, color));
            detail(&mut out, check);
        }
        out.trim_end().to_owned()
    }
}

/// The reason for which a whole group was skipped, if it is one reason.
fn one_reason(checks: &[CheckReport]) -> Option<&str> {
    let skipped = checks.iter().all(|check| check.outcome == Outcome::Skipped);
    let same = checks.windows(2).all(|pair| pair[0].found == pair[1].found);
    (skipped && same && checks.len() > 1).then(|| checks[0].found.as_str())
}

fn detail(out: &mut String, check: &CheckReport) {
    if matches!(check.outcome, Outcome::Passed | Outcome::Skipped) {
        return;
    }
    let mut say = |what: &str, text: &str| {
        let _ = writeln!(out, "      {what:<9} {}", printable(text));
    };
    say("expected", &check.expected);
    say("found", &check.found);
    for exchange in &check.exchanges {
        let (sent, came) = (&exchange["sent"], &exchange["came"]);
        say("sent", &format!("{} {}", text(&sent["method"]), text(&sent["url"])));
        rest(&mut say, sent);
        say("came", &came["status"].as_u64().map_or_else(|| "nothing".to_owned(), |status| status.to_string()));
        rest(&mut say, came);
    }
}

/// Headers and body of a request or an answer.
fn rest(say: &mut impl FnMut(&str, &str), message: &Value) {
    for (name, value) in message["headers"].as_object().into_iter().flatten() {
        say("", &format!("{name}: {}", text(value)));
    }
    if let Some(body) = message["body"].as_str().filter(|body| !body.is_empty()) {
        say("", body);
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What others sent may not steer the terminal, nor turn a line around (Unicode Standard Annex 9 §2).
fn printable(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let unseen = |c: char| matches!(c, '\u{E0000}'..='\u{E007F}');
    text.chars().map(|c| if c.is_control() || turns(c) || unseen(c) { '\u{fffd}' } else { c }).collect()
}

fn paint(text: &str, with: &str, color: bool) -> String {
    if color { format!("\u{1b}[{with}m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::two_groups;

    #[test]
    fn people_are_told_in_lines_and_a_group_that_was_skipped_in_one() {
        let [group, idle] = two_groups();
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
        assert_eq!(group.lines(false).trim(), expected);
        assert_eq!(idle.lines(false).trim(), "sign-in\n  - 2 checks  skipped: needs a client");
        assert!(group.lines(true).contains("\u{1b}[31m✗\u{1b}[0m"));
    }

    #[test]
    fn what_turns_a_line_around_is_not_shown() {
        assert_eq!(printable("a\u{202e}b\u{7}\u{e0041}c\u{200d}"), "a\u{fffd}b\u{fffd}\u{fffd}c\u{200d}");
    }
}
