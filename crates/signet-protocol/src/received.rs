//! An address or a `client_id` that a refusal is about, as its developer and the log may see it.
//!
//! It is a stranger's text: cut to a length, without characters that disturb a line, and without the
//! values of parameters that hold secrets, which end up in an address by mistake.

/// Most characters that are shown.
const LONGEST: usize = 300;

/// Parameters whose values are nobody's business.
const SECRET: &[&str] = &[
    "access_token",
    "assertion",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "id_token",
    "id_token_hint",
    "key",
    "logout_token",
    "password",
    "refresh_token",
    "secret",
    "state",
    "token",
];

/// An address, or another text of a request, in a form that can be shown.
pub fn shown(address: &str) -> String {
    let start: String = address.chars().take(LONGEST + 1).collect();
    let mut shown = String::new();
    for part in without_user(&start).split_inclusive(['?', '&', '#', ';']) {
        shown.push_str(&masked(part));
    }
    let mut out = String::new();
    for (at, c) in shown.chars().enumerate() {
        if at == LONGEST {
            out.push('…');
            break;
        }
        if is_plain(c) {
            out.push(c);
        } else {
            out.extend(c.escape_unicode());
        }
    }
    out
}

/// `name=value&` without the value, where the name is one of a secret, however it is encoded.
fn masked(part: &str) -> String {
    let Some((name, value)) = part.split_once('=') else { return part.to_owned() };
    let decoded = url::form_urlencoded::parse(name.as_bytes()).next().map(|(name, _)| name.trim().to_ascii_lowercase());
    if !decoded.is_some_and(|name| SECRET.contains(&name.as_str())) {
        return part.to_owned();
    }
    let end = value.strip_suffix(['&', '#', ';', '?']).map_or("", |rest| &value[rest.len()..]);
    format!("{name}=…{end}")
}

/// Without `user:password@`, however many slashes stand before it: a parser of the web skips them, and white space.
fn without_user(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once(':') else { return address.to_owned() };
    let skipped = |c: char| matches!(c, '/' | '\\') || c.is_whitespace() || c.is_control();
    let (slashes, rest) = rest.split_at(rest.len() - rest.trim_start_matches(skipped).len());
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    match authority.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}:{slashes}…@{host}{path}"),
        None => address.to_owned(),
    }
}

/// Whether a character can stand in a line without disturbing it.
fn is_plain(c: char) -> bool {
    let is_bidi = matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}');
    !c.is_control() && !is_bidi && !matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_it_came() {
        for plain in ["https://app.example/cb", "https://app.example/cb/?tenant=a#x", "app.example:/cb", "nonsense", ""]
        {
            assert_eq!(shown(plain), plain);
        }
    }

    #[test]
    fn secrets_controls_and_what_is_too_long_are_not() {
        for (address, expected) in [
            (
                "https://a.example/cb?code=S3CRET&x=1&State=S#id_token=ey.J",
                "https://a.example/cb?code=…&x=1&State=…#id_token=…",
            ),
            ("https://a.example/cb?co%64e=S3CRET&+%43ode=S3CRET", "https://a.example/cb?co%64e=…&+%43ode=…"),
            ("https://ada:hunter2@a.example/cb", "https://…@a.example/cb"),
            ("https:/ada:hunter2@a.example/cb", "https:/…@a.example/cb"),
            ("https:\\\\ada:hunter2@a.example/cb", "https:\\\\…@a.example/cb"),
            ("https://a@b@evil.example?x=@", "https://…@evil.example?x=@"),
            ("https://a.example/\u{202e}\n\u{1b}[31m", "https://a.example/\\u{202e}\\u{a}\\u{1b}[31m"),
        ] {
            assert_eq!(shown(address), expected);
        }
        let long = shown(&format!("https://a.example/{}", "x".repeat(20_000)));
        assert_eq!((long.chars().count(), long.ends_with("x…")), (301, true));
        // A secret that is cut off is one all the same.
        assert!(!shown(&format!("https://a.example/?code={}", "S".repeat(5000))).contains('S'));
    }
}
