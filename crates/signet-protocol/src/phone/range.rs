//! Where numbers may be.

use std::fmt;

use super::{
    areas::AREAS,
    number::{PhoneNumber, area},
};

/// Most digits of a range that an operator names.
const LONGEST_RANGE: usize = 7;

/// Where numbers may be: a country, or what begins with certain digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberRange {
    /// A country by its two letters (ISO 3166-1), with those that share its code.
    Country(String),
    /// Digits that a number begins with, the code of the country first.
    Prefix(String),
}

impl NumberRange {
    /// Reads `DE`, `+49` or `+1242`. None for a country that has no code, and for digits below none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix('+') {
            let is_one =
                (1..=LONGEST_RANGE).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            return (is_one && area(digits).is_some()).then(|| Self::Prefix(digits.to_owned()));
        }
        let country = text.to_ascii_uppercase();
        let is_known = country.len() == 2 && AREAS.iter().any(|(_, countries)| names(countries, &country));
        is_known.then_some(Self::Country(country))
    }

    /// Whether a number lies in it.
    pub fn holds(&self, number: &PhoneNumber) -> bool {
        match self {
            Self::Country(country) => area(number.digits()).is_some_and(|(_, countries)| names(countries, country)),
            Self::Prefix(digits) => number.digits().starts_with(digits),
        }
    }
}

fn names(countries: &str, country: &str) -> bool {
    countries.split(' ').any(|one| one == country)
}

impl fmt::Display for NumberRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(country) => f.write_str(country),
            Self::Prefix(digits) => write!(f, "+{digits}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Attack: numbers in the Caribbean, which cost a hundred times as much, pass for ones in the United States.
    #[test]
    fn a_country_is_not_those_below_the_same_code() {
        let holds =
            |range: &str, number: &str| NumberRange::parse(range).unwrap().holds(&PhoneNumber::parse(number).unwrap());
        assert!(holds("US", "+12125550123") && holds("us", "+14165550123"));
        assert!(!holds("US", "+18765550123") && holds("JM", "+18765550123") && holds("JM", "+16585550123"));
        assert!(holds("+1", "+18765550123") && holds("+1876", "+18765550123") && !holds("+1876", "+12125550123"));
        assert!(holds("RU", "+79161234567") && !holds("RU", "+77011234567") && holds("KZ", "+77011234567"));
        for text in ["", "ZZ", "U", "USA", "+", "+0", "+999", "+12345678", "49", "+4 9"] {
            assert_eq!(NumberRange::parse(text), None, "{text}");
        }
        assert_eq!(NumberRange::parse("+49").unwrap().to_string(), "+49");
        assert_eq!(PhoneNumber::parse("+18765550123").unwrap().code(), "1876");
        assert_eq!(PhoneNumber::parse("+18765550123").unwrap().ending(), "23");
    }
}
