//! `Forwarded` (RFC 7239): who called each proxy.

use super::list::{split, unquoted};

/// What `for` says in each element of a line, from the first proxy to the last; empty where an element has none.
/// `None` for a line that breaks the grammar: where one element ends and the next begins is anybody's guess.
pub fn nodes(line: &str) -> Option<Vec<String>> {
    split(line, ',')?.into_iter().map(node).collect()
}

/// RFC 7239 §4: `for="[2001:db8::1]:4711";proto=https`.
fn node(element: &str) -> Option<String> {
    let mut names = Vec::new();
    let mut node = String::new();
    for pair in split(element, ';')?.into_iter().filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=')?;
        let (name, value) = (name.to_ascii_lowercase(), unquoted(value)?);
        // RFC 7239 §4: each parameter MUST NOT occur more than once per element; a name is a token.
        if !is_token(&name) || names.contains(&name) {
            return None;
        }
        if name == "for" {
            node = value.into_owned();
        }
        names.push(name);
    }
    Some(node)
}

/// RFC 9110 §5.6.2
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7239 §4, §6
    #[test]
    fn each_element_names_who_called() {
        for (line, expected) in [
            ("for=192.0.2.1", vec!["192.0.2.1"]),
            (r#"For="[2001:db8::1]:4711"; proto=https , by=x"#, vec!["[2001:db8::1]:4711", ""]),
            (r#"for="_gazonk", for=unknown;"#, vec!["_gazonk", "unknown"]),
            (r#"host="a\"b;c,d";for=192.0.2.1"#, vec!["192.0.2.1"]),
            ("", vec![""]),
            ("for=a,,", vec!["a", "", ""]),
        ] {
            assert_eq!(nodes(line).unwrap(), expected, "{line}");
        }
    }

    // What a client wrote in quotes is not what a proxy wrote behind it.
    #[test]
    fn a_quoted_string_is_never_split() {
        assert_eq!(nodes(r#"for=192.0.2.1;host="a,for=6.6.6.6""#).unwrap(), ["192.0.2.1"]);
        assert_eq!(nodes(r#"for=192.0.2.1;host="a;for=6.6.6.6""#).unwrap(), ["192.0.2.1"]);
        for broken in [
            r#"for=6.6.6.6;host="a, for=192.0.2.1"#,
            r#"for=6.6.6.6;host="a, for="192.0.2.1:80""#,
            r#"for=192.0.2.1;host="a"b"#,
            "for=6.6.6.6;for=192.0.2.1",
            "for=6.6.6.6;FOR=192.0.2.1",
            "for",
            "for = 192.0.2.1",
            "for=",
            "=192.0.2.1",
            "for=192.0.2.1 for=6.6.6.6",
        ] {
            assert_eq!(nodes(broken), None, "{broken}");
        }
    }
}
