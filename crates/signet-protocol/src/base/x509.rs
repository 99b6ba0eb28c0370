//! The one thing that Signet reads out of a certificate itself: when it ends.
//!
//! The certificate is the operator's own, and rustls has parsed it before; names, keys and
//! signatures stay with rustls.

use jiff::civil::DateTime;

use super::time::Timestamp;

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The last second of a certificate's validity; `None` when the DER is not a certificate's.
pub fn not_after(certificate: &[u8]) -> Option<Timestamp> {
    // RFC 5280 §4.1: Certificate { tbsCertificate { [0] version, serialNumber, signature,
    // issuer, validity { notBefore, notAfter }, ... }, ... }
    let mut signed = Der(Der(certificate).content(SEQUENCE)?).inner(SEQUENCE)?;
    if signed.0.first() == Some(&VERSION) {
        signed.value()?;
    }
    for _serial_signature_issuer in 0..3 {
        signed.value()?;
    }
    let mut validity = signed.inner(SEQUENCE)?;
    validity.value()?;
    let (tag, text) = validity.value()?;
    moment(tag, std::str::from_utf8(text).ok()?)
}

/// RFC 5280 §4.1.2.5: `YYMMDDHHMMSSZ` until 2049, `YYYYMMDDHHMMSSZ` from 2050 on.
fn moment(tag: u8, text: &str) -> Option<Timestamp> {
    let digits = text.strip_suffix('Z').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let (year, rest) = match tag {
        UTC_TIME if digits.len() == 12 => {
            let year: i16 = digits.get(..2)?.parse().ok()?;
            // RFC 5280 §4.1.2.5.1: 50 to 99 are of the twentieth century.
            (year + if year >= 50 { 1900 } else { 2000 }, digits.get(2..)?)
        }
        GENERALIZED_TIME if digits.len() == 14 => (digits.get(..4)?.parse().ok()?, digits.get(4..)?),
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let end = DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0).ok()?;
    // By the calendar, for it also reaches 9999-12-31T23:59:59Z, which RFC 5280 §4.1.2.5 gives
    // to certificates without an end.
    Some(Timestamp(DateTime::constant(1970, 1, 1, 0, 0, 0, 0).duration_until(end).as_secs()))
}

/// Values that follow one another in DER.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The next value: its tag and its content.
    fn value(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            let (bytes, rest) =
                rest.split_at_checked(usize::from(first & 0x7f)).filter(|(bytes, _)| bytes.len() <= 4)?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    /// The content of the next value, which must have this tag.
    fn content(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.value().filter(|(found, _)| *found == tag).map(|(_, content)| content)
    }

    /// The values inside the next one, which must have this tag.
    fn inner(&mut self, tag: u8) -> Option<Self> {
        self.content(tag).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::*;

    fn ending(year: i32, month: u8, day: u8) -> Vec<u8> {
        let mut params = CertificateParams::new(vec!["id.example.com".to_owned()]).unwrap();
        params.not_after = date_time_ymd(year, month, day);
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    // RFC 5280 §4.1.2.5
    #[test]
    fn the_end_is_read_in_both_notations() {
        for (year, month, day, expected) in [
            (2027, 1, 1, "2027-01-01T00:00:00Z"),
            (2028, 2, 29, "2028-02-29T00:00:00Z"),
            (2049, 12, 31, "2049-12-31T00:00:00Z"),
            (2050, 1, 1, "2050-01-01T00:00:00Z"),
            (1999, 6, 30, "1999-06-30T00:00:00Z"),
        ] {
            assert_eq!(not_after(&ending(year, month, day)).map(|end| end.to_string()).as_deref(), Some(expected));
        }
        assert_eq!(moment(GENERALIZED_TIME, "99991231235959Z"), Some(Timestamp(253_402_300_799)));
        assert_eq!(moment(UTC_TIME, "491231235959Z"), moment(GENERALIZED_TIME, "20491231235959Z"));
        assert_eq!(moment(UTC_TIME, "500101000000Z"), moment(GENERALIZED_TIME, "19500101000000Z"));
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        let whole = ending(2030, 1, 1);
        for cut in 0..whole.len() {
            assert_eq!(not_after(&whole[..cut]), None, "{cut}");
        }
        for text in ["", "Z", "2701010000Z", "270101000000", "271301000000Z", "27010100000\u{e9}Z", "-70101000000Z"] {
            assert_eq!(moment(UTC_TIME, text), None, "{text}");
        }
        assert_eq!(not_after(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(not_after(&[0x30, 0xff]), None);
    }
}
