//! The browsers in which somebody is signed in, in words.

use crate::{
    domain::{
        kernel::{Cx, Error, Location},
        sessions::{self, SignedIn},
    },
    render::{Locale, pages::SessionRow},
    store::sessions::Session,
};

/// Where the person of an account is signed in.
///
/// # Errors
/// When the database fails.
pub async fn of_person(cx: &Cx<'_>, locale: Locale, me: &SignedIn) -> Result<Vec<SessionRow>, Error> {
    Ok(sessions::of_person(cx, &me.user.id)
        .await?
        .into_iter()
        .map(|row| SessionRow {
            current: row.id == me.session.id,
            id: row.id.to_string(),
            browser: row.user_agent.as_deref().and_then(name),
            since: row.signed_in_at(),
            place: place(cx, locale, &row),
            label: row.label,
            last_used: row.last_seen_at,
        })
        .collect())
}

/// From where a session was opened: its address, and where that is as far as it is known.
fn place(cx: &Cx<'_>, locale: Locale, session: &Session) -> Option<String> {
    let ip = session.ip.as_deref()?;
    let known = Location::of(cx, Some(ip), locale).in_words(locale);
    Some(known.map_or_else(|| ip.to_owned(), |place| format!("{place} · {ip}")))
}

/// Browsers by their marks. Each claims to be those that stand below it.
const BROWSERS: [(&str, &str); 12] = [
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems likewise.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// A browser and its system: enough to recognize one's own, too coarse to be wrong.
pub fn name(agent: &str) -> Option<String> {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first(&BROWSERS)?;
    Some(first(&SYSTEMS).map_or_else(|| browser.to_owned(), |system| format!("{browser} · {system}")))
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_browser_is_called_by_its_own_name_and_not_by_those_that_it_claims_to_be() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(), "Firefox · Linux"),
            (format!("Mozilla/5.0 (X11; CrOS x86_64 14541) {webkit} Chrome/140.0 Safari/537.36"), "Chrome · ChromeOS"),
            (format!("Mozilla/5.0 (Windows NT 10.0) {webkit} Chrome/140.0 Safari/537.36 Edg/140.0"), "Edge · Windows"),
            (
                format!(
                    "Mozilla/5.0 (Linux; Android 15) {webkit} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36"
                ),
                "Samsung Internet · Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1".to_owned(),
                "Safari · iPhone",
            ),
        ] {
            assert_eq!(name(&agent).as_deref(), Some(expected), "{agent}");
        }
        assert_eq!(name("curl/8.0"), None);
    }
}
