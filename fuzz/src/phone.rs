//! Telephone numbers and where they may be, held against the digits of the text and what begins with what.

use signet_protocol::phone::{NumberRange, PhoneNumber};

use crate::model::text;

/// What somebody typed.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Some(number) = PhoneNumber::parse(text) {
        // ITU-T E.164 §6
        assert!((7..=15).contains(&number.digits().len()), "{text:?}");
        assert!(number.digits().bytes().all(|byte| byte.is_ascii_digit()), "{text:?}");
        let typed: String = text.replace("(0)", "").chars().filter(|c| c.is_ascii_digit()).collect();
        if text.is_ascii() {
            assert_eq!(number.digits(), typed, "{text:?}");
        }
        assert_eq!(PhoneNumber::parse(number.as_str()).as_ref(), Some(&number));
        assert!(!number.code().is_empty() && number.digits().starts_with(number.code()), "{text:?}");
        assert!(number.as_str().ends_with(number.ending()));
        let own = NumberRange::parse(&format!("+{}", number.code())).unwrap();
        assert!(own.holds(&number), "{text:?}");
    }
    if let Some(range) = NumberRange::parse(text) {
        assert_eq!(NumberRange::parse(&range.to_string()), Some(range), "{text:?}");
    }
}
