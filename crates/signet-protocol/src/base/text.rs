//! Text that some people write and others read: what may stand in a name, and how text is shown that
//! nobody checked.

use std::borrow::Cow;

/// What a name must be, in words for whoever chose it. `most` is the number of characters.
pub fn name_rule(most: usize) -> String {
    format!("1 to {most} characters, some of them visible, without control characters and marks that turn text around")
}

/// Whether a text is a name of at most `most` characters: a line in which something is seen and nothing
/// deceives.
pub fn is_name(text: &str, most: usize) -> bool {
    is_line(text, most) && text.chars().any(is_seen)
}

/// Whether a text is one line of at most `most` characters in which nothing deceives.
pub fn is_line(text: &str, most: usize) -> bool {
    let fits = |c: char| !c.is_control() && !is_line_break(c) && !is_deceptive(c);
    !text.trim().is_empty() && text.chars().count() <= most && text.chars().all(fits)
}

/// What [`is_label`] asks for, in words.
pub const LABEL_RULE: &str = "1 to 63 small letters, digits and hyphens, no hyphen at either end";

/// Whether a text is one label of a host name, in small letters (RFC 1035 §2.3.4, RFC 1123 §2.1): also the form of what is
/// named in our addresses.
pub fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a character makes the text around it read as something else, and is itself not seen: the
/// bidirectional controls (Unicode Standard Annex 9 §2) and the tags (Unicode §23.9).
///
/// The joiners U+200C and U+200D are none: names in Persian or Hindi need them.
pub const fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{E0000}'..='\u{E007F}')
}

/// A text that is shown although it may be older than the rule: without what deceives.
pub fn undeceptive(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_deceptive) {
        Cow::Owned(text.chars().filter(|c| !is_deceptive(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A text for a terminal: what would steer it or turn the line around is replaced; `keep` says what stays
/// all the same.
pub fn printable(text: &str, keep: impl Fn(char) -> bool) -> String {
    text.chars().map(|c| if (c.is_control() || is_deceptive(c)) && !keep(c) { '\u{fffd}' } else { c }).collect()
}

/// U+2028 and U+2029 end a line without being control characters.
const fn is_line_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether something is seen where this character stands; white space, what is ignored by default
/// (`Default_Ignorable_Code_Point`, Unicode §5.21), the blank of Braille and the marks of annotations leave nothing.
pub fn is_seen(c: char) -> bool {
    let ignored = matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}');
    !ignored && !c.is_whitespace() && !c.is_control()
}

/// Whether a text is a language tag as BCP 47 writes one (RFC 5646 §2.1): subtags with hyphens between
/// them, a language first.
pub fn is_language_tag(text: &str) -> bool {
    let subtags: Vec<&str> = text.split('-').collect();
    let alphanumeric = |one: &&str| (1..=8).contains(&one.len()) && one.bytes().all(|b| b.is_ascii_alphanumeric());
    let language = |one: &str| (2..=8).contains(&one.len()) && one.bytes().all(|b| b.is_ascii_alphabetic());
    // RFC 5646 §2.2.7, §2.2.8: private use and the grandfathered tags begin with one letter and have more.
    let single = |one: &str| matches!(one, "x" | "X" | "i" | "I") && subtags.len() > 1;
    let ends_open = subtags.last().is_some_and(|last| last.len() == 1 && subtags.first() != Some(&"x"));
    subtags.iter().all(alphanumeric) && subtags.first().is_some_and(|one| language(one) || single(one)) && !ends_open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_line_in_which_nothing_deceives() {
        for fine in ["Ada", "Tea & <Cake>", "مكتبة الإسكندرية", "می\u{200c}خواهم", "क्\u{200d}ष", "🎉", "x\u{0301}"]
        {
            assert!(is_name(fine, 20), "{fine:?}");
        }
        let turning = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
        let tags = ['\u{e0000}', '\u{e0001}', '\u{e0041}', '\u{e007f}'];
        for c in turning.chars().chain(tags) {
            assert!(!is_name(&format!("Ada{c}x"), 20) && !is_line(&format!("Ada{c}x"), 20), "U+{:04X}", u32::from(c));
        }
        for bad in ["", "  ", "\u{200b}", "\u{2060}\u{feff}", "\u{3164}", "\u{200d}", "a\nb", "a\u{2028}b", "a\u{0}"] {
            assert!(!is_name(bad, 20), "{bad:?}");
        }
        assert!(is_name(&"é".repeat(20), 20) && !is_name(&"é".repeat(21), 20));
    }

    #[test]
    fn a_label_is_one_of_a_host_name() {
        for fine in ["a", "0", "a-1", "xn--bcher-kva", "a".repeat(63).as_str()] {
            assert!(is_label(fine), "{fine}");
        }
        for bad in ["", "-", "-a", "a-", "A", "a.b", "a_b", "ü", "a".repeat(64).as_str()] {
            assert!(!is_label(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_older_than_the_rule_is_shown_without_what_deceives() {
        assert_eq!(undeceptive("moc.live\u{202e}\u{2069}\u{e0041} میخ\u{200c}"), "moc.live میخ\u{200c}");
        assert_eq!(printable("a\u{1b}[1m\u{202e}\n", |c| c == '\n'), "a\u{fffd}[1m\u{fffd}\n");
    }

    // RFC 5646 §2.1, appendix A
    #[test]
    fn a_language_tag_is_one_by_its_form() {
        for fine in ["de", "en-GB", "zh-Hant-TW", "sl-rozaj-biske", "de-CH-1901", "es-419", "x-whatever", "i-klingon"] {
            assert!(is_language_tag(fine), "{fine}");
        }
        for bad in ["", "d", "en_GB", "en-", "-en", "en--GB", "english-languages", "12", "de-DE ", "x", "a-DE", "en-u"]
        {
            assert!(!is_language_tag(bad), "{bad}");
        }
    }
}
