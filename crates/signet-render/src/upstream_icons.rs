//! Icons of upstreams, drawn by us: they stand in the page itself, so that no sign-in waits for a picture.

/// Whatever has no icon of its own: a door.
const OTHER: &str = include_str!("../../../templates/assets/upstreams/other.svg");

/// Each by its name, in the order of the alphabet.
const ICONS: [(&str, &str); 27] = [
    ("apple", include_str!("../../../templates/assets/upstreams/apple.svg")),
    ("auth0", include_str!("../../../templates/assets/upstreams/auth0.svg")),
    ("bitbucket", include_str!("../../../templates/assets/upstreams/bitbucket.svg")),
    ("discord", include_str!("../../../templates/assets/upstreams/discord.svg")),
    ("dropbox", include_str!("../../../templates/assets/upstreams/dropbox.svg")),
    ("facebook", include_str!("../../../templates/assets/upstreams/facebook.svg")),
    ("figma", include_str!("../../../templates/assets/upstreams/figma.svg")),
    ("github", include_str!("../../../templates/assets/upstreams/github.svg")),
    ("gitlab", include_str!("../../../templates/assets/upstreams/gitlab.svg")),
    ("google", include_str!("../../../templates/assets/upstreams/google.svg")),
    ("kakao", include_str!("../../../templates/assets/upstreams/kakao.svg")),
    ("keycloak", include_str!("../../../templates/assets/upstreams/keycloak.svg")),
    ("line", include_str!("../../../templates/assets/upstreams/line.svg")),
    ("linear", include_str!("../../../templates/assets/upstreams/linear.svg")),
    ("linkedin", include_str!("../../../templates/assets/upstreams/linkedin.svg")),
    ("microsoft", include_str!("../../../templates/assets/upstreams/microsoft.svg")),
    ("naver", include_str!("../../../templates/assets/upstreams/naver.svg")),
    ("notion", include_str!("../../../templates/assets/upstreams/notion.svg")),
    ("okta", include_str!("../../../templates/assets/upstreams/okta.svg")),
    ("reddit", include_str!("../../../templates/assets/upstreams/reddit.svg")),
    ("salesforce", include_str!("../../../templates/assets/upstreams/salesforce.svg")),
    ("slack", include_str!("../../../templates/assets/upstreams/slack.svg")),
    ("spotify", include_str!("../../../templates/assets/upstreams/spotify.svg")),
    ("tiktok", include_str!("../../../templates/assets/upstreams/tiktok.svg")),
    ("twitch", include_str!("../../../templates/assets/upstreams/twitch.svg")),
    ("x", include_str!("../../../templates/assets/upstreams/x.svg")),
    ("zoom", include_str!("../../../templates/assets/upstreams/zoom.svg")),
];

/// The icon of this name, as markup.
pub fn icon(name: &str) -> &'static str {
    ICONS
        .binary_search_by_key(&name, |(known, _)| known)
        .ok()
        .and_then(|at| ICONS.get(at))
        .map_or(OTHER, |(_, svg)| svg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::upstream::preset;

    #[test]
    fn every_preset_has_an_icon_and_whatever_has_none_shows_the_door() {
        let mut wanted: Vec<&str> = preset::names().filter_map(preset::icon_of).collect();
        wanted.sort_unstable();
        assert_eq!(wanted, ICONS.map(|(name, _)| name));
        assert_eq!(icon(preset::ANY_ICON), OTHER);
    }

    #[test]
    fn icons_are_small_found_by_name_and_hold_nothing_but_shapes() {
        assert!(ICONS.is_sorted());
        for (name, svg) in ICONS {
            assert_eq!(icon(name), svg);
            assert!(svg.len() < 500, "{name} has {} bytes", svg.len());
            assert!(svg.starts_with("<svg width=\"20\" height=\"20\" viewBox=\"0 0 24 24\""), "{name}");
            assert!(svg.contains("aria-hidden=\"true\"") && !svg.contains("style") && !svg.contains("href"), "{name}");
        }
        assert_eq!(icon("something-else"), OTHER);
    }
}
