//! The operator's brand, as the pages show it.

use super::BuildError;
use crate::{
    config::{Config, color},
    render::{Brand, Site, Theme, theme::Color},
};

/// Reads the branding section.
pub fn site(config: &Config) -> Result<Site, BuildError> {
    let branding = &config.branding;
    let web = |url: &Option<crate::config::branding::WebUrl>| url.as_ref().map(|url| url.as_str().to_owned());
    let brand = Brand {
        name: branding.name.clone(),
        logo_url: None,
        support_url: web(&branding.support_url),
        privacy_url: web(&branding.privacy_url),
        terms_url: web(&branding.terms_url),
    };
    let theme = Theme {
        light: shade(branding.brand_light),
        dark: shade(branding.brand_dark),
        on_light: shade(branding.on_brand_light),
        on_dark: shade(branding.on_brand_dark),
        radius: u8::try_from(branding.radius).unwrap_or(u8::MAX),
    };
    let site = Site::new(brand, config.issuer.url.path(), &theme);
    let Some(path) = &branding.logo_file else { return Ok(site) };
    let unusable = |why: String| BuildError::Setting(format!("branding.logo_file {}: {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|why| unusable(why.to_string()))?;
    site.with_logo(bytes).map_err(|why| unusable(why.to_string()))
}

fn shade(color: color::Color) -> Color {
    Color([color.0, color.1, color.2])
}
