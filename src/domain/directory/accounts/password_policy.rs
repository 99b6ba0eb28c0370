//! Which new passwords are accepted: long enough, and not what a guesser tries first.
//!
//! NIST SP 800-63B §3.1.1.2: length and a blocklist, no rules about kinds of characters, unless the operator is held
//! to such a rule ([`PasswordProfile::Classes`]).

use unicode_normalization::UnicodeNormalization;

use super::common_passwords::COMMON;
use crate::config::login::PasswordProfile;

/// The operator's part of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The least number of characters.
    pub min_length: usize,
    /// The greatest number of characters; at most 256, so that four bytes for each still
    /// fit what is hashed.
    pub max_length: usize,
    /// Whether kinds of characters are asked for.
    pub profile: PasswordProfile,
}

impl Default for PasswordPolicy {
    /// NIST SP 800-63B §3.1.1.2: at least 64 must be permitted.
    fn default() -> Self {
        Self { min_length: 8, max_length: 128, profile: PasswordProfile::Nist }
    }
}

/// What is known about the person and the service, and thus to a guesser.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// The user name.
    pub username: Option<&'a str>,
    /// The email address.
    pub email: Option<&'a str>,
    /// The names of the product and of the operator's service.
    pub services: &'a [&'a str],
}

/// One reason why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Violation {
    /// Fewer characters than required.
    TooShort,
    /// More characters than permitted.
    TooLong,
    /// Holds the user name.
    ContainsUsername,
    /// Holds the email address or what stands before its `@`.
    ContainsEmail,
    /// Little more than the name of the service.
    ContainsService,
    /// One character or a short group over and over.
    Repetition,
    /// A run along the alphabet, the digits or a row of keys.
    Sequence,
    /// One of the passwords that guessers try first.
    TooCommon,
    /// No small letter.
    NoLower,
    /// No capital letter.
    NoUpper,
    /// No digit.
    NoDigit,
    /// Nothing but letters and digits.
    NoSymbol,
}

impl Violation {
    /// The stable code, for translations and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::ContainsUsername => "password_contains_username",
            Self::ContainsEmail => "password_contains_email",
            Self::ContainsService => "password_contains_service",
            Self::Repetition => "password_repetition",
            Self::Sequence => "password_sequence",
            Self::TooCommon => "password_too_common",
            Self::NoLower => "password_no_lower",
            Self::NoUpper => "password_no_upper",
            Self::NoDigit => "password_no_digit",
            Self::NoSymbol => "password_no_symbol",
        }
    }
}

/// All that is wrong with a new password; empty if nothing is.
pub fn check_password(password: &str, policy: &PasswordPolicy, known: &Known<'_>) -> Vec<Violation> {
    let folded = fold(password);
    let letters: Vec<char> = folded.chars().collect();
    // NIST SP 800-63B §3.1.1.2: each Unicode code point counts as one character.
    let length = password.nfc().count();
    let email = known.email.map(fold);
    let local_part = email.as_deref().and_then(|email| email.split('@').next());
    let contains = |text: Option<&str>| text.is_some_and(|text| holds(&folded, text));
    let classes = policy.profile == PasswordProfile::Classes;
    let lacks = |is: fn(char) -> bool| classes && !password.chars().any(is);
    let found = [
        (length < policy.min_length, Violation::TooShort),
        (length > policy.max_length, Violation::TooLong),
        (contains(known.username.map(fold).as_deref()), Violation::ContainsUsername),
        (contains(local_part), Violation::ContainsEmail),
        (known.services.iter().any(|name| is_mostly(&folded, &fold(name))), Violation::ContainsService),
        (is_repetition(&letters), Violation::Repetition),
        (is_sequence(&letters), Violation::Sequence),
        (is_common(&folded), Violation::TooCommon),
        (lacks(char::is_lowercase), Violation::NoLower),
        (lacks(char::is_uppercase), Violation::NoUpper),
        (lacks(char::is_numeric), Violation::NoDigit),
        // A space is one as well: passphrases have them.
        (lacks(|c| !c.is_alphanumeric()), Violation::NoSymbol),
    ];
    found.into_iter().filter_map(|(wrong, violation)| wrong.then_some(violation)).collect()
}

fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// Names shorter than four characters occur inside innocent passwords, so they must be all of it.
fn holds(password: &str, name: &str) -> bool {
    if name.chars().count() < 4 { !name.is_empty() && password == name } else { password.contains(name) }
}

/// Whether `word` with at most four other characters makes up the password.
fn is_mostly(password: &str, word: &str) -> bool {
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    let core: String = password.chars().filter(|c| c.is_alphanumeric()).collect();
    !word.is_empty()
        && (core.contains(&word) || plain_letters(&core).contains(&word))
        && core.chars().count() <= word.chars().count() + 4
}

/// Undoes the usual replacements of letters by look-alikes.
fn plain_letters(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

/// A group of one to four characters over and over: `aaaaaaaa`, `abcabcab`, `12121212`.
fn is_repetition(letters: &[char]) -> bool {
    (1..=4).any(|group| {
        letters.len() >= (group * 2).max(4) && letters.iter().enumerate().all(|(at, c)| *c == letters[at % group])
    })
}

/// Steps of one along the code points, or a stretch of one row of keys, in either direction.
fn is_sequence(letters: &[char]) -> bool {
    const ROWS: [&str; 7] = [
        "12345678901234567890",
        "qwertyuiopqwertyuiop",
        "qwertzuiopqwertzuiop",
        "azertyuiopazertyuiop",
        "asdfghjklasdfghjkl",
        "zxcvbnmzxcvbnm",
        "1q2w3e4r5t6y7u8i9o0p",
    ];
    if letters.len() < 4 {
        return false;
    }
    let steps =
        |by: i64| letters.windows(2).all(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])) == by);
    let forward: String = letters.iter().collect();
    let backward: String = letters.iter().rev().collect();
    steps(1) || steps(-1) || ROWS.iter().any(|row| row.contains(&forward) || row.contains(&backward))
}

/// On the list, or a word of the list dressed up with a few digits, signs and look-alikes.
fn is_common(folded: &str) -> bool {
    const DRESS: usize = 5;
    let listed = |word: &str| !word.is_empty() && COMMON.split_ascii_whitespace().any(|common| common == word);
    let is_filler = |c: char| !c.is_alphabetic();
    let plain = plain_letters(folded);
    // `password1!` must lose its end before `1` is read as a letter, `p4ssword` must not.
    let bare = plain_letters(folded.trim_end_matches(is_filler));
    let length = folded.chars().count();
    listed(folded)
        || [folded, &plain, &bare].into_iter().any(|dressed| {
            let core = dressed.trim_matches(is_filler);
            length <= core.chars().count() + DRESS && listed(core)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(password: &str) -> Vec<&'static str> {
        let known = Known {
            username: Some("Ada.Lovelace"),
            email: Some("countess@example.org"),
            services: &["Signet", "Example Bank"],
        };
        check_password(password, &PasswordPolicy::default(), &known)
            .into_iter()
            .filter_map(|violation| violation.as_str().strip_prefix("password_"))
            .collect()
    }

    #[test]
    fn ordinary_good_passwords_pass() {
        for password in [
            "correct horse battery staple",
            "tr0mbone-kettle",
            "Xk9#mQ2v",
            "mein Fahrrad ist blau",
            "正しい馬の電池ステープル",
            "passwords are a chore",
            "signet rings are lovely things",
            "welcome to the jungle",
        ] {
            assert_eq!(violations(password), Vec::<&str>::new(), "{password}");
        }
    }

    #[test]
    fn each_rule_finds_its_kind() {
        for (password, expected) in [
            ("short1!", "too_short"),
            ("", "too_short"),
            (&*"lang ".repeat(30), "too_long"),
            ("xx-ADA.lovelace-9", "contains_username"),
            ("my-countess-77", "contains_email"),
            ("Signet2026!", "contains_service"),
            ("s1gn3t-123", "contains_service"),
            ("examplebank1", "contains_service"),
            ("aaaaaaaaaa", "repetition"),
            ("abcabcabc", "repetition"),
            ("19191919", "repetition"),
            ("abcdefghij", "sequence"),
            ("87654321", "sequence"),
            ("qwertyuiop", "sequence"),
            ("LKJHGFDSA", "sequence"),
            ("1q2w3e4r5t", "sequence"),
            ("Password", "too_common"),
            ("P@ssw0rd", "too_common"),
            ("password2026", "too_common"),
            ("!Welcome1", "too_common"),
            ("Summer2026!", "too_common"),
            ("1qaz2wsx", "too_common"),
            ("ＰＡＳＳＷＯＲＤ", "too_common"),
        ] {
            assert!(violations(password).contains(&expected), "{password}: {:?}", violations(password));
        }
    }

    #[test]
    fn a_profile_asks_for_kinds_of_characters_and_names_each_that_lacks() {
        use Violation::{NoDigit, NoLower, NoSymbol, NoUpper};
        let policy = PasswordPolicy { profile: PasswordProfile::Classes, ..PasswordPolicy::default() };
        let of = |password| check_password(password, &policy, &Known::default());
        for (password, expected) in [
            ("Kiefer 7 Wolken", vec![]),
            ("ÄÖÜ-äöü-٣٤", vec![]),
            ("kieferwolken", vec![NoUpper, NoDigit, NoSymbol]),
            ("KIEFER7WOLKEN", vec![NoLower, NoSymbol]),
        ] {
            assert_eq!(of(password), expected, "{password}");
        }
    }

    #[test]
    fn all_violations_come_at_once_and_characters_are_counted_not_bytes() {
        assert_eq!(violations("1111"), ["too_short", "repetition"]);
        assert_eq!(violations("ñandú-äö"), Vec::<&str>::new());
        // Seven characters, whatever their normal form.
        assert_eq!(violations("a\u{308}o\u{308}xyzkw"), ["too_short"]);
        let short_name = Known { username: Some("ann"), ..Known::default() };
        assert_eq!(check_password("cannonball-rock", &PasswordPolicy::default(), &short_name), []);
    }
}
