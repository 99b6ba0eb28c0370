//! What an e-mail address may be, and the form in which mail is sent to it.

use super::{
    text::{is_deceptive, is_label, is_seen},
    url::ascii_host,
};

/// RFC 5321 §4.5.3.1.3: a path has at most 256 octets, its angle brackets included.
const LONGEST: usize = 254;
/// RFC 5321 §4.5.3.1.1
const LONGEST_LOCAL_PART: usize = 64;

/// Whether mail could go there: stricter than RFC 5322 (no quotes, no comments), and no
/// promise that somebody reads it.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@').filter(|_| text.len() <= LONGEST) else { return false };
    let local_fits = (1..=LONGEST_LOCAL_PART).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
    // RFC 5891 §4: the lengths are those of the name as it is looked up.
    let name_fits = |name: &str| local.len() + 1 + name.len() <= LONGEST && name.split('.').all(is_label);
    let printable = !text.chars().any(|c| !is_seen(c) || is_deceptive(c));
    local_fits && printable && ascii_host(domain).is_some_and(|name| name_fits(&name))
}

/// An address as mail servers are told it: the domain in the form that is looked up (RFC 5890 §2.3.2.1). What stands
/// before the `@` stays as it is; beyond ASCII it needs a server that knows SMTPUTF8 (RFC 6531 §3.2). `None` for what is
/// no address.
pub fn deliverable(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@').filter(|_| is_email(text))?;
    Some(format!("{local}@{}", ascii_host(domain)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_sent_to_by_the_name_that_is_looked_up() {
        assert_eq!(deliverable("ada@bücher.example").as_deref(), Some("ada@xn--bcher-kva.example"));
        assert_eq!(deliverable("Ada.L+x@Example.COM").as_deref(), Some("Ada.L+x@example.com"));
        assert_eq!(deliverable("ädä@bücher.example").as_deref(), Some("ädä@xn--bcher-kva.example"));
    }

    // RFC 5321 §4.5.3.1.3, RFC 5891 §4
    #[test]
    fn an_address_is_as_long_as_it_is_looked_up() {
        // Two bytes as they are typed, and seven as they are looked up.
        let of_labels = |count: usize| format!("ada@{}example", "ü.".repeat(count));
        let fits = of_labels(30);
        assert_eq!(deliverable(&fits), Some(format!("ada@{}example", "xn--tda.".repeat(30))));
        let long = of_labels(31);
        assert_eq!((long.len(), deliverable(&long)), (104, None));
        let ascii = |count: usize| format!("{}@{}example", "a".repeat(64), "a.".repeat(count));
        assert_eq!((ascii(91).len(), deliverable(&ascii(91))), (254, Some(ascii(91))));
        assert_eq!((ascii(92).len(), deliverable(&ascii(92))), (256, None));
    }

    #[test]
    fn nothing_that_could_begin_another_header_or_command_is_an_address() {
        for bad in [
            "ada@example.com\r\nBcc: eve@example.com",
            "ada\r\nDATA@example.com",
            "ada@example.com>",
            "<ada@example.com>",
            "ada@example.com,eve@example.com",
            "ada eve@example.com",
            "\"ada\"@example.com",
            "ada@[127.0.0.1]",
            "ada@example.com\u{2028}x",
            "ada\u{202e}@example.com",
            "ada@",
            "@example.com",
            "ada",
        ] {
            assert_eq!(deliverable(bad), None, "{bad:?}");
        }
    }
}
