//! `[branding]`: whose pages these are.

use std::{path::PathBuf, str::FromStr};

use super::{
    color::Color,
    problem::InvalidValue,
    section::{Checker, section},
    value::{Given, Setting, quoted},
};
use crate::base::{
    text::{is_name, name_rule},
    url::absolute,
};

section! {
    /// Whose pages these are. Every color is checked for contrast, so that everyone can read them.
    Branding, check = check {
        /// Name shown on every page and in its title.
        name: String = "Signet".to_owned();
        /// Logo, an SVG, PNG or WebP file; without one, the first letter of the name.
        logo_file: Option<PathBuf> = None, example = "\"branding/logo.svg\"";
        /// Color of buttons and links on light pages.
        brand_light: Color = Color(0x3b, 0x5b, 0xdb);
        /// Color of text on buttons on light pages.
        on_brand_light: Color = Color(0xff, 0xff, 0xff);
        /// Color of buttons and links on dark pages.
        brand_dark: Color = Color(0x91, 0xa7, 0xff);
        /// Color of text on buttons on dark pages.
        on_brand_dark: Color = Color(0x0e, 0x10, 0x15);
        /// Radius of the corners of buttons and fields, in pixels.
        radius: u32 = 10;
        /// Where people find help; linked at the foot of every page.
        support_url: Option<WebUrl> = None, example = "\"https://example.com/help\"";
        /// Privacy statement; linked at the foot of every page.
        privacy_url: Option<WebUrl> = None, example = "\"https://example.com/privacy\"";
        /// Terms of service; linked at the foot of every page.
        terms_url: Option<WebUrl> = None, example = "\"https://example.com/terms\"";
    }
}

/// An http(s) or mailto URL that a page may link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebUrl(String);

impl WebUrl {
    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WebUrl {
    type Err = NotAWebUrl;

    fn from_str(text: &str) -> Result<Self, NotAWebUrl> {
        let url = absolute(text).filter(|url| ["https", "http", "mailto"].contains(&url.scheme()));
        url.map(|url| Self(url.into())).ok_or(NotAWebUrl)
    }
}

/// What a page could not link to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a web address")]
pub struct NotAWebUrl;

impl Setting for WebUrl {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "an address that starts with https:// (or mailto:)";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        let refuse =
            |_| InvalidValue::new(format!("{} is not a web address", quoted(text)), format!("write {expected}"));
        text.parse().map_err(refuse)
    }
    fn shown(&self) -> Option<toml::Value> {
        Some(toml::Value::String(self.0.clone()))
    }
}

/// Most characters of the name.
const NAME_MAX: usize = 60;

// WCAG 2.2 §1.4.3: text needs a contrast of 4.5 to 1.
const LEAST_CONTRAST: f64 = 4.5;

/// The cards of the light and the dark theme, on which brand-colored links stand.
const CARDS: [Color; 2] = [Color(0xff, 0xff, 0xff), Color(0x17, 0x1a, 0x21)];

fn check(branding: &Branding, at: &mut Checker<'_>) {
    if !is_name(&branding.name, NAME_MAX) {
        at.refuse("name", "it is no name that people can read", format!("choose {}", name_rule(NAME_MAX)));
    }
    if let Some(path) = &branding.logo_file {
        super::refuse_missing(path, "logo_file", at);
    }
    at.within("radius", branding.radius, (0, 32), |pixels| format!("{pixels} pixels"));
    let light = ("brand_light", branding.brand_light, "on_brand_light", branding.on_brand_light, CARDS[0]);
    let dark = ("brand_dark", branding.brand_dark, "on_brand_dark", branding.on_brand_dark, CARDS[1]);
    for (brand_key, brand, text_key, text, card) in [light, dark] {
        let card = Paint { name: "the card", color: card };
        let brand = need_contrast(&Paint { name: brand_key, color: brand }, &card, at);
        need_contrast(&Paint { name: text_key, color: text }, &Paint { name: brand_key, color: brand }, at);
    }
}

/// A color and what messages call it: its key, where it has one.
struct Paint<'a> {
    name: &'a str,
    color: Color,
}

/// Refuses a color that cannot be read on its ground; returns the nearest that can, so that
/// what stands on this color is judged by the proposal.
fn need_contrast(text: &Paint<'_>, ground: &Paint<'_>, at: &mut Checker<'_>) -> Color {
    let (color, under) = (text.color, ground.color);
    let contrast = color.contrast(under);
    let readable = color.nearest_readable_on(under, LEAST_CONTRAST);
    if readable != color {
        // Rounded down, so that 4.499 is not shown as enough.
        let shown = (contrast * 100.0).floor() / 100.0;
        at.refuse(
            text.name,
            format!("{color} on {} ({under}) has a contrast of {shown:.2} to 1; people need 4.5 to 1", ground.name),
            format!("choose {readable}, the nearest that passes"),
        );
    }
    readable
}
