//! Lists of elements with parameters (RFC 9110 §5.6). What separates them is no more than a character inside a quoted
//! string.

use std::borrow::Cow;

/// The parts of a value between separators that stand outside of quoted strings, without the white space around them.
/// `None` where a quoted string has no end: nobody knows what stood in it.
pub fn split(value: &str, separator: char) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let (mut from, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in value.char_indices() {
        // RFC 9110 §5.6.4: a quoted-pair is the character behind the backslash.
        if escaped {
            escaped = false;
        } else if quoted && c == '\\' {
            escaped = true;
        } else if c == '"' {
            quoted = !quoted;
        } else if c == separator && !quoted {
            parts.push(trimmed(&value[from..at]));
            from = at + c.len_utf8();
        }
    }
    parts.push(trimmed(&value[from..]));
    (!quoted).then_some(parts)
}

/// A parameter's value: as it stands, or what a quoted string holds. `None` where quotes stand anywhere but around it,
/// and for what no value may hold outside of them.
pub fn unquoted(value: &str) -> Option<Cow<'_, str>> {
    let Some(inner) = value.strip_prefix('"') else {
        // Colons and brackets are left out of quotes by many who write addresses.
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\\' | ',' | ';' | '=');
        return (!value.is_empty() && value.chars().all(plain)).then_some(Cow::Borrowed(value));
    };
    let mut held = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    loop {
        match rest.next()? {
            '"' => return rest.next().is_none().then_some(Cow::Owned(held)),
            '\\' => held.push(rest.next()?),
            c => held.push(c),
        }
    }
}

/// Without the white space that may stand around an element (RFC 9110 §5.6.3).
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 9110 §5.6.4
    #[test]
    fn a_separator_inside_a_quoted_string_separates_nothing() {
        assert_eq!(split(r#"a, b="x,y" ,c"#, ','), Some(vec!["a", r#"b="x,y""#, "c"]));
        assert_eq!(split(r#"a="x\",y",b"#, ','), Some(vec![r#"a="x\",y""#, "b"]));
        assert_eq!(split(r"a\,b", ','), Some(vec![r"a\", "b"]));
        assert_eq!(split("", ','), Some(vec![""]));
        for endless in [r#"a="x"#, r#"a="x\""#, r#"""""#, r#"a="\"#] {
            assert_eq!(split(endless, ','), None, "{endless}");
        }
    }

    #[test]
    fn a_value_is_a_word_or_one_quoted_string() {
        assert_eq!(unquoted("192.0.2.1:80").as_deref(), Some("192.0.2.1:80"));
        assert_eq!(unquoted(r#""a\"b, c""#).as_deref(), Some(r#"a"b, c"#));
        assert_eq!(unquoted(r#""""#).as_deref(), Some(""));
        for broken in ["", "a b", r#"a"b""#, r#""a"b"#, r#""a""b""#, r#""a"#, r#""a\"#, "a=b", "a\u{0}"] {
            assert_eq!(unquoted(broken), None, "{broken}");
        }
    }
}
