//! What is known of services before an operator says anything: one file of data each, in `presets/`.
//!
//! What the settings do is held by stand-ins; none of it was tried with the real services: each file names the page of
//! its service, to be compared with before use.

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
mod tests {
    use url::Url;

    use super::*;
    use crate::upstream::settings::{EmailTrust, UpstreamClientAuth};

    fn all() -> Vec<(&'static str, UpstreamPreset)> {
        let read = |(name, text): &(&'static str, &str)| {
            (*name, serde_json::from_str(text).unwrap_or_else(|why| panic!("{name}: {why}")))
        };
        ALL.iter().map(read).collect()
    }

    #[test]
    fn every_preset_is_read_and_no_two_have_one_name_or_label() {
        let mut names: Vec<&str> = all().iter().map(|(name, _)| *name).collect();
        let mut labels: Vec<String> = all().into_iter().map(|(_, preset)| preset.label).collect();
        assert_eq!(names.len(), 27);
        for list in [&mut names.iter().map(ToString::to_string).collect(), &mut labels] {
            let before = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), before);
        }
        names.retain(|name| !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        assert_eq!(names, Vec::<&str>::new());
        assert_eq!(icon_of("google"), Some("google"));
        assert_eq!(icon_of("nobody"), None);
    }

    #[test]
    fn every_preset_says_what_its_kind_needs() {
        for (name, preset) in all() {
            let set = &preset.settings;
            match preset.kind {
                UpstreamKind::Oidc => {
                    assert!(set.issuer.is_some() != preset.wants.contains(&"issuer".to_owned()), "{name}: issuer");
                    assert!(set.scopes.iter().any(|scope| scope == "openid"), "{name}: openid");
                }
                UpstreamKind::OAuth2 => {
                    assert!(set.authorization_endpoint.is_some() && set.token_endpoint.is_some(), "{name}: endpoints");
                    assert!(set.userinfo != set.claims_from_token_answer, "{name}: who says who it is");
                    assert_eq!(set.userinfo, set.userinfo_endpoint.is_some(), "{name}: userinfo");
                    assert_ne!(set.subject, "sub", "{name}: a service without ID token has no sub");
                    assert!(!set.proves_freshness, "{name}: nothing tells when the person proved who they are");
                }
            }
            assert_eq!(set.client_auth == UpstreamClientAuth::SignedSecret, name == "apple", "{name}: signed secret");
            assert!(!set.trusts_factors, "{name}: factors are believed by the operator's word alone");
        }
    }

    #[test]
    fn every_preset_names_its_documentation_and_is_spoken_to_by_https() {
        for (name, preset) in all() {
            let set = preset.settings;
            assert!(!preset.odd.is_empty(), "{name}: what is odd about it?");
            assert!(preset.odd.iter().all(|said| said.ends_with('.')), "{name}: sentences");
            let emails = set.emails.map(|list| list.endpoint);
            let addresses = [
                Some(preset.documentation),
                set.issuer,
                set.metadata_url,
                set.authorization_endpoint,
                set.token_endpoint,
                set.userinfo_endpoint,
                set.jwks_uri,
                set.revocation_endpoint,
                set.end_session_endpoint,
                emails,
            ];
            for address in addresses.into_iter().flatten() {
                let url = Url::parse(&address.replace("{tenant}", "t")).unwrap();
                assert_eq!(url.scheme(), "https", "{name}: {address}");
            }
        }
    }

    /// Whoever believes a mail address without reason opens accounts to strangers.
    #[test]
    fn a_mail_address_is_believed_only_where_something_says_that_it_is_verified() {
        for (name, preset) in all() {
            let set = preset.settings;
            let says = set.emails.is_some()
                || set.emails_are_verified
                || set.claims.contains_key("email_verified")
                || preset.kind == UpstreamKind::Oidc;
            let believes = matches!(set.email_trust, EmailTrust::Verified | EmailTrust::Hosted);
            assert!(says || !believes, "{name}: nothing says that an address is verified");
            let hosts = !set.hosted_domains.is_empty() || set.hosted_domain_claim.is_some();
            assert_eq!(hosts, set.email_trust == EmailTrust::Hosted, "{name}: hosted domains");
        }
        let of = |name| find(name).unwrap().settings;
        assert_eq!(of("microsoft").email_trust, EmailTrust::Listed);
        assert_eq!(of("microsoft").subject, "oid");
        assert_eq!(of("google").email_trust, EmailTrust::Hosted);
        assert_eq!(of("x").subject, "data.id");
        assert!(of("github").emails.is_some());
    }
}
