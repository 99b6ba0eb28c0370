//! sRGB colors and their contrast.

use std::fmt;

use toml::Value;

use super::{
    problem::InvalidValue,
    value::{Given, Setting, quoted},
};

/// An opaque sRGB color: red, green, blue. Prints as `#rrggbb`, safe to put into CSS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = match digits.len() {
            3 => (((number & 0xf00) << 8 | (number & 0xf0) << 4 | number & 0xf) * 0x11).to_be_bytes(),
            6 => number.to_be_bytes(),
            _ => return None,
        };
        Some(Self(red, green, blue))
    }

    /// WCAG 2.2: relative luminance.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// WCAG 2.2: contrast ratio, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (left, right) = (self.luminance() + 0.05, other.luminance() + 0.05);
        left.max(right) / left.min(right)
    }

    /// The color nearest to this one, on the way to black or to white, that has at least this
    /// contrast on `ground`.
    #[must_use]
    pub fn nearest_readable_on(self, ground: Self, least: f64) -> Self {
        let steps = (0..=255u8).flat_map(|step| [self.toward(0, step), self.toward(255, step)]);
        steps.into_iter().find(|color| color.contrast(ground) >= least).unwrap_or(Self(0, 0, 0))
    }

    fn toward(self, end: u8, step: u8) -> Self {
        let mix = |channel: u8| {
            let (from, to, step) = (i32::from(channel), i32::from(end), i32::from(step));
            u8::try_from(from + (to - from) * step / 255).unwrap_or(end)
        };
        Self(mix(self.0), mix(self.1), mix(self.2))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Setting for Color {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "a color such as \"#3b5bdb\"";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        Self::parse(text)
            .ok_or_else(|| InvalidValue::new(format!("{} is not a color", quoted(text)), format!("write {expected}")))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Color = Color(0, 0, 0);
    const WHITE: Color = Color(255, 255, 255);

    #[test]
    fn colors_are_read_in_both_lengths_and_nothing_else_is() {
        assert_eq!(Color::parse("#3b5bdb"), Some(Color(0x3b, 0x5b, 0xdb)));
        assert_eq!(Color::parse("#fa0"), Some(Color(0xff, 0xaa, 0)));
        for text in ["", "#", "red", "3b5bdb", "#3b5bd", "#+b5bdb", "#3b5bdb;}", "#3b5bdbff"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_what_the_standard_says() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!((WHITE.contrast(WHITE) - 1.0).abs() < 1e-9);
        // #767676 is the lightest gray that passes on white; #777777 does not.
        assert!(Color(0x76, 0x76, 0x76).contrast(WHITE) >= 4.5);
        assert!(Color(0x77, 0x77, 0x77).contrast(WHITE) < 4.5);
    }

    proptest::proptest! {
        #[test]
        fn a_readable_color_exists_for_every_pair(color: (u8, u8, u8), ground: (u8, u8, u8)) {
            let (color, ground) = (Color(color.0, color.1, color.2), Color(ground.0, ground.1, ground.2));
            proptest::prop_assert!(color.nearest_readable_on(ground, 4.5).contrast(ground) >= 4.5);
        }
    }
}
