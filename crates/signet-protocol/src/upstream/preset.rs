//! What is known of services before an operator says anything: one file of data each, in `presets/`.
//!
//! A sign-in by each is walked with a stand-in made of what is documented of its service (`tests/it/upstream/presets/`);
//! none was tried with the real one, which cannot be reached from where Signet is written. Each file says what it was
//! compared with, what that left open, and which page of its service to compare it with before use.

use serde::Deserialize;

use super::settings::{UpstreamKind, UpstreamSettings};

/// The icon of a provider of which there is no preset.
pub const ANY_ICON: &str = "other";

/// What is known of a service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpstreamPreset {
    /// What its button says after "Continue with".
    pub label: String,
    /// What kind of service it is.
    pub kind: UpstreamKind,
    /// The service's page, to compare this with before use.
    pub documentation: String,
    /// What is odd about it, a sentence or two each.
    pub odd: Vec<String>,
    /// What this was compared with: pages of the service, metadata that it publishes, and programs that know it.
    pub compared: Vec<String>,
    /// What that left open, with what to set where it turns out otherwise.
    pub unverified: Vec<String>,
    /// What the operator must say: `issuer`, or a name among `client_auth_values`.
    #[serde(default)]
    pub wants: Vec<String>,
    /// What is set of an upstream that is made of it.
    pub settings: UpstreamSettings,
}

/// The presets in the order in which they are listed, by name.
const ALL: &[(&str, &str)] = &[
    ("google", include_str!("presets/google.json")),
    ("apple", include_str!("presets/apple.json")),
    ("microsoft", include_str!("presets/microsoft.json")),
    ("github", include_str!("presets/github.json")),
    ("facebook", include_str!("presets/facebook.json")),
    ("discord", include_str!("presets/discord.json")),
    ("slack", include_str!("presets/slack.json")),
    ("x", include_str!("presets/x.json")),
    ("linkedin", include_str!("presets/linkedin.json")),
    ("tiktok", include_str!("presets/tiktok.json")),
    ("twitch", include_str!("presets/twitch.json")),
    ("spotify", include_str!("presets/spotify.json")),
    ("reddit", include_str!("presets/reddit.json")),
    ("gitlab", include_str!("presets/gitlab.json")),
    ("bitbucket", include_str!("presets/bitbucket.json")),
    ("zoom", include_str!("presets/zoom.json")),
    ("notion", include_str!("presets/notion.json")),
    ("figma", include_str!("presets/figma.json")),
    ("linear", include_str!("presets/linear.json")),
    ("salesforce", include_str!("presets/salesforce.json")),
    ("okta", include_str!("presets/okta.json")),
    ("auth0", include_str!("presets/auth0.json")),
    ("keycloak", include_str!("presets/keycloak.json")),
    ("dropbox", include_str!("presets/dropbox.json")),
    ("line", include_str!("presets/line.json")),
    ("kakao", include_str!("presets/kakao.json")),
    ("naver", include_str!("presets/naver.json")),
];

/// The names of all of them.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(name, _)| *name)
}

/// By name.
pub fn find(name: &str) -> Option<UpstreamPreset> {
    let (_, text) = ALL.iter().find(|(known, _)| *known == name)?;
    serde_json::from_str(text).ok()
}

/// The name of the icon of a preset: its own.
pub fn icon_of(name: &str) -> Option<&'static str> {
    names().find(|known| *known == name)
}

#[cfg(test)]
mod tests;
