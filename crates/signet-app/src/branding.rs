//! The operator's brand, as the pages show it.

use super::BuildError;
use crate::{
    config::{Config, color},
    render::{Brand, Branding, Theme, theme::Rgb},
};

/// Reads the branding section.
pub fn branding(config: &Config) -> Result<Branding, BuildError> {
    let settings = &config.branding;
    let web = |url: &Option<crate::config::branding::WebUrl>| url.as_ref().map(|url| url.as_str().to_owned());
    let brand = Brand {
        name: settings.name.clone(),
        logo_url: None,
        support_url: web(&settings.support_url),
        privacy_url: web(&settings.privacy_url),
        terms_url: web(&settings.terms_url),
    };
    let theme = Theme {
        light: shade(settings.brand_light),
        dark: shade(settings.brand_dark),
        on_light: shade(settings.on_brand_light),
        on_dark: shade(settings.on_brand_dark),
        radius: u8::try_from(settings.radius).unwrap_or(u8::MAX),
    };
    let branding = Branding::new(brand, config.issuer.url.path(), &theme);
    let Some(path) = &settings.logo_file else { return Ok(branding) };
    let unusable = |why: String| BuildError::Setting(format!("branding.logo_file {}: {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|why| unusable(why.to_string()))?;
    branding.with_logo(bytes).map_err(|why| unusable(why.to_string()))
}

fn shade(color: color::Color) -> Rgb {
    Rgb([color.0, color.1, color.2])
}
