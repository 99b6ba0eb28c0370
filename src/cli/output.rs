//! Results for people: aligned columns and named values.

use comfy_table::{Table, presets};

use crate::base::{text, time::Timestamp};

/// Rows under headings, in columns; a sentence when there are none.
pub fn table(headings: &[&str], rows: &[Vec<String>], none: &str) -> String {
    if rows.is_empty() {
        return none.to_owned();
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(headings.iter().copied());
    // A row is one line.
    table.add_rows(rows.iter().map(|row| row.iter().map(|cell| text::printable(cell, |_| false))));
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt()
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
        // As wide as they are seen, not as many as they are.
        let wide = vec![vec!["山田".to_owned(), "1".to_owned()], vec!["abcd".to_owned(), "2".to_owned()]];
        assert_eq!(table(&["N", "V"], &wide, "none"), "N     V\n山田  1\nabcd  2");
        assert_eq!(facts(&[("a", Some("1".to_owned())), ("long", None)]), "a     1");
    }
}
