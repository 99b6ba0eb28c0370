//! Resource indicators (RFC 8707) and sectors, held against `url`.

use signet_protocol::{
    params::Params,
    resource::{indicators, is_same},
    subject::{check_sub, parse_sector},
};
use url::Url;

use crate::model::{assert_description, two_texts};

/// Two addresses.
pub fn run(data: &[u8]) {
    let Some((one, other)) = two_texts(data) else { return };
    assert!(is_same(one, one) && is_same(one, other) == is_same(other, one));
    if is_same(one, other) && one != other {
        assert_eq!(Url::parse(one).unwrap(), Url::parse(other).unwrap());
    }
    let params = Params::from_pairs([("resource", one), ("resource", other)]);
    match indicators(&params) {
        Ok(read) => {
            assert_eq!(read, [one, other]);
            assert!(read.iter().all(|text| Url::parse(text).is_ok_and(|url| url.fragment().is_none())));
        }
        Err(refusal) => assert_description(&refusal.description),
    }
    if let Some(sector) = parse_sector(one) {
        assert_eq!(parse_sector(&sector), Some(sector.clone()), "{one}");
    }
    if check_sub(one).is_ok() {
        assert!(one.is_ascii() && !one.contains(char::is_whitespace) && (1..=255).contains(&one.len()));
    }
}
