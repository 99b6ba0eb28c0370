//! What stands around every page: the installation's brand, its assets, the language.

use std::sync::Arc;

use askama::filters::{Safe, escape};
use url::Url;

use super::{
    appearance::{Appearance, ColorTheme},
    assets::{Assets, UnusableLogo},
    locale::{Arg, Locale},
    people::initial,
    theme::Theme,
};
use crate::base::{time::Timestamp, url::is_loopback};

/// Whose pages these are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// The installation's name.
    pub name: String,
    /// Its logo on our own origin; its initial when absent.
    pub logo_url: Option<String>,
    /// Where people get help: `https:` or `mailto:`.
    pub support_url: Option<String>,
    /// Its privacy policy.
    pub privacy_url: Option<String>,
    /// Its terms.
    pub terms_url: Option<String>,
}

impl Brand {
    /// A brand of which only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), logo_url: None, support_url: None, privacy_url: None, terms_url: None }
    }
}

/// Everything about the pages that does not change between requests. Built once.
#[derive(Debug)]
pub struct Branding {
    /// Whose pages these are.
    pub brand: Brand,
    /// The issuer's path: empty, or `/something`.
    pub base: String,
    /// Style sheets, icon, script.
    pub assets: Assets,
    /// The colors, for what no style sheet reaches.
    pub theme: Theme,
}

impl Branding {
    /// Puts brand, issuer path and theme together.
    pub fn new(brand: Brand, base: impl Into<String>, theme: &Theme) -> Self {
        let base = base.into();
        let assets = Assets::new(&base, theme);
        Self { brand, base, assets, theme: *theme }
    }

    /// Takes the logo from a file's content.
    pub fn with_logo(mut self, bytes: Vec<u8>) -> Result<Self, UnusableLogo> {
        self.brand.logo_url = Some(self.assets.set_logo(&self.base, bytes)?.url.clone());
        Ok(self)
    }

    /// The frame of one page.
    pub fn frame(self: &Arc<Self>, locale: Locale, csrf: impl Into<String>) -> Frame {
        Frame { branding: Arc::clone(self), locale, csrf: csrf.into(), here: None, look: Appearance::default() }
    }
}

/// What a template knows besides its own subject.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The installation.
    pub branding: Arc<Branding>,
    /// The language of the page.
    pub locale: Locale,
    /// The token that every form sends back as `csrf`.
    pub csrf: String,
    /// The address of this page, if opening it again is harmless: the footer then offers
    /// the other languages there, as `ui_locales`.
    pub here: Option<String>,
    /// How whoever looks at it wants it.
    pub look: Appearance,
}

impl Frame {
    /// Names the address under which this page can be opened again in another language.
    #[must_use]
    pub fn at(mut self, here: impl Into<String>) -> Self {
        self.here = Some(here.into());
        self
    }

    /// Shows the page as whoever looks at it wants it.
    #[must_use]
    pub fn seen(mut self, look: Appearance) -> Self {
        self.look = look;
        self
    }

    /// For which devices the dark colors are: for none where light pages are wanted, for all with an empty text.
    pub fn dark_media(&self) -> Option<&'static str> {
        match self.look.theme {
            ColorTheme::System => Some("(prefers-color-scheme: dark)"),
            ColorTheme::Light => None,
            ColorTheme::Dark => Some(""),
        }
    }

    /// What the browser paints before the style sheet is there.
    pub fn color_scheme(&self) -> &'static str {
        match self.look.theme {
            ColorTheme::System => "light dark",
            ColorTheme::Light => "light",
            ColorTheme::Dark => "dark",
        }
    }

    /// A text without placeholders.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.locale.text(key.as_ref())
    }

    /// A text with one placeholder.
    pub fn t1(&self, key: &str, name: &'static str, value: impl AsRef<str>) -> String {
        self.locale.text_with(key, &[(name, Arg::Text(value.as_ref()))])
    }

    /// The heading of what only the developer of an app needs.
    pub fn developer_title(&self, client_name: Option<&str>) -> String {
        client_name
            .map_or_else(|| self.t("error-developer"), |client| self.t1("error-developer-client", "client", client))
    }

    /// A text that depends on a number.
    pub fn tn(&self, key: &str, name: &'static str, value: &u32) -> String {
        self.locale.text_with(key, &[(name, Arg::Number(i64::from(*value)))])
    }

    /// A text with one placeholder that stands out, as markup.
    pub fn strong(&self, key: &str, name: &'static str, value: &str) -> Safe<String> {
        // A private-use character marks the place, so that the sentence is escaped as a whole
        // before any markup is put in.
        const PLACE: &str = "\u{E000}";
        let sentence = escape_html(&self.locale.text_with(key, &[(name, Arg::Text(PLACE))]));
        let value = format!("<strong dir=\"auto\">{}</strong>", escape_html(value));
        Safe(sentence.replace(PLACE, &value))
    }

    /// A moment in words, by the clock of whoever reads it where that is known, else in UTC.
    pub fn moment(&self, at: &Timestamp) -> String {
        match &self.look.zone {
            Some(zone) => self.locale.moment_in(*at, zone),
            None => self.locale.moment(*at),
        }
    }

    /// The brand's initial, for want of a logo.
    pub fn brand_initial(&self) -> String {
        initial(&self.branding.brand.name)
    }

    /// The other languages and where this page speaks them.
    pub fn other_languages(&self) -> Vec<(Locale, String)> {
        let Some(here) = &self.here else { return Vec::new() };
        let mark = if here.contains('?') { '&' } else { '?' };
        Locale::ALL
            .into_iter()
            .filter(|locale| *locale != self.locale)
            .map(|locale| (locale, format!("{here}{mark}ui_locales={}", locale.tag())))
            .collect()
    }
}

/// A client as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCard {
    /// Its name.
    pub name: String,
    /// Its logo on our own origin; its initial when absent.
    pub logo_url: Option<String>,
    /// Its privacy policy, as registered.
    pub policy_uri: Option<String>,
    /// Its terms, as registered.
    pub tos_uri: Option<String>,
    /// The host one goes back to; none for an app on this device. See [`return_host`].
    pub return_host: Option<String>,
}

impl ClientCard {
    /// The letter that stands for a missing logo.
    pub fn initial(&self) -> String {
        initial(&self.name)
    }

    /// The privacy policy, if it is a web address.
    pub fn policy_link(&self) -> Option<&str> {
        self.policy_uri.as_deref().filter(|uri| is_web(uri))
    }

    /// The terms, if they are a web address.
    pub fn terms_link(&self) -> Option<&str> {
        self.tos_uri.as_deref().filter(|uri| is_web(uri))
    }
}

/// The host that a redirect URI leads to; none if that is an app on this device.
pub fn return_host(redirect_uri: &str) -> Option<String> {
    let url = Url::parse(redirect_uri).ok()?;
    (matches!(url.scheme(), "https" | "http") && !is_loopback(&url)).then(|| url.host_str().map(str::to_owned))?
}

/// A registered address may be anything; a link to `javascript:` must never be one.
fn is_web(uri: &str) -> bool {
    uri.starts_with("https://") || uri.starts_with("http://")
}

fn escape_html(text: &str) -> String {
    let Ok(escaped) = escape(text, askama::filters::Html);
    escaped.to_string()
}

#[cfg(test)]
impl ClientCard {
    /// An app.
    pub fn sample() -> Self {
        Self {
            name: "Orbit Notes".to_owned(),
            logo_url: None,
            policy_uri: Some("https://notes.example.com/privacy".to_owned()),
            tos_uri: Some("https://notes.example.com/terms".to_owned()),
            return_host: return_host("https://notes.example.com/callback"),
        }
    }

    /// An app with a long name that runs on this device.
    pub fn long_sample() -> Self {
        Self {
            name: "Unternehmensweite Dokumentenverwaltung & Reisekostenabrechnung (Testumgebung)".to_owned(),
            logo_url: Some("/logo.svg".to_owned()),
            policy_uri: Some("javascript:alert(1)".to_owned()),
            tos_uri: None,
            return_host: return_host("http://127.0.0.1:49152/cb"),
        }
    }
}
