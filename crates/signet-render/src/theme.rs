//! The operator's colours, checked for contrast.

use std::fmt;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

/// What a text must be to be a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a color as #rrggbb, for example #3b5bdb")]
pub struct NotAColor;

impl Rgb {
    /// Reads `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Result<Self, NotAColor> {
        let digits = text.strip_prefix('#').filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit())).ok_or(NotAColor)?;
        let full: String = match digits.len() {
            6 => digits.to_owned(),
            3 => digits.chars().flat_map(|c| [c, c]).collect(),
            _ => return Err(NotAColor),
        };
        let number = u32::from_str_radix(&full, 16).map_err(|_| NotAColor)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }

    /// Relative luminance (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// This colour moved towards another, in steps of 1 %, until it can be read on `ground`.
    fn readable_on(self, ground: Self, towards: Self) -> Self {
        (0..=100u16).map(|step| self.mixed(towards, step)).find(|c| c.contrast(ground) >= READABLE).unwrap_or(towards)
    }

    fn mixed(self, other: Self, percent: u16) -> Self {
        let mut channels = self.0;
        for (channel, target) in channels.iter_mut().zip(other.0) {
            let mixed = (u16::from(*channel) * (100 - percent) + u16::from(target) * percent) / 100;
            *channel = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        Self(channels)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// WCAG 2.2 SC 1.4.3 (AA): 4.5 : 1 for text of ordinary size.
const READABLE: f64 = 4.5;
const WHITE: Rgb = Rgb([0xff, 0xff, 0xff]);
const BLACK: Rgb = Rgb([0, 0, 0]);
/// `--page` in light and `--card` in dark: the grounds on which a brand has least contrast.
const LIGHT_GROUND: Rgb = Rgb([0xf5, 0xf6, 0xf9]);
const DARK_GROUND: Rgb = Rgb([0x17, 0x1a, 0x21]);

/// What a brand may change of the look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// The brand on light pages.
    pub light: Rgb,
    /// The brand on dark pages.
    pub dark: Rgb,
    /// Text on the brand, on light pages.
    pub on_light: Rgb,
    /// Text on the brand, on dark pages.
    pub on_dark: Rgb,
    /// Corner radius of fields and buttons, in pixels.
    pub radius: u8,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            light: Rgb([0x3b, 0x5b, 0xdb]),
            dark: Rgb([0x91, 0xa7, 0xff]),
            on_light: WHITE,
            on_dark: Rgb([0x0e, 0x10, 0x15]),
            radius: 10,
        }
    }
}

impl Theme {
    /// The theme of one brand colour. Where it cannot be read on a light or a dark page,
    /// the nearest one that can is taken; `light` differs from `brand` when that happened.
    pub fn of(brand: Rgb) -> Self {
        Self {
            light: brand.readable_on(LIGHT_GROUND, BLACK),
            dark: brand.readable_on(DARK_GROUND, WHITE),
            ..Self::default()
        }
    }

    /// The style sheet that sets the tokens.
    pub fn css(&self) -> String {
        let Self { light, on_light, radius, .. } = self;
        format!(":root{{--brand:{light};--on-brand:{on_light};--focus:{light};--radius:{radius}px}}")
    }

    /// Those of dark pages.
    pub fn dark_css(&self) -> String {
        let Self { dark, on_dark, .. } = self;
        format!(":root{{--brand:{dark};--on-brand:{on_dark};--focus:{dark}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_brand_color_becomes_one_that_can_be_read() {
        for text in ["#3b5bdb", "#ffdd00", "#000", "#ffffff", "#00a651", "#d0021b", "#777"] {
            let theme = Theme::of(Rgb::parse(text).unwrap());
            assert!(
                theme.light.contrast(LIGHT_GROUND) >= READABLE && theme.light.contrast(WHITE) >= READABLE,
                "{text}"
            );
            assert!(theme.dark.contrast(DARK_GROUND) >= READABLE, "{text}");
            assert!(theme.dark.contrast(Rgb([0x0e, 0x10, 0x15])) >= READABLE, "{text}");
        }
        let good = Rgb::parse("#3b5bdb").unwrap();
        assert_eq!(Theme::of(good).light, good, "a color that can be read is left alone");
    }

    #[test]
    fn only_hexadecimal_colors_are_taken() {
        for text in ["red", "#12", "#12345g", "#3b5bdb;}", "3b5bdb", ""] {
            assert_eq!(Rgb::parse(text), Err(NotAColor), "{text}");
        }
    }
}
