//! Results for people: aligned columns and named values.

use crate::base::{text, time::Timestamp};

/// Rows under headings, in columns; a sentence when there are none.
pub fn table(headings: &[&str], rows: &[Vec<String>], none: &str) -> String {
    if rows.is_empty() {
        return none.to_owned();
    }
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let headings: Vec<String> = headings.iter().map(ToString::to_string).collect();
    let lines: Vec<String> = std::iter::once(&headings).chain(rows).map(|row| line(row, &widths)).collect();
    lines.join("\n")
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells: Vec<String> =
        row.iter().zip(widths).map(|(cell, width)| format!("{:<width$}", printable(cell))).collect();
    cells.join("  ").trim_end().to_owned()
}

/// `name  value` on each line; members without a value are left out.
pub fn facts(facts: &[(&str, Option<String>)]) -> String {
    let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines: Vec<String> = facts
        .iter()
        .filter_map(|(name, value)| value.as_ref().map(|value| format!("{name:<width$}  {}", printable(value))))
        .collect();
    lines.join("\n")
}

/// Lines of text, none of which steers the terminal.
pub fn lines(lines: &[String]) -> String {
    let all: Vec<String> = lines.iter().map(|line| printable(line).trim_end().to_owned()).collect();
    all.join("\n")
}

/// A time, to the second.
pub fn time(at: Timestamp) -> String {
    at.to_rfc3339()
}

/// Names were chosen by others: none of them may steer the terminal.
fn printable(text: &str) -> String {
    text::printable(text, |c| c == '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_nothing_steers_the_terminal() {
        let rows = vec![vec!["a".to_owned(), "1".to_owned()], vec!["bcd\u{1b}[31m".to_owned(), String::new()]];
        assert_eq!(table(&["N", "V"], &rows, "none"), "N         V\na         1\nbcd\u{fffd}[31m");
        assert_eq!(table(&["N"], &[], "there are none"), "there are none");
        assert_eq!(facts(&[("a", Some("1".to_owned())), ("long", None)]), "a     1");
    }
}
