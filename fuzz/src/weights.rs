//! Weights of `Accept` and `Accept-Language`, held against numbers with a point, and lists with quoted strings,
//! against an automaton.

use signet_protocol::field::{
    list::{split, unquoted},
    weight::weighted,
};

use crate::model::text;

/// A value of the field.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    for one in weighted(text) {
        assert!(one.weight <= 1000 && !one.value.is_empty() && text.contains(one.value), "{text:?}");
    }
    weight(text);
    let parts = split(text, ',');
    assert_eq!(parts.is_some(), !is_open(text), "{text:?}");
    if let Some(parts) = parts {
        let held: usize = parts.iter().map(|part| part.len()).sum();
        assert!(held + parts.len() - 1 <= text.len());
        assert!(parts.iter().all(|part| split(part, ',').is_some_and(|again| again.len() == 1)), "{text:?}");
    }
    let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    assert_eq!(unquoted(&quoted).as_deref(), Some(text));
}

/// RFC 9110 §12.4.2: `0` or `1`, a point and at most three digits, 1 at most.
fn weight(text: &str) {
    let form = text.len() <= 5 && text.starts_with(['0', '1']) && text.chars().nth(1).is_none_or(|c| c == '.');
    let digits = text.chars().skip(2).all(|c| c.is_ascii_digit());
    let number = text.parse::<f64>().ok().filter(|number| form && digits && (0.0..=1.0).contains(number));
    if text.contains([',', ';', '"', ' ', '\t', '=']) {
        return;
    }
    let field = format!("de;Q={text}");
    let read = weighted(&field);
    let expected = number.map_or(0.0, |number| (number * 1000.0).round());
    assert_eq!(f64::from(read[0].weight), expected, "{text:?}");
}

/// Whether a quoted string has no end.
fn is_open(text: &str) -> bool {
    let mut open = false;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' if open => drop(rest.next()),
            '"' => open = !open,
            _ => {}
        }
    }
    open
}
