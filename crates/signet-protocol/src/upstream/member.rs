//! Members of JSON by their path, as settings name them: `realm_access.roles`, `data.0.id`.

use serde_json::{Map, Value};

/// What stands at a path; digits count the members of a list from 0. A member whose own name holds the dots counts
/// first. Nothing stands at an empty path, whatever has an empty name.
pub fn at<'v>(members: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return None;
    }
    if let Some(value) = members.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    below(members.get(first)?, rest)
}

/// [`at`] of any value; an empty path is the value itself.
pub fn below<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return Some(value);
    }
    match value {
        Value::Object(members) => at(members, path),
        Value::Array(list) => {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            // A sign before the digits is read as a number, too.
            let digits = Some(first).filter(|first| first.bytes().all(|byte| byte.is_ascii_digit()))?;
            below(list.get(digits.parse::<usize>().ok()?)?, rest)
        }
        _ => None,
    }
}

/// A member as text; a whole number is written out, as services number their people.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a member says yes: `true`, `"true"` or 1.
pub fn says_yes(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::String(text) => text == "true",
        Value::Number(number) => number.as_i64() == Some(1),
        _ => false,
    }
}

/// A text with members in braces put together, such as `https://cdn.example/{id}.png`; none where one is missing, or
/// would change what the rest means.
pub fn filled(template: &str, members: &Map<String, Value>) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (path, behind) = after.split_once('}')?;
        let value = text(at(members, path)?)?;
        let is_plain = |c: char| c.is_alphanumeric() || "-._~@ ".contains(c);
        // RFC 3986 §5.2.4: dots alone lead up, also where a space at the end is cut off.
        if value.chars().all(|c| matches!(c, '.' | ' ')) || !value.chars().all(is_plain) {
            return None;
        }
        out.push_str(before);
        out.push_str(&value);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn members() -> Map<String, Value> {
        let value = json!({
            "id": 42, "data": {"list": [{"id": "a/b"}, {"id": "c"}]}, "https://x.example/r": [1], "yes": "true",
            "": "nameless", "up": "..", "end": ".. ",
        });
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn a_path_leads_through_objects_and_lists() {
        let members = members();
        assert_eq!(at(&members, "id").and_then(text).as_deref(), Some("42"));
        assert_eq!(at(&members, "data.list.1.id"), Some(&json!("c")));
        assert_eq!(at(&members, "https://x.example/r"), Some(&json!([1])));
        for nowhere in ["", "data.", "data.list.2.id", "data.list.+1.id", "data.list.x", "id.x", "data..list"] {
            assert_eq!(at(&members, nowhere).filter(|value| !value.is_object()), None, "{nowhere}");
        }
    }

    #[test]
    fn numbers_are_written_out_and_fractions_are_nobody() {
        assert_eq!(text(&json!(u64::MAX)).as_deref(), Some("18446744073709551615"));
        for none in [json!(1.5), json!(true), json!(null), json!([]), json!({})] {
            assert_eq!(text(&none), None, "{none}");
        }
        assert!([json!(true), json!("true"), json!(1)].iter().all(says_yes));
        assert!(![json!(false), json!("yes"), json!(2), json!(null)].iter().any(says_yes));
    }

    #[test]
    fn a_template_is_filled_with_what_cannot_change_it() {
        let members = members();
        assert_eq!(filled("https://cdn.example/{id}.png", &members).as_deref(), Some("https://cdn.example/42.png"));
        assert_eq!(filled("plain", &members).as_deref(), Some("plain"));
        for none in [
            "{nobody}",
            "{}",
            "{id",
            "https://cdn.example/{data.list.0.id}",
            "https://cdn.example/{up}/{id}.png",
            "https://cdn.example/x/{end}",
        ] {
            assert_eq!(filled(none, &members), None, "{none}");
        }
    }
}
