//! `Accept` and `Accept-Language`: values with weights (RFC 9110 §12.4.2).

use super::list::split;

/// A value and how welcome it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighted<'a> {
    /// A media range or a language range, without parameters.
    pub value: &'a str,
    /// In thousandths, 1000 unless it says something else; 0 for "not acceptable", and for a weight that is none.
    pub weight: u16,
}

/// The values of a field in order; none where a quoted string has no end.
pub fn weighted(field: &str) -> Vec<Weighted<'_>> {
    split(field, ',').unwrap_or_default().into_iter().filter_map(element).collect()
}

fn element(text: &str) -> Option<Weighted<'_>> {
    let mut parts = split(text, ';')?.into_iter();
    let value = parts.next().filter(|value| !value.is_empty())?;
    // RFC 9110 §12.4.2, §2.1: `q` ignores case, as all literal text in the grammar does.
    let is_weight = |part: &&str| part.split_once('=').is_some_and(|(name, _)| name.eq_ignore_ascii_case("q"));
    let weight = parts.find(is_weight).map_or(Some(1000), |part| thousandths(&part[2..]));
    Some(Weighted { value, weight: weight.unwrap_or(0) })
}

/// `0.7` as 700: at most three digits after the point, and 1 is the most.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, fraction) {
        ("0", fraction) => Some(fraction),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str) -> Vec<(&str, u16)> {
        weighted(field).into_iter().map(|one| (one.value, one.weight)).collect()
    }

    // RFC 9110 §12.4.2
    #[test]
    fn a_weight_is_read_whatever_its_case() {
        assert_eq!(read("de;q=0.5, en;Q=0.75 ,ar"), [("de", 500), ("en", 750), ("ar", 1000)]);
        assert_eq!(read("de ; Q=0, en;q=0.000,ar;q=1.000;q=0"), [("de", 0), ("en", 0), ("ar", 1000)]);
        for none in ["q=2", "q=1.1", "q=.5", "q=0.1234", "q=-1", "q=", "q=x", "q= 1", "q=0.+5"] {
            assert_eq!(read(&format!("de;{none}")), [("de", 0)], "{none}");
        }
        assert_eq!(read("0., ;q=1,,a;q=0.;b"), [("0.", 1000), ("a", 0)]);
    }

    #[test]
    fn a_parameter_in_quotes_is_one() {
        assert_eq!(read(r#"text/html;x="a,b;q=0";q=0.5,*/*"#), [("text/html", 500), ("*/*", 1000)]);
        assert_eq!(read(r#"text/html;x="a"#), []);
    }
}
