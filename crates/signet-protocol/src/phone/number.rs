//! A number as the world dials it.

use std::fmt;

use super::areas::AREAS;

/// ITU-T E.164 §6: no more than fifteen digits. Fewer than seven reach nobody anywhere.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Longest code in the list.
const LONGEST_CODE: usize = 4;

/// A number, `+` and digits alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads what somebody typed: with the code of the country, in whatever groups. None for what is no number of a
    /// country.
    pub fn parse(text: &str) -> Option<Self> {
        // "+44 (0)20 …" tells two ways to dial; from abroad the zero is left out.
        let text = text.trim().replace("(0)", "");
        // Copied from a page in Arabic, it comes with marks of direction.
        let mut letters = text.chars().skip_while(|letter| is_separator(*letter));
        if !matches!(letters.next()?, '+' | '\u{ff0b}') {
            return None;
        }
        let mut number = "+".to_owned();
        for letter in letters {
            match digit(letter) {
                Some(digit) => number.push(digit),
                // RFC 3966 §3: what parts a number visually.
                None if is_separator(letter) => {}
                None => return None,
            }
        }
        let digits = &number[1..];
        let fits = DIGITS.contains(&digits.len()) && area(digits).is_some_and(|(_, countries)| !countries.is_empty());
        fits.then_some(Self(number))
    }

    /// As it is dialed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the `+`.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// The code that it begins with: what one country's numbers have in common.
    pub fn code(&self) -> &'static str {
        area(self.digits()).map_or("", |(code, _)| code)
    }

    /// Its last two digits, by which its owner knows it.
    pub fn ending(&self) -> &str {
        &self.0[self.0.len() - 2..]
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The longest code that these digits begin with, and whose it is.
pub(super) fn area(digits: &str) -> Option<(&'static str, &'static str)> {
    let longest = LONGEST_CODE.min(digits.len());
    let known = |length: usize| AREAS.iter().find(|(code, _)| *code == &digits[..length]).copied();
    (1..=longest).rev().find_map(known)
}

/// A digit of the keyboards that people have: European, Arabic, Persian and full-width ones.
fn digit(letter: char) -> Option<char> {
    let zero = match letter {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    char::from_digit(u32::from(letter) - u32::from(zero), 10)
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2013}' | '\u{200e}' | '\u{200f}')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        PhoneNumber::parse(text).map(|number| number.to_string())
    }

    #[test]
    fn a_number_is_the_same_however_it_is_grouped() {
        for text in [
            "+442071234567",
            " +44 20 7123-4567 ",
            "+44 (0)20 7123 4567",
            "+44.20.7123.4567",
            "\u{202a}+44 20 71234567\u{202c}",
        ] {
            assert_eq!(read(text).as_deref(), Some("+442071234567"), "{text}");
        }
        assert_eq!(read("+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧").as_deref(), Some("+966501234567"));
        assert_eq!(read("＋８１ ９０ １２３４ ５６７８").as_deref(), Some("+819012345678"));
    }

    #[test]
    fn what_no_country_has_is_no_number() {
        for text in [
            "",
            "+",
            "02071234567",
            "004420712345",
            "+44",
            "+4420",
            "+4420712345678901",
            "+0442071234567",
            "+442071234567;ext=5",
            "+44 20 7123 4567 x5",
            "++442071234567",
            // ITU-T E.164: satellites, premium and shared-cost services, and what is not assigned.
            "+870123456789",
            "+8811234567890",
            "+979123456789",
            "+808123456789",
            "+2101234567",
            "+19005550123",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn no_code_stands_twice_and_each_is_of_countries_by_their_two_letters() {
        for (at, (code, countries)) in AREAS.iter().enumerate() {
            assert!(
                (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()),
                "{code}"
            );
            assert!(AREAS[..at].iter().all(|(other, _)| other != code), "{code}");
            let letters = |one: &str| one.len() == 2 && one.bytes().all(|byte| byte.is_ascii_uppercase());
            assert!(countries.is_empty() || countries.split(' ').all(letters), "{code}");
        }
    }
}
